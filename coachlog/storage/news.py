"""News: what others did with a trainer's entries, told with their next recording.

It is noted together with what it is about. The table stays in its file and has no revisions; a
purge removes the rows of its entries.
"""

from coachlog.storage.conditions import OWN_DEVICE, SHARED_ENTRY, readable
from coachlog.storage.revisions import (
    STANDS,
    STEP,
    UNDONE,
    in_batches,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from coachlog.domain.merging import Revision
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change, Patch

MOST = 50  # of what one line tells; the rest is in the list
_TEXT_WIDTH = 200
# What an entry says: the writer hears of it when somebody else changes that.
_WORDS = frozenset(
    (
        "kind",
        "happened",
        "recovery",
        "expected",
        "why",
        "lesson",
        "rule_ref",
        "occurred_on",
    )
)

_INSERT = "INSERT OR IGNORE INTO news (hlc, record, entry, what, trainer, author)"
# A status is news if it differs from the one before, or if it says again what changed.
_INSERT_STATUS = f"""
    {_INSERT} SELECT :hlc, uuid, uuid, coalesce(:status, status), trainer, :author FROM entry
    WHERE uuid = :record AND trainer <> :author
      AND coalesce(:status, status) IN ('shared', 'adopted', 'closed')
      AND (:status IS NOT status OR :changed)"""
_INSERT_CLEARING = f"""
    {_INSERT} SELECT :hlc, uuid, uuid, :what, trainer, :author FROM entry
    WHERE uuid = :record AND trainer <> :author AND share <> 'meeting'"""
_INSERT_DELETION = f"""
    {_INSERT} SELECT :hlc, uuid, uuid, 'deleted', trainer, :author FROM entry
    WHERE uuid = :record AND trainer <> :author"""
_INSERT_EDIT = f"""
    {_INSERT} SELECT :hlc, uuid, uuid, 'edited', trainer, :author FROM entry
    WHERE uuid = :record AND trainer <> :author AND share <> 'private'"""
_INSERT_REPLY = f"""
    {_INSERT} SELECT :hlc, :record, uuid, :kind, trainer, :author FROM entry
    WHERE uuid = :entry AND trainer <> :author"""

# An entry has the row number of its first revision.
_OF_THIS_LOG = """(trainer = :reader
    OR :device = (SELECT device FROM revision WHERE number = entry.id))"""

# The action of a piece of news; a change from another file has none.
_IS_ITS_ACTION = f"""a.hlc = n.hlc AND EXISTS (SELECT 1 FROM revision o
    WHERE o.record = n.record AND +o.hlc = n.hlc AND o.device = {OWN_DEVICE})"""
NEWS_TABLES = f"""news n INDEXED BY {{index}} CROSS JOIN entry e ON e.uuid = n.entry
    LEFT JOIN action a ON {_IS_ITS_ACTION} LEFT JOIN reply r ON r.uuid = n.record"""
NOT_UNDONE = f"coalesce(a.undone, {STANDS}) = {STANDS}"
# These are not news: what was undone, a reply that is gone, a clearing that was taken back, and a
# request to clear that was met. Deleted entries are in no table; `deletions` reads about them.
STANDING = f"""{NOT_UNDONE} AND n.what <> 'deleted'
    AND (n.record = n.entry OR r.uuid IS NOT NULL)
    AND (n.what <> 'cleared' OR e.share = 'meeting') AND (n.what <> 'asked' OR e.share = 'team')"""


def note_news(log: "Log", hlc: str, changes: "list[Change]") -> None:
    """Note what in some changes is news to the trainers of the entries. An undo or redo is not.

    Args:
        log: the log, in the transaction of the changes, before the tables show them: a status and
            a share are compared with the one before.
        hlc: the action that they belong to.
        changes: each `(table, record, patch)`.
    """
    rows = []
    for table, record, patch in changes:
        insert, values = _news_of(table, patch)
        if insert:
            row = {"hlc": hlc, "author": log.reader, "record": record, **values}
            rows.append((insert, row))
    if not rows or log.one("SELECT 1 FROM action WHERE hlc = ? AND undone = ?", (hlc, STEP)):
        return
    for insert, row in rows:
        log.run(insert, row)


def note_arrived_news(log: "Log", arrived: "Iterable[Revision]", device: str) -> None:
    """Note what is news in revisions from elsewhere: to the reader, and about entries made here.

    Args:
        log: the log, in the transaction that stores them, before the tables show them.
        arrived: the revisions.
        device: this log.
    """
    for revision in arrived:
        insert, values = _news_of(revision.table, revision.patch)
        if insert:
            row = {"hlc": revision.hlc, "author": revision.author, "record": revision.record}
            people = {"reader": log.reader, "device": device}
            log.run(f"{insert} AND {_OF_THIS_LOG}", {**row, **people, **values})


def _news_of(table: str, patch: "Patch") -> "tuple[str, dict[str, Any]]":
    """Return the statement that notes a change, if it is news, and the values of its own."""
    if table == "reply" and patch.get("kind"):
        return _INSERT_REPLY, {"entry": patch.get("entry"), "kind": patch["kind"]}
    if table != "entry":
        return "", {}
    if patch.get("deleted"):
        return _INSERT_DELETION, {}
    # Before the status: an action has one row for an entry, and consent counts for more.
    if patch.get("asked") or patch.get("share") == "meeting":
        return _INSERT_CLEARING, {"what": "asked" if patch.get("asked") else "cleared"}
    status, changed_what = patch.get("status"), patch.get("changed_what")
    if status or changed_what:
        return _INSERT_STATUS, {"status": status, "changed": bool(changed_what)}
    return _edit_of(patch), {}


def _edit_of(patch: "Patch") -> str:
    # A new entry is not an edit; neither is the new name of a team or topic, which is everybody's.
    if "short_id" in patch or _WORDS.isdisjoint(patch):
        return ""
    return _INSERT_EDIT


def unread_news(log: "Log") -> "list[tuple[str, str, str, str, str, str | None]]":
    """Return the news that the reader has not read, the newest `MOST` of it.

    An entry that was handed over since, and is private now, is its new trainer's alone.

    Returns:
        `(short_id, kind of the entry, what, happened, status, what changed)` of each; long texts
        are cut.
    """
    rows: list[tuple[str, str, str, str, str, str | None]] = []
    for _, _, fields in deletions(log, index="news_untold", condition="n.told = 0"):
        happened = fields["happened"][:_TEXT_WIDTH]
        rows.append((fields["short_id"], fields["kind"], "deleted", happened, "", None))
    rows += log.all(
        f"""SELECT e.short_id, e.kind, n.what, substr(e.happened, 1, {_TEXT_WIDTH}), e.status,
                   substr(e.changed_what, 1, {_TEXT_WIDTH})
            FROM {NEWS_TABLES.format(index="news_untold")}
            WHERE {STANDING} AND n.trainer = :reader AND n.told = 0 AND {readable(SHARED_ENTRY)}
            ORDER BY n.hlc DESC, n.record DESC LIMIT {MOST}""",
        {"reader": log.reader},
    )
    return rows[:MOST]


def deletions(
    log: "Log",
    *,
    since: str = "",
    until: str = "~",
    index: str = "news_by_trainer",
    condition: str = "1",
) -> "Iterator[tuple[str, str, Patch]]":
    """Yield the reader's entries that others deleted and that are still deleted, newest first.

    They have left the table of entries, so what they said is read from their history.

    Args:
        log: the log.
        since: the first hlc, or the beginning of one.
        until: the last hlc.
        index: of the table of news.
        condition: what else the rows of news must be.

    Yields:
        The hlc, who deleted the entry, and its fields.
    """
    rows = log.all(
        f"""SELECT n.hlc, n.entry, n.author
            FROM news n INDEXED BY {index} LEFT JOIN action a ON {_IS_ITS_ACTION}
            WHERE n.trainer = :reader AND n.hlc BETWEEN :since AND :until AND {condition}
            AND n.what = 'deleted' AND {NOT_UNDONE} ORDER BY n.hlc DESC, n.record DESC""",
        {"reader": log.reader, "since": since, "until": until},
    )
    if not rows:
        return
    # A recording need not load what there hardly ever is.
    from coachlog.domain.ownership import is_owner
    from coachlog.storage.deletions import last_deletions
    from coachlog.storage.folds import fold_many

    seen = set()
    for batch in in_batches(rows):
        uuids = [uuid for _, uuid, _ in batch]
        folds = fold_many(log, uuids)
        newest = last_deletions(log, uuids)
        for hlc, uuid, author in batch:
            fields = folds[uuid]
            if uuid in seen or not fields.get("deleted"):
                continue
            seen.add(uuid)
            # It may have come back, and been deleted again by its owner. A redo has another hlc.
            _, last_author = newest[uuid]
            if last_author == author and is_owner(fields, log.reader):
                yield hlc, author, fields


def mark_news_read(log: "Log") -> None:
    """Note that the reader has read all news, except what was undone and may be done again."""
    log.run(
        f"""UPDATE news AS n INDEXED BY news_untold SET told = 1 WHERE trainer = ? AND told = 0
            AND NOT EXISTS (SELECT 1 FROM action a WHERE {_IS_ITS_ACTION} AND a.undone = ?)""",
        (log.reader, UNDONE),
    )
