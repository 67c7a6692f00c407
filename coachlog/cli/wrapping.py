"""Messages on a terminal: broken between words, and told apart by a sign or a colour.

A receipt has its id in the accent colour, a hint begins with an arrow, and of an error the word
`coachlog:` is red. A pipe gets every message on one line, and never loads this module.
"""

import os

from coachlog.render.colours import ACCENT, ERROR, styled
from coachlog.render.text_width import width_of

INDENT = "  "  # of all lines but the first
ARROW, ASCII_ARROW = "→ ", "> "
SEPARATOR = "·"
ERROR_START = "coachlog:"
QUOTES = "'\"`"
LONGEST_QUOTE = 8  # words: beyond that a quotation mark is an apostrophe
_SIGNS_OF_IDS = frozenset("0123456789abcdefx")
_SHORTEST_ID = 4


def laid_out(
    line: str,
    width: int,
    encoding: str | None,
    *,
    is_hint: bool,
) -> str:
    """Return a message as a terminal gets it.

    Args:
        line: the message, made visible.
        width: the columns of the terminal.
        encoding: of the terminal.
        is_hint: whether it is neither a receipt nor an error.
    """
    if is_hint and not line.startswith(" "):
        line = _arrow(encoding) + line
    text = "\n".join(wrap_message(line, width))
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    if text.startswith(ERROR_START):
        return styled(ERROR_START, ERROR) + text.removeprefix(ERROR_START)
    for short_id in _ids_of_receipt(line):
        text = _with_accent(text, short_id)
    return text


def wrap_message(line: str, width: int) -> list[str]:
    """Return a message on lines of at most `width` cells, broken between words.

    An id, a command and a quoted name stay whole, so that they can be copied: one that is wider
    than the terminal has lines of its own, which the terminal breaks.

    Args:
        line: the message, made visible.
        width: the columns of the terminal.
    """
    if width_of(line) <= width:
        return [line]
    indent = line[: len(line) - len(line.lstrip())] + INDENT
    lines: list[str] = []
    current = ""
    for gap, unit in _units(line):
        longer = current + gap + unit
        if not current or width_of(longer) <= width:
            current = longer
            continue
        lines.append(current)
        current = indent + unit
        if width_of(current) > width:
            current = unit
    return [*lines, current]


def _units(line: str) -> list[tuple[str, str]]:
    """Return the words of a message, and what is never broken, each with the gap before it."""
    units: list[tuple[str, str]] = []
    gap = ""
    words = line.split(" ")
    index = 0
    while index < len(words):
        if not words[index]:
            gap += " "
            index += 1
            continue
        if words[index] == SEPARATOR and units:
            # No line begins with one.
            gap_before, unit = units.pop()
            units.append((gap_before, unit + gap + SEPARATOR))
            gap = " "
            index += 1
            continue
        end = _end_of_unit(words, index)
        units.append((gap, " ".join(words[index:end])))
        gap = " "
        index = end
    return units


def _end_of_unit(words: list[str], start: int) -> int:
    """Return the index behind what is not to be broken: one word, a command or a quotation.

    Args:
        words: the words of a message; an empty one stands between two blanks.
        start: the index of the first word that is meant.
    """
    word = words[start]
    following = words[start + 1 : start + 2]
    is_undo = word == "undo:" and following == ["coachlog"]
    if is_undo or word == "coachlog":
        return _end_of_command(words, start)
    if word[0] in QUOTES:
        return _end_of_quote(words, start)
    return start + 1


def _end_of_command(words: list[str], start: int) -> int:
    """Return the index behind a command: it ends with the line, a gap, a separator or a bracket."""
    end = start + 1
    while end < len(words) and words[end] not in ("", SEPARATOR):
        end += 1
        if words[end - 1].rstrip(".,;").endswith(")"):
            break
    return end


def _end_of_quote(words: list[str], start: int) -> int:
    """Return the index behind a quotation; if it does not end, behind its first word."""
    mark = words[start][0]
    last = min(start + LONGEST_QUOTE, len(words))
    for index in range(start, last):
        word = words[index].rstrip(".,:;?!)")
        is_mark_alone = index == start and word == mark
        if word.endswith(mark) and not is_mark_alone:
            return index + 1
    return start + 1


def _ids_of_receipt(line: str) -> list[str]:
    """Return the ids that stand for themselves in a message that tells how to take it back."""
    if "undo: " not in line:
        return []
    parts = line.split(f" {SEPARATOR} ")
    return [part for part in parts if _is_id(part)]


def _is_id(text: str) -> bool:
    """Whether a text has the signs of an id; a name may have them, too, and is coloured as well."""
    return len(text) >= _SHORTEST_ID and _SIGNS_OF_IDS.issuperset(text)


def _with_accent(text: str, short_id: str) -> str:
    """Return a message with an id in the accent colour where it stands first."""
    shown = styled(short_id, ACCENT)
    if text.startswith(f"{short_id} "):
        return shown + text.removeprefix(short_id)
    return text.replace(f" {short_id} ", f" {shown} ", 1)


def _arrow(encoding: str | None) -> str:
    """Return the sign of a hint in an encoding."""
    try:
        ARROW.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return ASCII_ARROW
    return ARROW
