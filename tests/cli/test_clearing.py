"""`clear`, as a supervisor meets it before a meeting."""

import csv
import io
import re
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.services.capture import record

PLACE = {"team": "permits", "topics": ["fees"]}
ENTRIES = [
    {**PLACE, "kind": "correction", "happened": "One"},
    {**PLACE, "kind": "mistake", "happened": "Two, said Ana", "recovery": "Done", "trainer": "Ana"},
    {**PLACE, "kind": "strength", "happened": "Three", "share": "meeting"},
    {**PLACE, "kind": "question", "happened": "A worry", "share": "private"},
    {**PLACE, "kind": "question", "happened": "Ana's worry", "share": "private", "trainer": "Ana"},
]


@pytest.fixture
def ids():
    """The short ids of five entries: two for the team, one cleared, one private, one of somebody else."""
    context = Context()
    recorded = [record(context.log, context.clock, context.settings, dict(given)) for given in ENTRIES]
    context.close()
    return [one.fields["short_id"] for one in recorded]


@pytest.fixture
def cleared(coachlog):
    """What a meeting would get now, as `happened`."""

    def read():
        rows = csv.DictReader(io.StringIO(coachlog("export", "--for", "meeting").out))
        return {row["happened"] for row in rows}

    return read


def test_entries_are_cleared_by_their_ids_and_taken_back(coachlog, ids, cleared):
    code, out, err = coachlog("clear", ids[0], ids[1], ids[2])
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        f"{ids[2]} is cleared already.",
        f"cleared for a meeting: {ids[0]}, {ids[1]} · undo: coachlog undo",
        f"{ids[1]}: the words name a person. To take an entry back:  coachlog clear --back ID",
        "for the meeting:  coachlog export --for meeting -o meeting.csv",
    ]
    assert cleared() == {"One", "Two, said Ana", "Three"}
    code, out, err = coachlog("clear", "--back", ids[0], ids[3])
    assert (code, err.splitlines()) == (
        0,
        [f"{ids[3]} is private and stays so.", f"taken back to the team: {ids[0]} · undo: coachlog undo"],
    )
    assert cleared() == {"Two, said Ana", "Three"}


def test_undo_takes_a_clearing_back(coachlog, ids, cleared):
    coachlog("clear", "@permits", "--yes")
    assert cleared() == {"One", "Two, said Ana", "Three"}
    assert coachlog("undo").code == 0
    assert cleared() == {"Three"}


def test_a_private_entry_is_never_cleared_by_a_filter(coachlog, ids, cleared):
    assert coachlog("clear", "--mine", "--yes").code == 0
    assert cleared() == {"One", "Three"}


def test_a_private_entry_is_cleared_by_its_id_only_and_only_when_that_is_meant(coachlog, ids, cleared):
    code, out, err = coachlog("clear", ids[3])
    assert (code, out) == (6, "")
    assert err == f"coachlog: {ids[3]} is private: nobody but you has seen it. Nothing was cleared; add --yes if you mean it.\n"
    assert cleared() == {"Three"}
    assert coachlog("clear", ids[3], "--yes").code == 0
    assert cleared() == {"Three", "A worry"}


def test_somebody_elses_private_entry_is_not_there(coachlog, ids):
    assert coachlog("clear", ids[4], "--yes").code == 4


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 6, "Name their ids, or a filter and --yes"),
        (["@permits"], 6, "Name their ids, or a filter and --yes"),
        (["--yes"], 6, "--yes needs ids or a filter"),
        (["ffffffff"], 4, "no entry is called ffffffff"),
        (["last", "@permits"], 2, "ids and a filter"),
        (["nonsense"], 2, "is not an id"),
    ],
)
def test_what_is_not_decided_is_asked_for_in_one_line(coachlog, ids, cleared, arguments, code, said):
    result = coachlog("clear", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err
    assert cleared() == {"Three"}


def test_the_standing_context_narrows_but_does_not_decide(coachlog, ids, cleared):
    coachlog("use", "@permits")
    assert coachlog("clear", "--yes").code == 6
    assert coachlog("clear", ids[0]).code == 0
    assert cleared() == {"One", "Three"}


def test_nothing_to_clear_is_said(coachlog, ids):
    assert coachlog("clear", "@finance", "--yes") == (0, "", "nothing was changed.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
class TestOneByOne:
    def run(self, keys, *arguments):
        """Answer each question with the next of `keys`; what was said, and the exit code."""
        import pexpect

        child = pexpect.spawn(sys.executable, ["-m", "coachlog", "clear", *arguments], timeout=20, encoding="utf-8")
        said = ""
        for key in keys:
            child.expect(re.escape("[q]uit") + " |" + re.escape("[y/N]") + " ")
            said += child.before + child.after
            child.send(key)
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, said + child.before

    def test_each_entry_is_shown_and_a_key_decides(self, ids, cleared):
        code, said = self.run("yn")
        assert code == 0
        assert "2 to look at" in said
        assert said.index("Two, said Ana") < said.index("its own words name a person") < said.index("One")
        assert "2026-W47" in said
        assert cleared() == {"Two, said Ana", "Three"}

    def test_going_back_changes_an_answer(self, ids, cleared):
        assert self.run("ybny")[0] == 0
        assert cleared() == {"One", "Three"}

    def test_quitting_keeps_what_was_said_so_far(self, ids, cleared):
        assert self.run("yq")[0] == 0
        assert cleared() == {"Two, said Ana", "Three"}

    def test_ctrl_c_clears_nothing(self, ids, cleared):
        code, said = self.run("y\x03")
        assert code == 130
        assert "Traceback" not in said
        assert cleared() == {"Three"}

    def test_a_private_entry_is_asked_about(self, ids, cleared):
        assert self.run("n", ids[3])[0] == 6
        assert cleared() == {"Three"}
        assert self.run("y", ids[3])[0] == 0
        assert cleared() == {"Three", "A worry"}
