"""What a writer sees right after recording: a few short lines."""

from datetime import date

from coachlog.render.visible import visible
from coachlog.render.words import moment_text, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
