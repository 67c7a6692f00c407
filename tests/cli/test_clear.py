"""Tests of `clear`, as a supervisor uses it before a meeting."""

import csv
import io
import re
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record

TEAM_AND_TOPICS = {"team": "permits", "topics": ["fees"]}
ENTRIES = [
    {**TEAM_AND_TOPICS, "kind": "correction", "happened": "One"},
    {
        **TEAM_AND_TOPICS,
        "kind": "mistake",
        "happened": "Two, said Ana",
        "recovery": "Done",
        "trainer": "Ana",
    },
    {**TEAM_AND_TOPICS, "kind": "strength", "happened": "Three", "share": "meeting"},
    {**TEAM_AND_TOPICS, "kind": "question", "happened": "A worry", "share": "private"},
    {
        **TEAM_AND_TOPICS,
        "kind": "question",
        "happened": "Ana's worry",
        "share": "private",
        "trainer": "Ana",
    },
]


@pytest.fixture
def ids(monkeypatch):
    """The short ids of two team entries, a cleared one, a private one and another user's."""
    short_ids = []
    for fields in ENTRIES:
        monkeypatch.setenv("LOGNAME", fields.get("trainer", "robin"))
        context = Context()
        recorded = record(context.log, context.settings, dict(fields))
        short_ids.append(recorded.fields["short_id"])
        context.close()
    monkeypatch.setenv("LOGNAME", "robin")
    return short_ids


@pytest.fixture
def cleared(coachlog):
    """Return what a meeting would get now, as `happened`: `cleared()`."""

    def read():
        rows = csv.DictReader(io.StringIO(coachlog("export", "--for", "meeting").out))
        return {row["happened"] for row in rows}

    return read


def test_entries_are_cleared_by_their_ids_and_taken_back(coachlog, ids, cleared):
    code, out, err = coachlog("clear", ids[0], ids[1], ids[2], "--yes")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        f"{ids[2]} is already cleared.",
        f"Cleared for a meeting: {ids[0]} and {ids[1]} · undo: coachlog undo",
        f"A name, case number or address will be masked in {ids[1]}."
        " To take an entry back:  coachlog clear --back ID",
        "To plan the meeting:  coachlog meeting plan",
    ]
    assert cleared() == {"One", "Two, said [name]", "Three"}
    code, out, err = coachlog("clear", "--back", ids[0], ids[3])
    assert (code, err.splitlines()) == (
        0,
        [
            f"{ids[3]} is private and was not changed.",
            f"Taken back to the team: {ids[0]} · undo: coachlog undo",
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


def test_a_private_entry_is_only_cleared_by_its_id_and_with_confirmation(coachlog, ids, cleared):
    code, out, err = coachlog("clear", ids[3])
    assert (code, out) == (6, "")
    assert err == (
        f"coachlog: {ids[3]} is private: only you have seen it."
        " Nothing was cleared. Add --yes to clear it anyway.\n"
    )
    assert cleared() == {"Three"}
    assert coachlog("clear", ids[3], "--yes").code == 0
    assert cleared() == {"Three", "A worry"}


def test_another_users_private_entry_does_not_exist(coachlog, ids):
    assert coachlog("clear", ids[4], "--yes").code == 4


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 6, "Name their ids, or a filter and --yes"),
        (["@permits"], 6, "Name their ids, or a filter and --yes"),
        (["--yes"], 6, "--yes needs ids or a filter"),
        (["ffffffff"], 4, "no entry is called ffffffff"),
        (["last", "@permits"], 2, "an id and a filter are both given. Give one of them."),
        (["nonsense"], 2, "is not an id"),
    ],
)
def test_an_undecided_command_is_refused_on_one_line(
    coachlog, ids, cleared, arguments, code, message
):
    result = coachlog("clear", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err
    assert cleared() == {"Three"}


def test_the_standing_context_narrows_but_does_not_decide(coachlog, ids, cleared):
    coachlog("use", "@permits")
    assert coachlog("clear", "--yes").code == 6
    assert coachlog("clear", ids[0]).code == 0
    assert cleared() == {"One", "Three"}


def test_a_filter_without_entries_changes_nothing(coachlog, ids):
    done = coachlog("clear", "--status", "adopted", "--yes")
    assert done == (0, "", "Nothing was changed.\n")


@pytest.fixture
def add():
    """Record another entry, and return its short id: `add(share="meeting")`."""

    def call(**changes):
        context = Context()
        fields = {
            **TEAM_AND_TOPICS,
            "kind": "mistake",
            "happened": "Took the fee twice",
            "recovery": "Paid it back",
            **changes,
        }
        recorded = record(context.log, context.settings, fields)
        context.close()
        return recorded.fields["short_id"]

    return call


@pytest.mark.parametrize(
    ("fields", "objection", "option"),
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
        ({"why": "Card 4111 1111 1111 1111"}, "why has a card number at character 6", "--why"),
        (
            {"why": "To DE89 3704 0044 0532 0130 00"},
            "why has a bank account number at character 4",
            "--why",
        ),
        ({"why": "DOB 1/2/1990"}, "why has a birth date at character 5", "--why"),
        (
            {"lesson": "Call\n+49 30 1234567"},
            "lesson has a phone number at character 6",
            "--lesson",
        ),
    ],
)
@pytest.mark.parametrize("yes", [[], ["--yes"]], ids=["plain", "yes"])
def test_an_address_or_phone_number_blocks_the_command_with_its_position(
    coachlog, ids, add, cleared, fields, objection, option, yes
):
    bad = add(**fields)
    result = coachlog("clear", ids[0], bad, *yes)
    assert (result.code, result.out) == (6, "")
    assert result.err == (
        f"coachlog: {bad}: {objection}. Nothing was cleared."
        f' Remove it first:  coachlog edit {bad} {option} "…"\n'
    )
    assert cleared() == {"Three"}


def test_one_blocked_entry_stops_a_whole_filter_until_it_is_edited(coachlog, ids, add, cleared):
    bad = add(recovery="Mailed ben@town.gov")
    assert coachlog("clear", "@permits", "--yes").code == 6
    assert cleared() == {"Three"}
    assert coachlog("edit", bad, "--recovery", "Mailed him").code == 0
    assert coachlog("clear", "@permits", "--yes").code == 0
    assert cleared() == {"One", "Two, said [name]", "Three", "Took the fee twice"}


def test_many_objections_fit_on_one_line(coachlog, add):
    bad = [add(recovery="Call 555-0100 or mail a@b.org", lesson="Or 555-0101") for _ in range(3)]
    result = coachlog("clear", *bad)
    assert (result.code, result.err.count("\n")) == (6, 1)
    assert "; and 6 more. Nothing was cleared. Remove it first:" in result.err
    assert f'coachlog edit {bad[0]} --recovery "…" --lesson "…"' in result.err


@pytest.mark.parametrize(
    ("fields", "objection"),
    [
        ({"happened": "Ana took it"}, 'happened names a person, "Ana", at character 1'),
        ({"lesson": "Robin knows"}, 'lesson names a person, "Robin", at character 1'),
        ({"recovery": "Mended case 2026-0042"}, "recovery has a case number at character 13"),
        ({"why": "At 12 Oak Lane"}, "why has a street address at character 4"),
    ],
)
def test_a_name_or_case_number_needs_confirmation_and_is_masked(
    coachlog, ids, add, fields, objection
):
    named = add(**fields)
    result = coachlog("clear", named)
    assert (result.code, result.out) == (6, "")
    assert result.err == (
        f"coachlog: {named}: {objection}. Nothing was cleared. Add --yes to clear it anyway.\n"
    )
    assert coachlog("clear", named, "--yes").code == 0
    exported = coachlog("export", "--for", "meeting")
    assert not {"Ana", "Robin", "2026-0042"} & set(re.findall(r"[\w-]+", exported.out))
    assert f"(in {named}). Please check the texts before you share them." in exported.err


def test_an_address_added_to_a_cleared_entry_is_masked(coachlog, ids, cleared):
    assert coachlog("edit", ids[2], "Three, said ben@town.gov of case 2026-0042").code == 0
    assert cleared() == {"Three, said [e-mail] of case [number]"}
    assert "ben" not in coachlog("meeting", "plan").out


def test_taking_back_needs_no_confirmation(coachlog, ids, add):
    bad = add(recovery="Mailed ben@town.gov", share="meeting")
    assert coachlog("clear", "--back", bad).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
class TestOneByOne:
    def run(self, keys, *arguments):
        """Answer each question with the next of `keys`; return the exit code and the output."""
        import pexpect

        child = pexpect.spawn(
            sys.executable,
            ["-m", "coachlog", "clear", *arguments],
            timeout=20,
            encoding="utf-8",
            dimensions=(24, 200),
        )
        output = ""
        for key in keys:
            child.expect(re.escape("(? for keys)") + "|" + re.escape("[y/N]"))
            output += child.before + child.after
            child.send(key)
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, output + child.before

    def test_each_entry_is_shown_and_a_key_decides(self, ids, cleared):
        code, output = self.run("yn")
        assert code == 0
        assert "2 entries to review, not cleared yet." in output
        mistake = output.index("Two, said Ana")
        advice = output.index('Check: happened names a person, "Ana", at character 11')
        assert mistake < advice < output.index("One")
        assert "2026-W47" in output
        assert cleared() == {"Two, said [name]", "Three"}

    def test_a_blocked_entry_shows_why_and_the_others_can_be_cleared(self, ids, add, cleared):
        bad = add(recovery="Mailed ben@town.gov", kind="mistake")
        code, output = self.run("ynyn")
        assert code == 0
        assert "Check: recovery has an e-mail address at character 8" in output
        assert (
            "It cannot be cleared like this. Reword it first:"
            f'  coachlog edit {bad} --recovery "…"' in output
        )
        assert "[n]ext (? for keys)" in output
        assert cleared() == {"Two, said [name]", "Three"}

    def test_an_open_or_short_entry_gets_advice(self, ids, add):
        add(happened="Oops", recovery=None)
        _, output = self.run("nnn")
        assert "Check: it is still open: it has no recovery yet" in output
        assert "Check: it is very short" in output
        assert "Check: it says only what happened" in output

    def test_a_name_is_asked_about_when_an_entry_is_given_by_id(self, ids, cleared):
        assert self.run("n", ids[1])[0] == 6
        assert cleared() == {"Three"}
        assert self.run("y", ids[1])[0] == 0
        assert cleared() == {"Two, said [name]", "Three"}

    def test_going_back_changes_an_answer(self, ids, cleared):
        assert self.run("ybny")[0] == 0
        assert cleared() == {"One", "Three"}

    def test_an_unknown_word_is_asked_about_and_a_name_is_masked_from_now_on(
        self, ids, add, cleared, coachlog
    ):
        add(happened="We asked Ottokar at Harbor Point about it")
        code, output = self.run("ynynn")
        assert code == 0
        question = 'is "Ottokar" somebody\'s name? [y]es [n]o [s]kip (? for keys)'
        assert output.index(question) < output.index('"Harbor Point"')
        assert 'happened names a person, "Ottokar", at character 10' in output
        assert "Masked from now on: Ottokar. To see all:  coachlog names" in output
        assert "We asked [name] at Harbor Point about it" in cleared()
        words = coachlog("names", "--format", "csv").out.split()
        assert words[1:] == ["Ottokar,a", "name,robin", "Harbor", "Point,not", "a", "name,robin"]

    def count_questions(self, output):
        # Each is drawn twice: when it is asked, and with the key that answers it.
        return output.count("somebody's name?") / 2

    def test_what_was_said_of_a_word_is_not_asked_again(self, ids, add):
        add(happened="We asked Ottokar at Harbor Point about it", kind="strength")
        _, output = self.run("ynnnn")
        assert self.count_questions(output) == 2
        add(happened="Then Ottokar called Harbor Point, and Harbor Hall too", kind="strength")
        _, output = self.run("snnnn")
        assert self.count_questions(output) == 1
        assert 'is "Harbor"' in output

    def test_a_skipped_word_is_asked_again_and_quitting_keeps_answers(self, ids, add, coachlog):
        add(happened="We asked Ottokar at Harbor Point about it", kind="strength")
        code, output = self.run("sq")
        assert (code, self.count_questions(output)) == (0, 2)
        assert coachlog("names", "--format", "csv").out.count("name") == 1
        self.run("yq")
        assert "Ottokar,a name" in coachlog("names", "--format", "csv").out
        assert coachlog("history", "--format", "csv").out.count(",names,") == 1

    def test_going_back_asks_about_the_words_of_an_entry_again(self, ids, add, coachlog):
        add(happened="We asked Ottokar at the gate about it", kind="strength")
        self.run("ynbnnnn")
        assert "Ottokar,not a name" in coachlog("names", "--format", "csv").out
        assert coachlog("undo").code == 0

    def test_ctrl_c_notes_no_name(self, ids, add, coachlog):
        add(happened="We asked Ottokar at the gate about it", kind="strength")
        code, _ = self.run("y\x03")
        assert code == 130
        assert "Ottokar" not in coachlog("names", "--format", "csv").out

    def test_taking_back_asks_about_no_word(self, ids, add):
        add(happened="We asked Ottokar at the gate about it", share="meeting")
        _, output = self.run("nn", "--back")
        assert "somebody's name?" not in output

    def test_quitting_keeps_the_choices_so_far(self, ids, cleared):
        assert self.run("yq")[0] == 0
        assert cleared() == {"Two, said [name]", "Three"}

    def test_ctrl_c_clears_nothing(self, ids, cleared):
        code, output = self.run("y\x03")
        assert code == 130
        assert "Traceback" not in output
        assert cleared() == {"Three"}

    def test_a_private_entry_is_asked_about(self, ids, cleared):
        assert self.run("n", ids[3])[0] == 6
        assert cleared() == {"Three"}
        assert self.run("y", ids[3])[0] == 0
        assert cleared() == {"Three", "A worry"}


def test_clearing_an_unknown_team_says_that_there_is_none(coachlog, full_log):
    code, out, err = coachlog("clear", "@nosuch", "--yes")
    assert (code, out) == (0, "")
    assert err == "there is no team 'nosuch'. coachlog teams  lists them.\nNothing was changed.\n"
