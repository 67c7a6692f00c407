"""Reading the changes in somebody else's log file, of any version, without trusting it.

Only rows of one table are read, by its columns: nothing else that the file defines is ever run. All
versions of the schema have that table, so that an older file need not be upgraded, nor copied.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from coachlog.clock import Clock
from coachlog.domain.folding import PRIVATE, EntryHistory
from coachlog.domain.revision import Revision
from coachlog.errors import StorageError
from coachlog.storage.causes import read_items
from coachlog.storage.checked import patch_or_none
from coachlog.storage.file.connection import Log
from coachlog.storage.file.damage_mark import tells_of_damage
from coachlog.storage.file.database import check_version, connect
from coachlog.storage.file.errors import reason_of
from coachlog.storage.file.open import MAGIC, check_header, empty_log

_BATCH = 5_000
_FIRST_NUMBERED = 4  # the version since which revisions have numbers, and ids of 16 bytes


def is_log_file(path: str) -> bool:
    """Return whether a file begins as a database does.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read_revisions(path: str) -> Iterator[Revision]:
    """Yield every revision in a log file; nothing is known of their values.

    Raises:
        StorageError: it is not a log, is from a newer coachlog, or cannot be read unchanged.
    """
    try:
        yield from _revisions_in(path)
    except StorageError as error:
        if not tells_of_damage(error):
            raise
        raise StorageError(
            f"{path} is damaged. Ask whoever sent it for a bundle, or for a new copy."
        ) from None


def _revisions_in(path: str) -> Iterator[Revision]:
    try:
        is_wal = check_header(path, os.stat(path))
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {reason_of(error)}.") from error
    if is_wal:
        raise StorageError(f"{path} is in WAL mode, in which even reading writes. Copy it first.")
    with closing(connect(path, writable=False)) as db:
        version = check_version(db, path)
        # Functions with side effects are refused to whatever the file defines.
        db.execute("PRAGMA trusted_schema = OFF")
        db.text_factory = _decoded
        log = Log(path, db, writable=False)
        kind = log.value("SELECT type FROM sqlite_schema WHERE name = 'revision'")
        if kind != "table":
            raise StorageError(f"{path} has no history of changes, so it cannot be merged.")
        yield from _rows_of(log, version)


def _rows_of(log: Log, version: int) -> Iterator[Revision]:
    key, after = ("number", -1) if version >= _FIRST_NUMBERED else ("id", "")
    for rows in log.batches(
        f"""SELECT {key}, id, record, tbl, hlc, device, author, patch FROM revision
            WHERE {key} > :after ORDER BY {key} LIMIT :limit""",
        _BATCH,
        after=after,
    ):
        for _, number, record, table, hlc, device, author, text in rows:
            # One that cannot be read is set aside where it arrives.
            patch: Any = patch_or_none(text)
            yield Revision(
                id=_id_of(number),
                record=record,
                table=table,
                hlc=hlc,
                device=device,
                author=author,
                patch=patch,
            )


def _id_of(number: Any) -> Any:
    """Return the id of a revision as 16 bytes, which older versions wrote as a uuid."""
    if isinstance(number, str):
        try:
            return bytes.fromhex(number.replace("-", ""))
        except ValueError:
            return number
    return number


def _decoded(text: bytes) -> str:
    return text.decode(errors="replace")


def log_in_memory(clock: Clock) -> Log:
    """Return an empty log that can be written to, and is nowhere on a disk."""
    log = empty_log("")
    log.writable = True
    log.clock = clock
    return log


def had_private_period(log: Log, uuids: Sequence[str]) -> set[str]:
    """Return those of at most a few hundred entries whose counting history was private once.

    Versions before this one wrote no snapshot when such an entry was shared again.
    """
    had = set()
    for uuid, items in read_items(log, uuids).items():
        history = EntryHistory(items)
        # Of one that is private now nothing but skeletons leaves.
        if history.share != PRIVATE and history.has_private_period():
            had.add(uuid)
    return had
