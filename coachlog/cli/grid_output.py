"""Writing a grid of counts in every format: `summary --across`."""

from coachlog.cli.messages import say
from coachlog.cli.options import PAGES, Format
from coachlog.cli.output import data_stream, write_page, write_records
from coachlog.cli.period_options import span_text
from coachlog.domain.periods import Period
from coachlog.domain.review.grid import GridCounts
from coachlog.render.grid import grid_block, grid_records, record_columns, table_columns
from coachlog.render.page import Block, Heading


def write_grid(counts: GridCounts, span: Period, format_: str) -> None:
    """Write a grid: as a page, as a table for a spreadsheet, or as records.

    Args:
        counts: the grid.
        span: the days that it counts.
        format_: the format.
    """
    grid = grid_block(counts, for_file=format_ not in PAGES)
    if format_ in PAGES:
        blocks: list[Block] = [grid]
        if format_ == Format.md:
            # In a mail nobody sees what was said beside it.
            title = f"Entries by {counts.by} and {counts.across}, {span_text(span)}"
            blocks.insert(0, Heading(title))
        write_page(blocks, format_)
        return
    if format_ == Format.json:
        from coachlog.render.json_writer import write_object

        write_object(counts.shape(), data_stream(format_))
    elif format_ == Format.csv:
        write_records(table_columns(grid), grid.table(), format_)
    else:
        write_records(record_columns(counts), grid_records(counts), format_)
    # A file has only numbers; what there is to know about them is said beside it.
    for note in grid.notes:
        say(note)
