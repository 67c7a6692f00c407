"""When entries were shared, adopted or closed, which the history alone tells.

What was done with an entry while it was private counts from the day on which it was shared: before
that, there was nothing for others to know.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from coachlog.clock import local_day
from coachlog.domain.fields import SETTLED_STATUSES, Fields
from coachlog.storage.checked import checked_hlc, read_patch
from coachlog.storage.conditions import OWN_DEVICE, marks
from coachlog.storage.file.connection import Log
from coachlog.storage.news import NOT_UNDONE
from coachlog.storage.revisions import epoch_seconds, in_batches

# The action of a revision `s`, if it is one of this file.
ACTION = f"LEFT JOIN action a ON a.hlc = s.hlc AND s.device = {OWN_DEVICE}"
# Whether the entry {0} was private at {1}: the revision that says so last is its first, an array
# with the share as the second text after a day, or one that changed it. Quotes in a text have a
# backslash before them.
_WAS_PRIVATE = """(SELECT instr(p.patch, '"share":"private"')
        OR p.patch GLOB '[[]*"[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]",*,"private"*'
    FROM revision p WHERE p.record = {0} AND p.tbl = 'entry' AND p.hlc <= {1}
    AND (substr(p.patch, 1, 1) = '[' OR instr(p.patch, '"share":"'))
    ORDER BY p.hlc DESC, p.id DESC LIMIT 1)"""
# When what was done at {1} with an entry {0} that was private was shared; empty if it was not.
SHARED_AFTER = f"""coalesce((
    SELECT min(n.hlc) FROM revision n {ACTION.replace("s.", "n.")}
    WHERE n.record = {{0}} AND n.tbl = 'entry' AND n.hlc > {{1}} AND instr(n.patch, '"share":"')
    AND NOT instr(n.patch, '"share":"private"') AND {NOT_UNDONE} AND {_WAS_PRIVATE}), '')"""
_SET_IN_PRIVATE = f"""SELECT e.uuid, e.status FROM entry e
    WHERE e.share = 'private' AND e.status <> 'logged' AND (
        SELECT {_WAS_PRIVATE.format("s.record", "s.hlc")} FROM revision s {ACTION}
        WHERE s.record = e.uuid AND s.tbl = 'entry' AND instr(s.patch, '"status":"')
        AND {NOT_UNDONE} ORDER BY s.hlc DESC, s.id DESC LIMIT 1)
    AND e.uuid IN """


def repeat_statuses(log: Log, patches: dict[str, Fields]) -> None:
    """Add to patches that share entries the status that these were given while they were private.

    The index of adoptions by their day has the day of the sharing, then.
    """
    rows = log.all(f"{_SET_IN_PRIVATE} ({marks(patches)})", list(patches))
    for uuid, status in rows:
        patches[uuid].setdefault("status", status)


def adoption_months(log: Log, uuids: Sequence[str]) -> dict[str, str]:
    """Return the month (UTC, `2026-09`) in which each entry was adopted or closed.

    Args:
        log: the log.
        uuids: any number of entries. One that is neither any more is left out of the result, and so
            is one that was it from its first revision on, as an imported one may be: its month is
            not known.
    """
    months: dict[str, str] = {}
    for record, status, hlc in _status_changes(log, uuids):
        months.pop(record, None)
        if status in SETTLED_STATUSES:
            months[record] = datetime.fromtimestamp(epoch_seconds(hlc), UTC).strftime("%Y-%m")
    return months


def first_days(log: Log, uuids: Sequence[str], statuses: Sequence[str]) -> dict[str, str]:
    """Return the local day since which each entry has had one of some statuses, or a later one.

    Args:
        log: the log.
        uuids: any number of entries; left out of the result as in `adoption_months`.
        statuses: such as `shared` and `adopted`.
    """
    days: dict[str, str] = {}
    for record, status, hlc in _status_changes(log, uuids):
        if status in statuses:
            days.setdefault(record, local_day(epoch_seconds(hlc)))
        elif status not in SETTLED_STATUSES:
            # It was taken back.
            days.pop(record, None)
    return days


def _status_changes(log: Log, uuids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield `(uuid, status, hlc)` of the changes of some entries, of each in their order."""
    for batch in in_batches(uuids):
        rows = log.all(
            f"""SELECT r.record, max(r.hlc, {SHARED_AFTER.format("r.record", "r.hlc")}), r.patch
                FROM revision r WHERE r.record IN ({marks(batch)})
                AND instr(r.patch, '"status":') ORDER BY r.record, r.hlc, r.id""",
            batch,
        )
        for record, hlc, patch in rows:
            fields = read_patch(log, record, patch)
            # Of a first revision no day is known.
            if "happened" not in fields:
                yield record, fields["status"] or "logged", checked_hlc(log, hlc)
