"""Exchanging changes by itself: after recording, and before a week."""

import os
import subprocess
import sys

import pytest

from coachlog.cli import background_sync, sync_before
from coachlog.cli.sync_later import start_sync
from coachlog.services import sync as service
from coachlog.storage.file.sync_note import last_problem, locked_note
from tests import test_house
from tests.cli.test_sync import Computers
from tests.test_house import EXPRESS, loaded_by

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_spawn"), reason="Windows starts it otherwise"
)


@pytest.fixture
def computers(tmp_path, by, monkeypatch, started):
    """Return the computers of kim, who shares by itself, and lou, who does not."""
    computers = Computers(tmp_path, by, monkeypatch)
    computers.share("kim")
    computers.share("lou")
    computers.done("kim", "sync")
    computers.done("kim", "config set auto-sync yes")
    wait_for(started)
    return computers


def wait_for(started):
    while started:
        os.waitpid(started.pop(), 0)


def log_of(computers, name):
    return str(computers.path / name / ".local/share/coachlog/coachlog.db")


def test_what_is_recorded_is_sent_by_a_process_that_says_nothing(computers, started, capfd):
    receipt = computers.done("kim", "log @permits +fees Sent by itself")
    assert receipt.endswith(" · undo: coachlog undo\n  Sent by itself\n")
    assert len(started) == 1
    wait_for(started)
    assert capfd.readouterr() == ("", "")
    assert computers.done("lou", "sync") == "Nothing to send; 1 new.\n"


def test_every_change_is_sent_and_reading_starts_nothing(computers, started):
    computers.done("kim", "list")
    computers.done("kim", "undo --dry-run")
    assert started == []
    computers.done("kim", f"edit {computers.id_of('kim', 'Words of kim')} --share private")
    assert len(started) == 1
    wait_for(started)
    assert "1 withdrawn" in computers.done("lou", "sync")


def test_nobody_who_does_not_ask_for_it_starts_a_process(computers, started):
    computers.done("lou", "log @permits +fees Sent by hand")
    assert started == []


def test_an_unusable_setting_does_not_fail_a_recording(computers, started, monkeypatch):
    monkeypatch.setenv("COACHLOG_AUTO_SYNC", "perhaps")
    computers.done("kim", "log @permits +fees Recorded all the same")
    assert started == []


STARTS_NOTHING = """
import os
os.posix_spawn = lambda *arguments, **options: None
"""


@pytest.mark.parametrize(("value", "added"), [("no", set()), ("yes", {"coachlog.cli.sync_later"})])
def test_recording_loads_next_to_nothing_for_it(known, monkeypatch, value, added):
    monkeypatch.setattr(test_house, "LOADED", STARTS_NOTHING + test_house.LOADED)
    words = ("log", "@permits", "+fees", "Words")
    without = loaded_by(*words).modules
    monkeypatch.setenv("COACHLOG_AUTO_SYNC", value)
    loaded = loaded_by(*words)
    assert (loaded.code, loaded.modules - without) == (0, added)
    assert loaded.modules & EXPRESS == set()


def test_what_goes_wrong_is_told_by_the_status_until_all_is_well(computers, started):
    computers.drive.rename(computers.path / "away")
    computers.done("kim", "log @permits +fees While the drive was away")
    wait_for(started)
    told = computers.done("kim", "sync --status")
    assert "The last sync in the background: there is no folder " in told
    assert "Connect the drive, or check the name." in told
    (computers.path / "away").rename(computers.drive)
    assert computers.done("kim", "sync") == "1 of yours sent; nothing new.\n"
    assert computers.done("kim", "sync --status") == ""


def test_one_process_at_a_time_exchanges_changes_of_a_log(computers, capsys):
    path = log_of(computers, "kim")
    with locked_note(path) as note:
        assert note is not None
        assert background_sync.main([path]) == 0
    assert capsys.readouterr().out == ""
    assert background_sync.main([path]) == 0
    assert capsys.readouterr().out == "answered\n\n"


def test_what_is_recorded_during_an_exchange_goes_with_the_next_round(
    computers, started, monkeypatch
):
    exchange = service.sync
    rounds = []

    def record_during(log):
        synced = exchange(log)
        rounds.append(synced.sent)
        if len(rounds) == 1:
            monkeypatch.setenv("COACHLOG_AUTO_SYNC", "no")
            computers.done("kim", "log @permits +fees Just after it was sent")
        return synced

    monkeypatch.setattr(service, "sync", record_during)
    assert background_sync.main([log_of(computers, "kim")]) == 0
    assert rounds == [0, 1]


def test_a_crash_in_the_background_is_told_without_texts(computers, monkeypatch):
    def crash(log):
        raise ValueError("Secret words")

    monkeypatch.setattr(service, "sync", crash)
    path = log_of(computers, "kim")
    assert background_sync.main([path]) == 1
    assert last_problem(path).startswith("ValueError. Where it happened")
    assert "Secret" not in last_problem(path)


def test_a_log_that_shares_nothing_is_left_alone(coachlog, home, known, capsys):
    path = str(home / ".local/share/coachlog/coachlog.db")
    assert background_sync.main([path]) == 0
    assert (last_problem(path), capsys.readouterr().out) == ("", "")


def test_a_week_has_what_others_wrote_since(computers, monkeypatch):
    monkeypatch.setattr(sync_before, "ANSWER_WITHIN", 60)
    monkeypatch.setattr(sync_before, "DONE_WITHIN", 60)
    computers.done("lou", "log @permits +fees Written since")
    computers.done("lou", "sync")
    week = computers.run("kim", "week")
    assert week.code == 0
    assert "3 entries" in week.out
    assert week.err.splitlines()[0] == "From others: 1 new."
    assert computers.run("kim", "week").err == ""


def test_a_week_says_what_keeps_it_from_the_folder(computers, monkeypatch):
    monkeypatch.setattr(sync_before, "ANSWER_WITHIN", 60)
    computers.drive.rename(computers.path / "away")
    week = computers.run("kim", "week")
    assert week.code == 0
    assert "2 entries" in week.out
    assert week.err.startswith("Nothing was exchanged with others: there is no folder ")


def test_a_week_does_not_wait_for_a_folder_that_hangs(computers, monkeypatch, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    hanging = [sys.executable, "-c", f"open({str(pipe)!r}).read()"]
    monkeypatch.setattr(sync_before, "sync_command", lambda *_: hanging)
    monkeypatch.setattr(sync_before, "ANSWER_WITHIN", 0.01)
    processes = []
    popen = subprocess.Popen

    def note(*arguments, **options):
        processes.append(popen(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", note)
    week = computers.run("kim", "week")
    assert week.code == 0
    assert "2 entries" in week.out
    assert week.err.splitlines()[0] == (
        "The shared folder or hub is slow, so what is newest there may be missing here."
    )
    pipe.write_text("")
    assert processes[0].wait(60) == 0


def test_where_no_session_can_begin_the_process_has_a_group_of_its_own(monkeypatch):
    groups = []

    def spawn(*_, **options):
        if "setsid" in options:
            raise NotImplementedError
        groups.append(options["setpgroup"])

    monkeypatch.setattr(os, "posix_spawn", spawn)
    start_sync("log.db", None)
    assert groups == [0]
