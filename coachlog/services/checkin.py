"""Check-ins: what is due, and answering it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from coachlog.clock import Clock
from coachlog.domain.checkins import EARLY, NO_CHANCE, SEEN, due_when, parse_days, stage_on
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_of
from coachlog.domain.typed_text import clean_text
from coachlog.errors import DecisionNeededError, KeepTypedText, UsageError
from coachlog.services.find import find_visible_entry
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.due import checkins_by_entry
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.checkins import checkins_of, stored_checkin
from coachlog.storage.queries.due import select_due

Answer = tuple[int, str, str | None, str, str | None]  # days, seen, note, day, author


class DueCheckin(NamedTuple):
    """An entry that asks whether it shows in the work: about which of its days, on which day, and when that is."""

    when: str  # overdue, this week, coming; nothing where it is asked for by its id
    due_on: str
    days: int
    entry: Entry


class CheckedIn(NamedTuple):
    """An answer as it is stored, and what its entry asks next, `(days, day)`."""

    uuid: str
    entry: Entry
    days: int
    seen: str
    note: str | None
    asks_next: tuple[int, str] | None


def this_week(clock: Clock, settings: Settings) -> Period:
    """The week that holds today."""
    return week_of(clock.now().date(), settings.week_start)


def due_checkins(
    log: Log, clock: Clock, settings: Settings, entry_filter: Filter
) -> Iterator[DueCheckin]:
    """What is due, the soonest first. A learner is shown to the writer alone."""
    today = clock.now().date()
    week_end = this_week(clock, settings).last.isoformat()
    rows = select_due(log, entry_filter)
    for batch in revisions.in_batches(rows):
        answers = checkins_by_entry(log, [entry.uuid for _, entry in batch])
        for due_on, entry in batch:
            stage = stage_on(
                entry.occurred_on, entry.follow_up, answers.get(entry.uuid, ()), today.isoformat()
            )
            if stage is not None:  # somebody may have answered it between the two looks
                seen = (
                    entry if entry.trainer == entry_filter.reader else entry._replace(learner=None)
                )
                yield DueCheckin(
                    due_when(due_on, today.isoformat(), week_end), due_on, stage[0], seen
                )


def current_checkin(
    log: Log, clock: Clock, reader: str, name: str, *, early: bool = False
) -> DueCheckin:
    """What the entry called `name` asks.

    Raises:
        NotFoundError: there is no such entry that `reader` may see.
        DecisionNeededError: it asks nothing, or not for more than a week; the message says what can be done.
    """
    entry = find_visible_entry(log, reader, name)
    if entry.is_open:
        raise DecisionNeededError(
            f"{entry.short_id} is a mistake without a recovery: it asks once there is one. "
            f'First:  coachlog edit {entry.short_id} --recovery "…"'
        )
    if not entry.follow_up:
        raise DecisionNeededError(
            f"{entry.short_id} has no check-ins. To have one after 30 days:  coachlog edit {entry.short_id} --follow-up 30"
        )
    today = clock.now().date()
    stage = stage_on(
        entry.occurred_on,
        entry.follow_up,
        checkins_by_entry(log, [entry.uuid]).get(entry.uuid, ()),
        today.isoformat(),
    )
    if stage is None:
        days, seen, _, seen_on, _ = max(
            row for row in checkins_of(log, entry.uuid) if row[1] != NO_CHANCE
        )
        raise DecisionNeededError(
            f"{entry.short_id} asks no more: after {days} days it was {seen} ({seen_on}). To be asked once more:  "
            f"coachlog edit {entry.short_id} --follow-up {max(days, *parse_days(entry.follow_up)) + 30}"
        )
    days, due_on = stage
    if not early and (date.fromisoformat(due_on) - today).days > EARLY:
        raise DecisionNeededError(
            f"{entry.short_id} asks on {due_on} (after {days} days). To answer it now, add --early."
        )
    return DueCheckin("", due_on, days, entry)


def checkin_state(
    log: Log, clock: Clock, entry: Entry
) -> tuple[list[Answer], tuple[int, str] | None]:
    """What was answered about an entry, the oldest first, and what it asks next, `(days, day)`."""
    given = checkins_of(log, entry.uuid)
    if entry.is_open:
        return given, None
    answers = [(days, seen, seen_on) for days, seen, _, seen_on, _ in given]
    return given, stage_on(
        entry.occurred_on, entry.follow_up, answers, clock.now().date().isoformat()
    )


def check_in(
    log: Log,
    clock: Clock,
    settings: Settings,
    name: str,
    seen: str,
    note: str | None = None,
    *,
    early: bool = False,
) -> CheckedIn:
    """Answer what an entry asks.

    Args:
        log: the log.
        clock: gives the day and the ids.
        settings: say who answers.
        name: a short id, a longer end of the uuid, or `last`.
        seen: one of `followups.SEEN`.
        note: a word on it.
        early: also when the entry does not ask for more than a week yet.

    Raises:
        UsageError: the answer is none of those, or the note cannot be stored.
        NotFoundError: there is no such entry that the user may see.
        DecisionNeededError: it asks nothing, or not yet.
        StorageError: nothing was recorded.
    """
    with KeepTypedText(note):
        fields = _checked(seen, note)
        with log.atomic():
            _, _, days, entry = current_checkin(log, clock, settings.user, name, early=early)
            fields |= {"entry": entry.uuid, "days": days, "author": settings.user}
            given = {name: value for name, value in fields.items() if value is not None}
            return _written(log, clock, settings, entry, clock.uuid7(), given)


def change_answer(
    log: Log, clock: Clock, settings: Settings, given: CheckedIn, seen: str, note: str | None
) -> CheckedIn:
    """Another answer in the place of one that was just given; about the same of the entry's days.

    Raises:
        UsageError, NotFoundError, StorageError: as for `check_in`; the answer stays as it was.
    """
    with KeepTypedText(note):
        fields = _checked(seen, note)
        with log.atomic():
            entry, before = (
                find_visible_entry(log, settings.user, given.entry.uuid),
                stored_checkin(log, given.uuid),
            )
            if before == (given.days, fields["seen"], fields["note"]):
                return given
            if before is None:  # undone meanwhile: an answer of its own
                fields |= {"entry": entry.uuid, "days": given.days, "author": settings.user}
            return _written(
                log, clock, settings, entry, given.uuid if before else clock.uuid7(), fields
            )


def _checked(seen: str, note: str | None) -> dict[str, object]:
    answer = "-".join(seen.lower().replace("_", "-").split())
    if answer not in SEEN:
        raise UsageError(f"an answer is one of {', '.join(SEEN)}; not {seen!r}.")
    try:
        return {"seen": answer, "note": clean_text(note, "note") if note else None}
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def _written(
    log: Log, clock: Clock, settings: Settings, entry: Entry, uuid: str, fields: dict[str, object]
) -> CheckedIn:
    today = clock.now().date().isoformat()
    hlc = revisions.begin_action(log, clock, "checkin")
    ledger.change_records(
        log, clock, hlc, settings.user, [("checkin", uuid, fields | {"seen_on": today})]
    )
    stored = stored_checkin(log, uuid)
    assert stored is not None
    asks_next = stage_on(
        entry.occurred_on, entry.follow_up, checkins_by_entry(log, [entry.uuid])[entry.uuid], today
    )
    return CheckedIn(uuid, entry, *stored, asks_next)
