"""Revisions that came from elsewhere and were set aside, each with the reason.

They count for nothing here. One is looked at again whenever something else of its record arrives.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from coachlog.domain.merging import Revision
from coachlog.storage.checked import patch_or_none
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.patch_json import patch_text
from coachlog.storage.revisions import COLUMNS

FORGED = "forged"  # it was sent by somebody else than it says
_FAMILY = Revision._fields.index("table") - 1  # without the id
_NO_FAMILY = ""
_LONGEST = 200  # of what is stored of a malformed value


def hold(log: Log, revisions: Iterable[tuple[Revision, str]], source: str) -> int:
    """Set revisions aside, in a transaction.

    Args:
        log: the log.
        revisions: each with the reason.
        source: where they came from.

    Returns:
        How many were not set aside before.
    """
    count = 0
    for revision, reason in revisions:
        row = _row_of(revision)
        held_before = log.one("SELECT 1 FROM held WHERE id = ?", (row[0],))
        count += held_before is None
        log.run(
            f"INSERT OR REPLACE INTO held ({COLUMNS}, source, reason) VALUES ({marks(row)}, ?, ?)",
            (*row, source, reason),
        )
    return count


def hold_forged(log: Log, revisions: Iterable[Revision], source: str) -> int:
    """Note that somebody sent revisions under the name of somebody else, in a transaction.

    Nothing that they say is stored. They can never be taken, and never stand in the way of a real
    one that has their id.

    Args:
        log: the log.
        revisions: the revisions that were refused.
        source: where they came from.

    Returns:
        How many were not noted before.
    """
    forged = []
    for revision in revisions:
        forged.append((without_text(revision), FORGED))
    return hold(log, forged, source)


def without_text(revision: Revision) -> Revision:
    """Return a note of a revision, which can never be taken for one."""
    return revision._replace(id=b"", table=_NO_FAMILY, patch={})


def held_about(log: Log, records: Sequence[str]) -> list[Revision]:
    """Return what is set aside of at most a few hundred records, with its patch in form."""
    rows = log.all(f"SELECT {COLUMNS} FROM held WHERE record IN ({marks(records)})", records)
    return _revisions(rows)


def held_of_families(log: Log, reason: str, families: Sequence[str]) -> list[Revision]:
    """Return what is set aside of some families for a reason."""
    rows = log.all(
        f"SELECT {COLUMNS} FROM held WHERE reason = ? AND tbl IN ({marks(families)})",
        (reason, *families),
    )
    return _revisions(rows)


def release(log: Log, revisions: Iterable[Revision]) -> None:
    """Forget revisions that are no longer set aside, in a transaction."""
    log.run_many("DELETE FROM held WHERE id = ?", [(revision.id,) for revision in revisions])


def forget_stored(log: Log) -> None:
    """Forget what was set aside once and has been stored since, in a transaction."""
    log.run(
        """DELETE FROM held WHERE EXISTS (
               SELECT 1 FROM revision r WHERE r.record = held.record AND r.id = held.id)"""
    )


def _revisions(rows: list[Any]) -> list[Revision]:
    revisions = []
    for row in rows:
        patch = patch_or_none(row[-1])
        if patch is not None:
            revisions.append(Revision(*row)._replace(patch=patch))
    return revisions


def _row_of(revision: Revision) -> tuple[Any, ...]:
    """Return a revision as a row, whatever its values are."""
    written = None
    with suppress(TypeError, ValueError, RecursionError, AttributeError):
        written = patch_text(revision.patch)
    patch = _clean(written or "{}")
    number: Any = revision.id
    if not isinstance(number, bytes) or len(number) != 16:
        number = hashlib.sha256(repr(revision[:-1]).encode(errors="replace")).digest()[:16]
    fields = [_clean(str(value))[:_LONGEST] for value in revision[1:-1]]
    if [number, *fields, patch] != [*revision[:-1], written]:
        # What it is now nobody has written: it must never be taken for a revision.
        fields[_FAMILY] = _NO_FAMILY
    return (number, *fields, patch)


def _clean(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()
