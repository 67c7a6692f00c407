"""Documents: what a reader gets as a page and a program as records, by the ending of the file."""

from __future__ import annotations

from functools import partial

from coachlog.cli.options import FORMATS, PAGES, Format, choice, flag, text
from coachlog.cli.output import data_stream, write_page, write_records
from coachlog.errors import UsageError
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TextIO

    from coachlog.render.columns import Column
    from coachlog.render.page import Block
    from coachlog.render.xlsx_writer import Sheet

DOCUMENT_FORMATS = (*FORMATS, Format.html)
DOCUMENT_FORMAT = choice(
    "--format -f",
    "The format; by default that of the file's ending.",
    DOCUMENT_FORMATS,
    shown_default=Format.table,
)
SHEET_FORMAT = choice(
    "--format -f",
    "The format; by default that of the file's ending.",
    (*DOCUMENT_FORMATS, Format.xlsx),
    shown_default=Format.table,
)
COLUMNS = text(
    "--columns NAMES",
    "Only these columns, in this order: short_id,team,happened. Without it, a table for a meeting"
    " has no empty ones.",
)
HUB = flag("--hub", "Read the teams that you supervise from the hub.")
IN_BROWSER = flag("--open", "Open it as a page in the browser.")
OFFICE_ENDINGS = frozenset({"doc", "docx", "ods", "odt", "pdf", "rtf", "xls", "xlsx"})
_HTML_ENDINGS = ("html", "htm")


class Target(NamedTuple):
    """Where a document goes, and in which format; see `read_target`.

    Without an output it goes to stdout. A workbook has a sheet of its name.
    """

    name: str
    format_: str
    output: str | None
    force: bool
    excel: bool
    in_browser: bool

    @property
    def is_page(self) -> bool:
        """Whether the document is for reading, not for a program."""
        return self.format_ in PAGES

    @property
    def has_room_for_words(self) -> bool:
        """Whether numbers that belong together are one text, which a program could not read."""
        return self.format_ in (Format.table, Format.html)

    @property
    def is_screen(self) -> bool:
        """Whether it is a table on stdout, as a person gets it who names no format."""
        return self.format_ == Format.table and not self.output

    def write_page(
        self,
        blocks: Iterable[Block],
        *,
        compact: bool = False,
        content: str = "",
    ) -> None:
        """Write a page, and say where it went.

        Args:
            blocks: what the page is made of.
            compact: leave a line free before headings only, on a screen.
            content: what it has, with its number, for `say_written`.
        """
        self._write(partial(write_page, blocks, self.format_, compact=compact), content)

    def write_records(
        self,
        columns: Sequence[Column],
        records: Iterable[Any],
        *,
        note: str = "",
    ) -> None:
        """Write records, and say where they went.

        Args:
            columns: what to write of each record.
            records: the records.
            note: what stands at the head of each printed page of a workbook.
        """
        if self.format_ == Format.xlsx:
            from coachlog.render.xlsx_writer import Sheet

            sheet = Sheet(
                name=self.name,
                columns=columns,
                records=records,
                note=note,
            )
            self.write_workbook([sheet])
            return
        self._write(partial(write_records, columns, records, self.format_))

    def write_object(self, shape: dict[str, Any]) -> None:
        """Write one object as JSON, and say where it went."""
        from coachlog.render.json_writer import write_object

        def write(out: TextIO | None = None) -> None:
            write_object(shape, out or data_stream(self.format_))

        self._write(write)

    def write_workbook(self, sheets: Iterable[Sheet]) -> None:
        """Write a workbook, and say where it went and what had to be cut."""
        from coachlog.cli.file_output import open_workbook_output, say_cut, say_written
        from coachlog.render.xlsx_writer import write_workbook

        with open_workbook_output(self.output, force=self.force) as out:
            cut = write_workbook(sheets, out)
        say_written(self.output)
        say_cut(cut)

    def _write(self, write: Callable[..., None], content: str = "") -> None:
        if not self.output:
            write()
            return
        # A page that is read on the screen needs none of it.
        from coachlog.cli.file_output import open_output, say_written

        with open_output(self.output, force=self.force, bom=self.excel) as out:
            write(out=out)
        say_written(self.output, content)
        if self.in_browser:
            from coachlog.cli.browser import show

            show(self.output)


def read_target(
    name: str,
    format_: str | None,
    output: str | None,
    *,
    force: bool,
    in_browser: bool = False,
    excel: bool = False,
    on_stdout: str = Format.table,
    takes_workbooks: bool = False,
) -> Target:
    """Return where a document goes.

    Args:
        name: what it is called in a workbook, and in the browser if no file is named.
        format_: the format that was typed; None if none was.
        output: the file's name; stdout for None or `-`.
        force: replace a file of that name.
        in_browser: show it in the browser.
        excel: begin a CSV with a byte-order mark.
        on_stdout: the format where neither it nor a file is named.
        takes_workbooks: whether the command writes workbooks, too.

    Raises:
        UsageError: no such file can be written, or a browser does not show it.
    """
    if output == "-":
        output = None
    if in_browser and not output:
        from coachlog.cli.browser import page_file

        output = page_file(name)
        force = True
    if takes_workbooks and format_ is None and (output or "").lower().endswith(".xlsx"):
        format_ = Format.xlsx
    format_ = _choose_format(format_, output, on_stdout, excel=excel)
    if in_browser and format_ != Format.html:
        raise UsageError(f"--open only works with HTML, and this is {format_}.")
    return Target(
        name=name,
        format_=format_,
        output=output,
        force=force,
        excel=excel,
        in_browser=in_browser,
    )


def _choose_format(
    chosen: str | None,
    output: str | None,
    on_stdout: str,
    *,
    excel: bool,
) -> str:
    """Return the format of a document: the chosen one, else that of its file's ending.

    A file of another ending has Markdown; Excel takes nothing but CSV.

    Raises:
        UsageError: the file would be an office program's own, or is no CSV for Excel.
    """
    ending = Format.csv if excel else on_stdout
    if output and chosen != Format.xlsx:
        ending = document_ending(output)
    if chosen is None:
        chosen = ending if ending in DOCUMENT_FORMATS else Format.md
    if excel and chosen != Format.csv:
        raise UsageError(f"--excel only works with CSV, and this is {chosen}.")
    return chosen


def document_ending(output: str) -> str:
    """Return how a file's name ends, in lower case and without the dot.

    Raises:
        UsageError: it is the ending of an office program's own files.
    """
    stem, _, typed = output.rpartition(".")
    ending = typed.lower()
    if ending in OFFICE_ENDINGS:
        raise UsageError(
            f".{ending} files cannot be written."
            f" Name the file {stem}.html or {stem}.md, or {stem}.csv for a spreadsheet."
        )
    if ending in _HTML_ENDINGS:
        return Format.html
    return ending
