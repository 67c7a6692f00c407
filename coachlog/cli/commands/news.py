"""What became of one's notes: `news`."""

from datetime import datetime
from typing import Any

import typer

from coachlog.cli.filter_options import is_narrowed, warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.render.columns import Column
from coachlog.render.replies import news_text
from coachlog.services import status

app = typer.Typer()


def _day(news: Any) -> str:
    return datetime.fromtimestamp(news.at).astimezone().date().isoformat()


NEWS = [
    Column("on", "day", _day),
    Column("short_id", "id"),
    Column("what"),
    Column("author", "who"),
    Column("text", "words", news_text, wide=True, wraps=True),
    Column("happened", "your note", wide=True),
]


@app.command("news")
@with_filters
def news(ctx: typer.Context, entry_filter: Filter, format_: FormatOption = Format.table) -> None:
    """List what became of your entries, the newest first.

    What colleagues said about them, who thanked for them, and which were shared, adopted or closed.
    """
    told = 0

    def counted() -> Any:
        nonlocal told
        for one in status.news(ctx.obj.reading, entry_filter):
            told += 1
            yield one

    write_records(NEWS, counted(), format_)
    warn_unknown_names(ctx.obj, entry_filter)
    if not told:
        say(f"no news of your notes {'there' if is_narrowed(ctx.obj, entry_filter) else 'yet'}. "
            "What others wrote waits for a word too:  coachlog reply ID WORDS  ·  coachlog thanks ID")  # fmt: skip
