"""Tab in a line: one name after the other takes the place of the word before the cursor.

prompt_toolkit's own completion answers later, when keys that were typed fast are in the line
already; this one answers at once.
"""

from collections.abc import Callable

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document

from coachlog.render.text_width import wrap_to_width

MOST_LINES = 2  # of names below the text


class TabCompletion:
    """The names that fit the word before the cursor, and which of them stands in the line.

    The names are found at the first press of Tab, and the others go through them, until something
    else is typed.
    """

    def __init__(self, buffer: Buffer, names: Callable[[str], tuple[int, list[str]]]) -> None:
        self._buffer = buffer
        self._find_names = names
        self._names: list[str] = []
        self._index = -1
        self._start = 0  # where the word begins
        self._typed = Document()  # the line before the first press of Tab
        self._offered: Document | None = None  # the line with the name in it

    @property
    def is_going_on(self) -> bool:
        """Whether a name stands in the line that Tab has put there, and nothing was typed since."""
        return self._offered == self._buffer.document

    def next(self) -> None:
        """Put the first name that fits in place of the word, or the next one.

        The last one is followed by the first. An only name gets a blank behind it.
        """
        if not self.is_going_on:
            self._typed = self._buffer.document
            before = self._typed.text_before_cursor
            replaced, self._names = self._find_names(before)
            self._start = len(before) - replaced
            self._index = -1
        self._go(1)

    def cancel(self) -> None:
        """Put back what was typed."""
        self._buffer.document = self._typed

    def previous(self) -> None:
        """Put the name before in place of the word."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if not self._names:
            self._offered = None
            return
        self._index = (self._index + step) % len(self._names)
        name = self._names[self._index]
        document = self._buffer.document
        after = document.text_after_cursor
        if len(self._names) == 1 and not after:
            name += " "  # nothing else is meant
        text = document.text[: self._start] + name + after
        self._offered = Document(text, self._start + len(name))
        self._buffer.document = self._offered

    def lines(self, width: int) -> list[str]:
        """Return the names that fit, with brackets around the one in the line.

        Args:
            width: the columns of the terminal. What does not fit on two lines is left out.
        """
        if not self.is_going_on or len(self._names) == 1:
            return []
        marked = list(self._names)
        marked[self._index] = f"[{marked[self._index]}]"
        lines = wrap_to_width("  ".join(marked), width)
        if len(lines) <= MOST_LINES:
            return lines
        # Of many names those are shown that follow the one in the line.
        return wrap_to_width("  ".join(marked[self._index :]), width, MOST_LINES)
