"""What stays when a colleague leaves: `handbook`."""

from functools import partial
from typing import Annotated

import typer

from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_masked, say_possible_names
from coachlog.cli.output import document_ending, open_output
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.handbook import Cover, handbook_page
from coachlog.render.markdown import write_markdown
from coachlog.render.words import count_of
from coachlog.services.handbook import Handbook
from coachlog.services.handbook import handbook as make_handbook

app = typer.Typer()

DATA = frozenset({"csv", "json", "jsonl"})
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]


@app.command("handbook")
@partial(with_filters, names=("words", "team", "topic", "kind", "since", "until"), plain="TOPIC")
def handbook(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Write the team's handbook as Markdown.

    It has what was shared and adopted, by topic: the wrong way, the right way, why, the rule and what changed, with
    months and roles and without names. The same entries give the same file.
    """
    if output and (ending := document_ending(output)) in DATA:
        raise UsageError(
            f"the handbook is Markdown, not {ending}.  coachlog export --status adopted -o {output}  writes entries."
        )
    made = make_handbook(ctx.obj.reading, entry_filter, text)
    cover = Cover(
        made.topics, made.team, entry_filter.period.label if entry_filter.period else None
    )
    with open_output(output, force=force) as out:
        write_markdown(handbook_page(cover, made.chapters), out)
    _say_done(made, output)
    warn_unknown_names(ctx.obj, entry_filter)


def _say_done(made: Handbook, output: str | None) -> None:
    if output and output != "-":
        lessons = sum(len(chapter.lessons) for chapter in made.chapters)
        say(f"{count_of(lessons, 'lesson')} written to {output}")
    if made.untold:
        says = "says" if made.untold == 1 else "say"
        say(f"{made.untold:,} more {says} only what happened:  coachlog finish  asks for the rest")
    say_masked(made.mask)
    say_possible_names(made.possible_names)
