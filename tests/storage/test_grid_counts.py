"""The queries of a grid walk through an index, and sort nothing that grows with the log."""

import pytest

from coachlog.domain.filters import Filter
from coachlog.errors import CoachlogError
from coachlog.storage.queries.checkins import later_results
from coachlog.storage.queries.entry_rows import check_days
from coachlog.storage.queries.grid import count_other_topics, count_values
from tests.storage.test_summary_counts import SPAN, varied  # noqa: F401 - a fixture
from tests.work import plans_of_queries

IN_ORDER = [["team", "occurred_on"], ["occurred_on", "team"], ["topic", "occurred_on"]]
IN_ORDER += [["occurred_on", "topic"], ["occurred_on"]]
COVERED = [["team", "kind"], ["kind", "occurred_on"], ["team"], ["kind"]]
TEAM_OF_DAYS = Filter(team="permits", period=SPAN)


@pytest.fixture
def counted_log(log, varied):  # noqa: F811
    """Return a log whose first and last day were looked at already."""
    check_days(log)
    return log


@pytest.mark.parametrize("fields", IN_ORDER, ids=" ".join)
def test_weeks_and_months_are_counted_in_the_order_of_an_index(counted_log, fields):
    with plans_of_queries(counted_log) as plans:
        assert count_values(counted_log, Filter(period=SPAN), fields)
    (plan,) = [line for line in plans if "SEARCH" in line or "B-TREE" in line]
    assert "COVERING INDEX entry_counts" in plan or "PRIMARY KEY (occurred_on>?" in plan


@pytest.mark.parametrize("fields", COVERED, ids=" ".join)
def test_what_an_index_has_is_counted_from_it_alone(counted_log, fields):
    with plans_of_queries(counted_log) as plans:
        assert count_values(counted_log, Filter(period=SPAN), fields)
    assert any("COVERING INDEX entry_counts" in line for line in plans)


@pytest.mark.parametrize("field", ["occurred_on", "team"])
def test_other_topics_are_counted_from_the_table_of_topics(counted_log, field):
    with plans_of_queries(counted_log) as plans:
        assert count_other_topics(counted_log, Filter(period=SPAN), field, ["fees"])
    assert any("SEARCH t USING PRIMARY KEY (occurred_on>?" in line for line in plans)
    assert not any(line.startswith("SCAN") for line in plans)


@pytest.mark.parametrize("fields", [["topic", "basis"], ["status", "team"]], ids=" ".join)
def test_other_fields_are_read_of_the_span_only(counted_log, fields):
    for entry_filter in (Filter(period=SPAN), TEAM_OF_DAYS):
        with plans_of_queries(counted_log) as plans:
            count_values(counted_log, entry_filter, fields)
        assert not any(line.startswith("SCAN") for line in plans)


def test_a_damaged_choice_is_no_count(counted_log):
    counted_log.run("UPDATE entry SET status = 'gone' WHERE id = 2")
    with pytest.raises(CoachlogError, match="status"):
        count_values(counted_log, Filter(), ["team", "status"])


def test_check_ins_are_read_by_their_days(counted_log):
    with plans_of_queries(counted_log) as plans:
        later_results(counted_log, Filter(period=SPAN))
    assert any("checkin_by_day (seen_on>?" in line for line in plans)
    assert not any(line.startswith("SCAN") for line in plans)
