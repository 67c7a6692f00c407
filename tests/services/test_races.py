"""Tests of decisions that somebody else makes wrong while a command waits or a person types."""

import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coachlog.errors import DecisionNeededError, NotFoundError, UsageError
from coachlog.services import guide, teams, wording
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.services.settings import Settings, change_setting, load_settings
from coachlog.storage.file.connection import Log
from coachlog.storage.file.open import open_log
from coachlog.storage.names import all_names
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.record_tables import read_settings

ME = Settings({"trainer": "robin"})
GUIDE = "guide: Can this fee be waived?\ntopics: fees\n\nstart: Is it a hardship?\n"
WAIVE = "  yes -> do Waive it\n  no -> do Charge it\n"


@pytest.fixture
def other(log, clock):
    """Open the log once more, as somebody else."""
    with closing(open_log(log.path, clock, default=False, create=False)) as opened:
        opened.reader = opened.login = "ada"
        yield opened


@pytest.fixture
def before_the_lock(log, monkeypatch):
    """Let something happen while a command waits for the lock, once."""
    waiting = []
    run = Log.run

    def run_after(opened, sql, values=()):
        if sql == "BEGIN IMMEDIATE" and opened is log and waiting:
            waiting.pop()()
        return run(opened, sql, values)

    monkeypatch.setattr(Log, "run", run_after)
    return waiting.append


def recorded(log, text="Charged twice", **more):
    """Record an entry, and return it."""
    fields = {"kind": "mistake", "team": "permits", "topics": ["fees"], "happened": text}
    return find_entry(log, record(log, ME, {**fields, **more}).fields["uuid"])


def actions(log):
    return log.one("SELECT count(*) FROM action")[0]


# --- what is decided while somebody else writes


def test_two_people_who_add_a_phrase_at_once_both_have_it(log, other, before_the_lock):
    theirs, mine = load_settings(other), load_settings(log)
    before_the_lock(lambda: wording.add(other, theirs, "chaotic"))
    assert wording.add(log, mine, "saggy")
    phrases = [row.phrase for row in wording.wording_list(load_settings(log)) if row.source]
    assert {"chaotic", "saggy"} <= set(phrases)


def test_a_phrase_that_somebody_else_has_just_removed_is_not_on_the_list(
    log, other, before_the_lock
):
    wording.add(log, load_settings(log), "saggy")
    settings = load_settings(log)
    before_the_lock(lambda: wording.remove(other, load_settings(other), "saggy"))
    before = actions(log)
    with pytest.raises(NotFoundError):
        wording.remove(log, settings, "saggy")
    assert actions(log) == before + 1


def test_a_setting_that_somebody_else_has_just_set_is_no_change(log, other, before_the_lock):
    before_the_lock(lambda: change_setting(other, "week-start", "sunday"))
    before = actions(log)
    assert change_setting(log, "week-start", "sunday") == ("sunday", "sunday")
    assert actions(log) == before + 1


def test_a_team_that_somebody_else_has_just_renamed_is_not_there(log, other, before_the_lock):
    recorded(log)
    before_the_lock(lambda: teams.rename(other, "team", "permits", "zoning"))
    with pytest.raises(NotFoundError):
        teams.rename(log, "team", "permits", "planning")
    assert all_names(log, "team") == ["zoning"]


def test_a_name_that_somebody_else_has_just_given_is_taken(log, other, before_the_lock):
    recorded(log)
    recorded(log, team="finance")
    before_the_lock(lambda: teams.rename(other, "team", "finance", "zoning"))
    with pytest.raises(UsageError, match="already exists"):
        teams.rename(log, "team", "permits", "zoning")
    assert all_names(log, "team") == ["permits", "zoning"]


def test_a_merge_into_a_team_that_is_gone_by_then_is_refused(log, other, before_the_lock):
    recorded(log)
    recorded(log, team="finance")
    before_the_lock(lambda: teams.rename(other, "team", "finance", "zoning"))
    with pytest.raises(NotFoundError):
        teams.merge(log, "team", "permits", "finance")
    assert all_names(log, "team") == ["permits", "zoning"]


def test_a_long_wait_for_the_lock_is_no_clock_that_is_behind(log, other, before_the_lock, clock):
    def two_minutes():
        clock.at += timedelta(minutes=2)
        recorded(other, "Theirs")

    before_the_lock(two_minutes)
    fields = {"kind": "strength", "team": "permits", "topics": ["fees"], "happened": "Mine"}
    mine = record(log, ME, fields)
    assert "clock" not in " ".join(mine.hints)
    assert mine.fields["recorded_at"] == "2026-11-19T15:02:00.000Z"


# --- what somebody else writes while a person types


def test_an_edit_does_not_replace_what_was_changed_since_it_was_seen(log, other):
    seen = recorded(log)
    edit(other, ME, seen.uuid, {"recovery": "Paid it back"})
    message = f"somebody else has changed recovery of {seen.short_id} meanwhile"
    with pytest.raises(DecisionNeededError, match=message):
        edit(log, ME, seen.uuid, {"recovery": "Sent a cheque"}, seen=seen)
    assert find_entry(log, seen.uuid).recovery == "Paid it back"
    # Another field loses nothing, and the same words are not a conflict.
    edit(log, ME, seen.uuid, {"lesson": "Ask", "recovery": "Paid it back"}, seen=seen)
    assert find_entry(log, seen.uuid).lesson == "Ask"


def test_a_list_that_was_changed_while_it_was_edited_stays(log, other):
    settings = load_settings(log)
    wording.add(other, load_settings(other), "chaotic")
    with pytest.raises(DecisionNeededError, match="while you were editing it"):
        wording.replace(log, settings, "en: saggy\n")
    assert "chaotic" in read_settings(log)["wording-list"]


def test_a_guide_that_was_changed_while_it_was_edited_stays(log, other):
    guide.add_guide(log, GUIDE + WAIVE)
    seen = guide.find_guide(log, "fee")
    guide.add_guide(other, GUIDE + WAIVE.replace("Waive", "Halve"))
    with pytest.raises(DecisionNeededError, match="while you were editing it"):
        guide.add_guide(log, GUIDE + WAIVE.replace("Charge", "Ask for"), seen=seen)
    assert "Halve" in guide.find_guide(log, "fee").text


@pytest.mark.skipif(sys.platform == "win32", reason="the editor is a shell script")
def test_both_texts_stay_where_an_entry_is_changed_while_the_form_is_open(
    home, process, monkeypatch
):
    assert process("log", "@permits", "Charged twice").code == 0
    editor = home / "editor"
    # While the form is open, somebody else changes the same field.
    editor.write_text(
        "#!/bin/sh\n"
        f"{sys.executable} -m coachlog edit last --happened 'Charged three times'\n"
        'sed -i "s/^Charged twice$/Charged once too often/" "$1"\n'
    )
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    code, out, err = process("edit", "last", "--editor")
    assert (code, out) == (6, "")
    assert "somebody else has changed happened" in err
    path = err.rstrip().rpartition("Your text is in ")[2]
    text = Path(path).read_text(encoding="utf-8")
    assert "Charged once too often" in text
    assert "Charged three times" in process("show", "last").out
