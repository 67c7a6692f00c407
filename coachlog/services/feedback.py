"""Feedback: tell a trainer what a coaching moment was like, without a name, and report on it.

No author is stored with an answer, in its history too. What a trainer and others are shown are
closed groups (`domain.feedback_groups`).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from coachlog.clock import Clock, uuid8
from coachlog.domain import feedback_groups
from coachlog.domain.entry import Entry
from coachlog.domain.feedback import QUESTIONS, clean_answer
from coachlog.domain.feedback_groups import OWN, TEAM, Group
from coachlog.domain.fields import COACHING_KINDS
from coachlog.domain.people.masking import Mask, find_personal_data
from coachlog.domain.people.names import Names
from coachlog.domain.people.patterns import NAME
from coachlog.errors import UsageError
from coachlog.services.find import find_visible_entry
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_people
from coachlog.storage.queries import feedback as stored

NOBODY = ""  # the author of every answer and group


class GivenFeedback(NamedTuple):
    """A recorded answer, and whether its comment names somebody whom the log knows."""

    entry: Entry
    fields: dict[str, Any]
    names_somebody: bool


class GroupComments(NamedTuple):
    """The team, topic and comments of a group, with known names masked."""

    team: str | None
    topic: str | None
    comments: list[str]


class FeedbackReport(NamedTuple):
    """The groups that a reader is shown, and how much there is besides."""

    groups: list[Group]
    waiting: int = 0  # answers without a group
    retired: int = 0  # groups that are no longer shown, because an answer or entry has changed
    own: int = 0  # groups with an answer to the reader


def answerable(log: Log, reader: str, name: str) -> Entry:
    """Return the coaching moment called `name`, to which `reader` can give feedback.

    Raises:
        UsageError: It takes no feedback, or it is the reader's own.
        NotFoundError: There is no such entry, or it is somebody else's private one.
    """
    entry = find_visible_entry(log, reader, name)
    reason = not_answerable(entry)
    if reason:
        raise UsageError(reason)
    if entry.trainer == reader:
        raise UsageError(
            f"{entry.short_id} is your own coaching moment. Feedback comes from the people who"
            " were coached. To see it:  coachlog feedback report"
        )
    return entry


def not_answerable(entry: Entry) -> str | None:
    """Return why nobody can give feedback on an entry; None if others can."""
    if entry.kind not in COACHING_KINDS:
        return (
            f"{entry.short_id} is a {entry.kind}, and feedback is for coaching moments."
            f" To thank for it:  coachlog thanks {entry.short_id}"
        )
    if entry.share == "private":
        return f"{entry.short_id} is private, so only its writer has seen it"
    if not entry.trainer:
        return f"{entry.short_id} names no trainer who could receive feedback"
    return None


def give(
    log: Log, clock: Clock, settings: Settings, name: str, answers: dict[str, str]
) -> GivenFeedback:
    """Record feedback on the coaching moment called `name`.

    Args:
        log: The log to write to.
        clock: The day and the ids.
        settings: Who gives it, which is stored nowhere.
        name: A short id, a longer end of the uuid, or `last`.
        answers: What was answered, by question (`QUESTIONS`).

    Raises:
        UsageError: There is no answer or not a possible one, or the entry takes no feedback.
        NotFoundError: There is no such entry.
        StorageError: Nothing was recorded.
    """
    fields = _clean_answers(answers)
    entry = answerable(log, settings.user, name)
    names_somebody = _names_somebody(log, fields.get("comment"))
    with log.atomic():
        entry = answerable(log, settings.user, entry.uuid)
        today = str(clock.now().date())
        record = {"entry": entry.uuid, **fields, "answered_on": today}
        hlc = revisions.begin_action(log, clock, "feedback")
        # A UUIDv7 would hold the time of day, which tells those who were there whose answer it is.
        uuid = uuid8(today, clock.random(10))
        ledger.change_records(log, clock, hlc, NOBODY, [("feedback", uuid, record)])
        close_groups(log, clock)
    return GivenFeedback(entry, fields, names_somebody)


def _clean_answers(answers: dict[str, str]) -> dict[str, Any]:
    fields = {}
    try:
        for question in QUESTIONS:
            value = clean_answer(answers.get(question, ""), question)
            if value is not None:
                fields[question] = value
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if not fields:
        raise UsageError(
            "there is no answer. For example:  coachlog feedback ID --pace right --usefulness 4"
        )
    return fields


def _names_somebody(log: Log, comment: str | None) -> bool:
    if comment is None:
        return False
    matches = find_personal_data(comment, Names(known_people(log)))
    return any(match.category == NAME for match in matches)


def close_groups(log: Log, clock: Clock) -> None:
    """Close the groups for which there are enough answers now, inside the caller's transaction.

    A group is a step of its own, which no undo takes back. An answer that is taken back must not
    let another one into its group, because the difference would be those two.
    """
    answers = stored.counting_answers(log)
    changes: list[revisions.Change] = []
    for view in (OWN, TEAM):
        members = stored.groups(log, view).values()
        for group in feedback_groups.new_groups(answers, members, view):
            uuids = sorted(answer.uuid for answer in group)
            changes.append(("feedback_group", clock.uuid7(), stored.group_fields(view, uuids)))
    if changes:
        hlc = begin_step(log, clock, "feedback")
        ledger.change_records(log, clock, hlc, NOBODY, changes)


def own_report(log: Log, trainer: str) -> FeedbackReport:
    """Return what a trainer is shown of the feedback to them."""
    answers = stored.counting_answers(log)
    own = {uuid: answer for uuid, answer in answers.items() if answer.trainer == trainer}
    members = stored.groups(log, OWN).values()
    groups = feedback_groups.showable_groups(members, own, OWN)
    with_own = [group for group in members if not own.keys().isdisjoint(group)]
    return FeedbackReport(
        groups,
        waiting=len(own.keys() - set().union(*members)),
        retired=len(with_own) - len(groups),
    )


def team_report(log: Log, reader: str) -> FeedbackReport:
    """Return what a reader is shown of the feedback to others.

    How many answers wait is for nobody but their trainer.
    """
    members = stored.groups(log, TEAM).values()
    groups = feedback_groups.showable_groups(members, stored.counting_answers(log), TEAM)
    shown = feedback_groups.without(groups, reader)
    return FeedbackReport(shown, own=len(groups) - len(shown))


def group_comments(log: Log, groups: Iterable[Group]) -> list[GroupComments]:
    """Return the comments of each group, sorted by their words, with known names masked."""
    mask = Mask(known_people(log))
    return [_masked_comments(mask, group) for group in groups]


def _masked_comments(mask: Mask, group: Group) -> GroupComments:
    comments = [mask.text(answer.comment) for answer in group.answers if answer.comment]
    # By their words: the order in which they came would tell whose they are.
    comments.sort(key=lambda comment: (comment.casefold(), comment))
    return GroupComments(
        team=group.team and mask.text(group.team),
        topic=group.topic and mask.text(group.topic),
        comments=comments,
    )
