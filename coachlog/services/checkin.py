"""Check-ins: the next one of an entry, and recording results.

What an entry's next check-in is about follows from its days and the results so far; it is stored
nowhere but in the table `due`, and is worked out again inside the transaction that writes a result.
"""

from datetime import date

from coachlog.clock import uuid5
from coachlog.domain.checkins import (
    EARLY_DAYS,
    NO_CHANCE,
    RESULTS,
    NextCheckin,
    checkin_days_of,
    next_checkin_of,
    parse_days,
)
from coachlog.domain.entry import Entry
from coachlog.domain.fields import Fields
from coachlog.domain.typed_text import clean_choice, clean_text
from coachlog.errors import AsUsageError, DecisionNeededError
from coachlog.named_tuple import NamedTuple
from coachlog.render.checkins import result_text
from coachlog.render.words import long_day_text, moment_text
from coachlog.services.due import DueCheckin
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.checkins import checkins_of, stored_checkin
from coachlog.storage.queries.entries import find_entry


class CheckinResult(NamedTuple):
    """A result as it is stored, and the entry's next check-in.

    Attributes:
        uuid: The id of the result, by which `change_result` replaces it.
        entry: The entry that it is about.
        days: How many days after the entry it looks.
        result: One of `RESULTS`.
        note: What else there is to say; None for nothing.
        next_checkin: As `domain.checkins.next_checkin` returns it; None after the last one.
    """

    uuid: str
    entry: Entry
    days: int
    result: str
    note: str | None
    next_checkin: NextCheckin | None


def current_checkin(log: Log, name: str, *, early: bool = False) -> DueCheckin:
    """Return the next check-in of the entry called `name`.

    Args:
        log: Where the entry and its results are read.
        name: A short id, a longer end of the uuid, or `last`.
        early: Also if it is not due for more than `EARLY_DAYS` days.

    Raises:
        UsageError: `name` cannot be an id.
        NotFoundError: There is no such entry that the reader may see.
        DecisionNeededError: It has none, or none so soon; the message says what can be done.
    """
    entry = find_entry(log, name)
    today = log.clock.today()
    if entry.lacks_recovery:
        raise DecisionNeededError(
            f"{entry.short_id} is a mistake without a recovery, so it has no check-in yet."
            f' Add the recovery first:  coachlog edit {entry.short_id} --recovery "…"'
        )
    if entry.kind == "question":
        raise DecisionNeededError(
            f"{entry.short_id} is a question, and questions have no check-ins."
            f" To answer it:  coachlog reply {entry.short_id}"
        )
    if entry.follow_up and not checkin_days_of(entry._asdict()):
        raise DecisionNeededError(
            f"{entry.short_id} has no check-in yet, because it says nothing that could stick."
            f' Add the right way or a lesson:  coachlog edit {entry.short_id} --lesson "…"'
        )
    if not entry.follow_up:
        raise DecisionNeededError(
            f"{entry.short_id} has no check-ins."
            f" To add one after 30 days:  coachlog edit {entry.short_id} --follow-up 30"
        )
    checkin = _next_checkin(log, entry)
    if checkin is None:
        raise DecisionNeededError(_no_more_checkins(log, entry, today))
    days, due_on = checkin
    if not early and (date.fromisoformat(due_on) - today).days > EARLY_DAYS:
        raise DecisionNeededError(
            f"the next check-in for {entry.short_id} is on {long_day_text(due_on, today)}."
            " To record a result now, add --early."
        )
    return DueCheckin(
        when="",
        due_on=due_on,
        days=days,
        entry=entry,
    )


def _no_more_checkins(log: Log, entry: Entry, today: date) -> str:
    """Return the message about an entry all of whose check-ins have their results."""
    settling = [row for row in checkins_of(log, entry.uuid) if row[1] != NO_CHANCE]
    # By the days alone: of two results about the same days, one may have no note to compare.
    days, result, _, seen_on, _ = max(settling, key=lambda row: row[0])
    # A month after the last one: sooner, there would be little new to see.
    more_days = max(days, *parse_days(entry.follow_up)) + 30
    return (
        f"{entry.short_id} has no more check-ins: after {days} days the result was"
        f" {result_text(result)} ({moment_text(seen_on, today)})."
        f" To add one:  coachlog edit {entry.short_id} --follow-up {more_days}"
    )


def _next_checkin(log: Log, entry: Entry) -> NextCheckin | None:
    return next_checkin_of(entry, checkins_of(log, entry.uuid), log.clock.today())


def check_in(
    log: Log,
    name: str,
    result: str,
    note: str | None = None,
    *,
    early: bool = False,
) -> CheckinResult:
    """Record the result of an entry's next check-in.

    Args:
        log: The log to write to.
        name: A short id, a longer end of the uuid, or `last`.
        result: One of `RESULTS`, in any case.
        note: What else there is to say; None or blank for nothing.
        early: Also if the check-in is not due for more than `EARLY_DAYS` days.

    Raises:
        UsageError: There is no such result, or the note cannot be stored.
        NotFoundError: There is no such entry that the user may see.
        DecisionNeededError: The entry has no check-in, or none so soon.
        StorageError: Nothing was recorded.
    """
    fields = _clean(result, note)
    with log.atomic():
        # Inside the transaction, so that of two people at once only one records a result.
        checkin = current_checkin(log, name, early=early)
        return _write_new(log, checkin.entry, checkin.days, fields)


def change_result(
    log: Log,
    recorded: CheckinResult,
    result: str,
    note: str | None,
) -> CheckinResult:
    """Replace a result that was just recorded; it stays about the same days.

    Where somebody took the result back meanwhile, it is recorded anew. Where nothing differs,
    nothing is written.

    Args:
        log: The log to write to.
        recorded: What `check_in`, or this function, returned for the result.
        result: One of `RESULTS`, in any case.
        note: The new note; None or blank removes the one before.

    Raises:
        UsageError: There is no such result, or the note cannot be stored.
        NotFoundError: The entry was deleted, or made private by somebody else.
        StorageError: The result stays as it was.
    """
    fields = _clean(result, note)
    with log.atomic():
        entry = find_entry(log, recorded.entry.uuid)
        stored = stored_checkin(log, recorded.uuid)
        if stored is None:
            return _write_new(log, entry, recorded.days, fields)
        if stored == (recorded.days, fields["seen"], fields["note"]):
            return recorded  # undo would have nothing to take back
        return _write(log, entry, recorded.uuid, fields)


def _clean(result: str, note: str | None) -> Fields:
    """Return a result and its note by column, as they are stored."""
    with AsUsageError():
        seen = clean_choice(result, "result", RESULTS)
        return {"seen": seen, "note": clean_text(note or "", "note")}


def _write_new(log: Log, entry: Entry, days: int, fields: Fields) -> CheckinResult:
    """Write a result, given as `_clean` returns it, in the caller's transaction."""
    # All of them, because somebody may have given, or taken back, the same result on another
    # computer: a later one of the same person and day takes its place.
    fields |= {"entry": entry.uuid, "days": days, "author": log.user, "deleted": None}
    today = log.clock.today().isoformat()
    uuid = uuid5("\n".join((entry.uuid, str(days), log.user, today)))
    return _write(log, entry, uuid, fields)


def _write(log: Log, entry: Entry, uuid: str, fields: Fields) -> CheckinResult:
    """Write the columns of a result that are new, as an action in the caller's transaction."""
    fields["seen_on"] = log.clock.today().isoformat()
    ledger.write_action(log, "checkin", [("checkin", uuid, fields)])
    stored = stored_checkin(log, uuid)
    assert stored is not None
    return CheckinResult(uuid, entry, *stored, next_checkin=_next_checkin(log, entry))
