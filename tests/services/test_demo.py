"""The demonstration's log."""

from collections import Counter
from datetime import date, datetime

import pytest

from coachlog.clock import FixedClock
from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.services.demo import QUIET_TEAM, fill
from coachlog.storage.opening import open_log
from coachlog.storage.selecting import select


@pytest.mark.parametrize("now", ["2026-11-19T15:00:00+00:00", "2026-11-16T00:30:00+00:00", "2026-04-06T09:00:00+00:00"])
def test_it_looks_like_twelve_weeks_of_real_teams(home, now):
    clock = FixedClock(datetime.fromisoformat(now))
    log = open_log(str(home / "demo.db"), clock, default=False, create=True)
    made = fill(log, clock)
    entries = list(select(log, Filter(audience=FULL)))
    log.close()
    assert made == len(entries) >= 300
    assert {entry.kind for entry in entries} == {"strength", "correction", "question", "mistake"}
    assert len({entry.happened for entry in entries}) > 250
    days = [date.fromisoformat(entry.occurred_on) for entry in entries]
    assert 76 <= (clock.now().date() - min(days)).days <= 85
    assert max(days) <= clock.now().date()
    assert all(datetime.fromisoformat(entry.recorded_at) <= clock.now() for entry in entries)
    teams = Counter(entry.team for entry in entries if (clock.now().date() - date.fromisoformat(entry.occurred_on)).days < 14)
    assert len(teams) == 5
    assert QUIET_TEAM not in teams
    assert any(entry.own and entry.role == "leader" for entry in entries)
    assert any(entry.is_open for entry in entries)
    assert any(entry.caught == "before-effect" for entry in entries)
    assert {"private", "meeting"} <= {entry.share for entry in entries}
    assert not any("{" in text for entry in entries for text in entry if isinstance(text, str))


def test_it_is_the_same_log_for_the_same_day(home, clock):
    found = []
    for name in ("one.db", "two.db"):
        log = open_log(str(home / name), clock, default=False, create=True)
        fill(log, clock)
        found.append(list(select(log, Filter(audience=FULL))))
        log.close()
    assert found[0] == found[1]
