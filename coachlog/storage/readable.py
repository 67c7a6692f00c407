"""Records and their revisions, as far as they can be read: what `doctor` compares and mends.

Whatever is damaged is left out, so that one value that cannot be read hides no other.
"""

from collections.abc import Iterator
from typing import Any

from coachlog.domain.fields import DEFAULTS, FIELD_NAMES, Fields
from coachlog.domain.team_names import Rename, TeamNames
from coachlog.storage import entry_table, record_tables
from coachlog.storage.checked import patch_or_none
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_patches
from coachlog.storage.record_tables import TEAM_NAME
from coachlog.storage.stored_values import (
    Table,
    mark_of,
    table_of,
    wrong_columns,
    wrong_fields,
)

# Each table that is the fold of revisions: the name of its key, and its columns with the key first.
COLUMNS = {
    "entry": ("uuid", entry_table.COLUMNS),
    "setting": ("name", "name, value"),
    **{
        table: ("uuid", ", ".join(("uuid", *columns)))
        for table, columns in record_tables.FAMILIES.items()
    },
}
TABLES = tuple(COLUMNS)
# The key of a record, and what is chosen again where the fold lacks it.
_WRITTEN_OTHERWISE = frozenset({"id", "uuid", "short_id", "name", "value"})


def row_of(log: Log, table: str, record: Any) -> tuple[Any, ...] | None:
    """Return the row of a record with its key first; None where there is none."""
    _, columns = COLUMNS[table]
    row: tuple[Any, ...] | None = log.one(
        f"SELECT {columns} {_from_record(table, record)}", (record,)
    )
    return row


def record_of(log: Log, number: int, damaged: bytes) -> str:
    """Return the record of a revision that has bytes there, with which it cannot be folded.

    The number of an entry is that of its first revision.
    """
    uuids = log.column("SELECT uuid FROM entry WHERE id = ?", (number,))
    record = damaged.decode(errors="replace") or "?"
    return str(uuids[0]) if uuids else record


def table_of_record(log: Log, record: Any) -> str | None:
    """Return the table that has a record; None if none has it, and the mending cannot be done.

    Args:
        log: the log.
        record: a uuid, or the name of a setting.
    """
    for name in TABLES:
        if row_of(log, name, record):
            return name
    return log.value(
        f"SELECT tbl FROM revision WHERE record = ? AND tbl IN ({marks(TABLES)})",
        (record, *TABLES),
    )


def delete_record(log: Log, table: str, record: Any) -> None:
    """Delete the row of a record, whose key may be damaged; in a transaction."""
    log.run(f"DELETE {_from_record(table, record)}", (record,))


def _from_record(table: str, record: Any) -> str:
    key, _ = COLUMNS[table]
    return f"FROM {table} WHERE {key} IS {mark_of(record)}"


def readable_row(log: Log, table: Table, record: str) -> Fields:
    """Return the patch that would have written the row of a record, as far as it can be read.

    Args:
        log: the log.
        table: one of `TABLES`, as `stored_values` describes it.
        record: its key.

    Returns:
        `{}` where there is no row.
    """
    row = row_of(log, table.name, record)
    if row is None:
        return {}
    if table.name == "entry":
        patch = _readable_entry(table, row)
    elif table.name == "setting":
        patch = {"value": row[1]}
    else:
        patch = record_tables.patch_of(table.name, row[1:])
    for name in wrong_fields(table, patch):
        del patch[name]
    return patch


def _readable_entry(table: Table, row: tuple[Any, ...]) -> Fields:
    readable = list(row)
    wrong = []
    for index, name in enumerate(FIELD_NAMES):
        if not table.rules[name](row[index]):
            wrong.append(name)
            readable[index] = ""
    patch = entry_table.patch_of(readable)
    for name in wrong:
        patch.pop(name, None)
    return patch


def is_whole(log: Log, table: Table, record: Any) -> bool:
    """Return whether every value in the row of a record can be read."""
    columns = ", ".join(table.rules)
    row = log.one(f"SELECT {columns} {_from_record(table.name, record)}", (record,))
    return row is not None and not wrong_columns(table, row)


def readable_fold(log: Log, table: Table, record: str) -> Fields:
    """Return what those fields of a record's revisions add up to that can be read."""
    rows = log.all(
        f"""SELECT id, patch FROM revision WHERE record = {mark_of(record)} AND tbl = ?
            ORDER BY hlc, id""",
        (record, table.name),
    )
    return fold_patches(
        table.name, [(number, readable_fields(table, patch)) for number, patch in rows]
    )


class ReadableTeamNames:
    """What every team is called now by those of the revisions that can be read."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._newest = -1
        self._names = TeamNames([])

    def get(self) -> TeamNames:
        """Return the names as they are now; somebody may rename a team meanwhile."""
        log = self._log
        newest = log.number("SELECT coalesce(max(number), 0) FROM revision")
        if newest != self._newest:
            self._newest = newest
            self._names = TeamNames(_readable_renames(log))
        return self._names


def _readable_renames(log: Log) -> Iterator[Rename]:
    table = table_of(log, TEAM_NAME)
    records = log.column("SELECT DISTINCT record FROM revision WHERE tbl = ?", (table.name,))
    for record in records:
        fold = readable_fold(log, table, record)
        row = record_tables.row_of(TEAM_NAME, fold)
        if row is not None and is_complete(table, fold):
            yield Rename(record, *row)


def readable_fields(table: Table, patch: Any) -> Fields:
    """Return those fields of a stored patch that can be read; `{}` where none can."""
    fields = patch_or_none(patch) or {}
    for name in wrong_fields(table, fields):
        del fields[name]
    return fields


def is_complete(table: Table, fold: Fields) -> bool:
    """Return whether a fold can be written to its table; a deleted record always can."""
    if not fold or fold.get("deleted"):
        return True
    required = {name for name, rule in table.rules.items() if not rule(None)}
    present = {name for name, value in fold.items() if value is not None}
    if table.name == "entry":
        present |= DEFAULTS.keys()
    return required <= present | _WRITTEN_OTHERWISE
