"""Decision trees for when the procedure does not answer: `guide`."""

import sys
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Annotated, Any

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption, read_span, span_text
from coachlog.cli.output import open_output, screen_width, use_colour, write_records
from coachlog.clock import zone_name
from coachlog.domain.guides import stats as guide_stats
from coachlog.domain.guides.guide import Guide
from coachlog.domain.periods import Period
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.services import guide as service
from coachlog.storage.queries.guides import walk_counts, ways

app = typer.Typer()
group = typer.Typer()
app.add_typer(group, name="guide")


class Chart(StrEnum):
    """How a guide is written for others."""

    md = "md"
    mermaid = "mermaid"
    text = "text"


NameArgument = Annotated[
    list[str],
    typer.Argument(metavar="NAME", help="Its name, or a part of it that no other guide has."),
]
AnyName = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]", help="Only this guide, end by end.")
]
ChartOption = Annotated[Chart, typer.Option("--format", "-f", help="How to write it.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]
EditorOption = Annotated[
    bool, typer.Option("--editor", help="Write it in $VISUAL or $EDITOR, from an example.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="How the text is encoded.")
]
RecordOption = Annotated[
    str | None,
    typer.Option("--record", metavar="TEXT", help="Record the case: what happened, in a line."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only walks from this day on.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only walks up to this day.")
]

LISTED = [
    Column("guide", "guide", lambda row: row[0].name, wide=True),
    Column("topics", "topics", lambda row: row[0].guide and row[0].guide.topics),
    Column(
        "questions",
        "questions",
        lambda row: row[0].guide and len(row[0].guide.questions),
        number=True,
    ),
    Column("ends", "ends", lambda row: row[0].guide and len(row[0].guide.ends), number=True),
    Column("walks", "walks", lambda row: row[1][0], number=True),
    Column("last", "last walk", lambda row: row[1][1]),
]
# One row for each answer, and for each end.
STEPS = [
    Column(name, label, itemgetter(name), wide=name == "text")
    for name, label in (
        ("step", "step"),
        ("kind", "kind"),
        ("text", "text"),
        ("answer", "answer"),
        ("leads_to", "leads to"),
        ("to", "to"),
        ("with", "with"),
        ("rule", "rule"),
        ("judgement", "judgement"),
    )
]
REACHED = [
    Column(
        name,
        {"percent": "%"}.get(name, name),
        attrgetter(name),
        wide=name in ("step", "text"),
        number=name in guide_stats.NUMBERS,
        wraps=name in ("step", "text"),
    )
    for name in guide_stats.Reached._fields
]
OVERALL = [
    Column(name, name, attrgetter(name), wide=name == "guide", number=name != "guide")
    for name in guide_stats.Overall._fields
]


@group.callback(invoke_without_command=True)
def guide(ctx: typer.Context, format_: FormatOption = Format.table) -> None:
    """Decide a case that the procedure does not answer.

    A guide is a small decision tree that your team writes: rules first, then judgement. Without a subcommand they are
    listed.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, format_)


@group.command("list")
def list_(ctx: typer.Context, format_: FormatOption = Format.table) -> None:
    """List the guides, and how often each was walked."""
    _list(ctx.obj, format_)


@group.command("add")
def add(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="The guide as text, or - for stdin.")
    ] = None,
    editor: EditorOption = False,
    encoding: EncodingOption = None,
) -> None:
    """Add a guide, or replace the one of the same name.

    It is checked first: every way through it has to end.
    """
    from coachlog.cli.ask.guide_text import add_text, file_text, guide_in_editor

    if editor and file:
        raise UsageError("a file and --editor are both given. Give one of them.")
    if editor:
        guide_in_editor(ctx.obj)
    else:
        add_text(ctx.obj, file_text(file, encoding))


@group.command("edit")
def edit(ctx: typer.Context, name: NameArgument) -> None:
    """Change a guide in $VISUAL or $EDITOR."""
    from coachlog.cli.ask.guide_text import guide_in_editor

    guide_in_editor(ctx.obj, service.find_guide(ctx.obj.reading, " ".join(name)))


@group.command("show")
def show(ctx: typer.Context, name: NameArgument, format_: FormatOption = Format.table) -> None:
    """Draw a guide as a tree."""
    _, found = service.find_readable_guide(ctx.obj.reading, " ".join(name))
    if format_ is Format.table:
        from coachlog.render.guide_page import write_tree

        write_tree(found, sys.stdout, width=screen_width(), colour=use_colour())
    elif format_ is Format.md:
        _write_lines(Chart.md, found, "", None, force=False)
    else:
        write_records(STEPS, _rows(found), format_)


@group.command("run")
def run(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="NAME [@TEAM] [+TOPIC]...", help="A guide; where the case belongs."),
    ],
    answers: Annotated[
        list[str] | None,
        typer.Option(
            "--answers", metavar="ANSWERS", help="Ask nothing: yes,no,2 and so on; q leaves."
        ),
    ] = None,
    record: RecordOption = None,
    format_: FormatOption = Format.table,
) -> None:
    """Go through a guide, question by question.

    It ends with what to do and the rule, and records the case if you like. How it was gone through is counted, without
    a name.
    """
    from coachlog.cli.ask.guide_walk import run_guide

    run_guide(ctx.obj, words, answers, record, format_)


@group.command("stats")
def stats(
    ctx: typer.Context,
    name: AnyName = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format_: FormatOption = Format.table,
) -> None:
    """Count which ends are reached, and where people leave.

    It says what many exceptions, escalations or leavings mean: from five walks on, where they are a third or more.
    """
    span = read_span(ctx.obj, since, until) if since or until else None
    if span:
        say(f"{span_text(span)}, {zone_name(ctx.obj.clock.now())}")
    _write_stats(ctx.obj, " ".join(name or []), span, format_)


@group.command("export")
def export(
    ctx: typer.Context,
    name: NameArgument,
    format_: ChartOption = Chart.md,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write a guide for others.

    As nested lists (md), as a flow chart (mermaid), or as its author wrote it (text).
    """
    stored, found = service.find_readable_guide(ctx.obj.reading, " ".join(name))
    _write_lines(format_, found, stored.text, output, force=force)


@group.command("remove")
@group.command("delete", hidden=True)
def remove(ctx: typer.Context, name: NameArgument) -> None:
    """Remove a guide; `undo` brings it back."""
    stored = service.remove(ctx.obj.log, ctx.obj.clock, ctx.obj.settings, " ".join(name))
    say(f"removed: {stored.name}")
    say("bring back: coachlog undo")


def _list(context: Context, form: Format) -> None:
    counted = walk_counts(context.reading)
    rows = [
        (stored, counted.get(stored.uuid, (0, None)))
        for stored in service.all_stored_guides(context.reading)
    ]
    write_records(LISTED, rows, form)
    if not rows:
        say("there is no guide yet. Write one with  coachlog guide add --editor")


def _rows(found: Guide) -> list[dict[str, Any]]:
    rows = []
    empty = dict.fromkeys(column.name for column in STEPS)
    for step in found.steps.values():
        row = {**empty, "step": step.name, "rule": step.rule, "judgement": step.judgement}
        if ending := step.ending:
            said = {"to": ending.to, "with": ending.bring} if ending.to else {"text": ending.text}
            rows.append({**row, "kind": ending.kind, **said})
        for answer in step.answers:
            asked = {
                "kind": "question",
                "text": step.question,
                "answer": answer.label,
                "leads_to": answer.to,
            }
            rows.append({**row, **asked})
    return rows


def _write_lines(form: Chart, found: Guide, text: str, output: str | None, *, force: bool) -> None:
    from coachlog.render.guide_page import WRITERS

    lines = WRITERS[form.value](found) if form.value in WRITERS else text.split("\n")
    with open_output(output, force=force) as out:
        out.write("\n".join(lines).rstrip("\n") + "\n")
    if output and output != "-":
        say(f"{found.name} written to {output}")


def _write_stats(context: Context, name: str, span: Period | None, form: Format) -> None:
    log = context.reading
    first, last = (span.first.isoformat(), span.last.isoformat()) if span else ("", "~")
    chosen = [service.find_guide(log, name)] if name else service.all_stored_guides(log)
    walked = [
        (stored.guide, ways(log, stored.uuid, first, last)) for stored in chosen if stored.guide
    ]
    if name:
        write_records(
            REACHED,
            [row for found, went in walked for row in guide_stats.reached(found, went)],
            form,
        )
    else:
        write_records(OVERALL, [guide_stats.overall(found, went) for found, went in walked], form)
    for found, went in walked:
        for line in guide_stats.signals(found, went):
            say(line)
