"""Repeats in words. What nobody has confirmed only looks like an earlier mistake."""

from coachlog.domain.fields import LOOKS_LIKE
from coachlog.domain.review.repeats import CONFIRMED, DISMISSED, Repeat
from coachlog.render.words import count_of, shorten

WIDTH = 48
_STATES = {LOOKS_LIKE: "looks like it", CONFIRMED: "came back", DISMISSED: "another one"}


def state_text(state: str) -> str:
    """Return what people call the state of a repeat."""
    return _STATES[state]


def decision_line(repeat: Repeat) -> str:
    """Return the receipt of somebody's word on a repeat."""
    later, earlier = repeat.later.short_id, repeat.earlier.short_id
    verb = "is not" if repeat.state == DISMISSED else "is"
    return f'{later} {verb} a repeat of {earlier} "{shorten(repeat.earlier.happened, WIDTH)}"'


def question_lines(repeat: Repeat) -> list[str]:
    """Return what somebody reads before they say whether a mistake came back."""
    later, earlier = repeat.later, repeat.earlier
    return [
        f"{later.short_id} · {later.occurred_on} · {later.team}: {later.happened}",
        f"looks like {earlier.short_id} · {earlier.occurred_on} · {earlier.team},"
        f" {count_of(repeat.days, 'day')} before: {earlier.happened}",
        f"→ {repeat.decided}",
    ]
