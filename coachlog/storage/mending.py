"""Damaged rows of the tables that no revision can write again, and what follows from the rest.

A revision is mended from its record, from the other revisions of its action, and from its id. What
follows from nothing is taken out where it is a convenience, such as a piece of news, and otherwise
left as it is: history is never invented.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from coachlog.storage.checked import is_hlc
from coachlog.storage.differences import REVISION, differences
from coachlog.storage.file.connection import Log
from coachlog.storage.patch_json import patch_text
from coachlog.storage.readable import (
    TABLES,
    readable_fields,
    readable_fold,
    readable_row,
    record_of,
    table_of_record,
)
from coachlog.storage.record_tables import WITHOUT_HISTORY
from coachlog.storage.revisions import STANDS
from coachlog.storage.stored_values import (
    Damage,
    damaged_rows,
    delete_row,
    mark_of,
    read_damaged_text,
    table_of,
    tables_of,
    wrong_columns,
)

# What has no revisions, beside the revisions themselves.
_OTHER_TABLES = ("action", "meta", *WITHOUT_HISTORY)
# SQLite looks for rows that may be damaged; the rules of `stored_values` decide. The patches are
# read together with the tables.
_SUSPECT = f"""
    typeof(hlc) <> 'text' OR hlc NOT GLOB '{"[0-9]" * 13}-{"[0-9a-f]" * 4}'
    OR length(id) <> 16 OR typeof(id) <> 'blob' OR typeof(record) <> 'text' OR record = ''
    OR tbl NOT IN ({", ".join(repr(table) for table in TABLES)}) OR typeof(tbl) <> 'text'
    OR typeof(device) <> 'text' OR typeof(author) <> 'text' OR author GLOB '*[^ -~]*'"""
DEVICE = "device"
UNKNOWN_VERB = "change"
_BATCH = 2_000
_BEFORE_ALL = -1 << 63  # a number may be damaged, too
_LONGEST_ACTION = 60_000  # milliseconds between the beginning of an action and its last revision


def other_damage(log: Log) -> Iterator[Damage]:
    """Yield the damaged rows of the tables that are not the fold of revisions.

    The patches are left to `differences`, which reads them anyway.

    Args:
        log: the log.

    Yields:
        Revisions first, because the other tables are mended by them.
    """
    yield from _damaged_revisions(log)
    for name in _OTHER_TABLES:
        yield from damaged_rows(log, table_of(log, name))
    device = log.value("SELECT value FROM meta WHERE name = ?", (DEVICE,))
    if device is None or device != (_signing_device(log) or device):
        yield Damage("meta", (DEVICE,), ("value",))


def first_damage(log: Log) -> str | None:
    """Return where in any table a value cannot be read, in words; None where all can be."""
    read_damaged_text(log)
    rows = [damaged_rows(log, table) for table in tables_of(log)]
    for damage in chain(*rows, other_damage(log)):
        return str(damage)
    for name, record, _ in differences(log):
        if name == REVISION:
            return f"the change {record}"
    return None


def mend_rows(log: Log, damages: list[Damage]) -> None:
    """Mend what `other_damage` found, where it follows from the rest.

    A piece of news, what somebody has practised, and an action that no revision belongs to any more
    are taken out: nothing else relies on them.

    Args:
        log: the log, in a transaction.
        damages: what was found in it.
    """
    for damage in damages:
        if damage.table == "revision":
            _mend_revision(log, damage)
        elif damage.table == "meta":
            _mend_fact(log, damage)
        elif damage.table == "action" and "hlc" not in damage.columns:
            _mend_action(log, damage)
        else:
            delete_row(log, table_of(log, damage.table), damage.key)


def mend_patch(log: Log, number: int) -> None:
    """Rewrite the patch of a revision: what can still be read, and what only its record has.

    Args:
        log: the log, in a transaction.
        number: the number of a revision whose patch is damaged.
    """
    name, record, text = log.one(
        "SELECT tbl, record, patch FROM revision WHERE number = ?", (number,)
    )
    table = table_of(log, name)
    patch = readable_fields(table, text)
    fold = readable_fold(log, table, record)
    row = readable_row(log, table, record)
    if not row and not fold:
        return  # there is nothing to mend it from
    for field, value in row.items():
        if fold.get(field) != value:
            patch[field] = value
    if not row and fold and not fold.get("deleted"):
        # The other revisions have made the record, so this one must have deleted it.
        patch = {"value": None} if name == "setting" else {"deleted": True}
    log.run("UPDATE revision SET patch = ? WHERE number = ?", (patch_text(patch), number))


def _damaged_revisions(log: Log) -> Iterator[Damage]:
    table = table_of(log, "revision")
    rules = dict(table.rules)
    del rules["patch"]
    table = table._replace(rules=rules)
    for rows in log.batches(
        f"""SELECT number, {", ".join(rules)} FROM revision
            WHERE number > :after AND ({_SUSPECT}) ORDER BY number LIMIT :limit""",
        _BATCH,
        after=_BEFORE_ALL,
    ):
        for number, *values in rows:
            wrong = wrong_columns(table, values)
            if wrong:
                yield Damage("revision", (number,), wrong)


def _mend_revision(log: Log, damage: Damage) -> None:
    (number,) = damage.key
    revision, record, hlc = log.one(
        "SELECT id, record, hlc FROM revision WHERE number = ?", (number,)
    )
    new: dict[str, Any] = {}
    if isinstance(record, bytes):
        new["record"] = record_of(log, number, record)
    if "id" in damage.columns:
        new["id"] = log.clock.uuid7_bytes()
    elif "hlc" in damage.columns:
        hlc = new["hlc"] = _hlc_of(log, revision)
    if "tbl" in damage.columns:
        new["tbl"] = table_of_record(log, record)
    for name in ("device", "author"):
        if name in damage.columns:
            new[name] = _signature(log, name, hlc)
    for name, value in new.items():
        if value is not None:
            log.run(f"UPDATE revision SET {name} = ? WHERE number = ?", (value, number))


def _hlc_of(log: Log, revision: bytes) -> str:
    """Return when a revision was made: the time of its action, or else the one in its id.

    Args:
        log: the log.
        revision: the id of the revision, a UUIDv7 that begins with milliseconds.
    """
    # The action was begun just before the revision got its id.
    milliseconds = int.from_bytes(revision[:6], "big")
    hlc: str | None = log.value(
        "SELECT max(hlc) FROM action WHERE hlc BETWEEN ? AND ?",
        (f"{milliseconds - _LONGEST_ACTION:013d}", f"{milliseconds:013d}-ffff"),
    )
    if hlc and is_hlc(hlc):
        return hlc
    return f"{milliseconds:013d}-0000"


def _signature(log: Log, column: str, hlc: Any) -> str:
    """Return the device or author of a revision that has lost it.

    Args:
        log: the log.
        column: `device` or `author`.
        hlc: the hlc of the action it belongs to.

    Returns:
        That of another revision of the action; or else the device of this file, or no author.
    """
    same_action = f"SELECT {column} FROM revision WHERE hlc IS {mark_of(hlc)}"
    signature = _first_text(log, same_action, hlc)
    if signature is None and column == DEVICE:
        signature = _signing_device(log)
    return signature or ""


def _mend_fact(log: Log, damage: Damage) -> None:
    """Mend the name with which this file signs; another fact is one only while it is readable."""
    delete_row(log, table_of(log, "meta"), damage.key)
    device = _signing_device(log) or _newest_device(log) or log.clock.random(6).hex()
    log.run("INSERT OR IGNORE INTO meta VALUES (?, ?)", (DEVICE, device))


def _signing_device(log: Log) -> str | None:
    """Return the name that the newest actions of this file are signed with."""
    return _first_text(
        log,
        """SELECT r.device FROM action a JOIN revision r ON r.hlc = a.hlc
           WHERE NOT EXISTS (SELECT 1 FROM arrival v WHERE r.number BETWEEN v.first AND v.last)
           ORDER BY a.hlc DESC LIMIT 1""",
    )


def _newest_device(log: Log) -> str | None:
    """Return the name on the newest revision, where no action tells which are of this file."""
    return _first_text(log, "SELECT device FROM revision ORDER BY hlc DESC LIMIT 1")


def _first_text(log: Log, sql: str, *values: Any) -> str | None:
    """Return the first value that a query selects and that is text which can be read."""
    for value in log.column(sql, values):
        if isinstance(value, str):
            return value
    return None


def _mend_action(log: Log, damage: Damage) -> None:
    for column, value in (("verb", UNKNOWN_VERB), ("undone", STANDS)):
        if column in damage.columns:
            log.run(f"UPDATE action SET {column} = ? WHERE hlc = ?", (value, *damage.key))
