"""What one command did to the log, in a form that undo, redo and history can print."""

from coachlog.named_tuple import NamedTuple


class SettingChange(NamedTuple):
    """A setting with its value after and before an action; None where it had no value."""

    name: str
    after: str | None
    before: str | None


class ActionSummary(NamedTuple):
    """An action and what it changed, as one reader may see it."""

    verb: str
    at: float  # seconds since 1970 UTC
    undone: bool
    entries: int
    other_records: int = 0
    record_type: str = "entry"  # otherwise a family of records, such as `checkin` or `reply`
    created: bool = False
    deleted: bool = False
    # The entry and its changed fields, if the action is about exactly one entry.
    short_id: str | None = None
    happened: str | None = None
    fields: tuple[str, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    meeting_team: str | None = None  # whose turn it was, if the action recorded a meeting
    other_author: str | None = None  # who did it, if that was not the reader
    deleted_by: str | None = None  # who else has deleted its one entry, so that no undo can
    # How many records an undo or redo changed. A record whose fields have all been changed
    # again since then stays as it is and is not counted.
    changed_records: int | None = None
