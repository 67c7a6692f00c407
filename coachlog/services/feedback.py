"""Telling a trainer what a coaching moment was like, without a name; and what they and others are shown of it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from coachlog.clock import Clock, uuid8
from coachlog.domain import feedback_groups as domain
from coachlog.domain.entry import Entry
from coachlog.domain.feedback import ASKED, clean_answer
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

Fields = dict[str, Any]

NOBODY = ""  # the author of an answer, in its history too


class GivenFeedback(NamedTuple):
    """An answer that was recorded: to which entry, what it says, and whether its words name somebody whom the log knows."""

    entry: Entry
    fields: Fields
    names_somebody: bool


class GroupComments(NamedTuple):
    """What is in words of a group: its team and topic, where its answers have the same, and its comments by letters."""

    team: str | None
    topic: str | None
    comments: list[str]


class FeedbackReport(NamedTuple):
    """What somebody is shown: groups, and what there is besides.

    `waiting` answers are not in a group yet. `retired` groups are not shown any more, because an answer or its entry is
    not what it was; `mine` hold an answer to the reader.
    """

    groups: list[Group]
    waiting: int = 0
    retired: int = 0
    mine: int = 0


def answerable(log: Log, reader: str, name: str) -> Entry:
    """The coaching moment called `name`, to which `reader` may say something.

    Raises:
        UsageError: it is a mistake, one's own, or nobody's.
        NotFoundError: there is no such entry, or it is somebody else's private one.
    """
    entry = find_visible_entry(log, reader, name)
    if why := not_answerable(entry):
        raise UsageError(why)
    if entry.trainer == reader:
        raise UsageError(
            f"{entry.short_id} is your own coaching moment: feedback comes from those who were coached. "
            "What they said:  coachlog feedback report"
        )
    return entry


def not_answerable(entry: Entry) -> str | None:
    """Why nobody can say anything to an entry; None where it is a coaching moment that others may see."""
    if entry.kind not in COACHING_KINDS:
        thanks = f"to thank for it:  coachlog thanks {entry.short_id}"
        return f"{entry.short_id} is a {entry.kind}, and feedback is for coaching moments; {thanks}"
    if entry.share == "private":
        return f"{entry.short_id} is private: only its writer has seen it"
    return None if entry.trainer else f"{entry.short_id} names no trainer whom feedback could reach"


def give(
    log: Log, clock: Clock, settings: Settings, name: str, said: dict[str, str]
) -> GivenFeedback:
    """Record an answer to the coaching moment called `name`.

    Args:
        log: where to.
        clock: gives the day and the ids.
        settings: say who is asking, which is stored nowhere.
        name: a short id, a longer end of the uuid, or `last`.
        said: what was said to the questions `ASKED`, or to some of them.

    Raises:
        UsageError: nothing was said, or it is no answer, or the entry takes none.
        NotFoundError: there is no such entry.
        StorageError: nothing was recorded.
    """
    try:
        fields: Fields = {
            field: value
            for field in ASKED
            if (value := clean_answer(said.get(field, ""), field)) is not None
        }
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if not fields:
        raise UsageError(
            "nothing was said. For example: coachlog feedback ID --pace right --usefulness 4"
        )
    entry = answerable(log, settings.user, name)
    comment = fields.get("comment")
    named = comment is not None and any(
        one.category == NAME for one in find_personal_data(comment, Names(known_people(log)))
    )
    with log.atomic():
        entry = answerable(log, settings.user, entry.uuid)
        today = clock.now().date().isoformat()
        record = {"entry": entry.uuid, **fields, "answered_on": today}
        hlc = revisions.begin_action(log, clock, "feedback")
        uuid = uuid8(today, clock.random(10))  # a UUIDv7 would hold the time of day
        ledger.change_records(log, clock, hlc, NOBODY, [("feedback", uuid, record)])
        close_groups(log, clock)
    return GivenFeedback(entry, fields, named)


def close_groups(log: Log, clock: Clock) -> None:
    """Make the groups for which there are enough answers now, inside the caller's transaction.

    A group is a step of its own, which no undo takes back: an answer that is taken back must not let another one into
    its group, because the difference would be those two.
    """
    answers = stored.counting_answers(log)
    new = [
        (view, group)
        for view in (OWN, TEAM)
        for group in domain.new_groups(answers, stored.groups(log, view).values(), view)
    ]
    if new:
        hlc = begin_step(log, clock, "feedback")
        changes: list[revisions.Change] = [
            (
                "feedback_group",
                clock.uuid7(),
                stored.group_fields(view, sorted(answer.uuid for answer in group)),
            )
            for view, group in new
        ]
        ledger.change_records(log, clock, hlc, NOBODY, changes)


def own_report(log: Log, trainer: str) -> FeedbackReport:
    """What a trainer is shown of the answers to them."""
    answers = {
        uuid: answer
        for uuid, answer in stored.counting_answers(log).items()
        if answer.trainer == trainer
    }
    members = stored.groups(log, OWN).values()
    groups = domain.showable_groups(members, answers, OWN)
    taken = {uuid for group in members for uuid in group}
    known = [group for group in members if any(uuid in answers for uuid in group)]
    return FeedbackReport(
        groups, waiting=len(answers.keys() - taken), retired=len(known) - len(groups)
    )


def team_report(log: Log, reader: str) -> FeedbackReport:
    """What somebody is shown of the answers to others; how many wait is for nobody but their trainer."""
    groups = domain.showable_groups(
        stored.groups(log, TEAM).values(), stored.counting_answers(log), TEAM
    )
    shown = domain.without(groups, reader)
    return FeedbackReport(shown, mine=len(groups) - len(shown))


def group_comments(log: Log, groups: Iterable[Group]) -> list[GroupComments]:
    """Of each group what is in words, without the people whom the words name."""
    mask = Mask(known_people(log))
    return [
        GroupComments(
            group.team and mask.text(group.team),
            group.topic and mask.text(group.topic),
            sorted(
                (mask.text(answer.comment) for answer in group.answers if answer.comment),
                key=lambda text: (text.casefold(), text),
            ),
        )
        for group in groups
    ]
