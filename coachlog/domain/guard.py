"""Keeping a spreadsheet from running a cell as a formula.

The rule is OWASP's ("CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection), widened by blanks before the
sign and by full-width forms, both of which spreadsheets take as the plain sign. `unguarded(guarded(text)) == text` for
any text.
"""

_SIGNS = "=+-@\t\r\n＝＋－＠"
_FIRST = frozenset(_SIGNS + "' \u00a0\u3000")


def guarded(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet could run it."""
    return f"'{text}" if text and text[0] in _FIRST and _dangerous(text) else text


def unguarded(text: str) -> str:
    """`text` without the one apostrophe that `guarded` would have put before it."""
    return text[1:] if text[:1] == "'" and _dangerous(text[1:]) else text


def _dangerous(text: str) -> bool:
    inner = text.lstrip("'")
    if inner[:1] in ("\t", "\r", "\n") and inner:
        return True
    stripped = inner.lstrip()
    return bool(stripped) and stripped[0] in _SIGNS
