"""Whatever happens to a log, nobody is ever shown a part of a group."""

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.feedback_groups import LEAST_ANSWERS, LEAST_TRAINERS
from coachlog.errors import CoachlogError
from coachlog.services import edit, feedback, feedback_report, undo
from coachlog.services.delete import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import rebuild
from coachlog.storage.file.open import open_log
from coachlog.storage.nameless import is_mark
from coachlog.storage.queries import feedback as stored

TRAINERS, OUTSIDER = ("ana", "ben", "cid"), "sue"
NAMES = {
    "team": ("permits", "schools"),
    "topics": (["fees"], ["forms"]),
    "trainer": TRAINERS,
    "share": ("private", "team", "meeting"),
    "kind": ("strength", "mistake"),
}
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 14 + ["undo", "redo", "delete", *NAMES]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    min_size=30,
    max_size=70,
)


def as_user(log, name):
    log.reader = log.login = name
    return Settings({"trainer": name, "team": "permits", "similar": "no"})


def act(log, entries, action, entry, choice):
    uuid = entries[entry]
    if action == "answer":
        answers = {"usefulness": str(1 + choice % 5), "comment": f"Word {choice}"}
        as_user(log, f"lea {choice}")
        feedback.give(log, uuid, answers)
    elif action == "undo":
        as_user(log, "lea")
        undo.undo(log)
    elif action == "redo":
        as_user(log, "lea")
        undo.redo(log)
    elif action == "delete":
        as_user(log, "lea")
        delete(log, [uuid])
    else:
        value = NAMES[action][choice % len(NAMES[action])]
        edit.edit(log, as_user(log, edit.find_entry(log, uuid).trainer), uuid, {action: value})


@settings(max_examples=25)
@given(ACTIONS)
def test_every_group_that_is_ever_shown_is_whole_and_overlaps_no_other(tmp_path_factory, actions):
    clock = FixedClock(datetime(2026, 11, 2, 9, tzinfo=UTC), seed=1)
    log = open_log(
        str(tmp_path_factory.mktemp("log") / "log.db"), clock, default=False, create=True
    )
    log.reader = "robin"
    log.disable_fsync()
    entries = []
    for number in range(6):
        fields = {"kind": "strength", "happened": "One", "topics": ["fees"]}
        recorded = record(log, as_user(log, TRAINERS[number % 3]), fields)
        entries.append(recorded.fields["uuid"])
    shown = {reader: set() for reader in (*TRAINERS, OUTSIDER)}
    for action in actions:
        clock.at += timedelta(hours=5)
        with suppress(CoachlogError):
            act(log, entries, *action)
        for reader, groups in shown.items():
            as_user(log, reader)
            for group in feedback_report.own_report(log).groups:
                assert {answer.trainer for answer in group.answers} == {reader}
                groups.add(frozenset(answer.uuid for answer in group.answers))
            for group in feedback_report.team_report(log).groups:
                trainers = {answer.trainer for answer in group.answers}
                assert len(trainers) >= LEAST_TRAINERS
                assert reader not in trainers
                groups.add(frozenset(answer.uuid for answer in group.answers))
    for groups in shown.values():
        assert all(len(group) >= LEAST_ANSWERS for group in groups)
        assert sum(map(len, groups)) == len(frozenset().union(*groups))
    authors = log.column("SELECT author FROM revision WHERE tbl = 'feedback' AND author <> ''")
    assert all(map(is_mark, authors))
    assert (
        log.column("SELECT author FROM revision WHERE tbl = 'feedback_group' AND author <> ''")
        == []
    )
    assert rebuild.table_problems(log) == ""
    log.close()


def test_nobody_signs_a_group(log):
    fields = {"kind": "strength", "happened": "One", "topics": ["fees"]}
    entry = record(log, as_user(log, "ana"), fields).fields["uuid"]
    for number in range(LEAST_ANSWERS):
        act(log, [entry], "answer", 0, number)
    as_user(log, "ana")
    assert len(feedback_report.own_report(log).groups) == 1
    assert set(log.column("SELECT author FROM revision WHERE tbl = 'feedback_group'")) == {""}


def test_an_entry_that_was_just_made_private_takes_no_answer(log, clock, monkeypatch):
    fields = {"kind": "strength", "happened": "One", "topics": ["fees"]}
    entry = record(log, as_user(log, "ana"), fields).fields["uuid"]
    atomic = log.atomic

    def wait_for_another():
        monkeypatch.setattr(log, "atomic", atomic)
        with closing(open_log(log.path, clock, default=False, create=False)) as other:
            edit.edit(other, as_user(other, "ana"), entry, {"share": "private"})
        return atomic()

    monkeypatch.setattr(log, "atomic", wait_for_another)
    as_user(log, "lea")
    with pytest.raises(CoachlogError):
        feedback.give(log, entry, {"usefulness": "4"})
    assert log.one("SELECT share FROM entry")[0] == "private"
    assert log.one("SELECT count(*) FROM feedback")[0] == 0


def test_only_the_answers_are_scanned_and_not_the_entries_or_the_history(log):
    plan = [row[3] for row in log.all(f"EXPLAIN QUERY PLAN {stored._COUNTING}")]
    assert [step.split()[1] for step in plan if step.startswith("SCAN")] == ["f"]
    assert any(step.startswith("SEARCH r USING INDEX revision_of_record") for step in plan)
