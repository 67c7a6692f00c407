"""Reading what was said about entries, and how far they got."""

from itertools import islice

from coachlog.domain.reply import News, Reply, StatusChange
from coachlog.storage.news import STANDING
from coachlog.storage.patch_json import read_patch
from coachlog.storage.queries.open_questions import about
from coachlog.storage.revisions import STANDS, device_of, epoch_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

BATCH = 500
# Where the same happened: nobody hears of an entry that is another's own.
_OTHER = "LEFT JOIN entry o ON o.uuid = r.other AND (o.share <> 'private' OR o.trainer = :me)"


def replies_of(log: "Log", entry: str, reader: str) -> list[Reply]:
    """What was said about the entry with this uuid, in its order, as `reader` may see it."""
    rows = log.all(
        f"""SELECT e.short_id, r.said_on, r.kind, r.author, r.text, o.short_id, o.happened
            FROM reply r JOIN entry e ON e.uuid = r.entry {_OTHER} WHERE r.entry = :entry ORDER BY r.hlc, r.uuid""",
        {"entry": entry, "me": reader},
    )
    return [Reply(*row) for row in rows]


def thanked_on(log: "Log", entry: str, author: str) -> str | None:
    """The day on which somebody thanked for an entry; None for nobody who did."""
    row = log.one(
        "SELECT said_on FROM reply WHERE entry = ? AND kind = 'thanks' AND author = ?",
        (entry, author),
    )
    return row[0] if row else None


def life_of(log: "Log", entry: str) -> "list[tuple[float, StatusChange]]":
    """The changes of an entry's status that stand, the oldest first, with their time; without its beginning."""
    rows = log.all(
        f"""SELECT r.hlc, r.author, a.verb, r.patch FROM revision r LEFT JOIN action a ON a.hlc = r.hlc AND r.device = ?
            WHERE r.record = ? AND r.tbl = 'entry' AND coalesce(a.undone, {STANDS}) = {STANDS} ORDER BY r.hlc, r.id""",
        (device_of(log), entry),
    )
    steps: list[tuple[float, StatusChange]] = []
    for hlc, author, verb, text in rows:
        patch = read_patch(text)
        changed = patch.get("changed_what")
        if status := patch.get("status"):
            meeting = _meeting_of(log, hlc) if (verb or "").startswith("meeting") else None
            steps.append((epoch_seconds(hlc), StatusChange("", status, author, changed, meeting)))
        elif "changed_what" in patch and steps:
            steps[-1] = (steps[-1][0], steps[-1][1]._replace(changed_what=changed))
    return steps


def _meeting_of(log: "Log", hlc: str) -> str | None:
    row = log.one(
        "SELECT m.held_on FROM revision r JOIN meeting m ON m.uuid = r.record WHERE r.hlc = ? AND r.tbl = 'meeting'",
        (hlc,),
    )
    return row[0] if row else None


def select_news(
    log: "Log", entry_filter: "Filter", trainer: str, since: str, until: str
) -> "Iterator[News]":
    """What others did with a trainer's entries between two hlcs, the newest first."""
    where, values = about(log, entry_filter)
    values |= {"trainer": trainer, "me": entry_filter.reader, "since": since, "until": until}
    private = "" if trainer == entry_filter.reader else "AND e.share <> 'private'"
    sql = f"""SELECT n.hlc, e.short_id, n.what, n.author, CASE WHEN n.record = n.entry THEN e.changed_what ELSE r.text END,
                     (SELECT o.short_id FROM entry o WHERE o.uuid = r.other AND (o.share <> 'private' OR o.trainer = :me)),
                     a.verb LIKE 'meeting%', e.happened, e.status, n.record
              FROM news n INDEXED BY news_by_trainer {STANDING}
              AND n.trainer = :trainer AND n.hlc BETWEEN :since AND :until {private} {where}"""
    for row in islice(_news_rows(log, sql, values), entry_filter.limit):
        hlc, short_id, what, author, text, other, in_meeting, happened, status, _ = row
        meeting = _meeting_of(log, hlc) if in_meeting else None
        yield News(
            epoch_seconds(hlc),
            short_id,
            what,
            author,
            None if what == "shared" else text,
            other,
            meeting,
            happened,
            status,
        )


def _news_rows(log: "Log", sql: str, values: "dict[str, Any]") -> "Iterator[Any]":
    """Rows in batches, with nothing held open between."""
    order = f"ORDER BY n.hlc DESC, n.record DESC LIMIT {BATCH}"
    rows = log.all(f"{sql} {order}", values)
    while rows:
        yield from rows
        if len(rows) < BATCH:
            return
        values |= {"hlc": rows[-1][0], "record": rows[-1][-1]}
        rows = log.all(
            f"{sql} AND n.hlc <= :hlc AND (n.hlc, n.record) < (:hlc, :record) {order}", values
        )
