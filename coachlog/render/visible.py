"""The one function that makes text safe to show.

Escapes, control characters and marks that reorder or hide text become visible signs, so that what is on the
screen is what is in the log (Unicode Technical Report 36, section 2.2).
"""

# Without the joiners Persian words and emoji families fall apart.
_JOINERS = "\u200c\u200d"
_GAPS = " \n\t\u200d"


def visible(text: str, *, lines: bool = False) -> str:
    """`text` with every character that could act on a terminal shown as a mark.

    Args:
        text: any text.
        lines: keep line breaks and tabs; otherwise they become blanks, and the result is one line.
    """
    if text.isprintable():
        return text
    shown = "".join(
        character if character.isprintable() else _mark(character, lines=lines)
        for character in text
    )
    return _without_lone_joiners(shown) if "\u200d" in shown else shown


def _without_lone_joiners(text: str) -> str:
    """`text` with a mark for each joiner that joins nothing: it would swallow the blank that keeps a column straight."""
    beside = [" ", *text, " "]
    return "".join(
        "<U+200D>" if character == "\u200d" and (before in _GAPS or after in _GAPS) else character
        for before, character, after in zip(beside, text, beside[2:], strict=False)
    )


def _mark(character: str, *, lines: bool) -> str:
    if character in "\n\t":
        return character if lines else " "
    if character in _JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the Control Pictures block has a picture of each
    if code == 0x7F:
        return "\u2421"
    from unicodedata import category

    # Private use and not yet assigned (a newer emoji) are harmless; other spaces are blanks.
    kind = category(character)
    return character if kind in ("Co", "Cn") else " " if kind == "Zs" else f"<U+{code:04X}>"
