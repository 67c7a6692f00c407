"""Of the groups of all copies of a log, nobody can subtract one from another."""

import shutil
from collections import defaultdict
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.feedback_figures import add_up
from coachlog.domain.feedback_groups import LEAST_ANSWERS
from coachlog.errors import CoachlogError, UsageError
from coachlog.services import feedback, teams, undo
from coachlog.services.bundle import read_bundle, write_bundle
from coachlog.services.delete import delete
from coachlog.services.feedback_report import FeedbackReport, own_report, team_report
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import ledger
from coachlog.storage.arrivals import arrive
from coachlog.storage.departures import departures
from coachlog.storage.feedback_file import feedback_file
from coachlog.storage.file.open import open_log
from coachlog.storage.revisions import COLUMNS, device_of

TRAINERS, OUTSIDER = ("ana", "ben", "cid"), "sue"
READERS = (*TRAINERS, OUTSIDER)


class Computers:
    """Copies of a log, the answers that each gets, and whatever was ever shown of them.

    `shown` has for each reader, and for each computer where `each_alone` is set, the sets of
    answers that were ever shown together, each answer by its mark.
    """

    def __init__(self, folder, stack, *, each_alone=False):
        self.folder = folder
        self.stack = stack
        self.each_alone = each_alone
        self.logs = []
        self.shown = defaultdict(set)
        self.seen = {}
        self.answers = 0
        self.open(str(folder / "0.db"), create=True)
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
        copy = self.open(path)
        if self.each_alone:
            # As if the file system had given it the same number, so that nobody can notice.
            number = Path(path).stat().st_ino
            copy.run(
                """UPDATE meta SET value = ? || substr(value, instr(value, ' '))
                   WHERE name = 'feedback_file'""",
                (number,),
            )
        return copy

    def send(self, log, other):
        """Bring the groups that may leave one log into another."""
        leaving = departures(log, ["permits", "schools"]).revisions
        groups = [revision for revision in leaving if revision.table == "feedback_group"]
        with other.atomic():
            arrived = arrive(other, groups, "merge")
        assert not arrived.held

    def answer(self, log, entry, comment=""):
        self.answers += 1
        as_user(log, f"lea {self.answers}")
        answers = {"usefulness": str(1 + self.answers % 5), "comment": comment}
        feedback.give(log, self.entries[entry], answers)

    def look(self):
        """Let everybody look at every computer that changed, and remember what they see."""
        for number, log in enumerate(self.logs):
            changes = log.db.total_changes
            if self.seen.get(number) == changes:
                continue
            self.seen[number] = changes
            for reader in READERS:
                as_user(log, reader)
                observer = reader
                if self.each_alone:
                    observer += f" at {number}"
                for group in [*own_report(log).groups, *team_report(log).groups]:
                    assert group.figures.answers == len(group.marks)
                    self.shown[observer].add(group.marks)

    def check(self):
        """Check that nobody ever saw two sets of answers that overlap.

        So whatever is added and subtracted, each answer counts as much as the others of its set.
        """
        for sets in self.shown.values():
            assert all(len(marks) >= LEAST_ANSWERS for marks in sets)
            assert sum(map(len, sets)) == len(frozenset().union(*sets))


def as_user(log, name):
    log.reader = log.login = name
    return Settings({"trainer": name, "team": "permits", "similar": "no"})


@pytest.fixture
def computers(tmp_path):
    with ExitStack() as stack:
        yield Computers(tmp_path, stack)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 20 + ["copy", "send", "send", "undo", "redo", "delete"]),
        st.integers(0, 4),
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
        if len(computers.logs) < 5:
            computers.copy(log)
    elif action == "send":
        computers.send(log, computers.logs[entry % len(computers.logs)])
    elif action == "delete":
        as_user(log, "lea")
        delete(log, [computers.entries[entry]])
    else:
        as_user(log, f"lea {computers.answers}")
        getattr(undo, action)(log)


@settings(max_examples=20)
@given(ACTIONS)
def test_whoever_sees_every_report_ever_learns_no_sum_of_fewer_than_five(tmp_path_factory, actions):
    with ExitStack() as stack:
        computers = Computers(tmp_path_factory.mktemp("logs"), stack)
        computers.open(str(computers.folder / "supervisor.db"), create=True)
        for action in actions:
            with suppress(CoachlogError):
                act(computers, *action)
            computers.look()
        computers.check()


# What happens to a log and two copies of it.
SIDE_BY_SIDE = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 6 + ["send", "delete"]),
        st.integers(0, 3),
        st.integers(0, 5),
    ),
    min_size=12,
    max_size=40,
)


@settings(max_examples=20)
@given(st.integers(1, 4), SIDE_BY_SIDE)
def test_where_nobody_can_notice_a_copy_each_computer_alone_gives_nothing_away(
    tmp_path_factory, waiting, actions
):
    with ExitStack() as stack:
        computers = Computers(tmp_path_factory.mktemp("logs"), stack, each_alone=True)
        for number in range(waiting):
            computers.answer(computers.logs[0], number)
        for _ in range(2):
            computers.copy(computers.logs[0])
        computers.open(str(computers.folder / "supervisor.db"), create=True)
        for action in actions:
            with suppress(CoachlogError):
                act(computers, *action)
            computers.look()
        for log in computers.logs[:3]:
            computers.send(log, computers.logs[3])
            computers.look()
        computers.check()


def test_answers_that_waited_in_a_log_are_grouped_there_and_not_in_its_copy(computers):
    (log,) = computers.logs
    for _ in range(4):
        computers.answer(log, 0)
    copy = computers.copy(log)
    computers.answer(log, 0)
    computers.answer(copy, 0)
    as_user(log, "ana")
    assert len(own_report(log).groups) == 1
    as_user(copy, "ana")
    assert own_report(copy) == FeedbackReport([], waiting=1, from_copy=4)
    for _ in range(4):
        computers.answer(copy, 0)
    as_user(copy, "ana")
    report = own_report(copy)
    assert (report.waiting, report.from_copy) == (0, 4)
    (shown,) = report.groups
    as_user(log, "ana")
    (in_log,) = own_report(log).groups
    assert shown.marks.isdisjoint(in_log.marks)


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
    assert own_report(restored) == FeedbackReport([], waiting=1, from_copy=4)


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
    assert len(own_report(log).groups) == 1


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
    assert own_report(log) == FeedbackReport([], waiting=1, from_copy=4)


def test_a_supervisor_sees_the_figures_of_a_team_that_closed_elsewhere(computers, tmp_path):
    (log,) = computers.logs
    for number in range(5):
        computers.answer(log, number, comment=f"Zarathustra {number}")
    elsewhere = computers.open(str(tmp_path / "elsewhere.db"), create=True)
    for _ in range(2):
        computers.send(log, elsewhere)
    as_user(log, OUTSIDER)
    as_user(elsewhere, OUTSIDER)
    (closed_here,) = team_report(log).groups
    (group,) = team_report(elsewhere).groups
    assert (group.figures, group.team, group.topic) == (closed_here.figures, "permits", "fees")
    assert (group.first_on, group.last_on) == ("2026-11-02", "2026-11-02")
    assert (group.answers, group.comments) == ((), ())
    for trainer in TRAINERS:
        as_user(elsewhere, trainer)
        assert own_report(elsewhere) == FeedbackReport([])
        assert team_report(elsewhere) == FeedbackReport([], about_reader=1)


def test_a_group_that_names_answers_is_not_taken_in(computers):
    (log,) = computers.logs
    for number in range(5):
        computers.answer(log, number)
    (leaving,) = (
        revision
        for revision in departures(log, ["permits"]).revisions
        if revision.table == "feedback_group"
    )
    elsewhere = computers.open(str(computers.folder / "elsewhere.db"), create=True)
    forged = leaving._replace(patch={**leaving.patch, "answers": "1; 2; 3; 4; 5"})
    with elsewhere.atomic():
        assert arrive(elsewhere, [forged], "merge").held == 1
    assert elsewhere.all("SELECT * FROM feedback_group") == []


def test_both_groups_of_two_copies_are_shown_in_both(computers):
    (log,) = computers.logs
    for number in range(3):
        computers.answer(log, number)
    copy = computers.copy(log)
    for each, count in ((log, 2), (copy, 5)):
        for number in range(count):
            computers.answer(each, number)
    computers.send(log, copy)
    computers.send(copy, log)
    sums = []
    for each in (log, copy):
        as_user(each, OUTSIDER)
        report = team_report(each)
        assert report.overlapping == 0
        sums.append(add_up(group.figures for group in report.groups))
    assert sums[0] == sums[1]
    assert sums[0].answers == 10


def test_of_two_copies_that_closed_the_same_answers_each_goes_on_showing_its_own(tmp_path):
    with ExitStack() as stack:
        computers = Computers(tmp_path, stack, each_alone=True)
        (log,) = computers.logs
        for number in range(4):
            computers.answer(log, number)
        copy = computers.copy(log)
        for each in (log, copy):
            computers.answer(each, 4)
        before = []
        for each in (log, copy):
            as_user(each, OUTSIDER)
            before.append(team_report(each))
        computers.send(log, copy)
        computers.send(copy, log)
        for each, report in zip((log, copy), before, strict=True):
            as_user(each, OUTSIDER)
            assert team_report(each) == report._replace(overlapping=1)
            assert len(report.groups) == 1
            # Also when its own is no longer shown.
            as_user(each, "lea")
            delete(each, [computers.entries[0]])
            as_user(each, OUTSIDER)
            assert team_report(each) == FeedbackReport([], overlapping=1)
        # The answers that another copy has grouped are in no new group.
        with log.atomic():
            log.run("DELETE FROM feedback_group WHERE answers IS NOT NULL")
        computers.answer(log, 1)
        assert len(log.all("SELECT * FROM feedback_group WHERE answers IS NOT NULL")) == 0


def test_groups_that_an_older_version_closed_are_shown_as_before_and_stay_at_home(computers):
    (log,) = computers.logs
    for number in range(5):
        computers.answer(log, number)
    as_user(log, OUTSIDER)
    report = team_report(log)
    (answers,) = log.column("SELECT answers FROM feedback_group WHERE view = 'team'")
    with log.atomic():
        log.run("DELETE FROM feedback_group")
        log.run("DELETE FROM revision WHERE tbl = 'feedback_group'")
        old = {"view": "team", "answers": answers}
        ledger.write_action(log, "feedback", [("feedback_group", log.clock.uuid7(), old)])
    assert team_report(log) == report
    assert "feedback_group" not in {
        revision.table for revision in departures(log, ["permits"]).revisions
    }
    computers.answer(log, 0)
    as_user(log, OUTSIDER)
    assert team_report(log) == report


def test_a_renamed_team_has_its_new_name_in_groups_from_elsewhere(computers, tmp_path):
    (log,) = computers.logs
    for number in range(5):
        computers.answer(log, number)
    elsewhere = computers.open(str(tmp_path / "elsewhere.db"), create=True)
    computers.send(log, elsewhere)
    user = as_user(elsewhere, "sue")
    record(elsewhere, user, {"kind": "strength", "happened": "Two", "topics": ["fees"]})
    teams.rename(elsewhere, "team", "permits", "licences")
    assert [group.team for group in team_report(elsewhere).groups] == ["licences"]


def test_what_leaves_of_groups_has_no_answer_comment_time_or_device(computers):
    (log,) = computers.logs
    for number in range(5):
        computers.answer(log, 0, comment=f"Zarathustra {number}")
    for number in range(5):
        computers.answer(log, number, comment=f"Zarathustra {number}")
    assert sorted(log.column("SELECT view FROM feedback_group")) == ["own", "team"]
    leaving = [
        revision
        for revision in departures(log, ["permits"]).revisions
        if revision.table == "feedback_group"
    ]
    (revision,) = leaving
    assert revision.patch["view"] == "team"
    assert (revision.author, revision.device) == ("", "")
    text = repr(leaving)
    assert "Zarathustra" not in text
    stored = log.all(f"SELECT {COLUMNS} FROM revision WHERE tbl = 'feedback_group'")
    for secret in (
        device_of(log),
        *(row[3] for row in stored),
        *log.column("SELECT uuid FROM feedback"),
    ):
        assert secret not in text


def bundle_for(log, name, folder):
    """Write a bundle on behalf of the reader, and return its revisions."""
    path = str(folder / f"{log.reader} for {name}.coachlog")
    write_bundle(log, path, ["permits"], name)
    return [revision for segment in read_bundle(path) for revision in segment.revisions]


def test_feedback_to_a_trainer_leaves_in_what_they_make_for_themselves_alone(computers, tmp_path):
    (log,) = computers.logs
    for number in range(5):
        computers.answer(log, 0, comment=f"Sue said Zarathustra {number}")
    as_user(log, "sue")
    assert "Zarathustra" not in repr(bundle_for(log, "ana", tmp_path))
    as_user(log, "ana")
    assert "Zarathustra" not in repr(bundle_for(log, "sue", tmp_path))
    leaving = bundle_for(log, "ana", tmp_path)
    laptop = computers.open(str(tmp_path / "laptop.db"), create=True)
    for _ in range(2):
        with laptop.atomic():
            assert arrive(laptop, leaving, "merge").held == 0
    (here,) = own_report(log).groups
    as_user(laptop, "ana")
    (there,) = own_report(laptop).groups
    assert (there.figures, there.marks) == (here.figures, here.marks)
    assert there.comments == tuple(f"Sue said Zarathustra {number}" for number in range(5))
    for reader in ("ben", "sue"):
        as_user(laptop, reader)
        assert own_report(laptop) == team_report(laptop) == FeedbackReport([])
        # It goes no further.
        assert "Zarathustra" not in repr(bundle_for(laptop, reader, tmp_path))
    assert "Zarathustra" not in repr(list(departures(laptop, ["permits"]).revisions))
    # What came back is the same group.
    with log.atomic():
        arrive(log, leaving, "merge")
    assert own_report(log).groups == [here]
