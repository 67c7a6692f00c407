"""News of a writer's entries in one line, printed after the receipt of a new one.

It is on the path of `log`: nothing is loaded for it that a recording has not loaded.
"""

from coachlog.render.words import join_names, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 32
MOST_PARTS = 4
# What one reply is called, and several.
REPLIES = {
    "idea": ("an idea on", "ideas on"),
    "answer": ("an answer to", "answers to"),
    "question": ("a question on", "questions on"),
    "same": ('"we had that too" on', 'times "we had that too" on'),
}


def reply_name(kind: str, *, is_asked: bool) -> str:
    """Return what people call a reply: an idea that somebody asked for is an answer."""
    if kind == "idea" and is_asked:
        return "answer"
    return kind


def unread_news_line(rows: "Iterable[tuple[str, str, str, str, str | None]]") -> str | None:
    """Return the line: how far entries got, then thanks, then replies; None if there is nothing.

    Args:
        rows: `(short_id, what, happened, status, what changed)` of each, the newest first. A status
            is told only if the entry still has it.
    """
    statuses: dict[str, str] = {}
    thanks: dict[str, int] = {}
    replies: dict[tuple[str, str], int] = {}
    for short_id, what, happened, status, changed_what in rows:
        if what == "thanks":
            thanks[short_id] = thanks.get(short_id, 0) + 1
        elif what in REPLIES:
            replies[short_id, what] = replies.get((short_id, what), 0) + 1
        elif what == status and short_id not in statuses:
            text = changed_what if changed_what and what != "shared" else happened
            statuses[short_id] = f"{short_id} {what} ({shorten(text, WIDTH)})"
    parts = list(statuses.values())
    if thanks:
        parts.append(_thanks(thanks))
    for (short_id, what), number in replies.items():
        one, several = REPLIES[what]
        parts.append(f"{one} {short_id}" if number == 1 else f"{number} {several} {short_id}")
    if not parts:
        return None
    line = ", ".join(parts[:MOST_PARTS])
    if len(parts) > MOST_PARTS:
        line += " and more"
    return f"Since your last entry: {line} · coachlog news"


def _thanks(thanks: dict[str, int]) -> str:
    number = sum(thanks.values())
    ids = join_names(list(thanks))
    if number == 1:
        return f"thanks for {ids}"
    return f"{number} thanks for {ids}"
