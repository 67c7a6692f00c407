"""The receipt: what a writer sees right after recording, in a few short lines."""

from datetime import date

from coachlog.domain.fields import Fields
from coachlog.render.visible import visible
from coachlog.render.words import moment_text, shorten

WIDTH = 48  # characters of a similar entry's first words
MOST_TOPICS = 5  # an entry may have fifty


def receipt(fields: "Fields", today: date) -> str:
    """Return one line that says what was understood, and how to take it back.

    Args:
        fields: the entry as it is stored.
        today: the writer's day, whose year goes without saying.
    """
    topics = fields["topics"]
    names = ", ".join(topics[:MOST_TOPICS])
    if len(topics) > MOST_TOPICS:
        names += f" and {len(topics) - MOST_TOPICS} more"
    parts = [
        moment_text(fields["occurred_on"], today, fields.get("occurred_at")),
        fields["kind"],
        f"{fields['team']} / {names}",
    ]
    if fields.get("share") == "private":
        parts.append("private")
    parts += [fields["short_id"], "undo: coachlog undo"]
    return visible(" · ".join(parts))


def similar_line(similar: list[tuple[str, str]]) -> str:
    """Return one line that names entries like the new one, each by its id and first words."""
    entries = [f"{short_id} {shorten(happened, WIDTH)}" for short_id, happened in similar]
    return f"Similar: {' · '.join(entries)}"
