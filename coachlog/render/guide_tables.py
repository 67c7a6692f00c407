"""The tables of `guide`: the guides, the steps of one, and how its walks ended."""

from __future__ import annotations

from operator import itemgetter

from coachlog.domain.guides.guide import Ending, Guide
from coachlog.domain.guides.stats import GuideCount
from coachlog.domain.guides.walk import Walk
from coachlog.named_tuple import NamedTuple
from coachlog.render.columns import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    Row = dict[str, Any]  # a named tuple could have no field called `with`


class GuideRow(NamedTuple):
    """A guide in the list of all; what cannot be read of it is None."""

    guide: str
    walks: int
    last: str | None
    topics: tuple[str, ...] | None = None
    questions: int | None = None
    ends: int | None = None


GUIDE_COLUMNS = [
    Column("guide", wide=True),
    Column("topics"),
    Column("questions", number=True),
    Column("ends", number=True),
    Column("walks", number=True),
    Column("last", "last walk"),
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
STEP_FIELDS = ("step", "kind", "text", "answer", "leads_to", "to", "with", "rule", "judgement")
OUTCOME_FIELDS = (
    "guide", "path", "left_at", "end", "kind", "text", "to", "with", "rule", "basis", "decision",
    "entry",
)  # fmt: skip


# The rows are dictionaries, so their values are got by key and not by attribute.
def _text_columns(names: Sequence[str]) -> list[Column]:
    return [Column(name, value=itemgetter(name), wide=name == "text") for name in names]


STEP_COLUMNS = _text_columns(STEP_FIELDS)
OUTCOME_COLUMNS = _text_columns(OUTCOME_FIELDS)


def guide_row(name: str, guide: Guide | None, walks: int, last: str | None) -> GuideRow:
    """Return a guide as a row of the list.

    Args:
        name: what it is called.
        guide: the guide; None if its stored text cannot be read. Then what it holds stays empty.
        walks: how often somebody has gone through it.
        last: the day of the last walk, as an ISO date; None if there was none.
    """
    row = GuideRow(name, walks, last)
    if guide is None:
        return row
    return row._replace(
        topics=guide.topics,
        questions=len(guide.questions),
        ends=len(guide.endings),
    )


def step_rows(guide: Guide) -> Iterator[Row]:
    """Yield a row for each branch and each ending of a guide."""
    for step in guide.steps.values():
        row: Row = dict.fromkeys(STEP_FIELDS)
        row["step"] = step.name
        row["rule"] = step.rule
        row["judgement"] = step.judgement
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
    """Return how a walk ended or stopped as a row, and the id of the entry that records it.

    Args:
        walk: the choices, and the step that they lead to.
        entry: the short id of the entry; None if the case was not recorded.
    """
    row: Row = dict.fromkeys(OUTCOME_FIELDS)
    row["guide"] = walk.guide.name
    row["path"] = walk.choice_lines
    row["rule"] = walk.rule
    row["entry"] = entry
    ending = walk.step.ending
    if ending is None:
        return row | {"left_at": walk.step.name}
    row["end"] = walk.step.name
    row["basis"] = walk.basis
    row["decision"] = ending.decision
    return row | _ending_cells(ending)


def _ending_cells(ending: Ending) -> Row:
    if ending.to:
        return {"kind": ending.kind, "to": ending.to, "with": ending.bring}
    return {"kind": ending.kind, "text": ending.text}
