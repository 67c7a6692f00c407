"""`subject-access`: everything that the log holds about one person, as far as its reader may know.

It is a copy for that person (GDPR, Art. 15), so everybody else is masked in it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from coachlog.domain.feedback_groups import Group
from coachlog.domain.people.one_person import MaskOfOthers, Person
from coachlog.domain.periods import week_of
from coachlog.domain.subject_access import (
    LEARNER,
    ROLES,
    TRAINER,
    SubjectRow,
    masked,
    role_in,
    rows_of,
)
from coachlog.domain.suggestions import close_names, did_you_mean
from coachlog.domain.typed_text import clean_name, name_key
from coachlog.errors import AsUsageError, NotFoundError, UsageError
from coachlog.services.feedback_report import own_report
from coachlog.services.names import no_names
from coachlog.storage.file.connection import Log
from coachlog.storage.people import known_people, taught_names
from coachlog.storage.subject_access import (
    known_record,
    people_known_to,
    practice_of,
    records_about,
    what_came_of,
)

# How many answered a question, and the sum of their numbers: the mean says it.
_SUMS = ("pace", "examples", "useful", "points")


class SubjectAccess(NamedTuple):
    """What a log holds about one person.

    Attributes:
        names: Every name that was typed for them.
        rows: What it holds, in the order of the copy; masked.
        mask: What masked it.
        is_reader: Whether they are the reader, who alone sees feedback and practice.
        also: Other names that the reader may know, which may be the same person.
    """

    names: list[str]
    rows: list[SubjectRow]
    mask: MaskOfOthers
    is_reader: bool
    also: list[str]


def subject_access(log: Log, typed: Iterable[str]) -> SubjectAccess:
    """Return what the log holds about a person, as far as the reader may know it.

    Args:
        log: The log.
        typed: The names and aliases of the person, as they were typed.

    Raises:
        UsageError: One of them cannot be a name.
        NotFoundError: There is nothing about that person that the reader may know.
    """
    person = Person(map(_clean, typed))
    is_reader = person.is_called(log.reader)
    known = people_known_to(log)
    rows = list(_rows(log, person))
    if is_reader:
        rows += [*_feedback(log), *_practice(log)]
    rows.sort(key=lambda row: ROLES.index(row.role))
    if not rows:
        close = close_names(person.names[0], known, limit=3)
        suggestion = did_you_mean(close) or "Try another spelling, or a full name in quotes."
        raise NotFoundError(f"nothing that you may read is about {_joined(person)}. {suggestion}")
    mask = _mask(log, person)
    return SubjectAccess(
        names=person.names,
        rows=[masked(row, person, mask) for row in rows],
        mask=mask,
        is_reader=is_reader,
        also=[name for name in known if person.is_in(name) and not person.is_called(name)],
    )


def _clean(typed: str) -> str:
    """Return a name as it is stored.

    Raises:
        UsageError: It is empty, or cannot be stored.
    """
    with AsUsageError():
        name = clean_name(typed, "name")
    if name is None:
        raise UsageError("the name is empty. Whom do you mean?")
    return name


def _joined(person: Person) -> str:
    return " or ".join(map(repr, person.names))


def _rows(log: Log, person: Person) -> Iterator[SubjectRow]:
    """Yield what records say about a person; what came of an entry of theirs follows on it."""
    known = []
    for uuid, table in records_about(log, person.is_meant).items():
        record = known_record(log, table, uuid)
        if record:
            known.append(record)
    known.sort(key=lambda record: (record.table != "entry", record.day, record.uuid))
    listed = set()
    for record in known:
        if record.uuid in listed:
            continue
        yield from rows_of(record, person)
        role = role_in(record, person)
        if record.table != "entry" or role not in (TRAINER, LEARNER):
            continue
        for outcome in what_came_of(log, record):
            listed.add(outcome.uuid)
            yield from rows_of(outcome, person, role)


def _practice(log: Log) -> Iterator[SubjectRow]:
    for entry, short_id, *days in practice_of(log):
        for field, day in zip(("begun_on", "rated_on", "due_on"), days, strict=True):
            yield SubjectRow(
                role=LEARNER,
                kind="practice",
                short_id=short_id,
                day=days[0],
                field=field,
                text=day,
                until=None,
                record=entry,
            )


def _feedback(log: Log) -> Iterator[SubjectRow]:
    """Yield the groups of feedback to the reader, with weeks instead of days."""
    for number, group in enumerate(own_report(log).groups, 1):
        for field, value in _figures(group):
            if value:
                yield SubjectRow(
                    role=TRAINER,
                    kind="feedback",
                    short_id="",
                    day=week_of(date.fromisoformat(group.last_on)).label,
                    field=field,
                    text=value,
                    until=None,
                    record=f"feedback {number}",
                )


def _figures(group: Group) -> Iterator[tuple[str, object]]:
    yield "team", group.team
    yield "topic", group.topic
    for field, number in group.figures._asdict().items():
        if field not in _SUMS:
            yield field, number
    yield "usefulness", group.figures.usefulness
    # In the order of the alphabet, because that of arrival would tell who wrote them.
    for comment in sorted(group.comments):
        yield "comment", comment


def _mask(log: Log, person: Person) -> MaskOfOthers:
    # The person's own name stays on purpose, so nobody has to check it.
    own: set[str] = set()
    for words in person.words:
        own.update(map(name_key, words))
    return MaskOfOthers(person, known_people(log), taught_names(log), no_names(log) | own)
