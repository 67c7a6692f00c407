"""The guard that keeps a spreadsheet from running a cell as a formula.

The rule is OWASP's ("CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection),
extended to blanks before the sign and to full-width signs, because spreadsheets ignore the one and
accept the other. For any text, `unguarded(guarded(text)) == text`.
"""

_SIGNS = frozenset("=+-@＝＋－＠")
_BREAKS = frozenset("\t\r\n")
# What `str.lstrip` removes: Unicode's White_Space, and the separators U+001C to U+001F.
_BLANKS = frozenset(
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# `guarded` changes no text that begins with anything else: a quick test before a slow one.
MAY_NEED_GUARD = _SIGNS | _BREAKS | _BLANKS | {"'"}


def guarded(text: str) -> str:
    """Return `text` with an apostrophe before it if a spreadsheet could run it.

    A text that looks guarded already gets another apostrophe, so that both can be told apart.
    """
    if text[:1] in MAY_NEED_GUARD and _is_dangerous(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Return `text` without the apostrophe that `guarded` put before it."""
    if text[:1] == "'" and _is_dangerous(text[1:]):
        return text[1:]
    return text


def _is_dangerous(text: str) -> bool:
    inner = text.lstrip("'")
    return inner[:1] in _BREAKS or inner.lstrip()[:1] in _SIGNS
