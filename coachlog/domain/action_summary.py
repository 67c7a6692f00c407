"""What was done to the log, for undo, redo and history."""

from typing import NamedTuple


class ActionSummary(NamedTuple):
    """An action, and what it was about.

    `short_id` and `happened` are those of the one entry, where it is about one; `fields` are those that it changed;
    `made` and `deleted` say whether it made or deleted entries. Where it is about what was said of an entry, `record` is
    the family of that (`checkin`, `reply`, …), and `others` how many there are. `turn` is the team whose turn a meeting was.
    `moved` is how many records an undo or redo changed: a record whose fields were all changed again since stays as it is.
    """

    verb: str
    at: float  # seconds since 1970 UTC
    undone: bool
    entries: int
    others: int = 0
    short_id: str | None = None
    happened: str | None = None
    fields: tuple[str, ...] = ()
    made: bool = False
    deleted: bool = False
    record: str = "entry"
    turn: str | None = None  # of a meeting
    whose: str | None = None  # who did it, where that is somebody else
    settings: tuple[tuple[str, str | None, str | None], ...] = ()  # name, value, the value before
    moved: int | None = None
