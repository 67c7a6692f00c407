"""`--on`: a date phrase becomes the day, and the instant where a time of day was given."""

from datetime import timedelta

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.clock import utc_text, zone_warning
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.render.words import moment_text

DAY = timedelta(days=1)


def occurred(context: Context, phrase: str, *, ahead: bool = False) -> dict[str, str | None]:
    """The fields `occurred_on` and `occurred_at` (UTC, None where only the day is known).

    Args:
        context: gives the time, the time zone and the settings for dates.
        phrase: a date as people say it.
        ahead: a date that is more than a day ahead is meant.

    Raises:
        UsageError: it is not understood.
        DecisionNeededError: it is more than a day ahead, and was not confirmed.
    """
    from coachlog.domain.dates import parse_moment

    if warning := zone_warning():
        say(warning)
    settings, now = context.settings, context.clock.now()
    try:
        found = parse_moment(phrase, now, settings.date_order, settings.language)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    at = utc_text(found.at) if found.at else None
    is_ahead = found.at - now > DAY if found.at else found.day - now.date() > DAY
    if is_ahead and not ahead:
        _confirm(
            f"{phrase!r} is {moment_text(found.day.isoformat(), at, now.date())}, which is still to come"
        )
    return {"occurred_on": found.day.isoformat(), "occurred_at": at}


def _confirm(what: str) -> None:
    from coachlog.cli.ask.prompts import can_ask, confirm

    if not can_ask() or not confirm(f"{what}. Record it so?"):
        raise DecisionNeededError(f"{what}. Give another date, or add --ahead if it is meant.")
