"""`import`: the rows of a CSV, a workbook, or a JSON or JSONL file."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.file_output import with_progress
from coachlog.cli.import_messages import import_notes, import_receipt
from coachlog.cli.import_preview import PREVIEW_COLUMNS, column_previews
from coachlog.cli.messages import say
from coachlog.cli.options import DRY_RUN, ENCODING, FORMAT, check_format, choice, flag, text, texts
from coachlog.cli.output import write_records
from coachlog.errors import UsageError
from coachlog.exchange.cells import entries_in
from coachlog.exchange.csv_files import CsvTable
from coachlog.exchange.feedback_form import FEEDBACK_ANSWERS
from coachlog.exchange.json_files import JsonTable, is_json
from coachlog.exchange.source import Source, open_source
from coachlog.exchange.table import RecordType, Row, Table
from coachlog.render.words import count_of
from coachlog.services.import_entries import EntryImporter
from coachlog.services.import_feedback import FeedbackImporter, plan_feedback
from coachlog.services.import_plan import ImportOptions, ImportPlan, plan_entries, plan_table
from coachlog.services.import_rejects import RejectsFile
from coachlog.services.import_rows import ImportResult, Reject, RowImporter

FEEDBACK = "feedback"
DATE_ORDERS = ("dmy", "mdy", "ymd")
REASONS_SHOWN = 3  # in a preview, which makes no file of rejected rows


def import_(
    context: Context,
    *,
    file: str = text("FILE|-", "A CSV, xlsx, JSON or JSONL file; - is stdin."),
    what: str = choice(
        "--as",
        "What the rows are: entries, or feedback answers from a form.",
        ("entries", FEEDBACK),
        default="entries",
    ),
    mappings: list[str] = texts(
        "--map -m COLUMN=FIELD", "Import a column as a field (repeat for more); COLUMN= skips it."
    ),
    set_values: list[str] = texts(
        "--set FIELD=VALUE", "Fill a field where a row leaves it empty (repeat for more)."
    ),
    kind: str | None = text(
        "--kind -k KIND", "The kind of rows without one; by default mistake if there is a recovery."
    ),
    dry_run: bool = DRY_RUN,
    date_order: str | None = choice("--date-order", "How 3/4/2026 is read.", DATE_ORDERS),
    split: str | None = text("--split SIGNS", "More signs that separate topics."),
    header: bool = flag(
        "--header/--no-header",
        "Whether the first line names the columns; if not, they are 1, 2, 3.",
        default=True,
    ),
    encoding: str | None = ENCODING,
    rejects: str | None = text(
        "--rejects FILE", "Where rejected rows go; by default into a file beside FILE."
    ),
    update: bool = flag(
        "--update", "Take the changed cells of rows with an id of this log (an export)."
    ),
    format_: str = FORMAT,
) -> None:
    """Import entries or feedback from CSV, xlsx, JSON or JSONL.

    Every row that can be imported is imported once, in one step that undo takes back.

    An export that comes back from a spreadsheet adds nothing twice: its changed cells are
    shown, and taken with --update.
    """
    check_format(format_, "--dry-run", is_used=dry_run)
    # --kind is a --set that many files need.
    if kind:
        set_values.append(f"kind={kind}")
    if update and what == FEEDBACK:
        raise UsageError("--update only works with entries: feedback answers never change.")
    options = ImportOptions(
        mappings=tuple(mappings),
        set_values=tuple(set_values),
        date_order=date_order,
        separators=split or "",
        update=update,
    )
    if file == "-":
        source = open_source("stdin", sys.stdin.buffer, encoding, takes_workbooks=True)
    else:
        source = open_source(file, encoding=encoding, takes_workbooks=True)
    # The rows are read up to three times, so the source stays open until the end.
    try:
        plan = _plan(context, what, source, options, header=header)
        if source.note:
            say(source.note)
        if dry_run:
            _preview(context, plan, format_)
        else:
            _import(context, plan, rejects)
    finally:
        source.close()


def _plan(
    context: Context,
    what: str,
    source: Source,
    options: ImportOptions,
    *,
    header: bool,
) -> ImportPlan:
    """Decide how the file is read, and what fills the gaps of its rows."""
    record_type = entries_in(context.settings.language)
    if what == FEEDBACK:
        record_type = FEEDBACK_ANSWERS
    table = _open_table(source, record_type, header=header)
    plan = plan_table(record_type, table, context.settings, options)
    # Only feedback needs the log for its plan: to find the coaching moments.
    if what == FEEDBACK:
        return plan_feedback(plan, context.reading)
    return plan_entries(plan, context.settings)


def _open_table(source: Source, record_type: RecordType, *, header: bool) -> Table:
    """Return the file as a table, whichever of the formats it has."""
    if source.is_workbook:
        # Few files need the modules that read one.
        from coachlog.exchange.workbook_table import WorkbookTable

        return WorkbookTable(source, record_type.names.knows, header=header)
    if is_json(source):
        return JsonTable(source)
    return CsvTable(source, record_type.names.knows, header=header)


def _import(context: Context, plan: ImportPlan, path: str | None) -> None:
    """Import the rows and tell the result.

    Raises:
        UsageError: every row was rejected.
    """
    with RejectsFile(plan.table, path, plan.person_columns) as rejects:
        result = _run(context, plan, rejects.add, write=True)
    receipt = import_receipt(plan, result)
    if result.imported or result.updated:
        receipt += " · undo: coachlog undo"
    say(receipt)
    if result.rejected:
        rows = count_of(result.rejected, "rejected row is", "rejected rows are")
        say(f"{rows} in {rejects.path}, with the reason. First: {result.first_reject}")
    for note in import_notes(plan, result):
        say(note)
    # An error only if the file was of no use at all, so that scripts can tell.
    of_use = result.imported + result.updated + result.already_there + result.deleted
    if result.rejected and not of_use:
        raise UsageError("no rows could be imported. Check the column mapping with --dry-run.")


def _preview(context: Context, plan: ImportPlan, format_: str) -> None:
    """Show what would be imported as what, with the first reasons for rejecting a row."""
    reasons: list[str] = []

    def note_reason(row: Row, reason: str) -> None:
        if len(reasons) < REASONS_SHOWN:
            reasons.append(f"line {row.line}: {reason}")

    result = _run(context, plan, note_reason, write=False)
    write_records(PREVIEW_COLUMNS, column_previews(plan), format_)
    say(import_receipt(plan, result, "would be imported") + "; nothing was written")
    for line in (*reasons, *import_notes(plan, result)):
        say(line)


def _run(context: Context, plan: ImportPlan, reject: Reject, *, write: bool) -> ImportResult:
    """Import the rows, or find out what would become of them, with a bar of progress."""
    importer_type: type[RowImporter] = EntryImporter
    if plan.record_type is FEEDBACK_ANSWERS:
        importer_type = FeedbackImporter
    # Opened for reading, the log of a first user is not created by a dry run.
    log = context.log if write else context.reading
    importer = importer_type(log, context.settings, plan, reject, write=write)
    with with_progress(plan.table.rows(), lambda: plan.survey.rows, to_file=True) as rows:
        return importer.run(rows)
