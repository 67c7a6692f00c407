"""Taking people out of the reader's old entries: of the tables, and of every revision.

An entry begins anew with a snapshot that has a mark of its own. What the mark does in other logs is
decided in `merging.to_blank`, whatever the order in which it arrives there.
"""

from collections.abc import Callable, Iterable, Iterator

from coachlog.clock import utc_text
from coachlog.domain.fields import RETENTION, Fields
from coachlog.domain.folding import expanded
from coachlog.domain.merging import history_of, is_skeleton, to_blank
from coachlog.domain.retention import OldEntry
from coachlog.storage import ledger, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.file.connection import Log
from coachlog.storage.histories import read_histories
from coachlog.storage.patch_json import patch_text
from coachlog.storage.purge import delete_empty_actions, deleted_entries
from coachlog.storage.revisions import device_of, in_batches

Change = Callable[[Fields, int], OldEntry | None]


def old_entries(log: Log, before: str, change: Change) -> Iterator[OldEntry]:
    """Yield those of the reader's old entries in which somebody is, the oldest first.

    Args:
        log: the log.
        before: the first day, `2026-11-19`, whose entries are left alone.
        change: returns what becomes of an entry with some fields and so many texts.
    """
    for batch in in_batches(_own_before(log, before)):
        histories = read_histories(log, batch)
        for uuid in batch:
            history = [revision for _, revision in histories[uuid]]
            versions = sum(not is_skeleton(revision.patch) for revision in history)
            fields = {"uuid": uuid, **history_of(history).fields()}
            old = change(fields, versions)
            if old is not None:
                yield old


def learners_before(log: Log, before: str) -> set[str]:
    """Return whom the reader's entries before a day are about, or ever were."""
    learners: set[str] = set()
    for batch in in_batches(_own_before(log, before)):
        for history in read_histories(log, batch).values():
            patches = [expanded(revision.patch) for _, revision in history]
            learners.update(patch["learner"] for patch in patches if patch.get("learner"))
    return learners


def blank_entries(log: Log, entries: Iterable[OldEntry]) -> int:
    """Take people out of entries, in a transaction; return of how many.

    Args:
        log: the log.
        entries: those that `old_entries` yields.
    """
    hlc = begin_step(log, "retention")
    now = utc_text(log.clock.now())
    device = device_of(log)
    count = 0
    for batch in in_batches(list(entries)):
        changes: list[revisions.Change] = []
        for old in batch:
            patch = {**old.patch, "updated_at": now, RETENTION: True}
            changes.append(("entry", old.fields["uuid"], patch))
        ledger.change_records(log, hlc, changes, are_checked=True)
        _blank_revisions(log, [record for _, record, _ in changes], device)
        count += len(batch)
    return count


def _own_before(log: Log, day: str) -> list[str]:
    """Return the reader's entries before a day, deleted ones too, the oldest first."""
    days = dict(
        log.all(
            "SELECT uuid, occurred_on FROM entry WHERE trainer = ? AND occurred_on < ?",
            (log.reader, day),
        )
    )
    for fields in deleted_entries(log):
        if fields.get("trainer") == log.reader and fields["occurred_on"] < day:
            days[fields["uuid"]] = fields["occurred_on"]
    return sorted(days, key=lambda uuid: (days[uuid], uuid))


def _blank_revisions(log: Log, records: list[str], device: str) -> None:
    """Take out of at most `revisions.BATCH` entries what they said before."""
    rewritten = []
    for history in read_histories(log, records).values():
        numbers = {revision.id: number for number, revision in history}
        for revision in to_blank([revision for _, revision in history], device):
            rewritten.append((patch_text(revision.patch), numbers[revision.id]))
    log.run_many("UPDATE revision SET patch = ? WHERE number = ?", rewritten)
    for record in records:
        delete_empty_actions(log, "?", record)
