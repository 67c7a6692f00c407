"""`demo`, the first thing that a newcomer sees."""

import re
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_demo_shows_a_week_where_its_log_is_and_how_to_begin(coachlog):
    code, out, err = coachlog("demo")
    assert code == 0
    assert out.startswith("Week 2026-W47")
    assert re.search(r"\d+ check-ins due: ", out)
    path = re.search(r"made-up entries in (\S+)", err)[1]
    assert Path(path).stat().st_size > 0
    assert len(re.findall(r"^  .*(config set team|log \+fees|week$)", err, re.MULTILINE)) == 3
    assert coachlog("--db", path, "list", "--limit", "3", "--format", "jsonl").out.count("\n") == 3
    assert "overdue" in coachlog("--db", path, "due").out


def test_demo_shows_last_week_while_this_one_is_young(coachlog, at):
    at("2026-11-16T09:00")
    assert coachlog("demo").out.startswith("Week 2026-W46")


def test_demo_does_not_touch_the_users_own_log(coachlog, home, monkeypatch):
    monkeypatch.setenv("COACHLOG_DB", str(home / "own.db"))
    coachlog("log", "@permits", "Mine")
    before = (home / "own.db").read_bytes()
    assert coachlog("demo").code == 0
    assert (home / "own.db").read_bytes() == before
    assert sorted(path.name for path in home.rglob("*")) == ["own.db"]


def test_the_users_environment_does_not_change_the_demonstration(coachlog, home, monkeypatch):
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
    listings = []
    for name in ("plain.db", "other.db"):
        rows = coachlog("--db", name, "list", "--format", "csv").out.splitlines()
        listings.append([row.split(",", 1)[1] for row in rows])  # the ids in front are random
    assert listings[0] == listings[1]


def test_demo_keeps_the_log_in_a_new_file_only(coachlog, home):
    assert coachlog("demo", "--keep", "kept.db").code == 0
    size = (home / "kept.db").stat().st_size
    code, out, err = coachlog("demo", "--keep", "kept.db")
    assert (code, out, err) == (
        6,
        "",
        "coachlog: kept.db already exists. Choose another file.\n",
    )
    assert (home / "kept.db").stat().st_size == size
