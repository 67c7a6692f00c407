"""Showing the entries of a team under another name, once a rename was written, undone or has come.

Where all of a name's entries get the same other name, they are written by a statement for each
table. Otherwise, as after a merge that was undone, each of them is folded again.
"""

from collections.abc import Iterator

from coachlog.domain.fields import Fields
from coachlog.domain.team_names import changed_names
from coachlog.domain.typed_text import name_key
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.names import add_names, drop_unused_names
from coachlog.storage.record_tables import TEAM_NAME, replace_records
from coachlog.storage.revisions import BATCH
from coachlog.storage.team_names import read_team_names
from coachlog.storage.week_counts import move_weeks

_MOVING = "temp.moving_entry"
_OF_OLD = "entry IN (SELECT id FROM entry WHERE team = :old)"


def write_team_names(log: Log, folded: dict[str, Fields]) -> Iterator[list[str]]:
    """Write renames of teams, and show entries under the names that their teams have now.

    Args:
        log: the log, in a transaction.
        folded: what the records of the renames add up to.

    Yields:
        The uuids of entries that the caller has to fold again, at most `revisions.BATCH`.
    """
    before = read_team_names(log)
    replace_records(log, TEAM_NAME, folded.items())
    after = read_team_names(log)
    # In every spelling, and without what is damaged.
    in_use = log.column("SELECT DISTINCT team FROM entry WHERE typeof(team) = 'text'")
    changed = changed_names(before, after, in_use)
    renamed = []
    newer: set[str] = set()
    for name, since in changed.items():
        if name in in_use:
            renamed.append(name)
            newer |= since
    if len(renamed) == 1 and len(newer) == 1:
        (old,) = renamed
        (new,) = newer
        _move_all(log, old, new)
    elif renamed:
        yield from _batches(log, renamed)
    drop_unused_names(log, "team")


def _move_all(log: Log, old: str, new: str) -> None:
    names = {"old": old, "new": new}
    # First the tables that repeat the team, because they find its entries by the old name.
    for table in ("entry_topic", "due"):
        log.run(f"UPDATE {table} SET team = :new WHERE {_OF_OLD}", names)
    log.run("UPDATE entry SET team = :new WHERE team = :old", names)
    key = name_key(old)
    entries = log.value("SELECT entries FROM team WHERE key = ?", (key,))
    log.run("DELETE FROM team WHERE key = ?", (key,))
    add_names(log, "team", {new: entries or 0})
    move_weeks(log, "team", old, new)


def _batches(log: Log, names: list[str]) -> Iterator[list[str]]:
    # Noted first: an entry that gets another of these names must not be read a second time.
    log.run(f"CREATE TABLE {_MOVING} (id INTEGER PRIMARY KEY)")
    log.run(f"INSERT INTO {_MOVING} SELECT id FROM entry WHERE team IN ({marks(names)})", names)
    for rows in log.batches(
        f"""SELECT m.id, e.uuid FROM {_MOVING} m JOIN entry e ON e.id = m.id
            WHERE m.id > :after ORDER BY m.id LIMIT :limit""",
        BATCH,
        after=0,
    ):
        yield [uuid for _, uuid in rows]
    log.run(f"DROP TABLE {_MOVING}")
