"""What `doctor` asks about the inside of a file: its pages, its search index, its schema."""

import re
import sqlite3
from contextlib import closing
from typing import NamedTuple

from coachlog.errors import StorageError
from coachlog.storage.file.connection import Log
from coachlog.storage.file.database import check_version, connect
from coachlog.storage.file.errors import error_name, is_damage

SQLITE_VERSION = sqlite3.sqlite_version

# How the check words what is wrong with rows: sqlite3.c, `sqlite3Pragma`.
_IN_INDEX = re.compile(r"(missing from|entry in|entries in|differ from) index \S+$")
_IN_VALUE = re.compile(r"(NULL|NUMERIC|TEXT) value in ")

SEARCH_INDEX = "entry_fts"
MIGRATIONS = "_sqlite_migrations"
_BLANKS = re.compile(r"--[^\n]*\n|\s+")
_SCHEMA_PARTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"


def faults_of(log: Log) -> tuple[str | None, list[str]]:
    """Let SQLite check the whole file.

    Returns:
        The first fault in the pages, or None; and the indexes that do not match their tables. What
        a column cannot hold is not among them: `stored_values` looks at that.
    """
    page_fault = None
    indexes = set()
    try:
        lines = log.column("PRAGMA integrity_check")
    except StorageError as error:
        if is_damage(error.__cause__):
            return str(error.__cause__), []
        raise
    for line in lines:
        fault = " ".join(line.split())
        if _IN_INDEX.search(fault):
            indexes.add(fault.rpartition(" ")[2])
        elif fault != "ok" and not _IN_VALUE.match(fault):
            # Only the first is shown: a damaged page causes hundreds.
            page_fault = page_fault or fault
    return page_fault, sorted(indexes)


def rebuild_indexes(log: Log, names: list[str]) -> None:
    """Rebuild indexes from their tables, inside the caller's transaction."""
    for name in names:
        log.run(f'REINDEX "{name}"')


def check_copy(path: str) -> str | None:
    """Check all of a coachlog file that nobody writes to.

    Returns:
        The first fault, or None.

    Raises:
        StorageError: it cannot be read, is not a coachlog file, or is from a newer coachlog.
    """
    try:
        with closing(Log(path, connect(path, writable=False), writable=False)) as log:
            check_version(log.db, path)
            return faults_of(log)[0]
    except StorageError as error:
        if is_damage(error.__cause__):
            return str(error.__cause__)
        raise


def search_index_damage(log: Log) -> str | None:
    """Return what is wrong with the full-text index, or None where it matches the entries.

    SQLite's command for this is written as an insert
    (https://www.sqlite.org/fts5.html#the_integrity_check_command), which a read-only file refuses;
    there the rows are only counted.
    """
    if not log.writable:
        entries = log.number("SELECT count(*) FROM entry")
        indexed = log.number("SELECT count(*) FROM entry_fts_docsize")
        if entries == indexed:
            return None
        return f"has {indexed:,} of {entries:,} entries"
    try:
        # Alone it waits for the lock as well as in a transaction would, where several ask at once.
        log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    except StorageError as error:
        name = error_name(error.__cause__)
        if is_damage(error.__cause__):
            return "does not match the entries"
        if name == "SQLITE_ERROR":
            return f"cannot be used ({error.__cause__})"
        raise
    return None


def rebuild_search_index(log: Log) -> None:
    """Rebuild the full-text index, inside the caller's transaction."""
    log.run("INSERT INTO entry_fts (entry_fts) VALUES ('rebuild')")


def recreate_search_index(log: Log, model: Log) -> None:
    """Create the table of the full-text index and its triggers again, whatever is left of it.

    Args:
        log: the log, inside the caller's transaction.
        model: a new log, whose definitions are taken.
    """
    try:
        log.run("DROP TABLE IF EXISTS entry_fts")
    except StorageError:
        # SQLite opens the index to drop it, which fails where a part of it is lost.
        log.run("PRAGMA writable_schema = ON")
        log.run("DELETE FROM sqlite_schema WHERE name = 'entry_fts'")
        log.run("PRAGMA writable_schema = RESET")
    for name in log.column("SELECT name FROM sqlite_schema WHERE name GLOB 'entry_fts_*'"):
        log.run(f'DROP TABLE IF EXISTS "{name}"')
    (sql,) = model.one("SELECT sql FROM sqlite_schema WHERE name = 'entry_fts'")
    log.run(sql)
    rebuild_search_index(log)


class SchemaDifferences(NamedTuple):
    """Where the schema of a log differs from that of a new one.

    Attributes:
        missing: the names of tables that are gone.
        wrong: what else is missing or defined otherwise, such as `index entry_by_day`; nothing that
            is about a missing table.
        unknown: what is not coachlog's.
    """

    missing: list[str]
    wrong: list[str]
    unknown: list[str]


def schema_differences(log: Log, model: Log) -> SchemaDifferences:
    """Compare the tables, indexes and triggers of a log with those of a new log."""
    present = _schema_parts(log)
    expected = _schema_parts(model)
    missing = []
    wrong = []
    for part, (table, sql) in expected.items():
        if f"table {table}" not in present:
            missing.append(table)
        elif part not in present or present[part][1] != sql:
            wrong.append(part)
    unknown = present.keys() - expected.keys()
    return SchemaDifferences(sorted(set(missing)), sorted(wrong), sorted(unknown))


def create_tables_again(log: Log, model: Log, names: list[str]) -> None:
    """Create tables again, empty, with their indexes and triggers; inside the caller's transaction.

    Args:
        log: the log.
        model: a new log, whose definitions are taken.
        names: tables that are missing.
    """
    for name in names:
        for sql in model.column(
            """SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL
               ORDER BY type <> 'table'""",
            (name,),
        ):
            log.run(sql)
    if MIGRATIONS in names:
        # The file is of this version, so all migrations have run on it.
        rows = model.all(f"SELECT * FROM {MIGRATIONS}")
        log.run_many(f"INSERT INTO {MIGRATIONS} VALUES (?, ?, ?, ?)", rows)
    if "entry" in names:
        # The full-text index still has the words of the lost entries, which will be added again.
        recreate_search_index(log, model)


def mend_schema(log: Log, model: Log, parts: list[str]) -> None:
    """Create indexes and triggers again, inside the caller's transaction.

    Args:
        log: the log.
        model: a new log, whose definitions are taken.
        parts: indexes and triggers that are missing or wrong, as `schema_differences` names them.
    """
    for part in parts:
        kind, _, name = part.partition(" ")
        (sql,) = model.one("SELECT sql FROM sqlite_schema WHERE name = ?", (name,))
        log.run(f'DROP {kind} IF EXISTS "{name}"')
        log.run(sql)


def _schema_parts(log: Log) -> dict[str, tuple[str, str]]:
    """Return the table and the definition, without blanks and comments, of each part."""
    parts = {}
    for kind, name, table, sql in log.all(_SCHEMA_PARTS):
        if name.startswith(SEARCH_INDEX):
            continue  # the check of the full-text index looks at its tables
        # A table that was altered has the same columns with other blanks.
        parts[f"{kind} {name}"] = table, _BLANKS.sub("", str(sql or ""))
    return parts
