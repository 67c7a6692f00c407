"""Feedback on coaching moments: giving it without a name, and closing groups of it.

Nobody is the author of an answer, in the history of the file too.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from coachlog.clock import uuid8, uuid8_beginning
from coachlog.domain import feedback_groups
from coachlog.domain.entry import Entry
from coachlog.domain.feedback import ANSWER_FIELDS, clean_answer
from coachlog.domain.feedback_closing import make_marks
from coachlog.domain.feedback_groups import OWN, TEAM
from coachlog.domain.feedback_overlaps import StoredGroup
from coachlog.domain.fields import COACHING_KINDS, Fields
from coachlog.domain.nameless import new_uuid
from coachlog.domain.people.masking import find_personal_data
from coachlog.domain.people.patterns import NAME
from coachlog.errors import AsUsageError, UsageError
from coachlog.services.names import all_names
from coachlog.storage import ledger, nameless, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.feedback_file import feedback_file, note_file
from coachlog.storage.file.connection import Log
from coachlog.storage.queries import feedback as queries
from coachlog.storage.queries.entries import find_entry

NOBODY = ""  # the author of a group
NO_DAY = "1970-01-01"


class RecordedFeedback(NamedTuple):
    """An answer that was recorded.

    Attributes:
        entry: The coaching moment that it is about.
        fields: What was answered, by the fields of `ANSWER_FIELDS`.
        names_person: Whether the comment names a person whom the log knows.
        replaced: Whether it takes the place of an earlier answer of the same login.
    """

    entry: Entry
    fields: Fields
    names_person: bool
    replaced: bool


def find_coaching_moment(log: Log, name: str) -> Entry:
    """Return the coaching moment called `name`, on which the reader can give feedback.

    Args:
        log: Where the entry is read.
        name: A short id, a longer end of the uuid, or `last`.

    Raises:
        UsageError: Nobody can give feedback on it, or it is the reader's own.
        NotFoundError: There is no such entry, or it is somebody else's private one.
    """
    entry = find_entry(log, name)
    problem = feedback_problem(entry)
    if problem:
        raise UsageError(problem)
    if entry.trainer == log.reader:
        raise UsageError(
            f"{entry.short_id} is your own coaching moment, and feedback comes from those you"
            " coached. To read yours:  coachlog feedback report"
        )
    return entry


def feedback_problem(entry: Entry) -> str | None:
    """Return why nobody can give feedback on an entry; None if others can."""
    if entry.kind not in COACHING_KINDS:
        return (
            f"{entry.short_id} is a {entry.kind}, and feedback is for coaching moments."
            f" To thank its writer:  coachlog thanks {entry.short_id}"
        )
    if entry.share == "private":
        return f"{entry.short_id} is private: only its writer has seen it."
    if not entry.trainer:
        return f"{entry.short_id} has no trainer who could read the feedback."
    return None


def give(log: Log, name: str, answers: dict[str, str]) -> RecordedFeedback:
    """Record an answer about the coaching moment called `name`.

    A login has one answer to an entry. A later one takes its place, until it is in a group: if one
    person could answer five times, they would know what the other answers in a group were.

    Args:
        log: The log to write to. Its reader gives the feedback, and is stored nowhere.
        name: A short id, a longer end of the uuid, or `last`.
        answers: The texts by field, for one or more of `ANSWER_FIELDS`.

    Raises:
        UsageError: An answer is not understood, or the entry takes none.
        NotFoundError: There is no such entry.
        StorageError: Nothing was recorded.
    """
    fields = _clean_answers(answers)
    # Nobody gives feedback on their own entry, so it must be known whose it is.
    log.check_user()
    # Before the transaction: reading all names takes time, and nobody should wait for it.
    names_person = _names_person(log, fields.get("comment"))
    with log.atomic():
        entry = find_coaching_moment(log, name)
        uuid = _answer_uuid(log, entry)
        replaced = bool(queries.stored_answers(log, [uuid]))
        note_file(log)
        if replaced:
            _check_replaceable(log, entry, uuid)
        empty = dict.fromkeys(ANSWER_FIELDS)
        answered_on = log.clock.today().isoformat()
        record = {**empty, **fields, "entry": entry.uuid, "answered_on": answered_on}
        change = ("feedback", uuid, {**record, "deleted": None})
        ledger.write_action(log, "feedback", [change])
        close_groups(log)
    return RecordedFeedback(
        entry=entry,
        fields=fields,
        names_person=names_person,
        replaced=replaced,
    )


def _check_replaceable(log: Log, entry: Entry, uuid: str) -> None:
    """Check that an answer can be replaced.

    Raises:
        UsageError: It may have been shown, here or in the file from which it was copied.
    """
    if queries.is_grouped(log, uuid):
        raise UsageError(
            f"your feedback on {entry.short_id} is part of a report by now, so it stays as it is."
        )
    if queries.first_number(log, uuid) < feedback_file(log).first:
        raise UsageError(
            f"your feedback on {entry.short_id} was given before this log was copied, moved or"
            " restored. It may be part of a report there, so it stays as it is."
        )


def _answer_uuid(log: Log, entry: Entry) -> str:
    """Return the id of this login's answer to an entry, which is the same each time.

    It holds no time of day, which would tell those who were there whose answer it is.
    """
    mark = nameless.own_mark(log, entry.uuid).strip()
    content = bytes.fromhex(mark) or log.clock.random(10)
    return uuid8(uuid8_beginning(NO_DAY), content)


def _clean_answers(answers: dict[str, str]) -> Fields:
    """Return the answers that are not empty, as they are stored."""
    fields = {}
    with AsUsageError():
        for field in ANSWER_FIELDS:
            answer = clean_answer(answers.get(field, ""), field)
            if answer is not None:
                fields[field] = answer
    return fields


def _names_person(log: Log, comment: str | None) -> bool:
    """Whether a comment names a person whom the log knows; other names nobody can be sure of."""
    if comment is None:
        return False
    matches = find_personal_data(comment, all_names(log))
    return any(match.category == NAME for match in matches)


def close_groups(log: Log) -> None:
    """Make the groups for which there are enough answers now, inside the caller's transaction.

    A group is a step of its own, which no undo takes back: an answer that is taken back must not
    let another one into its group, because the difference would be those two.

    Args:
        log: Where all answers and groups are read, and the new groups are written.
    """
    # Of all trainers and teams: an answer of another copy of the log may have come by a merge.
    answers = queries.counting_answers(log)
    file = feedback_file(log)
    changes: list[revisions.Change] = []
    for view in (OWN, TEAM):
        groups = queries.groups(log, view)
        known: list[Collection[str]] = [group.answers for group in groups]
        known.append(_grouped_elsewhere(answers, groups, file.key))
        for members in feedback_groups.new_groups(answers, known, view, file.first):
            uuids = tuple(answer.uuid for answer in members)
            group = feedback_groups.showable_group(StoredGroup(uuids), answers, view)
            assert group is not None
            uuid = new_uuid(log.clock, log.clock.today())
            changes.append(("feedback_group", uuid, queries.group_fields(log, view, group)))
    if changes:
        hlc = begin_step(log, "feedback")
        ledger.change_records(log, hlc, changes, author=NOBODY)


def _grouped_elsewhere(
    answers: Iterable[str],
    groups: Iterable[StoredGroup],
    key: str,
) -> list[str]:
    """Return the answers that are in a group which another copy of the log has closed."""
    marks: set[str] = set()
    for group in groups:
        if not group.answers:
            marks |= group.marks
    if not marks:
        return []
    grouped = []
    for uuid in answers:
        if not marks.isdisjoint(make_marks(key, [uuid])):
            grouped.append(uuid)
    return grouped
