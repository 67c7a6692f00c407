"""The groups in which feedback answers are shown, so that no answer can be told from the others.

Answers wait, in the order in which they came, until there are enough for a group. Only whole
groups and their sums are shown, and a group never changes: whatever somebody adds or subtracts,
on the same day or another, is made of whole groups. There are two ways of grouping: for a trainer
(`OWN`), and for everybody else (`TEAM`). A reader of a team's groups sees none with an answer to
themselves: taken from their own figures, it would leave only a few.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from coachlog.domain.feedback import EXAMPLES, PACES, FeedbackAnswer
from coachlog.domain.periods import Period
from coachlog.domain.typed_text import name_key

OWN = "own"
TEAM = "team"
LEAST = 5  # answers in a group
LEAST_TRAINERS = 3  # trainers in a team's group
MIXED = 10  # answers in a later group of several topics


class Group(NamedTuple):
    """Answers that are shown together or not at all."""

    topic: str | None  # None if they are about several topics
    team: str | None  # None if they are from several teams
    first_on: str
    last_on: str
    answers: tuple[FeedbackAnswer, ...]


class Figures(NamedTuple):
    """What answers add up to: how many there are, and for each question how many said what."""

    answers: int
    too_slow: int
    right: int
    too_fast: int
    pace: int
    enough: int
    too_few: int
    examples: int
    usefulness: float | None  # the mean
    useful: int


def is_crowd(answers: Collection[FeedbackAnswer], view: str) -> bool:
    """Return whether there are enough answers that none of them stands out."""
    return _is_enough(len(answers), {answer.trainer for answer in answers}, view)


def _is_enough(count: int, trainers: Collection[str], view: str) -> bool:
    if count < LEAST:
        return False
    return view == OWN or len(trainers) >= LEAST_TRAINERS


def close_groups(
    waiting: Iterable[FeedbackAnswer], view: str, *, first: bool
) -> list[list[FeedbackAnswer]]:
    """Return the groups that waiting answers make, taken one after the other.

    Enough answers about one topic make a group. So that no answer waits for long, answers about
    several topics make one too: enough for the first group, and `MIXED` for a later one.

    Args:
        waiting: Answers to one trainer (`OWN`) or in one team (`TEAM`) without a group.
        view: `OWN` or `TEAM`.
        first: Whether this trainer or team has no group yet.
    """
    groups: list[list[FeedbackAnswer]] = []
    # Trainers are collected on the way: counting them anew for each answer would take quadratic
    # time in a team of two trainers, whose answers wait for ever.
    by_topic: dict[str, list[FeedbackAnswer]] = {}
    trainers: dict[str, set[str]] = {}
    for answer in sorted(waiting, key=_arrival):
        topic = answer.topic
        by_topic.setdefault(topic, []).append(answer)
        trainers.setdefault(topic, set()).add(answer.trainer)
        count = sum(map(len, by_topic.values()))
        if _is_enough(len(by_topic[topic]), trainers[topic], view):
            groups.append(by_topic.pop(topic))
            del trainers[topic]
        elif (first or count >= MIXED) and _is_enough(count, _union(trainers.values()), view):
            groups.append(_flattened(by_topic.values()))
            by_topic.clear()
            trainers.clear()
        first = first and not groups
    return groups


def _union(sets: Iterable[Iterable[str]]) -> set[str]:
    return set().union(*sets)


def _arrival(answer: FeedbackAnswer) -> tuple[str, str, str]:
    return answer.came, answer.answered_on, answer.uuid


def _flattened(lists: Iterable[Iterable[FeedbackAnswer]]) -> list[FeedbackAnswer]:
    return [answer for answers in lists for answer in answers]


def new_groups(
    answers: Mapping[str, FeedbackAnswer], groups: Collection[Sequence[str]], view: str
) -> list[list[FeedbackAnswer]]:
    """Return the groups that can be closed now, each of one trainer (`OWN`) or team (`TEAM`).

    Args:
        answers: The answers that count, by uuid.
        groups: The uuids of the answers of every group so far. A group that is no longer shown
            keeps its answers.
        view: `OWN` or `TEAM`.
    """
    grouped = _union(groups)
    with_groups = {_subject(answers[uuid], view) for uuid in grouped if uuid in answers}
    waiting: dict[str, list[FeedbackAnswer]] = {}
    for uuid, answer in answers.items():
        if uuid not in grouped:
            waiting.setdefault(_subject(answer, view), []).append(answer)
    closed = []
    for subject, of_subject in waiting.items():
        closed += close_groups(of_subject, view, first=subject not in with_groups)
    return closed


def _subject(answer: FeedbackAnswer, view: str) -> str:
    """Return whose group an answer goes into: a trainer's or a team's."""
    return answer.trainer if view == OWN else answer.team


def showable_groups(
    groups: Iterable[Sequence[str]], answers: Mapping[str, FeedbackAnswer], view: str
) -> list[Group]:
    """Return the groups of a view that can be shown.

    Two groups with an answer in common were closed in two copies of a log. Once both copies have
    come together, neither is shown.
    """
    groups = list(groups)
    counts: Counter[str] = Counter()
    for group in groups:
        counts.update(group)
    showable = []
    for group in groups:
        if any(counts[uuid] > 1 for uuid in group):
            continue
        shown = showable_group(group, answers, view)
        if shown:
            showable.append(shown)
    return showable


def showable_group(
    members: Sequence[str], answers: Mapping[str, FeedbackAnswer], view: str
) -> Group | None:
    """Return a group as it can be shown; None if an answer is missing or it is no longer a crowd.

    Args:
        members: The uuids of its answers.
        answers: The answers that count, by uuid: neither they nor their entries were deleted,
            made private or handed over.
        view: `OWN` for a group of one trainer, `TEAM` for one of one team.
    """
    # A group is never shown without some of its answers: the difference would be theirs.
    if not answers.keys() >= set(members):
        return None
    present = sorted(answers[uuid] for uuid in members)
    if not is_crowd(present, view):
        return None
    if len({_subject(answer, view) for answer in present}) > 1:
        return None
    days = [answer.answered_on for answer in present]
    return Group(
        topic=_common({answer.topic for answer in present}),
        team=_common({answer.team for answer in present}),
        first_on=min(days),
        last_on=max(days),
        answers=tuple(present),
    )


def _common(names: set[str]) -> str | None:
    """Return the only name; None if there are several."""
    if len(names) > 1:
        return None
    return min(names)


def selected(
    groups: Iterable[Group],
    *,
    team: str | None = None,
    topics: Collection[str] = (),
    period: Period | None = None,
) -> list[Group]:
    """Return the groups all of whose answers match the filter, oldest first."""
    teams = [team] if team is not None else []
    matching = []
    for group in groups:
        is_match = _is_among(group.team, teams) and _is_among(group.topic, topics)
        if is_match and _is_within(group, period):
            matching.append(group)
    return sorted(matching, key=lambda group: (group.last_on, group.first_on, group.answers))


def _is_among(name: str | None, names: Collection[str]) -> bool:
    """Return whether a name is one of some, in any spelling. No names stand for all."""
    if not names:
        return True
    return name is not None and name_key(name) in set(map(name_key, names))


def _is_within(group: Group, period: Period | None) -> bool:
    if period is None:
        return True
    return str(period.first) <= group.first_on and group.last_on <= str(period.last)


def without(groups: Iterable[Group], trainer: str) -> list[Group]:
    """Return the groups that hold no answer to a trainer."""
    remaining = []
    for group in groups:
        if trainer not in {answer.trainer for answer in group.answers}:
            remaining.append(group)
    return remaining


def figures(groups: Iterable[Group]) -> Figures:
    """Return what whole groups add up to."""
    answers = _flattened(group.answers for group in groups)
    paces = Counter(answer.pace for answer in answers)
    examples = Counter(answer.examples for answer in answers)
    scores = [answer.usefulness for answer in answers if answer.usefulness is not None]
    mean = None
    if scores:
        mean = round(sum(scores) / len(scores), 1)
    return Figures(
        answers=len(answers),
        too_slow=paces["too-slow"],
        right=paces["right"],
        too_fast=paces["too-fast"],
        pace=sum(paces[word] for word in PACES),
        enough=examples["enough"],
        too_few=examples["too-few"],
        examples=sum(examples[word] for word in EXAMPLES),
        usefulness=mean,
        useful=len(scores),
    )
