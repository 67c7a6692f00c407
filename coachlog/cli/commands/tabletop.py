"""An exercise made of real entries: `tabletop`."""

import sys
from functools import partial
from typing import Annotated, TextIO

import typer

from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_masked, say_possible_names
from coachlog.cli.options import ForceOption, Format, OutputOption
from coachlog.cli.output import document_ending, open_output, screen_width, use_colour
from coachlog.domain.filters import Filter
from coachlog.domain.tabletop import TabletopSheet, tabletop_rows
from coachlog.render.document import write_document, write_on_screen
from coachlog.render.tabletop import COLUMNS, NOTE, tabletop_parts
from coachlog.services.tabletop import Exercise, make_exercise

app = typer.Typer()

# Nothing that picks one person's entries.
FILTERS = ("words", "team", "topic", "kind", "since", "until", "status", "limit")

DocumentFormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write it; by default as the file's name says.",
        show_default="table",
    ),
]


@app.command("tabletop")
@partial(with_filters, names=FILTERS, plain="TOPIC|ID")
def tabletop(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    format_: DocumentFormatOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Make a scenario sheet from real entries.

    From the entries that you name, or from those on a TOPIC that say most (3, or --limit).

    A team plays it through at the table: scenario, decision points, discussion, expected actions,
    improvement plan. Nobody is named in it.
    """
    output_format = format_ or _format_of(output)
    exercise = make_exercise(ctx.obj.reading, entry_filter, text)
    if output_format not in (Format.md, Format.table):
        say(NOTE)  # a document has it in its first lines
    with open_output(output, force=force) as out:
        _write(exercise.sheet, output_format, out, to_file=output not in (None, "-"))
    _say_result(exercise, output)
    warn_unknown_names(ctx.obj, entry_filter._replace(topics=()))


def _format_of(output: str | None) -> Format:
    """Return the format that a file's name asks for; Markdown if the name says nothing."""
    if output is None or output == "-":
        return Format.table
    ending = document_ending(output)
    return Format(ending) if ending in set(Format) else Format.md


def _write(sheet: TabletopSheet, output_format: Format, out: TextIO, *, to_file: bool) -> None:
    parts = tabletop_parts(sheet)
    if output_format is Format.md:
        write_document(parts, out)
    elif output_format is not Format.table:
        from coachlog.render.formats import WRITERS

        WRITERS[output_format.value](COLUMNS, tabletop_rows(sheet), out)
    elif to_file:
        write_on_screen(parts, out, width=None, colour=False)
    else:
        # Not to `out`, which makes everything visible: the parts are safe already, and their
        # colours have to reach the terminal.
        write_on_screen(parts, sys.stdout, width=screen_width(), colour=use_colour())


def _say_result(exercise: Exercise, output: str | None) -> None:
    used = len(exercise.sheet.scenarios)
    if exercise.considered > used:
        say(f"Used {used} of {exercise.considered:,} suitable entries; --limit takes more.")
    say_masked(exercise.mask)
    say_possible_names(exercise.possible_names)
    if output and output != "-":
        say(f"Written to {output}")
