"""Keeping a spreadsheet from running a cell as a formula.

The rule is OWASP's ("CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection), widened by blanks before the
sign and by full-width forms, both of which spreadsheets take as the plain sign. `unguarded(guarded(text)) == text` for
any text.
"""

_SIGNS = frozenset("=+-@＝＋－＠")
_BREAKS = frozenset("\t\r\n")
# What `str.lstrip` takes off: Unicode's White_Space, and the separators U+001C to U+001F.
_BLANKS = frozenset(
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# The first characters of every text that `guarded` changes, for a quick look.
MAY_NEED_GUARD = _SIGNS | _BREAKS | _BLANKS | {"'"}


def guarded(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet could run it, or where it could be taken for such a guard."""
    return f"'{text}" if text and text[0] in MAY_NEED_GUARD and _dangerous(text) else text


def unguarded(text: str) -> str:
    """`text` without the one apostrophe that `guarded` would have put before it."""
    return text[1:] if text[:1] == "'" and _dangerous(text[1:]) else text


def _dangerous(text: str) -> bool:
    inner = text.lstrip("'")
    return inner[:1] in _BREAKS or inner.lstrip()[:1] in _SIGNS
