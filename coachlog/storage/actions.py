"""What this file's own user did, one after the other: for undo, redo and the history."""

from typing import NamedTuple

from coachlog.storage.history import STANDS, STEP, UNDONE, next_hlc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.connection import Log


class Action(NamedTuple):
    """One command that changed something."""

    hlc: str
    verb: str
    undone: bool


def begin_step(log: "Log", clock: "Clock", verb: str) -> str:
    """Note an undo or a redo, which is no action that could be undone; its hlc."""
    hlc = next_hlc(log, clock)
    log.run("INSERT INTO action (hlc, verb, undone) VALUES (?, ?, ?)", (hlc, verb, STEP))
    return hlc


def actions(log: "Log", limit: int) -> list[Action]:
    """The last actions, the newest first."""
    rows = log.all("SELECT hlc, verb, undone FROM action WHERE undone <> ? ORDER BY hlc DESC LIMIT ?", (STEP, limit))
    return [Action(hlc, verb, undone != STANDS) for hlc, verb, undone in rows]


def actions_to_undo(log: "Log", limit: int) -> list[Action]:
    """The newest actions that stand, the newest first."""
    rows = log.all("SELECT hlc, verb FROM action WHERE undone = ? ORDER BY hlc DESC LIMIT ?", (STANDS, limit))
    return [Action(hlc, verb, undone=False) for hlc, verb in rows]


def actions_to_redo(log: "Log", limit: int) -> list[Action]:
    """The actions that were undone since the last new one, in the order in which they are put back."""
    rows = log.all("SELECT hlc, verb FROM action WHERE undone = ? ORDER BY hlc LIMIT ?", (UNDONE, limit))
    return [Action(hlc, verb, undone=True) for hlc, verb in rows]


def mark_action(log: "Log", hlc: str, *, undone: bool) -> None:
    """Note that an action is taken back, or stands again."""
    log.run("UPDATE action SET undone = ? WHERE hlc = ?", (UNDONE if undone else STANDS, hlc))
