"""Prompts on a real terminal: prompt_toolkit edits the line and keeps a paste whole.

Loading prompt_toolkit takes 0.15 s, so this is imported only when a person is about to be asked.
Every question is an application of its own; keys that were pressed too early are left to the next.
"""

import os
import sys
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Container,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import ColorDepth, Output, create_output

from coachlog import unrecorded
from coachlog.cli.ask.keys import glued, unglued
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.terminal.keyboard import (
    ENTER_KEYS,
    character_of,
    has_character,
    has_input,
    open_keyboard,
    without_echo,
)
from coachlog.cli.ask.terminal.running import handlers_of_signals, run_until_answered
from coachlog.cli.ask.terminal.tool_keys import STYLE, add_tools, keep_drafts
from coachlog.cli.ask.terminal.word_wrap import WordWrap
from coachlog.cli.messages import say
from coachlog.render.text_width import wrap_to_width
from coachlog.render.visible import visible

# A terminal sends an arrow as Esc and more: a lone Esc waits this long for what belongs to it.
ESCAPE_SECONDS = 0.05


class LineEditor:
    """The terminal, as prompt_toolkit reads and draws it.

    Attributes:
        answered_by_key: whether the last question was answered by one key.
    """

    def __init__(self) -> None:
        self.answered_by_key = False
        # Asking a terminal where its cursor is makes some of them print rubbish.
        os.environ["PROMPT_TOOLKIT_NO_CPR"] = "1"
        self._keyboard = open_keyboard()
        self._signals = handlers_of_signals().keys()
        # Questions are kept off stdout, which has the data.
        stream = sys.stderr if sys.stderr.isatty() else sys.stdout
        self._screen = create_output(stream)

    def read_line(self, question: str, text: str = "", tools: LineTools | None = None) -> str:
        """Let the user type a text, and return it; a paste may give it several lines.

        Args:
            question: what stands before the text.
            text: what stands in the line at first.
            tools: what the line can do beyond that.

        Raises:
            KeyboardInterrupt: a signal ends the command.
            EOFError: Esc, Ctrl-C, Ctrl-D in an empty line, or a closed terminal.
        """
        buffer = Buffer(document=Document(text))
        keys = _leaving_keys(buffer)
        rows = _question_and_text(question, buffer, self._screen)
        if tools:
            rows.append(add_tools(buffer, keys, tools, self._screen))

        @keys.add(ENTER_KEYS[0])
        @keys.add(ENTER_KEYS[1])
        def _(event: KeyPressEvent) -> None:
            # A line break in the middle of a paste; at its beginning it is nothing, where an empty
            # text would end the session.
            if (buffer.text.strip() or tools) and self._is_in_paste(event):
                buffer.insert_text("\n" if buffer.text.strip() else "")
            else:
                event.app.exit(result=buffer.text)

        try:
            line: str = self._run(rows, keys)
        except BaseException:
            if not tools or buffer.text not in tools.recorded:
                unrecorded.note(buffer.text)
            raise
        finally:
            if tools:
                keep_drafts(buffer, tools)
        self.answered_by_key = False
        return line

    def without_echo(self) -> AbstractContextManager[None]:
        """Return what keeps keys off the screen that are pressed between two questions."""
        return without_echo(self._keyboard)

    def read_key(self, question: str) -> str:
        """Return the character of one key, or `ENTER`, `ESCAPE` or `NO_CHARACTER`.

        Raises:
            KeyboardInterrupt: a signal ends the command.
            EOFError: Ctrl-C, Ctrl-D, or a closed terminal.
        """
        buffer = Buffer()
        keys = KeyBindings()

        # Before all the keys that edit a line.
        @keys.add(Keys.Any, eager=True)
        def _(event: KeyPressEvent) -> None:
            _press(event.key_sequence[0], event.app, buffer)

        rows = _question_and_text(question, buffer, self._screen)
        pressed: KeyPress = self._run(rows, keys)
        self.answered_by_key = True
        if pressed.key == Keys.BracketedPaste:
            say(f"One key is asked for here. Not used: {pressed.data}")
        return character_of(pressed)

    def _is_in_paste(self, event: KeyPressEvent) -> bool:
        """Return whether text waits behind the key: nobody types that fast."""
        waiting = event.key_processor.input_queue
        if not waiting and has_input(self._keyboard):
            event.key_processor.feed_multiple(self._keyboard.read_keys())
        for press in waiting:
            if press.key not in ENTER_KEYS:
                return has_character(press)
        return False

    def _run(self, rows: list[Container], keys: KeyBindings) -> Any:
        """Show a question and the text behind it, until a key ends the application.

        Args:
            rows: what is drawn, from above; the text among them has the keys.
            keys: what they do, beside those that edit a line.
        """
        if handlers_of_signals().keys() != self._signals:
            # One has come between two questions, where a recording must not be cut off by it. From
            # then on it is ignored.
            raise KeyboardInterrupt
        app: Application[Any] = Application(
            layout=Layout(HSplit(rows)),
            key_bindings=keys,
            style=STYLE,
            input=self._keyboard,
            output=self._screen,
            color_depth=ColorDepth.DEPTH_1_BIT,
        )
        app.ttimeoutlen = ESCAPE_SECONDS
        app.timeoutlen = ESCAPE_SECONDS
        return run_until_answered(app)


@cache
def open_line_editor() -> LineEditor | None:
    """Return the line editor of this process; None where prompt_toolkit has nothing to draw on."""
    try:
        return LineEditor()
    except Exception:
        # It has a different error for each kind of window that is not a console.
        return None


def _question_and_text(question: str, buffer: Buffer, screen: Output) -> list[Container]:
    """Return the question, wrapped to the width of the moment, with the text behind its end.

    Args:
        question: one line, as it was typed or read from the log; it is made safe to show.
        buffer: the text.
        screen: its width is asked for whenever something is drawn, because it may change.
    """

    def lines() -> list[str]:
        wrapped = wrap_to_width(glued(visible(question)), screen.get_size().columns - 1)
        return [unglued(line) for line in wrapped]

    above = Window(
        FormattedTextControl(lambda: "\n".join(lines()[:-1])),
        dont_extend_height=True,
    )
    text = Window(
        BufferControl(buffer, [BeforeInput(lambda: lines()[-1] + " "), WordWrap()]),
        wrap_lines=True,
        dont_extend_height=True,
    )
    is_wrapped = Condition(lambda: len(lines()) > 1)
    return [ConditionalContainer(above, is_wrapped), text]


def _leaving_keys(buffer: Buffer) -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.Escape)
    @keys.add(Keys.ControlC)
    @keys.add(Keys.ControlD, filter=Condition(lambda: not buffer.text))
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())

    @keys.add(Keys.ControlZ)
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    return keys


def _press(press: KeyPress, app: "Application[Any]", buffer: Buffer) -> None:
    """End the question about one key, and show the key behind it."""
    if press.key == Keys.ControlZ:
        app.suspend_to_background()
    elif press.key in (Keys.ControlC, Keys.ControlD):
        app.exit(exception=EOFError())
    else:
        if has_character(press):
            buffer.text = press.key
        app.exit(result=press)
