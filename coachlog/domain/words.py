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

    def __init__(self, team: str | None, topics: list[str], text: str | None, kept: list[str]) -> None:
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
    text = " ".join(words).strip()
    teams: list[str] = []
    topics: list[str] = []
    while text and is_marker(first := text.split(None, 1)[0]):
        (teams if first[0] == "@" else topics).append(first[1:])
        text = text[len(first) :].lstrip()
    trailing: list[str] = []
    while text and literal is None and is_marker(last := text.rsplit(None, 1)[-1]):
        trailing.insert(0, last)
        text = text[: -len(last)].rstrip()
    for marker in trailing:
        (teams if marker[0] == "@" else topics).append(marker[1:])
    if len(teams) > 1:
        raise ValueError(
            f"an entry has one team, and this names {' and '.join('@' + team for team in teams)}; what is text goes after --"
        )
    kept = [word for word in text.split() if is_marker(word)] if "@" in text or "+" in text else []
    if literal is not None:
        text = f"{text} {literal}" if text else literal
    return Words(teams[0] if teams else None, topics, text or None, kept)


def is_marker(word: str) -> bool:
    """Whether `word` is `@team` or `+topic`: the sign, then a letter."""
    return word[:1] in ("@", "+") and word[1:2].isalpha()
