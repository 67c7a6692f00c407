"""Handles: `@team` and `+topic` among typed words.

`@permits +fees Showed how to look up a fee waiver` has two. Only handles before the first and after
the last plain word are read, so that `emailed @ana about it` is text.
"""

from coachlog.domain.typed_text import CLOSING, OPENED_BY, closes_brackets_in, without_closing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    # Whether a team (`@`) or a topic (`+`) of some name is in use: `is_known("@", "2nd-shift")`.
    IsKnown = Callable[[str, str], bool]

SIGNS = ("@", "+")
_OPENING = "".join(OPENED_BY.values())


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


def nothing_known(sign: str, name: str) -> bool:
    """Answer for a log without names: only the form of a word says whether it is a handle."""
    del sign, name
    return False


def parse_words(
    words: "Iterable[str]",
    literal: str | None = None,
    is_known: "IsKnown" = nothing_known,
    *,
    with_text: bool = True,
) -> Words:
    """Read the handles on either side of a text.

    Args:
        words: the arguments. One that begins with `@` and has blanks is a whole team, and with `+`
            a whole topic; but the only one that can have the text is a line, the same as its words.
        literal: text that is taken as it stands, after the words (what followed `--`).
        is_known: tells whether a name is in use. It is asked only where the form of a word does not
            say what it is, such as `@2nd-shift`.
        with_text: whether the words may have a text; otherwise an only argument is a name, too.

    Raises:
        ValueError: there is more than one team.
    """
    arguments = list(words)
    tokens = _tokens(arguments, is_known, may_have_text=with_text and not literal)
    leading = _count_handles(tokens, is_known)
    trailing = 0
    if not literal:  # otherwise text follows, so that no handle comes last
        trailing = count_handles_at_end(tokens[leading:], is_known)
    end = len(tokens) - trailing
    text = literal
    inner = tokens[leading:end]
    if inner:
        text = _without(" ".join(arguments), tokens[:leading], tokens[end:])
        if literal:
            text += f" {literal}"
    names: dict[str, list[str]] = {sign: [] for sign in SIGNS}
    for handle in tokens[:leading] + tokens[end:]:
        names[handle[0]].append(name_in(handle, is_known))
    return Words(
        team=_only_team(names["@"]),
        topics=names["+"],
        text=text if text and text.strip() else None,
        ignored_handles=_ignored(inner),
    )


def is_handle(word: str, is_known: "IsKnown" = nothing_known) -> bool:
    """Return whether a word is `@team` or `+topic`: a letter or a quote follows the sign."""
    if word[:1] not in SIGNS:
        return False
    first = word[1:2]
    if first == '"':
        return len(word) > 3 and without_closing(word[1:]).endswith('"')
    # `+1` and `@ 3pm` are text, and so is `@3pm`, unless a team is called that.
    return first.isalpha() or (first.isdigit() and is_known(word[0], name_in(word, is_known)))


def name_in(handle: str, is_known: "IsKnown" = nothing_known) -> str:
    """Return the name of a handle, without its sign, its quotes and the end of a sentence."""
    name = handle[1:]
    bare = without_closing(name)
    if bare != name and not is_known(handle[0], name):
        name = bare
    if name[:1] == '"':
        name = name.strip('"')
    return name


def as_handle(sign: str, name: str) -> str:
    """Return a name as a handle that `parse_words` reads back, in quotes where it needs them."""
    handle = sign + name
    if is_handle(handle) and len(handle.split()) == 1 and name_in(handle) == name:
        return handle
    return f'{sign}"{name}"'


def as_handles(team: str | None, topics: "Iterable[str]") -> str:
    """Return a team and topics on one line, as handles that `parse_words` reads back."""
    handles = [as_handle("+", topic) for topic in topics]
    if team:
        handles.insert(0, as_handle("@", team))
    return " ".join(handles)


def handles_inside(text: str) -> list[str]:
    """Return the words of a text that look like a handle."""
    return _ignored(text.split())


def _tokens(arguments: list[str], is_known: "IsKnown", *, may_have_text: bool) -> list[str]:
    """Return the words of some arguments; a whole name is one of them."""
    lacks_text = may_have_text and all(argument[:1] in SIGNS for argument in arguments)
    tokens = []
    for argument in arguments:
        # Where nothing else is the text, a topic with blanks has it: '+fees took it twice'.
        is_line = lacks_text and (argument[0] == "+" or len(arguments) == 1)
        if _is_whole_name(argument, is_known, is_line=is_line):
            tokens.append(argument)
        else:
            tokens += _split(argument)
    return tokens


def _is_whole_name(argument: str, is_known: "IsKnown", *, is_line: bool) -> bool:
    """Return whether an argument with blanks is one name: `'@school district A'`."""
    if argument[:1] not in SIGNS or argument[1:2] == '"' or len(argument.split(None, 1)) < 2:
        return False
    # `+1 for the idea` is a text.
    if is_line or (argument[0] == "+" and not argument[1].isalpha()):
        return is_known(argument[0], argument[1:])
    # `@permits: took it twice` and `@permits +fees took it` are lines, whatever else was typed.
    others = argument.split()[1:]
    return argument[1].isalnum() and ": " not in argument and not any(map(is_handle, others))


def _split(argument: str) -> list[str]:
    """Return the words of an argument; `@"2nd shift"` is one of them."""
    if '@"' not in argument and '+"' not in argument:
        return argument.split()
    import re  # which a recording does not load for anything else

    closing = re.escape(CLOSING + "".join(OPENED_BY))
    return re.findall(rf'[@+]"[^"]+"[{closing}]*(?!\S)|\S+', argument)


def count_handles_at_end(tokens: "Sequence[str]", is_known: "IsKnown" = nothing_known) -> int:
    """Return how many handles come after the last plain word, and are in no brackets of the text.

    Args:
        tokens: the words of a text, and handles.
        is_known: as for `parse_words`.
    """
    count = _count_handles(tokens[::-1], is_known)
    text = " ".join(tokens[: len(tokens) - count])
    for handles_behind in range(count):
        # `Took it (see @permits)` is text to its end.
        if closes_brackets_in(text, tokens[-1 - handles_behind]):
            return handles_behind
    return count


def _count_handles(tokens: "Sequence[str]", is_known: "IsKnown") -> int:
    """Return how many handles come before the first plain word."""
    count = 0
    for token in tokens:
        if not is_handle(token, is_known) and len(token.split(None, 1)) < 2:
            break
        count += 1
    return count


def _without(line: str, leading: "Sequence[str]", trailing: "Sequence[str]") -> str:
    """Return a line without the handles at its ends.

    The blanks beside a handle go with it; all others stay as typed.
    """
    start, end = 0, len(line)
    for token in leading:
        start = line.index(token, start) + len(token)
    for token in reversed(trailing):
        end = line.rindex(token, start, end)
    line = line[start:end]
    if leading:
        line = line.lstrip()
    if trailing:
        line = line.rstrip()
    return line


def _ignored(inner: list[str]) -> list[str]:
    """Return the words inside a text that look like a handle."""
    last = len(inner) - 1
    ignored = []
    for index, typed in enumerate(inner):
        word = typed.lstrip(_OPENING)
        if word[:1] not in SIGNS:
            continue
        # At an end `@2nd-shift` may be meant as a team; inside, `@3pm` is the time of day.
        looks_odd = word[1:2].isdigit() and any(map(str.isalpha, word))
        if is_handle(word) or (looks_odd and index in (0, last)):
            ignored.append(typed)
    return ignored


def _only_team(teams: list[str]) -> str | None:
    if len(teams) > 1:
        names = " and ".join(f"@{team}" for team in teams[:3])
        raise ValueError(f"an entry has only one team, but this names {names}; text goes after --")
    return teams[0] if teams else None
