"""Writing a file that is there whole or not at all, readable by its owner alone."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from coachlog.errors import DecisionNeededError, StorageError, UsageError

SQLITE_MAGIC = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#magic_header_string


@contextmanager
def whole_file(path: str, *, force: bool = False, bom: bool = False) -> Iterator[TextIO]:
    """A new UTF-8 file to write to; it gets its name when all of it is on the disk.

    Until then it has another name in the same folder, and that is removed when anything goes wrong. Line ends are
    written as they are given.

    Args:
        path: the file's name.
        force: replace a file of that name, unless it is a database.
        bom: begin with a byte-order mark.

    Raises:
        UsageError: `path` cannot be the name of a new file.
        DecisionNeededError: there is one of that name, and nobody said `force`.
        StorageError: it cannot be written, or the disk is full; what was there before is there still.
    """
    target = Path(path)
    check_target(target, force=force)
    made: str | None = None
    try:
        number, made = tempfile.mkstemp(prefix=".coachlog-", suffix=".new", dir=target.parent)
        Path(made).chmod(0o600)  # whatever the umask
        with open(number, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:  # noqa: PTH123 - a number
            yield file
            file.flush()
            os.fsync(number)
        _name(Path(made), target, force=force)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = (
            "the disk is full. Make room and try again" if full else f"{error.strerror or error}"
        )
        raise StorageError(f"{path} was not written: {reason}.") from error
    finally:
        if made:
            with suppress(OSError):
                Path(made).unlink(missing_ok=True)


def check_target(target: Path, *, force: bool) -> None:
    """Whether a file may be written at `target`; said before the work begins.

    Raises:
        UsageError: it cannot be one, or what is there is no export.
        DecisionNeededError: there is a file of that name, and nobody said `force`.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder: name a file in it.")
    if not target.parent.is_dir():
        raise UsageError(f"there is no folder {target.parent}. Make it, or name another file.")
    if not os.path.lexists(target):
        return
    if not target.is_file():
        raise UsageError(f"{target} is not a file that can be replaced. Name another.")
    if not force:
        raise DecisionNeededError(
            f"{target} is there already. Add --force to replace it, or name another file."
        )
    with suppress(OSError), target.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
            raise UsageError(
                f"{target} is a database, which an export never replaces. Name another file."
            )


def _name(made: Path, target: Path, *, force: bool) -> None:
    """Give the finished file its name; without `force` a link, which fails where somebody was quicker."""
    if force:
        made.replace(target)
    else:
        try:
            os.link(made, target)
        except FileExistsError:
            raise DecisionNeededError(
                f"{target} is there by now. Add --force to replace it, or name another file."
            ) from None
        except OSError:
            # A file system without hard links, as on a memory stick.
            made.rename(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
