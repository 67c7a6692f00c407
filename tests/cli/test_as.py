"""Tests of `--as`: who reads and signs where several people share a login."""

import json

import pytest

from tests.work import hints_of


@pytest.fixture
def shared_login(coachlog):
    """Record a private entry of kim and one of the login itself; return kim's short id."""
    private = ("log", "@permits", "+fees", "Kim's secret", "--private", "-f", "json")
    entry = json.loads(coachlog("--as", "kim", *private).out)
    assert entry["trainer"] == "kim"
    assert coachlog("log", "@permits", "+fees", "For everybody").code == 0
    return entry["short_id"]


def test_a_receipt_ends_with_the_name_that_was_given(coachlog, shared_login, monkeypatch):
    receipt = coachlog("--as=kim", "log", "@permits", "+fees", "Some words").err
    assert hints_of(receipt) == []
    assert receipt.splitlines()[0].endswith(" · undo: coachlog undo · as kim")
    edited = coachlog("--as", "kim", "edit", shared_login, "Other words").err
    assert edited.endswith(" · undo: coachlog undo · as kim\n")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    for line in (["+fees", "In the express lane"], ["More", "--why", "x"]):
        receipt = coachlog("log", "@permits", *line).err.splitlines()[0]
        assert receipt.endswith(" · as kim")
    (entry,) = json.loads(coachlog("show", "last", "-f", "json").out)
    assert entry["trainer"] == "kim"


def test_a_listing_names_the_reader_on_stderr_and_leaves_its_data_alone(coachlog, shared_login):
    code, out, err = coachlog("--as", "kim", "list", "--mine", "-f", "jsonl")
    assert (code, err) == (0, "As kim.\n")
    assert "Kim's secret" in out
    _, own, err = coachlog("list", "--mine", "-f", "jsonl")
    assert err == ""
    assert "Kim's secret" not in own
    assert coachlog("show", shared_login).code == 4
    assert coachlog("--as", "kim", "undo").err.endswith("As kim.\n")


def test_the_option_counts_for_more_than_the_environment_and_the_stored_name(coachlog, monkeypatch):
    assert coachlog("config", "set", "trainer", "Robin R").code == 0
    monkeypatch.setenv("COACHLOG_TRAINER", "sam")
    assert coachlog("--as", "kim", "config", "get", "trainer") == (0, "kim\n", "As kim.\n")
    rows = json.loads(coachlog("--as", "kim", "config", "--format", "json").out)
    (source,) = [row["source"] for row in rows if row["name"] == "trainer"]
    assert source == "--as"
    # The login's own name is nothing to speak of.
    assert coachlog("--as", "Robin R", "config", "get", "trainer") == (0, "Robin R\n", "")
    monkeypatch.delenv("COACHLOG_TRAINER")
    assert coachlog("config", "get", "trainer") == (0, "Robin R\n", "")


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_refused(coachlog, name):
    code, out, err = coachlog("--as", name, "list")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("coachlog: --as ")


def test_a_refused_command_makes_the_name_known_too(coachlog):
    code, _, err = coachlog("--as", "kim", "show", "8f3a")
    assert code == 4
    assert err.startswith("As kim.\n")


@pytest.mark.parametrize("line", ["undo", "redo", "feedback last --usefulness 4"])
def test_what_depends_on_whose_an_entry_is_needs_a_name_that_can_be_used(
    line, coachlog, monkeypatch
):
    assert coachlog("log", "@permits", "+fees", "One").code == 0
    monkeypatch.setenv("COACHLOG_TRAINER", "x" * 300)
    done = coachlog(*line.split())
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("coachlog: COACHLOG_TRAINER cannot be used: ")


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(coachlog, shared_login):
    assert coachlog("--as", "Ana K.", "list").err == "As Ana K.\n"
