"""`export`: entries as a file, for an audience."""

import os
from functools import partial

from coachlog.cli.context import Context
from coachlog.cli.documents import COLUMNS, OFFICE_ENDINGS
from coachlog.cli.file_output import (
    is_file,
    open_output,
    open_workbook_output,
    say_cut,
    say_written,
    with_progress,
)
from coachlog.cli.filter_options import say_nothing, warn_unknown_names, with_filters
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import EXCEL, FORCE, OUTPUT, RECORDS, Format, choice
from coachlog.domain.audience import AUDIENCES, FULL, MEETING, Audience
from coachlog.domain.filters import Filter
from coachlog.domain.workbook import ENTRIES
from coachlog.errors import UsageError
from coachlog.render.columns import Column, audience_columns, chosen_columns, filled_columns
from coachlog.render.csv_writer import write_csv_lines
from coachlog.render.formats import writer
from coachlog.render.words import capped_count, count_of, join_names
from coachlog.services.export import AudienceExport, HeldBack, held_back
from coachlog.storage.queries.entries import count_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from typing import IO, Any, TextIO

    # Shows how many of the rows are read.
    Progress = Callable[..., AbstractContextManager[Any]]

FILE_FORMATS = (Format.csv, Format.xlsx, Format.json, Format.jsonl, Format.md)
MOST_IDS = 5
MOST_COUNTED = 1_000  # of what is held back from an export of a few entries


@with_filters(lists=True)
def export(
    context: Context,
    entry_filter: Filter,
    *,
    for_: str = choice("--for", "Who it is for.", tuple(AUDIENCES), default="team"),
    format_: str | None = choice(
        "--format -f", "The format; by default the file's ending, else csv.", FILE_FORMATS
    ),
    columns: str | None = COLUMNS,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    excel: bool = EXCEL,
) -> None:
    """Export entries for the team, a meeting or yourself.

    The oldest come first. Who it is for, and what is held back, is shown on the screen and in the
    first line of Markdown; a CSV or a workbook begins with its header, so that a spreadsheet opens
    it right.
    """
    format_ = _choose_format(format_, output or "", excel=excel)
    if columns and format_ in RECORDS:
        raise UsageError(f"--columns only works with tables: {format_} has whole records.")
    audience = AUDIENCES[for_]
    _refuse_uncleared(audience, entry_filter)
    entry_filter = entry_filter._replace(audience=audience, include_own=False)
    log = context.reading
    entries = AudienceExport(log, entry_filter)
    every_column = audience_columns(audience, context.settings.week_start)
    # A name that is not known is told before anything is written.
    chosen: Sequence[Column] | None = None
    if columns:
        chosen = chosen_columns(every_column, columns)
    # The file is opened first: an error about it comes before the log is counted.
    with _open(output, format_, force=force, excel=excel) as out:
        # A few entries should not wait until all others are counted.
        most = None if entry_filter.limit is None else MOST_COUNTED
        first_line = _first_line(audience, held_back(log, entry_filter, most))
        say(first_line)
        if chosen is None:
            chosen = _usual_columns(every_column, entries, format_)
        progress = partial(
            with_progress,
            length=lambda: count_entries(log, entry_filter),
            to_file=is_file(output),
        )
        if format_ == Format.xlsx:
            _write_workbook(entries, chosen, first_line, progress, out)
        else:
            _write_text(entries, chosen, format_, first_line, progress, out)
    say_written(output, count_of(entries.count, "entry"))
    if not entries.count:
        say_nothing(entry_filter)
    if entries.mask:
        say_masked(entries.mask)
    _say_named(entries.naming_ids)
    warn_unknown_names(context, entry_filter)


def _open(
    output: str | None,
    format_: str,
    *,
    force: bool,
    excel: bool,
) -> "AbstractContextManager[Any]":
    """Return the file to write to, or stdout: of bytes for a workbook, else of text."""
    if format_ == Format.xlsx:
        return open_workbook_output(output, force=force)
    return open_output(output, force=force, bom=excel)


def _usual_columns(
    columns: list[Column],
    entries: AudienceExport,
    format_: str,
) -> "Sequence[Column]":
    """Return the columns without those that a meeting would only see empty."""
    if format_ in RECORDS or entries.mask is None:
        return columns
    # As they are stored: by its id a row is known again when the file comes back, though small
    # teams have none.
    return filled_columns(columns, entries.unmasked())


def _write_workbook(
    entries: AudienceExport,
    columns: "Sequence[Column]",
    first_line: str,
    progress: "Progress",
    out: "IO[bytes]",
) -> None:
    from coachlog.render.xlsx_writer import Sheet, write_workbook

    with progress(entries) as rows:
        sheet = Sheet(name=ENTRIES, columns=columns, records=rows, note=first_line)
        say_cut(write_workbook([sheet], out))


def _write_text(
    entries: AudienceExport,
    columns: "Sequence[Column]",
    format_: str,
    first_line: str,
    progress: "Progress",
    out: "TextIO",
) -> None:
    if format_ == Format.md:
        from coachlog.render.markdown_text import escape

        out.write(f"{escape(first_line)}\n\n")
    if format_ == Format.csv and entries.mask is None and len(columns) > 1:
        names = [column.name for column in columns]
        with progress(entries.csv_lines(names)) as lines:
            write_csv_lines(names, lines, out)
        return
    with progress(entries) as rows:
        writer(format_)(columns, rows, out)


def _refuse_uncleared(audience: Audience, entry_filter: Filter) -> None:
    """Refuse what would say that nothing is waiting to be cleared, whatever is.

    Raises:
        UsageError: a meeting is to see what is not cleared for one.
    """
    if audience == MEETING and entry_filter.list_name == "uncleared":
        raise UsageError("a meeting sees no entry of --uncleared. Leave out one of them.")


def _first_line(audience: Audience, held: HeldBack) -> str:
    """Return the first line of an export: its audience, and what is held back from it."""
    if audience == FULL:
        return audience.note
    # What the reader can do something about comes first.
    reasons = []
    if held.uncleared:
        uncleared = capped_count(held.uncleared, MOST_COUNTED)
        reasons.append(f"{uncleared} not cleared for a meeting (coachlog clear)")
    if held.private:
        reasons.append(f"{held.private} private")
    return f"{audience.note}; held back: {', '.join(reasons) or 'nothing'}"


def _choose_format(chosen: str | None, output: str, *, excel: bool) -> str:
    """Return the chosen format, else the one of the file's ending, else CSV.

    Raises:
        UsageError: the file would be an office program's own, or is no CSV for Excel.
    """
    stem, suffix = os.path.splitext(output)
    ending = suffix[1:].lower()
    # A CSV under such a name would not open.
    is_other = ending in OFFICE_ENDINGS or ending == Format.html
    if is_other and ending not in FILE_FORMATS:
        raise UsageError(
            f".{ending} files cannot be written. Name the file {stem}.xlsx for a spreadsheet,"
            f" or {stem}.csv."
        )
    if chosen is None:
        chosen = ending if ending in FILE_FORMATS else Format.csv
    if excel and chosen != Format.csv:
        raise UsageError(f"--excel only works with CSV, and this is {chosen}.")
    return chosen


def _say_named(short_ids: list[str]) -> None:
    if not short_ids:
        return
    entries = count_of(
        len(short_ids),
        "entry names a person in its text",
        "entries name a person in their text",
    )
    ids = join_names(short_ids, MOST_IDS)
    say(f"{entries}: {ids}. Please check the texts before you share them.")
