"""`reply`: say a word on a colleague's entry, or list the questions that nobody has answered."""

from functools import partial
from typing import Annotated

import typer

from coachlog.cli.change_messages import say_reply
from coachlog.cli.filter_options import is_narrowed, warn_unknown_names, with_filters
from coachlog.cli.id_and_text import IdAndTextCommand, ask_or_read, text_after_id
from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.domain.reply import IDEA, QUESTION, SAME
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.services.find import find_visible_entry
from coachlog.services.reply import reply as say_about
from coachlog.storage.queries.open_questions import count_questions, open_questions
from coachlog.storage.queries.replies import replies_of

app = typer.Typer()

SHOWN = 20  # on a screen, unless somebody wants more
MOST = 10_000  # what is counted
ListOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="List in this form: of an ID what was said about it.",
        show_default=False,
    ),
]
WAITING = [
    Column("asked_on", "asked"),
    Column("short_id", "id"),
    Column("author", "who"),
    Column("team"),
    Column("topics"),
    Column("question", wide=True, wraps=True),
    Column("happened", "about", wide=True),
]
REPLIES = [
    Column("said_on", "day"),
    Column("short_id", "id"),
    Column("kind"),
    Column("author", "who"),
    Column("text", wide=True, wraps=True),
    Column("other", "like"),
]


@app.command("reply", cls=IdAndTextCommand)
@partial(with_filters, plain="ID WORDS")
def reply(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    question: Annotated[
        bool, typer.Option("--question", "-q", help="The words ask something.")
    ] = False,
    same: Annotated[
        str | None,
        typer.Option("--same", metavar="OTHER_ID", help="The same happened in this entry."),
    ] = None,
    format_: ListOption = None,
) -> None:
    """Answer a question, share an idea, or say you had that too.

    Without an ID it lists the questions that nobody has answered yet.
    """
    if text is None:
        _list_waiting(ctx, entry_filter, question=question, same=same, form=format_ or Format.table)
    elif is_narrowed(ctx.obj, entry_filter):
        raise UsageError(
            "an id and a filter are both named. Name one of them.", typed=text_after_id(ctx) or None
        )
    elif format_ is not None:
        _list_replies(ctx, text, format_)
    else:
        _reply(ctx, text, question=question, same=same)


def _list_waiting(
    ctx: typer.Context, entry_filter: Filter, *, question: bool, same: str | None, form: Format
) -> None:
    if question or same:
        raise UsageError(
            "on which entry? Its id comes first, as in  coachlog reply 8f3a --question Why was that?"
        )
    log = ctx.obj.reading
    shown = (
        entry_filter._replace(limit=SHOWN)
        if form is Format.table and entry_filter.limit is None
        else entry_filter
    )
    write_records(WAITING, open_questions(log, shown), form)
    warn_unknown_names(ctx.obj, entry_filter)
    number = count_questions(log, entry_filter, MOST)
    if not number:
        say("no question waits for an answer. To say a word on an entry:  coachlog reply ID WORDS")
        return
    if entry_filter is not shown and number > SHOWN:
        more = f"{number - SHOWN:,}" if number < MOST else f"{MOST - SHOWN:,} or"
        say(f"and {more} more:  coachlog reply --limit N  shows so many")
    say("to answer one:  coachlog reply ID WORDS")


def _list_replies(ctx: typer.Context, name: str, form: Format) -> None:
    if text_after_id(ctx):
        raise UsageError(
            "--format lists what was said. Leave it out to say something.", typed=text_after_id(ctx)
        )
    reader = ctx.obj.settings.user
    write_records(
        REPLIES,
        replies_of(ctx.obj.reading, find_visible_entry(ctx.obj.reading, reader, name).uuid, reader),
        form,
    )


def _reply(ctx: typer.Context, name: str, *, question: bool, same: str | None) -> None:
    words = text_after_id(ctx)
    if question and same is not None:
        raise UsageError(
            "--question and --same are both given. Give one of them.", typed=words or None
        )
    kind = SAME if same is not None else QUESTION if question else IDEA
    if not words and kind != SAME:
        find_visible_entry(
            ctx.obj.reading, ctx.obj.settings.user, name
        )  # nobody is asked for words on what is not there
        asks = "your question" if question else "what do you want to say"
        words = ask_or_read(ctx, asks, f"coachlog reply {name} Ask them for the plan first")
    say_reply(
        ctx,
        say_about(
            ctx.obj.reading, ctx.obj.clock, ctx.obj.settings, name, kind, words or None, same
        ),
    )
