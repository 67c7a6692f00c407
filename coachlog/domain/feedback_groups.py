"""The groups in which feedback is shown, so that nobody can work out a single answer.

Answers wait, in the order in which they came in, until there are enough for a group. Only whole
groups and their sums are shown, and a group never changes: whatever is added and subtracted, also
of different days, is made of whole groups. Answers are grouped twice: for each trainer (`OWN`), and
for each team (`TEAM`), which everybody else sees. A reader sees no team group with an answer to
themselves, because taking away their own figures would leave a few answers to others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from coachlog.domain.feedback import FeedbackAnswer
from coachlog.domain.feedback_figures import Figures, count_answers
from coachlog.domain.feedback_overlaps import StoredGroup
from coachlog.domain.filters import Filter
from coachlog.domain.typed_text import name_key

OWN, TEAM = "own", "team"
LEAST_ANSWERS = 5  # in a group
LEAST_TRAINERS = 3  # in a team's group
LEAST_MIXED = 10  # answers in a later group of several topics


class Group(NamedTuple):
    """Answers that are shown together or not at all.

    `topic` and `team` are None if the answers are about several. `answers` are only in the log that
    closed the group.
    """

    topic: str | None
    team: str | None
    first_on: str
    last_on: str
    answers: tuple[FeedbackAnswer, ...]
    trainers: frozenset[str]
    figures: Figures
    marks: frozenset[str]
    comments: tuple[str, ...]


def is_large_enough(answers: Collection[FeedbackAnswer], view: str) -> bool:
    """Return whether there are enough answers for a group.

    Args:
        answers: the answers that would be in it.
        view: `OWN` or `TEAM`; a group of a team also needs answers to enough trainers.
    """
    return _is_enough(len(answers), _trainers(answers), view)


def _trainers(answers: Iterable[FeedbackAnswer]) -> set[str]:
    return {answer.trainer for answer in answers}


def _is_enough(number: int, trainers: Collection[str], view: str) -> bool:
    if number < LEAST_ANSWERS:
        return False
    return view == OWN or len(trainers) >= LEAST_TRAINERS


def _owner(answer: FeedbackAnswer, view: str) -> str:
    return answer.trainer if view == OWN else answer.team


def new_groups(
    answers: Mapping[str, FeedbackAnswer],
    groups: Iterable[Collection[str]],
    view: str,
    first: int = 0,
) -> list[list[FeedbackAnswer]]:
    """Return the groups that can be made now, each of one trainer (`OWN`) or one team (`TEAM`).

    Args:
        answers: the answers that count, by uuid.
        groups: the uuids of the answers of each existing group. A group that is no longer shown
            keeps its answers: a new group with them would give away the difference.
        view: `OWN` or `TEAM`.
        first: the number of the first answer of this file (`storage.feedback_file`).
    """
    grouped = set(chain.from_iterable(groups))
    owners_with_groups = {_owner(answers[uuid], view) for uuid in grouped & answers.keys()}
    waiting: defaultdict[str, list[FeedbackAnswer]] = defaultdict(list)
    for uuid, answer in answers.items():
        if uuid not in grouped and answer.number >= first:
            waiting[_owner(answer, view)].append(answer)
    new: list[list[FeedbackAnswer]] = []
    for owner, answers_of_owner in waiting.items():
        new += _form_groups(answers_of_owner, view, is_first=owner not in owners_with_groups)
    return new


def _form_groups(
    waiting: Iterable[FeedbackAnswer],
    view: str,
    *,
    is_first: bool,
) -> list[list[FeedbackAnswer]]:
    """Return the groups that answers of one owner make, taken in the order of their arrival.

    Enough answers about one topic make a group. So that nobody waits long, answers about several
    topics do too: the first time as soon as there are enough, later from `LEAST_MIXED` on.
    """
    groups: list[list[FeedbackAnswer]] = []
    # Collected on the way: a team of two trainers, whose answers wait for ever, takes no longer.
    by_topic: defaultdict[str, list[FeedbackAnswer]] = defaultdict(list)
    trainers: defaultdict[str, set[str]] = defaultdict(set)
    for answer in sorted(waiting, key=_arrival):
        topic = answer.topic
        by_topic[topic].append(answer)
        trainers[topic].add(answer.trainer)
        total = sum(map(len, by_topic.values()))
        all_trainers = set().union(*trainers.values())
        if _is_enough(len(by_topic[topic]), trainers[topic], view):
            groups.append(by_topic.pop(topic))
            del trainers[topic]
        elif _is_enough(total, all_trainers, view) and (is_first or total >= LEAST_MIXED):
            groups.append(list(chain.from_iterable(by_topic.values())))
            by_topic.clear()
            trainers.clear()
        is_first = is_first and not groups
    return groups


def _arrival(answer: FeedbackAnswer) -> tuple[str, str, str]:
    # The same order in every copy of a log, or its copies would make different groups.
    return answer.hlc, answer.answered_on, answer.uuid


def showable_groups(
    groups: Iterable[StoredGroup],
    answers: Mapping[str, FeedbackAnswer],
    view: str,
) -> list[Group]:
    """Return the groups of a view that can be shown, as `showable_group` says.

    Args:
        groups: the groups of the view, of which no two overlap.
        answers: the answers that count, by uuid.
        view: `OWN` or `TEAM`.
    """
    showable = []
    for stored in groups:
        group = showable_group(stored, answers, view)
        if group:
            showable.append(group)
    return showable


def showable_group(
    stored: StoredGroup,
    answers: Mapping[str, FeedbackAnswer],
    view: str,
) -> Group | None:
    """Return a group as it can be shown; None if not all of its answers still belong to it.

    Args:
        stored: the group. One that closed in another log is shown as it was closed.
        answers: the answers that count, by uuid: neither they nor their entries are deleted,
            private or handed over.
        view: `OWN` or `TEAM`, whose answers must still be of one trainer or of one team.
    """
    if not stored.answers:
        return _closed_elsewhere(stored, view)
    counting = sorted(answers[uuid] for uuid in stored.answers if uuid in answers)
    # Shown without one of its answers, the difference to what was shown before would be that one.
    if len(counting) < len(stored.answers) or not is_large_enough(counting, view):
        return None
    if _common(_owner(answer, view) for answer in counting) is None:
        return None
    return _group_of(counting, stored.marks)


def _group_of(answers: Sequence[FeedbackAnswer], marks: frozenset[str]) -> Group:
    days = [answer.answered_on for answer in answers]
    return Group(
        topic=_common(answer.topic for answer in answers),
        team=_common(answer.team for answer in answers),
        first_on=min(days),
        last_on=max(days),
        answers=tuple(answers),
        trainers=frozenset(_trainers(answers)),
        figures=count_answers(answers),
        marks=marks,
        comments=tuple(answer.comment for answer in answers if answer.comment),
    )


def _closed_elsewhere(stored: StoredGroup, view: str) -> Group | None:
    closing = stored.closing
    if not closing:
        return None
    if not stored.first_on or not stored.last_on:
        return None
    if not _is_enough(closing.figures.answers, stored.trainers, view):
        return None
    return Group(
        topic=stored.topic,
        team=stored.team,
        first_on=stored.first_on,
        last_on=stored.last_on,
        answers=(),
        trainers=stored.trainers,
        figures=closing.figures,
        marks=stored.marks,
        comments=closing.comments,
    )


def _common(names: Iterable[str]) -> str | None:
    """Return the one name that all have; None if there are several."""
    distinct = set(names)
    return distinct.pop() if len(distinct) == 1 else None


def matching_groups(groups: Iterable[Group], entry_filter: Filter) -> list[Group]:
    """Return the groups of which every answer matches, the oldest first.

    Args:
        groups: groups that can be shown.
        entry_filter: its team, its topics and its period count; the period is that of the days of
            the answers, not of the coaching moments.
    """
    matching = [group for group in groups if _matches(group, entry_filter)]
    return sorted(matching, key=_age)


def _age(group: Group) -> tuple[str, str, list[str]]:
    return group.last_on, group.first_on, sorted(group.marks)


def _matches(group: Group, entry_filter: Filter) -> bool:
    team = entry_filter.team
    topics = entry_filter.topics
    period = entry_filter.period
    if team is not None and name_key(group.team or "") != name_key(team):
        return False
    topic_keys = set(map(name_key, topics))
    if topics and name_key(group.topic or "") not in topic_keys:
        return False
    if period is None:
        return True
    return period.first.isoformat() <= group.first_on and group.last_on <= period.last.isoformat()


def groups_without(groups: Iterable[Group], trainer: str) -> list[Group]:
    """Return the groups without an answer to a trainer, which are all that they may see.

    Args:
        groups: groups of the view `TEAM`.
        trainer: the reader.
    """
    return [group for group in groups if trainer not in group.trainers]
