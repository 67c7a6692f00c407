"""An entry's life: `status`."""

from typing import Annotated

import typer

from coachlog.cli.id_and_text import IdAndTextCommand, ask_or_read, text_after_id
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.fields import CHOICES
from coachlog.errors import KeepTypedText, UsageError
from coachlog.render.columns import Column
from coachlog.render.replies import status_line
from coachlog.services.edit import Edited
from coachlog.services.find import find_visible_entry
from coachlog.services.status import needs_change, set_status, status_history, status_named

app = typer.Typer()

LIFE = [
    Column("on", "day"),
    Column("status"),
    Column("author", "who"),
    Column("meeting"),
    Column("changed_what", "what changed", wide=True, wraps=True),
]


@app.command("status", cls=IdAndTextCommand)
def status(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID [STATUS] [WHAT CHANGED]...",
            help=f"An id; one of {', '.join(CHOICES['status'])}.",
        ),
    ],
    changed: Annotated[
        str | None,
        typer.Option("--changed", metavar="TEXT", help="What was changed because of it."),
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show or set how far an entry got, and what changed.

    Its writer is told with their next recording. Without a STATUS it shows the entry's life.
    """
    name, text = words[0], text_after_id(ctx)
    if not text and changed is None:
        entry = find_visible_entry(ctx.obj.reading, ctx.obj.settings.user, name)
        write_records(LIFE, status_history(ctx.obj.reading, entry), format_)
    elif not text:
        raise UsageError(
            f"which status? For example:  coachlog status {name} adopted --changed …", typed=changed
        )
    else:
        _set(ctx, name, text, changed)


def _set(ctx: typer.Context, name: str, text: str, changed: str | None) -> None:
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    if rest and changed is not None:
        raise UsageError(
            "what changed is given twice: as words and with --changed. Give it once.",
            typed=f"{rest}\n{changed}",
        )
    words = changed if changed is not None else rest
    with KeepTypedText(words or None):
        wanted = status_named(word)
    log, settings = ctx.obj.reading, ctx.obj.settings
    if words == "-" or (
        not words
        and needs_change(find_visible_entry(log, settings.user, name), wanted)
        and _somebody_is_there()
    ):
        words = ask_or_read(
            ctx, "what changed", f"coachlog status {name} {wanted} New fee table at the counter"
        )
    _say_status(set_status(log, ctx.obj.clock, settings, name, wanted, words or None))


def _somebody_is_there() -> bool:
    from coachlog.cli.ask.prompts import can_ask

    return can_ask()


def _say_status(done: Edited) -> None:
    if not done.changed:
        say(f"{done.after.short_id} is {done.after.status} already; nothing was changed.")
    else:
        say(status_line(done.before, done.after))
