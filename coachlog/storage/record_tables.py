"""The records beside the entries: check-ins, replies, repeats, feedback and so on.

Each family has a table, which is the fold of its revisions. Because all are written by the same few
lines, undo, history, doctor and purge need none of their own for a new family.
"""

from coachlog.domain.fields import Fields
from coachlog.storage.conditions import marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.storage.file.connection import Log


# The columns of each family after its `uuid`.
FAMILIES = {
    "checkin": ("entry", "days", "seen", "note", "seen_on", "author"),
    "reply": ("entry", "kind", "text", "other", "author", "said_on", "hlc"),
    "repeat": ("entry", "earlier", "likeness", "state"),
    "feedback": ("entry", "pace", "examples", "usefulness", "comment", "answered_on"),
    "feedback_group": ("view", "answers", "team", "topic", "first_on", "last_on", "closing"),
    "meeting": ("held_on", "team", "state", "entries"),
    "guide": ("name", "text"),
    "walk": ("guide", "path", "ending", "walked_on", "entry"),
    "taught_name": ("name", "is_name", "author"),
    "team_name": ("old", "new", "hlc"),
    "hold": ("entry", "trainer", "why", "held_on"),
}
# Those that may be empty.
_OPTIONAL = {
    "checkin": {"note", "author"},
    "reply": {"text", "other", "author", "hlc"},
    "feedback": {"pace", "examples", "usefulness", "comment"},
    "feedback_group": {"answers", "team", "topic", "first_on", "last_on", "closing"},
    "meeting": {"entries"},
    "walk": {"ending", "entry"},
    "taught_name": {"author"},
    "hold": {"entry"},
}
REQUIRED = {
    table: set(columns).difference(_OPTIONAL.get(table, ())) for table, columns in FAMILIES.items()
}
# The family that says what the teams of entries are called now.
TEAM_NAME = "team_name"
# The family of what a trainer lets nobody erase.
HOLD = "hold"
# The revisions of these have no author, and no undo tells what they were about: neither may lead to
# a person.
NAMELESS = ("feedback", "walk")
# What is about this file alone has no revisions.
WITHOUT_HISTORY = ("arrival", "drill", "held", "news", "segment", "shelf", "shelf_team")
ABOUT_ENTRY = tuple(table for table, columns in FAMILIES.items() if "entry" in columns)


def replace_records(log: "Log", table: str, folded: "Iterable[tuple[str, Fields]]") -> None:
    """Write records as their folds are: new, changed, deleted, or back again.

    Args:
        log: the log, in a transaction.
        table: one of `FAMILIES`.
        folded: the `(uuid, fields)` of each record.
    """
    columns = ("uuid", *FAMILIES[table])
    uuids = []
    rows = []
    for uuid, fields in folded:
        uuids.append((uuid,))
        row = row_of(table, fields)
        if row is not None:
            rows.append((uuid, *row))
    log.run_many(f"DELETE FROM {table} WHERE uuid = ?", uuids)
    log.run_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})", rows)


def row_of(table: str, fields: "Fields") -> "tuple[Any, ...] | None":
    """Return a fold as a row without its uuid.

    Args:
        table: one of `FAMILIES`.
        fields: what the revisions of the record add up to; `{}` where there are none.

    Returns:
        None for a record that is deleted or purged, or whose first revision has not arrived here.
    """
    if fields.get("deleted"):
        return None
    if any(fields.get(column) is None for column in REQUIRED[table]):
        return None
    return tuple(fields.get(column) for column in FAMILIES[table])


def patch_of(table: str, row: "Sequence[Any]") -> "Fields":
    """Return the patch that would have written a row, which is without its uuid."""
    columns = zip(FAMILIES[table], row, strict=True)
    return {column: value for column, value in columns if value is not None}


def read_settings(log: "Log") -> dict[str, str]:
    """Return the value of every setting that has one."""
    return dict(log.all("SELECT name, value FROM setting"))


def write_setting(log: "Log", name: str, value: str | None) -> None:
    """Store a setting's value; None removes it."""
    if value is None:
        log.run("DELETE FROM setting WHERE name = ?", (name,))
        return
    log.run(
        """INSERT INTO setting VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
        (name, value),
    )
