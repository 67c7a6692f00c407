"""What this file's own user did, one after the other: for undo, redo and the history."""

from typing import Any, NamedTuple

from coachlog.domain.settings import SETTINGS
from coachlog.storage.patch_json import read_patch
from coachlog.storage.revisions import BATCH, STANDS, STEP, UNDONE, device_of, next_hlc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log


class Action(NamedTuple):
    """One command that changed something."""

    hlc: str
    verb: str
    undone: bool


class Extent(NamedTuple):
    """What an action touched: how many entries and other records, the first of them, and the settings with their values.

    `first` is `(table, uuid, patch)`: of an entry where there is one.
    """

    entries: int
    others: int
    first: tuple[str, str, dict[str, Any]] | None
    settings: tuple[tuple[str, str | None], ...]


def begin_step(log: "Log", clock: "Clock", verb: str) -> str:
    """Note an undo or a redo, which is no action that could be undone; its hlc."""
    hlc = next_hlc(log, clock)
    log.run("INSERT INTO action (hlc, verb, undone) VALUES (?, ?, ?)", (hlc, verb, STEP))
    return hlc


def actions(log: "Log", limit: int = -1) -> list[Action]:
    """The last actions, the newest first; all of them without a limit."""
    rows = log.all(
        "SELECT hlc, verb, undone FROM action WHERE undone <> ? ORDER BY hlc DESC LIMIT ?",
        (STEP, limit),
    )
    return [Action(hlc, verb, undone != STANDS) for hlc, verb, undone in rows]


def actions_to_undo(log: "Log", limit: int) -> list[Action]:
    """The newest actions that stand, the newest first."""
    rows = log.all(
        "SELECT hlc, verb FROM action WHERE undone = ? ORDER BY hlc DESC LIMIT ?", (STANDS, limit)
    )
    return [Action(hlc, verb, undone=False) for hlc, verb in rows]


def actions_to_redo(log: "Log", limit: int) -> list[Action]:
    """The actions that were undone since the last new one, in the order in which they are put back."""
    rows = log.all(
        "SELECT hlc, verb FROM action WHERE undone = ? ORDER BY hlc LIMIT ?", (UNDONE, limit)
    )
    return [Action(hlc, verb, undone=True) for hlc, verb in rows]


def mark_action(log: "Log", hlc: str, *, undone: bool) -> None:
    """Note that an action is taken back, or stands again."""
    log.run("UPDATE action SET undone = ? WHERE hlc = ?", (UNDONE if undone else STANDS, hlc))


def author_of(log: "Log", hlc: str) -> str | None:
    """Who did an action of this file; None where nothing of it is signed."""
    found = log.one(
        "SELECT author FROM revision WHERE hlc = ? AND device = ? AND author <> '' LIMIT 1",
        (hlc, device_of(log)),
    )
    return found[0] if found else None


def extent_of(log: "Log", hlc: str) -> Extent:
    """What an action of this file touched."""
    values = hlc, device_of(log), *SETTINGS
    mine = f"hlc = ? AND device = ? AND record {{}} IN ({', '.join('?' * len(SETTINGS))})"
    by_name = f"revision INDEXED BY revision_of_record WHERE {mine.format('')}"
    settings = log.all(f"SELECT record, patch FROM {by_name} ORDER BY id", values)
    records = f"FROM revision WHERE {mine.format('NOT')}"
    first = log.one(f"SELECT tbl, record, patch {records} ORDER BY id LIMIT 1", values)
    count = log.one("SELECT count(*) FROM revision WHERE hlc = ?", (hlc,))[0] - len(settings)
    if count <= BATCH:
        # More than that are an import or a rename, of one family and with one revision each; their index alone counts them.
        amounts = dict(
            log.all(f"SELECT tbl = 'entry', count(DISTINCT record) {records} GROUP BY 1", values)
        )
        first = log.one(
            f"SELECT tbl, record, patch {records} ORDER BY tbl <> 'entry', id LIMIT 1", values
        )
    else:
        amounts = {int(first is not None and first[0] == "entry"): count}
    return Extent(
        amounts.get(1, 0),
        amounts.get(0, 0),
        (first[0], first[1], read_patch(first[2])) if first else None,
        tuple((name, read_patch(patch).get("value")) for name, patch in settings),
    )
