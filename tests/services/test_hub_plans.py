"""A week is read on a hub by its indexes, however many entries the hub has."""

import pytest

from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.services import hub_report
from tests.benchmarks.hub_week import fill

ENTRIES = 20_000
# The share of the entries that is read; half a year is an eighth of them.
MOST_READ = {hub_report.FRONT: 1 / 12, hub_report.FULL: 1 / 5, hub_report.DOCUMENT: 1 / 5}
FILTERS = (Filter(team="Team 2"), Filter(topics=["fees"]), Filter(kinds=["mistake"]))


@pytest.fixture
def sam(hub, person):
    """Return somebody who supervises twenty teams with four years of entries."""
    fill(hub, ENTRIES)
    sam = person("sam", supervisor=True)
    sam.join("Team 1")
    return sam


def reads(hub):
    """Return how often tables of reports were read whole, and how many entries by an index."""
    # A process of the server counts at its end.
    while hub.run("SELECT FROM pg_stat_activity WHERE usename = 'sam'"):
        pass
    (counted,) = hub.run(
        """SELECT sum(seq_scan)::integer,
               sum(idx_tup_fetch) FILTER (WHERE relname = 'report_entry')::integer
           FROM pg_stat_user_tables WHERE relname IN ('report_entry', 'report_week')"""
    )
    return counted


@pytest.mark.parametrize("layout", MOST_READ)
def test_a_week_reads_no_table_of_reports_whole(hub, sam, layout):
    week = week_of(sam.clock.today())
    scans, read = reads(hub)
    hub_report.week_from_hub(sam.log, Filter(), week, layout).log.close()
    scans_after, read_after = reads(hub)
    assert 0 < read_after - read < MOST_READ[layout] * ENTRIES
    for entry_filter in FILTERS:
        hub_report.week_from_hub(sam.log, entry_filter, week, layout).log.close()
    assert reads(hub)[0] == scans_after == scans
