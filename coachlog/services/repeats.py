"""What came back after a lesson about it was shared or adopted, and what somebody says of it."""

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LOOKS_LIKE, TAUGHT_STATUSES
from coachlog.domain.filters import Filter
from coachlog.domain.review.repeats import DISMISSED, ChangeEffect, Repeat, effect_of
from coachlog.errors import NotFoundError, UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.storage import ledger, revisions
from coachlog.storage.adoptions import first_days
from coachlog.storage.file.connection import Log
from coachlog.storage.likeness import earlier_lesson, like_entries
from coachlog.storage.queries.entries import find_entry, shared_entries
from coachlog.storage.queries.repeats import (
    MOST_REPEATS,
    days_of_repeats,
    link_of,
    linked_mistakes,
    number_of,
    unlinked_mistakes,
)
from coachlog.storage.repeats import new_link

# Imported mistakes have no link. To compare one takes six million instructions.
MOST_LOOKED_AT = 40

# Its uuid (None if it is not stored), its state and likeness, and the uuid of the earlier entry.
Link = tuple[str | None, str, int, str]
Row = tuple[Entry, *Link]


class Repeats(NamedTuple):
    """What came back, the newest first.

    Attributes:
        repeats: each mistake with the earlier entry.
        are_more: whether there are more than were asked for, or than `MOST_REPEATS`.
        are_unseen: whether there are mistakes without a link that were not compared.
    """

    repeats: list[Repeat]
    are_more: bool
    are_unseen: bool


def list_repeats(log: Log, entry_filter: Filter) -> Repeats:
    """Return the mistakes that look like an earlier lesson, also those that have no link yet.

    Args:
        log: the log.
        entry_filter: which mistakes; of what the team shares, whoever reads.
    """
    most = min(entry_filter.limit_or(MOST_REPEATS), MOST_REPEATS)
    rows: list[Row] = []
    for later, stored in linked_mistakes(log, entry_filter, most + 1):
        rows.append((later, *stored))
    unlinked = unlinked_mistakes(log, entry_filter, MOST_LOOKED_AT + 1)
    for later, number in unlinked[:MOST_LOOKED_AT]:
        link = _compare(log, later, number)
        if link:
            rows.append((later, *link))
    repeats = sorted(_with_lessons(log, rows), key=_by_day, reverse=True)
    return Repeats(
        repeats=repeats[:most],
        are_more=len(repeats) > most,
        are_unseen=len(unlinked) > MOST_LOOKED_AT,
    )


def _compare(log: Log, later: Entry, number: int) -> Link | None:
    """Return the link that a mistake would have; None if it is not like any lesson."""
    like = earlier_lesson(like_entries(log, later._asdict(), before=number))
    if like is None:
        return None
    return None, LOOKS_LIKE, like.likeness, like.uuid


def _by_day(repeat: Repeat) -> tuple[str, str]:
    # Those of one day always stand in the same order.
    return repeat.later.occurred_on, repeat.later.uuid


def effects_of_changes(log: Log, repeats: list[Repeat]) -> list[ChangeEffect]:
    """Return for each adopted change how often its mistake came back before and after it."""
    adopted = {}
    for repeat in repeats:
        if repeat.earlier.status == "adopted":
            adopted[repeat.earlier.uuid] = repeat.earlier
    days = first_days(log, list(adopted), ["adopted"])
    effects = []
    for uuid, entry in adopted.items():
        repeated_on = days_of_repeats(log, uuid, MOST_REPEATS)
        for repeat in repeats:
            # Those that `list_repeats` has just found have no stored link.
            if repeat.link is None and repeat.earlier.uuid == uuid:
                repeated_on.append(repeat.later.occurred_on)
        adopted_on = days.get(uuid, entry.occurred_on)
        effects.append(effect_of(entry, adopted_on, repeated_on))
    return effects


def repeat_of(log: Log, mistake: Entry) -> Repeat | None:
    """Return a mistake as the repeat that it is stored as, unless somebody said that it is none."""
    if mistake.kind != "mistake" or mistake.share == "private":
        return None
    link = link_of(log, mistake.uuid)
    if link is None:
        return None
    for repeat in _with_lessons(log, [(mistake, *link)]):
        if repeat.state != DISMISSED:
            return repeat
    return None


def decide(log: Log, name: str, state: str) -> tuple[Repeat, bool]:
    """Say of a mistake that it came back, or that it did not.

    Args:
        log: the log to write to.
        name: the id of the mistake, a longer end of its uuid, or `last`.
        state: `confirmed` or `dismissed`.

    Returns:
        The repeat, and whether anything was changed.

    Raises:
        UsageError: the entry is not a mistake shared with the team.
        NotFoundError: there is no such entry, or it is not like any earlier lesson.
        StorageError: nothing was changed.
    """
    with log.atomic():
        later = find_entry(log, name)
        if later.kind != "mistake" or later.share == "private":
            raise UsageError(
                f"{later.short_id} is not a mistake shared with the team, so not a repeat."
                "  coachlog repeats  lists them."
            )
        repeat = _repeat_of(log, later)
        if repeat.state == state:
            return repeat, False
        _write(log, repeat, state)
    return repeat._replace(state=state), True


def _repeat_of(log: Log, later: Entry) -> Repeat:
    link = link_of(log, later.uuid) or _compare(log, later, number_of(log, later.uuid))
    repeats = []
    if link:
        repeats = _with_lessons(log, [(later, *link)])
    if not repeats:
        raise NotFoundError(
            f"{later.short_id} is not like any earlier lesson.  coachlog repeats  lists what is."
        )
    return repeats[0]


def _write(log: Log, repeat: Repeat, state: str) -> None:
    hlc = revisions.begin_action(log, "repeat")
    change = "repeat", repeat.link or "", {"state": state}
    if repeat.link is None:
        change = new_link(
            log,
            repeat.later.uuid,
            earlier=repeat.earlier.uuid,
            likeness=repeat.likeness,
            state=state,
        )
    ledger.change_records(log, hlc, [change])


def _with_lessons(log: Log, rows: list[Row]) -> list[Repeat]:
    """Return links as repeats, without lessons that were taught only after the mistake."""
    uuids = list({row[-1] for row in rows})
    earlier_of = {entry.uuid: entry for entry in shared_entries(log, uuids)}
    taught_on = first_days(log, uuids, TAUGHT_STATUSES)
    repeats = []
    for later, link, state, likeness, uuid in rows:
        earlier = earlier_of.get(uuid)
        if earlier is None:
            continue
        # One that was imported with its status was taught when it happened, as far as is known.
        day = taught_on.get(uuid, earlier.occurred_on)
        if link is None and day > later.occurred_on:
            continue
        repeats.append(
            Repeat(
                later=later,
                earlier=earlier,
                state=state,
                likeness=likeness,
                link=link,
                taught_on=day,
            )
        )
    return repeats
