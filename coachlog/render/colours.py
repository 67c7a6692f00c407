"""The colours of a terminal, by what they mean.

They are of the sixteen that every terminal has and every theme sets, for light and for dark, and
not bold: some terminals make bold yellow of that, which nobody can read on white. What a colour
says the words say, too. Red is for an error and for what needs somebody, never for a person.
"""

BOLD, DIM, PLAIN = "1", "2", ""  # ECMA-48, select graphic rendition
ACCENT = "36"  # an id: what is typed next
ERROR = "31"
KINDS = {"strength": "32", "correction": "34", "question": "35", "mistake": "33"}


def styled(text: str, style: str) -> str:
    """Return a text with the escapes of its style, if it has one."""
    if style and text:
        return f"\x1b[{style}m{text}\x1b[0m"
    return text
