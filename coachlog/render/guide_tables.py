"""The tables of `guide`: the guides, the steps of one, and how its walks ended."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from coachlog.domain.guides.guide import Ending, Guide
from coachlog.domain.guides.stats import GuideCount
from coachlog.domain.guides.walk import Walk
from coachlog.render.columns import Column

Row = dict[str, Any]

STEP_FIELDS = ("step", "kind", "text", "answer", "leads_to", "to", "with", "rule", "judgement")
OUTCOME_FIELDS = (
    "guide", "path", "left_at", "end", "kind", "text", "to", "with", "rule", "basis", "decision",
    "entry",
)  # fmt: skip

GUIDE_COLUMNS = [
    Column("guide", "guide", itemgetter("guide"), wide=True),
    Column("topics", "topics", itemgetter("topics")),
    Column("questions", "questions", itemgetter("questions"), number=True),
    Column("ends", "ends", itemgetter("ends"), number=True),
    Column("walks", "walks", itemgetter("walks"), number=True),
    Column("last", "last walk", itemgetter("last")),
]
STEP_COUNT_COLUMNS = [
    Column("step", wide=True, wraps=True),
    Column("kind"),
    Column("walks", number=True),
    Column("percent", "%", number=True),
    Column("recorded", number=True),
    Column("text", wide=True, wraps=True),
]
GUIDE_COUNT_COLUMNS = [
    Column(name, wide=name == "guide", number=name != "guide") for name in GuideCount._fields
]


def _text_columns(names: Sequence[str]) -> list[Column]:
    return [Column(name, value=itemgetter(name), wide=name == "text") for name in names]


STEP_COLUMNS = _text_columns(STEP_FIELDS)
OUTCOME_COLUMNS = _text_columns(OUTCOME_FIELDS)


def guide_row(name: str, guide: Guide | None, walks: int, last: str | None) -> Row:
    """Return a guide as a row of the list; one that cannot be read has its name and walks."""
    row: Row = {"guide": name, "topics": None, "questions": None, "ends": None}
    if guide:
        row["topics"] = guide.topics
        row["questions"] = len(guide.questions)
        row["ends"] = len(guide.endings)
    return row | {"walks": walks, "last": last}


def step_rows(guide: Guide) -> Iterator[Row]:
    """Yield a row for each branch and each ending of a guide."""
    for step in guide.steps.values():
        row: Row = dict.fromkeys(STEP_FIELDS)
        row |= {"step": step.name, "rule": step.rule, "judgement": step.judgement}
        if step.ending:
            yield row | _ending_cells(step.ending)
        for branch in step.branches:
            yield row | {
                "kind": "question",
                "text": step.question,
                "answer": branch.label,
                "leads_to": branch.target,
            }


def outcome_row(walk: Walk, entry: str | None) -> Row:
    """Return how a walk ended or stopped as a row, and the id of the entry that records it."""
    row: Row = dict.fromkeys(OUTCOME_FIELDS)
    row |= {"guide": walk.guide.name, "path": walk.choice_lines, "rule": walk.rule, "entry": entry}
    ending = walk.step.ending
    if ending is None:
        return row | {"left_at": walk.step.name}
    row |= {"end": walk.step.name, "basis": walk.basis, "decision": ending.decision}
    return row | _ending_cells(ending)


def _ending_cells(ending: Ending) -> Row:
    if ending.to:
        return {"kind": ending.kind, "to": ending.to, "with": ending.bring}
    return {"kind": ending.kind, "text": ending.text}
