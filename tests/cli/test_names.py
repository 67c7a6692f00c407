"""Tests of `names`: teaching coachlog names to mask."""

import json

import pytest

STAYS = "Anyone who is a trainer or learner here, or answered an entry, stays masked anyway.\n"


@pytest.fixture
def entry(coachlog):
    """Record an entry that names Miller, and clear it for a meeting."""
    coachlog("log", "@permits", "+fees", "Miller waived the fee for Oak Street")
    coachlog("clear", "last", "--yes")


def read_out(coachlog):
    return coachlog("export", "--for", "meeting").out


def test_a_taught_name_is_masked_in_what_was_recorded_before(coachlog, entry):
    assert "Miller" in read_out(coachlog)
    code, out, err = coachlog("names", "add", "Miller")
    assert (code, out) == (0, "")
    assert err == "Miller is masked from now on · undo: coachlog undo\n"
    assert "[name] waived" in read_out(coachlog)


def test_names_are_kept_for_everybody(by, coachlog, entry):
    by("kim", "names", "add", "Miller", "Anna Lena")
    assert by("ada", "names", "list", "--format", "csv").out.split() == [
        "name,is,author",
        *("Anna", "Lena,a", "name,kim"),
        *("Miller,a", "name,kim"),
    ]


def test_a_removed_name_is_remembered_as_none(coachlog, entry):
    coachlog("names", "add", "Miller")
    code, out, err = coachlog("names", "remove", "miller", "Oak")
    assert (code, out) == (0, "")
    assert err == f"Noted: miller and Oak are not names · undo: coachlog undo\n{STAYS}"
    assert "Miller" in read_out(coachlog)
    rows = json.loads(coachlog("names", "--format", "json").out)
    assert [(row["name"], row["is"]) for row in rows] == [
        ("Miller", "not a name"),
        ("Oak", "not a name"),
    ]
    assert (
        coachlog("names", "remove", "Oak").err
        == f"No change: Oak is not a name, as noted before.\n{STAYS}"
    )


def test_what_is_there_already_is_no_action(coachlog):
    coachlog("names", "add", "Miller")
    assert coachlog("names", "add", "MILLER").err == "No change: MILLER was already added.\n"
    assert coachlog("names", "add", "Miller", "Oak").err == (
        "Oak is masked from now on · undo: coachlog undo\nNo change: Miller was already added.\n"
    )
    assert coachlog("history", "--format", "csv").out.count("names add") == 2


def test_a_removal_does_not_tell_who_is_in_the_log(by, coachlog, entry):
    by("kim", "log", "@permits", "--private", "--learner", "Zoe", "Showed how")
    for name in ("Robin", "Zoe", "Nobody"):
        assert by("robin", "names", "remove", name).err == (
            f"Noted: {name} is not a name · undo: coachlog undo\n{STAYS}"
        )
    coachlog("log", "@permits", "Robin showed how")
    coachlog("clear", "last", "--yes")
    assert "[name] showed how" in read_out(coachlog)


def test_teaching_is_undone_and_redone(coachlog, entry):
    coachlog("names", "add", "Miller")
    assert coachlog("undo").err.startswith('Undone: names add "Miller": the name is gone\n')
    assert "Miller" in read_out(coachlog)
    assert coachlog("redo").err.startswith('Redone: names add "Miller": the name is back\n')
    assert "Miller" not in read_out(coachlog)


def test_an_empty_list_tells_how_to_add_one(coachlog, entry):
    assert coachlog("names").err == (
        'No names were added yet. To add one:  coachlog names add "Anna Miller"\n'
    )


@pytest.mark.parametrize("name", ["", " ", "12", "@", "-"])
def test_a_name_without_a_letter_is_refused(coachlog, name):
    code, out, err = coachlog("names", "add", "--", "Miller", name)
    assert (code, out) == (2, "")
    assert err == (
        f"coachlog: {name!r} is not a name: it has no letter.\n"
        f"Not recorded. Your text:\nMiller {name}\n"
    )
    assert "Miller" not in coachlog("names", "--format", "csv").out
