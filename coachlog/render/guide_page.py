"""A guide as a page of nested lists, to be read out in a meeting, and the order of its steps.

A step to which several branches lead is drawn once; where it comes up again, its name says where
to look. What would stand too far to the right goes on further down, so that a deep guide still
has room for its words.
"""

from collections.abc import Iterator
from typing import NamedTuple

from coachlog.domain.guides.guide import Guide, Step
from coachlog.render.page import Block, Heading, Outline, Paragraph, Span
from coachlog.render.words import count_of

LIST_DEPTH = 6
SHORT = 200  # characters of an end that is written out wherever it comes up, not pointed to
LABELS = {"do": "Do", "document": "Document", "escalate": "Escalate"}


class OutlineStep(NamedTuple):
    """A step where it is drawn, under the branches that lead to it.

    `lasts` has one item for each of these branches: whether it is the last of its question. So a
    step without one begins a tree at the left edge.
    """

    lasts: tuple[bool, ...]
    label: str  # of the branch that leads here
    step: Step
    elsewhere: str = ""  # `above` or `below`, where the step is written out


def outline(guide: Guide, deepest: int) -> Iterator[OutlineStep]:
    """Yield every step in the order in which it is drawn, at most `deepest` branches deep.

    Args:
        guide: a guide without faults.
        deepest: the most branches above a step. A question that is further from the start begins a
            tree of its own further down.
    """
    planned = {guide.start.name}
    drawn = set()
    roots = [guide.start]
    for root in roots:  # grows while the trees before it are drawn
        stack = [OutlineStep((), "", root)]
        while stack:
            item = stack.pop()
            if item.elsewhere:
                where = "above" if item.step.name in drawn else "below"
                yield item._replace(elsewhere=where)
                continue
            yield item
            drawn.add(item.step.name)
            children = _children(guide, item, planned, roots, deepest=deepest)
            stack.extend(reversed(children))


def _children(
    guide: Guide,
    parent: OutlineStep,
    planned: set[str],
    roots: list[Step],
    *,
    deepest: int,
) -> list[OutlineStep]:
    """Return what is drawn under a step; steps that would be too deep are added to `roots`."""
    children = []
    branches = parent.step.branches
    is_deepest = len(parent.lasts) + 1 >= deepest
    for number, branch in enumerate(branches, 1):
        step = guide.steps[branch.target]
        is_last = number == len(branches)
        elsewhere = ""
        if step.name in planned and not _is_short_end(step):
            elsewhere = "below"
        elif step.branches and is_deepest:
            elsewhere = "below"
            roots.append(step)
        planned.add(step.name)
        children.append(
            OutlineStep(
                lasts=(*parent.lasts, is_last),
                label=branch.label,
                step=step,
                elsewhere=elsewhere,
            )
        )
    return children


def _is_short_end(step: Step) -> bool:
    return step.ending is not None and len(step.ending.sentence) <= SHORT


def end_text(step: Step) -> str:
    """Return an end in one sentence: `escalate to the grants manager with the invoice`."""
    assert step.ending
    return f"{step.ending.kind} {step.ending.sentence}"


def about(guide: Guide) -> str:
    """Return what a guide is about, in a line."""
    parts = []
    if guide.topics:
        parts.append(", ".join(guide.topics))
    if guide.rule:
        parts.append(guide.rule)
    parts.append(count_of(len(guide.questions), "question"))
    parts.append(count_of(len(guide.endings), "end"))
    return " · ".join(parts)


def guide_page(guide: Guide, level: int = 1) -> Iterator[Block]:
    """Yield a guide as blocks: a heading of the level, what it is about, and nested lists.

    Args:
        guide: a guide without faults.
        level: of its heading; a guide inside a handbook stands below a chapter.
    """
    yield Heading(guide.name, level)
    facts = []
    if guide.topics:
        facts.append(f"Topic: {', '.join(guide.topics)}")
    if guide.rule:
        facts.append(f"Rule: {guide.rule}")
    if facts:
        yield Paragraph(" · ".join(facts))
    lead: list[Span] = []
    items: list[tuple[int, list[Span]]] = []
    for item in outline(guide, LIST_DEPTH):
        if item.lasts:
            items.append((len(item.lasts) - 1, _item_spans(item)))
            continue
        if lead:
            yield Outline(lead, items)
        lead, items = _step_spans(item.step), []
    yield Outline(lead, items)


def _item_spans(item: OutlineStep) -> list[Span]:
    label = Span(f"{item.label}:")
    if not item.elsewhere:
        return [label, *_step_spans(item.step)]
    text = item.step.question or end_text(item.step)
    return [label, Span("see"), Span(text, "emphasis"), Span(item.elsewhere)]


def _step_spans(step: Step) -> list[Span]:
    if step.ending:
        label = LABELS[step.ending.kind]
        spans = [Span(label, "strong"), Span(step.ending.sentence)]
    else:
        spans = [Span(step.question)]
    if step.judgement:
        spans.append(Span(step.judgement, "emphasis"))
    if step.rule:
        spans.append(Span(f"({step.rule})"))
    return spans
