"""One short line for what is not usual in a week."""

from coachlog.domain.review.usual import Usual
from coachlog.render.words import count_of, plural_of

_WEEK = 7  # days


def usual_line(usual: Usual) -> str:
    """Return what is unusual: `permits: 12 entries, usually 3 to 9`.

    Args:
        usual: a series with more or fewer entries than usual.
    """
    name = usual.name or "all entries"
    if usual.sort == "kind":
        name = plural_of(name)
    if usual.before < 1:
        return f"{name}: {_rare(usual)}"
    if usual.span == 1:
        entries = count_of(usual.entries, "entry")
        return f"{name}: {entries}, usually {limits_text(usual)}"
    rate = _number(usual.in_span / usual.span)
    return (
        f"{name}: {usual.verdict} than usual for {usual.span} weeks, "
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
