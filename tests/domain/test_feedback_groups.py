"""Groups of feedback: nobody can work out a single answer from whatever is shown."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.domain.feedback import FeedbackAnswer
from coachlog.domain.feedback_figures import Figures, add_up
from coachlog.domain.feedback_groups import (
    LEAST_ANSWERS,
    LEAST_TRAINERS,
    OWN,
    TEAM,
    groups_without,
    is_large_enough,
    matching_groups,
    new_groups,
    showable_group,
    showable_groups,
)
from coachlog.domain.feedback_overlaps import StoredGroup, groups_apart
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period

TRAINERS, TEAMS, TOPICS = (
    ("ana", "ben", "cid", "dot"),
    ("permits", "schools"),
    ("fees", "forms", "letters"),
)
FIRST = date(2026, 11, 2)
OUTSIDER = "sue"


def answers_to(trainer, topics, team="permits", **fields):
    """Return one answer for each topic, in that order."""
    answers = {}
    for number, topic in enumerate(topics):
        uuid = f"{trainer}{number}"
        day = f"2026-11-{2 + number:02}"
        answers[uuid] = FeedbackAnswer(uuid, day, trainer, team, topic, **fields)
    return answers


def grouped(answers, view=OWN):
    """Return the topics of the groups that answers make, one after the other."""
    return [sorted(answer.topic for answer in group) for group in new_groups(answers, [], view)]


@pytest.mark.parametrize(
    ("topics", "groups"),
    [
        (["fees"] * 4, []),
        (["fees"] * 5, [["fees"] * 5]),
        (["fees"] * 11, [["fees"] * 5] * 2),
        (["fees", "forms", "fees", "forms", "fees"], [["fees", "forms", "fees", "forms", "fees"]]),
        (["fees"] * 5 + ["forms"] * 4, [["fees"] * 5]),
        (["fees"] * 5 + ["fees", "forms"] * 4, [["fees"] * 5]),
        (["fees"] * 5 + ["fees", "forms"] * 4 + ["fees"], [["fees"] * 5, ["fees"] * 5]),
        (
            ["fees"] * 5 + ["a", "b", "c", "d", "e"] * 2,
            [["fees"] * 5, ["a", "b", "c", "d", "e"] * 2],
        ),
    ],
)
def test_five_answers_about_a_topic_make_a_group_and_so_do_mixed_ones(topics, groups):
    assert grouped(answers_to("ana", topics)) == [sorted(group) for group in groups]


@given(st.permutations(range(6)), st.randoms())
def test_the_five_answers_that_came_first_make_the_group_in_every_copy(arrivals, random):
    # By day and by uuid they would come in another order.
    answers = []
    for answer, arrival in zip(answers_to("ana", ["fees"] * 6).values(), arrivals, strict=True):
        answers.append(answer._replace(hlc=f"{arrival}"))
    random.shuffle(answers)
    (group,) = new_groups({answer.uuid: answer for answer in answers}, [], OWN)
    assert [answer.hlc for answer in group] == ["0", "1", "2", "3", "4"]


def test_a_team_has_a_group_from_five_answers_to_three_trainers_on():
    two = answers_to("ana", ["fees"] * 6) | answers_to("ben", ["forms"])
    assert grouped(two, TEAM) == []
    assert grouped(two | answers_to("cid", ["fees"], team="schools"), TEAM) == []
    three = (
        answers_to("ana", ["fees"] * 3) | answers_to("ben", ["fees"]) | answers_to("cid", ["forms"])
    )
    assert len(new_groups(three, [], TEAM)) == 1


def test_figures_say_how_many_answered_each_question():
    answers = answers_to("ana", ["fees"] * 3, pace="right", usefulness=4) | answers_to(
        "ben", ["fees"] * 2, examples="too-few"
    )
    group = showable_group(
        StoredGroup(tuple(answers)),
        {uuid: answer._replace(trainer="ana") for uuid, answer in answers.items()},
        OWN,
    )
    assert group.figures.usefulness == 4.0
    assert group.figures._asdict() == {
        "answers": 5,
        "too_slow": 0,
        "right": 3,
        "too_fast": 0,
        "pace": 3,
        "enough": 0,
        "too_few": 2,
        "examples": 2,
        "useful": 3,
        "points": 12,
    }
    assert add_up([group.figures, group.figures]).answers == 10
    assert add_up([]) == Figures()
    assert Figures().usefulness is None


def test_a_group_that_lost_an_answer_is_not_shown_and_its_answers_join_no_other():
    answers = answers_to("ana", ["fees"] * 5)
    members = list(answers)
    assert showable_group(StoredGroup(tuple(members)), answers, OWN).topic == "fees"
    lost = {uuid: answer for uuid, answer in answers.items() if uuid != "ana0"}
    assert showable_group(StoredGroup(tuple(members)), lost, OWN) is None
    assert new_groups(lost, [members], OWN) == []
    moved = answers | {"ana0": answers["ana0"]._replace(team="schools")}
    assert showable_group(StoredGroup(tuple(members)), moved, OWN).team is None
    assert showable_group(StoredGroup(tuple(members)), moved, TEAM) is None
    other = answers | {"ana0": answers["ana0"]._replace(topic="forms")}
    assert showable_group(StoredGroup(tuple(members)), other, OWN).topic is None


def test_a_large_group_that_lost_one_answer_is_not_shown_without_it():
    answers = answers_to("ana", ["fees"] * 5 + ["a", "b", "c", "d", "e"] * 2)
    _, members = [[answer.uuid for answer in group] for group in new_groups(answers, [], OWN)]
    assert len(showable_group(StoredGroup(tuple(members)), answers, OWN).answers) == 10
    del answers[members[0]]
    assert showable_group(StoredGroup(tuple(members)), answers, OWN) is None


def test_an_answer_that_is_in_a_group_joins_no_other():
    answers = answers_to("ana", ["fees"] * 9)
    (group,) = new_groups(answers, [], OWN)
    members = [answer.uuid for answer in group]
    assert new_groups(answers, [members], OWN) == []
    one_more = answers | {"new": answers["ana8"]._replace(uuid="new")}
    (second,) = new_groups(one_more, [members], OWN)
    assert {answer.uuid for answer in second} == one_more.keys() - set(members)


@pytest.mark.parametrize(("more", "sizes"), [(5, []), (9, []), (10, [10])])
def test_whoever_has_a_group_waits_for_ten_answers_about_several_topics(more, sizes):
    first = answers_to("ana", ["fees"] * 5)
    later = {}
    for uuid, answer in answers_to("ana", ["a", "b", "c", "d", "e"] * 2).items():
        if len(later) < more:
            later[f"later{uuid}"] = answer._replace(uuid=f"later{uuid}")
    groups = new_groups(first | later, [list(first)], OWN)
    assert [len(group) for group in groups] == sizes


def test_a_filter_shows_a_group_only_if_all_of_it_matches():
    answers = answers_to("ana", ["fees"] * 5)
    groups = [showable_group(StoredGroup(tuple(answers)), answers, OWN)]
    assert matching_groups(groups, Filter(team="Permits", topics=("FEES", "forms"))) == groups
    assert matching_groups(groups, Filter(team="schools")) == []
    assert matching_groups(groups, Filter(topics=("forms",))) == []
    for first, last, matching in ((2, 6, groups), (3, 30, []), (1, 5, [])):
        period = Period(date(2026, 11, first), date(2026, 11, last), "")
        assert matching_groups(groups, Filter(period=period)) == matching


class Event(NamedTuple):
    """Something that happens to one of the entries, or to an answer."""

    what: str
    entry: int
    name: int


EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(
            ["answer"] * 12
            + [
                "take back",
                "put back",
                "hide",
                "show",
                "delete",
                "other team",
                "other topic",
                "other trainer",
            ]
        ),
        st.integers(0, 11),
        st.integers(0, 11),
    ),
    min_size=20,
    max_size=150,
)


class World:
    """Twelve entries of four trainers, the feedback on them, and whatever was ever shown of it."""

    def __init__(self):
        self.entries = [
            {
                "trainer": TRAINERS[n % 4],
                "team": TEAMS[n % 5 == 4],
                "topic": TOPICS[n % 3],
                "here": True,
            }
            for n in range(12)
        ]
        self.given = {}  # uuid: (entry, day, whether it stands)
        self.handed_over = set()  # answers whose entry has another trainer since
        self.groups = {OWN: [], TEAM: []}
        self.shown = {reader: set() for reader in (*TRAINERS, OUTSIDER)}
        self.trainer_of = {}

    def happen(self, event, day):
        entry = self.entries[event.entry]
        uuids = sorted(self.given)
        if event.what == "answer":
            uuid = f"{len(self.given):03}"
            self.given[uuid] = (event.entry, day, True)
            self.trainer_of[uuid] = entry["trainer"]
        elif event.what in ("take back", "put back") and uuids:
            uuid = uuids[event.name * 7 % len(uuids)]
            self.given[uuid] = (*self.given[uuid][:2], event.what == "put back")
        elif event.what in ("hide", "delete", "show"):
            entry["here"] = event.what == "show"
        elif event.what == "other trainer":
            entry["trainer"] = TRAINERS[event.name % 4]
            self.handed_over |= {uuid for uuid in uuids if self.given[uuid][0] == event.entry}
        elif event.what.startswith("other "):
            field = event.what.removeprefix("other ")
            names = TEAMS if field == "team" else TOPICS
            entry[field] = names[event.name % len(names)]

    def counting(self):
        return {
            uuid: FeedbackAnswer(
                uuid,
                day.isoformat(),
                self.entries[n]["trainer"],
                self.entries[n]["team"],
                self.entries[n]["topic"],
            )
            for uuid, (n, day, stands) in self.given.items()
            if stands and self.entries[n]["here"] and uuid not in self.handed_over
        }

    def stored(self, view):
        groups = self.groups[view]
        return groups_apart([StoredGroup(tuple(group), frozenset(group)) for group in groups])

    def look(self, filters):
        """Let everybody use every filter, and remember what they see."""
        answers = self.counting()
        for view in (OWN, TEAM):
            for group in new_groups(answers, self.groups[view], view):
                self.groups[view].append([answer.uuid for answer in group])
        for reader in self.shown:
            own = [
                group
                for group in showable_groups(self.stored(OWN), answers, OWN)
                if group.answers[0].trainer == reader
            ]
            team = groups_without(showable_groups(self.stored(TEAM), answers, TEAM), reader)
            for view, groups in ((OWN, own), (TEAM, team)):
                for entry_filter in filters:
                    matching = matching_groups(groups, entry_filter)
                    self.shown[reader].add((view, frozenset(uuids_of(matching))))
                    for group in matching:
                        self.shown[reader].add((view, frozenset(uuids_of([group]))))


def uuids_of(groups):
    return [answer.uuid for group in groups for answer in group.answers]


FILTERS = st.lists(
    st.builds(
        Filter()._replace,
        team=st.sampled_from([None, *TEAMS]),
        topics=st.lists(st.sampled_from(TOPICS), max_size=2).map(tuple),
        period=st.one_of(
            st.none(),
            st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
                lambda days: Period(FIRST + timedelta(min(days)), FIRST + timedelta(max(days)), "")
            ),
        ),
    ),
    min_size=1,
    max_size=6,
).map(lambda filters: [Filter(), *filters])


@settings(max_examples=150)
@given(EVENTS, FILTERS, st.data())
def test_no_sum_or_difference_of_outputs_of_any_day_is_about_less_than_a_group(
    events, filters, data
):
    world = World()
    for number, event in enumerate(events):
        world.happen(event, FIRST + timedelta(number // 4))
        world.look(filters)
    for outputs in world.shown.values():
        sets = sorted(
            (output for output in outputs if output[1]),
            key=lambda output: (len(output[1]), sorted(output[1])),
        )
        atoms = {members for view, members in sets if is_a_group(world, view, members)}
        # Groups do not overlap, whichever view and day they were shown in, and every output is
        # made of them.
        taken = [uuid for members in atoms for uuid in members]
        assert len(taken) == len(set(taken))
        for view, output in sets:
            parts = [members for members in atoms if members & output]
            assert frozenset().union(*parts) == output
            assert view == OWN or all(
                len({world.trainer_of[uuid] for uuid in part}) >= LEAST_TRAINERS for part in parts
            )
        # Whatever is added and subtracted, an answer counts as much as four others of its group.
        factors = data.draw(st.lists(st.integers(-3, 3), min_size=len(sets), max_size=len(sets)))
        weights = {}
        for factor, (_, output) in zip(factors, sets, strict=True):
            for uuid in output:
                weights[uuid] = weights.get(uuid, 0) + factor
        for value in set(weights.values()) - {0}:
            assert sum(other == value for other in weights.values()) >= LEAST_ANSWERS


def is_a_group(world, view, members):
    return any(frozenset(group) == members for group in world.groups[view])


@given(EVENTS)
def test_a_group_never_changes_and_no_answer_is_in_two(events):
    world = World()
    seen = {OWN: [], TEAM: []}
    for number, event in enumerate(events):
        world.happen(event, FIRST + timedelta(number // 4))
        world.look([Filter()])
        for view, groups in world.groups.items():
            assert groups[: len(seen[view])] == seen[view]
            seen[view] = [list(group) for group in groups]
            uuids = [uuid for group in groups for uuid in group]
            assert len(uuids) == len(set(uuids))
            assert all(len(group) >= LEAST_ANSWERS for group in groups)


@given(EVENTS)
def test_no_answer_waits_when_there_are_enough_for_a_group(events):
    world = World()
    for number, event in enumerate(events):
        world.happen(event, FIRST + timedelta(number // 4))
        world.look([Filter()])
        answers = world.counting()
        for view in (OWN, TEAM):
            taken = {uuid for group in world.groups[view] for uuid in group}
            waiting = [answer for uuid, answer in answers.items() if uuid not in taken]
            for owner in {answer.trainer if view == OWN else answer.team for answer in waiting}:
                own = [answer for answer in waiting if owner in (answer.trainer, answer.team)]
                for topic in TOPICS:
                    same_topic = [answer for answer in own if answer.topic == topic]
                    assert not is_large_enough(same_topic, view)
                assert len(own) < 10 or not is_large_enough(own, view)


def test_answers_of_one_moment_make_the_same_groups_in_every_copy_of_a_log():
    answers = {}
    for number in range(8):
        uuid = f"answer {number}"
        answers[uuid] = FeedbackAnswer(uuid, "2026-11-02", "ana", "permits", "fees")
    backwards = dict(reversed(answers.items()))
    assert new_groups(backwards, [], OWN) == new_groups(answers, [], OWN)
