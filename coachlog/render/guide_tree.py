"""A guide as a tree on the screen. Where lines cannot be shown, the screen draws ASCII signs."""

from collections.abc import Iterator
from typing import TextIO

from coachlog.domain.guides.guide import Guide
from coachlog.render.colours import BOLD, DIM, PLAIN
from coachlog.render.guide_page import OutlineStep, about, end_text, outline
from coachlog.render.screen import draw_lines
from coachlog.render.table import Line
from coachlog.render.terminal import styled_text
from coachlog.render.text_width import width_of, wrap_to_width
from coachlog.render.visible import visible

DEEPEST = 12  # branches, in a pipe, where no width says how many there is room for
TEXT_ROOM = 36  # cells that words should have at least
NARROWEST_TEXT = 8
FORK, LAST, ALONG, BLANK = "├─ ", "└─ ", "│  ", "   "


def write_tree(guide: Guide, out: TextIO, *, width: int | None, colour: bool) -> None:
    """Draw a guide as a tree.

    Args:
        guide: what to draw.
        out: where to write.
        width: the terminal's columns; None for a pipe, where no line is broken.
        colour: whether to use colours.
    """
    draw_lines(_tree_lines(guide, width), out, width=width, colour=colour)


def _tree_lines(guide: Guide, width: int | None) -> Iterator[Line]:
    yield from styled_text(guide.name, width, BOLD)
    yield from styled_text(about(guide), width, DIM)
    deepest = DEEPEST
    if width is not None:
        # Deeper steps go on at the left edge, so that words always have room.
        deepest = max((width - TEXT_ROOM) // len(BLANK), 2)
    for item in outline(guide, deepest):
        if not item.lasts:
            yield Line("")
        yield from _step_lines(item, width)


def _step_lines(item: OutlineStep, width: int | None) -> Iterator[Line]:
    margin, further = _margins(item)
    room = None
    if width is not None:
        room = max(width - width_of(further), NARROWEST_TEXT)
    for text, style in _step_texts(item):
        for line in wrap_to_width(visible(text), room):
            yield Line(f"{margin}{line}", style)
            margin = further


def _margins(item: OutlineStep) -> tuple[str, str]:
    """Return what stands before the first line of a step, and before its further lines."""
    margins = []
    for is_last in item.lasts:
        # A line goes on beside the step while its question has more branches.
        margins.append(BLANK if is_last else ALONG)
    further = "".join(margins)
    if item.step.branches and not item.elsewhere:
        further += ALONG
    elif not item.lasts:
        further = BLANK
    if not item.lasts:
        return "", further
    fork = LAST if item.lasts[-1] else FORK
    return "".join(margins[:-1]) + fork, further


def _step_texts(item: OutlineStep) -> Iterator[tuple[str, str]]:
    step = item.step
    lead = ""
    if item.lasts:
        lead = f"{item.label} → "
    if item.elsewhere:
        yield f"{lead}{step.name} ({item.elsewhere})", PLAIN
        return
    text = end_text(step) if step.ending else step.question
    if not step.is_inline:
        text = f"{step.name}: {text}"
    if step.rule:
        text += f" ({step.rule})"
    yield f"{lead}{text}", PLAIN
    if step.judgement:
        yield f"judgement: {step.judgement}", DIM
    elif step.judgement is not None:
        # Its author marked the question without saying how to decide it.
        yield "judgement", DIM
