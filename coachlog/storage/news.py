"""What became of a writer's entries: noted as it is written, told with the writer's next recording.

The table `news` stays in its file, and has no revisions: a purge takes the rows of its entries away.
"""

from coachlog.storage.revisions import STANDS, STEP, UNDONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change

MOST = 50  # of what one line tells; the rest is in the list

# An entry's status counts where it is another one than before, or where what changed was said anew.
_STATUS = """
    INSERT OR IGNORE INTO news (hlc, record, entry, what, trainer, author)
    SELECT :hlc, uuid, uuid, coalesce(:status, status), trainer, :author FROM entry
    WHERE uuid = :record AND trainer <> :author AND coalesce(:status, status) IN ('shared', 'adopted', 'closed')
      AND (:status IS NOT status OR :changed)"""
_REPLY = """
    INSERT OR IGNORE INTO news (hlc, record, entry, what, trainer, author)
    SELECT :hlc, :record, uuid, :kind, trainer, :author FROM entry WHERE uuid = :entry AND trainer <> :author"""


def note_news(log: "Log", hlc: str, author: str, changes: "list[Change]") -> None:
    """Note what is news to somebody else in what `author` is about to write; an undo or a redo is none."""
    statuses, replies = [], []
    for table, record, patch in changes:
        if table == "entry" and (patch.get("status") or patch.get("changed_what")):
            changed = bool(patch.get("changed_what"))
            statuses.append({"record": record, "status": patch.get("status"), "changed": changed})
        elif table == "reply" and patch.get("kind"):
            replies.append({"record": record, "entry": patch["entry"], "kind": patch["kind"]})
    if not (statuses or replies) or log.one(
        "SELECT 1 FROM action WHERE hlc = ? AND undone = ?", (hlc, STEP)
    ):
        return
    common = {"hlc": hlc, "author": author}
    log.run_many(_STATUS, [common | status for status in statuses])
    log.run_many(_REPLY, [common | reply for reply in replies])


def has_untold(log: "Log", trainer: str) -> bool:
    """Whether anything happened that `trainer` was not told of: one look into an index."""
    return (
        log.one(
            "SELECT 1 FROM news INDEXED BY news_untold WHERE trainer = ? AND told = 0 LIMIT 1",
            (trainer,),
        )
        is not None
    )


def mark_told(log: "Log", trainer: str) -> None:
    """Note that `trainer` was told of everything; what was undone, and may be done again, is kept for then."""
    log.run(
        """UPDATE news INDEXED BY news_untold SET told = 1 WHERE trainer = ? AND told = 0
           AND NOT EXISTS (SELECT 1 FROM action a WHERE a.hlc = news.hlc AND a.undone = ?)""",
        (trainer, UNDONE),
    )


# What was undone is no news, and neither is a status of an action that is.
STANDING_SOURCE = """news n INDEXED BY {index} CROSS JOIN entry e ON e.uuid = n.entry
    LEFT JOIN action a ON a.hlc = n.hlc LEFT JOIN reply r ON r.uuid = n.record"""
STANDING = f"""coalesce(a.undone, {STANDS}) = {STANDS}
    AND (n.record = n.entry OR r.uuid IS NOT NULL)"""


def untold(log: "Log", trainer: str) -> "list[tuple[str, str, str, str, str | None]]":
    """`(short_id, what, happened, status, what changed)` of what `trainer` was not told of, the newest `MOST` of it."""
    return log.all(
        f"""SELECT e.short_id, n.what, substr(e.happened, 1, 200), e.status, substr(e.changed_what, 1, 200)
            FROM {STANDING_SOURCE.format(index="news_untold")}
            WHERE {STANDING} AND n.trainer = ? AND n.told = 0 ORDER BY n.hlc DESC, n.record DESC LIMIT ?""",
        (trainer, MOST),
    )
