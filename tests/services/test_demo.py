"""The demonstration's log."""

from collections import Counter
from datetime import date, datetime

import pytest

from coachlog.clock import FixedClock
from coachlog.domain.audience import FULL
from coachlog.domain.checkins import SEEN
from coachlog.domain.filters import Filter
from coachlog.domain.guides.stats import count_guide, count_steps, guide_signals
from coachlog.domain.periods import week_of
from coachlog.services import feedback
from coachlog.services.demo import QUIET_TEAM, fill
from coachlog.services.guide import find_readable_guide
from coachlog.services.week import week_report
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.due import count_due
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.queries.guides import ways
from coachlog.storage.rebuild import table_problems


@pytest.mark.parametrize(
    "now", ["2026-11-19T15:00:00+00:00", "2026-11-16T00:30:00+00:00", "2026-04-06T09:00:00+00:00"]
)
def test_it_looks_like_twelve_weeks_of_real_teams(home, now):
    clock = FixedClock(datetime.fromisoformat(now))
    log = open_log(str(home / "demo.db"), clock, default=False, create=True)
    made = fill(log, clock)
    entries = list(select_entries(log, Filter(audience=FULL)))
    looked_at(log, clock)
    told(log)
    decided(log)
    spoken_of(log, clock)
    log.close()
    assert made == len(entries) >= 300
    assert {entry.kind for entry in entries} == {"strength", "correction", "question", "mistake"}
    assert len({entry.happened for entry in entries}) > 250
    days = [date.fromisoformat(entry.occurred_on) for entry in entries]
    assert 76 <= (clock.now().date() - min(days)).days <= 85
    assert max(days) <= clock.now().date()
    assert all(datetime.fromisoformat(entry.recorded_at) <= clock.now() for entry in entries)
    teams = Counter(
        entry.team
        for entry in entries
        if (clock.now().date() - date.fromisoformat(entry.occurred_on)).days < 14
    )
    assert len(teams) == 5
    assert QUIET_TEAM not in teams
    assert any(entry.own and entry.role == "leader" for entry in entries)
    assert any(entry.is_open for entry in entries)
    assert any(entry.caught == "before-effect" for entry in entries)
    assert {"private", "meeting"} <= {entry.share for entry in entries}
    assert not any("{" in text for entry in entries for text in entry if isinstance(text, str))


def looked_at(log, clock):
    """Most of what was due was answered in time by its trainers, some is overdue, and it shows where it is hard."""
    answers = log.all(
        "SELECT c.seen, c.note, c.seen_on, c.author, e.trainer FROM checkin c JOIN entry e ON e.uuid = c.entry"
    )
    assert len(answers) >= 150
    assert {answer[0] for answer in answers} == set(SEEN)
    assert any(answer[1] for answer in answers)
    today = clock.now().date()
    assert all(
        date.fromisoformat(answer[2]).weekday() < 5 and answer[2] <= today.isoformat()
        for answer in answers
    )
    assert all(answer[3] == answer[4] for answer in answers)
    found = count_due(log, Filter(), today, today)
    assert 0 < found.overdue < len(answers) / 3
    week = week_report(log, clock, Filter(), week_of(today))
    assert sum(share.answers_60 for share in week.follow_up) > 20
    by_topic = {
        share.name[0]: share.unprompted_30 / share.answers_30
        for share in week.follow_up
        if share.answers_30
    }
    assert by_topic["grants"] < 0.5 < by_topic["fees"]
    assert table_problems(log) == ""


def test_it_is_the_same_log_for_the_same_day(home, clock):
    found = []
    for name in ("one.db", "two.db"):
        log = open_log(str(home / name), clock, default=False, create=True)
        fill(log, clock)
        found.append(
            (
                list(select_entries(log, Filter(audience=FULL))),
                log.all("SELECT * FROM checkin"),
                log.all("SELECT * FROM due"),
            )
        )
        log.close()
    assert found[0] == found[1]


def told(log):
    """Learners said what it was like: enough for every team that coaches and for most trainers, and some are waiting."""
    trainers = [name for (name,) in log.all("SELECT DISTINCT trainer FROM entry")]
    reports = {trainer: feedback.own_report(log, trainer) for trainer in trainers}
    assert sum(bool(report.groups) for report in reports.values()) >= len(trainers) / 2
    assert any(report.waiting for report in reports.values())
    assert any(
        told.comments
        for report in reports.values()
        for told in feedback.group_comments(log, report.groups)
    )
    assert {"permits", "finance"} <= {
        group.team for group in feedback.team_report(log, "nobody").groups
    }


def decided(log):
    """A team has a guide, and goes through it so often that it says something."""
    stored, guide = find_readable_guide(log, "fee")
    went = ways(log, stored.uuid, "", "~")
    assert count_guide(guide, went).walks > 20
    assert all(row.walks for row in count_steps(guide, went) if row.kind != "left")
    assert any("the rule wants clearing" in line for line in guide_signals(guide, went))


def spoken_of(log, clock):
    """Colleagues answer, thank and have ideas; few questions wait, and writers have news."""
    kinds = Counter(kind for (kind,) in log.all("SELECT kind FROM reply"))
    assert kinds["thanks"] > kinds["idea"] > 10
    assert not log.all(
        "SELECT 1 FROM reply r JOIN entry e ON e.uuid = r.entry WHERE r.author = e.trainer OR e.share = 'private'"
    )
    week = week_report(log, clock, Filter(), week_of(clock.now().date())).answers
    assert week.questions_total < 15
    assert log.one("SELECT count(*) FROM news")[0] == sum(kinds.values())
