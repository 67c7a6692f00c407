"""An exercise made of real entries: `tabletop`."""

import sys
from functools import partial
from typing import Annotated, TextIO

import typer

from coachlog.cli.messages import say, say_masked, say_possible_names
from coachlog.cli.options import Format, warn_unknown_names, with_filters
from coachlog.cli.output import document_ending, open_output, screen_width, use_colour
from coachlog.domain.filters import Filter
from coachlog.domain.tabletop import TabletopSheet, tabletop_rows
from coachlog.render.document import write_document, write_on_screen
from coachlog.render.tabletop import COLUMNS, NOTE, tabletop_parts
from coachlog.services.tabletop import Exercise
from coachlog.services.tabletop import tabletop as make_tabletop

app = typer.Typer()

# Nothing that picks one person's entries.
FILTERS = ("words", "team", "topic", "kind", "since", "until", "status", "limit")

FormOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="How to write it; else as the file's name ends.",
        show_default="table",
    ),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]


@app.command("tabletop")
@partial(with_filters, names=FILTERS, plain="TOPIC|ID")
def tabletop(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    format_: FormOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Make a scenario sheet from real entries.

    From the entries that you name, or from those on a TOPIC that say most (3, or --limit).

    A team plays it through at the table: scenario, decision points, discussion, what is expected, what to improve.
    Nobody is named in it.
    """
    form = format_ or _form(output)
    made = make_tabletop(ctx.obj.reading, entry_filter, text)
    if form not in (Format.md, Format.table):
        say(NOTE)  # a document has it in its first lines
    with open_output(output, force=force) as out:
        _write(made.sheet, form, out, to_file=output not in (None, "-"))
    _say_done(made, output)
    warn_unknown_names(ctx.obj, entry_filter._replace(topics=()))


def _form(output: str | None) -> Format:
    if output in (None, "-"):
        return Format.table
    ending = document_ending(output or "")
    return Format(ending) if ending in set(Format) else Format.md


def _write(sheet: TabletopSheet, form: Format, out: TextIO, *, to_file: bool) -> None:
    if form is Format.md:
        write_document(tabletop_parts(sheet), out)
    elif form is Format.table:
        if to_file:
            write_on_screen(tabletop_parts(sheet), out, width=None, colour=False)
        else:
            # The document is made safe part by part; its colours have to reach the terminal as they are.
            write_on_screen(
                tabletop_parts(sheet), sys.stdout, width=screen_width(), colour=use_colour()
            )
    else:
        from coachlog.render.formats import WRITERS

        WRITERS[form.value](COLUMNS, tabletop_rows(sheet), out)


def _say_done(made: Exercise, output: str | None) -> None:
    if made.considered > len(made.sheet.scenarios):
        say(
            f"{len(made.sheet.scenarios)} of {made.considered:,} entries that say enough; --limit takes more."
        )
    say_masked(made.mask)
    say_possible_names(made.possible_names)
    if output and output != "-":
        say(f"written to {output}")
