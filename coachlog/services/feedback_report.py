"""What each reader may see of feedback: whole groups, of which no two have an answer in common."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coachlog.domain import feedback_groups
from coachlog.domain.feedback import FeedbackAnswer
from coachlog.domain.feedback_closing import closing_text
from coachlog.domain.feedback_groups import OWN, TEAM, Group
from coachlog.domain.feedback_overlaps import StoredGroup, groups_apart
from coachlog.domain.nameless import tells_no_time, without_time
from coachlog.domain.revision import Revision
from coachlog.services.names import make_mask
from coachlog.storage.feedback_file import feedback_file
from coachlog.storage.file.connection import Log
from coachlog.storage.queries import feedback as queries


class GroupTexts(NamedTuple):
    """The texts of a group, in which known names are masked.

    Attributes:
        team: Its team; None if its answers are about several.
        topic: Its topic; None if its answers are about several.
        comments: In the order of the alphabet.
    """

    team: str | None
    topic: str | None
    comments: list[str]


class FeedbackReport(NamedTuple):
    """The groups that a reader is shown, and how much there is besides.

    Attributes:
        groups: What is shown.
        waiting: How many answers are in no group yet.
        from_copy: How many answers are in no group, because another file may have grouped them.
        withdrawn: How many groups are no longer shown.
        overlapping: How many are not shown because they may have answers of another one.
        about_reader: How many groups have an answer to the reader, and are left out for that.
    """

    groups: list[Group]
    waiting: int = 0
    from_copy: int = 0
    withdrawn: int = 0
    overlapping: int = 0
    about_reader: int = 0


def own_report(log: Log) -> FeedbackReport:
    """Return what the reader, a trainer, is shown of the answers to them.

    Args:
        log: Where the answers and the groups are read.
    """
    counting = queries.counting_answers(log)
    answers = {uuid: answer for uuid, answer in counting.items() if answer.trainer == log.user}
    own_groups = []
    for group in queries.groups(log, OWN):
        if _is_to(group, log.user, answers):
            own_groups.append(group)
    apart = groups_apart(own_groups)
    groups = feedback_groups.showable_groups(apart, answers, OWN)
    grouped: set[str] = set()
    for group in own_groups:
        grouped.update(group.answers)
    ungrouped = answers.keys() - grouped
    first = feedback_file(log).first
    waiting = [uuid for uuid in ungrouped if answers[uuid].number >= first]
    return FeedbackReport(
        groups,
        waiting=len(waiting),
        from_copy=len(ungrouped) - len(waiting),
        withdrawn=len(apart) - len(groups),
        overlapping=len(own_groups) - len(apart),
    )


def _is_to(group: StoredGroup, trainer: str, answers: Mapping[str, FeedbackAnswer]) -> bool:
    """Return whether a group is about a trainer.

    Args:
        group: One of the view `OWN`.
        trainer: The trainer.
        answers: The answers to them.
    """
    if group.answers:
        return not answers.keys().isdisjoint(group.answers)
    return group.trainers == {trainer}


def team_report(log: Log) -> FeedbackReport:
    """Return what the reader is shown of the answers to others, in the groups of whole teams.

    How many answers wait is not told: the count would rise with each answer, and the time would
    show whose it is. Groups with an answer to the reader are left out: with their own figures they
    could work out the others'.

    Args:
        log: Where the answers and the groups are read.
    """
    stored = queries.groups(log, TEAM)
    apart = groups_apart(stored)
    groups = _showable(log, apart)
    shown = feedback_groups.groups_without(groups, log.user)
    return FeedbackReport(
        shown,
        about_reader=len(groups) - len(shown),
        overlapping=len(stored) - len(apart),
    )


def team_groups(log: Log) -> list[Group]:
    """Return the groups of whole teams that can be shown to anybody.

    Args:
        log: Where the answers and the groups are read.
    """
    return _showable(log, groups_apart(queries.groups(log, TEAM)))


def _showable(log: Log, apart: Iterable[StoredGroup]) -> list[Group]:
    return feedback_groups.showable_groups(apart, queries.counting_answers(log), TEAM)


def group_texts(log: Log, groups: Iterable[Group]) -> list[GroupTexts]:
    """Return the texts of each group, in the same order.

    Args:
        log: Where the names to mask are read.
        groups: What a reader may be shown.
    """
    mask = make_mask(log)
    texts = []
    for group in groups:
        comments = list(map(mask.text, group.comments))
        # In the order of the alphabet, because that of arrival would tell who wrote them.
        comments.sort(key=lambda text: (text.casefold(), text))
        team = group.team and mask.text(group.team)
        topic = group.topic and mask.text(group.topic)
        texts.append(GroupTexts(team, topic, comments))
    return texts


def groups_for_oneself(log: Log) -> list[Revision]:
    """Return the groups of answers to the reader, as they leave for a computer of their own.

    Only the reader can make a bundle with them, so that nobody carries them for somebody else.

    Args:
        log: Where the answers and the groups are read.

    Returns:
        Those that this file closed and shows, with the comments, in which known names are masked.
    """
    mask = make_mask(log)
    answers = queries.counting_answers(log)
    revisions = []
    for stored in groups_apart(queries.groups(log, OWN)):
        # What another file closed, or an older version.
        if not stored.answers or not stored.closing:
            continue
        if not tells_no_time(stored.uuid):
            continue
        group = feedback_groups.showable_group(stored, answers, OWN)
        if group is None or group.trainers != {log.user}:
            continue
        comments = map(mask.text, group.comments)
        closing = stored.closing._replace(comments=tuple(sorted(comments)))
        revision = without_time(queries.first_revision(log, stored.uuid))
        patch = {
            **revision.patch,
            "closing": closing_text(closing),
        }
        revisions.append(revision._replace(patch=patch))
    return revisions
