"""What is reported of entries to a hub: which ones have changed, and the days that rows have."""

from collections.abc import Sequence

from coachlog.domain.fields import Fields
from coachlog.domain.reply import THANKS
from coachlog.named_tuple import NamedTuple
from coachlog.storage.adoptions import SHARED_AFTER
from coachlog.storage.conditions import IS_PURGED, SHARED_OTHER, marks
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_many
from coachlog.storage.hlc_days import day_of
from coachlog.storage.record_tables import TEAM_NAME
from coachlog.storage.revisions import in_batches

_ABOUT_ENTRIES = ("reply", "repeat")
# A reply to an entry that was private then counts from its sharing, as everywhere.
_REPLY_DAYS = f"""SELECT r.entry, r.kind, r.said_on, r.hlc,
    {SHARED_AFTER.format("r.entry", "r.hlc")}
    FROM reply r WHERE r.entry IN ({{}}) ORDER BY r.said_on, r.hlc"""
_LESSONS_REPEATED = f"""SELECT r.entry, r.earlier FROM repeat r JOIN entry o ON o.uuid = r.earlier
    WHERE r.entry IN ({{}}) AND r.state <> 'dismissed' AND {SHARED_OTHER} ORDER BY r.uuid DESC"""


class Replies(NamedTuple):
    """On which days an entry was replied to and thanked for, and the newest hlc of these."""

    replied_on: list[str]
    thanked_on: list[str]
    newest: str


def revision_id(log: Log, number: int) -> str:
    """Return the id of the revision with a number, as hexadecimal digits; empty without one."""
    return log.value("SELECT lower(hex(id)) FROM revision WHERE number = ?", (number,)) or ""


def newest_renaming(log: Log) -> tuple[int, str]:
    """Return the number and the hlc of the newest rename of a team, by either; zero without one."""
    number, hlc = log.one(
        "SELECT max(number), max(hlc) FROM revision WHERE tbl = ?",
        (TEAM_NAME,),
    )
    return number or 0, hlc or ""


def newest_erasure(log: Log, first: int) -> str:
    """Return the newest hlc by which something about an entry was erased; empty without one.

    Args:
        log: the log.
        first: the number of the first revision that counts.
    """
    return (
        log.value(
            f"""SELECT max(hlc) FROM revision WHERE number >= ? AND tbl IN ({marks(_ABOUT_ENTRIES)})
            AND {IS_PURGED}""",
            (first, *_ABOUT_ENTRIES),
        )
        or ""
    )


def changed_entries(log: Log, first: int, last: int) -> dict[str, str]:
    """Return the newest hlc of the revisions of a span that concern an entry, by its uuid.

    Args:
        log: the log.
        first: the number of the first revision of the span.
        last: that of the last one.
    """
    rows = log.all(
        f"""SELECT tbl, record, max(hlc) FROM revision WHERE number BETWEEN ? AND ?
            AND tbl IN ('entry', {marks(_ABOUT_ENTRIES)}) GROUP BY tbl, record""",
        (first, last, *_ABOUT_ENTRIES),
    )
    changed: dict[str, str] = {}
    about = {}
    for table, record, hlc in rows:
        if table == "entry":
            changed[record] = hlc
        else:
            about[record] = hlc
    for batch in in_batches(about):
        for record, fields in fold_many(log, batch).items():
            _note_newest(changed, fields, about[record])
    return changed


def _note_newest(changed: dict[str, str], fields: Fields, hlc: str) -> None:
    # Of what was erased nothing tells which entry it was about.
    entry = fields.get("entry")
    if entry:
        changed[entry] = max(hlc, changed.get(entry, ""))


def reply_days(log: Log, uuids: Sequence[str]) -> dict[str, Replies]:
    """Return the days of the replies to at most a few hundred entries, by uuid."""
    replies: dict[str, Replies] = {}
    rows = log.all(_REPLY_DAYS.format(marks(uuids)), uuids)
    for entry, kind, said_on, hlc, shared_at in rows:
        day = said_on
        if shared_at:
            day = max(said_on, day_of(log, shared_at))
        before = replies.get(entry, Replies([], [], ""))
        days = before.thanked_on if kind == THANKS else before.replied_on
        days.append(day)
        replies[entry] = before._replace(newest=max(before.newest, hlc or ""))
    return replies


def lessons_repeated(log: Log, uuids: Sequence[str]) -> dict[str, str]:
    """Return the earlier entry that each of some mistakes looks like, both by uuid."""
    return dict(log.all(_LESSONS_REPEATED.format(marks(uuids)), uuids))
