"""The keyboard of a real terminal, as prompt_toolkit reads it."""

import select
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from coachlog.cli.ask.keys import ENTER, ESCAPE, NO_CHARACTER

ENTER_KEYS = (Keys.ControlM, Keys.ControlJ)  # the terminal itself may make the one from the other
# As a person types nothing behind Enter, and a terminal sends the next piece of a paste.
PASTE_SECONDS = 0.02


def has_character(press: KeyPress) -> bool:
    """Return whether a key stands for a character, and not for an arrow or the like.

    Args:
        press: the key. A character that cannot be printed is half of one that is no UTF-8.
    """
    return not isinstance(press.key, Keys) and press.key.isprintable()


def character_of(press: KeyPress) -> str:
    """Return the character of a key, or its name in `keys`."""
    if press.key in ENTER_KEYS:
        return ENTER
    if press.key == Keys.Escape:
        return ESCAPE
    if has_character(press):
        return press.key
    return NO_CHARACTER


def has_input(keyboard: Input) -> bool:
    """Return whether keys wait to be read.

    A paste without marks comes in pieces, so that the next one gets a moment.

    Args:
        keyboard: the keyboard of a terminal.
    """
    if sys.platform == "win32":
        return False  # prompt_toolkit itself finds the pastes of that console
    return bool(select.select([keyboard.fileno()], [], [], PASTE_SECONDS)[0])


if sys.platform == "win32":

    def open_keyboard() -> Input:
        """Return the keyboard of this process."""
        return create_input(sys.stdin)

    def without_echo(_keyboard: Input) -> AbstractContextManager[None]:
        """Return what does nothing: that console shows no keys before they are read."""
        return nullcontext()

else:
    import termios

    from prompt_toolkit.input.vt100 import Vt100Input

    class _Keyboard(Vt100Input):
        """A keyboard that notices when its terminal is gone.

        prompt_toolkit 3.0.53 takes the error of such a read for that of an interrupted one, and
        reads for ever where no signal ends the process.
        """

        def read_keys(self) -> list[KeyPress]:
            keys = super().read_keys()
            if not keys:
                try:
                    termios.tcgetattr(self.fileno())
                except termios.error:
                    self.stdin_reader.closed = True
            return keys

    def open_keyboard() -> Input:
        """Return the keyboard of this process."""
        return _Keyboard(sys.stdin)

    @contextmanager
    def without_echo(keyboard: Input) -> Iterator[None]:
        """Keep keys for the next question that are pressed while a command works.

        The terminal would show them where the question is drawn a moment later.
        """
        before = termios.tcgetattr(keyboard.fileno())
        now = termios.tcgetattr(keyboard.fileno())
        now[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(keyboard.fileno(), termios.TCSANOW, now)
        try:
            yield
        finally:
            with suppress(termios.error):  # the terminal may be gone
                termios.tcsetattr(keyboard.fileno(), termios.TCSANOW, before)
