"""The table of due check-ins follows its entries, whatever is done to them."""

from datetime import date

import pytest

from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.services import edit, teams
from coachlog.services.checkin import check_in
from coachlog.services.delete import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import undo
from coachlog.storage import due_table, purge, rebuild
from coachlog.storage.queries.due import count_due

ME = Settings({"trainer": "robin", "similar": "no"})


@pytest.fixture
def made(log):
    """Return a function that records an entry and returns its uuid."""

    def make(**fields):
        typed = {
            "kind": "correction",
            "team": "permits",
            "topics": ["fees"],
            "happened": "Showed how",
            "lesson": "Look it up",
            **fields,
        }
        return record(log, ME, typed).fields["uuid"]

    return make


def rows(log):
    return log.all("SELECT due_on, team, private, trainer FROM due ORDER BY due_on, entry")


def test_a_new_entry_gets_a_due_day_if_it_says_what_could_stick(log, made):
    made()
    made(follow_up="14, 45", share="private", trainer="kim", occurred_on="2026-11-01")
    made(follow_up="none")
    made(kind="mistake")
    made(kind="question")
    made(lesson=None)
    made(kind="mistake", recovery="Mended", occurred_on="2026-11-18")
    assert rows(log) == [
        ("2026-11-15", "permits", 1, "kim"),
        ("2026-12-18", "permits", 0, "robin"),
        ("2026-12-19", "permits", 0, "robin"),
    ]
    assert list(due_table.wrong_due(log)) == []


@pytest.mark.parametrize(
    ("patch", "due"),
    [
        ({"follow_up": "14"}, [("2026-12-03", "permits", 0, "robin")]),
        ({"follow_up": None}, []),
        ({"follow_up": "none"}, []),
        ({"occurred_on": "2026-11-01"}, [("2026-12-01", "permits", 0, "robin")]),
        ({"team": "finance"}, [("2026-12-19", "finance", 0, "robin")]),
        ({"share": "private"}, [("2026-12-19", "permits", 1, "robin")]),
        ({"trainer": "kim"}, [("2026-12-19", "permits", 0, "kim")]),
        ({"kind": "mistake"}, []),
        ({"kind": "question"}, []),
        ({"lesson": None}, []),
        ({"lesson": None, "expected": "So"}, [("2026-12-19", "permits", 0, "robin")]),
        ({"kind": "mistake", "recovery": "Mended"}, [("2026-12-19", "permits", 0, "robin")]),
        ({"lesson": "Look"}, [("2026-12-19", "permits", 0, "robin")]),
    ],
)
def test_the_due_day_follows_every_edit_and_its_undo(log, made, patch, due):
    uuid = made()
    before = rows(log)
    edit.edit(log, ME, uuid, patch)
    assert rows(log) == due
    undo(log)
    assert rows(log) == before
    assert list(due_table.wrong_due(log)) == []


def test_a_deleted_entry_is_not_due_until_undo_brings_it_back(log, made):
    uuid = made(occurred_on="2026-10-20")
    check_in(log, uuid, "with-help")
    before = rows(log)
    assert before == [("2026-12-19", "permits", 0, "robin")]
    delete(log, [uuid])
    assert rows(log) == []
    undo(log)
    assert rows(log) == before


def test_renaming_a_team_renames_it_in_the_table_of_due_check_ins(log, made):
    made()
    teams.rename(log, "team", "permits", "licensing")
    assert rows(log) == [("2026-12-19", "licensing", 0, "robin")]


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM due",
        "UPDATE due SET due_on = '2026-01-01'",
        "UPDATE due SET team = 'other'",
        "UPDATE due SET private = 1",
        "UPDATE due SET trainer = NULL",
        "INSERT INTO due VALUES (3, '2026-01-01', 'permits', 0, 'robin')",
        "PRAGMA foreign_keys = OFF;"
        " INSERT INTO due VALUES (99, '2026-01-01', 'permits', 0, 'robin')",
        "UPDATE checkin SET seen = 'no-chance'",
        "UPDATE checkin SET seen = 'no-chance', seen_on = 'not a day'",
    ],
)
def test_doctor_reports_and_repairs_a_wrong_row(log, made, harm):
    uuid = made(occurred_on="2026-10-20")
    made(occurred_on="2026-10-21")
    made(follow_up="none")
    check_in(log, uuid, "with-help")
    before = rows(log)
    for statement in harm.split("; "):
        log.run(statement)
    assert "due check-ins" in rebuild.table_problems(log)
    with log.atomic():
        rebuild.rebuild(log, "robin")
    assert rebuild.table_problems(log) == ""
    assert rows(log) == before


def test_many_entries_are_checked_and_repaired_in_batches(log, made, monkeypatch):
    monkeypatch.setattr(due_table, "_BATCH", 3)
    for number in range(8):
        made(occurred_on=f"2026-11-{number + 1:02}")
    before = rows(log)
    log.run("UPDATE due SET due_on = '2026-01-01' WHERE entry % 2")
    assert len(list(due_table.wrong_due(log))) == 4
    with log.atomic():
        rebuild.rebuild(log, "robin")
    assert rows(log) == before


def test_a_purged_entry_is_not_due(log, made):
    uuid = made(occurred_on="2026-10-20")
    made()
    check_in(log, uuid, "no-chance", "They were on leave")
    delete(log, [uuid])
    purge.purge(log)
    assert rows(log) == [("2026-12-19", "permits", 0, "robin")]
    assert log.all("SELECT * FROM checkin") == []
    assert rebuild.table_problems(log) == ""


def test_counting_coming_check_ins_does_not_read_the_overdue_ones(log):
    today = date(2026, 11, 19)
    log.run("PRAGMA foreign_keys = OFF")
    overdue = [(number, "2026-01-05", "permits", 0, "robin") for number in range(50_000)]
    coming = (50_000, "2026-12-24", "permits", 0, "robin")
    log.run_many(
        "INSERT INTO due (entry, due_on, team, private, trainer) VALUES (?, ?, ?, ?, ?)",
        [*overdue, coming],
    )
    steps = []
    log.db.set_progress_handler(lambda: steps.append(1) or 0, 1_000)
    for entry_filter in (
        Filter(),
        Filter(team="permits"),
        Filter(period=Period(date.min, date.max, "")),
    ):
        assert count_due(log, entry_filter, today, date(2026, 11, 22), 10) == (10, 0, 1)
    assert len(steps) < 10  # of a thousand instructions of SQLite's
