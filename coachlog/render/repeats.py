"""Repeats in words. What nobody has confirmed only looks like an earlier mistake."""

from datetime import date

from coachlog.domain.fields import LOOKS_LIKE
from coachlog.domain.review.repeats import CONFIRMED, DISMISSED, ChangeEffect, Repeat
from coachlog.render.page import EntryTexts
from coachlog.render.words import count_of, moment_text, shorten

WIDTH = 48  # characters of the earlier mistake in a receipt
_STATES = {LOOKS_LIKE: "looks like it", CONFIRMED: "came back"}


def repeat_texts(repeat: Repeat, today: date) -> EntryTexts:
    """Return a mistake, with the earlier one and what was decided then below it."""
    later, earlier = repeat.later, repeat.earlier
    day = moment_text(later.occurred_on, today)
    days = count_of(repeat.days, "day")
    likeness = "like an earlier one"  # whose team is so small that it has no id on a page
    if earlier.short_id:
        likeness = f"like {earlier.short_id}"
    return EntryTexts(
        later.short_id,
        f"{day} · {later.team} · {_STATES[repeat.state]}",
        [
            ("", later.happened),
            (likeness, f"{days} before · {earlier.team} · {earlier.happened}"),
            ("decided", repeat.decided or ""),
        ],
    )


def repeat_lines(repeat: Repeat | None) -> list[tuple[str, str]]:
    """Return what the sheet of a mistake says of an earlier one; nothing if it is not a repeat."""
    if repeat is None:
        return []
    days = count_of(repeat.days, "day")
    text = f"{_STATES[repeat.state]}: like {repeat.earlier.short_id}, {days} before"
    return [("repeat", f"{text} · {shorten(repeat.earlier.happened, WIDTH)}")]


def change_texts(effect: ChangeEffect, today: date) -> EntryTexts:
    """Return an adopted change, with the repeats before and after it."""
    day = moment_text(effect.adopted_on, today)
    return EntryTexts(
        effect.entry.short_id,
        f"adopted on {day}",
        [
            ("", effect.entry.changed_what or ""),
            ("before", frequency_text(effect.before, effect.days_before)),
            ("after", frequency_text(effect.after, effect.days_after)),
            ("", effect.verdict),
        ],
    )


def frequency_text(repeats: int, days: float | None) -> str:
    """Return how often a mistake came back: `3 repeats, one in 12.5 days`.

    Args:
        repeats: how often.
        days: the mean days between them; None without a repeat.
    """
    if days is None:
        return "no repeats"
    return f"{count_of(repeats, 'repeat')}, one in {days:g} days"


def decision_line(repeat: Repeat) -> str:
    """Return the receipt of a decision about a repeat."""
    later, earlier = repeat.later.short_id, repeat.earlier.short_id
    verb = "is not" if repeat.state == DISMISSED else "is"
    return f'{later} {verb} a repeat of {earlier} "{shorten(repeat.earlier.happened, WIDTH)}"'
