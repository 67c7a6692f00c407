"""What became of a writer's notes, in one line; nothing is loaded for it that a recording has not loaded."""

from coachlog.domain.fields import STATUSES
from coachlog.render.words import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 32
MOST = 4  # of what one line names
SAID = {
    "idea": ("an idea", "ideas"),
    "question": ("a question", "questions"),
    "same": ('"we had that too"', 'times "we had that too"'),
}


def news_text_line(rows: "Iterable[tuple[str, str, str, str, str | None]]") -> str | None:
    """One line: how far notes got, then thanks, then what was said of which; None where nothing is left to tell.

    Args:
        rows: `(short_id, what, happened, status, what changed)`, the newest first. Of an entry's statuses the one that it
            still has is told.
    """
    moved: dict[str, str] = {}
    said: dict[tuple[str, str], int] = {}
    for short_id, what, happened, status, changed in rows:
        if what not in STATUSES:
            said[short_id, what] = said.get((short_id, what), 0) + 1
        elif what == status:
            words = changed if changed and what != "shared" else happened
            moved.setdefault(short_id, f"{short_id} {what} ({shorten(words, WIDTH)})")
    parts = list(moved.values())
    if thanks := {
        short_id: number for (short_id, what), number in said.items() if what == "thanks"
    }:
        number = sum(thanks.values())
        parts.append(f"{'thanks' if number == 1 else f'{number} thanks'} for {_ids(thanks)}")
    for (short_id, what), number in said.items():
        if what in SAID:
            one, many = SAID[what]
            parts.append(f"{one if number == 1 else f'{number} {many}'} on {short_id}")
    if not parts:
        return None
    more = " and more" if len(parts) > MOST else ""
    return f"Since your last entry: {', '.join(parts[:MOST])}{more} · coachlog news"


def _ids(found: "Iterable[str]") -> str:
    ids = list(found)
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
