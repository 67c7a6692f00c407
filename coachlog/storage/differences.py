"""Where the tables differ from what the revisions add up to, and which revisions are damaged.

Everything is read in batches: a million entries would not fit into memory, and one long read would
block everybody who writes. A record may therefore be changed between two reads; before it counts as
a difference, it is looked at again in one read transaction.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from coachlog.domain.fields import Fields
from coachlog.domain.team_names import TeamNames
from coachlog.storage import entry_table, record_tables
from coachlog.storage.checked import patch_or_none
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_patches
from coachlog.storage.names import names_of_entries
from coachlog.storage.readable import (
    COLUMNS,
    TABLES,
    ReadableTeamNames,
    readable_fields,
    readable_fold,
    row_of,
)
from coachlog.storage.stored_values import (
    is_short_id,
    mark_of,
    table_of,
    wrong_fields,
)

REVISION = "revision"
_ROWS = 20_000
_REVISIONS = 2_000  # fewer, because a patch may be long

# The topics of each entry, how many rows `entry_topic` has of it, and the topics of those that have
# the entry's own values beside them. As bytes, because a damaged text may be anything.
_TOPICS = """
    SELECT id, CAST(topics AS BLOB),
           (SELECT count(*) FROM entry_topic t WHERE t.entry = e.id),
           (SELECT CAST(group_concat(t.topic, '; ') AS BLOB) FROM entry_topic t
            WHERE t.entry = e.id AND t.occurred_on = e.occurred_on AND t.team = e.team
            AND t.kind = e.kind AND t.private = (e.share = 'private'))
    FROM entry e WHERE id > :after ORDER BY id LIMIT :limit"""


# The folds with their tables, the damaged revisions, and the last key; see `_batches`.
_Batch = tuple[dict[str, tuple[str, Fields]], list[int], str | None]


class Difference(NamedTuple):
    """A record whose table differs from its revisions, or a revision that is damaged.

    Attributes:
        table: one of `TABLES`, or `REVISION`.
        record: its uuid, the name of a setting, or the number of a revision.
        has_revisions: whether there is any revision of the record.
    """

    table: str
    record: Any
    has_revisions: bool


def differences(log: Log) -> Iterator[Difference]:
    """Yield every record that differs from its revisions, and every revision with a wrong patch.

    All tables are compared in one reading of the revisions.
    """
    after = None
    names = ReadableTeamNames(log)
    for folds, damaged, last in _batches(log):
        team_names = names.get()
        for number in damaged:
            yield Difference(REVISION, number, has_revisions=True)
        by_table: dict[str, dict[str, Fields]] = {table: {} for table in TABLES}
        for record, (table, fold) in folds.items():
            by_table[table][record] = fold
        for table, fold_of in by_table.items():
            rows = _rows(log, table, after, last)
            for record in fold_of.keys() | rows.keys():
                fold = fold_of.get(record, {})
                row = rows.get(record)
                if not _differs(team_names, table, fold, row):
                    continue
                if _still_differs(log, names, table, record):
                    yield Difference(table, record, record in fold_of)
        after = last


def _rows(
    log: Log,
    table: str,
    after: str | None,
    last: str | None,
) -> dict[str, tuple[Any, ...]]:
    """Return the rows of a table with a key in a span, by the key.

    Args:
        log: the log.
        table: one of `TABLES`.
        after: the key before the first; None at the beginning of the table.
        last: the last key; None for all up to the end, those without a key too.
    """
    key, columns = COLUMNS[table]
    after_it = "1" if after is None else f"{key} > :after"
    # Apart, because SQLite finds a span by the index only where no OR stands beside it.
    span = f"{after_it} OR {key} IS NULL" if last is None else f"{after_it} AND {key} <= :last"
    rows = log.all(
        f"SELECT {columns} FROM {table} WHERE {span}",
        {"after": after, "last": last},
    )
    return {row[0]: row for row in rows}


def _differs(
    team_names: TeamNames,
    table: str,
    fields: Fields,
    row: tuple[Any, ...] | None,
) -> bool:
    if table == "entry":
        fields = team_names.with_name_now(fields)
        return entry_table.differs(fields, row) or bool(row and not is_short_id(row[1]))
    stored = row[1:] if row else None
    if table != "setting":
        return record_tables.row_of(table, fields) != stored
    value = fields.get("value")
    return (value,) != stored if stored else value is not None


def _still_differs(
    log: Log,
    names: ReadableTeamNames,
    table: str,
    record: str,
) -> bool:
    """Return whether a record differs from its revisions at one and the same moment."""
    has_transaction = log.db.in_transaction
    if not has_transaction:
        log.run("BEGIN")
    try:
        fold = readable_fold(log, table_of(log, table), record)
        row = row_of(log, table, record)
        return _differs(names.get(), table, fold, row)
    finally:
        if not has_transaction:
            log.run("COMMIT")


def _batches(log: Log) -> Iterator[_Batch]:
    """Yield `(folds, damaged revisions, last key)` of the records in batches, by their keys.

    The last batch has no last key, because it goes on to the end of every table.
    """
    tables = {table: table_of(log, table) for table in TABLES}
    position: tuple[Any, ...] = ("", "", b"")
    items: dict[str, tuple[str, list[tuple[bytes, Fields]]]] = {}
    damaged: list[int] = []
    while rows := log.all(
        """SELECT record, hlc, id, number, tbl, patch FROM revision
           WHERE (record, hlc, id) > ({}) ORDER BY record, hlc, id LIMIT {}""".format(
            ", ".join(map(mark_of, position)), _REVISIONS
        ),
        position,
    ):
        for record, _, revision, number, table, patch in rows:
            if table not in tables:
                continue  # `stored_values` finds it
            fields = patch_or_none(patch)
            if fields is None or wrong_fields(tables[table], fields):
                damaged.append(number)
                fields = readable_fields(tables[table], patch)
            items.setdefault(record, (table, []))[1].append((revision, fields))
        position = rows[-1][:3]
        # The last record may go on in the next batch.
        unfinished = items.pop(position[0], None)
        if items:
            yield _folds(items), damaged, next(reversed(items))
            items, damaged = {}, []
        if unfinished:
            items[position[0]] = unfinished
    yield _folds(items), damaged, None


def _folds(
    items: dict[str, tuple[str, list[tuple[bytes, Fields]]]],
) -> dict[str, tuple[str, Fields]]:
    """Return by record its table and what its revisions add up to."""
    folds = {}
    for record, (table, patches) in items.items():
        folds[record] = table, fold_patches(table, patches)
    return folds


def wrong_topics(log: Log) -> Iterator[int]:
    """Yield the row numbers of the entries whose rows in `entry_topic` differ from them."""
    for rows in log.batches(_TOPICS, _ROWS, after=0):
        for number, topics, count, stored in rows:
            names = topics.split(b"; ")
            stored_names = (stored or b"").split(b"; ")
            if count != len(names) or sorted(names) != sorted(stored_names):
                yield number


def topics_without_entry(log: Log) -> int:
    """Return how many rows of `entry_topic` lead to no entry."""
    return log.number("SELECT count(*) FROM pragma_foreign_key_check('entry_topic')")


def wrong_names(log: Log) -> list[str]:
    """Return the teams and topics that are not in their table as they are in the entries."""
    wrong = set()
    for table in ("team", "topic"):
        stored = log.all(f"SELECT name, entries FROM {table}")
        wrong |= names_of_entries(log, table).items() ^ set(stored)
    return sorted({str(name) for name, _ in wrong})
