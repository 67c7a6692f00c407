"""An exercise made of real entries: `tabletop`."""

from functools import partial
from typing import TextIO

import typer

from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_masked, say_possible_names
from coachlog.cli.options import DocumentFormatOption, ForceOption, Format, OutputOption
from coachlog.cli.output import choose_format, is_file, open_output, write_page, write_records
from coachlog.domain.filters import Filter
from coachlog.domain.tabletop import TabletopSheet, tabletop_rows
from coachlog.render.tabletop import COLUMNS, NOTE, tabletop_page
from coachlog.services.tabletop import Exercise, make_exercise

app = typer.Typer()

# Nothing that picks one person's entries.
FILTERS = ("words", "team", "topic", "kind", "since", "until", "status", "limit")


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
    output_format = choose_format(format_, output)
    exercise = make_exercise(ctx.obj.reading, entry_filter, text)
    if output_format not in (Format.md, Format.table):
        say(NOTE)  # a document has it in its first lines
    with open_output(output, force=force) as out:
        _write(exercise.sheet, output_format, out)
    _say_result(exercise, output)
    # An unknown topic was an error before this; an unknown team only makes the choice smaller.
    warn_unknown_names(ctx.obj, entry_filter._replace(topics=()))


def _write(sheet: TabletopSheet, output_format: Format, out: TextIO) -> None:
    if output_format in (Format.md, Format.table):
        write_page(tabletop_page(sheet), output_format, out)
    else:
        write_records(COLUMNS, tabletop_rows(sheet), output_format, out)


def _say_result(exercise: Exercise, output: str | None) -> None:
    used = len(exercise.sheet.scenarios)
    if exercise.considered > used:
        say(f"Used {used} of {exercise.considered:,} suitable entries; --limit takes more.")
    say_masked(exercise.mask)
    say_possible_names(exercise.possible_names)
    if is_file(output):
        say(f"Written to {output}.")
