"""The encoding of a file.

It is told by the content and checked over the whole file before anything is imported, so that an
import never stops half-way at a byte it cannot read.
"""

import codecs
import os
import re
from typing import IO, TextIO

from coachlog.errors import UsageError

CHUNK = 1 << 20
# A byte-order mark tells the encoding (The Unicode Standard, 23.8).
# UTF-32 stands before UTF-16 because its mark begins with the same two bytes.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# At least this share of a table is ASCII, whatever its language: separators, blanks, line ends.
FEWEST_ZEROS = 0.04
# Encodings of single names, which cannot be read in pieces; and one that fails on purpose.
NOT_FOR_FILES = ("idna", "punycode", "undefined")
# Under `surrogateescape` a byte that is not UTF-8 becomes a character from this range.
_BAD_BYTE = re.compile("[\udc80-\udcff]")
# Half of a surrogate pair, written as if it were UTF-8 (forbidden by RFC 3629, section 3).
_SURROGATE = re.compile("\udced[\udca0-\udcbf]")


def open_text(file: IO[bytes], *, encoding: str, newline: str, errors: str | None = None) -> TextIO:
    """Return a second handle on a file, for its text."""
    descriptor = os.dup(file.fileno())
    return os.fdopen(
        descriptor,
        encoding=encoding,
        errors=errors,
        newline=newline,
    )


def check_encoding(file: IO[bytes], name: str, encoding: str) -> None:
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


def detect_encoding(file: IO[bytes], name: str, start: bytes) -> tuple[str, str | None]:
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
            check_encoding(file, name, encoding)
            return encoding, None
    if utf_16 := _utf_16_without_mark(start):
        check_encoding(file, name, utf_16)
        return utf_16, None
    good, bad, first_bad_line = _count_characters(file, name)
    if not bad:
        return "utf-8", None
    # Read as Windows text, all the good characters would turn into wrong ones.
    if good > bad:
        raise UsageError(
            f"{name}, line {first_bad_line}: some bytes are not UTF-8, but the rest of the file is."
            " Correct them, or give --encoding."
        )
    # Only the spreadsheets that write line ends of the first Macintosh write its letters, too.
    if b"\r" in start and b"\n" not in start:
        return "mac-roman", _note(name, "Macintosh text (mac-roman)")
    # Five bytes mean nothing in cp1252, so a binary file seldom passes as text.
    try:
        check_encoding(file, name, "cp1252")
    except UsageError as error:
        raise UsageError(str(error).replace("not cp1252", "neither UTF-8 nor cp1252")) from None
    return "cp1252", _note(name, "Windows text (cp1252)")


def _note(name: str, what: str) -> str:
    """Return what the user hears of an encoding that was guessed."""
    return f"{name} is not UTF-8, so it was read as {what}. If names look wrong, give --encoding."


def _utf_16_without_mark(start: bytes) -> str | None:
    """Return in which order the bytes of UTF-16 stand, or None where it is another encoding.

    The separators, blanks and line ends of a table are ASCII, whose other byte is zero; a text in
    another encoding has no zeros.
    """
    first_zeros = start[::2].count(0)
    second_zeros = start[1::2].count(0)
    has_both = first_zeros and second_zeros
    if has_both or first_zeros + second_zeros < len(start) // 2 * FEWEST_ZEROS:
        return None
    encoding = "utf-16-le"
    line_end = b"\n\0"
    if first_zeros:
        encoding = "utf-16-be"
        line_end = b"\0\n"
    # A stray zero in a text of bytes is damage, and is reported as that.
    if line_end not in start and line_end.replace(b"\n", b"\r") not in start:
        return None
    return encoding


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
    with open_text(file, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
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
    """Refuse a line with half of a surrogate pair.

    Raises:
        UsageError: it has one.
    """
    if _SURROGATE.search(text):
        raise UsageError(
            f"{name} is not a text file: line {line} has an invalid character"
            " (half of a surrogate pair). Take it out, then import again."
        )
