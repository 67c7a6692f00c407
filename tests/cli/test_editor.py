"""Editors that do not wait, and those with blanks in their path."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from coachlog.cli.ask import editor as module

FILL = """#!{python}
import sys
from pathlib import Path
path = Path(sys.argv[-1])
form = path.read_text(encoding="utf-8")
path.write_text("Filled in words\\n" + form, encoding="utf-8")
"""


@pytest.fixture
def forms(tmp_path):
    """Return the folder of temporary files."""
    return Path(tmp_path / "tmp")


def editor_called(path, text="#!/bin/sh\n"):
    """Write a program, and return it as `EDITOR` names it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("seconds", [0.0, 1_000.0])
def test_the_form_of_an_editor_that_does_not_wait_is_kept_and_named(
    coachlog, home, forms, monkeypatch, seconds
):
    monkeypatch.setattr(module, "LEAST_SECONDS", seconds)
    monkeypatch.setenv("EDITOR", editor_called(home / "code"))
    code, out, err = coachlog("log", "@permits", "--editor", "--lesson", "Ask")
    assert (code, out) == (130, "")
    assert "Does the editor wait until you close the file?" in err
    assert "EDITOR='code --wait'" in err
    (form,) = forms.rglob("*.txt")
    assert str(form) in err
    assert "Ask" in form.read_text(encoding="utf-8")
    assert form.stat().st_mode & 0o777 == 0o600


def test_an_editor_that_returns_at_once_is_one(coachlog, home, forms, monkeypatch):
    monkeypatch.setattr(module, "LEAST_SECONDS", 1_000.0)
    monkeypatch.setenv("EDITOR", editor_called(home / "unknown"))
    assert "Does the editor wait" in coachlog("log", "@permits", "--editor").err
    assert len(list(forms.rglob("*.txt"))) == 1


@pytest.mark.parametrize("command", ["unknown", "code --wait", "subl -w", "kate --block"])
def test_an_unchanged_form_of_any_other_editor_goes(coachlog, home, forms, monkeypatch, command):
    monkeypatch.setattr(module, "LEAST_SECONDS", 0.0)
    name, *options = command.split()
    monkeypatch.setenv("EDITOR", " ".join([editor_called(home / name), *options]))
    code, out, err = coachlog("log", "@permits", "--editor")
    assert (code, out) == (130, "")
    assert "the text was not changed, so nothing was saved." in err
    assert "wait" not in err
    assert list(forms.iterdir()) == []


@pytest.mark.parametrize("command", ["vim", "nano -w", "code --wait", "editor", "nvim"])
def test_an_editor_that_waits_may_be_closed_at_once(coachlog, home, forms, monkeypatch, command):
    monkeypatch.setattr(module, "LEAST_SECONDS", 1_000.0)
    name, *options = command.split()
    monkeypatch.setenv("EDITOR", " ".join([editor_called(home / name), *options]))
    assert "Does the editor wait" not in coachlog("log", "@permits", "--editor").err
    assert list(forms.iterdir()) == []


@pytest.mark.parametrize("change", ["none", "saved", "copy", "young"])
def test_an_old_form_goes_if_nothing_was_saved_into_it(coachlog, home, forms, monkeypatch, change):
    monkeypatch.setenv("EDITOR", editor_called(home / "code"))
    assert coachlog("log", "@permits", "--editor").code == 130
    (form,) = forms.rglob("*.txt")
    hours = {"young": 23}.get(change, 25)
    before = form.stat().st_mtime - hours * 3_600
    os.utime(form.parent / "unchanged", (before, before))
    assert (form.parent / "unchanged").stat().st_mode & 0o777 == 0o600
    if change == "saved":
        form.write_text("Filled in later", encoding="utf-8")
    elif change == "copy":
        (form.parent / f".{form.name}.swp").write_text("open", encoding="utf-8")
    assert coachlog("log", "@permits", "--editor").code == 130
    assert form.exists() == (change != "none")
    assert len(list(forms.iterdir())) == 1 + (change != "none")


@pytest.mark.parametrize("name", ["path with blanks/ed", "it's/ed --wait"])
def test_an_editor_whose_path_has_blanks_is_run_as_it_is(coachlog, home, monkeypatch, name):
    text = FILL.replace("{python}", sys.executable)
    monkeypatch.setenv("EDITOR", editor_called(home / name, text))
    assert coachlog("log", "@permits", "--editor").code in (0, 2)
    shutil.rmtree(home / name.partition("/")[0])
    code, _, err = coachlog("log", "@permits", "--editor")
    assert code == 2
    assert "could not be started" in err


def test_windows_gets_the_command_as_it_stands(monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "win32")
    command = module._command(r'"C:\Program Files\ed.exe" --wait', r"C:\my files\log.txt")
    assert command == r'"C:\Program Files\ed.exe" --wait "C:\my files\log.txt"'


def test_a_form_that_an_editor_has_filled_in_becomes_an_entry(coachlog, home, monkeypatch):
    script = home / "some editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\npath = Path(sys.argv[1])\n"
        "text = path.read_text(encoding='utf-8')\n"
        "path.write_text(text.replace('Old words', 'New words'), encoding='utf-8')\n"
    )
    text = f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$1"\n'
    monkeypatch.setenv("EDITOR", editor_called(home / "a folder" / "ed", text))
    assert coachlog("log", "@permits", "Old words").code == 0
    assert coachlog("edit", "last", "--editor").code == 0
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert entry["happened"] == "New words"
