"""The copies of a log that lie beside it: what they are called, and which there are."""

import os

from coachlog.clock import Clock

BACKUP_ENDING = ".backup.db"
# Not the ending of a backup: a file that was replaced may be damaged, and must never be offered as
# a backup.
REPLACED_ENDING = ".replaced.db"


def new_backup_path(path: str, clock: Clock, ending: str = BACKUP_ENDING) -> str:
    """Return a new path beside a log; such paths sort by time.

    Args:
        path: the log.
        clock: gives the local time in the name, and the random end.
        ending: tells a backup from a file that a restore replaced.
    """
    stem = os.path.splitext(os.path.abspath(path))[0]
    # The random end keeps two processes apart that make a backup within the same second.
    return f"{stem}-{clock.now():%Y-%m-%dT%H%M%S}-{clock.random(2).hex()}{ending}"


def copies_of(path: str) -> list[str]:
    """Return the backups beside a log, and the files that a restore replaced, newest first."""
    folder, name = os.path.split(os.path.abspath(path))
    prefix = os.path.splitext(name)[0] + "-"
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    names = [name for name in names if name.startswith(prefix)]
    names = [name for name in names if name.endswith((BACKUP_ENDING, REPLACED_ENDING))]
    return [os.path.join(folder, name) for name in sorted(names, reverse=True)]


def backups_of(path: str) -> list[str]:
    """Return the backups beside a log, newest first."""
    return [copy for copy in copies_of(path) if copy.endswith(BACKUP_ENDING)]


def newest_backup(path: str) -> str:
    """Return a sentence that names the newest backup of a log, or says what to do without one."""
    backups = backups_of(path)
    if backups:
        return f"The newest backup is {backups[0]}."
    return (
        "There is no backup next to it. Choose another file with --db, "
        "or move this one away to start a new log."
    )
