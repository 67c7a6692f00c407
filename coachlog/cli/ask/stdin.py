"""Text from stdin, where there is no terminal to ask on."""

import sys

from coachlog import unrecorded
from coachlog.domain.typed_text import MAX_TEXT
from coachlog.errors import StorageError, UsageError

# UTF-8 takes at most four bytes for a character, and three for a byte-order mark.
MOST_BYTES = 4 * MAX_TEXT + 3


def stdin_text() -> str:
    """Return all of stdin, without the line ends that close it.

    Raises:
        UsageError: it is not UTF-8, or longer than any field.
        StorageError: it cannot be read.
    """
    # Not all of it: a wrong file can be larger than memory.
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
    except OSError as error:
        raise StorageError(f"stdin cannot be read: {error.strerror or error}.") from error
    if len(data) > MOST_BYTES:
        raise UsageError(f"stdin has more than {MAX_TEXT:,} characters, the most a text can have.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"stdin is not UTF-8: byte {error.start + 1}, in line {line}, is not a character."
            " Save the text as UTF-8 first."
        ) from None
    text = text.rstrip("\r\n")
    unrecorded.note(text)
    return text
