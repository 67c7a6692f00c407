"""The table of what each week has, against the entries; `doctor` compares the two as well."""

from collections import Counter
from datetime import date, timedelta

import pytest

from coachlog.domain.periods import week_of
from coachlog.domain.settings import WEEKDAYS
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.weeks import counts_by_week
from coachlog.storage.rebuild import table_problems
from tests.cli.log_files import run_sql

DAY = timedelta(days=1)
LOG = ".local/share/coachlog/coachlog.db"


@pytest.fixture
def rows(clock, home):
    """Return a function that returns all rows as `{(sort, name): entries}`, if all is in order."""

    def counted():
        log = open_log(str(home / LOG), clock, default=False, create=False)
        assert table_problems(log) == ""
        counts = Counter()
        for sort, name, *days in log.all(
            f"SELECT sort, name, {', '.join(WEEKDAYS)} FROM week_count"
        ):
            assert any(days), "an empty row tells what was in the log"
            counts[sort, name] += sum(days)
        log.close()
        return dict(counts)

    return counted


def test_every_change_of_an_entry_is_counted(coachlog, rows):
    coachlog("log", "@permits", "+fees", "+forms", "Showed how")
    counts = {("team", "permits"): 1, ("topic", "fees"): 1, ("topic", "forms"): 1}
    assert rows() == {**counts, ("kind", "correction"): 1}
    coachlog("edit", "last", "--kind", "mistake", "--on", "2026-11-02")
    assert rows() == {**counts, ("kind", "mistake"): 1}
    coachlog("edit", "last", "--team", "counter", "--topic", "letters")
    expected = {("team", "counter"): 1, ("topic", "letters"): 1, ("kind", "mistake"): 1}
    assert rows() == expected
    coachlog("edit", "last", "--share", "private")
    assert rows() == {}
    coachlog("undo")
    assert rows() == expected
    coachlog("teams", "rename", "counter", "desk")
    assert ("team", "desk") in rows()
    coachlog("delete", "last")
    assert rows() == {}
    coachlog("undo")
    assert len(rows()) == 3


def test_a_private_entry_is_in_no_row(coachlog, rows):
    coachlog("log", "@secret", "+fees", "--share", "private", "Showed how")
    assert rows() == {}


def test_a_wrong_count_is_mended(coachlog, rows, home):
    coachlog("log", "@permits", "+fees", "Showed how")
    before = rows()
    run_sql(
        home / LOG,
        "UPDATE week_count SET monday = 7 WHERE sort = 'team'",
        "INSERT INTO week_count (week, sort, name, friday) VALUES (9, 'team', 'ghosts', 2)",
    )
    problems = coachlog("doctor").out
    assert "counts of weeks (2)" in problems
    coachlog("doctor", "--fix")
    assert rows() == before


@pytest.mark.parametrize("week_start", WEEKDAYS)
def test_weeks_begin_on_the_day_that_is_set(log, week_start):
    last = week_of(date(2026, 11, 19), week_start)
    # As many entries as the days are before the end of the last week, from a week too early on.
    for age in range(-3, 7 * 4 + 3):
        day = last.last - age * DAY
        log.run(
            f"INSERT INTO week_count (week, sort, name, {WEEKDAYS[day.weekday()]})"
            f" VALUES (?, 'team', 'permits', ?) ON CONFLICT DO UPDATE"
            f" SET {WEEKDAYS[day.weekday()]} = excluded.{WEEKDAYS[day.weekday()]}",
            ((day.toordinal() - 1) // 7, 1000 + age),
        )
    expected = [sum(1000 + age for age in range(7 * week, 7 * week + 7)) for week in (3, 2, 1, 0)]
    assert counts_by_week(log, last, 4) == {("team", "permits"): expected}


def test_the_counts_are_read_by_the_key_and_nothing_is_sorted(log):
    seen = []
    log.db.set_trace_callback(seen.append)
    counts_by_week(log, week_of(date(2026, 11, 19)), 27)
    log.db.set_trace_callback(None)
    (sql,) = seen
    plan = [row[3] for row in log.db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plan == ["SEARCH week_count USING PRIMARY KEY (week>? AND week<?)"]
