"""`checkin`: record whether the coaching is sticking."""

from datetime import date

from coachlog import unrecorded
from coachlog.cli.ask.checkin_walk import say_result, walk
from coachlog.cli.ask.prompts import can_ask
from coachlog.cli.context import Context
from coachlog.cli.filter_options import refuse_filter, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import flag
from coachlog.domain.checkins import EARLY_DAYS, MOST_A_DAY, RESULTS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, Period, week_of
from coachlog.errors import DecisionNeededError
from coachlog.services.checkin import check_in, current_checkin
from coachlog.services.due import due_checkins
from coachlog.storage.queries.checkins import count_results_of

AT_ONCE = 200  # nobody goes through more in one sitting
GO_ON = f"To go on now:  coachlog checkin --limit {MOST_A_DAY}"


@with_filters(plain="ID RESULT NOTE")
def checkin(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    early: bool = flag("--early", "Also check-ins that are due in more than a week."),
) -> None:
    """Record whether the coaching is sticking.

    RESULT is not-yet, with-help, unprompted or no-chance. No-chance counts in no figure, and the
    check-in is due again in two weeks.

    Without an ID it goes through your own due check-ins, five a day at most, and the rest wait;
    @TEAM widens that, and --limit sets another number.

    To end the check-ins of an entry: coachlog edit ID --no-follow-up
    """
    words = (text or "").split(None, 1)
    if words:
        # A note that ends in @team or +topic comes here, too.
        refuse_filter(context, entry_filter)
        _check_in(context, words[0], "".join(words[1:]), early=early)
    elif can_ask():
        _go_through_due(context, entry_filter, early=early)
    else:
        raise DecisionNeededError(
            "which entry, and what was the result? For example:"
            "  coachlog checkin 8f3a unprompted  ·  coachlog due  lists them"
        )


def _check_in(context: Context, name: str, typed: str, *, early: bool) -> None:
    if typed:
        result, note = _split_result(typed)
        unrecorded.restate(note)
        # On the log for reading: an id that is not there makes no file.
        recorded = check_in(context.reading, name, result, note, early=early)
        say_result(context, recorded)
        return
    current = current_checkin(context.reading, name, early=early)
    if not can_ask():
        raise DecisionNeededError(
            f"what was the result? Add one of {', '.join(RESULTS)}:"
            f"  coachlog checkin {name} unprompted"
        )
    walk(context, [current], early=early)


def _split_result(typed: str) -> tuple[str, str | None]:
    """Split a result, of one word or two such as `not yet`, from the note that follows it."""
    first, _, rest = typed.partition(" ")
    second, _, after = rest.lstrip().partition(" ")
    two_words = f"{first}-{second}"
    if two_words.lower() in RESULTS:
        return two_words, after.strip() or None
    return first, rest.strip() or None


def _go_through_due(context: Context, entry_filter: Filter, *, early: bool) -> None:
    due_filter = _due_filter(context, entry_filter, early=early)
    most = entry_filter.limit
    if most is None:
        most = _left_today(context)
    # One more, to know whether any are left.
    due_filter = due_filter._replace(limit=min(most, AT_ONCE) + 1)
    checkins = list(due_checkins(context.reading, context.settings.week_start, due_filter))
    if not checkins:
        _say_nothing_due(context, due_filter)
        return
    if most:
        walk(context, checkins[:most], early=early)
    if entry_filter.limit is not None or len(checkins) <= most:
        return
    if most:
        say(f"The rest can wait until tomorrow. {GO_ON}")
    else:
        say(f"You have given {MOST_A_DAY} results today. The rest can wait. {GO_ON}")


def _left_today(context: Context) -> int:
    """Return how many check-ins the user is asked about yet today."""
    log = context.reading
    return max(0, MOST_A_DAY - count_results_of(log, log.user, context.today))


def _due_filter(context: Context, entry_filter: Filter, *, early: bool) -> Filter:
    """Return the filter for what is due by the end of the week, unless it says otherwise.

    It means one's own entries if no team was typed.
    """
    if entry_filter.team in (None, context.settings.used_team):
        entry_filter = entry_filter._replace(trainer=context.settings.user)
    week_end = week_of(context.today, context.settings.week_start).last
    period = entry_filter.period or Period(date.min, date.max if early else week_end, "")
    if not early:
        # The end of the week may be later than a check-in can have its result.
        latest = context.today + EARLY_DAYS * DAY
        period = period._replace(last=min(period.last, latest))
    return entry_filter._replace(
        period=period,
        include_own=entry_filter.is_own,
    )


def _say_nothing_due(context: Context, due_filter: Filter) -> None:
    if not due_filter.is_own:
        say("Nothing is due. To see what is coming:  coachlog due")
        return
    # Only whether there is one: `due` counts them.
    of_everybody = due_filter._replace(trainer=None, include_own=False, limit=1)
    others = due_checkins(context.reading, context.settings.week_start, of_everybody)
    if next(others, None):
        say(
            "Nothing of yours is due. To check in for a colleague:"
            "  coachlog checkin @TEAM  ·  coachlog due"
        )
    else:
        say("Nothing of yours is due. To see what is coming:  coachlog due")
