"""Tests of the page of a week: every figure against a count by hand, and no person on it."""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.paths import default_log
from coachlog.services.week_document import week_document
from coachlog.storage.file.open import open_log
from tests.cli.test_summary_flow import Office, line_of
from tests.services.test_week import CLOCK, ENTRIES, LAST, WEEK, filled, within
from tests.work import add_entries, plans_of_queries, steps_of

FILTERS = [
    (Filter(), lambda entry: True),
    (Filter(team="permits"), lambda entry: entry["team"] == "permits"),
    (Filter(topics=("fees", "files")), lambda entry: {"fees", "files"} & set(entry["topics"])),
    (Filter(kinds=("question", "mistake")), lambda entry: entry["kind"] in ("question", "mistake")),
]


def document_of(log, entry_filter=None, week=WEEK):
    document, _ = week_document(log, entry_filter or Filter(), week, "monday")
    return document


@pytest.fixture
def opened(home):
    logs = []

    def open_it():
        logs.append(open_log(default_log(), CLOCK, default=True, create=False))
        logs[-1].reader = "robin"
        return logs[-1]

    yield open_it
    for log in logs:
        log.close()


@given(
    entries=ENTRIES,
    chosen=st.sampled_from([Filter(), Filter(team="permits"), Filter(kinds=("mistake",))]),
)
@settings(max_examples=40)
def test_the_map_and_the_lines_are_as_counted_by_hand(entries, chosen):
    log = filled(entries)
    document = document_of(log, chosen)
    log.close()
    here = [
        entry
        for entry in within(entries, WEEK.first, WEEK.last)
        if entry["team"] == (chosen.team or entry["team"])
        and (not chosen.kinds or entry["kind"] in chosen.kinds)
    ]
    counts = Counter((entry["team"], topic) for entry in here for topic in entry["topics"])
    cells = {}
    for row, numbers in zip(document.grid.rows, document.grid.cells, strict=True):
        for column, number in zip(document.grid.columns, numbers, strict=True):
            cells[row.value, column.value] = number
    assert {names: number for names, number in cells.items() if number} == counts
    assert document.grid.total == len(here)
    assert document.uncleared == sum(entry["share"] == "team" for entry in here)
    first = WEEK.first - timedelta(weeks=25)
    assert (document.span.first, document.span.last) == (first, WEEK.last)
    for usual in document.front.usual:
        assert len(usual.weeks) == 26


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_adopted_and_decided_is_as_counted_by_hand(by, at, tmp_path, opened, seed):
    office = Office(by, at, tmp_path, seed)
    log = opened()
    for entry_filter, condition in FILTERS:
        document = document_of(log, entry_filter)
        entries = [entry for entry in office.entries if condition(entry.fields)]
        assert adoption_of(document) == adoption_by_hand(entries, entry_filter.topics)
        rules = rules_by_hand(entries)
        assert rules_of(document) == {name: made for name, made in rules.items() if is_odd(*made)}
        assert document.decided_rules == len(rules)
        assert document.rarely_decided == sum(made[0] < 5 for made in rules.values())


def adoption_of(document):
    return [tuple(line) for line in document.adoption]


def adoption_by_hand(entries, chosen):
    topics = {topic for entry in entries for topic in entry.fields["topics"]}
    if chosen:
        topics &= set(chosen)
    lines = []
    for topic in topics:
        lines.append(
            adoption_line(topic, [one for one in entries if topic in one.fields["topics"]])
        )
    lines.sort(key=lambda line: (-line[1], line[0]))
    return [*lines, adoption_line(None, entries)]


def adoption_line(topic, entries):
    """Return the values of a line; the test of `summary --flow` counts all but the days."""
    _, recorded, *_, adopted, _, answers, unprompted = line_of(topic, entries)
    days = []
    for entry in entries:
        adopted_on = entry.step("adopted")[1]
        if adopted_on:
            span = date.fromisoformat(adopted_on) - date.fromisoformat(entry.fields["occurred_on"])
            days.append(span.days)
    return topic, recorded, adopted, middle_of(days), answers, unprompted


def middle_of(days):
    """Return the median of three days or more."""
    if len(days) < 3:
        return None
    days.sort()
    return (days[len(days) // 2] + days[-(len(days) + 1) // 2]) / 2


def rules_of(document):
    return {line.rule: tuple(line)[1:] for line in document.rules}


def is_odd(decisions, exceptions, escalations):
    return decisions >= 5 and max(exceptions, escalations) * 3 >= decisions


def rules_by_hand(entries):
    decisions = {}
    for entry in entries:
        if entry.fields["decision"]:
            decisions.setdefault(entry.fields["rule_ref"], []).append(entry.fields["decision"])
    return {
        rule: (len(made), made.count("exception-documented"), made.count("escalated"))
        for rule, made in decisions.items()
    }


def test_a_change_shows_what_came_back_before_and_after_it(by, at, opened):
    def mistake(day, text="Issued a permit without the school fee receipt from the district"):
        at(f"{day}T09:00")
        result = by("robin", "mistake", "@permits", "+fees", text, "--recovery", "Filed it anew")
        assert result.code == 0, result.err

    at("2026-08-31T09:00")
    # A lesson is recognized by its rare words, which needs others.
    for number in range(30):
        assert by("kim", "log", "@maps", "+maps", f"Showed customer {number} how").code == 0
    mistake("2026-09-01")
    lesson = "No receipt from the district, no issue button"
    assert by("robin", "edit", "last", "--lesson", lesson).code == 0
    assert by("robin", "status", "last", "shared").code == 0
    (shown,) = json.loads(by("robin", "show", "last", "--format", "json").out)
    first = shown["short_id"]
    for day in ("2026-09-11", "2026-09-21"):
        mistake(day)
    at("2026-10-01T09:00")
    assert by("kim", "status", first, "adopted", "Old forms are gone, says Kim").code == 0
    mistake("2026-11-01")
    mistake("2026-11-02", "Lost the key of the archive")
    assert by("robin", "status", "last", "adopted", "The key hangs on a hook").code == 0
    document = document_of(opened())
    (change,) = document.changes
    assert change.changed_what == "Old forms are gone, says [name]"
    assert change.adopted_on == "2026-10-01"
    assert change.short_id == ""  # only one person writes for this team
    assert (change.before, change.days_before, change.after, change.days_after) == (2, 10, 1, 31)
    assert (document.changes_left_out, document.changes_without_repeats) == (0, 1)
    assert change.caution == "Three repeats are too few to tell."


def test_private_entries_are_in_no_figure_and_not_told_of(by, at, opened):
    at("2026-11-20T09:00")
    assert by("robin", "log", "@permits", "+fees", "Showed how").code == 0
    before = document_of(opened())
    private = ["@secret", "+hidden", "--private", "--decision=escalated", "--rule=Code 9"]
    assert by("robin", "mistake", *private, "Mine alone", "--lesson", "Hush").code == 0
    assert by("robin", "status", "last", "adopted", "Hushed").code == 0
    assert document_of(opened()) == before


def test_no_person_is_on_the_page(by, at, opened):
    """Of teams, topics, rules and texts, and in the commands that name them."""
    at("2026-11-18T09:00")
    for name in ("Okonkwo", "Zbigniew", "Tadeusz") * 2:
        options = ["--decision=escalated", "--rule", "Rule of Okonkwo"]
        assert by(name, "log", "@Okonkwo", "+Zbigniew", "Asked Tadeusz", *options).code == 0
    leader = ["--own", "--role=leader", "--share=meeting"]
    assert by("Tadeusz", "mistake", "@Okonkwo", "+Zbigniew", "Zbigniew saw it", *leader).code == 0
    assert by("Tadeusz", "status", "last", "adopted", "Okonkwo keeps a list").code == 0
    for entry_filter in (Filter(), Filter(team="Okonkwo", topics=("Zbigniew",))):
        document = document_of(opened(), entry_filter)
        assert document.front.leaders[0].happened == "[name] saw it"
        assert document.front.changed == "[name] keeps a list"
        assert [rule.rule for rule in document.rules] == ["Rule of [name]"]
        texts = repr(document._replace(front=without_people_of(document.front)))
        for name in ("okonkwo", "zbigniew", "tadeusz"):
            assert name not in texts.lower()


def without_people_of(front):
    """Return a front page whose leaders have only what the page shows of them."""
    leaders = [(entry.short_id, entry.happened) for entry in front.leaders]
    return front._replace(leaders=leaders)


def test_words_that_nobody_has_cleared_are_not_quoted(by, at, opened):
    at("2026-11-18T09:00")
    for name in ("ana", "kim", "lee"):
        assert by(name, "log", "@permits", "+fees", "Showed how").code == 0
    leader = ["--own", "--role=leader"]
    assert by("lee", "mistake", "@permits", "+fees", "Lost the file", *leader).code == 0
    (entry,) = document_of(opened()).front.leaders
    assert (entry.happened, bool(entry.short_id)) == ("", True)


def test_nothing_leads_to_the_writer_of_a_small_team(by, at, opened):
    at("2026-11-18T09:00")
    for name in ("ana", "kim"):
        assert by(name, "log", "@permits", "+fees", "Showed how").code == 0
    leader = ["--own", "--role=leader", "--share=meeting"]
    assert by("kim", "mistake", "@permits", "+fees", "Lost the file", *leader).code == 0
    document = document_of(opened())
    assert document.front.leaders == []
    assert document.small_teams == ["permits"]
    assert by("lee", "log", "@permits", "+fees", "Showed how").code == 0
    document = document_of(opened())
    assert [entry.happened for entry in document.front.leaders] == ["Lost the file"]
    assert document.small_teams == []


def test_no_query_of_the_page_scans_the_entries(log):
    add_entries(log, 30, decision="escalated", rule_ref="Code 4", status="adopted")
    with plans_of_queries(log) as plans:
        document_of(log)
    scans = [plan for plan in plans if plan.startswith(("SCAN e", "SCAN c", "SCAN s"))]
    assert [plan for plan in scans if "USING" not in plan] == []


def test_the_work_does_not_grow_with_older_weeks(log):
    add_entries(log, 300, status="adopted")
    week = week_of(LAST)

    def work():
        document_of(log, week=week)

    before = steps_of(log, work)
    add_entries(log, 3_000, first=1_000, occurred_on="2025-11-17", decision="asked")
    assert steps_of(log, work) <= 1.3 * before
