"""The one function that makes text safe to show.

Escapes, control characters and marks that reorder or hide text become visible signs, so that what
is on the screen is what is in the log (Unicode Technical Report 36, section 2.2).
"""

ZERO_WIDTH_JOINER = "\u200d"
# Without the joiners Persian words and emoji families fall apart.
JOINERS = "\u200c\u200d"
_GAPS = " \n\t\u200d"


def visible(text: str, *, lines: bool = False) -> str:
    """Return `text` with a sign for every character that could act on a terminal.

    Args:
        text: any text.
        lines: keep line breaks and tabs; otherwise they become blanks, and the result is one line.
    """
    if text.isprintable():
        return text
    harmless = JOINERS + "\n\t" if lines else JOINERS
    signs = []
    for character in text:
        is_safe = character.isprintable() or character in harmless
        signs.append(character if is_safe else _sign(character))
    shown = "".join(signs)
    if ZERO_WIDTH_JOINER in shown:
        return _with_lone_joiners_shown(shown)
    return shown


def _with_lone_joiners_shown(text: str) -> str:
    """Return `text` with a sign for each joiner that joins nothing.

    It would swallow the blank beside it, which keeps a column of a table straight.
    """
    signs = []
    for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        is_lone = before in _GAPS or after in _GAPS
        is_joiner = character == ZERO_WIDTH_JOINER
        signs.append("<U+200D>" if is_joiner and is_lone else character)
    return "".join(signs)


def _sign(character: str) -> str:
    if character in "\n\t":
        return " "
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the Control Pictures block has a picture of each
    if code == 0x7F:
        return "\u2421"
    # Imported late: most texts have no such character, and it is on the path of `log`.
    from unicodedata import category

    kind = category(character)
    if kind == "Zs":
        return " "
    if kind in ("Co", "Cn"):
        return character  # private use, or not assigned yet (a newer emoji): harmless
    return f"<U+{code:04X}>"
