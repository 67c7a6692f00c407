"""Where rows come from: a file or a stream, whatever its encoding and form, both told by its content."""

import codecs
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, TextIO

from coachlog.errors import NotFoundError, UsageError

CHUNK = 1 << 20
# A byte-order mark says the encoding (The Unicode Standard, 23.8). UTF-32's begins as UTF-16's does.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHERS = (
    (b"PK\x03\x04", "a workbook or another archive: save it as CSV (UTF-8) first"),
    (b"\xd0\xcf\x11\xe0", "an old workbook: save it as CSV (UTF-8) first"),
    (
        b"SQLite format 3\0",
        "a database: take its entries out first, with  coachlog --db FILE export --for full",
    ),
    (b"%PDF", "a PDF: only CSV, JSON and JSONL can be read"),
)
# A surrogate half in what claims to be UTF-8 (RFC 3629, section 3), as `surrogateescape` shows it.
_SURROGATE = re.compile("\udced[\udca0-\udcbf]")
_ESCAPED = re.compile("[\udc80-\udcff]")


class Source(NamedTuple):
    """Bytes that can be read again from the start, and how they are to be read."""

    name: str
    file: IO[bytes]
    encoding: str
    note: str | None  # what to tell the person about the encoding

    def text(self) -> TextIO:
        """The text from its start, with the line ends as they are."""
        self.file.seek(0)
        # A second handle shares the place in the file with the first one: only one of them reads at a time.
        return os.fdopen(os.dup(self.file.fileno()), encoding=self.encoding, newline="")

    def beginning(self, length: int = 1 << 16) -> str:
        """The first `length` characters."""
        with self.text() as text:
            return text.read(length)

    def close(self) -> None:
        """Let go of it; what was kept of a stream is gone then."""
        self.file.close()


def open_source(name: str, stream: IO[bytes] | None = None, encoding: str | None = None) -> Source:
    """What is to be imported.

    Args:
        name: a file, or what to call the stream.
        stream: bytes to read in place of a file. They are kept in a temporary file of this user's alone.
        encoding: the encoding, where somebody knows better than the content.

    Raises:
        NotFoundError: there is no such file.
        UsageError: it is not text, or its encoding cannot be told.
    """
    file = _spooled(stream) if stream is not None else _opened(name)
    try:
        start = file.read(1 << 12)
        if not start.strip():
            raise UsageError(f"{name} is empty: there is nothing to take.")
        for magic, what in OTHERS:
            if start.startswith(magic):
                raise UsageError(f"{name} is {what}.")
        found, note = (
            (_checked(file, name, encoding), None) if encoding else _encoding(file, name, start)
        )
    except BaseException:
        file.close()
        raise
    return Source(name, file, found, note)


def _opened(name: str) -> IO[bytes]:
    path = Path(name)
    if not path.exists():
        raise NotFoundError(f"there is no file {name}. Look at the name, or give - to read stdin.")
    if path.is_dir():
        raise UsageError(f"{name} is a folder. Name a file in it.")
    file = path.open("rb", buffering=0)
    if path.is_file():
        return file
    with file:
        return _spooled(file)


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    # Without a name, and readable by this user alone (tempfile's documentation).
    kept = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the source closes it
    shutil.copyfileobj(stream, kept, CHUNK)
    kept.seek(0)
    return kept


def _checked(file: IO[bytes], name: str, encoding: str) -> str:
    """`encoding`, after reading all of the file in it.

    Raises:
        UsageError: there is no such encoding, or the file is not in it.
    """
    line = 1
    file.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        while chunk := file.read(CHUNK):
            line += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
        raise UsageError(
            f"{name}, line {line}: this is not {encoding}. Save the file as UTF-8, or give --encoding."
        ) from None
    except (LookupError, TypeError):
        raise UsageError(
            f"there is no encoding {encoding!r}. Try utf-8, cp1252, latin-1 or utf-16."
        ) from None
    return encoding


def _encoding(file: IO[bytes], name: str, start: bytes) -> tuple[str, str | None]:
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return _checked(file, name, encoding), None
    good, bad = _count_characters(file, name)
    if not bad:
        return "utf-8", None
    if good > bad:
        line = _first_bad_line(file)
        raise UsageError(
            f"{name}, line {line}: there are bytes that are not UTF-8, as the rest is. Mend them, or give --encoding."
        )
    try:
        _checked(file, name, "cp1252")
    except UsageError as error:
        raise UsageError(str(error).replace("not cp1252", "neither UTF-8 nor cp1252")) from None
    return (
        "cp1252",
        f"{name} is not UTF-8 and was read as Windows text (cp1252). Do names look wrong? Give --encoding.",
    )


def _count_characters(file: IO[bytes], name: str) -> tuple[int, int]:
    """How many characters beyond ASCII are UTF-8, and how many bytes are not."""
    good = bad = 0
    line = 1
    for text in _leniently(file):
        if not text.isascii():
            escaped = len(_ESCAPED.findall(text))
            if escaped and (half := _SURROGATE.search(text)):
                line += text[: half.start()].count("\n")
                raise UsageError(
                    f"{name}, line {line}: half of a surrogate pair is no character. Take it out."
                )
            bad += escaped
            good += sum(not character.isascii() for character in text) - escaped
        line += text.count("\n")
    return good, bad


def _first_bad_line(file: IO[bytes]) -> int:
    line = 1
    for text in _leniently(file):
        if found := _ESCAPED.search(text):
            return line + text[: found.start()].count("\n")
        line += text.count("\n")
    return line


def _leniently(file: IO[bytes]) -> Iterator[str]:
    """The lines as UTF-8, with what is none as halves of surrogate pairs."""
    file.seek(0)
    with os.fdopen(
        os.dup(file.fileno()), encoding="utf-8", errors="surrogateescape", newline="\n"
    ) as text:
        yield from text
