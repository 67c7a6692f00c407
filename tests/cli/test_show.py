"""`show`: which entry an id stands for, and who sees what of it."""

import json

import pytest

NO_SUCH = "coachlog: no entry is called {}.  coachlog list  shows their ids.\n"


def test_a_writer_sees_their_private_entry(coachlog, some_entries):
    assert "worry" in coachlog("show", "last").out


def test_a_colleague_sees_neither_a_private_entry_nor_a_learner(
    coachlog, csv_rows, some_entries, monkeypatch
):
    ids = [row["short_id"] for row in csv_rows("list", "--mine")]
    monkeypatch.setenv("LOGNAME", "sam")
    assert coachlog("show", ids[0]) == (4, "", NO_SUCH.format(ids[0]))
    assert coachlog("search", "worry").out.count("\n") == 2
    assert "ana" not in coachlog("show", ids[1]).out


def test_a_writer_sees_the_learner_of_their_own_entry(coachlog, csv_rows, some_entries):
    (row,) = csv_rows("list", "--mine", "--kind", "mistake")
    entries = json.loads(coachlog("show", row["short_id"], "--format", "json").out)
    assert entries[0]["learner"] == "ana"


def test_an_id_is_a_short_id_a_longer_end_of_the_uuid_or_last(coachlog, some_entries):
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    for name in (entry["short_id"], entry["uuid"], entry["uuid"][-8:].upper()):
        assert json.loads(coachlog("show", name, "--format", "json").out) == [entry]


def test_an_end_without_the_sign_is_enough_if_only_one_entry_has_it(coachlog):
    uuids = ("01a1f452-5980-7d65-9e92-581b465183e1", "01a1f452-5980-7d65-9e92-581cc65183e1")
    rows = [
        {"uuid": uuid, "team": "permits", "happened": uuid, "date": "2026-11-18"} for uuid in uuids
    ]
    assert coachlog("import", "-", stdin=json.dumps(rows)).code == 0
    # A spreadsheet would turn 83e1 into a number.
    for name in ("465183E1", "x83e1"):
        assert json.loads(coachlog("show", name, "-f", "json").out)[0]["uuid"] == uuids[0]
    code, out, err = coachlog("show", "83e1")
    assert (code, out) == (4, "")
    assert err == (
        "coachlog: several entries end in 83e1. Type more of its id; coachlog list  shows them.\n"
    )


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [("xyz", 2, "is not an id"), ("ffffffff", 4, "no entry is called ffffffff")],
)
def test_a_wrong_id_is_reported_in_one_line(coachlog, some_entries, name, code, message):
    result = coachlog("show", name)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err


def test_last_of_an_empty_log_tells_how_to_begin(coachlog):
    assert coachlog("show", "last") == (
        4,
        "",
        "coachlog: there are no entries yet. Record one with  coachlog log\n",
    )
