"""Where rows come from: a file or a stream that is read more than once.

The encoding is told by the content and checked over the whole file before anything is imported,
so that an import never stops half-way at a byte it cannot read.
"""

import codecs
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import IO, NamedTuple, TextIO

from coachlog.errors import NotFoundError, StorageError, UsageError

CHUNK = 1 << 20
BEGINNING = 1 << 16  # characters
# A byte-order mark tells the encoding (The Unicode Standard, 23.8).
# UTF-32 stands before UTF-16 because its mark begins with the same two bytes.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_FORMATS = (
    (b"PK\x03\x04", "a workbook or a zip file. Save it as CSV (UTF-8) first."),
    (b"\xd0\xcf\x11\xe0", "an old workbook. Save it as CSV (UTF-8) first."),
    (
        b"SQLite format 3\0",
        "a database. Export its entries first:  coachlog --db FILE export --for full",
    ),
    (b"%PDF", "a PDF. Only CSV, JSON and JSONL can be imported."),
)
# Encodings of single names, which cannot be read in pieces; and one that fails on purpose.
NOT_FOR_FILES = ("idna", "punycode", "undefined")
# Under `surrogateescape` a byte that is not UTF-8 becomes a character from this range.
_BAD_BYTE = re.compile("[\udc80-\udcff]")
# Half of a surrogate pair, written as if it were UTF-8 (forbidden by RFC 3629, section 3).
_SURROGATE = re.compile("\udced[\udca0-\udcbf]")


class NotTextError(UsageError):
    """The file is of a kind that is known not to be text, such as a workbook."""


class Source(NamedTuple):
    """Bytes that can be read again from the start, and their encoding.

    `note` is what the user should hear about the encoding, if anything.
    """

    name: str
    file: IO[bytes]
    encoding: str
    note: str | None

    def text(self) -> TextIO:
        """Return the text from its start, with the line ends as they are."""
        self.file.seek(0)
        # The new handle shares its offset with the first one: only one of them reads at a time.
        return _text_of(self.file, encoding=self.encoding, newline="")

    def beginning(self) -> str:
        """Return the first characters, enough to tell the format and its columns."""
        with self.text() as text:
            return text.read(BEGINNING)

    def close(self) -> None:
        """Close the file. The copy of a stream is gone after that."""
        self.file.close()


def open_source(name: str, stream: IO[bytes] | None = None, encoding: str | None = None) -> Source:
    """Open what is to be imported.

    Args:
        name: the path of a file, or what to call the stream.
        stream: bytes to read instead of a file. They are copied to a private temporary file.
        encoding: the encoding, if the user gave one.

    Raises:
        NotFoundError: there is no such file.
        NotTextError: it is a workbook, a database or the like.
        UsageError: it is empty, or not in the encoding.
        StorageError: the stream cannot be read, or the disk is too full for a copy.
    """
    file = _open_file(name) if stream is None else _copy_of(stream)
    try:
        start = file.read(1 << 12)
        _refuse_other_formats(name, start)
        note = None
        if encoding:
            _check_encoding(file, name, encoding)
        else:
            encoding, note = _detect_encoding(file, name, start)
    except BaseException:
        file.close()
        raise
    return Source(name=name, file=file, encoding=encoding, note=note)


def _open_file(name: str) -> IO[bytes]:
    """Open a file that can be read again from the start.

    Raises:
        NotFoundError: there is no such file.
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


def _check_encoding(file: IO[bytes], name: str, encoding: str) -> None:
    """Read the whole file once, to see whether all of it is in an encoding.

    Args:
        file: the file; where it stands does not matter.
        name: what messages call it.
        encoding: a name that Python's codecs know.

    Raises:
        UsageError: there is no such encoding, or the file is not in it.
    """
    decoder = _decoder_of(encoding)
    line = 1
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            # UTF-7 and escapes can stand for half a character, which no log can hold.
            text.encode()
            line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # The lines of the chunk with the error are not counted yet.
        line += error.object[: error.start].count(b"\n")
        raise UsageError(
            f"{name}, line {line}: this is not {encoding}. "
            "Save the file as UTF-8, or give --encoding."
        ) from None
    except UnicodeError:
        # Of the whole file: UTF-16 without its mark, for example.
        raise UsageError(
            f"{name} is not {encoding} text. Save the file as UTF-8, or give another --encoding."
        ) from None


def _decoder_of(encoding: str) -> codecs.IncrementalDecoder:
    """Return what decodes a file piece by piece.

    Raises:
        UsageError: there is no such encoding of texts.
    """
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        codec = None
    # Python has codecs of bytes, such as hex, too, and tells them apart by this alone.
    if codec is None or not codec._is_text_encoding or codec.name in NOT_FOR_FILES:
        raise UsageError(
            f"there is no encoding {encoding!r}. Try utf-8, cp1252, latin-1 or utf-16."
        )
    return codec.incrementaldecoder()


def _detect_encoding(file: IO[bytes], name: str, start: bytes) -> tuple[str, str | None]:
    """Return the encoding of a file, and a note for the user where it was guessed.

    Args:
        file: the file; where it stands does not matter.
        name: what messages call it.
        start: its first bytes, where a byte-order mark would be.

    Raises:
        UsageError: it is not text, or it is UTF-8 for the most part but not to its end.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            _check_encoding(file, name, encoding)
            return encoding, None
    good, bad, first_bad_line = _count_characters(file, name)
    if not bad:
        return "utf-8", None
    # Read as Windows text, all the good characters would turn into wrong ones.
    if good > bad:
        raise UsageError(
            f"{name}, line {first_bad_line}: some bytes are not UTF-8, but the rest of the file is."
            " Correct them, or give --encoding."
        )
    # Five bytes mean nothing in cp1252, so a binary file seldom passes as text.
    try:
        _check_encoding(file, name, "cp1252")
    except UsageError as error:
        raise UsageError(str(error).replace("not cp1252", "neither UTF-8 nor cp1252")) from None
    note = (
        f"{name} is not UTF-8, so it was read as Windows text (cp1252). "
        "If names look wrong, give --encoding."
    )
    return "cp1252", note


def _count_characters(file: IO[bytes], name: str) -> tuple[int, int, int]:
    """Count the characters beyond ASCII that are UTF-8, and the bytes that are not.

    Returns:
        Both counts, and the line of the first bad byte (0 if there is none).

    Raises:
        UsageError: there is half of a surrogate pair.
    """
    good = bad = first_bad_line = 0
    line = 1
    file.seek(0)
    # By lines, because a character may lie across the border of two chunks.
    with _text_of(file, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for text in lines:
            if not text.isascii():
                bad_here = len(_BAD_BYTE.findall(text))
                if bad_here:
                    _refuse_surrogates(text, name, line)
                    first_bad_line = first_bad_line or line
                bad += bad_here
                good += sum(not character.isascii() for character in text) - bad_here
            line += text.count("\n")
    return good, bad, first_bad_line


def _refuse_surrogates(text: str, name: str, line: int) -> None:
    if _SURROGATE.search(text):
        raise UsageError(
            f"{name} is not a text file: line {line} has an invalid character"
            " (half of a surrogate pair). Take it out, then import again."
        )


def _text_of(file: IO[bytes], *, encoding: str, newline: str, errors: str | None = None) -> TextIO:
    """Return a second handle on a file, for its text."""
    return os.fdopen(os.dup(file.fileno()), encoding=encoding, errors=errors, newline=newline)
