"""Files that several computers see: written whole and once, and read with suspicion."""

import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

LARGEST_NOTE = 1 << 16
TEMPORARY = ".coachlog-{}.tmp"
# Longer than any file takes to be written, however often its computer is closed meanwhile.
ABANDONED_AFTER = 7 * 86_400  # seconds


def write_once(path: Path, data: bytes, *, is_shared_name: bool = False) -> None:
    """Write a file whole or not at all, never over an existing one.

    Args:
        path: its path.
        data: its bytes.
        is_shared_name: two computers may write other bytes under this name at the same time.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.parent / TEMPORARY.format(os.urandom(6).hex())
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            # After a power cut the name must not lead to an empty file. The name itself may be
            # lost: what is missing is written again.
            os.fsync(file.fileno())
        give_mode(temporary, path.parent.stat().st_mode & 0o666)
        _remove_abandoned(temporary)
        _move(temporary, path, is_shared_name=is_shared_name)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def give_mode(path: Path, mode: int) -> None:
    """Set the permissions of a file or folder, where the file system has any."""
    with suppress(OSError):
        path.chmod(mode)


def read_file(path: Path, largest: int, first: int | None = None) -> bytes:
    """Return the bytes of an ordinary file, or only so many of the first.

    Raises:
        OSError: it cannot be read, or is too large, or a device or the like.
    """
    # A named pipe would keep its reader waiting for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError("it is not an ordinary file")
        if status.st_size > largest:
            raise OSError(f"it has {status.st_size:,} bytes")
        most = largest if first is None else first
        # A buffer for the largest file takes twice as long to make as a segment to read.
        content = file.read(min(most, status.st_size + 1))
        if len(content) > status.st_size:
            # It grows, or its file system does not know how large it is.
            content += file.read(most - len(content))
        return content


def note(values: dict[str, Any]) -> bytes:
    """Return what `read_note` reads."""
    return (json.dumps(values) + "\n").encode()


def read_note(path: Path) -> dict[str, Any]:
    """Return the object in a small JSON file.

    Raises:
        OSError: it cannot be read.
        ValueError: it has none.
    """
    try:
        values = json.loads(read_file(path, LARGEST_NOTE))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError("not an object")
    return values


def _move(temporary: Path, path: Path, *, is_shared_name: bool) -> None:
    if is_shared_name:
        try:
            # A link fails where the name is taken, but sync clients do not expect one.
            os.link(temporary, path)
        except FileExistsError:
            return
        except OSError:
            pass  # a file system without links
        else:
            return
    with suppress(FileExistsError):
        if not os.path.lexists(path):
            # Elsewhere than on Windows this could replace a file, but then one with these bytes.
            temporary.rename(path)


def _remove_abandoned(temporary: Path) -> None:
    """Remove the temporary files beside this one whose processes were killed long ago."""
    # Compared with a file just written, because the server's clock may differ from this one's.
    oldest = temporary.stat().st_mtime - ABANDONED_AFTER
    for other in temporary.parent.glob(TEMPORARY.format("*")):
        with suppress(OSError):
            if other.stat().st_mtime < oldest:
                other.unlink()
