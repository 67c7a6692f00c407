"""Where rows come from: a file or a stream that is read more than once."""

import shutil
import tempfile
from pathlib import Path
from typing import IO, NamedTuple, TextIO

from coachlog.errors import NotFoundError, StorageError, UsageError
from coachlog.exchange.encoding import CHUNK, check_encoding, detect_encoding, open_text

BEGINNING = 1 << 16  # characters
ZIP = b"PK\x03\x04"
OTHER_FORMATS = (
    (ZIP, "a workbook or a zip file. Save it as CSV (UTF-8) first."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old workbook, or one with a password. Save it as .xlsx without a password, or as CSV"
        " (UTF-8), first.",
    ),
    (
        b"SQLite format 3\0",
        "a database. Export its entries first:  coachlog --db FILE export --for full",
    ),
    (b"%PDF", "a PDF. Only CSV, workbooks (.xlsx), JSON and JSONL can be imported."),
)


class NotTextError(UsageError):
    """The file is of a kind that is known not to be text, such as a workbook."""


class Source(NamedTuple):
    """Bytes that can be read again from the start, and their encoding.

    `note` is what the user should hear about the encoding, if anything. A workbook has no encoding.
    """

    name: str
    file: IO[bytes]
    encoding: str
    note: str | None
    is_workbook: bool = False

    def text(self) -> TextIO:
        """Return the text from its start, with the line ends as they are."""
        self.file.seek(0)
        # The new handle shares its offset with the first one: only one of them reads at a time.
        return open_text(self.file, encoding=self.encoding, newline="")

    def beginning(self) -> str:
        """Return the first characters, enough to tell the format and its columns."""
        with self.text() as text:
            return text.read(BEGINNING)

    def close(self) -> None:
        """Close the file. The copy of a stream is gone after that."""
        self.file.close()


def open_source(
    name: str,
    stream: IO[bytes] | None = None,
    encoding: str | None = None,
    *,
    takes_workbooks: bool = False,
) -> Source:
    """Open what is to be imported.

    Args:
        name: the path of a file, or what to call the stream.
        stream: bytes to read instead of a file. They are copied to a private temporary file.
        encoding: the encoding, if the user gave one.
        takes_workbooks: whether it may be a workbook, which is not looked into here.

    Raises:
        NotFoundError: the file does not exist.
        NotTextError: it is a workbook, a database or the like.
        UsageError: it is empty, or not in the encoding.
        StorageError: the stream cannot be read, or the disk is too full for a copy.
    """
    file = _open_file(name) if stream is None else _copy_of(stream)
    try:
        start = file.read(1 << 12)
        if takes_workbooks and start.startswith(ZIP):
            return Source(name=name, file=file, encoding="", note=None, is_workbook=True)
        _refuse_other_formats(name, start)
        note = None
        if encoding:
            check_encoding(file, name, encoding)
        else:
            encoding, note = detect_encoding(file, name, start)
    except BaseException:
        file.close()
        raise
    return Source(name=name, file=file, encoding=encoding, note=note)


def _open_file(name: str) -> IO[bytes]:
    """Open a file that can be read again from the start.

    Raises:
        NotFoundError: the file does not exist.
        UsageError: it is a folder.
    """
    path = Path(name)
    if not path.exists():
        raise NotFoundError(f"there is no file {name}. Check the name, or use - to read stdin.")
    if path.is_dir():
        raise UsageError(f"{name} is a folder. Name a file in it.")
    # Without a buffer, so that every handle on the file is at the same offset.
    file = path.open("rb", buffering=0)
    if path.is_file():
        return file
    # A named pipe.
    with file:
        return _copy_of(file)


def _copy_of(stream: IO[bytes]) -> IO[bytes]:
    """Return a private copy of a stream, which itself can be read only once.

    Raises:
        StorageError: the stream cannot be read, or the disk is too full for the copy.
    """
    # A temporary file has no name, and only this user can read it (tempfile's documentation).
    copy = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the source closes it
    try:
        shutil.copyfileobj(stream, copy, CHUNK)
    except OSError as error:
        copy.close()
        reason = error.strerror or error
        raise StorageError(f"the input cannot be copied to read it: {reason}.") from error
    copy.seek(0)
    return copy


def _refuse_other_formats(name: str, start: bytes) -> None:
    """Refuse a file that is empty or known not to be text.

    Args:
        name: what messages call it.
        start: its first bytes; the formats of others begin with bytes of their own.

    Raises:
        UsageError: it is one.
    """
    if not start.strip():
        raise UsageError(f"{name} is empty, so there is nothing to import.")
    for magic, what in OTHER_FORMATS:
        if start.startswith(magic):
            raise NotTextError(f"{name} is {what}")
