"""Tests of `edit`, `delete`, `undo` and `redo`, as a trainer uses them."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def path(home, monkeypatch, coachlog):
    """Return the path of a log with one entry."""
    path = home / "mine.db"
    monkeypatch.setenv("COACHLOG_DB", str(path))
    coachlog("log", "@permits", "+fees", "Charged", "twice", "--why", "A hurry")
    return path


@pytest.fixture
def editor(home, monkeypatch):
    """Install an editor that changes one thing in a form: `editor("old", "new")`."""
    program = home / "editor.py"
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")

    def install(old, new):
        program.write_text(
            "import sys, pathlib\n"
            "form = pathlib.Path(sys.argv[1])\n"
            "text = form.read_text(encoding='utf-8')\n"
            f"form.write_text(text.replace({old!r}, {new!r}), encoding='utf-8')\n"
        )

    return install


def last(coachlog):
    return json.loads(coachlog("show", "last", "--format", "json").out)[0]


def test_edit_reports_what_it_changed(coachlog, path):
    short_id = last(coachlog)["short_id"]
    code, out, err = coachlog("edit", "last", "--recovery", "Paid it back", "-k", "mistake")
    assert (code, out) == (0, "")
    assert err == (
        f"{short_id} · kind correction → mistake, recovery empty → Paid it back"
        " · undo: coachlog undo\n"
    )
    assert last(coachlog)["recovery"] == "Paid it back"


def test_words_replace_what_happened_and_handles_the_team_and_topics(coachlog, path):
    coachlog("edit", "last", "@finance", "Charged", "a", "visitor", "twice", "+travel", "+fees")
    entry = last(coachlog)
    assert (entry["team"], entry["topics"]) == ("finance", ["travel", "fees"])
    assert entry["happened"] == "Charged a visitor twice"
    assert coachlog("edit", "last", "--", "-5 degrees").code == 0
    assert last(coachlog)["happened"] == "-5 degrees"


def test_an_edit_without_a_difference_changes_nothing(coachlog, path):
    short_id = last(coachlog)["short_id"]
    assert coachlog("edit", "last", "Charged twice") == (
        0,
        "",
        f"No change: {short_id} already has this.\n",
    )


def test_clear_empties_a_field_and_an_error_names_those_it_can_empty(coachlog, path):
    assert coachlog("edit", "last", "--clear", "why", "--clear", "Rule").code == 0
    assert last(coachlog)["why"] is None
    code, out, err = coachlog("edit", "last", "--clear", "team")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "rule_ref" in err
    assert coachlog("edit", "last", "--clear", "why", "--why", "x").code == 2


def test_an_edit_without_options_says_what_to_add(coachlog, path):
    code, out, err = coachlog("edit", "last")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--recovery" in err


def test_an_edit_understands_a_day_and_shows_it(coachlog, path):
    code, _, err = coachlog("edit", "last", "--on", "yesterday")
    assert code == 0
    assert "Wed 18 Nov" in err
    assert (last(coachlog)["occurred_on"], last(coachlog)["occurred_at"]) == ("2026-11-18", None)


def test_delete_needs_no_confirmation_and_says_how_to_bring_the_entry_back(coachlog, path):
    short_id = last(coachlog)["short_id"]
    assert coachlog("delete", short_id) == (
        0,
        "",
        f'Deleted: {short_id} "Charged twice"\nTo bring it back: coachlog undo\n',
    )
    assert coachlog("undo") == (
        0,
        "",
        f'Undone: delete {short_id} "Charged twice": the entry is back\n'
        "To reverse this: coachlog redo\n",
    )
    assert last(coachlog)["happened"] == "Charged twice"


def test_a_dry_run_shows_what_would_happen_and_changes_nothing(coachlog, path):
    before = path.read_bytes()
    assert coachlog("undo", "--dry-run").err.startswith("Would undo: log ")
    assert path.read_bytes() == before
    coachlog("undo")
    before = path.read_bytes()
    assert coachlog("redo", "--dry-run").err.endswith("the entry would be back\n")
    assert path.read_bytes() == before


def test_more_steps_than_there_are_undo_them_all(coachlog, path):
    coachlog("config", "set", "team", "finance")
    coachlog("edit", "last", "--lesson", "Look twice")
    code, out, err = coachlog("undo", "9")
    assert (code, out) == (0, "")
    assert [line.split()[1] for line in err.splitlines()[:3]] == ["edit", "config", "log"]
    assert err.splitlines()[3:] == [
        "Only 3 actions could be undone.",
        "To reverse this: coachlog redo 3",
    ]
    assert coachlog("redo", "3").code == 0
    assert last(coachlog)["lesson"] == "Look twice"
    assert coachlog("config", "get", "team").out.split() == ["finance"]


def test_undoing_a_setting_shows_its_value_now(coachlog, path):
    coachlog("config", "set", "team", "finance")
    preview = "Would undo: config team finance: team would not be set\n"
    assert coachlog("undo", "--dry-run").err == preview
    assert coachlog("undo").err.startswith("Undone: config team finance: team is not set\n")
    assert coachlog("redo").err.startswith("Redone: config team finance: team is finance\n")


def test_an_edit_by_a_colleague_neither_shows_nor_loses_the_learner(
    coachlog, path, monkeypatch, editor
):
    coachlog("edit", "last", "--learner", "ana")
    short_id = last(coachlog)["short_id"]
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    editor("A hurry\n", "A long queue\n")
    for options in (["--editor"], ["--lesson", "Look twice"]):
        code, _, err = coachlog("edit", short_id, *options)
        assert (code, "ana" in err) == (0, False)
    monkeypatch.delenv("COACHLOG_TRAINER")
    assert last(coachlog)["learner"] == "ana"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--trainer", "kim"), "only robin can hand this entry over."),
        (("--learner", "ana"), "only robin can say whom this entry is about."),
        (("--clear", "learner"), "only robin can say whom this entry is about."),
        (("--share", "private"), "only robin can make this entry private."),
    ],
)
def test_what_is_its_owners_alone_is_refused_to_others(by, coachlog, path, option, message):
    by("robin", "edit", "last", "--learner", "ana")
    short_id = last(coachlog)["short_id"]
    before = path.read_bytes()
    assert by("kim", "edit", short_id, *option, "Other words") == (
        2,
        "",
        f"coachlog: {message}\nNot recorded. Your text:\nOther words\n",
    )
    assert path.read_bytes() == before


def test_a_form_of_somebody_elses_entry_keeps_the_text_that_is_refused(by, coachlog, path, editor):
    short_id = last(coachlog)["short_id"]
    editor("== share == private | team | meeting\nteam", "== share ==\nprivate")
    code, _, err = by("kim", "edit", short_id, "--editor")
    assert code == 2
    assert err.startswith("coachlog: only robin can make this entry private. ")


def test_an_entry_is_handed_over_without_its_learner(by, coachlog, path):
    by("robin", "edit", "last", "--learner", "ana")
    short_id = last(coachlog)["short_id"]
    assert by("robin", "edit", "last", "--trainer", "kim", "--learner", "bo") == (
        2,
        "",
        "coachlog: an entry is handed over without its learner. Leave out --learner.\n",
    )
    assert by("robin", "edit", "last", "--trainer", "kim") == (
        0,
        "",
        f"{short_id} · trainer robin → kim, learner ana → empty · undo: coachlog undo\n",
    )
    assert by("kim", "show", "last").out.count("ana") == 0
    assert by("kim", "edit", short_id, "--learner", "bo").code == 0
    assert by("robin", "undo").err.startswith("Undone: edit ")
    assert (last(coachlog)["trainer"], last(coachlog)["learner"]) == ("robin", None)


def test_a_form_hands_an_entry_over_without_its_learner(by, coachlog, path, editor):
    by("robin", "edit", "last", "--learner", "ana")
    editor("robin", "kim")
    assert "learner ana → empty" in by("robin", "edit", "last", "--editor").err
    assert by("robin", "undo").code == 0
    assert last(coachlog)["learner"] == "ana"


def test_a_private_entry_is_shared_before_it_is_handed_over(by, coachlog, path):
    by("robin", "edit", "last", "--share", "private")
    code, _, err = by("robin", "edit", "last", "--trainer", "kim")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("coachlog: a private entry cannot be handed over")
    short_id = last(coachlog)["short_id"]
    assert by("robin", "edit", short_id, "--trainer", "kim", "--share", "team").code == 0
    assert by("robin", "edit", short_id, "--share", "private").code == 2
    assert last(coachlog)["trainer"] == "kim"


def test_an_empty_history_has_nothing_to_undo_and_makes_no_file(coachlog, home):
    for command in ("undo", "redo"):
        code, out, err = coachlog(command)
        assert (code, out, err.count("\n")) == (4, "", 1)
        assert f"there is nothing to {command}" in err
    assert list(home.rglob("*.db")) == []


@pytest.mark.parametrize(
    "command",
    [
        ("edit", "8f3a", "--why", "x"),
        ("delete", "8f3a"),
        ("delete", "8f3a", "--back"),
        ("checkin", "8f3a", "unprompted"),
        ("reply", "8f3a", "Ask them for the plan"),
        ("thanks", "8f3a"),
    ],
)
def test_a_log_that_does_not_exist_is_not_called_read_only(coachlog, home, command):
    code, out, err = coachlog(*command)
    assert (code, out) == (4, "")
    assert " does not exist yet; your first entry creates it.\n" in err
    assert list(home.rglob("*.db")) == []


@pytest.mark.parametrize(
    "command", [("edit", "last", "-r", "x"), ("delete", "last"), ("undo",), ("redo",)]
)
@pytest.mark.parametrize("fault", ["locked", "read-only"])
def test_a_locked_or_read_only_file_is_left_as_it_is(coachlog, path, monkeypatch, command, fault):
    coachlog("edit", "last", "--lesson", "Look twice")
    coachlog("undo")
    before = path.read_bytes()
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.05")
    holder = sqlite3.connect(path, isolation_level=None)
    if fault == "locked":
        holder.execute("BEGIN IMMEDIATE")
    else:
        Path(path).chmod(0o400)
    code, out, err = coachlog(*command)
    holder.close()
    assert (code, out) == (5, "")
    assert err.splitlines()[0].endswith(("Try again.", "--db."))
    assert path.read_bytes() == before


def test_hostile_text_in_a_message_is_made_safe(coachlog, path):
    coachlog("edit", "last", "--", "\x1b]0;x\x07 [red] \u202e")
    for command in ("delete last", "undo", "redo", "undo"):
        assert not set(coachlog(*command.split()).err) & set("\x1b\x07\u202e")


def test_an_edit_loads_nothing_heavy(coachlog, path, process):
    code = "import sys; from coachlog.cli.main import run; run(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "edit", "last", "-r", "Paid"],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=True,
    )
    heavy = {"rich", "pendulum", "sqlite_utils", "pydantic", "csv", "hypothesis"}
    assert heavy & set(done.stdout.split()) == set()


def test_a_form_changes_only_the_edited_field(coachlog, path, editor):
    before = last(coachlog)
    editor("A hurry\n", "A long queue\n")
    code, out, err = coachlog("edit", "last", "--editor")
    assert (code, out) == (0, "")
    assert err == f"{before['short_id']} · why A hurry → A long queue · undo: coachlog undo\n"
    assert last(coachlog) == before | {"why": "A long queue"}


def test_a_form_can_empty_a_field_and_change_the_day(coachlog, path, editor):
    editor("A hurry\n", "")
    coachlog("edit", "last", "--editor")
    assert last(coachlog)["why"] is None
    editor("2026-11-19 15:00", "yesterday 3pm")
    coachlog("edit", "last", "--editor")
    assert last(coachlog)["occurred_at"] == "2026-11-18T15:00:00.000Z"


def test_a_form_with_an_error_stays_and_the_entry_is_unchanged(coachlog, path, editor):
    before = last(coachlog)
    editor("== share == private | team | meeting\nteam", "== share ==\nevery one")
    code, out, err = coachlog("edit", "last", "--editor")
    assert (code, out) == (2, "")
    assert "Your text is in" in err
    assert last(coachlog) == before


def test_an_unchanged_form_changes_nothing(coachlog, path, editor):
    editor("x" * 50, "y")
    code, _, err = coachlog("edit", "last", "--editor")
    assert (code, err) == (130, "coachlog: the text was not changed, so nothing was saved.\n")


on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@on_a_terminal
def test_on_a_terminal_an_edit_without_options_opens_the_form(coachlog, path, editor, terminal):
    editor("A hurry\n", "A long queue\n")
    child = terminal("edit", "last")
    child.expect_exact("A hurry → A long queue")
    assert child.wait() == 0


@pytest.fixture
def line(monkeypatch, terminal):
    """Edit the last entry on a terminal where no editor is chosen."""
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)

    def start(columns=200):
        return terminal("edit", "last", columns=columns)

    return start


def end_of(child):
    import pexpect

    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


@on_a_terminal
def test_without_a_chosen_editor_the_text_is_changed_in_the_line(coachlog, line):
    coachlog("log", "@permits", "+fees", "Took the fee\nof last year")
    before = last(coachlog)
    child = line()
    child.expect_exact(f"other fields:  coachlog edit {before['short_id']} --editor")
    child.expect_exact("of last year")
    child.send(" twice\r")
    child.expect_exact("happened changed · undo: coachlog undo")
    assert end_of(child) == 0
    changed = last(coachlog)
    assert changed["happened"] == "Took the fee\nof last year twice"
    assert (changed["team"], changed["topics"]) == (before["team"], before["topics"])


@on_a_terminal
def test_an_unchanged_line_changes_nothing(coachlog, line):
    coachlog("log", "@permits", "+fees", "text")
    before = last(coachlog)
    child = line()
    child.expect_exact("What happened: text")
    child.send("\r")
    child.expect_exact(f"No change: {before['short_id']} already has this.")
    assert end_of(child) == 0
    assert last(coachlog) == before


@on_a_terminal
def test_the_line_cannot_be_emptied_and_an_unchanged_text_is_not_given_back(coachlog, line):
    coachlog("log", "@permits", "+fees", "text")
    child = line()
    child.expect_exact("What happened: text")
    child.send("\x15\r")
    child.expect_exact("A text is needed. To delete the entry:")
    child.expect_exact("What happened: text")
    child.send("<\r")
    child.expect_exact("This is the first question. Esc leaves.")
    child.expect_exact("What happened: text")
    child.send("\x1b")
    child.expect_exact("stopped; nothing was changed.\r\n")
    assert end_of(child) == 130
    assert "Your text" not in child.before
    assert last(coachlog)["happened"] == "text"


@on_a_terminal
def test_leaving_the_line_gives_the_changed_text_back(coachlog, line):
    coachlog("log", "@permits", "+fees", "text")
    child = line()
    child.expect_exact("What happened: text")
    child.send(" and more")
    child.expect_exact("and more")
    child.send("\x03")
    child.expect_exact("stopped; nothing was changed.")
    child.expect_exact("Your text:\r\ntext and more\r\n")
    assert end_of(child) == 130
    assert last(coachlog)["happened"] == "text"


@on_a_terminal
def test_a_terminal_that_cannot_draw_opens_the_form(coachlog, line, home, monkeypatch):
    coachlog("log", "@permits", "+fees", "text")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("PATH", str(home))  # where there is no editor
    child = line()
    child.expect_exact("no editor was found. Name yours in EDITOR")
    assert end_of(child) == 2


@on_a_terminal
def test_a_change_by_a_colleague_meanwhile_is_not_overwritten(coachlog, line):
    coachlog("log", "@permits", "+fees", "text")
    child = line()
    child.expect_exact("What happened: text")
    assert coachlog("edit", "last", "--happened", "theirs").code == 0
    child.send(" mine\r")
    child.expect_exact("Your text:\r\ntext mine\r\n")
    assert end_of(child) == 6
    assert last(coachlog)["happened"] == "theirs"


@on_a_terminal
def test_a_text_in_the_line_is_broken_between_words(coachlog, line):
    text = "Took the fee of a year twice, and the customer of the day before came back at noon"
    coachlog("log", "@permits", "+fees", text)
    child = line(columns=40)
    child.expect_exact("noon")
    shown = re.sub(r"\x1b\[\??[0-9;]*[a-zA-Z]", "", child.before)
    rows = re.split("[\r\n]+", shown + child.after)
    first = next(number for number, row in enumerate(rows) if row.startswith("What happened:"))
    assert [row.rstrip() for row in rows[first:]] == [
        "What happened: Took the fee of a year",
        "twice, and the customer of the day",
        "before came back at noon",
    ]
    child.send("\x1b[D" * 5 + "X\r")
    child.expect_exact("happened changed")
    end_of(child)
    assert last(coachlog)["happened"] == text.replace(" noon", "X noon")


@pytest.fixture
def two_writers(by):
    """Record an entry of Kim's, then one of Lou's."""
    by("kim", "log", "@permits", "+fees", "Kim forgot the receipt")
    by("lou", "log", "@permits", "+fees", "Lou forgot the stamp")


def test_the_last_entry_that_is_changed_is_ones_own(by, two_writers):
    assert by("kim", "edit", "last", "--lesson", "Look twice").code == 0
    entries = json.loads(by("kim", "list", "--format", "json").out)
    lessons = {entry["happened"]: entry["lesson"] for entry in entries}
    assert lessons == {"Kim forgot the receipt": "Look twice", "Lou forgot the stamp": None}
    assert '"Kim forgot the receipt"' in by("kim", "delete", "last").err


@pytest.mark.parametrize("command", [["edit", "last", "--lesson", "Look"], ["delete", "last"]])
def test_who_has_no_entry_has_no_last_one_to_change(by, two_writers, command):
    code, out, err = by("sam", *command)
    assert (code, out) == (4, "")
    assert "none of the entries is yours" in err
    assert "coachlog list" in err
