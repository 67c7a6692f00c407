"""A guide as people read it: a tree on the screen, nested lists on paper, a flow chart elsewhere.

A step to which several answers lead is drawn once; where it comes up again, its name says where to look. What would
stand too far to the right goes on further down, so that a deep guide still has room for its words.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TextIO

from coachlog.domain.guides.guide import Guide, Step
from coachlog.render.formats import markdown_text
from coachlog.render.screen import ASCII, can_show
from coachlog.render.table import width_of, wrap_to_width
from coachlog.render.visible import visible
from coachlog.render.words import count_of

DEEPEST = 12  # levels, where no width says how many there is room for
ROOM = 36  # cells that words should have at least
SHORT = 200  # characters of an end that is written out wherever it comes up
MOST_LINES = 100_000
LINES = {"fork": "├─ ", "last": "└─ ", "along": "│  ", "arrow": "→"}
PLAIN = {"fork": "|- ", "last": "`- ", "along": "|  ", "arrow": "->"}
BOLD, DIM = "1", "2"
LABELS = {"do": "Do", "document": "Document", "escalate": "Escalate"}
# How each kind of step stands in a flow chart (https://mermaid.js.org/syntax/flowchart.html#node-shapes).
SHAPES = {None: ("{", "}"), "do": ("([", "])"), "document": ("[/", "/]"), "escalate": ("[[", "]]")}
# What is neither a letter nor harmless could be markup, Markdown or the end of the label; `#NN;` is what Mermaid writes for it
# (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters). After a digit a full stop makes a list.
_ACTIVE = re.compile(r"[^\w ,.?!()]|_|(?<=\d)\.")


class Place(NamedTuple):
    """A step where it is drawn: under which answers, the last of which stand at the end of their question, and what it says."""

    trunk: tuple[bool, ...]
    answer: str | None
    step: Step
    elsewhere: str | None = None  # `above` or `below`, where it is written out


def outline(guide: Guide, deepest: int) -> Iterator[Place]:
    """Every step in the order in which it is drawn; a place without an answer begins a tree at the left edge."""
    planned, drawn = {guide.start.name}, set()
    waiting = [guide.start]
    for root in waiting:
        stack = [Place((), None, root)]
        while stack:
            place = stack.pop()
            if place.elsewhere:
                yield place._replace(elsewhere="above" if place.step.name in drawn else "below")
                continue
            yield place
            drawn.add(place.step.name)
            children = []
            for number, answer in enumerate(place.step.branches, 1):
                step = guide.steps[answer.target]
                again = step.name in planned and not (
                    step.ending and len(step.ending.sentence) <= SHORT
                )
                later = not again and bool(step.branches) and len(place.trunk) + 1 >= deepest
                waiting += [step] * later
                elsewhere = "below" if again or later else None
                planned.add(step.name)
                children.append(
                    Place(
                        (*place.trunk, number == len(place.step.branches)),
                        answer.label,
                        step,
                        elsewhere,
                    )
                )
            stack += reversed(children)


def end_text(step: Step) -> str:
    """An end in one sentence: `escalate to the grants manager with the invoice`."""
    assert step.ending
    return f"{step.ending.kind} {step.ending.sentence}"


def write_tree(guide: Guide, out: TextIO, *, width: int | None, colour: bool) -> None:
    """Draw a guide as a tree.

    Args:
        guide: what to draw.
        out: where to.
        width: the terminal's columns; None for a pipe, where no line is broken.
        colour: bold and dim, which carry nothing that the words do not say.
    """
    shown = can_show("".join(LINES.values()), out)
    signs = LINES if shown else PLAIN

    def write(text: str, style: str = "") -> None:
        text = text if shown else text.translate(ASCII)
        out.write(f"\x1b[{style}m{text}\x1b[0m\n" if colour and style and text else f"{text}\n")

    for line in wrap_to_width(visible(guide.name), width, MOST_LINES):
        write(line, BOLD)
    for line in wrap_to_width(visible(about(guide)), width, MOST_LINES):
        write(line, DIM)
    for place in outline(guide, DEEPEST if width is None else max((width - ROOM) // 3, 2)):
        if not place.trunk:
            write("")
        head = "".join("   " if last else signs["along"] for last in place.trunk[:-1])
        fork = "" if not place.trunk else signs["last" if place.trunk[-1] else "fork"]
        under = head + ("" if not place.trunk else "   " if place.trunk[-1] else signs["along"])
        branch = (
            signs["along"]
            if place.step.branches and not place.elsewhere
            else "   "
            if not place.trunk
            else ""
        )
        for number, (text, style) in enumerate(_texts(place, signs["arrow"])):
            first, rest = (
                (head + fork, under + branch) if number == 0 else (under + branch, under + branch)
            )
            room = None if width is None else max(width - width_of(rest), 8)
            for part, line in enumerate(wrap_to_width(visible(text), room, MOST_LINES)):
                write((first if part == 0 else rest) + line, style)


def _texts(place: Place, arrow: str) -> Iterator[tuple[str, str]]:
    step = place.step
    lead = "" if place.answer is None else f"{place.answer} {arrow} "
    if place.elsewhere:
        yield f"{lead}{step.name} ({place.elsewhere})", ""
        return
    name = "" if step.is_inline else f"{step.name}: "
    text = end_text(step) if step.ending else step.question
    yield f"{lead}{name}{text}" + (f" ({step.rule})" if step.rule else ""), ""
    if step.judgement is not None:
        yield f"judgement{': ' if step.judgement else ''}{step.judgement}", DIM


def about(guide: Guide) -> str:
    """What a guide is about, in a line."""
    figures = [count_of(len(guide.questions), "question"), count_of(len(guide.endings), "end")]
    return " · ".join(
        [
            *([", ".join(guide.topics)] if guide.topics else []),
            *([guide.rule] if guide.rule else []),
            *figures,
        ]
    )


def guide_markdown(guide: Guide, level: int = 1) -> Iterator[str]:
    """A guide as lines of Markdown: a heading of the level, then nested lists that can be read out in a meeting."""
    text = markdown_text
    yield f"{'#' * level} {text(visible(guide.name))}"
    yield ""
    facts = [f"Topic: {text(', '.join(guide.topics))}"] if guide.topics else []
    facts += [f"Rule: {text(guide.rule)}"] if guide.rule else []
    if facts:
        yield " · ".join(facts)
        yield ""
    for place in outline(guide, 6):
        step = place.step
        if not place.trunk:
            if step is not guide.start:
                yield ""
            yield _markdown_text(step)
            yield ""
        else:
            indent = "  " * (len(place.trunk) - 1)
            if place.elsewhere:
                words = f"see *{text(step.question or end_text(step))}* {place.elsewhere}"
            else:
                words = _markdown_text(step)
            yield f"{indent}- {text(place.answer or '')}: {words}"


def _markdown_text(step: Step) -> str:
    if step.ending:
        words = f"**{LABELS[step.ending.kind]}** {markdown_text(step.ending.sentence)}"
    else:
        words = markdown_text(step.question)
    if step.judgement:
        words += f" *{markdown_text(step.judgement)}*"
    return words + (f" ({markdown_text(step.rule)})" if step.rule else "")


def guide_mermaid(guide: Guide) -> Iterator[str]:
    """A guide as the lines of a Mermaid flow chart. Steps have numbers for names, and no label can end before its quote."""
    # A title is YAML, of which JSON is a part; Mermaid looks for directives (`%%{`) everywhere, also in it.
    yield "---"
    yield "title: " + _title(visible(guide.name))
    yield "---"
    yield "flowchart TD"
    numbers = {name: f"s{number}" for number, name in enumerate(guide.steps, 1)}
    for name, step in guide.steps.items():
        opening, closing = SHAPES[step.ending.kind if step.ending else None]
        text = (
            f"{LABELS[step.ending.kind]} {step.ending.sentence}" if step.ending else step.question
        )
        yield f'    {numbers[name]}{opening}"{_label(text + (f" ({step.rule})" if step.rule else ""))}"{closing}'
    for name, step in guide.steps.items():
        for answer in step.branches:
            yield f'    {numbers[name]} -->|"{_label(answer.label)}"| {numbers[answer.target]}'


def _label(text: str) -> str:
    return _ACTIVE.sub(lambda found: f"#{ord(found[0])};", visible(text))


def _title(text: str) -> str:
    """A text as a JSON string in which every sign that could mean something is a number."""
    return (
        '"'
        + _ACTIVE.sub(lambda found: "".join(f"\\u{unit:04x}" for unit in _units(found[0])), text)
        + '"'
    )


def _units(char: str) -> list[int]:
    """A character in UTF-16, as JSON numbers it."""
    code = char.encode("utf-16-be")
    return [int.from_bytes(code[place : place + 2], "big") for place in range(0, len(code), 2)]


Writer = Callable[[Guide], Iterator[str]]
WRITERS: dict[str, Writer] = {"md": guide_markdown, "mermaid": guide_mermaid}
