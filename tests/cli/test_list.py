"""`list`: what it lists, in which formats, and how it is narrowed."""

import json

import pytest

from coachlog.domain.filters import Filter
from coachlog.storage.queries.entries import count_entries
from tests.work import add_entries, steps_of


def test_a_list_has_the_same_cells_in_every_format(coachlog, csv_rows, some_entries):
    rows = csv_rows("list")
    objects = json.loads(coachlog("list", "--format", "json").out)
    lines = [json.loads(line) for line in coachlog("list", "--format", "jsonl").out.splitlines()]
    assert objects == lines
    # A record in JSON is whole; the columns of the others are those that fit on a screen.
    cells = [{**row, "topics": "; ".join(row["topics"])} for row in objects]
    assert [{name: row[name] for name in rows[0]} for row in cells] == rows
    table = coachlog("list").out.splitlines()
    assert [line.split("  ")[-1].strip() for line in table[2:]] == [row["happened"] for row in rows]


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_an_empty_list_still_has_its_header_and_makes_no_file(coachlog, home, form):
    code, out, err = coachlog("list", "--format", form)
    assert (code, err) == (0, "")
    assert ("happened" in out) == (form in ("table", "csv", "md"))
    assert list(home.rglob("*.db")) == []


def test_private_entries_are_listed_with_mine_only(coachlog, some_entries):
    assert "worry" not in coachlog("list").out
    assert "worry" in coachlog("list", "--mine").out


def test_a_list_is_narrowed_by_team_topic_kind_and_day(csv_rows, some_entries):
    assert {row["team"] for row in csv_rows("list", "@Permits")} == {"permits"}
    assert [row["topics"] for row in csv_rows("list", "+TRAVEL")] == ["travel"]
    assert [row["kind"] for row in csv_rows("list", "-k", "mistake")] == ["mistake"]
    assert csv_rows("list", "--until", "2026-11-18") == []
    assert len(csv_rows("list", "--today")) == 3
    assert len(csv_rows("list", "--limit", "1")) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--this-week"], "2026-W47: 2026-11-16 to 2026-11-22, UTC (UTC+00:00)\n"),
        (["--week", "2026-W46"], "2026-W46: 2026-11-09 to 2026-11-15, UTC (UTC+00:00)\n"),
        (["--today"], "today: 2026-11-19, UTC (UTC+00:00)\n"),
        (["--since", "2026-11-01"], "from 2026-11-01, UTC (UTC+00:00)\n"),
        (
            ["--since", "2026-11", "--until", "2026-11"],
            "2026-11-01 to 2026-11-30, UTC (UTC+00:00)\n",
        ),
    ],
)
def test_a_list_shows_which_days_and_which_time_zone_it_used(
    coachlog, some_entries, options, message
):
    code, _, err = coachlog("list", *options)
    assert (code, err) == (0, message)


@pytest.mark.parametrize("option", ["--since", "--until", "--week"])
def test_a_date_that_cannot_be_read_never_lists_everything(coachlog, some_entries, option):
    code, out, err = coachlog("list", option, "garbage")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Try 2026-11-20" in err.replace("Try last week, 2026-W46, ", "Try ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["week", "9999-W52"],
        ["list", "--week", "0001-W01"],
        ["list", "--since", "9999-12"],
        ["list", "--until", "9999"],
        ["list", "-n", "9" * 23],
        ["search", "fee", "-n", "9" * 20],
        ["history", "-n", "9" * 20],
    ],
)
def test_an_impossible_year_or_limit_is_refused_in_one_line(coachlog, some_entries, arguments):
    code, out, err = coachlog(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "command", [["list"], ["search", "fee"], ["export"], ["summary"], ["week"]]
)
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("@permit", "there is no team 'permit'. Did you mean 'permits'?\n"),
        ("+zzz", "there is no topic 'zzz'. coachlog topics  lists them.\n"),
    ],
)
def test_an_unknown_team_or_topic_is_reported_once(coachlog, some_entries, command, name, message):
    code, _, err = coachlog(*command, name)
    assert (code, err.count(message)) == (0, 1)


@pytest.fixture
def fifty_entries(log):
    """Record fifty entries on one day, in the log that commands use."""
    add_entries(log, 50)


def on_terminal(terminal, log, *arguments):
    """Return the lines that `list` writes on a terminal of 24 lines."""
    pexpect = pytest.importorskip("pexpect")
    child = terminal("--db", log.path, "list", *arguments)
    child.expect(pexpect.EOF)
    return child.before.replace("\r\n", "\n").splitlines()


def test_a_terminal_gets_a_screen_of_entries_and_the_way_to_the_rest(log, fifty_entries, terminal):
    lines = on_terminal(terminal, log)
    assert lines[-1] == "And 31 more. To list all of them, add --all."
    assert len(lines) == 2 + 19 + 1
    assert "Entry 49" in lines[2]
    assert "Entry 31" in lines[-2]


@pytest.mark.parametrize(
    ("options", "rows"),
    [(["--all"], 50), (["--limit", "40"], 40), (["--until", "2026-11-16"], 0)],
)
def test_a_terminal_gets_all_that_was_asked_for(log, fifty_entries, terminal, options, rows):
    lines = on_terminal(terminal, log, *options)
    assert sum("Entry" in line for line in lines) == rows
    assert not any("more" in line for line in lines)


def test_a_pipe_gets_every_entry(coachlog, log, fifty_entries):
    code, out, err = coachlog("--db", log.path, "list")
    assert (code, err) == (0, "")
    assert out.count("Entry") == 50


def test_data_on_a_terminal_is_complete(log, fifty_entries, terminal):
    lines = on_terminal(terminal, log, "--format", "csv")
    assert sum("Entry" in line for line in lines) == 50


def test_what_is_left_out_is_counted_up_to_a_bound(log):
    add_entries(log, 500)
    assert count_entries(log, Filter(), 5) == 5
    bounded = steps_of(log, lambda: count_entries(log, Filter(), 5))
    assert bounded < steps_of(log, lambda: count_entries(log, Filter())) / 10


def test_all_and_a_limit_exclude_each_other(coachlog):
    code, out, err = coachlog("list", "--all", "--limit", "5")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "coachlog: --all and --limit are both given. Give one of them."
