"""`clear`, as a supervisor meets it before a meeting."""

import csv
import io
import re
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record

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
    recorded = [
        record(context.log, context.clock, context.settings, dict(given)) for given in ENTRIES
    ]
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
    code, out, err = coachlog("clear", ids[0], ids[1], ids[2], "--yes")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        f"{ids[2]} is cleared already.",
        f"cleared for a meeting: {ids[0]}, {ids[1]} · undo: coachlog undo",
        f"{ids[1]}: a name or case number will be masked. To take an entry back:  coachlog clear --back ID",
        "for the meeting:  coachlog meeting plan",
    ]
    assert cleared() == {"One", "Two, said [name]", "Three"}
    code, out, err = coachlog("clear", "--back", ids[0], ids[3])
    assert (code, err.splitlines()) == (
        0,
        [
            f"{ids[3]} is private and stays so.",
            f"taken back to the team: {ids[0]} · undo: coachlog undo",
        ],
    )
    assert cleared() == {"Two, said [name]", "Three"}


def test_undo_takes_a_clearing_back(coachlog, ids, cleared):
    coachlog("clear", "@permits", "--yes")
    assert cleared() == {"One", "Two, said [name]", "Three"}
    assert coachlog("undo").code == 0
    assert cleared() == {"Three"}


def test_a_private_entry_is_never_cleared_by_a_filter(coachlog, ids, cleared):
    assert coachlog("clear", "--mine", "--yes").code == 0
    assert cleared() == {"One", "Three"}


def test_a_private_entry_is_cleared_by_its_id_only_and_only_when_that_is_meant(
    coachlog, ids, cleared
):
    code, out, err = coachlog("clear", ids[3])
    assert (code, out) == (6, "")
    assert (
        err
        == f"coachlog: {ids[3]} is private: nobody but you has seen it. Nothing was cleared; add --yes if you mean it.\n"
    )
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
def test_what_is_not_decided_is_asked_for_in_one_line(
    coachlog, ids, cleared, arguments, code, said
):
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


@pytest.fixture
def add():
    """Record one more entry; its short id."""

    def call(**fields):
        context = Context()
        given = {
            **PLACE,
            "kind": "mistake",
            "happened": "Took the fee twice",
            "recovery": "Paid it back",
            **fields,
        }
        recorded = record(context.log, context.clock, context.settings, given)
        context.close()
        return recorded.fields["short_id"]

    return call


@pytest.mark.parametrize(
    ("fields", "said", "option"),
    [
        (
            {"recovery": "Mailed it to ben@town.gov"},
            "recovery has an e-mail address at character 14",
            "--recovery",
        ),
        (
            {"happened": "Ring 555-0100 first"},
            "happened has a phone number at character 6",
            "--happened",
        ),
        ({"rule_ref": "see x@y.org"}, "rule_ref has an e-mail address at character 5", "--rule"),
        (
            {"topics": ["fees", "ask a.b@c.de"]},
            "topics has an e-mail address at character 5",
            "--topic",
        ),
        ({"team": "desk 030 1234567"}, "team has a phone number at character 6", "--team"),
        (
            {"lesson": "Call\n+49 30 1234567"},
            "lesson has a phone number at character 6",
            "--lesson",
        ),
    ],
)
@pytest.mark.parametrize("yes", [[], ["--yes"]], ids=["plain", "yes"])
def test_an_address_or_a_phone_number_stops_with_its_place_and_nothing_is_cleared(
    coachlog, ids, add, cleared, fields, said, option, yes
):
    bad = add(**fields)
    result = coachlog("clear", ids[0], bad, *yes)
    assert (result.code, result.out) == (6, "")
    assert result.err == (
        f'coachlog: {bad}: {said}. Nothing was cleared; take it out first:  coachlog edit {bad} {option} "…"\n'
    )
    assert cleared() == {"Three"}


def test_one_such_entry_stops_a_whole_filter_and_after_an_edit_it_goes(coachlog, ids, add, cleared):
    bad = add(recovery="Mailed ben@town.gov")
    assert coachlog("clear", "@permits", "--yes").code == 6
    assert cleared() == {"Three"}
    assert coachlog("edit", bad, "--recovery", "Mailed him").code == 0
    assert coachlog("clear", "@permits", "--yes").code == 0
    assert cleared() == {"One", "Two, said [name]", "Three", "Took the fee twice"}


def test_many_places_are_named_in_one_line(coachlog, add):
    bad = [add(recovery="Call 555-0100 or mail a@b.org", lesson="Or 555-0101") for _ in range(3)]
    result = coachlog("clear", *bad)
    assert (result.code, result.err.count("\n")) == (6, 1)
    assert "; and 6 more. Nothing was cleared; take it out first:" in result.err
    assert f'coachlog edit {bad[0]} --recovery "…" --lesson "…"' in result.err


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"happened": "Ana took it"}, 'happened names a person, "Ana", at character 1'),
        ({"lesson": "Robin knows"}, 'lesson names a person, "Robin", at character 1'),
        ({"recovery": "Mended case 2026-0042"}, "recovery has a case number at character 13"),
    ],
)
def test_a_name_or_a_case_number_has_to_be_meant_and_is_masked(coachlog, ids, add, fields, said):
    named = add(**fields)
    result = coachlog("clear", named)
    assert (result.code, result.out) == (6, "")
    assert (
        result.err == f"coachlog: {named}: {said}. Nothing was cleared; add --yes if you mean it.\n"
    )
    assert coachlog("clear", named, "--yes").code == 0
    exported = coachlog("export", "--for", "meeting")
    assert not {"Ana", "Robin", "2026-0042"} & set(re.findall(r"[\w-]+", exported.out))
    assert f"(in {named}). Please check the texts before you share them." in exported.err


def test_what_gets_into_a_cleared_entry_later_is_masked(coachlog, ids, cleared):
    assert coachlog("edit", ids[2], "Three, said ben@town.gov of case 2026-0042").code == 0
    assert cleared() == {"Three, said [e-mail] of case [number]"}
    assert "ben" not in coachlog("meeting", "plan").out


def test_taking_back_asks_nothing(coachlog, ids, add):
    bad = add(recovery="Mailed ben@town.gov", share="meeting")
    assert coachlog("clear", "--back", bad).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
class TestOneByOne:
    def run(self, keys, *arguments):
        """Answer each question with the next of `keys`; what was said, and the exit code."""
        import pexpect

        child = pexpect.spawn(
            sys.executable, ["-m", "coachlog", "clear", *arguments], timeout=20, encoding="utf-8"
        )
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
        assert (
            said.index("Two, said Ana")
            < said.index('look: happened names a person, "Ana", at character 11')
            < said.index("One")
        )
        assert "2026-W47" in said
        assert cleared() == {"Two, said [name]", "Three"}

    def test_an_entry_that_cannot_be_cleared_says_why_and_the_others_can(self, ids, add, cleared):
        bad = add(recovery="Mailed ben@town.gov", kind="mistake")
        code, said = self.run("ynyn")
        assert code == 0
        assert "look: recovery has an e-mail address at character 8" in said
        assert (
            f'it cannot be cleared as it is. Take that out first:  coachlog edit {bad} --recovery "…"'
            in said
        )
        assert "[n]ext [b]ack [q]uit" in said
        assert "n or Enter goes on" in said
        assert cleared() == {"Two, said [name]", "Three"}

    def test_what_is_open_or_says_little_is_worth_a_look(self, ids, add):
        add(happened="Oops", recovery=None)
        _, said = self.run("nnn")
        assert "look: it is still open: nobody has noted how it was put right" in said
        assert "look: it is very short" in said
        assert "look: it says only what happened" in said

    def test_a_name_is_asked_about_when_an_entry_is_named(self, ids, cleared):
        assert self.run("n", ids[1])[0] == 6
        assert cleared() == {"Three"}
        assert self.run("y", ids[1])[0] == 0
        assert cleared() == {"Two, said [name]", "Three"}

    def test_going_back_changes_an_answer(self, ids, cleared):
        assert self.run("ybny")[0] == 0
        assert cleared() == {"One", "Three"}

    def test_quitting_keeps_what_was_said_so_far(self, ids, cleared):
        assert self.run("yq")[0] == 0
        assert cleared() == {"Two, said [name]", "Three"}

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
