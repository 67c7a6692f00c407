"""Of the groups of all copies of a log, nobody can subtract one from another."""

import shutil
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.feedback_groups import LEAST_ANSWERS
from coachlog.errors import CoachlogError, UsageError
from coachlog.services import feedback, undo
from coachlog.services.delete import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage.feedback_file import feedback_file
from coachlog.storage.file.open import open_log

TRAINERS, OUTSIDER = ("ana", "ben", "cid"), "sue"
READERS = (*TRAINERS, OUTSIDER)


class Computers:
    """Copies of a log, the answers that each gets, and whatever was ever shown of them."""

    def __init__(self, folder, stack):
        self.folder = folder
        self.stack = stack
        self.logs = []
        self.shown = {reader: set() for reader in READERS}
        self.answers = 0
        path = str(folder / "0.db")
        self.open(path, create=True)
        self.entries = []
        for number in range(6):
            fields = {"kind": "strength", "happened": "One", "topics": ["fees"]}
            user = as_user(self.logs[0], TRAINERS[number % 3])
            self.entries.append(record(self.logs[0], user, fields).fields["uuid"])

    def open(self, path, *, create=False):
        clock = FixedClock(datetime(2026, 11, 2, 9, tzinfo=UTC), seed=len(self.logs) + 1)
        log = open_log(path, clock, default=False, create=create)
        self.stack.enter_context(closing(log))
        log.reader = "robin"
        log.disable_fsync()
        self.logs.append(log)
        return log

    def copy(self, log):
        path = str(self.folder / f"{len(self.logs)}.db")
        shutil.copy(log.path, path)
        return self.open(path)

    def answer(self, log, entry):
        self.answers += 1
        as_user(log, f"lea {self.answers}")
        feedback.give(log, self.entries[entry], {"usefulness": str(1 + self.answers % 5)})

    def look(self):
        """Let everybody look at every computer, and remember what they see."""
        for log in self.logs:
            for reader in READERS:
                as_user(log, reader)
                reports = feedback.own_report(log), feedback.team_report(log)
                for group in [*reports[0].groups, *reports[1].groups]:
                    self.shown[reader].add(answers_of(group))


def as_user(log, name):
    log.reader = log.login = name
    return Settings({"trainer": name, "team": "permits", "similar": "no"})


def answers_of(group):
    return frozenset(answer.uuid for answer in group.answers)


@pytest.fixture
def computers(tmp_path):
    with ExitStack() as stack:
        yield Computers(tmp_path, stack)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 20 + ["copy", "undo", "redo", "delete"]),
        st.integers(0, 3),
        st.integers(0, 5),
    ),
    min_size=30,
    max_size=60,
)


def act(computers, action, computer, entry):
    log = computers.logs[computer % len(computers.logs)]
    log.clock.at += timedelta(hours=5)
    if action == "answer":
        computers.answer(log, entry)
    elif action == "copy":
        if len(computers.logs) < 4:
            computers.copy(log)
    elif action == "delete":
        as_user(log, "lea")
        delete(log, [computers.entries[entry]])
    else:
        as_user(log, f"lea {computers.answers}")
        getattr(undo, action)(log)


@settings(max_examples=20)
@given(ACTIONS)
def test_whoever_sees_every_report_of_every_copy_learns_no_sum_of_fewer_than_five(
    tmp_path_factory, actions
):
    with ExitStack() as stack:
        computers = Computers(tmp_path_factory.mktemp("logs"), stack)
        for action in actions:
            with suppress(CoachlogError):
                act(computers, *action)
            computers.look()
        # What was ever shown to one person is made of sets without a common answer. So whatever is
        # added and subtracted, each answer counts as much as the others of its set.
        for groups in computers.shown.values():
            assert all(len(group) >= LEAST_ANSWERS for group in groups)
            assert sum(map(len, groups)) == len(frozenset().union(*groups))


def test_answers_that_waited_in_a_log_are_grouped_there_and_not_in_its_copy(computers):
    (log,) = computers.logs
    for _ in range(4):
        computers.answer(log, 0)
    copy = computers.copy(log)
    computers.answer(log, 0)
    computers.answer(copy, 0)
    as_user(log, "ana")
    assert len(feedback.own_report(log).groups) == 1
    as_user(copy, "ana")
    assert feedback.own_report(copy) == feedback.FeedbackReport([], waiting=1, from_copy=4)
    for _ in range(4):
        computers.answer(copy, 0)
    as_user(copy, "ana")
    report = feedback.own_report(copy)
    assert (report.waiting, report.from_copy) == (0, 4)
    (shown,) = report.groups
    as_user(log, "ana")
    (in_log,) = feedback.own_report(log).groups
    assert answers_of(shown).isdisjoint(answers_of(in_log))


def test_a_backup_that_was_put_back_groups_only_what_comes_in_afterwards(computers, tmp_path):
    (log,) = computers.logs
    for _ in range(4):
        computers.answer(log, 0)
    shutil.copy(log.path, tmp_path / "backup")
    computers.answer(log, 0)
    (tmp_path / "backup").replace(log.path)
    restored = computers.open(log.path)
    computers.answers = 9
    computers.answer(restored, 0)
    as_user(restored, "ana")
    assert feedback.own_report(restored) == feedback.FeedbackReport([], waiting=1, from_copy=4)


def test_an_answer_from_before_a_copy_cannot_be_given_again_there(computers):
    (log,) = computers.logs
    computers.answer(log, 0)
    copy = computers.copy(log)
    computers.answers = 0
    with pytest.raises(UsageError, match="before this log was copied, moved or restored"):
        computers.answer(copy, 0)
    computers.answers = 0
    computers.answer(log, 0)
    assert log.number("SELECT count(*) FROM feedback") == 1


def test_a_log_that_noted_nothing_yet_groups_the_answers_it_has(computers):
    (log,) = computers.logs
    for _ in range(4):
        computers.answer(log, 0)
    log.run("DELETE FROM meta WHERE name = 'feedback_file'")
    computers.answer(log, 0)
    as_user(log, "ana")
    assert len(feedback.own_report(log).groups) == 1


def test_copies_of_a_log_have_one_key_and_each_an_origin(computers):
    (log,) = computers.logs
    computers.answer(log, 0)
    copy = computers.copy(log)
    computers.answer(copy, 0)
    here, there = feedback_file(log), feedback_file(copy)
    assert here.key == there.key
    assert here.origin != there.origin
    assert feedback_file(log) == here
    # Also where the copies were made by an older version.
    for each in (log, copy):
        each.run("DELETE FROM meta WHERE name = 'feedback_file'")
    assert feedback_file(log).key == feedback_file(copy).key


@pytest.mark.parametrize("damaged", ["", "garbage", "1 2 three zz"])
def test_a_damaged_note_counts_as_that_of_another_file(computers, damaged):
    (log,) = computers.logs
    for _ in range(4):
        computers.answer(log, 0)
    log.run("UPDATE meta SET value = ? WHERE name = 'feedback_file'", (damaged,))
    computers.answer(log, 0)
    as_user(log, "ana")
    assert feedback.own_report(log) == feedback.FeedbackReport([], waiting=1, from_copy=4)
