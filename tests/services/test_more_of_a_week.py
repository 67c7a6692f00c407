"""Every "and 12 more" of a week names the command that lists exactly what it counts."""

import json
import re
import shlex
from datetime import datetime

import pytest

from coachlog.clock import FixedClock
from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_before, week_of
from coachlog.paths import default_log
from coachlog.render.page import Heading, Paragraph
from coachlog.render.week_page import week_page
from coachlog.services.week import week_report
from coachlog.storage.file.open import open_log

MORE = re.compile(r"and ([\d,]+) more:  coachlog (.*?)(?:  ·|$)")
NOW = "2026-11-23T09:00:00+00:00"  # a Monday
DUE = re.compile(r"(\d+) check-ins overdue, (\d+) more due this week:  coachlog (.*)")


@pytest.fixture
def busy(by, monkeypatch):
    """Fill a log with more of everything than a page shows, before, in and after last week."""
    header = "date,kind,team,topics,happened,lesson,expected,follow_up,status,changed_what\n"
    lines = []
    for team in ("permits", "finance"):
        for day in ("2026-08-20", "2026-09-23", "2026-11-12", "2026-11-17", "2026-11-23"):
            for kind in ("strength", "correction", "question", "mistake"):
                for number in range(4):
                    status = ("", "logged", "adopted", "shared")[number]
                    lines.append(
                        f"{day},{kind},{team},fees,{day} {kind} {number},Lesson {number},"
                        f"{'Right' if kind == 'strength' else ''},70,{status},x\n"
                    )
    monkeypatch.setenv("COACHLOG_NOW", NOW)
    result = by("ana", "import", "-", stdin=header + "".join(lines))
    assert result.code == 0, result.err
    clock = FixedClock(datetime.fromisoformat(NOW))
    return open_log(default_log(), clock, default=True, create=False)


def more_lines(log, entry_filter, week, scope):
    """Return `(how many in all, left out, command)` of each line that leaves something out."""
    found = []
    total = ""
    for block in week_page(week_report(log, entry_filter, week, scope), str):
        if isinstance(block, Heading):
            total = re.search(r"\(([\d,]+)\)|$", block.text)[1]
        elif isinstance(block, Paragraph):
            # What can be typed is never grey.
            assert not (block.quiet and "coachlog " in block.text)
            if match := MORE.search(block.text):
                found.append((int(total), int(match[1]), match[2]))
            elif match := DUE.search(block.text):
                found.append((int(match[1]) + int(match[2]), 0, match[3]))
    return found


@pytest.mark.parametrize("weeks_ago", [0, 1])
@pytest.mark.parametrize(
    ("entry_filter", "scope", "lines"),
    [
        (Filter(), "", 6),
        (Filter(team="permits"), "@permits", 4),
        (Filter(kinds=("mistake", "question")), "", 6),
    ],
)
def test_each_command_lists_what_its_line_counts(
    busy, coachlog, weeks_ago, entry_filter, scope, lines
):
    week = week_before(week_of(busy.clock.today()), weeks_ago)
    found = more_lines(busy, entry_filter, week, scope)
    assert len(found) >= lines
    for total, left_out, command in found:
        assert 0 <= left_out < total
        code, out, err = coachlog(*shlex.split(command), "--format", "json")
        assert code == 0, err
        assert len(json.loads(out)) == total, command


@pytest.mark.parametrize("team", [None, "permits"])
def test_rows_that_a_table_leaves_out_are_shown_by_its_command(by, monkeypatch, team):
    monkeypatch.setenv("COACHLOG_NOW", NOW)
    topics = [f"topic-{number}" for number in range(50)]
    rows = [f"2026-11-17,{team},{topic},text\n" for topic in topics for team in ("permits", "x")]
    assert by("ana", "import", "-", stdin="date,team,topics,happened\n" + "".join(rows)).code == 0
    clock = FixedClock(datetime.fromisoformat(NOW))
    log = open_log(default_log(), clock, default=True, create=False)
    week = week_before(week_of(clock.today()))
    report = week_report(log, Filter(team=team), week, "@permits" if team else "")
    texts = [block.text for block in week_page(report, str) if isinstance(block, Paragraph)]
    lines = [text for text in texts if text.startswith("All rows:  coachlog ")]
    assert len(lines) == (1 if team else 2)
    _, out, _ = by("robin", *shlex.split(lines[0])[3:])
    assert "more topics" not in out
    assert all(topic in out for topic in topics)
    complete = week_page(report, str, complete=True)
    assert "All rows" not in " ".join(getattr(block, "text", "") for block in complete)
