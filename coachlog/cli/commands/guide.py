"""Decision trees for the cases that the procedure does not answer: `guide`."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import (
    EditorOption,
    EncodingOption,
    ForceOption,
    Format,
    FormatOption,
    OutputOption,
    argument,
    option,
)
from coachlog.cli.output import (
    open_output,
    say_written,
    screen_width,
    use_colour,
    write_page,
    write_records,
)
from coachlog.cli.period_options import read_span, say_span
from coachlog.domain.guides.guide import Guide
from coachlog.errors import UsageError
from coachlog.render.guide_tables import (
    GUIDE_COLUMNS,
    GUIDE_COUNT_COLUMNS,
    STEP_COLUMNS,
    STEP_COUNT_COLUMNS,
    guide_row,
    step_rows,
)
from coachlog.services.guide import (
    all_stored_guides,
    find_guide,
    find_readable_guide,
    remove_guide,
)
from coachlog.services.guide_walks import count_walks
from coachlog.storage.queries.guides import walk_counts

group = typer.Typer()


class ExportFormat(StrEnum):
    """How a guide is written for others."""

    md = "md"
    mermaid = "mermaid"
    text = "text"


NameArgument = Annotated[
    list[str],
    argument("NAME", "Its name, or a part of it that no other guide has."),
]
OptionalNameArgument = Annotated[
    list[str] | None, argument("[NAME]", "Only this guide, ending by ending.")
]
FileArgument = Annotated[str | None, argument("FILE", "The guide as text, or - for stdin.")]
WordsArgument = Annotated[
    list[str],
    argument("NAME [@TEAM] [+TOPIC]...", "A guide, and where the case belongs."),
]
AnswersOption = Annotated[
    list[str] | None,
    option("--answers ANSWERS", "Take these answers: yes,no,2 and so on; q stops."),
]
ExportFormatOption = Annotated[ExportFormat, option("--format -f", "How to write it.")]
RecordOption = Annotated[
    str | None,
    option("--record TEXT", "Record the case: what happened, in a line."),
]
SinceOption = Annotated[str | None, option("--since DATE", "Only walks from this day on.")]
UntilOption = Annotated[str | None, option("--until DATE", "Only walks up to this day.")]


# One function for `guide` and `guide list`; before another command it has nothing to do.
@group.callback(invoke_without_command=True)
@group.command("list", help="List the guides, and how often each was walked.")
def guide(ctx: typer.Context, format_: FormatOption = Format.table) -> None:
    """Decide a case that the procedure does not answer.

    A guide is a small decision tree that your team writes: rules first, then judgement. Without a
    subcommand, your guides are listed.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, format_)


@group.command("add")
def add(
    context: Context,
    file: FileArgument = None,
    editor: EditorOption = False,
    encoding: EncodingOption = None,
) -> None:
    """Add a guide, or replace the one of the same name.

    It is checked first: every path through it has to end.
    """
    # Loaded here: `guide` and `guide list` need neither editor nor prompts.
    from coachlog.cli.ask.guide_text import add_text, file_text, write_in_editor

    if editor and file:
        raise UsageError("FILE and --editor are both given. Give one of them.")
    if editor:
        write_in_editor(context)
    else:
        add_text(context, file_text(file, encoding))


@group.command("edit")
def edit(context: Context, name: NameArgument) -> None:
    """Change a guide in $VISUAL or $EDITOR."""
    from coachlog.cli.ask.guide_text import write_in_editor

    write_in_editor(context, find_guide(context.reading, " ".join(name)))


@group.command("show")
def show(context: Context, name: NameArgument, format_: FormatOption = Format.table) -> None:
    """Draw a guide as a tree."""
    stored, guide = find_readable_guide(context.reading, " ".join(name))
    if format_ is Format.table:
        from coachlog.render.guide_tree import write_tree

        write_tree(guide, sys.stdout, width=screen_width(), colour=use_colour())
    elif format_ is Format.md:
        _write_guide(guide, stored.text, ExportFormat.md)
    else:
        write_records(STEP_COLUMNS, step_rows(guide), format_)


@group.command("run")
def run(
    context: Context,
    words: WordsArgument,
    answers: AnswersOption = None,
    record: RecordOption = None,
    format_: FormatOption = Format.table,
) -> None:
    """Go through a guide, question by question.

    It ends with what to do and the rule behind it, and records the case if you like. The path you
    took is counted, without your name.
    """
    from coachlog.cli.ask.guide_walk import run_guide

    run_guide(context, words, answers, record, format_)


@group.command("stats")
def stats(
    context: Context,
    name: OptionalNameArgument = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format_: FormatOption = Format.table,
) -> None:
    """Count which endings are reached, and where people stop.

    From five walks on, it also says so if a third or more of them end in an exception or an
    escalation, or stop at one question.
    """
    span = None
    if since or until:
        span = read_span(context, since, until)
        say_span(context, span)
    log = context.reading
    # One guide is counted ending by ending; for all of them that would be a list nobody reads.
    if name:
        counts = count_walks(log, [find_guide(log, " ".join(name))], span)
        write_records(STEP_COUNT_COLUMNS, counts.steps, format_)
    else:
        counts = count_walks(log, all_stored_guides(log), span)
        write_records(GUIDE_COUNT_COLUMNS, counts.guides, format_)
    for line in counts.signals:
        say(line)


@group.command("export")
def export(
    context: Context,
    name: NameArgument,
    format_: ExportFormatOption = ExportFormat.md,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write a guide for others.

    As nested lists (md), as a flow chart (mermaid), or as its author wrote it (text).
    """
    stored, guide = find_readable_guide(context.reading, " ".join(name))
    _write_guide(guide, stored.text, format_, output, force=force)


@group.command("remove")
@group.command("delete", hidden=True)  # what many people type first
def remove(context: Context, name: NameArgument) -> None:
    """Remove a guide; `undo` brings it back."""
    stored = remove_guide(context.log, " ".join(name))
    say(f"Removed: {stored.name}")
    say("To bring it back: coachlog undo")


def _list(context: Context, output_format: Format) -> None:
    counts = walk_counts(context.reading)
    rows = []
    for stored in all_stored_guides(context.reading):
        walks, last = counts.get(stored.uuid, (0, None))
        rows.append(guide_row(stored.name, stored.guide, walks, last))
    write_records(GUIDE_COLUMNS, rows, output_format)
    if not rows:
        say("There are no guides yet. Write one with  coachlog guide add --editor")


def _write_guide(
    guide: Guide,
    text: str,
    output_format: ExportFormat,
    output: str | None = None,
    *,
    force: bool = False,
) -> None:
    from coachlog.render.guide_page import guide_page
    from coachlog.render.mermaid import guide_mermaid

    if output_format is ExportFormat.mermaid:
        text = "\n".join(guide_mermaid(guide))
    with open_output(output, force=force) as out:
        if output_format is ExportFormat.md:
            write_page(guide_page(guide), Format.md, out)
        else:
            out.write(text.rstrip("\n") + "\n")
    say_written(output)
