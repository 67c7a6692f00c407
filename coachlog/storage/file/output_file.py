"""A new file for exports and sheets, which is there whole or not at all, for its owner alone.

Until it is finished it has another name in the same folder. So a full disk or Ctrl-C leaves
neither half a file nor the loss of the one that was there before.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from coachlog.errors import DecisionNeededError, StorageError, UsageError
from coachlog.storage.file.atomic import (
    flush_file,
    flush_folder_of,
    move_into_place,
    temporary_file,
)

SQLITE_MAGIC = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#magic_header_string


@contextmanager
def whole_file(path: str, *, force: bool = False, bom: bool = False) -> Iterator[TextIO]:
    """Yield a UTF-8 file to write to; it gets its name when all of it is on the disk.

    Args:
        path: the file's name. Line ends are written as they are given.
        force: replace a file of that name, unless it is a database.
        bom: begin with a byte-order mark.

    Raises:
        UsageError: `path` cannot be the name of a new file.
        DecisionNeededError: a file of that name exists, and `force` is not set.
        StorageError: it cannot be written, or the disk is full; an older file is still there.
    """
    encoding = "utf-8-sig" if bom else "utf-8"
    with (
        _finished_file(path, force=force) as temporary,
        open(temporary, "w", encoding=encoding, newline="") as file,
    ):
        yield file


@contextmanager
def whole_binary_file(path: str, *, force: bool = False) -> Iterator[BinaryIO]:
    """Yield a file of bytes to write to; arguments and errors are those of `whole_file`."""
    with _finished_file(path, force=force) as temporary, open(temporary, "wb") as file:
        yield file


@contextmanager
def _finished_file(path: str, *, force: bool) -> Iterator[str]:
    """Yield the path of a file to fill; it gets its name when it is closed by then."""
    _check_target(path, force=force)
    try:
        with temporary_file(path) as temporary:
            yield temporary
            _move(temporary, path, force=force)
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            reason = "the disk is full. Free some space and try again"
        raise StorageError(f"{path} was not written: {reason}.") from error


def _check_target(path: str, *, force: bool) -> None:
    """Check whether a file may be written, before the work of making it begins."""
    folder = os.path.dirname(path)
    if os.path.isdir(path):
        raise UsageError(f"{path} is a folder. Name a file in it.")
    if folder and not os.path.isdir(folder):
        raise UsageError(f"there is no folder {folder}. Make it, or name another file.")
    if not os.path.lexists(path):
        return
    if not os.path.isfile(path):
        raise UsageError(f"{path} cannot be replaced by a file. Name another one.")
    if not force:
        raise _exists_already(path)
    if _is_database(path):
        raise UsageError(f"{path} is a database, which coachlog never replaces. Name another file.")


def _is_database(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError:
        return False  # a file that may be replaced but not read


def _exists_already(path: str) -> DecisionNeededError:
    return DecisionNeededError(
        f"{path} already exists. Add --force to replace it, or name another file."
    )


def _move(temporary: str, path: str, *, force: bool) -> None:
    if not force:
        # Another process may have been quicker since the check.
        if not move_into_place(temporary, path):
            raise _exists_already(path)
        return
    flush_file(temporary)
    os.replace(temporary, path)
    flush_folder_of(path)
