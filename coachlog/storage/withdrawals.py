"""What else has to go when a text is withdrawn or erased by a change from elsewhere."""

from collections.abc import Sequence

from coachlog.storage.conditions import IS_PURGED, marks
from coachlog.storage.file.connection import Log
from coachlog.storage.purge import BLANK, delete_empty_actions
from coachlog.storage.record_tables import ABOUT_ENTRY


def forget_words(log: Log) -> None:
    """Drop the words of texts that are gone from the full-text index, in a transaction.

    Of a text that is deleted the index keeps the words, and a note that they do not count, until it
    merges its segments. A withdrawal is rare enough to merge them all.
    """
    log.run("INSERT INTO entry_fts (entry_fts) VALUES ('optimize')")


def purged_among(log: Log, entries: Sequence[str]) -> set[str]:
    """Return those of at most a few hundred entries that were erased for good."""
    return set(
        log.column(
            f"""SELECT record FROM revision WHERE record IN ({marks(entries)})
                AND {IS_PURGED}""",
            entries,
        )
    )


def erase_about(log: Log, entries: Sequence[str]) -> None:
    """Erase what is about entries that were erased elsewhere, in a transaction, as `purge` does.

    Args:
        log: the log.
        entries: the uuids of at most a few hundred.
    """
    erased = list(entries)
    condition = f"entry IN ({marks(entries)})"
    for table in ABOUT_ENTRY:
        records = log.column(f"SELECT uuid FROM {table} WHERE {condition}", entries)
        log.run_many(
            "UPDATE revision SET patch = ? WHERE record = ?",
            [(BLANK, record) for record in records],
        )
        log.run_many(f"DELETE FROM {table} WHERE uuid = ?", [(record,) for record in records])
        erased += records
    for table in ("news", "drill"):
        log.run(f"DELETE FROM {table} WHERE {condition}", entries)
    for record in erased:
        delete_empty_actions(log, "?", record)
