"""What a writer sees right after recording: a few short lines."""

from datetime import date, datetime

from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WIDTH = 48
MOST_TOPICS = 5


def receipt(fields: "dict[str, Any]", today: date) -> str:
    """One line that says what was understood: when, what kind, where, and how to take it back."""
    topics = fields["topics"]
    more = f" and {len(topics) - MOST_TOPICS} more" if len(topics) > MOST_TOPICS else ""
    place = f"{fields['team']} / {', '.join(topics[:MOST_TOPICS])}{more}"
    when = moment_text(fields["occurred_on"], fields.get("occurred_at"), today)
    private = " · private" if fields.get("share") == "private" else ""
    return visible(
        f"{when} · {fields['kind']} · {place}{private} · {fields['short_id']} · undo: coachlog undo"
    )


def similar_line(similar: list[tuple[str, str]]) -> str:
    """One line that names entries like the new one, each by its id and first words."""
    return "like it: " + " · ".join(
        f"{short_id} {shorten(happened, WIDTH)}" for short_id, happened in similar
    )


def moment_text(occurred_on: str, occurred_at: str | None, today: date) -> str:
    """A day, with its local time where one is known and its year where it is not this one: `Thu 19 Nov 15:00`."""
    day = date.fromisoformat(occurred_on)
    text = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    if day.year != today.year:
        text += f" {day.year}"
    if occurred_at:
        local = datetime.fromisoformat(occurred_at.replace("Z", "+00:00")).astimezone()
        text += f" {local:%H:%M}"
    return text


def shorten(text: str, width: int) -> str:
    """The beginning of a text on one line, at most `width` characters, with `…` where there is more."""
    # Cut before it is made visible: a text may have a million characters.
    line = " ".join(visible(text[: 20 * width]).split())
    if len(line) <= width and len(text) <= 20 * width:
        return line
    cut = line[: width - 1]
    at_word = cut.rpartition(" ")[0]  # between words no letter is parted from its accents
    return (at_word if len(at_word) > width // 2 else cut).rstrip() + "…"
