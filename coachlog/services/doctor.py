"""Looking after the file: all that `doctor` looks at, and mending what is safe to mend."""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from coachlog import __version__
from coachlog.clock import Clock, zone_name, zone_warning
from coachlog.domain.settings import unusable_settings
from coachlog.errors import CoachlogError, SettingsError, StorageError
from coachlog.render.words import count_of
from coachlog.storage import purge, rebuild, revisions
from coachlog.storage.file import integrity, location
from coachlog.storage.file.backup import back_up
from coachlog.storage.file.connection import Log
from coachlog.storage.file.errors import backups_of, newest_backup
from coachlog.storage.file.open import empty_log, open_log
from coachlog.storage.settings import read_settings

OK, NOTE, PROBLEM, FIXED = "ok", "note", "problem", "fixed"
HOUR = 3_600


class Check(NamedTuple):
    """What was looked at, how it stands (`ok`, `note`, `problem`, `fixed`), and what there is to say of it.

    `code` is the exit code that a problem stands for.
    """

    name: str
    state: str
    note: str
    code: int = StorageError.exit_code


class Examination:
    """The log under the doctor's eyes. A backup is made before the first thing is written anew."""

    def __init__(
        self, log: Log, clock: Clock, folder: str | None, reader: str, *, fix: bool
    ) -> None:
        self.log = log
        self.clock = clock
        self.folder = folder
        self.user = reader
        self.fix = fix and log.writable
        self.backup: str | None = None

    @contextmanager
    def mending(self) -> Iterator[None]:
        """One transaction, after a backup."""
        self.backup = self.backup or back_up(self.log.db, self.log.path, self.clock)
        with self.log.atomic():
            yield

    def kept(self) -> str:
        """Where the file as it was before is kept."""
        return f"; as it was: {self.backup}"


def examine(path: str, clock: Clock, *, default: bool, reader: str, fix: bool) -> Iterator[Check]:
    """Look at everything, one check after the other; with `fix`, mend what is safe to mend.

    Args:
        path: the log.
        clock: tells the time.
        default: it is in our own folder.
        reader: the name for what is written.
        fix: whether to mend.
    """
    system = f"{platform.system()} {platform.machine()}"
    programs = f"coachlog {__version__}, Python {platform.python_version()}, SQLite {integrity.SQLITE_VERSION}, {system}"
    yield Check("programs", OK, programs)
    try:
        log = open_log(path, clock, default=default, create=False)
    except StorageError as error:
        yield Check("log", PROBLEM, str(error))
        return
    try:
        if not log.exists:
            yield Check("log", NOTE, f"{path} is not there yet; the first entry makes it")
            return
        folder = str(Path(path).absolute().parent) if default else None
        patient = Examination(log, clock, folder, reader, fix=fix)
        for name, look in CHECKS.items():
            try:
                check = look(patient)
            except CoachlogError as error:
                check = Check(name, PROBLEM, str(error))
            yield check._replace(name=name)
            if name == "pages" and check.state == PROBLEM:
                return  # what a damaged file says of itself is worth nothing
    finally:
        log.close()


def purgeable_entries(log: Log, reader: str) -> Iterator[dict[str, Any]]:
    """What a purge would erase, as `reader` may see it: of somebody else's private entry the id alone."""
    for fields in purge.deleted_entries(log):
        if fields.get("share") == "private" and fields.get("trainer") != reader:
            hidden = dict.fromkeys(fields)
            yield hidden | {
                "short_id": fields["short_id"],
                "happened": "somebody else's private entry",
            }
        else:
            yield fields


def _log(patient: Examination) -> Check:
    log = patient.log
    size = Path(log.path).stat().st_size / 1e6
    entries = integrity.entry_count(log)
    read_only = "" if log.writable else ", read-only"
    place = Path(log.path).absolute()
    return Check(
        "",
        OK,
        f"{place}, {count_of(entries, 'entry')}, {size:,.1f} MB, schema {log.version}{read_only}",
    )


def _place(patient: Examination) -> Check:
    kind = location.remote_file_system(patient.log.path)
    if kind is None:
        return Check("", OK, "on this computer")
    return Check("", NOTE, location.network_warning(patient.log.path, kind))


def _rights(patient: Examination) -> Check:
    found = location.readable_by_others(patient.log.path, patient.folder)
    if not found:
        return Check("", OK, "for you alone" if location.HAS_RIGHTS else "those of its folder")
    said = ", ".join(f"{place} ({rights:04o})" for place, rights, _ in found)
    if not patient.fix:
        return Check("", PROBLEM, f"others on this computer can get at {said}")
    for place, _, wanted in found:
        try:
            Path(place).chmod(wanted)
        except OSError as error:
            return Check("", PROBLEM, f"the rights of {place} cannot be changed: {error.strerror}")
    return Check("", FIXED, f"closed to others: {said}")


def _pages(patient: Examination) -> Check:
    damage = integrity.page_damage(patient.log)
    if damage is None:
        return Check("", OK, "whole")
    backups = backups_of(patient.log.path)
    remedy = (
        f"Go back to it:  coachlog restore {backups[0]}"
        if backups
        else "Save what can be read:  coachlog export --for full"
    )
    return Check("", PROBLEM, f"damaged: {damage}. {newest_backup(patient.log.path)} {remedy}")


def _schema(patient: Examination) -> Check:
    wanted = empty_log("")
    try:
        missing, strange = integrity.schema_differences(patient.log, wanted)
        if missing and patient.fix:
            with patient.mending():
                integrity.add_missing(patient.log, wanted, missing)
            made, (missing, strange) = missing, integrity.schema_differences(patient.log, wanted)
            if not missing:
                return Check("", FIXED, f"made again: {', '.join(made)}{patient.kept()}")
    finally:
        wanted.close()
    if missing:
        return Check("", PROBLEM, f"missing: {', '.join(missing)}")
    if triggers := [part for part in strange if part.startswith("trigger ")]:
        return Check("", PROBLEM, f"not coachlog's, and run at every change: {', '.join(triggers)}")
    return (
        Check("", NOTE, f"not coachlog's: {', '.join(strange)}")
        if strange
        else Check("", OK, "as it should be")
    )


def _tables(patient: Examination) -> Check:
    said = rebuild.table_problems(patient.log)
    if not said:
        return Check("", OK, "what all that was ever written adds up to")
    if not patient.fix:
        return Check(
            "", PROBLEM, f"not what was written: {said}. coachlog doctor --fix  writes them anew"
        )
    with patient.mending():
        rebuild.rebuild(patient.log, patient.clock, patient.user)
    left = rebuild.table_problems(patient.log)
    return Check(
        "",
        PROBLEM if left else FIXED,
        (f"still: {left}" if left else f"written anew: {said}") + patient.kept(),
    )


def _search(patient: Examination) -> Check:
    damage = integrity.search_index_damage(patient.log)
    if damage is None:
        return Check("", OK, "agrees with the entries")
    if not patient.fix:
        return Check("", PROBLEM, f"{damage}. coachlog doctor --fix  makes it anew")
    with patient.mending():
        integrity.rebuild_search_index(patient.log)
    return Check("", FIXED, f"made anew{patient.kept()}")


def _settings(patient: Examination) -> Check:
    found = unusable_settings(read_settings(patient.log), os.environ)
    return (
        Check("", PROBLEM, "; ".join(found), SettingsError.exit_code)
        if found
        else Check("", OK, "all can be used")
    )


def _clock(patient: Examination) -> Check:
    now = patient.clock.now()
    newest = revisions.newest_time(patient.log)
    if newest and newest - now.timestamp() > 60:
        late = (newest - now.timestamp()) / HOUR
        return Check(
            "",
            NOTE,
            f"{now:%Y-%m-%d %H:%M} is {late:,.1f} hours before the newest entry; the order is kept",
        )
    if warning := zone_warning():
        return Check("", NOTE, warning)
    return Check("", OK, f"{now:%Y-%m-%d %H:%M}, {zone_name(now)}")


def _leftovers(patient: Examination) -> Check:
    if purge.is_unfinished(patient.log):
        return Check("", PROBLEM, "a purge was interrupted: run  coachlog purge  again")
    found = location.leftovers(patient.log.path, patient.clock.now().timestamp() - HOUR)
    if not found:
        return Check("", OK, "nothing unfinished")
    if not patient.fix:
        return Check("", NOTE, f"unfinished and of no use any more: {', '.join(found)}")
    for place in found:
        Path(place).unlink()
    return Check("", FIXED, f"removed: {', '.join(found)}")


def _backups(patient: Examination) -> Check:
    found = backups_of(patient.log.path)
    return (
        Check("", OK, f"{len(found)}, the newest {found[0]}")
        if found
        else Check("", NOTE, "none yet: coachlog backup")
    )


CHECKS: dict[str, Callable[[Examination], Check]] = {
    "log": _log,
    "place": _place,
    "rights": _rights,
    "pages": _pages,
    "schema": _schema,
    "tables": _tables,
    "search": _search,
    "settings": _settings,
    "clock": _clock,
    "leftovers": _leftovers,
    "backups": _backups,
}
