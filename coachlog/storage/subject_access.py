"""What the log holds about one person, as far as its reader may know it.

Every revision is looked at, because earlier versions and deleted entries name people, too. Whatever
leaves this module has passed the same walls as `history` and `show`.
"""

from collections.abc import Callable, Iterator

from coachlog.clock import local_day
from coachlog.domain.fields import Fields
from coachlog.domain.ownership import is_owner
from coachlog.domain.settings import login_of
from coachlog.domain.subject_access import LISTED, SubjectRecord, Version
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import SHARED_ENTRY, readable
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold
from coachlog.storage.record_tables import HOLD
from coachlog.storage.revisions import BATCH, epoch_seconds, revisions_of
from coachlog.storage.team_names import with_names_now
from coachlog.storage.visibility import known_revisions, readable_entries, visible_changes

_CALLED = {
    "checkin": "check-in",
    "taught_name": "name",
    "team_name": "team name",
}
_CAME_OF_IT = {
    "checkin": "entry = ?",
    "reply": "entry = ?",
    "meeting": "instr(entries, ?) > 0",
}
_DAYS = {
    "checkin": "seen_on",
    "reply": "said_on",
    "meeting": "held_on",
    "hold": "held_on",
}
_READABLE = readable(SHARED_ENTRY)
_PEOPLE = f"""
    SELECT trainer FROM entry e WHERE {_READABLE}
    UNION SELECT learner FROM entry WHERE trainer = :reader
    UNION SELECT r.author FROM checkin r JOIN entry e ON e.uuid = r.entry WHERE {_READABLE}
    UNION SELECT r.author FROM reply r JOIN entry e ON e.uuid = r.entry WHERE {_READABLE}
    UNION SELECT name FROM taught_name WHERE is_name
"""
_PRACTICE = f"""
    SELECT e.uuid, e.short_id, d.begun_on, d.rated_on, d.due_on
    FROM drill d JOIN entry e ON e.uuid = d.entry
    WHERE d.learner = :reader AND {_READABLE} ORDER BY d.begun_on, e.uuid
"""


def records_about(log: Log, is_meant: Callable[[str, Fields], bool]) -> dict[str, str]:
    """Return the tables of the records that a person may be in, by uuid.

    Feedback and walks are left out: they have no author, and no single answer is shown to anybody.

    Args:
        log: the log. What its reader may not know is among them.
        is_meant: whether a revision, with its author and fields, may be about the person.
    """
    # Patches are read, and not searched as text: in JSON a name may follow on a `\\n`.
    records: dict[str, str] = {}
    for rows in log.batches(
        """SELECT number, tbl, record, author, patch FROM revision
           WHERE number > :after ORDER BY number LIMIT :limit""",
        BATCH,
        after=0,
    ):
        for _, table, record, author, text in rows:
            if record in records or table not in LISTED:
                continue
            if is_meant(author, read_patch(log, record, text)):
                records[record] = table
    return records


def what_came_of(log: Log, entry: SubjectRecord) -> Iterator[SubjectRecord]:
    """Yield the check-ins and replies of an entry, and the meetings that read it out.

    Args:
        log: the log.
        entry: the record of an entry that the reader may read.
    """
    for table, condition in _CAME_OF_IT.items():
        for uuid in log.column(
            f"SELECT uuid FROM {table} WHERE {condition} ORDER BY uuid", (entry.uuid,)
        ):
            record = known_record(log, table, uuid)
            if record:
                yield record._replace(short_id=entry.short_id)


def known_record(log: Log, table: str, uuid: str) -> SubjectRecord | None:
    """Return a record as far as the reader may know it.

    Args:
        log: the log.
        table: its table.
        uuid: its own; of a setting, the name under which it is stored.

    Returns:
        None if the reader may not know of it.
    """
    if table == "entry":
        return _known_entry(log, uuid)
    fields = fold(log, uuid)
    if not _may_read(log, table, uuid, fields):
        return None
    versions = list(_versions(log, table, uuid, fields))
    day = fields.get(_DAYS.get(table, ""), "")
    # No version is left of a record that was written when the reader could not know of it.
    if versions and not day:
        day = versions[0].day
    kind = _CALLED.get(table, table)
    if table == "reply":
        kind = fields["kind"]
    entry = fields.get("entry")
    short_id = ""
    if entry:
        short_id = fold(log, entry)["short_id"]
    if fields.get("deleted"):
        if not versions:
            return None
        fields = {}
    return SubjectRecord(
        table=table,
        uuid=uuid,
        entry=entry,
        short_id=short_id,
        kind=kind,
        day=day,
        fields=fields,
        versions=versions,
    )


def _may_read(log: Log, table: str, uuid: str, fields: Fields) -> bool:
    """Return whether the reader may read a record other than an entry, as it is now."""
    if fields.get("purged"):
        return False
    if table == "setting":
        return login_of(uuid) in (None, log.login)
    if table == HOLD and fields.get("trainer") != log.reader:
        return False
    # Nothing leads to an entry that the reader may not read, not even a repeat.
    entries = [fields[name] for name in ("entry", "earlier") if fields.get(name)]
    may_read = readable_entries(log, entries)
    return all(may_read.get(entry) for entry in entries)


def _versions(
    log: Log,
    table: str,
    uuid: str,
    fields: Fields,
) -> Iterator[Version]:
    """Yield the revisions of a record other than an entry that the reader may know of.

    Args:
        log: the log.
        table: the table of the record.
        uuid: the uuid of the record.
        fields: what they add up to.
    """
    for _, hlc, author, _, patch in revisions_of(log, uuid):
        # A setting of the reader's login is theirs by whatever name they wrote it.
        is_own = author == log.reader or table == "setting"
        # What somebody has taken back is read by nobody else.
        if fields.get("deleted") and not is_own:
            continue
        if visible_changes(log, hlc, [(table, uuid, patch)], is_own=is_own):
            yield Version(local_day(epoch_seconds(hlc)), author, patch)


def _known_entry(log: Log, uuid: str) -> SubjectRecord | None:
    known = known_revisions(log, uuid)
    if not known:
        return None
    versions = []
    for revision in known:
        day = local_day(epoch_seconds(revision.hlc))
        values = _with_team_now(log, revision.values)
        versions.append(Version(day, revision.author, values))
    now = known[-1].after
    fields = {}
    if not now.get("deleted"):
        fields = dict(_with_team_now(log, now))
    if not is_owner(now, log.reader):
        fields.pop("learner", None)
    return SubjectRecord(
        table="entry",
        uuid=uuid,
        entry=uuid,
        short_id=now["short_id"],
        kind=now["kind"],
        day=now["occurred_on"],
        fields=fields,
        versions=versions,
    )


def _with_team_now(log: Log, fields: Fields) -> Fields:
    """Return fields with the name that the team has now, if a team is among them."""
    if not fields.get("team"):
        return fields
    return with_names_now(log, {"": fields})[""]


def people_known_to(log: Log) -> list[str]:
    """Return everybody whom the reader may know to be in the log, sorted."""
    return sorted(filter(None, log.column(_PEOPLE, {"reader": log.reader})))


def practice_of(log: Log) -> list[tuple[str, str, str, str, str]]:
    """Return what the reader has practised: the entry, its short id, and three days."""
    return log.all(_PRACTICE, {"reader": log.reader})
