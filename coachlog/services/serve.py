"""`serve`: the newest snapshot of the log, and its pages.

Each request gets the pages of a log that has not changed since: what is made private is gone at the
next click.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from coachlog.exchange.browser.gate import Receive, Scope, Send
from coachlog.exchange.browser.pages import Pages
from coachlog.services.snapshot import SnapshotFile, metadata_of, write_snapshot_of
from coachlog.storage.file.connection import Log
from coachlog.storage.file.database import file_identity
from coachlog.storage.file.leftovers import remove


class Snapshot:
    """One snapshot with its pages. Its folder goes once it is old and nobody reads it any more."""

    def __init__(self, folder: str, file: SnapshotFile, pages: Pages) -> None:
        """Show a snapshot.

        Args:
            folder: what is removed with it.
            file: the snapshot in that folder.
            pages: its pages.
        """
        self._folder = folder
        self.file = file
        self._pages = pages
        self._requests = 0
        self._is_old = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self._requests += 1
        try:
            await self._pages(scope, receive, send)
        finally:
            self._requests -= 1
            self._remove_if_unused()

    def retire(self) -> None:
        """Let it go as soon as the requests that read it now have ended."""
        self._is_old = True
        self._remove_if_unused()

    def _remove_if_unused(self) -> None:
        if self._is_old and not self._requests:
            self._pages.close()
            remove(self._folder)


class Snapshots:
    """The snapshots of a log, of which one is the newest."""

    def __init__(self, folder: str, open_again: Callable[[], Log]) -> None:
        """Make none yet.

        Args:
            folder: a private folder for them.
            open_again: closes the log if it is open, and opens it as it is now.
        """
        self._folder = folder
        self._open_again = open_again
        self._log: Log | None = None
        self._identity: object = None
        self._state: object = None
        self._newest: Snapshot | None = None

    def newest(self) -> Snapshot:
        """Return the snapshot of the log as it is now, which is made if the log has changed.

        Raises:
            StorageError: the log cannot be read, or the snapshot cannot be written.
        """
        if self._newest and self._log and _state_of(self._log) == self._state:
            return self._newest
        old = self._newest
        # From here on the old one is not shown any more, even if no new one can be made.
        self._newest = None
        try:
            self._newest = self._make(old)
        finally:
            if old:
                old.retire()
        return self._newest

    def _make(self, old: Snapshot | None) -> Snapshot:
        log = self._open_again()
        self._log = log
        # Before the entries are read: a change meanwhile is noticed by the next request.
        state = _state_of(log)
        earlier = None
        if old and self._identity == file_identity(log.path):
            earlier = old.file
        folder = mkdtemp(dir=self._folder)
        path = str(Path(folder, "log.db"))
        try:
            file = write_snapshot_of(log, path, earlier)
        except BaseException:
            # On a full disk each try would leave another one.
            remove(folder)
            raise
        self._state = state
        self._identity = file_identity(log.path)
        pages = Pages(path, metadata_of(log))
        return Snapshot(folder, file, pages)


def _state_of(log: Log) -> object:
    """Return what is another value after every change of a log, and on another day."""
    # SQLite's number counts what other connections change; this one changes nothing.
    version = log.number("PRAGMA data_version")
    return file_identity(log.path), version, log.clock.today()
