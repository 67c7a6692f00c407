"""The sheets of a week: the shaded grid of teams and topics, the lessons and the entries.

They have no column for who wrote or learned something. The texts are as they were written.
"""

from collections.abc import Iterable, Iterator

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.periods import Period
from coachlog.domain.review.grid import GridCounts
from coachlog.domain.workbook import ENTRIES
from coachlog.render.columns import Column, entry_columns
from coachlog.render.grid import grid_block, table_columns
from coachlog.render.xlsx_writer import Sheet

LESSON_FIELDS = "short_id, occurred_on, kind, team, topics, lesson, happened, recovery, status"
ENTRY_FIELDS = (
    "short_id, occurred_on, kind, team, topics, happened, recovery, expected, why, lesson,"
    " rule_ref, decision, caught, status, changed_what"
)


def week_sheets(
    week: Period,
    counts: GridCounts,
    lessons: Iterable[Entry],
    entries: Iterable[Entry],
) -> Iterator[Sheet]:
    """Yield the sheets of a week.

    Args:
        week: the week.
        counts: its entries by team and topic.
        lessons: its entries with a lesson.
        entries: all its entries.
    """
    note = f"{week.label} · {TEAM.note}"
    grid = grid_block(counts, for_file=True)
    yield Sheet(
        name="week",
        columns=table_columns(grid),
        records=grid.table(),
        note=note,
        is_shaded=True,
    )
    yield Sheet("lessons", entry_columns(LESSON_FIELDS.split(", ")), lessons, note)
    # By its week, a row that comes back without an id is told from one that somebody added.
    columns = [Column("week", value=lambda _entry: week.label)]
    columns += entry_columns(ENTRY_FIELDS.split(", "))
    yield Sheet(ENTRIES, columns, entries, note)
