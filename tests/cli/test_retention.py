"""Tests of `retention`: people go from old entries, the lessons stay, and it asks before that."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coachlog.paths import default_log
from tests.cli.log_files import all_bytes, doctor
from tests.cli.test_purge import KILLED

ALIAS = "Zarathustra"
QUESTION = "Take people out of 1 entry before 2024-11-19 for good? This cannot be undone."


@pytest.fixture
def old_entry(coachlog):
    """Fill a log with an old entry about somebody, amid new ones; return the path of the log."""
    coachlog("config", "set", "retention", "2 years")
    text = f"{ALIAS} filed it under the street"
    old = ("oops", "@permits", "+filing", text, "--on", "2024-11-18", "--lesson", "Ask first")
    assert coachlog(*old, "--learner", ALIAS, "--own").code == 0
    coachlog("oops", "@permits", "+filing", "Took the old form", "--on", "2024-11-19", "--own")
    return Path(default_log())


def rows(coachlog, *arguments):
    return json.loads(coachlog(*arguments, "--format", "json").out)


def test_without_a_rule_nothing_happens(coachlog):
    assert coachlog("retention", "--yes") == (
        0,
        "",
        'No retention is set. To set one:  coachlog config set retention "24 months"\n',
    )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("24", "24 months"), ("2 years", "24 months"), ("1 Month", "1 month"), ("90 days", None)],
)
def test_the_rule_is_a_number_of_months(coachlog, typed, stored):
    code, _, err = coachlog("config", "set", "retention", typed)
    assert code == (0 if stored else 3)
    assert (stored or "such as 24 months; not '90 days'") in err + coachlog("config", "list").out


@pytest.mark.parametrize("typed", ["0", "-3 months", "1300", "months", "9" * 30, "２４ months"])
def test_a_rule_that_is_none_is_refused(coachlog, typed):
    assert coachlog("config", "set", "retention", "--", typed).code == 3


def test_a_dry_run_lists_what_a_run_leaves(coachlog, old_entry):
    before = old_entry.read_bytes()
    code, out, err = coachlog("retention", "--dry-run", "--format", "json")
    assert (code, err) == (0, "Older than 24 months: your entries before 2024-11-19.\n")
    (listed,) = json.loads(out)
    assert listed["goes"] == "learner, own, names in texts"
    assert old_entry.read_bytes() == before
    assert coachlog("retention", "--yes").code == 0
    stored = rows(coachlog, "show", listed["short_id"])
    if isinstance(stored, list):
        (stored,) = stored
    for field in ("occurred_on", "kind", "happened"):
        assert stored[field] == listed[field]
    assert stored["happened"] == "[name] filed it under the street"
    assert (stored["learner"], stored["own"], stored["lesson"]) == (None, False, "Ask first")


def test_it_says_what_it_did_and_is_done(coachlog, old_entry):
    assert ALIAS.encode() in all_bytes(old_entry.parent)
    code, out, err = coachlog("retention", "--yes")
    assert (code, out, err) == (0, "", "Took people out of 1 entry before 2024-11-19.\n")
    assert ALIAS.lower().encode() not in all_bytes(old_entry.parent).lower()
    assert rows(coachlog, "search", ALIAS) == []
    assert len(rows(coachlog, "search", "street")) == 1
    assert coachlog("doctor").code == 0
    assert coachlog("retention", "--yes").err == (
        "Nothing to do: nobody is left in your entries before 2024-11-19.\n"
    )


def test_the_newer_entry_is_as_it_was(coachlog, old_entry):
    coachlog("retention", "--yes")
    newer, _ = rows(coachlog, "list")
    assert (newer["occurred_on"], newer["own"]) == ("2024-11-19", True)


def test_without_a_terminal_it_needs_a_yes(coachlog, old_entry):
    code, out, err = coachlog("retention")
    assert (code, out) == (6, "")
    assert err == f"coachlog: {QUESTION} Confirm with --yes, or list them with --dry-run.\n"
    assert ALIAS.encode() in old_entry.read_bytes()


def test_a_backup_is_named_and_left_alone(coachlog, old_entry):
    backup = coachlog("backup").out.strip()
    err = coachlog("retention", "--yes").err
    assert f"This copy may still contain the text: {backup}\n" in err
    assert ALIAS.encode() in Path(backup).read_bytes()


def test_the_entries_of_others_are_theirs(by, old_entry):
    assert json.loads(by("ben", "retention", "--dry-run", "--format", "json").out) == []
    assert by("ben", "retention", "--yes").err.startswith("Nothing to do: ")
    assert ALIAS.encode() in old_entry.read_bytes()


def test_private_entries_of_others_do_not_exist(by, coachlog, old_entry):
    (old,) = rows(coachlog, "retention", "--dry-run")
    coachlog("edit", old["short_id"], "--private")
    assert by("ben", "retention", "--dry-run", "--format", "json").out.strip() == "[]"
    (still,) = json.loads(by("robin", "retention", "--dry-run", "--format", "json").out)
    assert still["short_id"] == old["short_id"]


@pytest.mark.parametrize("statements", [4, 8, 12, 16, 18, 20, 22, 24])
def test_one_that_is_killed_has_done_nothing_or_all(coachlog, old_entry, statements):
    script = KILLED.replace('"purge"', '"retention"')
    command = [sys.executable, "-c", script, str(statements)]
    killed = subprocess.run(command, capture_output=True, check=False)
    assert killed.returncode in (0, 137), killed.stderr
    _, older = rows(coachlog, "list")
    is_done = ALIAS not in older["happened"]
    assert (older["own"], older["happened"].startswith("[name]")) == (not is_done, is_done)
    if is_done:
        # What is left in free pages goes with the next one that erases.
        assert coachlog("purge", "--yes").code == 0
    else:
        assert coachlog("retention", "--yes").code == 0
    assert ALIAS.lower().encode() not in all_bytes(old_entry.parent).lower()
    assert doctor(coachlog)[0] == 0
