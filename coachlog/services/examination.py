"""What `coachlog doctor` checks, and the result of each check."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from coachlog.errors import StorageError
from coachlog.storage.file.backup import back_up
from coachlog.storage.file.backup_files import backups_of, newest_backup
from coachlog.storage.file.connection import Log

OK, NOTE, PROBLEM, FIXED = "ok", "note", "problem", "fixed"


class NotMendedError(Exception):
    """A repair has mended nothing, and is rolled back."""


class Check(NamedTuple):
    """The result of one check.

    Attributes:
        state: `ok`, `note`, `problem` or `fixed`.
        note: what to know about it, in one line.
        exit_code: of the command, if this is its worst problem.
        name: of the check, as in `CHECKS`.
    """

    state: str
    note: str
    exit_code: int = StorageError.exit_code
    name: str = ""


@dataclass
class Examination:
    """The log that is checked, and whether it may be repaired.

    Attributes:
        log: The open log.
        folder: Coachlog's own folder, if the log is in it; its permissions are checked as well.
        fix: Whether to repair.
        obstacle: Why the checks from here on cannot be trusted; nothing is repaired any more.
        backup: The path of what was made before the first repair; None before it.
    """

    log: Log
    folder: str | None
    fix: bool
    obstacle: str | None = None
    backup: str | None = None

    @contextmanager
    def repairing(self) -> Iterator[None]:
        """Open one transaction, after a backup; further repairs share the first one's backup.

        A repair that ends with an error changes nothing, and leaves no backup behind: each is as
        large as the log, and people try more than once.
        """
        is_first = self.backup is None
        if self.backup is None:
            self.backup = back_up(self.log.db, self.log.path, self.log.clock)
        with self.log.atomic():
            try:
                yield
            except BaseException:
                if is_first:
                    Path(self.backup).unlink()
                    self.backup = None
                raise

    def repaired(self, note: str, state: str = FIXED) -> Check:
        """Return the result of a repair, with the path of the backup made before it.

        Args:
            note: What was repaired, or what could not be.
            state: `problem` where the repair did not help.
        """
        return Check(state, f"{note}. The file before the repair: {self.backup}")

    def way_back(self) -> str:
        """Return what to do about a log that cannot be mended."""
        path = self.log.path
        backups = backups_of(path)
        remedy = "Save what can still be read:  coachlog export --for full"
        if backups:
            remedy = f"To go back to it:  coachlog restore {backups[0]}"
        return f"{newest_backup(path)} {remedy}"
