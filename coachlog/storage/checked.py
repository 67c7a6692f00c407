"""What is read back from the file, checked where every command reads it.

SQLite keeps any value in any column, and a failing disk or another program may put one there. The
values that a recording relies on are checked here; `stored_values` knows all the others.
"""

from datetime import date

from coachlog.errors import StorageError
from coachlog.storage import patch_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.storage.file.connection import Log

    Patch = dict[str, Any]

_DIGITS = frozenset("0123456789")
HEXADECIMAL = frozenset("0123456789abcdef")


class DamagedError(StorageError):
    """A value in the file is not what coachlog has written."""

    def __init__(self, log: "Log", what: str) -> None:
        super().__init__(
            f"{log.path} is damaged: {what} cannot be read. To mend it:  coachlog doctor --fix"
        )


def is_hlc(value: object) -> bool:
    """Return whether a value is a time as `revisions` writes it, such as `1763564400000-0000`."""
    return (
        isinstance(value, str)
        and len(value) == 18
        and value[13] == "-"
        and _DIGITS.issuperset(value[:13])
        and HEXADECIMAL.issuperset(value[14:])
    )


def is_day(value: object) -> bool:
    """Return whether a value is a civil day as it is stored, such as `2026-11-19`."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def checked_hlc(log: "Log", hlc: "Any") -> str:
    """Return an hlc that was read.

    Raises:
        DamagedError: it is not one.
    """
    if not is_hlc(hlc):
        raise DamagedError(log, "the time of a change")
    value: str = hlc
    return value


def read_patch(log: "Log", record: str, text: "Any") -> "Patch":
    """Return the patch of a revision that was read.

    Args:
        log: the log.
        record: what it is about, for the message.
        text: as `patch_json.patch_text` wrote it.

    Raises:
        DamagedError: it is not a JSON object.
    """
    patch = patch_or_none(text)
    if patch is None:
        raise DamagedError(log, f"a change of {str(record)[:80]}")
    return patch


def patch_or_none(text: "Any") -> "Patch | None":
    """Return a patch that was read; None where it cannot be."""
    if not isinstance(text, str):
        return None
    try:
        return patch_json.read_patch(text)
    except (ValueError, RecursionError):
        return None
