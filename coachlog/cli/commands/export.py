"""Exchanging: `export`, and `clear`, which says what may go into a meeting."""

import os
from enum import StrEnum
from typing import Annotated

import typer

from coachlog.cli.messages import say, say_masked
from coachlog.cli.options import warn_unknown_names, with_filters
from coachlog.cli.output import open_output, with_progress
from coachlog.domain.audience import FULL, Audience, audience_named
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.columns import audience_columns
from coachlog.render.formats import WRITERS, markdown_text
from coachlog.render.words import count_of
from coachlog.services.export import AudienceExport, HeldBack, held_back
from coachlog.storage.queries.entries import count_entries

app = typer.Typer()

NAMED_AT_MOST = 5
WORKBOOKS = (".xlsx", ".xls", ".ods")


class For(StrEnum):
    """Who an export is for."""

    team = "team"
    meeting = "meeting"
    full = "full"


class FileFormat(StrEnum):
    """How a file is written."""

    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


@app.command("export")
@with_filters
def export(
    ctx: typer.Context,
    entry_filter: Filter,
    for_: Annotated[For, typer.Option("--for", help="Who it is for.")] = For.team,
    format_: Annotated[
        FileFormat | None,
        typer.Option(
            "--format", "-f", help="How to write it; else as the file's name ends, else csv."
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there.")
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="Begin a CSV with the mark by which Excel knows UTF-8.")
    ] = False,
) -> None:
    """Write entries for a team, a meeting or oneself.

    The oldest come first. Who it is for, and what was held back, is said on the screen and in the first line of
    Markdown; a CSV begins with its header, so that a spreadsheet opens it right.
    """
    form = _form(format_, output, excel=excel)
    audience = audience_named(
        for_.value, None if entry_filter.include_own else entry_filter.trainer
    )
    entry_filter = entry_filter._replace(audience=audience, include_own=False)
    log = ctx.obj.reading
    handout = AudienceExport(log, entry_filter)
    with open_output(output, force=force, bom=excel) as out:
        first_line = opening(audience, held_back(log, entry_filter))
        say(first_line)
        if form is FileFormat.md:
            out.write(f"{markdown_text(first_line)}\n\n")
        columns = audience_columns(audience, ctx.obj.settings.week_start)
        with with_progress(
            handout, lambda: count_entries(log, entry_filter), to_file=output is not None
        ) as rows:
            WRITERS[form.value](columns, rows, out)
    _say_done(handout, output)
    warn_unknown_names(ctx.obj, entry_filter)


def opening(audience: Audience, held: HeldBack) -> str:
    """An output's first line: its audience, and what was held back from it and why."""
    reasons = [f"{held.uncleared} not cleared for a meeting (coachlog clear)"] * bool(
        held.uncleared
    )
    reasons += [f"{held.private} private"] * bool(held.private)
    if audience == FULL:
        return audience.note
    return f"{audience.note}; held back: {', '.join(reasons) or 'nothing'}"


def _form(given: FileFormat | None, output: str | None, *, excel: bool) -> FileFormat:
    stem, dot_ending = os.path.splitext(output or "")
    if dot_ending.lower() in WORKBOOKS:
        raise UsageError(
            f"coachlog writes CSV; name the file {stem}.csv (it opens in Excel, add --excel)."
        )
    ending = (output or "").rpartition(".")[2].lower()
    form = given or (FileFormat(ending) if ending in set(FileFormat) else FileFormat.csv)
    if excel and form is not FileFormat.csv:
        raise UsageError(f"--excel is for CSV, and this is {form}. Leave one of them out.")
    return form


def _say_done(handout: AudienceExport, output: str | None) -> None:
    if output and output != "-":
        say(f"{count_of(handout.count, 'entry')} written to {output}")
    if handout.mask:
        say_masked(handout.mask)
    if named := handout.named:
        ids = ", ".join(named[:NAMED_AT_MOST]) + (" …" if len(named) > NAMED_AT_MOST else "")
        whose = (
            "entry names a person in its" if len(named) == 1 else "entries name a person in their"
        )
        say(f"{len(named):,} {whose} own words: {ids}. Look before you hand this out.")
