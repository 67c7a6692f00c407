"""Tests of `--editor`: the form, the editor, and what happens to them after an error."""

import json
import os
import re
import shlex
import stat
import sys

import pytest

from coachlog.cli.ask.editor import file_to_edit
from coachlog.cli.ask.form import HEADINGS, form_fields, form_text
from coachlog.domain.typed_text import MAX_TEXT
from coachlog.errors import UsageError
from tests.work import hints_of


@pytest.fixture
def editor(home, monkeypatch):
    """Set an editor that writes below headings: `editor(happened="Text")`.

    It can also run any code on the form's `text`. It returns the folder of the forms.
    """
    forms = home.parent / "tmp"

    def install(code="", **fields):
        script = home / "editor.py"
        script.write_text(
            "import re, sys\nfrom pathlib import Path\n"
            "path = Path(sys.argv[1]); text = path.read_bytes().decode()\n"
            f"fields = {fields!r}\n"
            "for field, value in fields.items():\n"
            "    head = re.search(f'# == {field} == .*\\n', text)\n"
            "    text = text[:head.end()] + value + text[head.end():]\n"
            f"{code}\n"
            "path.write_bytes(text.encode('utf-8', 'surrogateescape'))\n"
        )
        monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")
        return forms

    return install


def test_a_filled_form_becomes_an_entry(coachlog, editor):
    forms = editor(
        happened="# Took the old fee\n\n  twice",
        team="Front desk",
        topics="fees\nwaivers",
        own="yes",
        on="yesterday",
    )
    code, out, err = coachlog(
        "mistake", "--editor", "--recovery", "Called back", "--format", "json"
    )
    assert (code, hints_of(err)) == (0, ["Thank you for putting this on record."])
    record = json.loads(out)
    assert record["happened"] == "# Took the old fee\n\n  twice"
    assert (record["kind"], record["recovery"]) == ("mistake", "Called back")
    assert (record["team"], record["topics"]) == ("Front desk", ["fees", "waivers"])
    assert record["own"] is True
    assert (record["occurred_on"], record["occurred_at"]) == ("2026-11-18", None)
    assert list(forms.iterdir()) == []


def test_the_form_shows_what_the_command_line_has(coachlog, editor, home):
    coachlog("log", "@permits", "+fees", "Text")
    editor(f"Path({str(home / 'seen')!r}).write_text(text)", happened="New")
    assert coachlog("log", "--editor", "-s", "--factor", "tool").code == 0
    seen = form_fields((home / "seen").read_text())
    assert seen == {
        "happened": "New",
        "team": "permits",
        "topics": ["fees"],
        "kind": "strength",
        "factors": ["tool"],
    }


@pytest.mark.parametrize(
    ("written", "day"), [({}, "2026-11-02"), ({"on": "yesterday"}, "2026-11-18")]
)
def test_a_date_in_the_form_overrides_the_command_line(coachlog, editor, written, day):
    editor(happened="Text", **written)
    options = ["--on", "2026-11-02 14:30", "--format", "json"]
    record = json.loads(coachlog("log", "@permits", "--editor", *options).out)
    assert record["occurred_on"] == day
    assert (record["occurred_at"] is None) == bool(written)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_its_owner_can_read_the_form(coachlog, editor, home):
    os.umask(0)
    editor(
        f"rights = Path({str(home / 'rights')!r})\n"
        "rights.write_text(f'{path.stat().st_mode:o} {path.parent.stat().st_mode:o}')"
    )
    coachlog("log", "@permits", "--editor")
    file, folder = ((int(mode, 8)) for mode in (home / "rights").read_text().split())
    assert (stat.S_IMODE(file), stat.S_IMODE(folder)) == (0o600, 0o700)


def test_an_unchanged_form_records_nothing(coachlog, editor):
    forms = editor()
    code, out, err = coachlog("log", "@permits", "--editor")
    assert (code, out) == (130, "")
    assert err == "coachlog: the text was not changed, so nothing was saved.\n"
    assert list(forms.iterdir()) == []
    assert coachlog("list", "--format", "jsonl").out == ""


def test_a_form_without_what_happened_is_refused_and_stays(coachlog, editor):
    forms = editor(lesson="Ask first")
    code, out, err = coachlog("log", "@permits", "--editor")
    assert (code, out, err.count("\n")) == (6, "", 1)
    (form,) = forms.glob("*/*")
    assert str(form) in err
    assert form_fields(form.read_text())["lesson"] == "Ask first"


@pytest.mark.parametrize(
    ("code", "fields", "reason"),
    [
        (
            "text = text.replace('== why ==', '== [red]blame ==')",
            {"happened": "Dear words"},
            "line 27 of the form: the heading '[red]blame'",
        ),
        ("text += '\\n# == why ==\\nagain'", {"happened": "Dear words"}, "appears twice"),
        ("text = 'Dear words\\n' + text", {}, "of the form has no heading; move it"),
        ("", {"happened": "Dear words", "basis": "gut"}, "basis must be one of"),
        ("", {"happened": "Dear words", "own": "perhaps"}, "own must be yes or no"),
        ("", {"happened": "Dear words", "on": "garbage"}, "not a date"),
        ("", {"happened": "Dear words \udcff"}, "not UTF-8"),
        ("", {"happened": "Dear words \0"}, "NUL at character 12"),
        ("", {"happened": "Dear words" + "x" * MAX_TEXT}, "1,000,010 characters"),
        (
            "path.write_text(text); raise SystemExit(3)",
            {"happened": "Dear words"},
            "ended with an error (3)",
        ),
    ],
)
def test_a_form_with_an_error_stays_and_the_message_says_where(
    coachlog, editor, code, fields, reason
):
    forms = editor(code, **fields)
    exit_code, out, err = coachlog("log", "@permits", "--editor")
    assert (exit_code, out, err.count("\n")) == (2, "", 1)
    assert reason in err
    (form,) = forms.glob("*/*")
    assert str(form) in err
    assert b"Dear words" in form.read_bytes()
    assert coachlog("list", "--format", "jsonl").out == ""


@pytest.mark.parametrize("command", ["/no/such/editor", "'unclosed"])
def test_an_editor_that_does_not_start_is_named(coachlog, editor, command, monkeypatch):
    forms = editor()
    monkeypatch.setenv("VISUAL", command)
    code, out, err = coachlog("log", "@permits", "--editor")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert command.strip("'") in err
    assert list(forms.iterdir()) == []


def test_every_field_survives_the_form():
    fields = {name: f"{name} text" for name in HEADINGS}
    fields |= {"topics": ["a b", "c"], "factors": ["a b", "c"], "own": True}
    assert fields.keys() == set(HEADINGS)
    assert form_fields(form_text(fields)) == fields
    assert form_fields(form_text({})) == {}
    assert form_fields(form_text(fields).replace("\n", "\r\n").replace("\r\n", "\n")) == fields


def test_every_heading_has_an_explanation():
    assert all(re.search(rf"# == {name} == \S+", form_text({})) for name in HEADINGS)
    with pytest.raises(UsageError, match="line 1 "):
        form_fields("# == nonsense ==\n")


USUAL = {
    "mistake": ["happened", "recovery", "team", "topics"],
    "correction": ["happened", "expected", "team", "topics"],
}


@pytest.mark.parametrize("kind", USUAL)
def test_the_four_usual_fields_come_first_and_the_others_below_a_line(kind):
    above, below = form_text({"kind": kind}).split("\n# ---- The rest is optional ----\n")
    headings = re.compile(r"# == (\w+) ==")
    assert headings.findall(above) == USUAL[kind]
    assert sorted(headings.findall(above + below)) == sorted(HEADINGS)
    fields = {name: ["x"] if name in ("topics", "factors") else "x" for name in HEADINGS}
    fields |= {"kind": kind, "own": True}
    assert form_fields(form_text(fields)) == fields


def test_what_stands_below_the_line_is_no_topic():
    form = form_text({"topics": ["fees"]})
    line = "# ---- The rest is optional ----"
    assert form_fields(form.replace(line, line + "  "))["topics"] == ["fees"]
    with pytest.raises(UsageError, match=r"line 17 of the form has no heading; move it"):
        form_fields(form.replace(line, f"{line}\nThe driver was new"))


KILL = "path.write_text(text); import os, signal; os.kill(os.getppid(), signal.SIGKILL)"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_form_that_was_left_by_a_killed_command_is_named_once(process, coachlog, editor):
    forms = editor(KILL, happened="Half a thought")
    assert process("log", "@permits", "--editor").code == -9
    (left,) = forms.glob("*/entry.txt")
    editor()
    named = f"A command was killed while its text was open. The text is still in {left}\n"
    assert coachlog("log", "@permits", "--editor").err.startswith(named)
    assert named not in coachlog("log", "@permits", "--editor").err
    assert form_fields(left.read_text())["happened"] == "Half a thought"


def test_a_form_that_is_open_elsewhere_is_not_named(coachlog, editor):
    with file_to_edit("entry.txt", "Words"):
        editor()
        code, _, err = coachlog("log", "@permits", "--editor")
    assert (code, err) == (130, "coachlog: the text was not changed, so nothing was saved.\n")


def test_what_a_killed_editor_had_not_saved_is_kept(coachlog, editor):
    forms = editor("(path.parent / '.entry.txt.swp').write_text('words'); raise SystemExit(137)")
    code, _, err = coachlog("log", "@permits", "--editor")
    (form,) = forms.glob("*/entry.txt")
    assert code == 2
    assert f"Your text is in {form}" in err
    assert (form.parent / ".entry.txt.swp").read_text() == "words"
