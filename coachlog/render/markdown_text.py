"""Texts in Markdown: no sign of a text means more than itself."""

import re

from coachlog.render.visible import visible

# These can have a meaning, the last three only to pandoc; a few have one only as part of an entity,
# an address or a formula.
_SIGN = re.compile(r"[\\`*_\[\]<>|#~&@:.{^$]")
_ACTIVE = {
    "&": re.compile(r"&#?\w+;"),
    "@": re.compile(r"(?<=[\w.+-])@\w"),
    ":": re.compile(r"://"),
    ".": re.compile(r"(?<=\bwww)\.", re.IGNORECASE),
    "$": re.compile(r"(?<=\S)\$(?!\d)"),  # the end of a formula: without one, none begins
}
# At the start of a line these begin a list, a rule or the line under a heading.
_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))")


def escape(text: str) -> str:
    """Return Markdown that shows `text`, also in a cell and at the start of a line.

    Line breaks of the text become ` <br>`, with a blank for programs that leave out HTML.
    """
    if not text or text.isalnum():
        return text  # as most cells of an export are
    shown = visible(text.replace("\r\n", "\n"), lines=True).replace("\t", " ")
    escaped = _SIGN.sub(_escaped_sign, shown)
    return _START.sub(r"\1\\", escaped).replace("\n", " <br>")


def _escaped_sign(match: re.Match[str]) -> str:
    sign = match[0]
    active = _ACTIVE.get(sign)
    if active and not active.match(match.string, match.start()):
        return sign
    return f"\\{sign}"


def one_line(text: str) -> str:
    """Return Markdown that shows a text on one line."""
    return escape(" ".join(visible(text).split()))
