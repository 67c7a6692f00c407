"""The actions of this file, one for each command that changed something: for undo and history.

A reader sees only what of an action they may know of, and undoes only what they did themselves.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from coachlog.storage.conditions import HIDDEN_ENTRY
from coachlog.storage.file.connection import Log
from coachlog.storage.nameless import is_mark, own_mark
from coachlog.storage.revisions import (
    BATCH,
    STANDS,
    STEP,
    UNDONE,
    Change,
    changes_of,
    device_of,
    next_hlc,
)
from coachlog.storage.visibility import visible_changes

_PAGE = 50
_FIRST = 20  # changes of an action, of which mostly the first may be seen already
_ALL = -1  # as a LIMIT
MOST = 1 << 60  # actions: a person may type any number, and `islice` takes no larger one


class Action(NamedTuple):
    """One command that changed something.

    `author` is None where nobody signed it.
    """

    hlc: str
    verb: str
    undone: bool
    author: str | None


class Extent(NamedTuple):
    """What of an action the reader may know.

    Attributes:
        entries: how many entries.
        others: how many records other than entries and settings.
        first: `(table, uuid, patch)` of the first record, an entry if there is one.
        settings: the names of the settings as they are stored, and their new values.
    """

    entries: int
    others: int
    first: Change | None
    settings: tuple[tuple[str, str | None], ...]


def begin_step(log: Log, verb: str) -> str:
    """Note an undo, a redo, or another change that cannot be undone.

    Args:
        log: the log, in a transaction.
        verb: what the history calls it.

    Returns:
        Its hlc, for the revisions that belong to it.
    """
    hlc = next_hlc(log)
    log.run("INSERT INTO action (hlc, verb, undone) VALUES (?, ?, ?)", (hlc, verb, STEP))
    return hlc


def actions(log: Log, limit: int = -1) -> list[Action]:
    """Return the latest actions that the reader may know of, newest first; no undo or redo.

    Args:
        log: the log.
        limit: how many at most; a negative one for all.
    """
    selected = (action for action in _select(log, "undone <> ?", STEP) if _is_visible(log, action))
    return _first(selected, limit)


def actions_to_undo(log: Log, limit: int) -> list[Action]:
    """Return the reader's latest actions that stand, newest first."""
    return _first(_own(log, _select(log, "undone = ?", STANDS)), limit)


def actions_to_redo(log: Log, limit: int) -> list[Action]:
    """Return what the reader undid since their last new action, in the order of redoing."""
    undone = _select(log, "undone = ?", UNDONE, newest_first=False)
    return _first(_own(log, undone), limit)


def _first(selected: Iterator[Action], limit: int) -> list[Action]:
    if limit < 0:
        return list(selected)
    return list(islice(selected, min(limit, MOST)))


def _own(log: Log, selected: Iterator[Action]) -> Iterator[Action]:
    for action in selected:
        if is_own(log, action) and _is_visible(log, action):
            yield action


def _select(
    log: Log,
    condition: str,
    state: int,
    *,
    newest_first: bool = True,
) -> Iterator[Action]:
    """Yield the actions in a state, read in pages."""
    sign, order = ("<", "DESC") if newest_first else (">", "ASC")
    after = "~" if newest_first else ""
    device = device_of(log)
    while rows := log.all(
        f"""SELECT hlc, verb, undone FROM action WHERE {condition} AND hlc {sign} ?
            ORDER BY hlc {order} LIMIT {_PAGE}""",
        (state, after),
    ):
        for hlc, verb, undone in rows:
            yield Action(
                hlc=hlc,
                verb=verb,
                undone=undone != STANDS,
                author=author_of(log, hlc, device),
            )
        after = rows[-1][0]


def is_own(log: Log, action: Action) -> bool:
    """Return whether an action was done by the reader of the log."""
    author = action.author
    if author is None or not is_mark(author):
        return author is not None and author == log.reader
    return author == own_mark(log, action.hlc)


def _is_visible(log: Log, action: Action) -> bool:
    """Return whether the reader may know of anything that an action changed."""
    own = is_own(log, action)
    is_empty = True
    for changes in changes_of(log, action.hlc, _FIRST):
        is_empty = False
        if visible_changes(log, action.hlc, changes, is_own=own):
            return True
    # Older versions noted a `use --off` that changed nothing: nobody's secret but its author's.
    return is_empty and own


def author_of(log: Log, hlc: str, device: str) -> str | None:
    """Return who did an action of this file: a name, or a mark where nobody signed any of it."""
    signed = "SELECT author FROM revision WHERE hlc = ? AND device = ? AND {} LIMIT 1"
    for condition in ("author > '!'", "author <> ''"):
        row = log.one(signed.format(condition), (hlc, device))
        if row is not None:
            author: str = row[0]
            return author
    return None


def _count_visible(log: Log, hlc: str, most: int) -> int:
    """Return how many changes an action made that the reader may know of, as entries are now."""
    # Each change is looked up, even if nobody has anything to hide: the time would tell of it.
    return log.number(
        f"""SELECT count(*) FROM (SELECT 1 FROM revision r
            WHERE r.hlc = :hlc AND r.device = :device AND r.tbl <> 'setting'
            AND NOT EXISTS (SELECT 1 FROM entry e INDEXED BY entry_private_by_uuid
                            WHERE {HIDDEN_ENTRY} AND e.uuid = r.record)
            LIMIT :most)""",
        {"hlc": hlc, "device": device_of(log), "reader": log.reader, "most": most},
    )


def mark_action(log: Log, hlc: str, *, undone: bool) -> None:
    """Note that an action is undone, or stands again.

    Args:
        log: the log, in the transaction that writes what the undo or redo changes.
        hlc: the action's.
        undone: what it is from now on.
    """
    state = UNDONE if undone else STANDS
    log.run("UPDATE action SET undone = ? WHERE hlc = ?", (state, hlc))


def extent_of(log: Log, action: Action, most: int = _ALL) -> Extent:
    """Return what of an action the reader may know.

    Args:
        log: the log.
        action: one of its actions.
        most: where to stop counting what a large action changed.
    """
    records: dict[tuple[str, str], Change] = {}
    settings = []
    changes, is_all = _first_visible(log, action)
    for change in changes:
        table, record, patch = change
        if table == "setting":
            settings.append((record, patch.get("value")))
        else:
            records.setdefault((table, record), change)
    entries = [change for change in records.values() if change[0] == "entry"]
    first = next(iter(entries or records.values()), None)
    counts = len(entries), len(records) - len(entries)
    if not is_all and first is not None:
        # An import or a rename: records of one table, counted without reading their patches.
        number = _count_visible(log, action.hlc, most)
        counts = (number, 0) if first[0] == "entry" else (0, number)
    return Extent(*counts, first=first, settings=tuple(settings))


def _first_visible(log: Log, action: Action) -> tuple[list[Change], bool]:
    """Return the first changes of an action that the reader may know of, and whether it is all."""
    own = is_own(log, action)
    for number, changes in enumerate(changes_of(log, action.hlc)):
        visible = visible_changes(log, action.hlc, changes, is_own=own)
        if visible:
            return visible, number == 0 and len(changes) < BATCH
    return [], True
