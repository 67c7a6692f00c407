"""Writing a grid of counts in every format: `summary --across`."""

from coachlog.cli.documents import Target
from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.cli.period_options import span_text
from coachlog.domain.periods import Period
from coachlog.domain.review.grid import GridCounts
from coachlog.render.grid import grid_block, grid_records, record_columns, table_columns
from coachlog.render.page import Block, Heading


def write_grid(counts: GridCounts, span: Period, target: Target) -> None:
    """Write a grid: as a page, as a table for a spreadsheet, or as records.

    Args:
        counts: the grid.
        span: the days that it counts.
        target: where it goes.
    """
    grid = grid_block(counts, for_file=not target.is_page)
    if target.is_page:
        blocks: list[Block] = [grid]
        if target.format_ != Format.table:
            # In a mail nobody sees what was said beside it.
            title = f"Entries by {counts.by} and {counts.across}, {span_text(span)}"
            level = 1 if target.format_ == Format.html else 2
            blocks.insert(0, Heading(title, level))
        target.write_page(blocks)
        return
    if target.format_ == Format.json:
        target.write_object(counts.shape())
    elif target.format_ == Format.csv:
        target.write_records(table_columns(grid), grid.table())
    else:
        target.write_records(record_columns(counts), grid_records(counts))
    # A file has only numbers; what there is to know about them is said beside it.
    for note in grid.notes:
        say(note)
