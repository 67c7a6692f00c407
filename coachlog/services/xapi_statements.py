"""The statements about entries and about feedback, of what the team may read."""

import hmac
from collections.abc import Iterator, Sequence

from coachlog.clock import uuid5
from coachlog.domain.checkins import NOT_YET, UNPROMPTED
from coachlog.domain.entry import Entry
from coachlog.domain.feedback_groups import Group
from coachlog.domain.meeting import Meeting
from coachlog.domain.typed_text import name_key
from coachlog.exchange.xapi import templates, vocabulary
from coachlog.exchange.xapi.statements import (
    Parts,
    Statement,
    Subject,
    activity,
    make_statement,
    with_id,
)
from coachlog.services.names import make_mask
from coachlog.storage import sent_statements
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.meetings import meetings
from coachlog.storage.sent_statements import CheckinRow, EntryMarks

_ACCOUNT_LENGTH = 16  # hexadecimal digits
_DONE = "done"  # the state of a meeting in which something was read out
# What a statement is about, and the statement.
Made = tuple[str, Statement]


def trainer_account(key: bytes, trainer: str) -> str:
    """Return the account that stands for a trainer.

    Who has the log can make it from a name; who has only the store cannot even try names. It is the
    same in all statements of one log, so that a store can count how many trainers there are; and in
    a small team, a colleague who knows who coached on which day knows whose it is.
    """
    digest = hmac.new(key, name_key(trainer).encode(), "sha256").hexdigest()
    return f"trainer-{digest[:_ACCOUNT_LENGTH]}"


def group_record(group: Group) -> str:
    """Return the uuid that a closed group of feedback counts as a record by, in every log."""
    return uuid5(f"feedback {' '.join(sorted(group.marks))}")


class StatementMaker:
    """Makes the statements about entries and feedback.

    Names in teams, topics and rules are masked as in a meeting's file: a store keeps them for ever.
    """

    def __init__(self, log: Log, *, with_learners: bool) -> None:
        self._log = log
        self._with_learners = with_learners
        self._key = sent_statements.account_key(log)
        self._mask = make_mask(log, log.reader or "")
        self._masked: dict[str, str] = {}
        self._meetings: dict[str, list[Meeting]] = {}
        for meeting in meetings(log):
            if meeting.state == _DONE:
                for entry in meeting.entries:
                    self._meetings.setdefault(entry, []).append(meeting)

    def about(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, list[Made]]]:
        """Yield each of at most a few hundred entries, with the statements about it."""
        uuids = [entry.uuid for entry in entries]
        marks = sent_statements.entry_marks(self._log, uuids)
        checkins = sent_statements.checkins_about(self._log, uuids)
        for entry in entries:
            mark = marks.get(entry.uuid, EntryMarks("", "", ""))
            made = [*self._about_itself(entry, mark)]
            for checkin in checkins.get(entry.uuid, ()):
                made.append(self._about_checkin(entry, mark, checkin))
            if entry.share == "meeting":
                made += self._about_meetings(entry, mark)
            yield entry, made

    def about_feedback(self, group: Group, revision: str) -> Statement:
        """Return the statement about a closed group; `revision` stands for what became of it."""
        record = group_record(group)
        figures = group.figures
        result: Statement = {"extensions": {vocabulary.FIGURES.iri: figures._asdict()}}
        if figures.usefulness is not None:
            result["score"] = {"raw": figures.usefulness, "min": 1, "max": 5}
        topics = [group.topic] if group.topic else []
        subject = Subject(self._text(group.team or ""), topics=list(map(self._text, topics)))
        statement = make_statement(
            template=templates.FEEDBACK,
            subject=subject,
            day=group.last_on,
            object_=activity(vocabulary.SURVEY, record),
            parts=Parts(result=result),
        )
        return with_id(statement, record, revision)

    def _about_itself(self, entry: Entry, mark: EntryMarks) -> Iterator[Made]:
        subject = self._subject(entry)
        revision = mark.content
        if entry.kind != "mistake":
            statement = make_statement(
                template=templates.MOMENT,
                subject=subject,
                day=entry.occurred_on,
                object_=_activity_of(entry),
                parts=self._people_of(entry),
            )
            yield _made(entry, templates.MOMENT, statement, revision)
        elif entry.recovery is not None:
            statement = make_statement(
                template=templates.RECOVERY,
                subject=subject,
                day=entry.occurred_on,
                object_=_activity_of(entry),
            )
            yield _made(entry, templates.RECOVERY, statement, f"{revision} {mark.recovery}")
        if entry.status == "adopted":
            day = sent_statements.adoption_day(self._log, mark)
            statement = make_statement(
                template=templates.ADOPTION,
                subject=subject,
                day=day or entry.occurred_on,
                object_=activity(vocabulary.SUGGESTION, f"{entry.uuid} change"),
                parts=Parts(parent=_activity_of(entry)),
            )
            yield _made(entry, templates.ADOPTION, statement, f"{revision} {mark.adoption}")

    def _about_checkin(self, entry: Entry, mark: EntryMarks, checkin: CheckinRow) -> Made:
        result: Statement = {"response": checkin.seen}
        if checkin.seen in (UNPROMPTED, NOT_YET):
            result["success"] = checkin.seen == UNPROMPTED
        statement = make_statement(
            template=templates.CHECKIN,
            subject=self._subject(entry),
            day=checkin.seen_on,
            object_=activity(vocabulary.PERFORMANCE, checkin.uuid),
            parts=Parts(
                parent=_activity_of(entry),
                trainer=self._account(checkin.author),
                extensions={vocabulary.DAYS.iri: checkin.days},
                result=result,
            ),
        )
        part = f"{templates.CHECKIN.name}-{checkin.uuid}"
        revision = f"{mark.content} {checkin.hlc}"
        return part, with_id(statement, f"{entry.uuid} {part}", revision)

    def _about_meetings(self, entry: Entry, mark: EntryMarks) -> Iterator[Made]:
        attended = self._meetings.get(entry.uuid, [])
        if not attended:
            return
        deletions = sent_statements.deletion_marks(self._log, [each.uuid for each in attended])
        for meeting in attended:
            statement = make_statement(
                template=templates.HIGHLIGHT,
                subject=self._subject(entry),
                day=meeting.held_on,
                object_=_activity_of(entry),
                parts=Parts(meeting=activity(vocabulary.MEETING, meeting.uuid)),
            )
            part = f"{templates.HIGHLIGHT.name}-{meeting.uuid}"
            revision = f"{mark.content} {deletions.get(meeting.uuid, '')}"
            yield part, with_id(statement, f"{entry.uuid} {part}", revision)

    def _subject(self, entry: Entry) -> Subject:
        rule = self._text(entry.rule_ref) if entry.rule_ref else None
        return Subject(
            team=self._text(entry.team),
            kind=entry.kind,
            topics=list(map(self._text, entry.topics)),
            rule=rule,
        )

    def _people_of(self, entry: Entry) -> Parts:
        learner = entry.learner if self._with_learners else None
        return Parts(trainer=self._account(entry.trainer), learner=learner)

    def _account(self, trainer: str | None) -> str | None:
        return trainer_account(self._key, trainer) if trainer else None

    def _text(self, text: str) -> str:
        """Return a text of a few words with names masked; the same few come up again and again."""
        if text not in self._masked:
            self._masked[text] = self._mask.text(text)
        return self._masked[text]


def _activity_of(entry: Entry) -> Statement:
    type_ = vocabulary.ISSUE if entry.kind == "mistake" else vocabulary.TUTOR_SESSION
    return activity(type_, entry.uuid)


def _made(
    entry: Entry,
    template: templates.Template,
    statement: Statement,
    revision: str,
) -> Made:
    return template.name, with_id(statement, f"{entry.uuid} {template.name}", revision)
