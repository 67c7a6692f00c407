"""What was done with an entry while it was private counts from the day on which it was shared."""

import json
import sqlite3
from contextlib import closing

import pytest

from coachlog.paths import default_log


@pytest.fixture
def on(by, monkeypatch):
    """Run a command on a day: `on("2026-11-20", "ana", "undo")`."""

    def run(day, name, *arguments):
        monkeypatch.setenv("COACHLOG_NOW", f"{day}T15:00:00+00:00")
        result = by(name, *arguments)
        assert result.code == 0, result.err
        return result

    return run


@pytest.fixture
def adopted(on):
    """Adopt a private entry of Ana's in September, and return its id."""
    words = ("@permits", "+fees", "--private", "--lesson", "Ask first", "Called ahead")
    on("2026-09-01", "ana", "log", *words)
    on("2026-09-10", "ana", "status", "last", "adopted", "We call")
    (shown,) = json.loads(on("2026-09-10", "ana", "show", "last", "-f", "json").out)
    return shown["short_id"]


def seen_in(by, week, *options, name="ben"):
    """Return how many adopted entries a week lists."""
    shown = by(name, "list", "--adopted", "--week", week, "-f", "json", *options)
    return len(json.loads(shown.out))


def adoption_days(by, entry, name="ben"):
    lines = by(name, "status", entry).out.splitlines()
    return [line for line in lines if "adopted" in line]


def test_an_entry_counts_as_adopted_from_the_day_on_which_it_was_shared(by, on, adopted):
    assert seen_in(by, "2026-W37", "--mine", name="ana") == 1
    on("2026-11-10", "ana", "edit", adopted, "--share", "team")
    for name in ("ana", "ben"):
        weeks = ("2026-W37", "2026-W46")
        assert [seen_in(by, week, name=name) for week in weeks] == [0, 1]
        assert "Adopted in November 2026" in by(name, "handbook").out
        assert "Called ahead" not in by(name, "week", "2026-W37").out
    (line,) = adoption_days(by, adopted)
    assert line.startswith("2026-11-10 ")
    assert "We call" in by("ben", "status", adopted).out
    (own,) = adoption_days(by, adopted, name="ana")
    assert own.startswith("2026-09-10 ")


def test_undo_and_redo_of_the_sharing_bring_back_the_same_days(by, on, adopted):
    def looks():
        return [
            by("ben", *words).out
            for words in (
                ("list", "--adopted", "--week", "2026-W46"),
                ("status", adopted),
                ("handbook",),
                ("summary", "--flow", "--since", "2026-09-01", "-f", "json"),
            )
        ]

    on("2026-11-10", "ana", "edit", adopted, "--share", "team")
    shared = looks()
    on("2026-11-11", "ana", "undo")
    assert seen_in(by, "2026-W37", "--mine", name="ana") == 1
    on("2026-12-20", "ana", "redo")
    assert looks() == shared
    on("2026-12-21", "ana", "undo")
    on("2026-12-22", "ana", "edit", adopted, "--share", "meeting")
    assert [seen_in(by, week) for week in ("2026-W37", "2026-W46", "2026-W52")] == [0, 0, 1]
    assert "Adopted in December 2026" in by("ben", "handbook").out
    assert by("ben", "doctor").code == 0


def test_a_status_that_others_saw_keeps_its_day_when_the_entry_is_hidden_meanwhile(by, on, adopted):
    on("2026-09-20", "ana", "edit", adopted, "--share", "team")
    on("2026-10-10", "ana", "edit", adopted, "--private")
    on("2026-11-10", "ana", "edit", adopted, "--share", "team")
    assert [seen_in(by, week) for week in ("2026-W37", "2026-W38", "2026-W46")] == [0, 1, 0]
    on("2026-11-11", "ana", "edit", adopted, "--private")
    on("2026-11-12", "ana", "status", adopted, "logged")
    on("2026-11-13", "ana", "status", adopted, "adopted", "We always call")
    on("2026-12-22", "ana", "edit", adopted, "--share", "team")
    weeks = ("2026-W38", "2026-W46", "2026-W52")
    assert [seen_in(by, week) for week in weeks] == [0, 0, 1]
    assert "Adopted in December 2026" in by("ben", "handbook").out


def test_a_sharing_by_an_older_version_gives_no_private_day_away(by, on, adopted, home):
    on("2026-11-10", "ana", "edit", adopted, "--share", "team")
    with closing(sqlite3.connect(default_log())) as file, file:
        older = "UPDATE revision SET patch = ? WHERE instr(patch, ?)"
        file.execute(older, ('{"share":"team"}', '"share":"team"'))
    # Which week it was adopted in, as others could see, is told by no index. Without a span of
    # time the list has it.
    assert [seen_in(by, week) for week in ("2026-W37", "2026-W46")] == [0, 0]
    assert adopted in by("ben", "list", "--adopted", "-f", "jsonl").out
    assert "Adopted in November 2026" in by("ben", "handbook").out
    (line,) = adoption_days(by, adopted)
    assert line.split() == ["2026-11-10", "adopted", "ana", "We", "call"]


def test_a_status_that_comes_with_the_sharing_counts(by, on, adopted):
    on("2026-11-10", "ana", "edit", adopted, "--share", "team", "--status", "closed")
    assert json.loads(by("ben", "show", adopted, "-f", "json").out)[0]["status"] == "closed"
    assert "Closed in November 2026" in by("ben", "handbook").out
    on("2026-11-11", "ana", "undo")
    assert seen_in(by, "2026-W37", "--mine", name="ana") == 1


def test_an_import_that_shares_an_entry_dates_its_status_too(by, on, adopted, tmp_path):
    (entry,) = json.loads(by("ana", "show", adopted, "-f", "json").out)
    rows = tmp_path / "rows.csv"
    rows.write_text(f"uuid,share\n{entry['uuid']},team\n", encoding="utf-8")
    on("2026-11-10", "ana", "import", str(rows), "--update")
    assert [seen_in(by, week) for week in ("2026-W37", "2026-W46")] == [0, 1]


def test_changes_are_followed_from_the_day_on_which_others_saw_them(by, on, adopted):
    on("2026-10-01", "ben", "mistake", "@permits", "+fees", "Called ahead and forgot")
    on("2026-11-10", "ana", "edit", adopted, "--share", "team")
    repeats = by("ben", "repeats", "--format", "json").out + by("ben", "repeats", "--changes").out
    assert "2026-09-10" not in repeats
    assert "10 Sep" not in repeats
