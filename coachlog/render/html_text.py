"""Texts in HTML: the one way for a text into a page."""

from coachlog.render.visible import visible

# `html.escape` does the same, and loads the names of two thousand signs.
_SIGNS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"},
)


def escape(text: str) -> str:
    """Return HTML that shows a text as it is; also right within quotes."""
    return text.translate(_SIGNS)


def text_of(text: str) -> str:
    """Return HTML that shows a text, its line breaks too; also right within quotes."""
    shown = visible(_with_plain_ends(text.strip()), lines=True)
    return escape(shown).replace("\n", "<br>")


def one_line(text: str) -> str:
    """Return HTML that shows a text on one line; also right within quotes."""
    return escape(" ".join(visible(_with_plain_ends(text)).split()))


def _with_plain_ends(text: str) -> str:
    """Return a text without the line ends of Windows, which would be shown as signs."""
    return text.replace("\r\n", "\n")
