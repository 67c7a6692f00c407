"""What a writer sees right after recording: a few short lines."""

from datetime import date, datetime

from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WIDTH = 48


def receipt(fields: "dict[str, Any]", today: date) -> str:
    """One line that says what was understood: when, what kind, where, and how to take it back."""
    place = f"{fields['team']} / {', '.join(fields['topics'])}"
    when = moment(fields["occurred_on"], fields.get("occurred_at"), today)
    private = " · private" if fields.get("share") == "private" else ""
    return visible(f"{when} · {fields['kind']} · {place}{private} · {fields['short_id']} · undo: coachlog undo")


def similar_line(similar: list[tuple[str, str]]) -> str:
    """One line that names entries like the new one."""
    return "like it: " + " · ".join(f"{short_id} {shortened(happened, WIDTH)}" for short_id, happened in similar)


def moment(occurred_on: str, occurred_at: str | None, today: date) -> str:
    """A day, with its local time where one is known and its year where it is not this one: `Thu 19 Nov 15:00`."""
    day = date.fromisoformat(occurred_on)
    text = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    if day.year != today.year:
        text += f" {day.year}"
    if occurred_at:
        local = datetime.fromisoformat(occurred_at.replace("Z", "+00:00")).astimezone()
        text += f" {local:%H:%M}"
    return text


def shortened(text: str, width: int) -> str:
    """The first `width` characters of a text on one line, with `…` where there is more."""
    line = " ".join(visible(text).split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
