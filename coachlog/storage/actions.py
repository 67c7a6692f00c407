"""The actions of this file, one for each command that changed something: for undo and history."""

from typing import Any, NamedTuple

from coachlog.clock import Clock
from coachlog.domain.settings import SETTINGS
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.patch_json import read_patch
from coachlog.storage.revisions import BATCH, STANDS, STEP, UNDONE, device_of, next_hlc


class Action(NamedTuple):
    """One command that changed something."""

    hlc: str
    verb: str
    undone: bool


class Extent(NamedTuple):
    """What an action changed.

    Attributes:
        entries: how many entries.
        others: how many records other than entries and settings.
        first: `(table, uuid, patch)` of the first record, an entry if there is one.
        settings: the settings and their new values.
    """

    entries: int
    others: int
    first: tuple[str, str, dict[str, Any]] | None
    settings: tuple[tuple[str, str | None], ...]


def begin_step(log: Log, clock: Clock, verb: str) -> str:
    """Note an undo, a redo, or another change that cannot be undone.

    Args:
        log: the log, in a transaction.
        clock: gives the time.
        verb: what the history calls it.

    Returns:
        Its hlc, for the revisions that belong to it.
    """
    hlc = next_hlc(log, clock)
    log.run("INSERT INTO action (hlc, verb, undone) VALUES (?, ?, ?)", (hlc, verb, STEP))
    return hlc


def actions(log: Log, limit: int = -1) -> list[Action]:
    """Return the latest actions, newest first; no undo, redo or other step.

    Args:
        log: the log.
        limit: how many at most; SQLite takes a negative one for none.
    """
    return _select_actions(log, "undone <> ? ORDER BY hlc DESC", STEP, limit)


def actions_to_undo(log: Log, limit: int) -> list[Action]:
    """Return the latest actions that stand, newest first."""
    return _select_actions(log, "undone = ? ORDER BY hlc DESC", STANDS, limit)


def actions_to_redo(log: Log, limit: int) -> list[Action]:
    """Return the actions undone since the last new one, in the order in which they are redone."""
    return _select_actions(log, "undone = ? ORDER BY hlc", UNDONE, limit)


def _select_actions(log: Log, condition: str, state: int, limit: int) -> list[Action]:
    rows = log.all(
        f"SELECT hlc, verb, undone FROM action WHERE {condition} LIMIT ?",
        (state, limit),
    )
    return [Action(hlc, verb, undone != STANDS) for hlc, verb, undone in rows]


def mark_action(log: Log, hlc: str, *, undone: bool) -> None:
    """Note that an action is undone, or stands again.

    Args:
        log: the log, in the transaction that writes what the undo or redo changes.
        hlc: the action's.
        undone: what it is from now on.
    """
    state = UNDONE if undone else STANDS
    log.run("UPDATE action SET undone = ? WHERE hlc = ?", (state, hlc))


def author_of(log: Log, hlc: str) -> str | None:
    """Return who did an action of this file; None where none of its revisions is signed."""
    return log.value(
        "SELECT author FROM revision WHERE hlc = ? AND device = ? AND author <> '' LIMIT 1",
        (hlc, device_of(log)),
    )


def extent_of(log: Log, hlc: str) -> Extent:
    """Return what an action of this file changed.

    Args:
        log: the log.
        hlc: the action's. Revisions with the same hlc from other files do not belong to it.
    """
    values = (hlc, device_of(log), *SETTINGS)
    # Settings are looked up by their names, which are few: by the hlc alone, SQLite would read all
    # revisions of an import only to find no setting among them.
    settings = log.all(
        f"""SELECT record, patch FROM revision INDEXED BY revision_of_record
            WHERE hlc = ? AND device = ? AND record IN ({marks(SETTINGS)}) ORDER BY id""",
        values,
    )
    records = f"""FROM revision
        WHERE hlc = ? AND device = ? AND record NOT IN ({marks(SETTINGS)})"""
    count = log.number("SELECT count(*) FROM revision WHERE hlc = ?", (hlc,)) - len(settings)
    if count <= BATCH:
        counts = dict(
            log.all(f"SELECT tbl = 'entry', count(DISTINCT record) {records} GROUP BY 1", values)
        )
        first = _first_record(log, f"{records} ORDER BY tbl <> 'entry', id", values)
    else:
        # More than that are an import or a rename: records of one table with one revision each,
        # which the index counts without reading them.
        first = _first_record(log, f"{records} ORDER BY id", values)
        is_entry = first is not None and first[0] == "entry"
        counts = {is_entry: count}
    return Extent(
        entries=counts.get(True, 0),
        others=counts.get(False, 0),
        first=first,
        settings=tuple((name, read_patch(patch).get("value")) for name, patch in settings),
    )


def _first_record(
    log: Log,
    source: str,
    values: tuple[str, ...],
) -> tuple[str, str, dict[str, Any]] | None:
    row = log.one(f"SELECT tbl, record, patch {source} LIMIT 1", values)
    if row is None:
        return None
    table, record, patch = row
    return table, record, read_patch(patch)
