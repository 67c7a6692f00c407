"""`list`: what it lists, in which formats, and how it is narrowed."""

import json
import re

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
    return lines_on_terminal(terminal, "--db", log.path, "list", *arguments)


def lines_on_terminal(terminal, *arguments, columns=200):
    """Return the lines of a command on a terminal of 24 lines, without their colours."""
    pexpect = pytest.importorskip("pexpect")
    child = terminal("--no-color", *arguments, columns=columns)
    child.expect(pexpect.EOF)
    return child.before.replace("\r\n", "\n").splitlines()


def test_a_terminal_gets_a_screen_of_entries_and_the_way_to_the_rest(log, fifty_entries, terminal):
    lines = on_terminal(terminal, log)
    assert lines[-1] == "→ And 32 more. To list all of them, add --all."
    assert len(lines) == 3 + 18 + 1
    assert "Entry 49" in lines[3]
    assert "Entry 32" in lines[-2]


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


DAY = r"^[ x0-9a-f]{4,}  [ 123]\d (Nov|Dec)"
LONG_TEXT = "Showed how to look up a fee waiver before taking the fee at the desk. " * 3


@pytest.fixture
def two_years(coachlog, log_path):
    """Record entries of two teams in two years, one of them with long names and a long text."""
    for words in (
        "good @permits +fees --on 2025-12-31 Called ahead",
        "oops @permits +fees Took the old form",
        "log @code-enforcement +site-visits +signs-of-shops --lesson=ask -- " + LONG_TEXT,
    ):
        assert coachlog(*words.split()).code == 0


@pytest.mark.parametrize("columns", [120, 80, 60, 40])
def test_a_terminal_has_the_text_first_and_every_name(terminal, two_years, columns):
    lines = lines_on_terminal(terminal, "list", columns=columns)
    text = "\n".join(lines)
    assert max(map(len, lines)) <= columns
    assert " ".join(text.split()).startswith("S strength · C correction · M mistake")
    rows = [line for line in lines if re.match(DAY, line)]
    assert [row.split()[1:4] for row in rows[:2]] == [["19", "Nov", "C"], ["19", "Nov", "M"]]
    assert re.search(r"31 Dec +(2025 +)?S  Called ahead", rows[2])
    assert "2025" in text
    words = text.replace(",", "").split()
    for name in ("code-enforcement", "site-visits", "signs-of-shops", "permits", "fees"):
        assert name in words
    if columns >= 80:
        # A column of names would leave less.
        assert len(longest_text(rows[0])) >= 40


def longest_text(row):
    return max(re.split("  +", row), key=len)


def test_what_all_rows_have_is_said_once(coachlog, terminal, two_years):
    lines = lines_on_terminal(terminal, "list", "@permits", columns=80)
    assert lines[0] == "All of permits / fees · S strength · M mistake"
    assert "permits" not in "".join(lines[1:])
    assert coachlog("log", "@permits", "+forms", "Asked").code == 0
    lines = lines_on_terminal(terminal, "list", "@permits", "-n", "2", columns=80)
    assert lines[0] == "All of permits · C correction · M mistake"
    assert [line.split()[-1] for line in lines[1:2] + lines[3:5]] == ["topics", "forms", "fees"]
    lines = lines_on_terminal(terminal, "list", "+fees", "-n", "1", columns=80)
    assert lines[-1].split()[-3:] == ["permits", "/", "fees"]


def test_a_screen_of_long_rows_ends_with_the_screen(coachlog, terminal, log_path):
    for number in range(14):
        words = f"log @team-{number} +a-topic-with-a-name Entry {number}"
        assert coachlog(*words.split(), *["that is told at some length"] * 3).code == 0
    lines = lines_on_terminal(terminal, "list", columns=60)
    shown = sum(bool(re.match(DAY, line)) for line in lines)
    assert lines[-1] == f"→ And {14 - shown} more. To list all of them, add --all."
    assert 20 <= len(lines) <= 22


def test_a_kind_has_its_colour_unless_there_is_to_be_none(terminal, two_years):
    pexpect = pytest.importorskip("pexpect")
    child = terminal("list", columns=80)
    child.expect(pexpect.EOF)
    assert "\x1b[38;5;130mM\x1b[0m" in child.before
    # red is for what needs somebody
    assert not re.search("\x1b\\[(31|38;5;160)m", child.before)
    plain = "\n".join(lines_on_terminal(terminal, "list", columns=80))
    assert "\x1b" not in plain
    without = re.sub("\x1b\\[[0-9;]*m", "", child.before).replace("\r\n", "\n")
    assert without.splitlines() == plain.splitlines()


def test_a_pipe_has_the_table_as_it_was(coachlog, two_years):
    lines = coachlog("list", "@permits").out.splitlines()
    assert lines[0].split() == ["id", "day", "kind", "team", "topics", "happened"]
    assert lines[2].split()[1:5] == ["2026-11-19", "mistake", "permits", "fees"]


@pytest.mark.parametrize("line", ["search waiver", "due --until 2027-01-01", "list --all"])
def test_lists_of_entries_look_alike(terminal, two_years, line):
    lines = lines_on_terminal(terminal, *line.split(), columns=80)
    assert "code-enforcement / site-visits, signs-of-shops" in "\n".join(lines)
    assert not any("2026-" in shown for shown in lines if "UTC" not in shown)
