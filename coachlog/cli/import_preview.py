"""`import --dry-run`: a table of the columns, and what each of them becomes."""

from collections.abc import Iterator
from typing import NamedTuple

from coachlog.render.columns import Column
from coachlog.render.words import shorten
from coachlog.services.import_plan import ImportPlan

EXAMPLE_WIDTH = 60


class ColumnPreview(NamedTuple):
    """A column of the file, and what it becomes."""

    column: str
    field: str
    filled: int
    example: str


PREVIEW_COLUMNS = [
    Column("column"),
    Column("field"),
    Column("filled", number=True),
    Column("example", wide=True),
]


def column_previews(plan: ImportPlan) -> Iterator[ColumnPreview]:
    """Return every column of the file, then every value of `--set`."""
    for match in plan.matches:
        example = plan.survey.examples[match.column_index]
        # The examples of a person's column are the names of people.
        if example is None or match.is_person:
            example = ""
        yield ColumnPreview(
            column=match.column,
            field=match.field or "(skipped)",
            filled=plan.survey.filled[match.column_index],
            example=shorten(str(example), EXAMPLE_WIDTH),
        )
    # What is set has no column, so nothing of it is filled.
    for field, value in plan.set_fields.items():
        example = shorten(str(value), EXAMPLE_WIDTH)
        yield ColumnPreview(column="(--set)", field=field, filled=0, example=example)
