"""How far an entry got: logged, shared, adopted, closed; and what its writer hears of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from coachlog.clock import Clock
from coachlog.domain.entry import Entry
from coachlog.domain.fields import SETTLED_STATUSES, STATUSES
from coachlog.domain.filters import Filter
from coachlog.domain.reply import NEEDS_CHANGE, News, StatusChange
from coachlog.domain.typed_text import clean_choice
from coachlog.errors import DecisionNeededError, KeepTypedText, UsageError
from coachlog.services import edit
from coachlog.services.find import find_visible_entry
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.replies import select_news, status_changes


def status_history(log: Log, entry: Entry) -> list[StatusChange]:
    """The steps of an entry's life, the oldest first; it begins with its recording."""
    recorded = datetime.fromisoformat(entry.recorded_at).astimezone().date().isoformat()
    steps = [step._replace(on=_day(at)) for at, step in status_changes(log, entry.uuid)]
    return [StatusChange(recorded, "logged", entry.trainer, None), *steps]


def status_named(text: str) -> str:
    """The status that somebody types.

    Raises:
        UsageError: there is none of that name.
    """
    try:
        return clean_choice(text, "status", STATUSES)
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def set_status(
    log: Log, clock: Clock, settings: Settings, name: str, status: str, changed: str | None = None
) -> edit.Edited:
    """Say how far an entry got.

    Args:
        log: the log.
        clock: gives the time and the ids.
        settings: say who says so.
        name: a short id, a longer end of the uuid, or `last`.
        status: one of the choices of that field.
        changed: what was changed because of it; `adopted` needs that, unless the entry has it.

    Raises:
        UsageError: what changed is said of a status that changes nothing, or cannot be stored.
        NotFoundError: there is no such entry that the user may see.
        DecisionNeededError: nobody said what changed.
        StorageError: nothing was changed.
    """
    with KeepTypedText(changed):
        if changed and status not in SETTLED_STATUSES:
            raise UsageError(
                f"what changed goes with {' or '.join(SETTLED_STATUSES)}; {status} takes no text."
            )
        if needs_change(find_visible_entry(log, settings.user, name), status) and not (
            changed and changed.strip()
        ):
            raise DecisionNeededError(
                f'what changed? Say it behind the status:  coachlog status {name} {status} "…"'
            )
        patch = {"status": status} | ({"changed_what": changed} if changed else {})
        return edit.edit(log, clock, settings, name, patch, verb="status")


def needs_change(entry: Entry, status: str) -> bool:
    """Whether an entry cannot have a status before somebody says what changed."""
    return status == NEEDS_CHANGE and entry.changed_what is None


def news(log: Log, entry_filter: Filter) -> Iterator[News]:
    """What others did with the entries of `entry_filter`'s trainer, or with one's own, in its span of time; the newest first."""
    first, last = (
        (entry_filter.period.first, entry_filter.period.last)
        if entry_filter.period
        else (date.min, date.max)
    )
    since, until = _hlc_of(first), _hlc_of(last + timedelta(days=1)) if last < date.max else "~"
    return select_news(
        log,
        entry_filter,
        entry_filter.trainer or entry_filter.reader or "",
        since,
        until,
    )


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().date().isoformat()


def _hlc_of(day: date) -> str:
    """The hlc with which a civil day begins here."""
    if day.year < 1971:  # no clock was there
        return ""
    return f"{int(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000):013d}"
