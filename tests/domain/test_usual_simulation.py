"""Made-up logs: how often a week without a change is called unusual, and how soon a change is seen.

The same figures from ten times as many weeks are in docs/review.md.
"""

from math import log, sqrt

import pytest

from tests import usual_simulation as simulation

LOOKS = 200  # weeks a page and a sort of log
RUNS = 25
MOST_FALSE_ALARMS = 0.05
LEAST_SEEN = 0.8

# From these rates on a change is seen in four of five runs, in a log that is regular.
DOUBLED = {1: 5, 6: 8, 25: 8}
HALVED = {1: 15, 6: 20, 25: 20}


def test_hardly_a_week_is_called_unusual_where_nothing_has_changed():
    table = simulation.table_of_false_alarms(LOOKS)
    worst = max(max(shares) for shares in table.values())
    lines = [f"{page}: {shares}" for page, shares in table.items()]
    assert worst <= MOST_FALSE_ALARMS, "\n".join(lines)
    assert worst > 0, "a page that never says anything passes every such test"


@pytest.mark.parametrize("teams", [1, 6, 25])
@pytest.mark.parametrize(("factor", "rates"), [(2, DOUBLED), (0.5, HALVED)])
def test_a_change_is_seen_within_eight_weeks(teams, factor, rates):
    share = simulation.seen(teams, rates[teams], factor, RUNS, is_irregular=False)
    assert share >= LEAST_SEEN


@pytest.mark.parametrize(("factor", "rate"), [(2, 1.5), (0.5, 3.9)])
def test_a_change_of_few_entries_is_not_seen(factor, rate):
    # Nor could it be. At these rates it differs by 2.5 standard deviations from what was to be
    # expected, eight weeks against the eighteen before: a test of one series at one time that is
    # wrong in 5 % of weeks sees that in four of five runs, and one of seventy sees next to nothing.
    variance = (1 / 18 + 1 / (8 * factor)) / rate
    assert abs(log(factor)) / sqrt(variance) < 1.645 + 0.842
    assert simulation.seen(25, rate, factor, RUNS, is_irregular=False) < LEAST_SEEN
