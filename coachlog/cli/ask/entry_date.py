"""`--on`: a date phrase becomes the day of an entry, and its instant if it has a time of day.

A date ahead of today is more often a slip than meant, so it has to be confirmed.
"""

from coachlog.cli.context import Context
from coachlog.cli.messages import say_zone_warning
from coachlog.clock import utc_text
from coachlog.domain.periods import DAY
from coachlog.errors import AsUsageError, DecisionNeededError
from coachlog.render.words import moment_text


def entry_date(context: Context, phrase: str, *, ahead: bool = False) -> dict[str, str | None]:
    """Return the fields `occurred_on` and `occurred_at` (UTC; None if only the day is known).

    Args:
        context: gives the time, the time zone and the settings for dates.
        phrase: a date as people say it.
        ahead: whether a date more than a day ahead is meant.

    Raises:
        UsageError: the phrase is not understood.
        DecisionNeededError: the date is more than a day ahead, and was not confirmed.
    """
    # "yesterday" depends on the time zone, so that a wrong one is worth a warning here.
    say_zone_warning()
    now = context.clock.now()
    with AsUsageError():
        moment = context.date_parser().moment(phrase)
    day = moment.day.isoformat()
    instant = None
    is_ahead = moment.day - now.date() > DAY
    if moment.at:
        instant = utc_text(moment.at)
        is_ahead = moment.at - now > DAY
    if is_ahead and not ahead:
        confirm_ahead(context, phrase, day, instant)
    return {"occurred_on": day, "occurred_at": instant}


def confirm_ahead(
    context: Context,
    phrase: str,
    day: str,
    instant: str | None = None,
) -> None:
    """Ask whether a date in the future is meant.

    Args:
        context: gives the time.
        phrase: the date as it was typed.
        day: the day that it is.
        instant: the time that it is (UTC), if it has one.

    Raises:
        DecisionNeededError: it was not confirmed.
    """
    from coachlog.cli.ask.prompts import can_ask, confirm

    message = f"{phrase!r} is {moment_text(day, context.today, instant)}, which is in the future."
    if can_ask() and confirm(f"{message} Record it anyway?"):
        return
    raise DecisionNeededError(f"{message} Give another date, or add --ahead if you mean it.")
