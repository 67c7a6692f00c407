"""Where a file is: on which file system, open to whom, and with what unfinished files beside it."""

import os
import re
import stat
import sys

from coachlog.storage.file.backup_files import backups_of

# File systems whose locks cannot be relied on. Two FUSE mounts of one share lost 143 of 558
# acknowledged entries. "fuseblk" is a local disk (NTFS), and "fusectl" holds no files.
_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\w*|fuse(?!blk|ctl)\b.*|macfuse.*|osxfuse.*|9p|afpfs|webdav|davfs|afs|ncpfs"
    r"|lustre|ceph|glusterfs"
)
_TEMPORARY = re.compile(r"\.[0-9a-f]{12}\.new(-journal)?")
# Windows has no such permissions: there a user's own folder is closed to other users.
HAS_PERMISSIONS = os.name == "posix"
OWNER_ONLY = 0o700
OTHERS = 0o077
_DRIVE_REMOTE = 4  # a network drive, for GetDriveTypeW


def remote_file_system(path: str) -> str | None:
    """Return the type of the network or FUSE file system that a file is on.

    None stands for a file system of this computer, or one that is not known.
    """
    path = os.path.realpath(path)
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(path)[0] + "\\"
        is_share = drive.startswith("\\\\")
        if is_share or ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE:
            return "network drive"
        return None
    kind = mounted_as(path, _mounts())
    if kind and _REMOTE.fullmatch(kind):
        return kind
    return None


def network_warning(path: str, kind: str) -> str:
    """Return the warning about a log on a network file system.

    Args:
        path: the log.
        kind: what `remote_file_system` returned for it.
    """
    return (
        f"{path} is on a network file system ({kind}), where two computers can overwrite each "
        "other's entries. Keep each person's log on their own computer, and share by export and "
        "import."
    )


def mounted_as(path: str, mounts: list[tuple[str, str]]) -> str | None:
    """Return the type of the innermost mount that holds a file; None where none does.

    Args:
        path: the file, with every link resolved.
        mounts: each `(folder, type)`, in the order of mounting. Of two on the same folder the later
            one counts: it covers the other.
    """
    innermost = None
    longest = -1
    for folder, kind in mounts:
        is_inside = path == folder or path.startswith(folder.rstrip("/") + "/")
        if is_inside and len(folder) >= longest:
            innermost = kind
            longest = len(folder)
    return innermost


def linux_mounts(text: str) -> list[tuple[str, str]]:
    """Return `(folder, type)` of each line of `/proc/self/mounts`."""
    mounts = []
    for line in text.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            # A blank in a name stands there as an octal escape (fstab(5)).
            folder = re.sub(r"\\([0-7]{3})", _unescaped, fields[1])
            mounts.append((folder, fields[2]))
    return mounts


def _unescaped(code: "re.Match[str]") -> str:
    return chr(int(code[1], 8))


def mac_mounts(text: str) -> list[tuple[str, str]]:
    """Return `(folder, type)` of each line of `/sbin/mount` on macOS.

    A line is such as `//me@server/share on /Volumes/share (smbfs, nodev, nosuid)`.
    """
    return re.findall(r"^.+? on (/.*) \((\w+)", text, re.MULTILINE)


def readable_by_others(path: str, folder: str | None) -> list[tuple[str, int]]:
    """Return `(path, permissions)` of what other users of this computer can open.

    Args:
        path: the log, which is looked at with its backups.
        folder: coachlog's own folder, where the log is in it.
    """
    paths = [path, *backups_of(path)]
    if folder:
        paths.append(folder)
    exposed = []
    for each in paths:
        permissions = stat.S_IMODE(os.stat(each).st_mode)
        if permissions & OTHERS:
            exposed.append((each, permissions))
    return exposed


def leftovers(path: str, before: float) -> list[str]:
    """Return the temporary files that interrupted commands have left beside the log.

    Only coachlog's own: a journal is SQLite's, which needs it to repair the log.

    Args:
        path: the log.
        before: only files not touched since then, in seconds since 1970 UTC.
    """
    folder, name = os.path.split(os.path.abspath(path))
    stem = os.path.splitext(name)[0]
    paths = []
    for other in sorted(os.listdir(folder)):
        if not other.startswith((f"{name}.", f"{stem}-")) or not _TEMPORARY.search(other):
            continue
        leftover = os.path.join(folder, other)
        if os.lstat(leftover).st_mtime < before:
            paths.append(leftover)
    return paths


def _mounts() -> list[tuple[str, str]]:
    try:
        if sys.platform == "darwin":
            return mac_mounts(_mount_output())
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return linux_mounts(file.read())
    except (OSError, ValueError):
        return []  # no warning is better than no log


def _mount_output() -> str:
    import subprocess

    try:
        done = subprocess.run(
            ["/sbin/mount"],
            capture_output=True,
            text=True,
            check=False,
            timeout=5,
        )
    except subprocess.TimeoutExpired:
        return ""  # a network drive that does not respond
    return done.stdout
