"""Tests of the weekly counts that are judged, against a count by hand."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, week_before, week_of
from coachlog.services.usual import usual_figures
from tests.services.test_week import CLOCK, ENTRIES, LAST, filled

WEEK_STARTS = st.sampled_from(["monday", "saturday", "sunday"])


def by_hand(entries, week):
    """Return the counts of 26 weeks of every series, by sort and name."""
    weeks_of = {}
    for entry in entries:
        series = {("all", ""), ("team", entry["team"]), ("kind", entry["kind"])}
        series |= {("topic", topic) for topic in entry["topics"]}
        day = date.fromisoformat(entry["occurred_on"])
        age = (week.last - day).days // 7
        if entry["share"] != "private" and 0 <= age < 26:
            for name in series:
                weeks_of.setdefault(name, [0] * 26)[25 - age] += 1
    return {name: tuple(weeks) for name, weeks in weeks_of.items()}


@given(ENTRIES, WEEK_STARTS)
@settings(max_examples=50)
def test_the_weeks_of_every_series_are_as_counted_by_hand(entries, week_start):
    log = filled(entries)
    week = week_of(LAST, week_start)
    expected = by_hand(entries, week)
    total = expected.setdefault(("all", ""), (0,) * 26)
    figures = usual_figures(log, Filter(), week)
    weeks_of = {(usual.sort, usual.name): usual.weeks for usual in figures}
    log.close()
    assert weeks_of == {
        name: weeks for name, weeks in expected.items() if name[0] == "all" or weeks != total
    }


@given(ENTRIES, st.sets(st.sampled_from(["fees", "letters", "nothing"]), min_size=1))
@settings(max_examples=50)
def test_a_filter_chooses_the_series_that_it_names(entries, topics):
    log = filled(entries)
    week = week_of(LAST)
    every = {(usual.sort, usual.name): usual for usual in usual_figures(log, Filter(), week)}
    entry_filter = Filter(team="permits", topics=tuple(topics), kinds=("mistake",))
    chosen = usual_figures(log, entry_filter, week)
    log.close()
    names = {("team", "permits"), ("kind", "mistake"), *(("topic", topic) for topic in topics)}
    in_use = by_hand(entries, week)
    if any(in_use.get(name) == in_use.get(("all", ""), (0,) * 26) for name in names):
        names.add(("all", ""))
    assert chosen == [usual for name, usual in every.items() if name in names]


def test_the_week_of_today_is_not_over():
    weeks = [
        {"occurred_on": (LAST - 7 * DAY * age).isoformat()} for age in range(20) for _ in "12345"
    ]
    common = {"team": "permits", "kind": "mistake", "topics": ["fees"], "share": "team"}
    log = filled([{**common, **entry} for entry in weeks])
    this_week = week_of(CLOCK.today())
    verdicts = {}
    for week in (this_week, week_before(this_week)):
        verdicts[week.last < CLOCK.today()] = usual_figures(log, Filter(), week)[0]
    log.close()
    assert {is_over: usual.entries for is_over, usual in verdicts.items()} == {False: 0, True: 5}
    assert {usual.verdict for usual in verdicts.values()} == {"usual"}
    assert verdicts[False].low == 0 < verdicts[True].low
