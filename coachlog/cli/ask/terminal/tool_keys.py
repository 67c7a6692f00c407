"""The tools of a line, as prompt_toolkit knows keys and lays out lines."""

import os

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    ConditionalContainer,
    FormattedTextControl,
    Window,
)
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.terminal.tab_completion import TabCompletion

STYLE = Style([("below", "" if os.environ.get("NO_COLOR") else "reverse")])


def keep_drafts(buffer: Buffer, tools: LineTools) -> None:
    """Keep what was typed in the line and then left for another one by the up arrow.

    Args:
        buffer: the line, when it is ended.
        tools: they get the drafts.
    """
    # The earlier texts, as they were changed, and the line itself. They are loaded while the line
    # is shown, the last one first.
    lines = buffer._working_lines
    history = tools.earlier + tools.drafts
    first_loaded = len(history) + 1 - len(lines)
    others = history[:first_loaded]
    for index, line in enumerate(lines):
        if index != buffer.working_index:
            others.append(line)
    known = {*tools.earlier, buffer.text}
    tools.drafts = [text for text in others if text.strip() and text not in known]


def add_tools(
    buffer: Buffer,
    keys: KeyBindings,
    tools: LineTools,
    screen: Output,
) -> ConditionalContainer:
    """Give a line its keys, and return the lines below it.

    Args:
        buffer: the text of the line.
        keys: the keys of every line; more are added.
        tools: what the line can do.
        screen: its width wraps the lines.

    Returns:
        The lines, which are empty when the line is ended: what was typed stays alone on the screen.
    """
    buffer.history = InMemoryHistory(tools.earlier + tools.drafts)
    if tools.cursor is not None:
        buffer.cursor_position = tools.cursor
    tools.pressed, tools.cursor = "", None
    completion = TabCompletion(buffer, tools.names)

    def lines() -> list[str]:
        width = screen.get_size().columns
        return completion.lines(width) or tools.below(buffer.text, width)

    below = Window(
        FormattedTextControl(lambda: "\n".join(lines())),
        style="class:below",
        dont_extend_height=True,
    )
    keys.add(Keys.ControlI)(lambda _event: completion.next())
    for name, act in tools.step.items():
        keys.add(name)(lambda _event, act=act: act())
    # Where names are offered, Shift-Tab goes back among them, and Esc leaves them alone.
    is_completing = Condition(lambda: completion.is_going_on)
    keys.add(Keys.BackTab, filter=is_completing)(lambda _event: completion.previous())
    keys.add(Keys.Escape, filter=is_completing)(lambda _event: completion.cancel())
    for name in tools.leave:

        @keys.add(name)
        def _(event: KeyPressEvent, name: str = name) -> None:
            tools.pressed = name
            tools.cursor = buffer.cursor_position
            event.app.erase_when_done = True
            event.app.exit(result=buffer.text)

    return ConditionalContainer(below, Condition(lambda: bool(lines())) & ~is_done)
