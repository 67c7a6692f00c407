"""Lines in colour, drawn by rich: how each style looks on which terminal.

Only laid-out text reaches rich, as segments. It reads no markup, emoji codes or links in them,
highlights nothing and breaks no line. It finds out how many colours the terminal has.
"""

from __future__ import annotations

from collections.abc import Iterable

from coachlog.render.colours import ACCENT, BOLD, DIM, ERROR
from coachlog.render.heat_map import HEAT, SIGNS
from coachlog.render.table import Line
from coachlog.render.terminal import ASCII, needs_ascii

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

# The contrast of the accent, of red and of grey is above 4 on black as well as on white.
MANY_COLOURS = {
    BOLD: "bold",
    DIM: "#767676",
    ACCENT: "#008787",
    ERROR: "#d70000",
    # From grey to full colour, all about as light, so that more is more on black and on white.
    HEAT[0]: "#000000 on #9e9e9e",
    HEAT[1]: "#000000 on #87afaf",
    HEAT[2]: "#000000 on #5fafaf",
    HEAT[3]: "bold #000000 on #00afaf",
}
# Each theme sets its own sixteen. In some of them bright black vanishes.
SIXTEEN_COLOURS = {BOLD: "bold", ACCENT: "magenta", ERROR: "red"}
WITHOUT_SIGNS = str.maketrans(dict.fromkeys(SIGNS, " "))


def write_coloured(lines: Iterable[Line], out: TextIO, width: int | None) -> None:
    """Write lines with the colours that the terminal has.

    Args:
        lines: the lines, none of them wider than the screen.
        out: where to write.
        width: the terminal's columns.
    """
    from rich.console import Console
    from rich.segment import Segment, Segments
    from rich.style import Style

    console = Console(file=out, force_terminal=True, width=width)
    definitions = SIXTEEN_COLOURS
    if console.color_system in ("256", "truecolor"):
        definitions = MANY_COLOURS
    styles = {name: Style.parse(definition) for name, definition in definitions.items()}
    signs = ASCII if needs_ascii(out) else {}
    segments = []
    for line in lines:
        for text, name in ((line.label, BOLD), (line.text, line.style), *line.more):
            style = styles.get(name)
            replaced = signs
            if style and style.bgcolor:
                replaced = WITHOUT_SIGNS
            segments.append(Segment(text.translate(replaced), style))
        segments.append(Segment.line())
    # Nothing is cropped: the lines fit already, by widths that our tests hold to rich's.
    console.print(Segments(segments), crop=False)
