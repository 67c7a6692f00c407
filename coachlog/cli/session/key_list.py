"""The keys of the session, for `?`."""

from collections.abc import Iterator

from coachlog.render.text_width import wrap_to_width

KEYS = {
    "Enter": "record the line; in an empty one: end",
    "@x +y": "team and topics of this line, before or after the text; alone: from now on",
    "oops": "first in the line: a mistake; good: a strength; asked: a question; alone: from now on",
    "Tab": "complete @x, +y and --x",
    "Shift-Tab": "the next kind, from now on",
    "F2": "the team, from now on",
    "F3": "the topics, from now on",
    "F4": "private or shared with the team, from now on",
    "F5": "the day, from now on",
    "--x": "an option of coachlog log, before or after the text, such as --on yesterday; --on and"
    " --private alone: from now on",
    "Up": "earlier texts",
    "Ctrl-O": "show what is similar to the last entry",
    "Ctrl-F": "change the last entry, or delete it",
    "Ctrl-C": "clear the line and print it; in an empty one: end",
    "Esc": "end; what stands in the line is printed",
}
INDENT = 11


def key_lines(width: int) -> Iterator[str]:
    """Yield the keys, with what they do in a column of its own.

    Args:
        width: the columns of the terminal. A narrow one breaks the column, not its words.
    """
    for key, meaning in KEYS.items():
        first, *others = wrap_to_width(meaning, max(width - INDENT, INDENT))
        yield f"{key:{INDENT}}{first}"
        for line in others:
            yield " " * INDENT + line
