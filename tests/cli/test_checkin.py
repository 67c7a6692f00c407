"""`checkin`, in a pipe and on a terminal."""

import json
import sys

import pytest

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def ids(coachlog, at):
    """Two entries of Robin's that are due, one that is coming, one of Kim's; their ids by their words."""
    for day, words in (
        ("2026-09-10", ["log", "@permits", "+fees", "Both days"]),
        ("2026-10-20", ["log", "@permits", "+fees", "First day", "--expected", "The right way"]),
        ("2026-11-10", ["log", "@permits", "+fees", "Coming"]),
        ("2026-10-18", ["log", "@finance", "+fees", "Kims", "--trainer", "kim"]),
    ):
        at(f"{day}T10:00")
        assert coachlog(*words).code == 0
    at("2026-11-19T15:00")
    return {
        row["happened"]: row["short_id"] for row in json.loads(coachlog("list", "-f", "json").out)
    }


def due(coachlog):
    return {
        row["happened"]: (row["days"], row["due_on"])
        for row in json.loads(coachlog("due", "-f", "json").out)
    }


def test_an_answer_is_recorded_and_says_when_it_asks_next(coachlog, ids):
    first, both = ids["First day"], ids["Both days"]
    assert coachlog("checkin", first, "with-help", "She", "asked  once") == (
        0, "", f"{first} · 30 days: with help · asks on Sat 19 Dec (60 days) · undo: coachlog undo\n",
    )  # fmt: skip
    assert coachlog("checkin", both, "unprompted").err == (
        f"{both} · 60 days: unprompted · asks no more · undo: coachlog undo\n"
    )
    sheet = coachlog("show", first).out
    assert (
        "30 days  with help · Thu 19 Nov · robin\n         She asked  once\n60 days  asks on Sat 19 Dec\n"
        in sheet
    )
    assert "asks" not in coachlog("show", both).out.partition("60 days")[2]
    assert due(coachlog) == {
        "Kims": (30, "2026-11-17"),
        "Coming": (30, "2026-12-10"),
        "First day": (60, "2026-12-19"),
    }


def test_no_chance_asks_again_in_two_weeks(coachlog, ids):
    one = ids["First day"]
    said = f"{one} · 30 days: no chance to see it · asks again on Thu 3 Dec · undo: coachlog undo\n"
    assert coachlog("checkin", one, "no-chance") == (0, "", said)
    assert due(coachlog)["First day"] == (30, "2026-12-03")


@pytest.mark.parametrize(
    "words", [["not-yet"], ["not", "yet"], ["NOT-YET"], ["not yet"], ["Not_Yet"]]
)
def test_an_answer_may_be_written_as_people_do(coachlog, ids, words):
    assert "30 days: not yet" in coachlog("checkin", ids["First day"], *words).err


def test_a_colleagues_entry_can_be_answered_and_a_private_one_cannot(coachlog, ids, monkeypatch):
    assert coachlog("checkin", ids["Kims"], "unprompted").code == 0
    coachlog("edit", ids["First day"], "--share", "private")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    code, out, err = coachlog("checkin", ids["First day"], "unprompted")
    assert (code, out, err) == (4, "", f"coachlog: {ids['First day']} is robin's private entry.\n")


def test_what_cannot_be_answered_says_what_to_do(coachlog, ids):
    coming, both = ids["Coming"], ids["Both days"]
    assert coachlog("checkin", coming, "unprompted", "My note") == (
        6, "",
        f"coachlog: {coming} asks on 2026-12-10 (after 30 days). To answer it now, add --early.\n"
        "not recorded, your text:\nMy note\n",
    )  # fmt: skip
    assert coachlog("checkin", coming, "unprompted", "--early").code == 0
    coachlog("checkin", both, "with-help")
    assert coachlog("checkin", both, "with-help") == (
        6, "",
        f"coachlog: {both} asks no more: after 60 days it was with-help (2026-11-19). To be asked once more:  "
        f"coachlog edit {both} --follow-up 90\n",
    )  # fmt: skip
    coachlog("oops", "@permits", "Still open")
    code, _, err = coachlog("checkin", "last", "not-yet")
    assert (code, "without a recovery" in err, "--recovery" in err) == (6, True, True)
    coachlog("log", "@permits", "--no-follow-up", "Never")
    code, _, err = coachlog("checkin", "last", "not-yet")
    assert (code, "--follow-up 30" in err) == (6, True)
    assert "checkin" not in coachlog("history", "--limit", "2").out


def test_a_week_early_is_early_enough(coachlog, ids, at):
    at("2026-12-02T23:59")
    assert coachlog("checkin", ids["Coming"], "unprompted").code == 6
    at("2026-12-03T00:01")
    assert "30 days: unprompted" in coachlog("checkin", ids["Coming"], "unprompted").err


def test_what_the_message_says_about_asking_again_works(coachlog, ids):
    both = ids["Both days"]
    coachlog("checkin", both, "not-yet")
    coachlog("edit", both, "--follow-up", "90")
    assert due(coachlog)["Both days"] == (90, "2026-12-09")


def test_a_wrong_answer_or_id_is_one_line(coachlog, ids):
    code, out, err = coachlog("checkin", ids["First day"], "maybe")
    assert (code, out) == (2, "")
    assert (
        err
        == "coachlog: an answer is one of not-yet, with-help, unprompted, no-chance; not 'maybe'.\n"
    )
    assert coachlog("checkin", "unprompted").code == 2
    assert coachlog("checkin", "ffff", "unprompted").code == 4
    assert coachlog("checkin", ids["First day"], "unprompted", "@permits").code == 2
    assert coachlog("checkin", ids["First day"], "unprompted", "a\0b").code == 2
    assert "checkin" not in coachlog("history").out


def test_without_a_terminal_it_says_what_to_type(coachlog, ids):
    assert coachlog("checkin") == (
        6, "",
        "coachlog: which entry, and what was seen? For example:  coachlog checkin 8f3a unprompted  ·  "
        "coachlog due  lists them\n",
    )  # fmt: skip
    code, _, err = coachlog("checkin", ids["First day"])
    assert (
        code,
        err.startswith(
            "coachlog: what was seen? Add one of not-yet, with-help, unprompted, no-chance"
        ),
    ) == (6, True)


def test_each_answer_is_taken_back_alone(coachlog, ids):
    before = coachlog("due", "-f", "json").out
    coachlog("checkin", ids["First day"], "unprompted")
    coachlog("checkin", ids["Both days"], "not-yet", "Not", "at", "all")
    assert coachlog("undo").err == (
        f'Undone: checkin {ids["Both days"]} "Both days": the check-in is gone\nTo reverse this: coachlog redo\n'
    )
    assert set(due(coachlog)) == {"Both days", "Coming", "First day", "Kims"}
    coachlog("undo")
    assert coachlog("due", "-f", "json").out == before
    coachlog("redo", "2")
    assert set(due(coachlog)) == {"Coming", "First day", "Kims"}
    assert coachlog("doctor").code == 0


def test_a_standing_context_is_no_filter_beside_an_id(coachlog, ids):
    coachlog("use", "@finance")
    assert coachlog("checkin", ids["First day"], "unprompted").code == 0


def test_hostile_notes_are_safe_on_the_screen(coachlog, ids):
    coachlog("checkin", ids["First day"], "unprompted", "\x1b]0\x07[red] \u202e x" + "y" * 5000)
    out = coachlog("show", ids["First day"]).out
    assert "[red]" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_note_is_shown_with_its_entry_and_nowhere_else(coachlog, ids):
    coachlog(
        "edit",
        ids["First day"],
        "--share",
        "meeting",
        "--status",
        "adopted",
        "--lesson",
        "Look it up",
    )
    coachlog(
        "checkin", ids["First day"], "not-yet", "Ana Ruiz, ana@example.org, 555-0199, case 2026-114"
    )
    assert "ana@example.org" in coachlog("show", ids["First day"]).out
    for words in (
        *(["week", "-f", form] for form in ("table", "md", "json", "csv")),
        *(
            [command, "-f", form]
            for command in ("due", "summary", "list")
            for form in ("table", "json")
        ),
        ["card", "fees"],
        ["search", "ana"],
        ["export", "--for", "team"],
        ["export", "--for", "meeting"],
        ["handbook"],
        ["meeting", "plan"],
        ["tabletop", "fees"],
    ):
        out = coachlog(*words).out
        assert out, words
        assert "example.org" not in out, words
        assert "555-0199" not in out, words


@on_a_terminal
def test_on_a_terminal_ones_own_are_gone_through_with_one_key_each(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("2 to look at")
    child.expect_exact("60 days: due Sat 10 Oct")
    child.expect_exact("Both days")
    child.expect_exact("[n]ot yet  with [h]elp  [u]nprompted  no [c]hance")
    child.send("z")
    child.expect_exact("n not yet, h with help")
    child.send("u")
    child.expect_exact("A word on it (Enter for none): ")
    child.sendline("Without a word from me")
    child.expect_exact("60 days: unprompted · asks no more")
    child.expect_exact("→ The right way")
    child.send("h")
    child.expect_exact("none): ")
    child.sendline("")
    child.expect_exact("2 of 2 answered.")
    assert child.wait() == 0
    assert set(due(coachlog)) == {"Kims", "Coming", "First day"}
    assert "Without a word from me" in coachlog("show", ids["Both days"]).out


@on_a_terminal
def test_a_team_or_a_trainer_widens_it_and_an_id_narrows_it(coachlog, ids, terminal):
    for arguments, words in (
        (["@finance"], "Kims"),
        (["--trainer", "kim"], "Kims"),
        ([ids["First day"]], "First day"),
    ):
        child = terminal("checkin", *arguments)
        child.expect_exact("1 to look at")
        child.expect_exact(words)
        child.send("q")
        child.expect_exact("0 of 1 answered.")
        assert child.wait() == 0
    child = terminal("checkin", "--early")
    child.expect_exact("3 to look at")
    child.send("q")
    child.expect_exact("0 of 3")


@on_a_terminal
def test_back_changes_an_answer_and_skip_leaves_it(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("hance ")
    child.send("n")
    child.expect_exact("none): ")
    child.sendline("<")  # from the note to its question
    child.expect_exact("hance ")
    child.send("u")
    child.expect_exact("none): ")
    child.sendline("Alone")
    child.expect_exact("First day")
    child.expect_exact("hance ")
    child.send("b")
    child.expect_exact("you said: unprompted")
    child.expect_exact("hance ")
    child.send("h")
    child.expect_exact("[Alone]: ")
    child.sendline("")
    child.expect_exact("60 days: with help")
    child.expect_exact("First day")
    child.expect_exact("hance ")
    child.send("<")
    child.expect_exact("you said: with help")
    child.expect_exact("hance ")
    child.send("s")
    child.expect_exact("First day")
    child.expect_exact("hance ")
    child.send("\r")
    child.expect_exact("1 of 2 answered.")
    assert child.wait() == 0
    assert (
        "60 days  with help · Thu 19 Nov · robin\n         Alone\n"
        in coachlog("show", ids["Both days"]).out
    )
    coachlog("undo")
    assert (
        "60 days  unprompted · Thu 19 Nov · robin\n         Alone\n"
        in coachlog("show", ids["Both days"]).out
    )
    assert coachlog("doctor").code == 0


@on_a_terminal
def test_what_need_not_be_looked_at_any_more_can_be_ended(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("hance ")
    child.send("x")
    child.expect_exact(f"{ids['Both days']} · asks no more · undo: coachlog undo")
    child.expect_exact("hance ")
    child.send("q")
    child.expect_exact("0 of 2 answered.")
    child.wait()
    assert "Both days" not in due(coachlog)
    coachlog("undo")
    assert due(coachlog)["Both days"] == (60, "2026-10-10")


@on_a_terminal
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_keeps_every_answer_that_was_given(coachlog, ids, terminal, key):
    child = terminal("checkin")
    child.expect_exact("hance ")
    child.send("u")
    child.expect_exact("none): ")
    child.send(key)
    child.expect_exact("60 days: unprompted")
    child.expect_exact("stopped: 1 of 2 answered, and kept.")
    assert child.wait() == 130
    assert "Both days" not in due(coachlog)


@on_a_terminal
def test_an_answer_that_a_colleague_gave_meanwhile_stays(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("hance ")
    coachlog("checkin", ids["Both days"], "not-yet")
    child.send("u")
    child.expect_exact("none): ")
    child.sendline("")
    child.expect_exact("asks no more: after 60 days it was not-yet")
    child.expect_exact("First day")
    child.send("q")
    child.expect_exact("0 of 2 answered")


@on_a_terminal
def test_a_learner_is_named_to_the_writer_alone(coachlog, ids, terminal):
    for name in ("First day", "Kims"):
        coachlog("edit", ids[name], "--learner", "bluebird")
    for name, shown in (("First day", True), ("Kims", False)):
        child = terminal("checkin", ids[name])
        child.expect_exact("hance ")
        assert ("with bluebird" in child.before) is shown
        child.close(force=True)


@on_a_terminal
def test_nobody_is_asked_for_a_file_that_cannot_be_written(coachlog, ids, home, terminal):
    (path,) = home.rglob("*.db")
    path.chmod(0o400)
    child = terminal("checkin")
    child.expect_exact("is read-only")
    assert child.wait() == 5


@on_a_terminal
def test_nothing_due_is_said_and_makes_no_file(home, terminal):
    child = terminal("checkin")
    child.expect_exact("nothing of yours is due.")
    assert child.wait() == 0
    assert list(home.rglob("*.db")) == []


@on_a_terminal
def test_whoever_has_nothing_due_is_told_of_what_colleagues_have(
    coachlog, ids, terminal, monkeypatch
):
    monkeypatch.setenv("COACHLOG_TRAINER", "somebody else")
    child = terminal("checkin")
    child.expect_exact(
        "nothing of yours is due. Your colleagues' are answered by team or id:  coachlog checkin @TEAM"
    )
    assert child.wait() == 0
    child = terminal("checkin", "@nobody")
    child.expect_exact("nothing is due.")
    assert child.wait() == 0
