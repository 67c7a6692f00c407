"""What can be wrong inside a file that opens: its pages, its search index, its schema."""

import sqlite3

from coachlog.storage.file.connection import patiently
from coachlog.storage.file.errors import storage_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log

SQLITE_VERSION = sqlite3.sqlite_version
_PARTS = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"


def entry_count(log: "Log") -> int:
    """How many entries there are, private ones too."""
    number: int = log.one("SELECT count(*) FROM entry")[0]
    return number


def page_damage(log: "Log") -> str | None:
    """The first thing that SQLite finds wrong with the file's pages, tables and indexes; None where all is well."""
    found = " ".join(log.one("PRAGMA integrity_check(1)")[0].split())
    return None if found == "ok" else found


def search_index_damage(log: "Log") -> str | None:
    """What is wrong with the full-text index; None where it agrees with the entries.

    SQLite compares the two by a command that is written as an insert
    (https://www.sqlite.org/fts5.html#the_integrity_check_command); a read-only file can only be counted.
    """
    if not log.writable:
        entries, indexed = log.one(
            "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM entry_fts_docsize)"
        )
        return None if entries == indexed else f"{indexed:,} entries are in it, of {entries:,}"
    try:
        patiently(
            log.db.execute, "INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)"
        )
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorname", None) or "").startswith("SQLITE_CORRUPT"):
            return "it does not agree with the entries"
        raise storage_error(error, log.path) from error
    return None


def rebuild_search_index(log: "Log") -> None:
    """Make the full-text index anew, inside the caller's transaction."""
    log.run("INSERT INTO entry_fts (entry_fts) VALUES ('rebuild')")


def schema_differences(log: "Log", wanted: "Log") -> tuple[list[str], list[str]]:
    """The tables, indexes and triggers that are missing, and those that are not ours; `wanted` is a new log."""
    found, ours = ({f"{kind} {name}" for kind, name in each.all(_PARTS)} for each in (log, wanted))
    return sorted(ours - found), sorted(found - ours)


def add_missing(log: "Log", wanted: "Log", missing: list[str]) -> None:
    """Make missing indexes and triggers again, inside the caller's transaction; a missing table is beyond that."""
    for part in missing:
        kind, _, name = part.partition(" ")
        if kind in ("index", "trigger"):
            log.run(wanted.one("SELECT sql FROM sqlite_schema WHERE name = ?", (name,))[0])
