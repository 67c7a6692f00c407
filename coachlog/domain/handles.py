"""Handles: `@team` and `+topic` among typed words.

`@permits +fees Showed how to look up a fee waiver` has two. Only handles before the first and after
the last plain word are read, so that `emailed @ana about it` is text.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Words:
    """What a line of words says.

    Attributes:
        team: the name after `@`.
        topics: the names after `+`.
        text: everything else; None where there is no plain word.
        ignored_handles: words inside the text that look like a handle.
    """

    __slots__ = ("ignored_handles", "team", "text", "topics")

    def __init__(
        self,
        team: str | None,
        topics: list[str],
        text: str | None,
        ignored_handles: list[str],
    ) -> None:
        self.team = team
        self.topics = topics
        self.text = text
        self.ignored_handles = ignored_handles


def parse_words(words: "Iterable[str]", literal: str | None = None) -> Words:
    """Read the handles on either side of a text.

    Args:
        words: the arguments; one quoted argument means the same as its words.
        literal: text that is taken as it stands, after the words (what followed `--`).

    Raises:
        ValueError: there is more than one team.
    """
    line = " ".join(words)
    tokens = line.split()
    leading = _count_handles(tokens)
    trailing = 0
    if not literal:  # otherwise text follows, so that no handle comes last
        trailing = _count_handles(reversed(tokens[leading:]))
    end = len(tokens) - trailing
    inner = tokens[leading:end]
    text = ""
    if inner:
        text = _without_handles(line, leading, trailing)
    if literal:
        text = f"{text} {literal}" if text else literal
    handles = tokens[:leading] + tokens[end:]
    return Words(
        team=_only_team(handles),
        topics=[handle[1:] for handle in handles if handle[0] == "+"],
        text=text if text.strip() else None,
        ignored_handles=[word for word in inner if is_handle(word)],
    )


def is_handle(word: str) -> bool:
    """Return whether `word` is `@team` or `+topic`."""
    # A letter has to follow: `+1` and `@ 3pm` are text.
    return word[:1] in ("@", "+") and word[1:2].isalpha()


def _count_handles(tokens: "Iterable[str]") -> int:
    """Return how many handles come before the first plain word."""
    count = 0
    for token in tokens:
        if not is_handle(token):
            break
        count += 1
    return count


def _without_handles(line: str, leading: int, trailing: int) -> str:
    # The blanks beside a handle go with it; all others stay as typed.
    if leading:
        line = line.split(None, leading)[leading]
    if trailing:
        line = line.rsplit(None, trailing)[0]
    return line


def _only_team(handles: list[str]) -> str | None:
    teams = [handle for handle in handles if handle[0] == "@"]
    if len(teams) > 1:
        names = " and ".join(teams[:3])
        raise ValueError(f"an entry has only one team, but this names {names}; text goes after --")
    if teams:
        return teams[0][1:]
    return None
