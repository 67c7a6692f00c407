"""The tables of a page in HTML.

Each has a caption and headers, so that it can be listened to. It stands in an element that scrolls
by itself and that the keyboard reaches: the page never moves sideways.
"""

from collections.abc import Iterable, Iterator

from coachlog.render.heat_map import Shades, compared
from coachlog.render.html_text import one_line, text_of
from coachlog.render.page import TOTAL, FigureHead, FigureRow, Figures, Form, Grid


def figures_table(figures: Figures) -> Iterator[str]:
    """Yield a table of figures."""
    # The long heads only: a page has room, and so needs no legend for the short ones.
    heads = [(figures.name, False)]
    for head in figures.heads:
        heads.append((head.long, head.number))
    yield from _table(
        caption=f"For each {figures.name}",
        style="figures",
        heads=heads,
        rows=_figure_rows(figures),
    )


def _figure_rows(figures: Figures) -> Iterator[str]:
    yield "<tbody>"
    for row in figures.rows:
        yield f"<tr{_row_style(row)}>{_row_head(row.name)}"
        for head, cell in zip(figures.heads, row.cells, strict=True):
            yield _figure_cell(head, cell)
        yield "</tr>"
    yield "</tbody>"


def _row_style(row: FigureRow) -> str:
    if row.strong:
        return ' class="strong"'
    if row.is_rest:
        return ' class="rest"'
    if row.inner:
        return ' class="inner"'
    return ""


def _figure_cell(head: FigureHead, cell: str) -> str:
    if head.number:
        return f'<td class="number">{one_line(cell)}</td>'
    return f'<td dir="auto">{text_of(cell)}</td>'


def grid_table(grid: Grid) -> Iterator[str]:
    """Yield a table of counts, shaded by number, with its legend and its notes."""
    shades = Shades(compared(grid))
    heads = [(grid.name, False)]
    for name in [*grid.columns, TOTAL]:
        heads.append((name, True))
    yield from _table(
        caption=f"Entries for each {grid.name}",
        style="heat",
        heads=heads,
        rows=_grid_rows(grid, shades),
    )
    yield from _legend(shades)
    for note in grid.notes:
        yield f'<p class="quiet" dir="auto">{text_of(note)}</p>'


def _grid_rows(grid: Grid, shades: Shades) -> Iterator[str]:
    yield "<tbody>"
    rows = zip(grid.rows, grid.cells, compared(grid), grid.row_totals, strict=True)
    for name, cells, shades_of, total in rows:
        shaded = []
        for number, shaded_as in zip(cells, shades_of, strict=True):
            shaded.append(_shaded_cell(number, shades.of(shaded_as)))
        yield f"<tr>{_row_head(name)}{''.join(shaded)}{_number_cell(total)}</tr>"
    yield "</tbody><tfoot>"
    totals = map(_number_cell, [*grid.column_totals, grid.total])
    yield f"<tr>{_row_head(TOTAL)}{''.join(totals)}</tr>"
    yield "</tfoot>"


def _number_cell(number: int) -> str:
    return f'<td class="number">{number:,}</td>'


def _shaded_cell(number: int, shade: tuple[str, str]) -> str:
    _, style = shade
    return f'<td class="number {_style_class(style)}">{number:,}</td>'


def _style_class(style: str) -> str:
    return style.replace(" ", "-") or "none"


def _legend(shades: Shades) -> Iterator[str]:
    ranges = list(shades.ranges())
    if len(ranges) < 2:
        return
    yield '<ul class="shades" aria-label="Shades of the numbers">'
    for numbers, _, style in ranges:
        yield f'<li class="{_style_class(style)}">{numbers}</li>'
    yield "</ul>"


def form_table(form: Form) -> Iterator[str]:
    """Yield a table to be filled in by hand."""
    yield from _table(
        caption="To fill in",
        style="form",
        heads=[(head, False) for head in form.heads],
        rows=_form_rows(form),
    )


def _form_rows(form: Form) -> Iterator[str]:
    yield "<tbody>"
    for row in form.rows:
        cells = []
        for index, cell in enumerate(row):
            style = ' class="wide"' if index in form.wide else ""
            cells.append(f'<td dir="auto"{style}>{text_of(cell)}</td>')
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>"


def _table(
    *,
    caption: str,
    style: str,
    heads: Iterable[tuple[str, bool]],
    rows: Iterable[str],
) -> Iterator[str]:
    """Yield a table in an element that scrolls.

    Args:
        caption: what the table is called where it is read aloud.
        style: its class.
        heads: the name of each column, and whether it has numbers.
        rows: the rows below the heads, with the elements that hold them.
    """
    name = one_line(caption)
    yield f'<div class="scroll" role="group" tabindex="0" aria-label="{name}">'
    yield f'<table class="{style}"><caption class="hidden">{name}</caption>'
    yield "<thead><tr>"
    for head, is_number in heads:
        number = ' class="number"' if is_number else ""
        yield f'<th scope="col"{number}><bdi>{one_line(head)}</bdi></th>'
    yield "</tr></thead>"
    yield from rows
    yield "</table></div>"


def _row_head(name: str) -> str:
    return f'<th scope="row"><bdi>{one_line(name)}</bdi></th>'
