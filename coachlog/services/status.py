"""The status of an entry: logged, shared, adopted or closed."""

from coachlog.domain.entry import Entry
from coachlog.domain.fields import SETTLED_STATUSES, STATUSES, Fields
from coachlog.domain.reply import NEEDS_CHANGE
from coachlog.domain.typed_text import clean_choice
from coachlog.errors import AsUsageError, DecisionNeededError, UsageError
from coachlog.services.edit import Edited, edit
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import find_entry


def clean_status(text: str) -> str:
    """Return the status that was typed.

    Raises:
        UsageError: There is no such status.
    """
    with AsUsageError():
        return clean_choice(text, "status", STATUSES)


def lacks_what_changed(entry: Entry, status: str) -> bool:
    """Return whether an entry must say what changed before it can have a status."""
    return status == NEEDS_CHANGE and entry.changed_what is None


def set_status(
    log: Log,
    settings: Settings,
    name: str,
    status: str,
    changed_what: str | None = None,
) -> Edited:
    """Set the status of an entry.

    Args:
        log: The log to change.
        settings: `wording` says whether to give advice.
        name: A short id, a longer end of the uuid, or `last`.
        status: One of `STATUSES`.
        changed_what: What was changed because of the entry; `adopted` needs it, unless the entry
            says it already.

    Raises:
        UsageError: The status takes no text, or the text cannot be stored.
        NotFoundError: There is no such entry that the user may see.
        DecisionNeededError: It does not say what changed.
        StorageError: Nothing was changed.
    """
    if changed_what and status not in SETTLED_STATUSES:
        raise UsageError(
            f"only {' and '.join(SETTLED_STATUSES)} say what changed; {status} takes no text."
        )
    entry = find_entry(log, name)
    if lacks_what_changed(entry, status) and not (changed_what or "").strip():
        raise DecisionNeededError(
            f'what changed? Write it after the status:  coachlog status {name} {status} "…"'
        )
    patch: Fields = {"status": status}
    if changed_what:
        patch["changed_what"] = changed_what
    return edit(log, settings, name, patch, verb="status")
