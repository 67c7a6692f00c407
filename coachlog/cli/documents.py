"""Documents: what a reader gets as a page and a program as records, by the ending of the file."""

from __future__ import annotations

from coachlog.cli.file_output import is_file, open_output, say_written
from coachlog.cli.messages import say
from coachlog.cli.options import FORMATS, PAGES, Format
from coachlog.cli.output import write_page, write_records
from coachlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.render.columns import Column
    from coachlog.render.page import Block

OFFICE_ENDINGS = frozenset({"doc", "docx", "html", "ods", "odt", "pdf", "rtf", "xls", "xlsx"})


def write_document(
    page: Iterable[Block],
    columns: Sequence[Column],
    records: Iterable[Any],
    format_: str,
    output: str | None,
    *,
    note: str,
    force: bool,
    excel: bool = False,
) -> None:
    """Write a document as a page or, for a program, as its records; and say where it went.

    Args:
        page: the document for reading; its first lines have the note.
        columns: what to write of each record.
        records: the same document as records.
        format_: the format, which decides between the two.
        output: the file's name; stdout for None or `-`.
        note: what the document says of itself; records have no room for it, so it is said.
        force: replace a file of that name.
        excel: begin with a byte-order mark.
    """
    if format_ not in PAGES:
        say(note)
    with open_output(output, force=force, bom=excel) as out:
        if format_ in PAGES:
            write_page(page, format_, out)
        else:
            write_records(columns, records, format_, out)
    say_written(output)


def choose_format(chosen: str | None, output: str | None, *, excel: bool = False) -> str:
    """Return the format of a document: the chosen one, else that of its file's ending.

    Without both it is a table on the screen, or CSV for Excel; a file of another ending has
    Markdown.

    Args:
        chosen: the format that was typed; None if none was.
        output: the file's name; stdout for None or `-`.
        excel: whether the file is to open in Excel, which takes nothing but CSV.

    Raises:
        UsageError: the file would be an office program's own, or is no CSV for Excel.
    """
    ending = "csv" if excel else "table"
    if is_file(output):
        ending = document_ending(output)
    if chosen is None:
        chosen = ending if ending in FORMATS else Format.md
    if excel and chosen != Format.csv:
        raise UsageError(f"--excel only works with CSV, and this is {chosen}.")
    return chosen


def document_ending(output: str) -> str:
    """Return how a file's name ends, in lower case and without the dot.

    Raises:
        UsageError: it is the ending of an office program's own files.
    """
    stem, _, ending = output.rpartition(".")
    if ending.lower() in OFFICE_ENDINGS:
        raise UsageError(
            f".{ending.lower()} files cannot be written."
            f" Name the file {stem}.md, or {stem}.csv for a spreadsheet."
        )
    return ending.lower()
