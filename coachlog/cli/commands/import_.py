"""`import`: the rows of a CSV, JSON or JSONL file."""

import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from operator import attrgetter
from pathlib import PurePath
from typing import Annotated, Any, NamedTuple

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.errors import UsageError
from coachlog.exchange.cells import ENTRIES
from coachlog.exchange.csv_files import CsvTable
from coachlog.exchange.date_columns import looks_like_date
from coachlog.exchange.feedback_form import FEEDBACK_ANSWERS
from coachlog.exchange.json_files import JsonTable, is_json
from coachlog.exchange.source import Source, open_source
from coachlog.exchange.table import RecordType, Row, Table
from coachlog.render.columns import Column
from coachlog.render.words import count_of, shorten
from coachlog.services.import_entries import take_rows
from coachlog.services.import_feedback import plan_answers
from coachlog.services.import_plan import ImportOptions, ImportPlan, plan_import
from coachlog.services.import_rejects import Rejects
from coachlog.services.import_rows import ImportResult

app = typer.Typer()

WIDTH = 60


class DateOrder(StrEnum):
    """How 3/4/2026 is read."""

    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"


class What(StrEnum):
    """What the rows of a file become."""

    entries = "entries"
    feedback = "feedback"


class Read(NamedTuple):
    """A column, and what is made of it."""

    column: str
    field: str
    filled: int
    example: str


READ = [
    Column("column", "column", attrgetter("column")),
    Column("field", "field", attrgetter("field")),
    Column("filled", "filled", attrgetter("filled"), number=True),
    Column("example", "example", attrgetter("example"), wide=True),
]


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A CSV, JSON or JSONL file; - is stdin.")
    ],
    what: Annotated[
        What, typer.Option("--as", help="What the rows are; feedback is the answers of a form.")
    ] = What.entries,
    said: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            "-m",
            metavar="COLUMN=FIELD",
            help="Take a column as a field (again for more); COLUMN= leaves it out.",
        ),
    ] = None,
    defaults: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Fill a field where a row says nothing (again for more).",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="The kind of rows that name none; else mistake where there is a recovery.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be taken as what; write nothing.")
    ] = False,
    date_order: Annotated[
        DateOrder | None, typer.Option("--date-order", help="How 3/4/2026 is read.")
    ] = None,
    split: Annotated[
        str,
        typer.Option("--split", metavar="SIGNS", help="What else stands between several topics."),
    ] = "",
    header: Annotated[
        bool,
        typer.Option(
            "--header/--no-header", help="The first line names the columns; else they are 1, 2, 3."
        ),
    ] = True,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="How the file is encoded, if not UTF-8."),
    ] = None,
    rejects: Annotated[
        str | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Where rows go that cannot be taken; else beside FILE.",
        ),
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Take entries, or answers, from a CSV, JSON or JSONL file.

    Every row that can be taken is taken, each of them once, in one step that undo takes back.
    """
    sets = (*(defaults or ()), *([f"kind={kind}"] if kind else ()))
    wanted = ImportOptions(tuple(said or ()), sets, date_order.value if date_order else None, split)
    with _source(file, encoding) as source:
        plan = _plan(ctx.obj, what, source, wanted, header=header)
        if source.note:
            say(source.note)
        if dry_run:
            _show(ctx.obj, plan, format_)
        else:
            _take(ctx.obj, plan, rejects)


@contextmanager
def _source(file: str, encoding: str | None) -> Iterator[Source]:
    source = (
        open_source("stdin", sys.stdin.buffer, encoding)
        if file == "-"
        else open_source(file, None, encoding)
    )
    try:
        yield source
    finally:
        source.close()


def _plan(
    context: Context, what: What, source: Source, wanted: ImportOptions, *, header: bool
) -> ImportPlan:
    if what is What.feedback:
        table = _table(source, FEEDBACK_ANSWERS, header=header)
        return plan_answers(context.reading, table, context.clock, context.settings, wanted)
    return plan_import(
        _table(source, ENTRIES, header=header), context.clock, context.settings, wanted
    )


def _table(source: Source, record_type: RecordType, *, header: bool) -> Table:
    return (
        JsonTable(source)
        if is_json(source)
        else CsvTable(source, record_type.names.knows, header=header)
    )


def _take(context: Context, plan: ImportPlan, path: str | None) -> None:
    with Rejects(
        plan.table, path, [match.column_index for match in plan.matches if match.is_person]
    ) as rejects:
        outcome = take_rows(
            context.log, context.clock, context.settings, plan, rejects, watched=_watched(plan)
        )
    say(f"{_receipt(plan, outcome)}{' · undo: coachlog undo' if outcome.taken else ''}")
    if outcome.rejected:
        rows = (
            "the rejected row is"
            if outcome.rejected == 1
            else f"the {outcome.rejected:,} rejected rows are"
        )
        say(f"{rows} in {rejects.path}, with the reason; the first: {outcome.first_rejected}")
    _say_more(plan, outcome)
    if outcome.rejected and not outcome.taken + outcome.there + outcome.deleted:
        raise UsageError(
            f"not one row of {plan.table.name} could be taken. Look at what is which:  coachlog import … --dry-run"
        )


def _show(context: Context, plan: ImportPlan, form: Format) -> None:
    reasons: list[str] = []

    def note(row: Row, why: str) -> None:
        if len(reasons) < 3:
            reasons.append(f"line {row.line}: {why}")

    outcome = take_rows(
        context.reading,
        context.clock,
        context.settings,
        plan,
        note,
        write=False,
        watched=_watched(plan),
    )
    write_records(READ, _read(plan), form)
    say(f"{_receipt(plan, outcome, 'would be taken')}; nothing was written")
    for reason in reasons:
        say(reason)
    _say_more(plan, outcome)


def _receipt(plan: ImportPlan, outcome: ImportResult, done: str = "taken") -> str:
    kinds = outcome.kinds.most_common() if plan.record_type is ENTRIES else []
    if len(kinds) == 1:
        what = f" as {kinds[0][0]}s" if outcome.taken != 1 else f" as a {kinds[0][0]}"
    else:
        what = f" ({', '.join(count_of(count, kind) for kind, count in kinds)})" if kinds else ""
    entries = count_of(outcome.taken, "entry" if plan.record_type is ENTRIES else "answer")
    name = PurePath(plan.table.name).name
    return f"{entries} {done} from {name}{what}, {outcome.rejected:,} rejected, {outcome.there:,} already there"


def _say_more(plan: ImportPlan, outcome: ImportResult) -> None:
    """What a person may want to look at, a line each."""
    for note in plan.table.notes:
        say(note)
    if outcome.differing:
        changed = count_of(outcome.differing, "entry")
        say(
            f"{changed} of those already there changed since, here or in the file; what is here was left as it is"
        )
    if outcome.deleted:
        say(
            f"{count_of(outcome.deleted, 'row')} left out: deleted here before.  coachlog history  shows when"
        )
    if persons := [match.column for match in plan.matches if match.is_person]:
        say(f"never taken, because feedback has no name: {shorten(', '.join(persons), 300)}")
    if outcome.taken or outcome.rejected:
        for match in plan.surveyed.without_choices:
            words = ", ".join(plan.record_type.choices[match.field or ""])
            say(f"{match.column} is skipped: none of its values is one of {words}")
    if outcome.taken:
        _say_of_taken(plan, outcome)


def _say_of_taken(plan: ImportPlan, outcome: ImportResult) -> None:
    if outcome.open:
        mistakes = (
            "1 mistake does not say how it was"
            if outcome.open == 1
            else f"{outcome.open:,} mistakes do not say how they were"
        )
        say(f"{mistakes} put right:  coachlog finish")
    if outcome.undated:
        say(
            f"{count_of(outcome.undated, 'row has', 'rows have')} no date: today was taken{_date_hint(plan)}"
        )
    if outcome.ahead:
        line, day = outcome.ahead
        say(
            f"some days are still to come (the first: line {line}, {day}); is the order of day and month right?"
        )
    if outcome.semicolons:
        teams = count_of(outcome.semicolons, "row has", "rows have")
        say(
            f"{teams} a ; in the team's name; it became a comma, because ; separates names in files"
        )
    strange = {match.column_index for match in plan.surveyed.without_choices}
    left = [
        match
        for match in plan.matches
        if match.field is None and not match.is_person and match.column_index not in strange
    ]
    if left:
        names = [
            f"{match.column} ({match.rival} is taken)" if match.rival else match.column
            for match in left
        ]
        say(f"left out: {shorten(', '.join(names), 300)} · to take one: --map COLUMN=FIELD")


def _date_hint(plan: ImportPlan) -> str:
    """How to take the first column that is left out and looks like dates, where there is one."""
    for match in plan.matches:
        if match.field is None and looks_like_date(
            match.column, plan.surveyed.examples[match.column_index]
        ):
            return f" · to take them from a column: --map {shlex.quote(f'{match.column}=date')}"
    return ""


def _read(plan: ImportPlan) -> Iterator[Read]:
    for match in plan.matches:
        example = plan.surveyed.examples[match.column_index]
        shown = "" if example is None or match.is_person else shorten(str(example), WIDTH)
        yield Read(
            match.column,
            match.field or "(left out)",
            plan.surveyed.filled[match.column_index],
            shown,
        )
    for field, value in plan.defaults.items():
        yield Read("(--set)", field, 0, shorten(str(value), WIDTH))


def _watched(plan: ImportPlan) -> Any:
    """A bar on a terminal's stderr; nothing elsewhere."""

    def watched(rows: Iterable[Row]) -> Iterator[Row]:
        count = plan.surveyed.rows
        if not sys.stderr.isatty() or count < 5_000:
            yield from rows
            return
        with typer.progressbar(
            rows, length=count, file=sys.stderr, update_min_steps=count // 200
        ) as bar:
            yield from bar

    return watched
