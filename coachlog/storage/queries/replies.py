"""Replies to entries, the changes of their status, and the news that a trainer gets of both."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter

from coachlog.clock import local_day
from coachlog.domain.entry import Entry
from coachlog.domain.fields import DEFAULTS, Fields
from coachlog.domain.filters import Filter
from coachlog.domain.ownership import may_read
from coachlog.domain.reply import News, Reply, StatusChange
from coachlog.domain.typed_text import name_key
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import SHARED_OTHER, readable
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_patches
from coachlog.storage.news import NEWS_TABLES, NOT_UNDONE, STANDING, deletions
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES
from coachlog.storage.revisions import device_of, epoch_seconds

# The entry where the same happened, unless it is another trainer's private one.
_OTHER = f"LEFT JOIN entry o ON o.uuid = r.other AND {readable(SHARED_OTHER, 'o.trainer')}"
_NEWS = FEW_ENTRIES._replace(tables=f"{NEWS_TABLES.format(index='news_by_trainer')} {_OTHER}")


def replies_of(log: Log, entry: str) -> list[Reply]:
    """Return the replies to an entry as the reader may see them, the oldest first.

    Args:
        log: the log.
        entry: the uuid of an entry that they may read.
    """
    rows = log.all(
        f"""SELECT e.short_id, r.said_on, r.kind, r.author, r.text, o.short_id, o.happened
            FROM reply r JOIN entry e ON e.uuid = r.entry {_OTHER}
            WHERE r.entry = :entry ORDER BY r.hlc, r.uuid""",
        {"entry": entry, "reader": log.reader},
    )
    return [Reply(*row) for row in rows]


def thanked_on(log: Log, entry: str) -> str | None:
    """Return the day on which the user said thanks for an entry; None where they have not."""
    return log.value(
        "SELECT said_on FROM reply WHERE entry = ? AND kind = 'thanks' AND author = ?",
        (entry, log.user),
    )


def status_history(log: Log, entry: Entry) -> list[StatusChange]:
    """Return the changes of an entry's status, the oldest first; it begins with its recording.

    Those that were undone are left out. For others than its owner they begin when the entry was
    shared.
    """
    rows = log.all(
        f"""SELECT r.hlc, r.author, a.verb, r.id, r.patch
            FROM revision r LEFT JOIN action a ON a.hlc = r.hlc AND r.device = ?
            WHERE r.record = ? AND r.tbl = 'entry' AND {NOT_UNDONE}
            ORDER BY r.hlc, r.id""",
        (device_of(log), entry.uuid),
    )
    # An entry is logged by being recorded; no revision says so.
    recorded_at = datetime.fromisoformat(entry.recorded_at).timestamp()
    history = [
        StatusChange(
            local_day(recorded_at),
            "logged",
            entry.trainer,
            changed_what=None,
        )
    ]
    items: list[tuple[bytes, Fields]] = []
    for hlc, author, verb, number, text in rows:
        patch = read_patch(log, entry.uuid, text)
        items.append((number, patch))
        fields = fold_patches("entry", items)
        if not may_read(fields, log.reader):
            # Words that were withdrawn stay so, also when the entry is shared again.
            history = [change._replace(changed_what=None) for change in history]
            continue
        shown = _shown_of_status(fields, patch)
        status = shown.get("status")
        changed_what = shown.get("changed_what")
        is_repeated = "share" in patch or patch.get("status") != status
        if status and not (is_repeated and status == history[-1].status):
            change = StatusChange(
                local_day(epoch_seconds(hlc)),
                status,
                author,
                changed_what,
                _meeting_day(log, hlc, verb),
            )
            history.append(change)
        elif not patch.keys().isdisjoint({"changed_what", "share"}) and len(history) > 1:
            history[-1] = history[-1]._replace(changed_what=changed_what)
    return history


def _shown_of_status(fields: Fields, patch: Fields) -> Fields:
    """Return what a change shows of the fields that an entry had after it."""
    # A sharing shows others what its owner has seen before.
    if "share" in patch:
        return fields
    # What was written in ignorance of a withdrawal is not among the fields.
    return {name: fields.get(name) for name in patch}


def select_news(
    log: Log,
    entry_filter: Filter,
    since: str,
    until: str,
) -> Iterator[News]:
    """Yield what others did with the reader's entries, the newest first.

    Args:
        log: the log.
        entry_filter: which entries, and how many rows at most; its period is not used.
        since: the first hlc, or the beginning of one.
        until: the last hlc.
    """
    done = _changes(log, entry_filter, since, until)
    deleted = _deletions(log, entry_filter, since, until)
    news = merge(done, deleted, key=attrgetter("at"), reverse=True)
    return islice(news, entry_filter.limit)


def _changes(log: Log, entry_filter: Filter, since: str, until: str) -> Iterator[News]:
    """Yield what others did with the reader's entries that are there."""
    # An entry that was handed over since, and is private now, is its new trainer's alone.
    about_entry = entry_filter._replace(trainer=None, period=None, include_own=True)
    query = Query(log, about_entry, _NEWS)
    query.where(STANDING)
    query.where("n.trainer = :reader", reader=log.reader)
    query.where_between("n.hlc", since, until)
    rows = query.pages(
        """n.hlc, e.short_id, n.what, n.author, a.verb, e.happened, e.status, o.short_id,
           CASE WHEN n.record = n.entry THEN e.changed_what ELSE r.text END""",
        ("n.hlc", "n.record"),
        limit=entry_filter.limit,
    )
    for hlc, short_id, what, author, verb, happened, status, other, text, *_ in rows:
        yield News(
            epoch_seconds(hlc),
            short_id,
            what,
            author,
            None if what in ("shared", "edited") else text,
            other,
            _meeting_day(log, hlc, verb),
            happened,
            status,
        )


def _deletions(log: Log, entry_filter: Filter, since: str, until: str) -> Iterator[News]:
    """Yield the deletions of the reader's entries by others."""
    for hlc, author, fields in deletions(log, since=since, until=until):
        if _matches(fields, entry_filter):
            yield News(
                at=epoch_seconds(hlc),
                short_id=fields["short_id"],
                what="deleted",
                author=author,
                text=None,
                other=None,
                meeting=None,
                happened=fields["happened"],
                status=_status_of(fields),
            )


def _matches(fields: Fields, entry_filter: Filter) -> bool:
    """Return whether a deleted entry matches a filter, which no query can find it by."""
    team, topics, kinds = entry_filter.team, entry_filter.topics, entry_filter.kinds
    if team is not None and name_key(team) != name_key(fields["team"]):
        return False
    keys = {name_key(topic) for topic in fields["topics"]}
    if topics and keys.isdisjoint(name_key(topic) for topic in topics):
        return False
    if kinds and fields["kind"] not in kinds:
        return False
    return entry_filter.status in (None, _status_of(fields))


def _status_of(fields: Fields) -> str:
    return fields.get("status") or str(DEFAULTS["status"])


def _meeting_day(log: Log, hlc: str, verb: str | None) -> str | None:
    """Return the day of the meeting that an action recorded; None where it recorded none."""
    if verb is None or not verb.startswith("meeting"):
        return None
    return log.value(
        """SELECT m.held_on FROM revision r JOIN meeting m ON m.uuid = r.record
           WHERE r.hlc = ? AND r.tbl = 'meeting' AND r.device = ?""",
        (hlc, device_of(log)),
    )
