"""Saying whether it shows in the work: `checkin`."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from coachlog.cli.ask.checkin_walk import walk
from coachlog.cli.ask.prompts import can_ask
from coachlog.cli.context import Context
from coachlog.cli.filter_options import is_narrowed, with_filters
from coachlog.cli.messages import say, say_advice
from coachlog.domain.checkins import EARLY, SEEN
from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, Period
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.checkins import answer_line
from coachlog.services.checkin import check_in, current_checkin, due_checkins, this_week

app = typer.Typer()

AT_ONCE = 200  # nobody answers more in one sitting


@app.command("checkin")
@partial(with_filters, plain="ID ANSWER NOTE")
def checkin(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    early: Annotated[
        bool, typer.Option("--early", help="Also what is not due for more than a week.")
    ] = False,
) -> None:
    """Say whether it shows in the work.

    ANSWER is not-yet, with-help, unprompted or no-chance (which asks again in two weeks and is never counted).

    Without an ID it asks about what is due of your own entries, one after the other; @TEAM or --trainer widens that.

    To be asked no more about an entry: coachlog edit ID --no-follow-up.
    """
    words = (text or "").split(None, 1)
    if words:
        _answer_one(ctx.obj, entry_filter, words[0], "".join(words[1:]), early=early)
    elif can_ask():
        _walk(ctx.obj, _narrowed(ctx.obj, entry_filter, early=early), early=early)
    else:
        raise DecisionNeededError(
            "which entry, and what was seen? For example:  coachlog checkin 8f3a unprompted  ·  coachlog due  lists them"
        )


def _answer_one(
    context: Context, entry_filter: Filter, name: str, answer: str, *, early: bool
) -> None:
    if is_narrowed(context, entry_filter):
        raise UsageError(
            "an id and a filter are both named. Name one of them; a note does not end in @team or +topic."
        )
    if answer:
        seen, note = _split(answer)
        given = check_in(
            context.reading, context.clock, context.settings, name, seen, note, early=early
        )
        say(
            answer_line(
                given.entry.short_id,
                given.days,
                given.seen,
                given.asks_next,
                context.clock.now().date(),
            )
        )
        say_advice(context.settings, given.entry.team, note)
        return
    one = current_checkin(context.reading, context.clock, context.settings.user, name, early=early)
    if not can_ask():
        raise DecisionNeededError(
            f"what was seen? Add one of {', '.join(SEEN)}:  coachlog checkin {name} unprompted"
        )
    walk(context, [one], early=early)


def _split(text: str) -> tuple[str, str | None]:
    """The answer, in one word or two, and the note."""
    first, _, rest = text.partition(" ")
    second, _, after = rest.lstrip().partition(" ")
    if first.lower() not in SEEN and f"{first}-{second}".lower() in SEEN:
        return f"{first}-{second}", after.strip() or None
    return first, rest.strip() or None


def _narrowed(context: Context, entry_filter: Filter, *, early: bool) -> Filter:
    """One's own, where the filter names no team and no trainer; what is due by the end of the week, or as it says."""
    today = context.clock.now().date()
    used_team = context.settings.used_team
    if entry_filter.trainer is None and entry_filter.team in (None, used_team):
        entry_filter = entry_filter._replace(trainer=entry_filter.reader)
    latest = date.max if early else today + EARLY * DAY
    week_end = this_week(context.clock, context.settings).last
    span = entry_filter.period or Period(date.min, date.max if early else week_end, "")
    return entry_filter._replace(
        period=span._replace(last=min(span.last, latest)),
        include_own=entry_filter.trainer == entry_filter.reader,
        limit=AT_ONCE if entry_filter.limit is None else entry_filter.limit,
    )


def _walk(context: Context, entry_filter: Filter, *, early: bool) -> None:
    found = list(due_checkins(context.reading, context.clock, context.settings, entry_filter))
    if not found:
        _say_nothing(context, entry_filter)
        return
    walk(context, found, early=early)


def _say_nothing(context: Context, entry_filter: Filter) -> None:
    mine = entry_filter.trainer == entry_filter.reader
    everybody = entry_filter._replace(trainer=None, include_own=False, limit=1)
    if mine and next(
        due_checkins(context.reading, context.clock, context.settings, everybody), None
    ):
        say(
            "nothing of yours is due. Your colleagues' are answered by team or id:  coachlog checkin @TEAM  ·  coachlog due"
        )
    else:
        say(f"nothing {'of yours ' * mine}is due.  coachlog due  lists what is coming.")
