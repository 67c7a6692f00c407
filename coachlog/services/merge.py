"""Merging what others have: a bundle, a folder of bundles, a shared folder, or another log file.

Whatever it is, only what may leave a log comes in, and merging it twice changes nothing. A large
source comes in by a few thousand changes at a time, so that nobody who records has to wait for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from coachlog.domain.arrived import CHANGED, NEW, Arrived
from coachlog.domain.entry import Entry
from coachlog.domain.fields import MOVED_FROM, SNAPSHOT
from coachlog.domain.folding import expanded
from coachlog.domain.revision import Revision
from coachlog.errors import NotFoundError, StorageError
from coachlog.exchange.folder_id import is_shared_folder
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.shelf import Trouble
from coachlog.named_tuple import NamedTuple
from coachlog.services.bundle import read_bundle
from coachlog.services.sync_pull import read_segment
from coachlog.storage.arrivals import MOST_AT_ONCE, arrive
from coachlog.storage.departures import departures
from coachlog.storage.file.connection import Log
from coachlog.storage.other_log import (
    had_private_period,
    is_log_file,
    log_in_memory,
    read_revisions,
)
from coachlog.storage.queries.entries import entries_by_uuid
from coachlog.storage.revisions import in_batches
from coachlog.storage.shelves import MERGED

BUNDLES = "*.coachlog"
_MOST_LISTED = 200
_PRIVATE_ONCE = (
    "was private for a while in an older version of coachlog. Open that log with this version,"
    " and send a bundle."
)


class Merged(NamedTuple):
    """What came in.

    Attributes:
        arrived: The counts.
        entries: The first entries that would be new or change, each with what became of it; only
            for a dry run.
        troubles: What could not be read, and what to do about it.
    """

    arrived: Arrived
    entries: list[tuple[str, Entry]]
    troubles: list[Trouble]


class _DryRunError(Exception):
    """Takes back what a dry run has merged."""


def merge(log: Log, sources: Sequence[str], *, dry_run: bool = False) -> Merged:
    """Merge what others have into a log.

    Args:
        log: The log.
        sources: Paths of bundles, folders and log files.
        dry_run: Only say what would come in.

    Raises:
        NotFoundError: There is no such file, or nothing to merge in a folder.
        RemoteError: A shared folder cannot be used.
        StorageError: A file cannot be read or merged, or the log cannot be written to.
    """
    paths = [Path(source) for source in sources]
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"{path} does not exist.")
        # A pipe or a device may have no end.
        if not path.is_file() and not path.is_dir():
            raise StorageError(f"{path} is neither a file nor a folder.")
    merged = Merged(Arrived(), [], [])
    if dry_run:
        _try_out(log, paths, merged)
        return merged
    for path in paths:
        for batch in in_batches(_Source(log, path, merged).revisions(), MOST_AT_ONCE):
            with log.atomic():
                merged.arrived.add(arrive(log, batch, MERGED))
    return merged


def _try_out(log: Log, paths: Sequence[Path], merged: Merged) -> None:
    """Merge in one transaction that is taken back.

    Args:
        log: The log.
        paths: What to merge.
        merged: What came in, filled here.
    """
    try:
        with log.atomic():
            for path in paths:
                merged.arrived.add(arrive(log, _Source(log, path, merged).revisions(), MERGED))
            merged.entries.extend(_listed(log, merged.arrived))
            raise _DryRunError
    except _DryRunError:
        return


def _listed(log: Log, arrived: Arrived) -> list[tuple[str, Entry]]:
    """Return the first entries that are new or changed, with what became of each.

    Args:
        log: The log, in the transaction in which they arrived.
        arrived: What came in.
    """
    outcome_of = {}
    for (table, uuid), outcome in arrived.outcomes.items():
        if table == "entry" and outcome in (NEW, CHANGED):
            outcome_of[uuid] = outcome
    uuids = list(outcome_of)[:_MOST_LISTED]
    entries = entries_by_uuid(log, uuids)
    return [(outcome_of[uuid], entries[uuid]) for uuid in uuids if uuid in entries]


class _Source:
    """One source, and what it has."""

    def __init__(self, log: Log, path: Path, merged: Merged) -> None:
        self._log = log
        self._path = path
        self._merged = merged

    def revisions(self) -> Iterator[Revision]:
        """Yield what the source has that may leave a log."""
        if self._path.is_dir():
            yield from self._of_folder()
        elif self._is_log():
            yield from self._of_log()
        else:
            yield from self._of_bundle(self._path)

    def _is_log(self) -> bool:
        try:
            return is_log_file(str(self._path))
        except OSError as error:
            raise StorageError(f"{self._path} cannot be read: {error.strerror}.") from error

    def _of_folder(self) -> Iterator[Revision]:
        """Yield what is in a shared folder, or in the bundles in another one."""
        if is_shared_folder(self._path):
            yield from self._of_shared_folder()
            return
        bundles = sorted(self._path.glob(BUNDLES))
        if not bundles:
            raise NotFoundError(
                f"{self._path} has no bundles ({BUNDLES}) and is not a shared folder."
            )
        for bundle in bundles:
            # One that cannot be read stops no other.
            try:
                yield from self._of_bundle(bundle)
            except StorageError as error:
                self._merged.troubles.append(Trouble(bundle.name, str(error)))

    def _of_shared_folder(self) -> Iterator[Revision]:
        """Yield what all devices have put there for all teams; nothing is noted as taken."""
        shelf = FolderShelf.join(str(self._path))
        troubles = self._merged.troubles
        for team in shelf.teams():
            for name in shelf.list(team):
                segment = read_segment(
                    shelf=shelf,
                    team=team,
                    name=name,
                    troubles=troubles,
                )
                if segment is not None:
                    yield from segment.revisions
        troubles.extend(shelf.troubles)

    def _of_bundle(self, path: Path) -> Iterator[Revision]:
        for segment in read_bundle(str(path)):
            if segment.trouble:
                self._merged.troubles.append(Trouble(path.name, segment.trouble))
            yield from segment.revisions

    def _of_log(self) -> Iterator[Revision]:
        """Yield what may leave another log, after it has arrived in an empty one in memory."""
        with closing(log_in_memory(self._log.clock)) as other:
            teams: set[str] = set()
            with other.atomic():
                taken = arrive(other, _noting_teams(read_revisions(str(self._path)), teams), MERGED)
            self._merged.arrived.early.update(taken.early)
            for batch in in_batches(departures(other, teams).revisions):
                records = [revision.record for revision in batch if revision.table == "entry"]
                left_out = had_private_period(other, records)
                for uuid in sorted(left_out):
                    self._merged.troubles.append(Trouble(uuid, _PRIVATE_ONCE))
                for revision in batch:
                    if revision.record not in left_out:
                        yield revision


def _noting_teams(revisions: Iterable[Revision], teams: set[str]) -> Iterator[Revision]:
    """Yield revisions, and note their teams: one may have nothing left but withdrawn entries."""
    for revision in revisions:
        patch: Any = revision.patch
        if isinstance(patch, dict) and isinstance(patch.get(SNAPSHOT, []), list):
            patch = expanded(patch)
            named = (patch.get("team"), patch.get(MOVED_FROM))
            teams.update(name for name in named if isinstance(name, str))
        yield revision
