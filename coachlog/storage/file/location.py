"""Where a file lies: whether on another machine, who may read it, and what interrupted work has left beside it."""

import os
import re
import stat
import sys

from coachlog.storage.file.errors import backups_of

# File systems whose locks cannot be relied on: two FUSE mounts of one share lost a quarter of the acknowledged writes.
_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\w*|fuse(?!blk|ctl)\b.*|macfuse.*|osxfuse.*|9p|afpfs|webdav|davfs|afs|ncpfs|lustre|ceph|glusterfs"
)
_UNFINISHED = re.compile(r"\.[0-9a-f]{12}\.new(-journal)?")
# Windows has no such rights: there a user's own folder is closed to other users.
HAS_RIGHTS = os.name == "posix"
_DRIVE_REMOTE = 4  # what GetDriveTypeW says of a network drive


def remote_file_system(path: str) -> str | None:
    """The kind of network or FUSE file system that `path` lies on; None for one of this machine, or one that is not known."""
    path = os.path.realpath(path)
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(path)[0] + "\\"
        remote = (
            drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE
        )
        return "network drive" if remote else None
    kind = mounted_as(path, _mounts())
    return kind if kind and _REMOTE.fullmatch(kind) else None


def network_warning(path: str, kind: str) -> str:
    """What to say of a log on a file system of the `kind` that `remote_file_system` has found."""
    return (
        f"{path} lies on a file system of the kind {kind}, where two computers can destroy each other's entries. "
        "Keep each person's log on their own computer, and share by export and import."
    )


def mounted_as(path: str, mounts: "list[tuple[str, str]]") -> str | None:
    """The file system of the innermost of `mounts`, each `(folder, kind)`, that holds `path`; of two alike the later one."""
    found, longest = None, -1
    for folder, kind in mounts:
        inside = path == folder or path.startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= longest:
            found, longest = kind, len(folder)
    return found


def linux_mounts(text: str) -> "list[tuple[str, str]]":
    """What `/proc/self/mounts` says, where a blank in a name is an octal escape (fstab(5))."""
    fields = [line.split(" ") for line in text.splitlines()]
    return [
        (re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), field[1]), field[2])
        for field in fields
        if len(field) > 2
    ]


def mac_mounts(text: str) -> "list[tuple[str, str]]":
    """What `/sbin/mount` says on macOS: `//me@server/share on /Volumes/share (smbfs, nodev, nosuid)`."""
    return [
        (found[1], found[2]) for found in re.finditer(r"^.+? on (/.*) \((\w+)", text, re.MULTILINE)
    ]


def readable_by_others(path: str, folder: str | None) -> "list[tuple[str, int, int]]":
    """`(path, rights, rights without those of others)` of the log, its backups and our own folder, where others have any."""
    if not HAS_RIGHTS:
        return []
    found = []
    for place in [path, *backups_of(path), *([folder] if folder else [])]:
        rights = stat.S_IMODE(os.stat(place).st_mode)
        if rights & 0o077:
            found.append((place, rights, rights & 0o700))
    return found


def leftovers(path: str, before: float) -> list[str]:
    """What interrupted work of ours has left beside the log, untouched since `before` (seconds since 1970 UTC).

    Only our own unfinished files: a journal is SQLite's, which needs it.
    """
    folder, name = os.path.split(os.path.abspath(path))
    stem = os.path.splitext(name)[0]
    found = [
        os.path.join(folder, other)
        for other in sorted(os.listdir(folder))
        if other.startswith((f"{name}.", f"{stem}-")) and _UNFINISHED.search(other)
    ]
    return [place for place in found if os.lstat(place).st_mtime < before]


def _mounts() -> "list[tuple[str, str]]":
    try:
        if sys.platform == "darwin":
            import subprocess

            return mac_mounts(
                subprocess.run(
                    ["/sbin/mount"], capture_output=True, text=True, check=False, timeout=5
                ).stdout
            )
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return linux_mounts(file.read())
    except (OSError, ValueError, TimeoutError):
        return []
