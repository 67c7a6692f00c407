"""`thanks`: thank a colleague for an entry."""

from typing import Annotated

import typer

from coachlog.cli.change_messages import say_reply
from coachlog.cli.id_and_text import IdAndTextCommand, text_after_id
from coachlog.domain.reply import THANKS
from coachlog.services.reply import reply as say_about

app = typer.Typer()


@app.command("thanks", cls=IdAndTextCommand)
def thanks(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="ID [WORDS]...", help="An id as `list` shows it; what for."),
    ],
) -> None:
    """Thank a colleague for an entry."""
    say_reply(
        ctx,
        say_about(
            ctx.obj.reading,
            ctx.obj.clock,
            ctx.obj.settings,
            words[0],
            THANKS,
            text_after_id(ctx) or None,
        ),
    )
