"""One short line for what is not usual in a week."""

from coachlog.domain.review.usual import Usual
from coachlog.render.words import count_of, plural_of

_WEEK = 7  # days


def usual_line(usual: Usual) -> str:
    """Return what is unusual: `permits: 12 entries, usually 3 to 9`.

    Args:
        usual: a series with more or fewer entries than usual.
    """
    return f"{series_name(usual)}: {_unusual_text(usual)}"


def series_name(usual: Usual) -> str:
    """Return what a series is called: `all entries`, a team, a topic, or `mistakes`."""
    if usual.sort == "kind":
        return plural_of(usual.name)
    return usual.name or "all entries"


def week_text(usual: Usual) -> str:
    """Return what a series has in a week, and whether that is usual: `4 entries, usually 3 to 9`.

    Args:
        usual: any series; of one that is usual its limits are known.
    """
    if usual.is_unusual:
        return _unusual_text(usual)
    entries = count_of(usual.entries, "entry")
    if usual.high is None:
        return f"{entries}, too new to compare"
    return f"{entries}, usually {limits_text(usual)}"


def _unusual_text(usual: Usual) -> str:
    if usual.before < 1:
        return _rare(usual)
    if usual.span == 1:
        entries = count_of(usual.entries, "entry")
        return f"{entries}, usually {limits_text(usual)}"
    rate = _number(usual.in_span / usual.span)
    return (
        f"{usual.verdict} than usual for {usual.span} weeks, "
        f"{rate} a week instead of {_number(usual.before)}"
    )


def limits_text(usual: Usual) -> str:
    """Return what is usual in a week: `3 to 9`, or `up to 9` where it may have none."""
    if usual.low:
        return f"{usual.low:,} to {usual.high:,}"
    return f"up to {usual.high:,}"


def _rare(usual: Usual) -> str:
    # People think in days of what comes less than once a week.
    number: int | str = usual.in_span or "none"
    span = "in one week"
    if usual.span > 1:
        span = f"in {usual.span} weeks"
    if not usual.before:
        return f"{number} {span}, none before"
    days = round(_WEEK / usual.before)
    return f"{number} {span}, before that one every {days} days"


def _number(rate: float) -> str:
    """Return entries a week, with one digit behind the point where that tells something."""
    digits = 0 if rate >= 10 else 1
    return f"{rate:.{digits}f}".removesuffix(".0")
