"""Tests of the log that the demonstration makes."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from coachlog.clock import FixedClock
from coachlog.domain.audience import FULL
from coachlog.domain.checkins import RESULTS
from coachlog.domain.filters import Filter
from coachlog.domain.guides.stats import count_guide, count_steps, guide_signals
from coachlog.domain.periods import week_of
from coachlog.services import feedback_report
from coachlog.services.demo import fill
from coachlog.services.demo_entries import QUIET_TEAM
from coachlog.services.guide import find_readable_guide
from coachlog.services.week import week_report
from coachlog.services.week_document import week_document
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.due import count_due
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.queries.guides import path_counts
from coachlog.storage.queries.status_days import adopted_entries
from coachlog.storage.rebuild import table_problems


@pytest.mark.parametrize(
    "now", ["2026-11-19T15:00:00+00:00", "2026-11-16T00:30:00+00:00", "2026-04-06T09:00:00+00:00"]
)
def test_the_log_looks_like_twelve_weeks_of_real_teams(home, now):
    clock = FixedClock(datetime.fromisoformat(now))
    log = open_log(str(home / "demo.db"), clock, default=False, create=True)
    count = fill(log)
    entries = all_entries(log)
    assert count == len(entries) >= 300
    check_the_entries(entries, clock)
    check_the_checkins(log, clock)
    check_the_feedback(log)
    check_the_guide(log)
    check_the_replies(log, clock)
    check_the_changes(log, clock)
    log.close()


def all_entries(log):
    """Return everybody's entries, private ones too, in the order of the listing."""
    entries = {}
    for (trainer,) in log.all("SELECT DISTINCT trainer FROM entry"):
        log.reader = trainer
        for entry in select_entries(log, Filter(audience=FULL)):
            entries[entry.uuid] = entry
    return list(entries.values())


def check_the_entries(entries, clock):
    """Five teams have recorded every kind of entry; another has fallen silent."""
    assert {entry.kind for entry in entries} == {"strength", "correction", "question", "mistake"}
    assert len({entry.happened for entry in entries}) > 250
    today = clock.now().date()
    days = [date.fromisoformat(entry.occurred_on) for entry in entries]
    assert 76 <= (today - min(days)).days <= 85
    assert max(days) <= today
    assert all(datetime.fromisoformat(entry.recorded_at) <= clock.now() for entry in entries)
    two_weeks_ago = today - timedelta(days=14)
    teams = {entry.team for entry in entries if entry.occurred_on > two_weeks_ago.isoformat()}
    assert len(teams) == 5
    assert QUIET_TEAM not in teams
    assert any(entry.own and entry.role == "leader" for entry in entries)
    assert any(entry.is_open for entry in entries)
    assert any(entry.caught == "before-effect" for entry in entries)
    assert {"private", "meeting"} <= {entry.share for entry in entries}
    for entry in entries:
        texts = [text for text in entry if isinstance(text, str)]
        assert "{" not in "".join(texts)


def check_the_checkins(log, clock):
    """Trainers check in on working days; some are overdue, and some topics are harder."""
    rows = log.all(
        """SELECT c.seen, c.note, c.seen_on, c.author, e.trainer
           FROM checkin c JOIN entry e ON e.uuid = c.entry"""
    )
    assert len(rows) >= 150
    assert {result for result, *_ in rows} == set(RESULTS)
    assert any(note for _, note, *_ in rows)
    today = clock.now().date()
    for _, _, seen_on, author, trainer in rows:
        assert date.fromisoformat(seen_on).weekday() < 5
        assert seen_on <= today.isoformat()
        assert author == trainer
    counts = count_due(log, Filter(), today, today)
    assert 0 < counts.overdue < len(rows) / 3
    week = week_report(log, Filter(), week_of(today))
    assert sum(rate.answers_60 for rate in week.rates) > 20
    shares = {}
    for rate in week.rates:
        if rate.answers_30:
            shares[rate.name[0]] = rate.unprompted_30 / rate.answers_30
    assert shares["grants"] < 0.5 < shares["fees"]
    assert table_problems(log) == ""


def test_the_log_is_the_same_for_the_same_day(home, clock):
    logs = []
    for name in ("one.db", "two.db"):
        log = open_log(str(home / name), clock, default=False, create=True)
        fill(log)
        entries = all_entries(log)
        logs.append((entries, log.all("SELECT * FROM checkin"), log.all("SELECT * FROM due")))
        log.close()
    assert logs[0] == logs[1]


def check_the_feedback(log):
    """Most trainers and the teams that coach have groups of feedback; some have open groups."""
    trainers = [name for (name,) in log.all("SELECT DISTINCT trainer FROM entry")]
    reports = []
    for trainer in trainers:
        log.reader = trainer
        reports.append(feedback_report.own_report(log))
    assert sum(bool(report.groups) for report in reports) >= len(trainers) / 2
    assert any(report.waiting for report in reports)
    comments = []
    for report in reports:
        comments += [group.comments for group in feedback_report.group_texts(log, report.groups)]
    assert any(comments)
    log.reader = "nobody"
    teams = {group.team for group in feedback_report.team_report(log).groups}
    assert {"permits", "finance"} <= teams


def check_the_guide(log):
    """A team has a guide, with enough walks for its statistics to bring a remark."""
    stored, guide = find_readable_guide(log, "fee")
    walks = path_counts(log, stored.uuid, "", "~")
    assert count_guide(guide, walks).walks > 20
    assert all(row.walks for row in count_steps(guide, walks) if row.kind != "left")
    assert any("The rule may need clarifying" in line for line in guide_signals(guide, walks))


def check_the_replies(log, clock):
    """Colleagues answer, thank and suggest; few questions are open, and writers have news."""
    kinds = Counter(kind for (kind,) in log.all("SELECT kind FROM reply"))
    assert kinds["thanks"] > kinds["idea"] > 10
    assert not log.all(
        """SELECT 1 FROM reply r JOIN entry e ON e.uuid = r.entry
           WHERE r.author = e.trainer OR e.share = 'private'"""
    )
    week = week_report(log, Filter(), week_of(clock.now().date())).replies
    assert week.questions_total < 15
    news = Counter(what for (what,) in log.all("SELECT what FROM news"))
    # Writers also hear of what their leader did with their entry; leaders need not.
    assert news == kinds | {status: news[status] for status in ("shared", "adopted")}
    assert news["shared"] >= news["adopted"] > 10


def check_the_changes(log, clock):
    """What was shared in a meeting is changed one to three weeks after it was recorded."""
    adopted = [entry for entry in adopted_entries(log, Filter()) if entry.adopted_on]
    assert len(adopted) > 20
    for entry in adopted:
        # Some are recorded on the day after.
        days = date.fromisoformat(entry.adopted_on) - date.fromisoformat(entry.occurred_on)
        assert 8 <= days.days <= 22
    document, _ = week_document(log, Filter(), week_of(clock.now().date()), "monday")
    *topics, total = document.adoption
    assert total.adopted == len(adopted)
    assert 10 <= total.days <= 18
    assert any(topic.days for topic in topics)
    assert total.answers_60 > 20
    assert any(change.before for change in document.changes)
    assert any(change.after for change in document.changes)
