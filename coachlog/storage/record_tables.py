"""The records beside the entries: what was said and done about them. Each family is a table, the fold of its revisions."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.storage.file.connection import Log

    Fields = dict[str, Any]

# The columns of each family after its `uuid`; without the first there is no record. All are texts and whole numbers.
FAMILIES = {
    "checkin": ("entry", "days", "seen", "note", "seen_on", "author"),
    "reply": ("entry", "kind", "text", "other", "author", "said_on", "hlc"),
    "feedback": ("entry", "pace", "examples", "usefulness", "comment", "answered_on"),
    "feedback_group": ("view", "answers"),
    "meeting": ("held_on", "team", "state", "entries"),
    "guide": ("name", "text"),
    "walk": ("guide", "path", "ending", "walked_on", "entry"),
}
# Revisions of these are signed by nobody, whoever writes them, and no step names what they were about: they must say
# nothing of a person.
NAMELESS = ("feedback", "walk")
ABOUT_ENTRY = tuple(table for table, columns in FAMILIES.items() if "entry" in columns)


def replace_records(log: "Log", table: str, folded: "Iterable[tuple[str, Fields]]") -> None:
    """Write records as their folds say, `(uuid, fields)`: new, changed, gone, or back again."""
    columns = FAMILIES[table]
    folded = list(folded)
    log.run_many(f"DELETE FROM {table} WHERE uuid = ?", [(uuid,) for uuid, _ in folded])
    log.run_many(
        f"INSERT INTO {table} (uuid, {', '.join(columns)}) VALUES ({', '.join('?' * (len(columns) + 1))})",
        [(uuid, *row) for uuid, fields in folded if (row := row_of(table, fields)) is not None],
    )


def row_of(table: str, fields: "Fields") -> "tuple[Any, ...] | None":
    """A fold as a row without its uuid; None for a record that is deleted, purged, or has not arrived here yet."""
    columns = FAMILIES[table]
    if fields.get("deleted") or fields.get(columns[0]) is None:
        return None
    return tuple(fields.get(column) for column in columns)


def patch_of(table: str, row: "Sequence[Any]") -> "Fields":
    """A row without its uuid as the patch that would have written it."""
    return {
        column: value
        for column, value in zip(FAMILIES[table], row, strict=True)
        if value is not None
    }
