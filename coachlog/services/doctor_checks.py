"""The checks of `coachlog doctor`, one function each.

A check only reads. With `--fix` it repairs what can be made again from the rest of the file, after
a backup. What cannot be made again, such as a damaged page or a lost history, is reported and left
as it is.
"""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from coachlog.clock import zone_name, zone_warning
from coachlog.domain.settings import unusable_settings
from coachlog.errors import SettingsError
from coachlog.paths import login_name
from coachlog.services.examination import (
    FIXED,
    NOTE,
    OK,
    PROBLEM,
    Check,
    Examination,
    NotMendedError,
)
from coachlog.services.schema_check import check_schema
from coachlog.storage import erasing, rebuild, revisions
from coachlog.storage.file import integrity, location
from coachlog.storage.file.backup_files import backups_of
from coachlog.storage.file.damage_mark import mark_damaged, remove_mark
from coachlog.storage.file.open import empty_log
from coachlog.storage.record_tables import read_settings

MINUTE = 60  # seconds
HOUR = 3_600


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
    path = examination.log.path
    damage, indexes = integrity.faults_of(examination.log)
    if damage:
        mark_damaged(path)
        examination.obstacle = "the damaged pages"
        return Check(PROBLEM, f"damaged: {damage}. {examination.way_back()}")
    remove_mark(path)
    if not indexes:
        return Check(OK, "no damage")
    names = ", ".join(indexes)
    if not examination.fix:
        return Check(
            PROBLEM,
            f"indexes do not match their tables: {names}. To rebuild them:  coachlog doctor --fix",
        )
    with examination.repairing():
        integrity.rebuild_indexes(examination.log, indexes)
    return examination.repaired(f"rebuilt the indexes: {names}")


def _check_tables(examination: Examination) -> Check:
    problems = rebuild.table_problems(examination.log)
    if not problems:
        return Check(OK, "match the history")
    if not examination.fix:
        return Check(
            PROBLEM,
            f"do not match the history: {problems}. To rebuild them:  coachlog doctor --fix",
        )
    try:
        with examination.repairing():
            rebuild.rebuild(examination.log, login_name())
            remaining = rebuild.table_problems(examination.log)
            if remaining == problems:
                raise NotMendedError
    except NotMendedError:
        return Check(
            PROBLEM,
            f"do not match the history, and cannot be rebuilt from it: {problems}. "
            f"{examination.way_back()}",
        )
    if remaining:
        return examination.repaired(f"still do not match the history: {remaining}", PROBLEM)
    return examination.repaired(f"rebuilt from the history: {problems}")


def _check_search(examination: Examination) -> Check:
    log = examination.log
    damage = integrity.search_index_damage(log)
    if damage is None:
        return Check(OK, "matches the entries")
    if examination.obstacle:
        return Check(NOTE, f"cannot be checked, because of {examination.obstacle}")
    if not examination.fix:
        return Check(PROBLEM, f"{damage}. To rebuild it:  coachlog doctor --fix")
    with closing(empty_log("")) as model, examination.repairing():
        integrity.recreate_search_index(log, model)
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
    if erasing.is_unfinished(examination.log):
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
    "schema": check_schema,
    "tables": _check_tables,
    "search": _check_search,
    "settings": _check_settings,
    "clock": _check_clock,
    "leftovers": _check_leftovers,
    "backups": _check_backups,
}
