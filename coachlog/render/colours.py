"""The colours of a terminal, by what they mean.

Each can be read on black as well as on white. Of the sixteen that every terminal has, and every
theme sets, this is true of red and magenta alone: green, yellow and cyan are faint on white, and
blue is on black. Where a terminal has 256, those beyond the sixteen are the same in every theme.
None is bold: some terminals make a brighter colour of that. What a colour says the words say, too.
Red is for an error and for what needs somebody, never for a person.
"""

import os

BOLD, DIM, PLAIN = "1", "2", ""  # ECMA-48, select graphic rendition
ACCENT = "accent"  # an id: what is typed next
ERROR = "error"
KINDS = {kind: kind for kind in ("strength", "correction", "question", "mistake")}
_OF_SIXTEEN = {ACCENT: "35", ERROR: "31"} | dict.fromkeys(KINDS, PLAIN)
# A teal, a red, a green, a blue, a mauve and a brown, with a contrast above 3.5.
_OF_MANY = {
    ACCENT: "38;5;30",
    ERROR: "38;5;160",
    "strength": "38;5;28",
    "correction": "38;5;32",
    "question": "38;5;133",
    "mistake": "38;5;130",
}


def styled(text: str, style: str) -> str:
    """Return a text with the escapes of its style, if it has one."""
    codes = _OF_MANY if has_many_colours() else _OF_SIXTEEN
    code = codes.get(style, style)
    if code and text:
        return f"\x1b[{code}m{text}\x1b[0m"
    return text


def has_many_colours() -> bool:
    """Return whether the terminal says that it has 256 colours, as rich finds it out."""
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return True
    name = os.environ.get("TERM", "")
    return name.endswith(("256color", "kitty")) or "WT_SESSION" in os.environ
