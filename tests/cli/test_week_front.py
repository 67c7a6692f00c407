"""Tests of the front page of a week: each line has a command, which lists what the line counts."""

import io
import json
import random  # noqa: TID251 - the same entries in every run
import re
import shlex
import sys
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from coachlog.cli.main import run
from coachlog.clock import utc_text
from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.render.front_lines import MOST_ROWS
from coachlog.services.front_page import front_page
from coachlog.storage import ledger, revisions
from coachlog.storage.short_ids import free_short_id

TODAY = date(2026, 11, 19)
NOBODY = ("Ana Quill", "Bela Quill", "Chidi Quill", "Dora Quill")
TOPICS = ("fees", "forms", 'the "old" forms', "hand-over")
TERMINAL_ROWS = 24  # the prompt takes the last one
LONG = "the second desk on the ground floor, which takes Aña's letters for the assessor's office"
KINDS = ("strength", "correction", "correction", "question", "mistake")


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


@pytest.fixture
def on_terminal(monkeypatch):
    """Run a command on a terminal, and return the lines that it shows on stdout."""

    def call(*arguments, columns=80):
        out = Terminal(io.BytesIO(), encoding="utf-8", newline="")
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setenv("COLUMNS", str(columns))
        assert run(list(arguments)) == 0
        out.flush()
        return re.sub(r"\x1b\[[\d;]*m", "", out.buffer.getvalue().decode()).splitlines()

    return call


@pytest.fixture
def filled(log, home, coachlog, monkeypatch):
    """Fill a log with half a year of some teams, and with what came of the entries."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))

    def fill(teams, weeks=30, a_week=1):
        dice = random.Random(11)
        entries = []
        for days_ago in range(7 * weeks - 1, -1, -1):
            for team in teams:
                if dice.random() < a_week / 7:
                    entries.append(made_up(dice, team, TODAY - timedelta(days=days_ago)))
        record(log, entries)
        happen(coachlog, log)

    return fill


def made_up(dice, team, day):
    entry = {
        "kind": dice.choice(KINDS),
        "team": team,
        "topics": dice.sample(TOPICS, dice.randint(1, 2)),
        "happened": "Took the fee twice, because the second window has a list of its own",
        "occurred_on": day.isoformat(),
        "trainer": dice.choice(NOBODY),
        "learner": dice.choice(NOBODY),
        "share": dice.choice(("team", "team", "meeting", "private")),
        "lesson": dice.choice((None, "Look at the list first")),
        "recovery": dice.choice((None, "Paid it back")),
        "follow_up": "30, 60",
    }
    if entry["kind"] == "mistake":
        entry |= {"own": True, "role": dice.choice(("member", "leader"))}
    return entry


def record(log, entries):
    short_ids = set()
    for entry in entries:
        log.clock.at = datetime.fromisoformat(f"{entry['occurred_on']}T10:00:00+00:00")
        now = utc_text(log.clock.now())
        uuid = log.clock.uuid7()
        short_id = free_short_id(log, uuid, short_ids)
        short_ids.add(short_id)
        entry |= {"uuid": uuid, "short_id": short_id, "recorded_at": now, "updated_at": now}
    with log.atomic():
        ledger.create_entries(log, revisions.begin_action(log, "log"), entries)


def happen(coachlog, log):
    """Answer, thank for, share and adopt some of the entries of the last four weeks."""
    rows = log.all("""SELECT short_id, kind FROM entry WHERE share <> 'private'
        AND occurred_on > '2026-10-22' ORDER BY occurred_on DESC""")
    for number, (short_id, kind) in enumerate(rows):
        if number % 3 == 0:
            assert coachlog("thanks", short_id).code == 0
        elif kind == "question" and number % 2:
            assert coachlog("reply", short_id, "On the second page").code == 0
        elif number % 5 == 1:
            done = coachlog("status", short_id, "adopted", "The list hangs at both windows")
            assert done.code == 0
        elif number % 7 == 2:
            assert coachlog("reply", short_id, "--question", "Both windows?").code == 0


def lines_of(page):
    """Return each line of a page in a pipe as its text and its command."""
    lines = [line for line in page.splitlines() if line]
    return [tuple(line.rsplit("  ", 1)) for line in lines]


def number_in(text):
    """Return what a line of the page counts, and whether there may be more."""
    if text.startswith("A leader went first"):
        return int((re.findall(r"with (\d+)", text) or ["1"])[0])
    if text.startswith("Nothing needs you"):
        return 0
    if text.startswith("Answered"):
        return int(text.split(" of ")[1].replace(",", ""))
    if text.startswith("Quiet"):
        return int((re.findall(r": (\d+) teams", text) or ["1"])[0])
    numbers = re.findall(r"[\d,]+ (?:entr|in )|^[\d,]+|(?<=for )[\d,]+|: [\d,]+", text)
    return int(re.sub(r"\D", "", numbers[0]))


def listed(coachlog, text, command):
    """Return how many things a command lists."""
    program, *arguments = shlex.split(command)
    assert program == "coachlog"
    if "--full" not in arguments:
        code, out, _ = coachlog(*arguments, "--format", "jsonl")
        assert code == 0, command
        return len(out.splitlines())
    arguments.remove("--full")
    code, out, _ = coachlog(*arguments, "--format", "json")
    assert code == 0, command
    assert text.startswith("Quiet")
    return len(json.loads(out)["quiet_teams"])


ONE = ("permits",)
SIX = ("permits", "finance", "2nd shift", "the 'new' desk", "schools", "records")
MANY = tuple(f"{LONG} {number}" for number in range(25))
WHICH = [
    ([], ONE),
    (["last"], SIX),
    (["@2nd shift"], SIX),
    (["+fees"], SIX),
    (["--topic", 'the "old" forms', "+forms", "--kind", "mistake"], SIX),
    (["--team", "the 'new' desk", "--kind", "question", "--kind", "mistake"], SIX),
    ([], MANY),
    (["2026-W30"], MANY),
    (["--team", MANY[0], "--topic", 'the "old" forms', "last"], MANY),
]


@pytest.mark.parametrize(("arguments", "teams"), WHICH)
def test_each_line_has_the_command_that_lists_what_it_counts(coachlog, filled, arguments, teams):
    filled(teams)
    code, out, _ = coachlog("week", *arguments)
    assert code == 0
    lines = lines_of(out)
    assert len(lines) >= 3
    for text, command in lines:
        if "--full" not in command or text.startswith("Quiet"):
            number = listed(coachlog, text, command)
            if text.startswith("More than"):
                assert number > 200
            else:
                assert number == number_in(text), (text, command)


def test_the_full_page_names_what_is_beyond_the_usual_and_what_is_within_it(coachlog, filled, log):
    filled(SIX)
    busy = [made_up(random.Random(3), "permits", TODAY) | {"share": "team"} for _ in range(30)]
    record(log, busy)
    front = dict(lines_of(coachlog("week").out))
    (busy_line,) = [text for text in front if text.startswith("permits: 3")]
    assert front[busy_line] == "coachlog list --week 2026-W47 @permits"
    within = re.search(r"Within the usual: (\d) teams, (\d) topics", "\n".join(front))
    page = coachlog("week", "--full").out
    assert f"  - {busy_line}\n" in page
    names = re.search(r"Within the usual: (\d) teams \((.*?)\); (\d) topics \((.*?)\)", page)
    assert (names[1], names[3]) == within.groups()
    assert (len(names[2].split(", ")), len(names[4].split(", "))) == (int(names[1]), int(names[3]))
    assert "permits" not in names[2]


@pytest.mark.parametrize(("arguments", "teams"), WHICH)
@pytest.mark.parametrize("columns", [80, 120])
def test_a_front_page_has_at_most_24_lines(on_terminal, filled, arguments, teams, columns):
    filled(teams)
    lines = on_terminal("week", *arguments, columns=columns)
    assert 3 <= len(lines) <= MOST_ROWS < TERMINAL_ROWS
    assert max(map(len, lines)) <= columns


def test_no_name_of_a_person_is_on_it(coachlog, on_terminal, filled):
    filled(SIX)
    shown = coachlog("week").out + "\n".join(on_terminal("week", "last"))
    assert "permits" in shown
    for name in (*NOBODY, "robin"):
        assert name not in shown


def test_a_page_says_everything_that_there_is_to_say(coachlog, filled):
    filled(SIX, a_week=3)
    texts = [text for text, _ in lines_of(coachlog("week", "last").out)]
    beginnings = (
        r"Week 2026-W46: Mon 9 Nov to Sun 15 Nov 2026 · \d+ entries",
        r"A leader went first, with \d mistakes: \"Took the fee twice, because the second ",
        r"\d+ open mistakes, the oldest 20\d days: .* \d+, .* \d+, .* \d+ and 3 more teams",
        r"\d+ entries with an unanswered question: .* and 3 more teams",
        r"\d+ check-ins due: ",
        r"\d+ entries not cleared for a meeting: ",
        r"Answered within 7 days: \d+ of \d+",
        r"\d+ lessons",
    )
    for beginning in beginnings:
        assert [text for text in texts if re.match(beginning, text)], (beginning, texts)


@pytest.mark.parametrize("name", ["open", "unanswered", "due", "uncleared"])
def test_what_needs_somebody_is_counted_by_team_as_the_list_has_it(coachlog, filled, name):
    filled(SIX)
    listed = json.loads(coachlog("list", f"--{name}", "--format", "json").out)
    of_list = json.loads(coachlog("week", "--format", "json").out)["lists"][name]
    assert of_list["by_team"] == Counter(entry["team"] for entry in listed)
    assert of_list["entries"] == len(listed) > 0
    (text,) = [text for text, command in lines_of(coachlog("week").out) if f"--{name}" in command]
    busiest = Counter(entry["team"] for entry in listed).most_common(1)[0][1]
    assert re.search(rf": [^:]+ {busiest}\b", text)


def test_more_than_a_screen_of_work_is_said_to_be_more(coachlog, filled, monkeypatch):
    monkeypatch.setattr("coachlog.services.front_page.MOST_COUNTED", 3)
    monkeypatch.setattr("coachlog.services.front_page.MOST_QUESTIONS", 3)
    filled(SIX, a_week=3)
    lines = lines_of(coachlog("week").out)
    mistakes = json.loads(coachlog("list", "--open", "--format", "json").out)
    first_day = min(entry["occurred_on"] for entry in mistakes)
    age = (TODAY - date.fromisoformat(first_day)).days
    oldest = Counter(entry["team"] for entry in mistakes[-4:])
    (busiest, _), (other, _) = oldest.most_common()
    text = f"More than 3 open mistakes, the oldest {age} days: of the oldest, most in"
    assert (f"{text} {busiest} and {other}", "coachlog list --open") in lines
    ((text, command),) = [line for line in lines if line[0].startswith("Answered")]
    assert text.endswith(" of 3")
    assert listed(coachlog, text, command) == 3
    figures = json.loads(coachlog("week", "--format", "json").out)
    assert figures["lists"]["open"]["entries"] > 3
    assert figures["answered"]["asked"] > 3


def test_more_than_a_screen_of_work_of_one_team_is_said_to_be_its(coachlog, filled, monkeypatch):
    monkeypatch.setattr("coachlog.services.front_page.MOST_COUNTED", 3)
    filled(ONE, a_week=3)
    lines = lines_of(coachlog("week").out)
    (text,) = [text for text, command in lines if command == "coachlog list --open"]
    assert re.fullmatch(
        r"More than 3 open mistakes, the oldest \d+ days: of the oldest, all in permits", text
    )
    lines = lines_of(coachlog("week", "@permits").out)
    (text,) = [text for text, command in lines if command == "coachlog list --open @permits"]
    assert re.fullmatch(r"More than 3 open mistakes, the oldest \d+ days", text)


def test_each_figure_of_a_front_page_is_looked_up_by_an_index(log, filled, query_plans):
    filled(ONE, weeks=2)
    query_plans.clear()
    for entry_filter in (Filter(), Filter(team="permits"), Filter(topics=("fees",))):
        front_page(log, entry_filter, week_of(TODAY))
    assert len(query_plans) > 30
    # A part of an index that has little else is walked up to a bound.
    walked = r"SCAN (\(subquery|\w+ USING (COVERING )?INDEX|setting|team|topic)"
    assert [plan for plan in query_plans if "SCAN" in plan and not re.match(walked, plan)] == []


def test_a_front_page_of_all_teams_reads_rows_only_of_what_it_counts(log, filled, query_plans):
    filled(ONE, weeks=2)
    query_plans.clear()
    front_page(log, Filter(), week_of(TODAY))
    span = "(occurred_on>? AND occurred_on<?)"
    questions = [plan.startswith("LIST SUBQUERY") for plan in query_plans].index(True) + 1
    assert query_plans[questions] == f"SEARCH e USING COVERING INDEX entry_counts {span}"
    assert f"SEARCH e USING INDEX entry_first {span}" in query_plans
    open_mistakes = query_plans.index("SCAN e USING COVERING INDEX entry_open")
    # They are in order, and only the teams are grouped.
    assert query_plans[open_mistakes + 1].startswith("SCAN (subquery")


def test_the_first_day_is_told_how_to_begin(coachlog, on_terminal):
    code, out, err = coachlog("week")
    assert (code, err) == (0, "To see the week before:  coachlog week last\n")
    assert lines_of(out) == [
        ("Week 2026-W47: Mon 16 Nov to Sun 22 Nov 2026 · 0 entries so far",
         "coachlog list --week 2026-W47"),
        ("Nothing has been recorded for the team yet. To begin",
         "coachlog log @team +topic WHAT HAPPENED"),
        ("To see what a full week looks like", "coachlog demo"),
    ]  # fmt: skip
    assert len(on_terminal("week")) <= 6


def test_an_empty_week_says_what_needs_somebody_today(coachlog, filled):
    filled(ONE, weeks=5, a_week=4)
    lines = lines_of(coachlog("week", "2026-W30").out)
    assert lines[0][0].endswith(" · 0 entries")
    assert [text for text, _ in lines if "open mistake" in text]
    lines = lines_of(coachlog("week", "2026-W52").out)
    assert lines[0][0].endswith(" · not begun yet")


def test_a_week_without_anything_to_do_says_so(coachlog):
    coachlog(
        "log", "@permits", "+fees", "--share", "meeting", "--follow-up", "none", "Looked it up"
    )
    lines = lines_of(coachlog("week").out)
    assert lines == [
        ("Week 2026-W47: Mon 16 Nov to Sun 22 Nov 2026 · 1 entry so far",
         "coachlog list --week 2026-W47"),
        ("Nothing needs you.", "coachlog list --open"),
        ("All about the week", "coachlog week 2026-W47 --full"),
    ]  # fmt: skip


def test_questions_are_answered_in_time_by_a_reply_or_by_the_right_way(coachlog, by, at):
    at("2026-10-26T10:00")
    for words in ("one", "two", "three", "four", "five"):
        assert coachlog("asked", "@permits", "+fees", words).code == 0
    assert coachlog("asked", "@permits", "+fees", "six", "--expected", "No").code == 0
    ids = ids_by_text(coachlog)
    at("2026-11-02T10:00")
    by("kim", "reply", ids["one"], "On the second page")
    coachlog("thanks", ids["two"], "Good question")
    coachlog("edit", ids["three"], "--expected", "Yes")
    at("2026-11-04T10:00")
    coachlog("reply", ids["four"], "Late")
    coachlog("edit", ids["five"], "--expected", "Late")
    coachlog("edit", ids["six"], "--expected", "Still no")
    assert answered(coachlog) == {
        "from": "2026-10-01",
        "to": "2026-10-28",
        "asked": 6,
        "in_time": 3,
    }
    assert "Answered within 7 days: 3 of 6" in coachlog("week").out


def answered(coachlog):
    return json.loads(coachlog("week", "--format", "json").out)["answered"]


def in_time(coachlog):
    return answered(coachlog)["in_time"], answered(coachlog)["asked"]


@pytest.mark.parametrize(
    ("zone", "moment"),
    [("America/New_York", "2026-10-26T22:30"), ("Pacific/Auckland", "2026-10-26T07:30")],
)
def test_the_seven_days_end_with_a_civil_day_of_the_writer(coachlog, at, zone, moment):
    """At both moments it is another day in UTC."""
    at(moment, zone=zone)
    for words in ("one", "two", "three", "four"):
        assert coachlog("asked", "@permits", "+fees", words).code == 0
    ids = ids_by_text(coachlog)
    at("2026-11-02T23:30")
    coachlog("reply", ids["one"], "On the second page")
    coachlog("edit", ids["two"], "--expected", "Yes")
    at("2026-11-03T00:30")
    coachlog("reply", ids["three"], "Late")
    coachlog("edit", ids["four"], "--expected", "Late")
    assert in_time(coachlog) == (2, 4)


def test_a_question_recorded_late_has_seven_days_from_then(coachlog, at):
    for words in ("one", "two"):
        at("2026-10-26T10:00")
        coachlog("asked", "@permits", "+fees", words, "--on", "2026-10-15")
    ids = ids_by_text(coachlog)
    at("2026-11-02T10:00")
    coachlog("reply", ids["one"], "In time")
    at("2026-11-03T10:00")
    coachlog("reply", ids["two"], "Late")
    assert in_time(coachlog) == (1, 2)


def test_an_answer_counts_from_the_day_on_which_others_can_read_it(coachlog, by, at):
    at("2026-10-26T10:00")
    for words in ("one", "two", "three", "four"):
        coachlog("asked", "@permits", "+fees", words, "--private")
    coachlog("asked", "@permits", "+fees", "five", "--private", "--expected", "No")
    ids = ids_by_text(coachlog)
    at("2026-10-27T10:00")
    for words in ("one", "three"):
        coachlog("reply", ids[words], "On the second page")
    for words in ("two", "four"):
        coachlog("edit", ids[words], "--expected", "Yes")
    coachlog("edit", ids["one"], "--share", "team")
    coachlog("edit", ids["two"], "--share", "team")
    at("2026-11-04T10:00")
    for words in ("three", "four", "five"):
        coachlog("edit", ids[words], "--share", "team")
    assert in_time(coachlog) == (2, 5)
    assert json.loads(by("kim", "week", "--format", "json").out)["answered"]["in_time"] == 2


def test_an_answer_that_was_undone_is_none(coachlog, at):
    at("2026-10-26T10:00")
    coachlog("asked", "@permits", "+fees", "one")
    coachlog("edit", "last", "--expected", "Wrong")
    coachlog("undo")
    assert in_time(coachlog) == (0, 0)
    at("2026-11-04T10:00")
    coachlog("edit", "last", "--expected", "Right")
    assert in_time(coachlog) == (0, 1)


def ids_by_text(coachlog):
    rows = json.loads(coachlog("list", "--mine", "--format", "json").out)
    return {row["happened"]: row["short_id"] for row in rows}
