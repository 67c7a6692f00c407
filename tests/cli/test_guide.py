"""Tests of `guide`: writing a guide, walking through it, and counting the walks."""

import json
import sys
from pathlib import Path

import pytest

from coachlog.storage.nameless import is_mark

CASE = Path(__file__).parents[1] / "data" / "allowable-costs.guide"
FEE = """\
guide: Can this fee be waived?
topic: fees
rule: Fee schedule 3

start: Is the customer exempt?
  yes -> waive
  no -> hardship
hardship: Would the fee keep them from applying?
  judgement: Ask them.
  yes -> document in the file why
    rule: Fee schedule 7
  no -> do Take the fee
  cannot tell -> escalate to the team lead with the application
waive: do Waive it
"""
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def fee(coachlog):
    """Add the guide on fees."""
    assert coachlog("guide", "add", "-", stdin=FEE).code == 0


def test_a_guide_is_added_listed_drawn_and_removed(coachlog, csv_rows):
    code, out, err = coachlog("guide", "add", str(CASE))
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "Added: Can this cost be charged to the grant? · allowable costs, grants"
        " · 2 CFR 200.403 · 8 questions · 9 ends · undo: coachlog undo",
        "Try it: coachlog guide run charged",
    ]
    listed = csv_rows("guide")
    (row,) = listed
    assert row["guide"] == "Can this cost be charged to the grant?"
    assert (row["questions"], row["ends"], row["walks"]) == ("8", "9", "0")
    assert csv_rows("guide", "list") == listed
    code, out, err = coachlog("guide", "show", "cost")
    assert (code, err) == (0, "")
    assert "├─ yes, as not allowed → do Pay it from other funds" in out
    assert "period (above)" in out
    removed = coachlog("guide", "remove", "cost").err.splitlines()[0]
    assert removed == "Removed: Can this cost be charged to the grant?"
    assert coachlog("guide", "show", "cost").code == 4
    assert coachlog("undo").err.splitlines()[0] == (
        'Undone: guide remove "Can this cost be charged to the grant?": the guide is back'
    )
    assert coachlog("guide", "show", "cost").out == out


def test_without_guides_the_list_has_its_header_and_says_how_to_begin(coachlog):
    code, out, err = coachlog("guide", "--format", "csv")
    assert (code, out) == (0, "guide,topics,questions,ends,walks,last\r\n")
    assert err == "There are no guides yet. Write one with  coachlog guide add --editor\n"


def test_faults_are_reported_line_by_line_and_nothing_is_stored(coachlog, fee):
    text = FEE.replace("-> hardship", "-> hardshop").replace("document in the file why", "document")
    code, out, err = coachlog("guide", "add", "-", stdin=text)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "line 7: there is no step 'hardshop'. Did you mean 'hardship'?",
        "line 10: document what? Say what to write down and where, as in  document …",
        "coachlog: the guide was not saved: it has 2 faults.",
    ]
    assert coachlog("guide", "export", "fee", "--format", "text").out == FEE
    many = "guide: g\nstart: q?\n" + "\n".join(f" a{n} -> s{n}" for n in range(30))
    assert coachlog("guide", "add", "-", stdin=many).err.splitlines()[10] == "and 21 more"


def test_a_file_may_have_any_encoding_but_must_be_text(coachlog, home):
    text = FEE.replace("exempt", "exempté")
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        (home / "fee.txt").write_bytes(text.replace("\n", "\r\n").encode(encoding))
        assert coachlog("guide", "add", "fee.txt").code == 0
        assert "start: Is the customer exempté?" in coachlog("guide", "show", "fee").out
    (home / "fee.docx").write_bytes(b"PK\x03\x04" + bytes(30))
    assert coachlog("guide", "add", "fee.docx") == (
        2,
        "",
        "coachlog: fee.docx is not a text file. Save it as plain text (.txt, UTF-8) first.\n",
    )


def test_adding_a_guide_again_replaces_it_and_undo_brings_the_old_text_back(
    coachlog, csv_rows, fee
):
    newer = FEE.replace("waived?", "WAIVED?").replace("Waive it", "Waive it and say so")
    assert coachlog("guide", "add", "-", stdin=newer).err.startswith(
        "Replaced: Can this fee be WAIVED? · fees"
    )
    unchanged = "No change: Can this fee be WAIVED? already has this text.\n"
    assert coachlog("guide", "add", "-", stdin=newer).err == unchanged
    assert len(csv_rows("guide")) == 1
    assert "say so" in coachlog("guide", "show", "fee").out
    assert coachlog("undo").code == 0
    assert coachlog("guide", "export", "fee", "--format", "text").out == FEE


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "message"),
    [
        (["add", "nowhere.txt"], "", 4, "there is no file nowhere.txt"),
        (["add", "-"], "", 2, "empty"),
        (["add", "-"], "guide: a\0b\nstart: do It", 2, "NUL"),
        (["add", "-"], "x" * 1_000_001, 2, "more than 1,000,000 characters"),
        (["add", "-", "--editor"], "", 2, "Give one of them"),
        (["show", "fee"], "", 4, "Can this fee be waived"),
        (
            ["show", "weived"],
            "",
            4,
            "Did you mean 'Can a penalty be waived?' or 'Can this fee be waived?'?",
        ),
        (
            ["show", "waive"],
            "",
            4,
            "which guide do you mean: 'Can a penalty be waived?' or 'Can this fee be waived?'?",
        ),
        (["run", "penalty"], "", 6, "--answers yes,no"),
        (
            ["run", "penalty", "--answers", "perhaps"],
            "",
            2,
            "'perhaps' is not an answer to 'May we?' The answers are: 'yes', 'no'.",
        ),
        (
            ["run", "penalty", "--answers", " , "],
            "",
            6,
            "the answers stop at the question 'May we?' Add one of: 'yes', 'no';"
            " or q to stop there.",
        ),
        (["run", "penalty", "--answers", "yes,no"], "", 2, "the guide ends before 'no'"),
        (["run", "penalty", "@a", "@b"], "", 2, "one team"),
        (["stats", "--since", "nonsense"], "", 2, "nonsense"),
        (["export", "penalty", "--format", "pdf"], "", 2, "pdf"),
    ],
)
def test_errors_are_reported_on_one_line(coachlog, fee, arguments, stdin, code, message):
    penalty = "guide: Can a penalty be waived?\nstart: May we?\n yes -> do It\n no -> do Nothing"
    coachlog("guide", "add", "-", stdin=penalty)
    coachlog("guide", "add", "-", stdin="guide: Can this fee be split?\nstart: do It")
    result = coachlog("guide", *arguments, stdin=stdin)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err
    assert coachlog("guide", "stats", "--format", "csv").out.count(",0,0,0,0,0,0") == 3


def test_a_walk_ends_with_an_instruction_and_is_counted_without_a_name(coachlog, fee):
    code, out, err = coachlog("guide", "run", "fee", "--answers", "no,y")
    assert code == 0
    assert out.splitlines() == [
        "Can this fee be waived?",
        "",
        "document  in the file why",
        "rule      Fee schedule 7",
        "rests on  rule and judgement",
    ]
    assert err == "\nThis walk was counted, without a name · undo: coachlog undo\n"
    assert coachlog("list", "--format", "json").out == "[]\n"
    options = ["--answers", "2,cannot tell", "--format", "json"]
    (row,) = json.loads(coachlog("guide", "run", "fee", *options).out)
    assert row == {
        "guide": "Can this fee be waived?",
        "path": ["start: no", "hardship: cannot tell"],
        "left_at": None,
        "end": "hardship → cannot tell",
        "kind": "escalate",
        "text": None,
        "to": "the team lead",
        "with": "the application",
        "rule": "Fee schedule 3",
        "basis": "both",
        "decision": "escalated",
        "entry": None,
    }


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ("yes", ("Waive it", "rule", "Fee schedule 3", "followed")),
        ("no,no", ("Take the fee", "both", "Fee schedule 3", "followed")),
        ("no,yes", ("Document in the file why", "both", "Fee schedule 7", "exception-documented")),
        (
            "no,3",
            (
                "Escalate to the team lead with the application",
                "both",
                "Fee schedule 3",
                "escalated",
            ),
        ),
    ],
)
def test_a_case_is_recorded_with_its_path_in_a_single_action(
    coachlog, csv_rows, fee, answers, fields
):
    options = ["--answers", answers, "--record", "Asked at the desk"]
    code, _, err = coachlog("guide", "run", "fee", "@permits", *options)
    assert code == 0
    assert "question · permits / fees" in err
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert (entry["expected"], entry["basis"], entry["rule_ref"], entry["decision"]) == fields
    assert entry["happened"] == "Asked at the desk"
    assert entry["why"].startswith(
        "By the guide “Can this fee be waived?”: Is the customer exempt? "
    )
    assert (entry["topics"], entry["share"], entry["follow_up"]) == (["fees"], "team", None)
    assert csv_rows("guide", "stats")[0]["recorded"] == "1"
    coachlog("undo")
    assert coachlog("list", "--format", "json").out == "[]\n"
    assert csv_rows("guide", "stats")[0]["walks"] == "0"
    coachlog("redo")
    assert csv_rows("guide", "stats")[0]["recorded"] == "1"


def test_a_case_gets_the_team_and_topics_that_are_typed(coachlog, fee):
    options = ["--answers", "1", "--record", "Asked at the desk"]
    coachlog("guide", "run", "fee", "@permits", "+waivers", *options)
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert (entry["team"], entry["topics"]) == ("permits", ["waivers"])


def test_without_a_team_nothing_is_recorded_and_the_text_is_given_back(coachlog, csv_rows, fee):
    code, _, err = coachlog(
        "guide", "run", "fee", "--answers", "yes", "--record", "Asked at the desk"
    )
    assert code == 6
    assert err.endswith("Not recorded. Your text:\nAsked at the desk\n")
    assert csv_rows("guide", "stats")[0]["walks"] == "0"


def test_a_walk_is_stored_with_steps_and_answers_and_without_a_name(coachlog, fee, home):
    import sqlite3

    from coachlog.paths import default_log

    coachlog("guide", "run", "fee", "--answers", "no,q")
    coachlog("undo")
    coachlog("redo")
    db = sqlite3.connect(default_log())
    assert db.execute("SELECT path, ending, walked_on, entry FROM walk").fetchall() == [
        ("start: no\nhardship", None, "2026-11-19", None)
    ]
    authors = db.execute("SELECT author FROM revision WHERE tbl = 'walk'").fetchall()
    assert all(is_mark(author) for (author,) in authors)
    db.close()


def test_stats_count_endings_and_stops_and_remark_on_high_shares(coachlog, csv_rows, fee):
    for answers in ("yes", "no,yes", "no,yes", "no,q"):
        coachlog("guide", "run", "fee", "--answers", answers)
    assert coachlog("guide", "stats").err == ""
    for answers in ("no,cannot tell", "no,cannot tell", "no,yes"):
        coachlog("guide", "run", "fee", "--answers", answers)
    rows = csv_rows("guide", "stats", "fee")
    assert [(row["step"], row["kind"], row["walks"], row["percent"]) for row in rows] == [
        ("hardship → yes", "document", "3", "42.9"),
        ("hardship → cannot tell", "escalate", "2", "28.6"),
        ("waive", "do", "1", "14.3"),
        ("hardship → no", "do", "0", "0.0"),
        ("hardship", "left", "1", "14.3"),
    ]
    remarks = coachlog("guide", "stats", "fee", "--format", "csv").err
    assert remarks.splitlines() == [
        "Can this fee be waived?: 3 of 5 decisions were documented exceptions from Fee schedule 7."
        " The rule may need clarifying.",
        "Can this fee be waived?: 2 of 6 decisions were escalations. The topic may need practice.",
    ]
    for _ in range(2):
        coachlog("guide", "run", "fee", "--answers", "no,yes")
    assert coachlog("guide", "stats").err.splitlines() == [
        "Can this fee be waived?: 5 of 7 decisions were documented exceptions from Fee schedule 7."
        " The rule may need clarifying."
    ]
    assert csv_rows("guide", "stats") == [
        {
            "guide": "Can this fee be waived?",
            "walks": "9",
            "do": "1",
            "document": "5",
            "escalate": "2",
            "left": "1",
            "recorded": "0",
        }
    ]
    (later,) = csv_rows("guide", "stats", "--since", "2026-11-20")
    assert later["walks"] == "0"


def test_endings_that_a_newer_version_lacks_are_still_counted(coachlog, csv_rows, fee):
    coachlog("guide", "run", "fee", "--answers", "no,yes")
    newer = "guide: Can this fee be waived?\nstart: q?\n  yes -> do It\n"
    coachlog("guide", "add", "-", stdin=newer)
    counts = csv_rows("guide", "stats", "fee")
    assert [(row["step"], row["kind"], row["walks"]) for row in counts] == [
        ("hardship → yes", "gone", "1"),
        ("start → yes", "do", "0"),
    ]


def test_a_guide_is_exported_as_lists_as_a_chart_and_as_typed(coachlog, fee, home):
    out = coachlog("guide", "export", "fee").out
    assert out.startswith(
        "# Can this fee be waived?\n\nTopic: fees · Rule: Fee schedule 3\n\n"
        "Is the customer exempt?\n\n- yes: **Do** Waive it\n"
    )
    assert out == coachlog("guide", "show", "fee", "--format", "md").out
    chart = coachlog("guide", "export", "fee", "--format", "mermaid", "-o", "fee.mmd")
    assert chart.err == "Written to fee.mmd.\n"
    assert (home / "fee.mmd").read_text(encoding="utf-8").splitlines()[:4] == [
        "---",
        'title: "Can this fee be waived?"',
        "---",
        "flowchart TD",
    ]
    assert coachlog("guide", "export", "fee", "-o", "fee.mmd").code == 6
    options = ["--format", "text", "-o", "fee.mmd", "--force"]
    assert coachlog("guide", "export", "fee", *options).code == 0
    assert (home / "fee.mmd").read_text(encoding="utf-8") == FEE


def test_every_format_of_show_has_the_same_steps(coachlog, csv_rows, fee):
    from_json = json.loads(coachlog("guide", "show", "fee", "--format", "json").out)
    assert from_json[0] == {
        "step": "start",
        "kind": "question",
        "text": "Is the customer exempt?",
        "answer": "yes",
        "leads_to": "waive",
        "to": None,
        "with": None,
        "rule": None,
        "judgement": None,
    }
    from_csv = csv_rows("guide", "show", "fee")
    assert [row["step"] for row in from_csv] == [row["step"] for row in from_json]
    lines = coachlog("guide", "show", "fee", "--format", "jsonl").out.splitlines()
    assert len(lines) == len(from_json) == 9


def test_hostile_text_is_harmless_on_the_screen(coachlog):
    text = (
        "guide: [red]a[/red] \x1b[31m b \u202e c\n"
        "start: \x1b]0;x\x07 [link=x]?\n"
        "  [bold]y\x1b -> do \x9b \U0001f469\u200d\U0001f469\n"
    )
    assert coachlog("guide", "add", "-", stdin=text).code == 0
    for arguments in (
        ["show", "red"],
        ["list"],
        ["run", "red", "--answers", "1"],
        ["stats", "red"],
        ["export", "red"],
    ):
        code, out, err = coachlog("guide", *arguments)
        assert code == 0
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out + err)
    assert "[red]a[/red]" in coachlog("guide", "show", "red").out


EDITOR = """
import pathlib, sys
folder, file = map(pathlib.Path, sys.argv[1:])
(folder / "seen").write_bytes(file.read_bytes())
for text in sorted(folder.glob("text*"))[:1]:
    file.write_bytes(text.read_bytes())
    text.unlink()
"""


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """Install an editor that writes the next of some texts into the file: `editor("Text")`.

    It returns the folder with `seen`, the file as the editor found it.
    """

    def install(*texts):
        for number, text in enumerate(texts):
            (tmp_path / f"text{number}").write_text(text, encoding="utf-8")
        script = tmp_path / "editor.py"
        script.write_text(EDITOR, encoding="utf-8")
        monkeypatch.setenv("EDITOR", f"{sys.executable} {script} {tmp_path}")
        return tmp_path

    return install


def test_a_guide_is_written_in_an_editor_from_an_example(coachlog, editor):
    folder = editor(FEE)
    assert coachlog("guide", "add", "--editor").err.startswith("Added: Can this fee be waived?")
    example = (folder / "seen").read_text(encoding="utf-8")
    assert "escalate to the team lead with the application" in example
    editor(FEE.replace("Waive it", "Waive it at once"))
    assert coachlog("guide", "edit", "fee").err.startswith("Replaced: Can this fee be waived?")
    assert (folder / "seen").read_text(encoding="utf-8") == FEE
    assert list((folder / "tmp").iterdir()) == []


def test_nothing_is_stored_if_the_editor_changes_nothing(coachlog, editor):
    folder = editor()
    assert coachlog("guide", "add", "--editor") == (
        130,
        "",
        "coachlog: the text was not changed, so nothing was saved.\n",
    )
    assert list((folder / "tmp").iterdir()) == []


def test_a_faulty_text_from_the_editor_is_not_lost(coachlog, editor):
    folder = editor(FEE.replace("-> hardship", "-> nowhere at all"))
    code, _, err = coachlog("guide", "add", "--editor")
    assert code == 2
    assert "line 7: there is no step 'nowhere at all'" in err
    (file,) = (folder / "tmp").glob("*/guide.txt")
    assert str(file) in err
    assert "nowhere at all" in file.read_text(encoding="utf-8")


@on_a_terminal
def test_a_faulty_text_is_opened_again_until_it_is_right(coachlog, editor, terminal):
    editor(FEE.replace("-> hardship", "-> hardshop"), FEE)
    child = terminal("guide", "add", "--editor")
    child.expect_exact("Did you mean 'hardship'?")
    child.expect_exact("Open it again? [y/N]")
    child.send("y")
    child.expect_exact("Added: Can this fee be waived?")
    child.wait()


@on_a_terminal
def test_single_keys_lead_through_a_guide_and_back_and_record_the_case(
    coachlog, csv_rows, fee, terminal
):
    child = terminal("guide", "run", "fee")
    child.expect_exact("Is the customer exempt?")
    child.expect_exact("1 or y  yes")
    child.send("b")
    child.expect_exact("This is the first question")
    child.send("1")
    child.expect_exact("Waive it")
    child.expect_exact("Record this case? [y]es [n]o (? for keys)")
    child.send("b")
    child.expect_exact("Is the customer exempt?")
    child.send("x")
    child.expect_exact("x does nothing here. ? lists the keys.")
    child.send("n")
    child.expect_exact("This takes judgement. Ask them.")
    child.send("<")
    child.expect_exact("Is the customer exempt?")
    child.send("2")
    child.expect_exact("3 or c  cannot tell")
    child.send("3")
    child.expect_exact("escalate to")
    child.expect_exact("Record this case?")
    child.send("y")
    child.expect_exact("What happened, in a line:")
    child.sendline("Unclear application")
    child.expect_exact("Which team:")
    child.sendline("permitz")
    child.expect_exact("New team “permitz”? [y/N]")
    child.send("n")
    child.expect_exact("Which team: permitz")
    child.sendline("\x15permits")
    child.expect_exact("New team “permits”? [y/N]")
    child.send("y")
    child.expect_exact("Your team is now permits.")
    child.wait()
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert entry["happened"] == "Unclear application"
    assert (entry["decision"], entry["team"]) == ("escalated", "permits")
    assert csv_rows("guide", "stats")[0]["escalate"] == "1"


@on_a_terminal
def test_a_walk_that_was_stopped_is_counted_unless_by_ctrl_c(coachlog, csv_rows, fee, terminal):
    child = terminal("guide", "run", "fee")
    child.expect_exact("exempt?")
    child.send("n")
    child.expect_exact("applying?")
    child.send("q")
    child.expect_exact("This walk was counted as stopped at 'hardship', without a name")
    child.wait()
    child = terminal("guide", "run", "fee")
    child.expect_exact("exempt?")
    child.send("\x03")
    child.expect_exact("stopped")
    assert child.wait() == 130
    child = terminal("guide", "run", "fee")
    child.expect_exact("exempt?")
    child.send("1")
    child.expect_exact("Record this case?")
    child.send("\r")
    child.expect_exact("This walk was counted, without a name")
    child.wait()
    (row,) = csv_rows("guide", "stats")
    assert (row["walks"], row["do"], row["left"], row["recorded"]) == ("2", "1", "1", "0")
    assert coachlog("list", "--format", "json").out == "[]\n"
