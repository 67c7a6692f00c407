"""What `doctor` asks about the inside of a file: its pages, its search index, its schema."""

import sqlite3
from contextlib import closing

from coachlog.errors import StorageError
from coachlog.storage.file.connection import Log
from coachlog.storage.file.database import check_version, connect
from coachlog.storage.file.errors import is_damage

SQLITE_VERSION = sqlite3.sqlite_version

_SCHEMA_PARTS = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"


def page_damage(log: Log) -> str | None:
    """Return the first fault that SQLite finds in pages, tables and indexes, or None."""
    # The whole file is read, but only the first fault is shown: a damaged page causes hundreds.
    report: str = log.one("PRAGMA integrity_check(1)")[0]
    if report == "ok":
        return None
    return " ".join(report.split())


def check_copy(path: str) -> str | None:
    """Check all of a coachlog file that nobody writes to.

    Returns:
        The first fault, or None.

    Raises:
        StorageError: it cannot be read, is no coachlog file, or is from a newer coachlog.
    """
    try:
        with closing(Log(path, connect(path, writable=False), writable=False)) as log:
            check_version(log.db, path)
            return page_damage(log)
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
        log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    except StorageError as error:
        if is_damage(error.__cause__):
            return "does not match the entries"
        raise
    return None


def rebuild_search_index(log: Log) -> None:
    """Make the full-text index anew, inside the caller's transaction."""
    log.run("INSERT INTO entry_fts (entry_fts) VALUES ('rebuild')")


def schema_differences(log: Log, model: Log) -> tuple[list[str], list[str]]:
    """Compare the names of tables, indexes and triggers with those of a new log.

    Args:
        log: the log.
        model: a new log.

    Returns:
        What is missing, and what is not coachlog's, each such as `index entry_by_day`.
    """
    present = _schema_parts(log)
    expected = _schema_parts(model)
    return sorted(expected - present), sorted(present - expected)


def add_missing(log: Log, model: Log, missing: list[str]) -> None:
    """Make missing indexes and triggers again, inside the caller's transaction.

    A missing table is left: an empty one would hide that its rows are lost.

    Args:
        log: the log.
        model: a new log, whose definitions are taken.
        missing: the parts that are missing, as `schema_differences` names them.
    """
    for part in missing:
        kind, _, name = part.partition(" ")
        if kind in ("index", "trigger"):
            (sql,) = model.one("SELECT sql FROM sqlite_schema WHERE name = ?", (name,))
            log.run(sql)


def _schema_parts(log: Log) -> set[str]:
    return {f"{kind} {name}" for kind, name in log.all(_SCHEMA_PARTS)}
