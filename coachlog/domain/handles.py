"""Loose words as people type them: `@permits +fees Showed how to look up a fee waiver`."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Words:
    """What a line of loose words says.

    `text` is None when there is no plain word. `kept` lists the words inside the text that look like a
    marker but are not read as one.
    """

    __slots__ = ("kept", "team", "text", "topics")

    def __init__(
        self, team: str | None, topics: list[str], text: str | None, kept: list[str]
    ) -> None:
        self.team = team
        self.topics = topics
        self.text = text
        self.kept = kept


def parse_words(words: "Iterable[str]", literal: str | None = None) -> Words:
    """Read `@team` and `+topic` before the first and after the last plain word; all between is text.

    Args:
        words: the arguments; one quoted argument is the same as its words.
        literal: text that is taken as it stands, after the words (what followed `--`).

    Raises:
        ValueError: more than one team.
    """
    text = " ".join(words)
    tokens = text.split()
    first, last = 0, len(tokens)
    while first < last and is_marker(tokens[first]):
        first += 1
    while last > first and not literal and is_marker(tokens[last - 1]):
        last -= 1
    if first == last:
        text = ""
    else:
        # Only where a marker is cut off are the blanks beside it cut off too: the rest stays as typed.
        text = text.split(None, first)[first] if first else text
        text = text.rsplit(None, len(tokens) - last)[0] if last < len(tokens) else text
    markers = tokens[:first] + tokens[last:]
    teams = [marker[1:] for marker in markers if marker[0] == "@"]
    if len(teams) > 1:
        named = " and ".join("@" + team for team in teams[:3])
        raise ValueError(
            f"an entry has one team, and this names {named}; what is text goes after --"
        )
    kept = (
        [word for word in tokens[first:last] if is_marker(word)]
        if "@" in text or "+" in text
        else []
    )
    if literal:
        text = f"{text} {literal}" if text else literal
    topics = [marker[1:] for marker in markers if marker[0] == "+"]
    return Words(teams[0] if teams else None, topics, text if text.strip() else None, kept)


def is_marker(word: str) -> bool:
    """Whether `word` is `@team` or `+topic`: the sign, then a letter."""
    return word[:1] in ("@", "+") and word[1:2].isalpha()
