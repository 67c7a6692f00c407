"""`checkin`: recording results by command and on a terminal."""

import json
import sys

import pytest

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def ids(coachlog, at):
    """Record three entries of Robin's and one of Kim's, and return their ids by their words."""
    for day, words in (
        ("2026-09-10", ["log", "@permits", "+fees", "Both days"]),
        ("2026-10-20", ["log", "@permits", "+fees", "First day", "--expected", "The right way"]),
        ("2026-11-10", ["log", "@permits", "+fees", "Coming"]),
        ("2026-10-18", ["log", "@finance", "+fees", "Kims", "--trainer", "kim"]),
    ):
        at(f"{day}T10:00")
        assert coachlog(*words, "--lesson", "Look it up").code == 0
    at("2026-11-19T15:00")
    return {
        row["happened"]: row["short_id"] for row in json.loads(coachlog("list", "-f", "json").out)
    }


def due(coachlog):
    return {
        row["happened"]: (row["days"], row["due_on"])
        for row in json.loads(coachlog("due", "-f", "json").out)
    }


def test_the_receipt_of_a_result_says_when_the_next_check_in_is(coachlog, ids):
    first, both = ids["First day"], ids["Both days"]
    assert coachlog("checkin", first, "with-help", "She", "asked  once") == (
        0,
        "",
        f"{first} · 30 days: with help · next check-in on Sat 19 Dec (60 days)"
        " · undo: coachlog undo\n",
    )
    assert coachlog("checkin", both, "unprompted").err == (
        f"{both} · 60 days: unprompted · no more check-ins · undo: coachlog undo\n"
    )
    assert (
        "30 days  with help · Thu 19 Nov · robin\n"
        "         She asked  once\n"
        "60 days  check-in due on Sat 19 Dec\n"
    ) in coachlog("show", first).out
    assert "due" not in coachlog("show", both).out.partition("60 days")[2]
    assert due(coachlog) == {
        "Kims": (30, "2026-11-17"),
        "Coming": (30, "2026-12-10"),
        "First day": (60, "2026-12-19"),
    }


def test_the_sheet_says_since_when_a_check_in_is_overdue(coachlog, ids):
    assert "60 days  check-in due since Sat 10 Oct\n" in coachlog("show", ids["Both days"]).out


def test_after_no_chance_a_check_in_is_due_again_in_two_weeks(coachlog, ids):
    first = ids["First day"]
    receipt = (
        f"{first} · 30 days: no chance to see it · check in again on Thu 3 Dec"
        " · undo: coachlog undo\n"
    )
    assert coachlog("checkin", first, "no-chance") == (0, "", receipt)
    assert due(coachlog)["First day"] == (30, "2026-12-03")


@pytest.mark.parametrize(
    "words", [["not-yet"], ["not", "yet"], ["NOT-YET"], ["not yet"], ["Not_Yet"]]
)
def test_a_result_can_be_written_as_people_write_it(coachlog, ids, words):
    assert "30 days: not yet" in coachlog("checkin", ids["First day"], *words).err


def test_the_result_may_be_for_a_colleagues_entry_but_not_for_a_private_one(
    coachlog, ids, monkeypatch
):
    assert coachlog("checkin", ids["Kims"], "unprompted").code == 0
    coachlog("edit", ids["First day"], "--share", "private")
    monkeypatch.setenv("LOGNAME", "kim")
    code, out, err = coachlog("checkin", ids["First day"], "unprompted")
    assert (code, out, err) == (
        4,
        "",
        f"coachlog: no entry is called {ids['First day']}.  coachlog list  shows their ids.\n",
    )


def test_where_no_check_in_is_due_it_says_what_to_do(coachlog, ids):
    coming, both = ids["Coming"], ids["Both days"]
    assert coachlog("checkin", coming, "unprompted", "My note") == (
        6,
        "",
        f"coachlog: the next check-in for {coming} is on 10 December."
        " To record a result now, add --early.\n"
        "Not recorded. Your text:\nMy note\n",
    )
    assert coachlog("checkin", coming, "unprompted", "--early").code == 0
    coachlog("checkin", both, "with-help")
    assert coachlog("checkin", both, "with-help") == (
        6,
        "",
        f"coachlog: {both} has no more check-ins: after 60 days the result was with help"
        f" (Thu 19 Nov). To add one:  coachlog edit {both} --follow-up 90\n",
    )
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


def test_the_suggested_days_add_a_check_in(coachlog, ids):
    both = ids["Both days"]
    coachlog("checkin", both, "not-yet")
    coachlog("edit", both, "--follow-up", "90")
    assert due(coachlog)["Both days"] == (90, "2026-12-09")


def test_a_wrong_result_or_id_is_refused_in_one_line(coachlog, ids):
    code, out, err = coachlog("checkin", ids["First day"], "maybe")
    assert (code, out) == (2, "")
    assert err == (
        "coachlog: result must be one of not-yet, with-help, unprompted, no-chance; not 'maybe'.\n"
    )
    assert coachlog("checkin", "unprompted").code == 2
    assert coachlog("checkin", "ffff", "unprompted").code == 4
    assert coachlog("checkin", ids["First day"], "unprompted", "@permits").code == 2
    assert coachlog("checkin", ids["First day"], "unprompted", "a\0b").code == 2
    assert "checkin" not in coachlog("history").out


def test_without_a_terminal_it_says_what_to_type(coachlog, ids):
    assert coachlog("checkin") == (
        6,
        "",
        "coachlog: which entry, and what was the result? For example:"
        "  coachlog checkin 8f3a unprompted  ·  coachlog due  lists them\n",
    )
    first = ids["First day"]
    assert coachlog("checkin", first) == (
        6,
        "",
        "coachlog: what was the result? Add one of not-yet, with-help, unprompted, no-chance:"
        f"  coachlog checkin {first} unprompted\n",
    )


def test_undo_takes_back_one_result_at_a_time(coachlog, ids):
    before = coachlog("due", "-f", "json").out
    coachlog("checkin", ids["First day"], "unprompted")
    coachlog("checkin", ids["Both days"], "not-yet", "Not", "at", "all")
    assert coachlog("undo").err == (
        f'Undone: checkin {ids["Both days"]} "Both days": the check-in is gone\n'
        "To reverse this: coachlog redo\n"
    )
    assert set(due(coachlog)) == {"Both days", "Coming", "First day", "Kims"}
    coachlog("undo")
    assert coachlog("due", "-f", "json").out == before
    coachlog("redo", "2")
    assert set(due(coachlog)) == {"Coming", "First day", "Kims"}
    assert coachlog("doctor").code == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            ["asked", "@permits", "Which form is it", "--lesson", "Ask"],
            "questions have no check-in",
        ),
        (["log", "@permits", "Showed how"], "it says nothing that could stick"),
        (["good", "@permits", "Read it back"], "it says nothing that could stick"),
    ],
)
def test_an_entry_without_anything_that_could_stick_has_no_check_in(coachlog, words, reason):
    assert coachlog(*words).code == 0
    code, out, err = coachlog("checkin", "last", "unprompted", "--early")
    assert (code, out, reason in err) == (6, "", True)
    assert coachlog("due", "-f", "json").out == "[]\n"


def test_a_lesson_that_is_added_later_brings_the_check_in(coachlog):
    coachlog("log", "@permits", "Showed how", "--on", "2026-10-20")
    coachlog("edit", "last", "--lesson", "Look it up")
    assert due(coachlog) == {"Showed how": (30, "2026-11-19")}


@on_a_terminal
def test_five_check_ins_a_day_are_asked_about_and_the_rest_wait(coachlog, at, terminal):
    at("2026-10-19T10:00")
    for number in range(7):
        coachlog("log", "@permits", f"Text {number}", "--lesson", "Look it up")
    at("2026-11-19T15:00")
    coachlog("checkin", "last", "unprompted")
    child = terminal("checkin")
    child.expect_exact("4 check-ins to go through.")
    for number in range(4):
        child.expect_exact(f"Text {number}")
        child.expect_exact("(? for keys)")
        child.send("u")
        child.expect_exact("Note")
        child.sendline("")
    child.expect_exact("4 of 4 check-ins recorded.")
    child.expect_exact(
        "The rest can wait until tomorrow. To go on now:  coachlog checkin --limit 5"
    )
    assert child.wait() == 0
    child = terminal("checkin")
    child.expect_exact("You have given 5 results today. The rest can wait. To go on now:")
    assert child.wait() == 0
    child = terminal("checkin", "--limit", "1")
    child.expect_exact("1 check-in to go through.")
    child.expect_exact("(? for keys)")
    child.send("\x04")
    child.expect_exact("stopped")
    assert child.wait() == 130
    assert len(due(coachlog)) == 7


def test_a_team_set_with_use_is_no_filter_beside_an_id(coachlog, ids):
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
def test_on_a_terminal_it_goes_through_your_own_with_one_key_each(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("2 check-ins to go through.")
    child.expect_exact("60 days: due Sat 10 Oct")
    child.expect_exact("Both days")
    child.expect_exact("Is the coaching sticking?")
    child.expect_exact("[n]ot yet  with [h]elp  [u]nprompted  no [c]hance  [s]kip (? for keys)")
    child.send("z")
    child.expect_exact("z does nothing here. ? lists the keys.")
    child.send("?")
    child.expect_exact("n: not yet · h: with help · u: unprompted")
    child.expect_exact("s or Enter: skip · x: end the check-ins of this entry")
    child.expect_exact("Esc or q: leave · < or b: back")
    child.expect_exact("[s]kip")
    child.send("u")
    child.expect_exact("Note, if you like:")
    child.sendline("Without a word from me")
    child.expect_exact("60 days: unprompted · no more check-ins")
    child.expect_exact("→ The right way")
    child.expect_exact("[s]kip")
    child.send("h")
    child.expect_exact("if you like:")
    child.sendline("")
    child.expect_exact("2 of 2 check-ins recorded.")
    assert child.wait() == 0
    assert set(due(coachlog)) == {"Kims", "Coming", "First day"}
    assert "Without a word from me" in coachlog("show", ids["Both days"]).out


@on_a_terminal
def test_a_team_adds_check_ins_and_an_id_means_one(coachlog, ids, terminal):
    for arguments, words in (
        (["@finance"], "Kims"),
        ([ids["First day"]], "First day"),
    ):
        child = terminal("checkin", *arguments)
        child.expect_exact("1 check-in to go through.")
        child.expect_exact(words)
        child.send("q")
        child.expect_exact("0 of 1 check-in recorded.")
        assert child.wait() == 0
    child = terminal("checkin", "--early")
    child.expect_exact("3 check-ins to go through.")
    child.send("q")
    child.expect_exact("0 of 3 check-ins recorded.")


@on_a_terminal
def test_back_changes_a_result_and_skip_keeps_it(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("[s]kip")
    child.send("n")
    child.expect_exact("if you like:")
    child.sendline("<")  # from the note to its question
    child.expect_exact("[s]kip")
    child.send("u")
    child.expect_exact("if you like:")
    child.sendline("Alone")
    child.expect_exact("First day")
    child.expect_exact("[s]kip")
    child.send("b")
    child.expect_exact("Recorded: unprompted. s keeps it.")
    child.expect_exact("[s]kip")
    child.send("h")
    child.expect_exact("if you like: Alone")
    child.sendline("")
    child.expect_exact("60 days: with help")
    child.expect_exact("First day")
    child.expect_exact("[s]kip")
    child.send("<")
    child.expect_exact("Recorded: with help. s keeps it.")
    child.expect_exact("[s]kip")
    child.send("s")
    child.expect_exact("First day")
    child.expect_exact("[s]kip")
    child.send("\r")
    child.expect_exact("1 of 2 check-ins recorded.")
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
def test_the_check_ins_of_an_entry_can_be_ended(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("[s]kip")
    child.send("x")
    child.expect_exact(ids["Both days"])
    child.expect_exact(" · no more check-ins · undo: coachlog undo")
    child.expect_exact("[s]kip")
    child.send("q")
    child.expect_exact("0 of 2 check-ins recorded.")
    child.wait()
    assert "Both days" not in due(coachlog)
    coachlog("undo")
    assert due(coachlog)["Both days"] == (60, "2026-10-10")


@on_a_terminal
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_keeps_every_result_that_was_given(coachlog, ids, terminal, key):
    child = terminal("checkin")
    child.expect_exact("[s]kip")
    child.send("u")
    child.expect_exact("if you like:")
    child.send(key)
    child.expect_exact("60 days: unprompted")
    child.expect_exact("stopped; 1 of 2 check-ins recorded.")
    assert child.wait() == 130
    assert "Both days" not in due(coachlog)


@on_a_terminal
def test_a_result_that_a_colleague_recorded_meanwhile_stays(coachlog, ids, terminal):
    child = terminal("checkin")
    child.expect_exact("[s]kip")
    coachlog("checkin", ids["Both days"], "not-yet")
    child.send("u")
    child.expect_exact("if you like:")
    child.sendline("")
    child.expect_exact("has no more check-ins: after 60 days the result was not yet")
    child.expect_exact("First day")
    child.send("q")
    child.expect_exact("0 of 2 check-ins recorded")


@on_a_terminal
def test_only_the_writer_sees_the_learner(coachlog, ids, terminal):
    for name in ("First day", "Kims"):
        coachlog("edit", ids[name], "--learner", "bluebird")
    for name, shown in (("First day", True), ("Kims", False)):
        child = terminal("checkin", ids[name])
        child.expect_exact("[s]kip")
        assert ("with bluebird" in child.before) is shown
        child.close(force=True)


@on_a_terminal
def test_nothing_is_asked_if_the_file_cannot_be_written(coachlog, ids, home, terminal):
    (path,) = home.rglob("*.db")
    path.chmod(0o400)
    child = terminal("checkin")
    child.expect_exact("is read-only")
    assert child.wait() == 5


@on_a_terminal
def test_without_a_due_check_in_it_says_so_and_makes_no_file(home, terminal):
    child = terminal("checkin")
    child.expect_exact("Nothing of yours is due. To see what is coming:  coachlog due")
    assert child.wait() == 0
    assert list(home.rglob("*.db")) == []


@on_a_terminal
def test_with_nothing_of_your_own_due_it_points_to_your_colleagues(
    coachlog, ids, terminal, monkeypatch
):
    monkeypatch.setenv("COACHLOG_TRAINER", "somebody else")
    child = terminal("checkin")
    child.expect_exact(
        "Nothing of yours is due. To check in for a colleague:  coachlog checkin @TEAM"
    )
    assert child.wait() == 0
    child = terminal("checkin", "@nobody")
    child.expect_exact("Nothing is due.")
    assert child.wait() == 0
