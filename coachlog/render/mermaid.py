"""A guide as a Mermaid flow chart, in which no label can end before its quote.

Steps have numbers for names, and every sign of a text that Mermaid, Markdown or YAML might take
for markup is written as a number.
"""

import re
from collections.abc import Iterator

from coachlog.domain.guides.guide import Guide, Step
from coachlog.render.guide_page import LABELS
from coachlog.render.visible import visible

# https://mermaid.js.org/syntax/flowchart.html#node-shapes
QUESTION_SHAPE = ("{", "}")
END_SHAPES = {"do": ("([", "])"), "document": ("[/", "/]"), "escalate": ("[[", "]]")}
# Neither a letter nor harmless. After a digit a full stop makes a list.
_ACTIVE = re.compile(r"[^\w ,.?!()]|_|(?<=\d)\.")


def guide_mermaid(guide: Guide) -> Iterator[str]:
    """Yield the lines of a flow chart (https://mermaid.js.org/syntax/flowchart.html)."""
    # A title is YAML, of which JSON is a part; Mermaid looks for directives (`%%{`) there too.
    yield "---"
    yield f'title: "{_ACTIVE.sub(_json_escape, visible(guide.name))}"'
    yield "---"
    yield "flowchart TD"
    numbers = {name: f"s{number}" for number, name in enumerate(guide.steps, 1)}
    for name, step in guide.steps.items():
        yield f"    {numbers[name]}{_box(step)}"
    for name, step in guide.steps.items():
        for branch in step.branches:
            yield f'    {numbers[name]} -->|"{_label(branch.label)}"| {numbers[branch.target]}'


def _box(step: Step) -> str:
    if step.ending:
        opening, closing = END_SHAPES[step.ending.kind]
        text = f"{LABELS[step.ending.kind]} {step.ending.sentence}"
    else:
        opening, closing = QUESTION_SHAPE
        text = step.question
    if step.rule:
        text += f" ({step.rule})"
    return f'{opening}"{_label(text)}"{closing}'


def _label(text: str) -> str:
    return _ACTIVE.sub(_entity, visible(text))


def _entity(match: re.Match[str]) -> str:
    # https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
    return f"#{ord(match[0])};"


def _json_escape(match: re.Match[str]) -> str:
    # JSON numbers the units of UTF-16, of which an emoji takes two.
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
