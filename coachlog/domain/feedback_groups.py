"""The groups in which answers are shown, so that none can be told from the others.

Answers wait, in the order in which they came, until there are enough for a group. What is shown are whole groups and sums
of them, and a group never changes: whatever somebody adds and subtracts, also of different days, is made of whole
groups. There are two ways of grouping: for a trainer (`OWN`), and for everybody else (`TEAM`). Whoever sees a team's
groups sees none that holds an answer to themselves: taken from their own figures, it would leave a few.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from coachlog.domain.feedback import EXAMPLES, PACES, FeedbackAnswer
from coachlog.domain.periods import Period
from coachlog.domain.typed_text import name_key

OWN, TEAM = "own", "team"
LEAST = 5  # answers in a group
LEAST_TRAINERS = 3  # in a team's
MIXED = 10  # answers in a group of several topics, where there is a group already


class Group(NamedTuple):
    """Answers that are shown together or not at all. `topic` and `team` are theirs where they have the same."""

    topic: str | None
    team: str | None
    first_on: str
    last_on: str
    answers: tuple[FeedbackAnswer, ...]


class Figures(NamedTuple):
    """What answers add up to: how many, and for each question how many answered it and what."""

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
    """Whether there are enough of them that nobody stands out."""
    return _enough(len(answers), {answer.trainer for answer in answers}, view)


def close_groups(
    waiting: Iterable[FeedbackAnswer], view: str, *, first: bool
) -> list[list[FeedbackAnswer]]:
    """The groups that answers make, taken one after the other; what is in none goes on waiting.

    Enough answers about one topic make a group. So that nobody waits long, so do answers about several topics: enough
    of them where there is no group yet, later `MIXED`.

    Args:
        waiting: answers to one trainer (`OWN`) or in one team (`TEAM`) that are in no group of that view.
        view: which.
        first: there is no group of that trainer or team yet.
    """
    groups: list[list[FeedbackAnswer]] = []
    pools: defaultdict[str, list[FeedbackAnswer]] = defaultdict(list)
    trainers: defaultdict[str, set[str]] = defaultdict(set)
    for answer in sorted(waiting, key=lambda one: (one.came, one.answered_on, one.uuid)):
        pools[answer.topic].append(answer)
        trainers[answer.topic].add(answer.trainer)
        amount = sum(map(len, pools.values()))
        if _enough(len(pools[answer.topic]), trainers[answer.topic], view):
            groups.append(pools.pop(answer.topic))
            del trainers[answer.topic]
        elif (first or amount >= MIXED) and _enough(amount, set().union(*trainers.values()), view):
            groups.append([one for pool in pools.values() for one in pool])
            pools.clear()
            trainers.clear()
        first = first and not groups
    return groups


def new_groups(
    answers: Mapping[str, FeedbackAnswer], groups: Collection[Sequence[str]], view: str
) -> list[list[FeedbackAnswer]]:
    """The groups that can be made now, each of one trainer (`OWN`) or of one team (`TEAM`).

    Args:
        answers: those that count, by uuid.
        groups: the uuids of the answers of every group so far; a group that is not shown any more keeps its answers.
        view: which.
    """
    taken = {uuid for group in groups for uuid in group}
    begun = {_whose(answers[uuid], view) for uuid in taken if uuid in answers}
    waiting: dict[str, list[FeedbackAnswer]] = {}
    for uuid, answer in answers.items():
        if uuid not in taken:
            waiting.setdefault(_whose(answer, view), []).append(answer)
    return [
        group
        for whose, some in waiting.items()
        for group in close_groups(some, view, first=whose not in begun)
    ]


def showable_groups(
    groups: Iterable[Sequence[str]], answers: Mapping[str, FeedbackAnswer], view: str
) -> list[Group]:
    """The groups of a view that can be shown, as `whole` says.

    Two that have an answer in common were closed in two copies of a log; neither is shown where both have come together.
    """
    groups = list(groups)
    times = Counter(uuid for group in groups for uuid in group)
    apart = [group for group in groups if all(times[uuid] == 1 for uuid in group)]
    return [found for group in apart if (found := showable_group(group, answers, view))]


def showable_group(
    members: Sequence[str], answers: Mapping[str, FeedbackAnswer], view: str
) -> Group | None:
    """A group as it can be shown, or None: one is never shown without some of its answers.

    Args:
        members: the uuids of its answers.
        answers: those that count, by uuid: neither they nor their entries are deleted, private, or given to somebody else.
        view: whose it is. A trainer's is of one trainer, a team's of one team.
    """
    found = tuple(sorted(answers[uuid] for uuid in members if uuid in answers))
    if len(found) < len(members) or not is_crowd(found, view):
        return None
    topics, teams = {answer.topic for answer in found}, {answer.team for answer in found}
    if len(teams if view == TEAM else {answer.trainer for answer in found}) > 1:
        return None
    days = [answer.answered_on for answer in found]
    topic = found[0].topic if len(topics) == 1 else None
    return Group(topic, found[0].team if len(teams) == 1 else None, min(days), max(days), found)


def selected(
    groups: Iterable[Group],
    *,
    team: str | None = None,
    topics: Collection[str] = (),
    period: Period | None = None,
) -> list[Group]:
    """The groups of which every answer is of that team, one of those topics, and that span of days; the oldest first."""
    keys = {name_key(topic) for topic in topics}
    return sorted(
        (
            group
            for group in groups
            if (team is None or (group.team is not None and name_key(group.team) == name_key(team)))
            and (not keys or (group.topic is not None and name_key(group.topic) in keys))
            and (
                period is None
                or period.first.isoformat()
                <= group.first_on
                <= group.last_on
                <= period.last.isoformat()
            )
        ),
        key=lambda group: (group.last_on, group.first_on, group.answers),
    )


def without(groups: Iterable[Group], trainer: str) -> list[Group]:
    """The groups that hold no answer to a trainer."""
    return [group for group in groups if all(answer.trainer != trainer for answer in group.answers)]


def figures(groups: Iterable[Group]) -> Figures:
    """What whole groups add up to."""
    answers = [answer for group in groups for answer in group.answers]
    said = Counter(
        word
        for answer in answers
        for word in (("pace", answer.pace), ("examples", answer.examples))
    )
    useful = [answer.usefulness for answer in answers if answer.usefulness is not None]
    return Figures(
        answers=len(answers),
        too_slow=said["pace", "too-slow"],
        right=said["pace", "right"],
        too_fast=said["pace", "too-fast"],
        pace=sum(said["pace", word] for word in PACES),
        enough=said["examples", "enough"],
        too_few=said["examples", "too-few"],
        examples=sum(said["examples", word] for word in EXAMPLES),
        usefulness=round(sum(useful) / len(useful), 1) if useful else None,
        useful=len(useful),
    )


def _whose(answer: FeedbackAnswer, view: str) -> str:
    return answer.trainer if view == OWN else answer.team


def _enough(amount: int, trainers: Collection[str], view: str) -> bool:
    return amount >= LEAST and (view == OWN or len(trainers) >= LEAST_TRAINERS)
