"""What a page is made of: plain blocks, which know nothing of how they are written.

A week, a meeting sheet and a handbook are all lists of these blocks. One module writes them for
the screen and one as Markdown, so that a new format is one more writer and no new page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from coachlog.named_tuple import NamedTuple

TOTAL = "total"  # what the row and the column of totals are called


class TitlePage(NamedTuple):
    """The title of a document that is handed around, in place of its first heading."""

    title: str
    note: str  # what it is, and for whom
    date: str = ""  # when it is from, in words


class Heading(NamedTuple):
    """A heading: of the page (1), of a section (2), of a part of one (3)."""

    text: str
    level: int = 2  # most headings are of sections
    needs_somebody: bool = False  # there is something to be done about what is below it
    anchor: str = ""  # a name that links lead to: letters, digits and hyphens
    new_page: bool = False  # where pages are printed, this begins one


class Paragraph(NamedTuple):
    """A sentence or two; `quiet` if it may be skipped."""

    text: str
    quiet: bool = False


class TextList(NamedTuple):
    """A list of texts."""

    texts: Sequence[str]
    numbered: bool = False


class LabelledTexts(NamedTuple):
    """Texts, each beside its label."""

    pairs: Sequence[tuple[str, str]]


class Span(NamedTuple):
    """Words of a line; `style` is empty, `strong` or `emphasis`.

    Only outlines need spans: everywhere else a whole block has one style.
    """

    text: str
    style: str = ""
    anchor: str = ""  # of the heading that they lead to


class Outline(NamedTuple):
    """A lead text, which may be empty, and a nested list, each line with its depth from 0."""

    lead: Sequence[Span]
    items: Sequence[tuple[int, Sequence[Span]]]


class FigureHead(NamedTuple):
    """The head of one column of figures."""

    long: str
    short: str = ""  # where there is no room for the long one; empty if they are the same
    number: bool = True
    drawn: bool = False  # its cells are lines of numbers, drawn with `sparkline`


class FigureRow(NamedTuple):
    """One row of figures. Its name wraps where there is no room; its cells never do."""

    name: str
    cells: Sequence[str]
    inner: bool = False  # belongs to the row above it
    strong: bool = False
    is_rest: bool = False  # stands for rows that are left out


class Figures(NamedTuple):
    """A table of figures, whose first column has the names."""

    name: str
    heads: Sequence[FigureHead]
    rows: Sequence[FigureRow]
    legend: str = ""  # what the short heads mean
    bars: bool = False  # the first figures are counts, which a terminal with room draws as bars

    def renamed(self, name_of: Callable[[str], str]) -> "Figures":
        """Return it with other names for what it counts; its numbers stay."""
        rows = []
        for row in self.rows:
            cells = []
            for head, cell in zip(self.heads, row.cells, strict=True):
                is_name = not (head.number or head.drawn)
                cells.append(name_of(cell) if is_name else cell)
            rows.append(row._replace(name=name_of(row.name), cells=cells))
        return self._replace(rows=rows)


class Grid(NamedTuple):
    """Counts in rows and columns, with the totals of both. No number is ever cut.

    Attributes:
        name: what the rows are.
        rows: their names.
        columns: the names of the columns, short ones.
        cells: the numbers, row by row.
        row_totals: one for each row; not always its sum, and so not with columns either.
        column_totals: one for each column.
        total: of all.
        notes: what marks at the names mean, and how totals are counted.
        is_last_row_rest: whether the last row stands for all others, and is not to be compared.
        is_last_column_rest: likewise, of the columns.
    """

    name: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[int]]
    row_totals: Sequence[int]
    column_totals: Sequence[int]
    total: int
    notes: Sequence[str] = ()
    is_last_row_rest: bool = False
    is_last_column_rest: bool = False

    def renamed(self, name_of: Callable[[str], str]) -> "Grid":
        """Return it with other names for its rows and columns."""
        return self._replace(
            rows=list(map(name_of, self.rows)), columns=list(map(name_of, self.columns))
        )

    def table(self) -> list[list[str | int]]:
        """Return its rows: the name, the cells and the total of each, and the totals last."""
        rows: list[list[str | int]] = []
        for name, cells, row_total in zip(self.rows, self.cells, self.row_totals, strict=True):
            rows.append([name, *cells, row_total])
        rows.append([TOTAL, *self.column_totals, self.total])
        return rows


class Form(NamedTuple):
    """A table to be filled in by hand."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: Sequence[int]  # the columns that share what room there is


class EntryTexts(NamedTuple):
    """One entry: how to find it, where it belongs, and its texts, each with its label."""

    short_id: str
    title: str
    texts: Sequence[tuple[str, str]]


class FrontLine(NamedTuple):
    """One line of a front page, with the command that lists exactly what it counts.

    Attributes:
        text: what there is to say.
        command: as it is typed in a shell.
        needs_somebody: whether there is something to be done about it.
        detail: what follows the text where there is room for it.
        apart: whether an empty line stands before it where there is room.
        weeks: counts of the last weeks, which a terminal draws beside it where there is room.
    """

    text: str
    command: str
    needs_somebody: bool = False
    detail: str = ""
    apart: bool = False
    weeks: Sequence[int] = ()


class FrontLines(NamedTuple):
    """Lines that are read at a glance. The first one stands out on a screen."""

    lines: Sequence[FrontLine]


class WeekLine(NamedTuple):
    """The counts of many weeks, drawn as a line over the range that is usual.

    Attributes:
        name: what is counted.
        weeks: the counts, that of this week last.
        low: the least that is usual in a week; None if that is not known, like `high`.
        high: the most that is usual.
        text: what there is to say of this week.
        is_unusual: whether it is beyond the usual.
    """

    name: str
    weeks: Sequence[int]
    low: int | None
    high: int | None
    text: str
    is_unusual: bool = False


class WeekLines(NamedTuple):
    """Lines of the same weeks, below each other."""

    name: str
    lines: Sequence[WeekLine]


class Preformatted(NamedTuple):
    """Lines that keep their blanks, such as a drawing."""

    lines: Sequence[str]


Block = (
    TitlePage
    | Heading
    | Paragraph
    | TextList
    | LabelledTexts
    | Outline
    | Figures
    | Grid
    | Form
    | EntryTexts
    | FrontLines
    | WeekLines
    | Preformatted
)


def sheet(title: str, groups: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Block]:
    """Yield a title and groups of labelled texts: one thing shown in full.

    Args:
        title: its heading.
        groups: pairs of a label and a text, in groups that stand apart.
    """
    yield Heading(title, level=1)
    for group in groups:
        yield LabelledTexts(group)
