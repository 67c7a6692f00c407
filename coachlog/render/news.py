"""News of a writer's entries in one line, printed after the receipt of a new one.

It is on the path of `log`: nothing is loaded for it that a recording has not loaded.
"""

from coachlog.render.words import MOST_NAMES, join_names, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = tuple[str, str, str, str, str, str | None]

WIDTH = 32
MOST_PARTS = 4  # so that the line is read; `coachlog news` has the rest
CLEARINGS = {
    "deleted": "{names} deleted (to bring back: coachlog delete --back {ids})",
    "asked": "a request to clear {names} (to say yes: coachlog clear {ids})",
    "edited": "{names} edited (to see the changes: coachlog history {ids})",
    "cleared": "{names} cleared for a meeting (to take back: coachlog clear --back {ids})",
}
# What one reply is called, and several.
REPLIES = {
    "idea": ("an idea on", "ideas on"),
    "answer": ("an answer to", "answers to"),
    "question": ("a question on", "questions on"),
    "same": ('"we had that too" on', 'times "we had that too" on'),
}


def reply_name(kind: str, *, is_asked: bool) -> str:
    """Return what people call a reply: an idea that somebody asked for is an answer.

    Args:
        kind: the kind of the reply, as it is stored.
        is_asked: whether the entry is a question, or somebody asked one about it before.
    """
    if kind == "idea" and is_asked:
        return "answer"
    return kind


def unread_news_line(rows: "Sequence[Row]") -> str | None:
    """Return the line: deletions, clearings, how far entries got, thanks, replies; None for none.

    Args:
        rows: `(short_id, kind of the entry, what, happened, status, what changed)` of each, the
            newest first. A status is told only if the entry still has it.
    """
    parts = []
    for parts_of in (_clearings, _statuses, _thanks, _replies):
        parts += parts_of(rows)
    if not parts:
        return None
    line = ", ".join(parts[:MOST_PARTS])
    if len(parts) > MOST_PARTS:
        line += " and more"
    return f"Since your last entry: {line} · coachlog news"


def _clearings(rows: "Sequence[Row]") -> list[str]:
    parts = []
    for what, text in CLEARINGS.items():
        ids = _ids(rows, what)
        if ids:
            # The command has the ids that are named, and no others.
            named = " ".join(ids[:MOST_NAMES])
            parts.append(text.format(names=join_names(ids), ids=named))
    return parts


def _ids(rows: "Sequence[Row]", what: str) -> list[str]:
    """Return the entries of one kind of news, each once."""
    return list(dict.fromkeys(row[0] for row in rows if row[2] == what))


def _statuses(rows: "Sequence[Row]") -> list[str]:
    by_entry: dict[str, str] = {}
    # A status that the entry no longer has was overtaken by a newer one.
    for short_id, _, what, happened, status, changed_what in rows:
        if what == status:
            text = happened if what == "shared" else changed_what or happened
            by_entry.setdefault(short_id, f"{short_id} {what} ({shorten(text, WIDTH)})")
    return list(by_entry.values())


def _thanks(rows: "Sequence[Row]") -> list[str]:
    ids = [row[0] for row in rows if row[2] == "thanks"]
    if not ids:
        return []
    thanks = f"thanks for {join_names(list(dict.fromkeys(ids)))}"
    if len(ids) == 1:
        return [thanks]
    return [f"{len(ids)} {thanks}"]


def _replies(rows: "Sequence[Row]") -> list[str]:
    counts: dict[tuple[str, str], int] = {}
    for short_id, entry_kind, what, *_ in rows:
        name = reply_name(what, is_asked=entry_kind == "question")
        if name in REPLIES:
            counts[name, short_id] = counts.get((name, short_id), 0) + 1
    parts = []
    for (name, short_id), number in counts.items():
        one, several = REPLIES[name]
        if number == 1:
            parts.append(f"{one} {short_id}")
        else:
            parts.append(f"{number} {several} {short_id}")
    return parts
