"""`demo`, the first thing that anybody sees."""

import re
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_it_shows_a_week_says_where_the_log_is_and_how_to_begin(coachlog):
    code, out, err = coachlog("demo")
    assert code == 0
    assert out.startswith("Week 2026-W47")
    assert "Does it show in the work?" in out
    place = re.search(r"made-up entries in (\S+)", err)[1]
    assert Path(place).stat().st_size > 0
    assert len(re.findall(r"^  .*(config set team|log \+fees|week$)", err, re.MULTILINE)) == 3
    assert coachlog("--db", place, "list", "--limit", "3", "--format", "jsonl").out.count("\n") == 3
    assert "overdue" in coachlog("--db", place, "due").out


def test_it_shows_last_week_while_this_one_is_young(coachlog, at):
    at("2026-11-16T09:00")
    assert coachlog("demo").out.startswith("Week 2026-W46")


def test_it_does_not_touch_ones_own_log(coachlog, home, monkeypatch):
    monkeypatch.setenv("COACHLOG_DB", str(home / "own.db"))
    coachlog("log", "@permits", "Mine")
    before = (home / "own.db").read_bytes()
    assert coachlog("demo").code == 0
    assert (home / "own.db").read_bytes() == before
    assert sorted(path.name for path in home.rglob("*")) == ["own.db"]


def test_the_environment_of_whoever_looks_on_changes_nothing_in_it(coachlog, home, monkeypatch):
    coachlog("demo", "--keep", "plain.db")
    for name, value in (
        ("TRAINER", "kim"),
        ("FOLLOW_UP", "7"),
        ("ROLE", "leader"),
        ("USE", "@elsewhere"),
    ):
        monkeypatch.setenv(f"COACHLOG_{name}", value)
    assert coachlog("demo", "--keep", "other.db").code == 0
    for name in ("TRAINER", "FOLLOW_UP", "ROLE", "USE"):
        monkeypatch.delenv(f"COACHLOG_{name}")
    first, second = (
        coachlog("--db", f"{name}.db", "list", "--format", "csv").out for name in ("plain", "other")
    )
    columns = [
        [row.split(",", 1)[1] for row in text.splitlines()] for text in (first, second)
    ]  # ids are random
    assert columns[0] == columns[1]


def test_it_is_kept_where_somebody_wants_it_and_never_in_place_of_another_file(coachlog, home):
    assert coachlog("demo", "--keep", "kept.db").code == 0
    size = (home / "kept.db").stat().st_size
    code, out, err = coachlog("demo", "--keep", "kept.db")
    assert (code, out, err) == (
        6,
        "",
        "coachlog: kept.db is there already. Name a file that is not.\n",
    )
    assert (home / "kept.db").stat().st_size == size
