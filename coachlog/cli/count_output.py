"""Writing counts in every format: the lists and grids of `summary`.

As HTML they are a page of their own, which says what is said beside them on a screen.
"""

from __future__ import annotations

from coachlog.cli.documents import Target
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.cli.period_options import span_text
from coachlog.domain.periods import Period
from coachlog.render.columns import Column, figures_of
from coachlog.render.page import Block, Figures, Grid, Heading, Paragraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.domain.review.grid import GridCounts
    from coachlog.storage.file.connection import Log

MASKED = "Private entries are not counted, and known names are masked."


class CountPage:
    """What a page of counts says beside them.

    Attributes:
        log: knows the names that are masked.
        title: what is counted, such as "Entries by topic".
        about: how it is counted: the days, the number of entries.
        legends: what the heads of the table mean.
    """

    def __init__(
        self,
        log: Log,
        title: str,
        about: Iterable[str],
        legends: Sequence[str] = (),
    ) -> None:
        self.log = log
        self.title = title
        self.about = about
        self.legends = legends

    def write(self, counts: Figures | Grid, target: Target) -> None:
        """Write the page as HTML, without the names that the log knows."""
        # Its patterns take longer to load than other formats to be written.
        from coachlog.services.names import make_mask

        mask = make_mask(self.log)
        blocks: list[Block] = [Heading(self.title, level=1)]
        for text in [*self.about, MASKED]:
            blocks.append(Paragraph(text, quiet=True))
        # Teams and topics are named after people, too.
        blocks.append(counts.renamed(mask.text))
        for text in self.legends:
            blocks.append(Paragraph(text, quiet=True))
        target.write_page(blocks)
        say_masked(mask)


def write_lines(
    columns: Sequence[Column],
    lines: Iterable[Any],
    target: Target,
    page: CountPage,
    *,
    has_total: bool = False,
) -> None:
    """Write lines of counts.

    Args:
        columns: what to write of each line.
        lines: the lines.
        target: where they go.
        page: what stands beside them as HTML; its legends, on a screen as well.
        has_total: whether the last one is the total of the others.
    """
    if target.format_ == Format.html:
        figures = figures_of(columns, lines, has_total=has_total)
        page.write(figures, target)
        return
    target.write_records(columns, lines)
    if target.format_ == Format.table:
        say(*page.legends)


def write_grid(counts: GridCounts, span: Period, target: Target, page: CountPage) -> None:
    """Write a grid: as a page, as a table for a spreadsheet, or as records.

    Args:
        counts: the grid.
        span: the days that it counts.
        target: where it goes.
        page: what stands beside it as HTML.
    """
    # A list of lines does not need it.
    from coachlog.render.grid import grid_block, grid_records, record_columns, table_columns

    grid = grid_block(counts, for_file=not target.is_page)
    if target.format_ == Format.html:
        page.write(grid, target)
        return
    if target.is_page:
        blocks: list[Block] = [grid]
        if target.format_ == Format.md:
            # In a mail nobody sees what was said beside it.
            blocks.insert(0, Heading(f"{page.title}, {span_text(span)}"))
        target.write_page(blocks)
        return
    if target.format_ == Format.json:
        target.write_object(counts.shape())
    elif target.format_ in (Format.csv, Format.xlsx):
        target.write_records(table_columns(grid), grid.table())
    else:
        target.write_records(record_columns(counts), grid_records(counts))
    # A file has only numbers; what there is to know about them is said beside it.
    for note in grid.notes:
        say(note)
