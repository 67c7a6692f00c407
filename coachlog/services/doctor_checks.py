"""The checks of `coachlog doctor`, one function each.

A check only reads. With `--fix` it repairs what can be made again from the rest of the file, after
a backup. What cannot be made again, such as a damaged page or a missing table, is reported and left
as it is.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from coachlog.clock import zone_name, zone_warning
from coachlog.domain.settings import unusable_settings
from coachlog.errors import SettingsError, StorageError
from coachlog.paths import login_name
from coachlog.storage import purge, rebuild, revisions
from coachlog.storage.file import integrity, location
from coachlog.storage.file.backup import back_up
from coachlog.storage.file.backup_files import backups_of, newest_backup
from coachlog.storage.file.connection import Log
from coachlog.storage.file.open import empty_log
from coachlog.storage.record_tables import read_settings

OK, NOTE, PROBLEM, FIXED = "ok", "note", "problem", "fixed"
MINUTE = 60  # seconds
HOUR = 3_600


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
        backup: The path of what was made before the first repair; None before it.
    """

    log: Log
    folder: str | None
    fix: bool
    backup: str | None = None

    @contextmanager
    def repairing(self) -> Iterator[None]:
        """Open one transaction, after a backup; further repairs share the first one's backup."""
        if self.backup is None:
            self.backup = back_up(self.log.db, self.log.path, self.log.clock)
        with self.log.atomic():
            yield

    def repaired(self, note: str, state: str = FIXED) -> Check:
        """Return the result of a repair, with the path of the backup made before it.

        Args:
            note: What was repaired, or what could not be.
            state: `problem` where the repair did not help.
        """
        return Check(state, f"{note}. The file before the repair: {self.backup}")


def _check_log(examination: Examination) -> Check:
    log = examination.log
    path = Path(log.path)
    parts = [
        str(path.absolute()),
        f"{path.stat().st_size / 1e6:,.1f} MB",
        f"schema {log.version}",
    ]
    if not log.writable:
        parts.append("read-only")
    return Check(OK, ", ".join(parts))


def _check_location(examination: Examination) -> Check:
    path = examination.log.path
    kind = location.remote_file_system(path)
    if kind is None:
        return Check(OK, "on this computer")
    # A note only: on a network drive the locks of SQLite may fail, but need not.
    return Check(NOTE, location.network_warning(path, kind))


def _check_permissions(examination: Examination) -> Check:
    if not location.HAS_PERMISSIONS:
        return Check(OK, "the same as its folder's")
    exposed = location.readable_by_others(examination.log.path, examination.folder)
    if not exposed:
        return Check(OK, "only you can open it")
    paths = ", ".join(f"{path} ({permissions:04o})" for path, permissions in exposed)
    if not examination.fix:
        return Check(
            PROBLEM,
            f"other users of this computer can open {paths}. "
            "To close them to others:  coachlog doctor --fix",
        )
    for path, permissions in exposed:
        try:
            Path(path).chmod(permissions & location.OWNER_ONLY)
        except OSError as error:
            return Check(PROBLEM, f"could not change the permissions of {path}: {error.strerror}")
    return Check(FIXED, f"closed to other users: {paths}")


def _check_pages(examination: Examination) -> Check:
    damage = integrity.page_damage(examination.log)
    if damage is None:
        return Check(OK, "no damage")
    path = examination.log.path
    backups = backups_of(path)
    remedy = "Save what can still be read:  coachlog export --for full"
    if backups:
        remedy = f"To go back to it:  coachlog restore {backups[0]}"
    return Check(PROBLEM, f"damaged: {damage}. {newest_backup(path)} {remedy}")


def _check_schema(examination: Examination) -> Check:
    log = examination.log
    # A new log in memory has everything that this version of coachlog needs.
    model = empty_log("")
    try:
        missing, unknown = integrity.schema_differences(log, model)
        repaired = []
        if missing and examination.fix:
            with examination.repairing():
                integrity.add_missing(log, model, missing)
            repaired = missing
            missing, unknown = integrity.schema_differences(log, model)
    finally:
        model.close()
    if missing:
        return Check(PROBLEM, f"missing: {', '.join(missing)}")
    # A planted trigger could change or copy entries; it is not for us to drop, though.
    triggers = [part for part in unknown if part.startswith("trigger ")]
    if triggers:
        return Check(
            PROBLEM,
            f"not part of coachlog, yet run on every change: {', '.join(triggers)}",
        )
    if repaired:
        return examination.repaired(f"recreated: {', '.join(repaired)}")
    if unknown:
        return Check(NOTE, f"not part of coachlog: {', '.join(unknown)}")
    return Check(OK, "complete")


def _check_tables(examination: Examination) -> Check:
    problems = rebuild.table_problems(examination.log)
    if not problems:
        return Check(OK, "match the history")
    if not examination.fix:
        return Check(
            PROBLEM,
            f"do not match the history: {problems}. To rebuild them:  coachlog doctor --fix",
        )
    with examination.repairing():
        rebuild.rebuild(examination.log, login_name())
    remaining = rebuild.table_problems(examination.log)
    if remaining:
        return examination.repaired(f"still do not match the history: {remaining}", PROBLEM)
    return examination.repaired(f"rebuilt from the history: {problems}")


def _check_search(examination: Examination) -> Check:
    damage = integrity.search_index_damage(examination.log)
    if damage is None:
        return Check(OK, "matches the entries")
    if not examination.fix:
        return Check(PROBLEM, f"{damage}. To rebuild it:  coachlog doctor --fix")
    with examination.repairing():
        integrity.rebuild_search_index(examination.log)
    return examination.repaired("rebuilt from the entries")


def _check_settings(examination: Examination) -> Check:
    # All at once, whereas a command stops at the first one that it reads.
    unusable = unusable_settings(read_settings(examination.log), os.environ)
    if unusable:
        return Check(PROBLEM, "; ".join(unusable), SettingsError.exit_code)
    return Check(OK, "all valid")


def _check_clock(examination: Examination) -> Check:
    now = examination.log.clock.now()
    newest = revisions.newest_time(examination.log)
    behind = (newest or 0.0) - now.timestamp()
    # The clocks of two computers that share a file differ by seconds.
    if behind > MINUTE:
        return Check(
            NOTE,
            f"{now:%Y-%m-%d %H:%M} is {behind / HOUR:,.1f} hours before the newest entry; "
            "entries stay in the order in which they were recorded",
        )
    warning = zone_warning()
    if warning:
        return Check(NOTE, warning)
    return Check(OK, f"{now:%Y-%m-%d %H:%M}, {zone_name(now)}")


def _check_leftovers(examination: Examination) -> Check:
    if purge.is_unfinished(examination.log):
        return Check(PROBLEM, "a purge was interrupted. To finish it:  coachlog purge")
    # A younger file may belong to a command that is still running.
    hour_ago = examination.log.clock.now().timestamp() - HOUR
    leftovers = location.leftovers(examination.log.path, hour_ago)
    if not leftovers:
        return Check(OK, "none")
    paths = ", ".join(leftovers)
    if not examination.fix:
        return Check(NOTE, f"{paths}. To remove unfinished files:  coachlog doctor --fix")
    for path in leftovers:
        Path(path).unlink()
    return Check(FIXED, f"removed: {paths}")


def _check_backups(examination: Examination) -> Check:
    backups = backups_of(examination.log.path)
    if not backups:
        return Check(NOTE, "none yet. To make one:  coachlog backup")
    return Check(OK, f"{len(backups)}, the newest {backups[0]}")


# In this order, because each relies on those before it. The names are what `--format json` shows.
CHECKS: dict[str, Callable[[Examination], Check]] = {
    "log": _check_log,
    "location": _check_location,
    "permissions": _check_permissions,
    "pages": _check_pages,
    "schema": _check_schema,
    "tables": _check_tables,
    "search": _check_search,
    "settings": _check_settings,
    "clock": _check_clock,
    "leftovers": _check_leftovers,
    "backups": _check_backups,
}
