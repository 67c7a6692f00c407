"""`coachlog doctor`: run every check on a log, one after the other."""

import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from coachlog import __version__
from coachlog.clock import Clock
from coachlog.errors import CoachlogError, StorageError
from coachlog.services.doctor_checks import CHECKS
from coachlog.services.examination import NOTE, OK, PROBLEM, Check, Examination
from coachlog.storage.file.errors import is_unreadable_text
from coachlog.storage.file.integrity import SQLITE_VERSION
from coachlog.storage.file.open import open_log
from coachlog.storage.stored_values import read_damaged_text


def examine(path: str, clock: Clock, *, default: bool, fix: bool) -> Iterator[Check]:
    """Yield the result of each check, and with `fix` repair what is safe to repair.

    Args:
        path: The log; it need not exist, and none is made.
        clock: Gives the time that clock and files are compared with, and that in a backup's name.
        default: Whether it is in coachlog's own folder, which is then checked as well.
        fix: Whether to repair.

    Yields:
        The programs first, then the checks in the order of `CHECKS`, each as soon as it is done.
    """
    yield _programs()
    try:
        log = open_log(path, clock, default=default, create=False)
    except StorageError as error:
        yield Check(PROBLEM, str(error), name="log")
        return
    try:
        if not log.exists:
            yield Check(NOTE, f"{path} does not exist yet; your first entry creates it", name="log")
            return
        for note in log.notes:
            yield Check(NOTE, note, name="upgrade")
        folder = None
        if default:
            folder = str(Path(path).absolute().parent)
        # Trying to mend a file that is only readable would hide what is wrong behind that.
        can_fix = fix and log.writable
        yield from _run_checks(Examination(log, folder=folder, fix=can_fix))
    finally:
        log.close()


def _run_checks(examination: Examination) -> Iterator[Check]:
    for name, check in CHECKS.items():
        obstacle = examination.obstacle
        try:
            result = _run(check, examination)
        except CoachlogError as error:
            result = Check(PROBLEM, str(error))
            if obstacle:
                result = Check(NOTE, f"cannot be checked, because of {obstacle}")
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # Damage can make a check fail in any way; the other checks still run.
            result = Check(PROBLEM, f"cannot be checked ({type(error).__name__})")
        yield result._replace(name=name)
        if examination.obstacle:
            # Nothing is repaired by what such a file says of itself.
            examination.fix = False


def _run(check: Callable[[Examination], Check], examination: Examination) -> Check:
    try:
        return check(examination)
    except StorageError as error:
        if not is_unreadable_text(error.__cause__):
            raise
        # From here on, because to read like that takes twice as long.
        read_damaged_text(examination.log)
        return check(examination)


def _programs() -> Check:
    # What people are asked for when they report a bug, even if the log cannot be opened.
    versions = [
        f"coachlog {__version__}",
        f"Python {platform.python_version()}",
        f"SQLite {SQLITE_VERSION}",
        f"{platform.system()} {platform.machine()}",
    ]
    return Check(OK, ", ".join(versions), name="programs")
