"""Tests of `meeting`: the sheet, whose turn it is, and what a meeting changes."""

import csv
import io
import json
import os
import shlex
import stat
from pathlib import Path

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record
from coachlog.storage.queries import counts


@pytest.fixture(autouse=True)
def large_teams(monkeypatch):
    """Let one writer be enough for a team: small teams are tested elsewhere."""
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


NOTE = (
    "For a meeting: only entries cleared for it, weeks instead of days, learners and trainers left"
    " out; known names, addresses and numbers are masked"
)
CLEARED = {
    "kind": "mistake",
    "recovery": "Paid it back",
    "lesson": "Look twice",
    "share": "meeting",
    "trainer": "ana",
}


@pytest.fixture
def log_it(coachlog):
    """Record a cleared mistake, and return its short id.

    `log_it("permits", "Took it twice", "2026-11-10", share="team")` changes a field of it.
    """

    def call(team, happened, day="2026-11-17", **changes):
        context = Context()
        fields = {"team": team, "topics": ["fees"], "happened": happened, "occurred_on": day}
        fields |= CLEARED | changes
        fields = {name: value for name, value in fields.items() if value is not None}
        recorded = record(context.log, context.settings, fields)
        context.close()
        return recorded.fields["short_id"]

    return call


@pytest.fixture
def office(log_it):
    """Record entries of three teams, of which records has none cleared; return their ids."""
    return {
        "permits": log_it("permits", "Took the fee twice", "2026-11-02"),
        "finance": log_it("finance", "Paid the invoice twice", "2026-11-03"),
        "records": log_it("records", "Answered late", "2026-11-04", share="team"),
        "private": log_it("records", "Nobody knows", "2026-11-05", share="private"),
    }


def statuses(coachlog):
    """Return `{what happened: status}` of every entry."""
    rows = csv.DictReader(io.StringIO(coachlog("export", "--for", "full").out))
    return {row["happened"]: row["status"] for row in rows}


def suggested_command(err):
    """Return the words of the command at the end of a note."""
    return shlex.split(err.splitlines()[-1].split("  coachlog ")[1])


def test_the_sheet_has_the_turn_and_three_questions_for_each_entry(coachlog, office):
    code, out, err = coachlog("meeting", "plan")
    assert code == 0
    assert out.splitlines()[:5] == [
        "Staff meeting, 2026-W47",
        "",
        f"{NOTE}.",
        "",
        "It is the turn of permits (for the first time). After it: finance and records.",
    ]
    assert f"permits / fees, 2026-W45 ({office['permits']})" in out
    assert [line.split("  ")[1:] for line in out.splitlines() if "Took the fee twice" in line]
    for question in ("What happened", "How was it put right", "What do we do next time"):
        assert out.count(question) == 2
    assert "There is nothing to read out yet for records." in out
    assert "2026-11" not in out
    assert err.splitlines() == [
        "Held back of the last 12 weeks: 1 not cleared for a meeting (coachlog clear).",
        "Nothing is waiting to be read out for records. To clear entries:  coachlog clear @records",
        f"After the meeting:  coachlog meeting done {office['permits']} {office['finance']}",
    ]


def test_every_format_has_the_same_sheet(coachlog, csv_rows, office):
    from_csv = csv_rows("meeting", "plan")
    assert [(row["part"], row["team"], row["number"]) for row in from_csv] == [
        ("turn", "permits", "1"),
        ("turn", "finance", "2"),
        ("turn", "records", "3"),
        ("highlight", "permits", ""),
        ("highlight", "finance", ""),
        ("nothing cleared", "records", ""),
    ]
    from_json = json.loads(coachlog("meeting", "plan", "--format", "json").out)
    assert [row["happened"] for row in from_json] == [row["happened"] or None for row in from_csv]
    assert from_json[3]["put_right"] == "Paid it back"
    assert from_json[3]["week"] == "2026-W45"
    markdown = coachlog("meeting", "plan", "--format", "md").out
    assert markdown.startswith(f"# Staff meeting, 2026-W47\n\n*{NOTE}.*\n")
    assert "- **What happened:** Took the fee twice\n" in markdown
    assert NOTE in coachlog("meeting", "plan", "--format", "csv").err


def test_what_is_empty_in_every_row_is_left_out_unless_it_is_named(coachlog, csv_rows, office):
    first, *_ = csv_rows("meeting", "plan", "-n", "0")
    assert first.keys() == {
        "part",
        "team",
        "topics",
        "week",
        "short_id",
        "kind",
        "number",
    }
    named = coachlog("meeting", "plan", "-n", "0", "-f", "csv", "--columns", "put right,team").out
    assert named.startswith("put_right,team\r\n,permits\r\n")
    (record, *_) = json.loads(coachlog("meeting", "plan", "-n", "0", "-f", "json").out)
    assert record["happened"] is None


@pytest.mark.parametrize("form", ["table", "md", "html", "json", "jsonl"])
def test_only_a_table_for_a_spreadsheet_has_columns_to_choose(coachlog, office, form):
    code, out, err = coachlog("meeting", "plan", "--columns", "team", "-f", form)
    assert (code, out) == (2, "")
    assert err == f"coachlog: --columns only works with CSV and xlsx, and this is {form}.\n"


def test_a_sheet_in_a_file_is_for_its_owner_alone_and_replaces_no_other(coachlog, office):
    os.umask(0)
    assert coachlog("meeting", "plan", "-o", "sheet.md").code == 0
    assert stat.S_IMODE(Path("sheet.md").stat().st_mode) == 0o600
    assert (
        Path("sheet.md")
        .read_text(encoding="utf-8")
        .startswith(f"# Staff meeting, 2026-W47\n\n*{NOTE}.*\n")
    )
    assert coachlog("meeting", "plan", "-o", "sheet.md").code == 6
    assert coachlog("meeting", "plan", "-o", "sheet.csv").code == 0
    assert Path("sheet.csv").read_text(encoding="utf-8").startswith("part,team,")
    result = coachlog("meeting", "plan", "-o", "sheet.ods")
    assert (result.code, result.out) == (2, "")


def test_a_meeting_moves_the_team_to_the_end_and_shares_its_entries(coachlog, office, at):
    code, out, err = coachlog("meeting", "done")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "Thu 19 Nov · permits had the turn · 2 entries shared · undo: coachlog undo",
        f"{office['permits']} · permits · Took the fee twice",
        f"{office['finance']} · finance · Paid the invoice twice",
        "If something else was read out: coachlog undo, then  coachlog meeting done ID...",
    ]
    assert statuses(coachlog) == {
        "Took the fee twice": "shared",
        "Paid the invoice twice": "shared",
        "Answered late": "logged",
    }
    at("2026-11-26T09:00")
    out = coachlog("meeting", "plan").out
    assert "It is the turn of finance (for the first time). After it: records and permits." in out
    assert "Took the fee twice" not in out


def test_undo_and_redo_cover_the_whole_meeting(coachlog, office):
    before = coachlog("meeting", "plan").out
    coachlog("meeting", "done")
    after = coachlog("meeting", "plan").out
    code, _, err = coachlog("undo")
    assert code == 0
    assert err.splitlines()[0] == "Undone: meeting done permits, 2 entries: the meeting is gone"
    assert coachlog("meeting", "plan").out == before
    assert set(statuses(coachlog).values()) == {"logged"}
    assert coachlog("redo").code == 0
    assert coachlog("meeting", "plan").out == after


def test_a_meeting_is_recorded_once(coachlog, csv_rows, office):
    coachlog("meeting", "done")
    code, out, err = coachlog("meeting", "done")
    assert (code, out) == (0, "")
    assert err.splitlines()[0] == (
        "No change: the meeting of Thu 19 Nov is already recorded (permits had the turn)."
    )
    assert coachlog("meeting", "done", "@permits").code == 0
    note = "A meeting on that day is already recorded. This is the sheet for another one."
    assert note in coachlog("meeting", "plan").err
    result = coachlog("meeting", "done", "@finance")
    assert result.code == 6
    assert "add --again" in result.err
    assert len(csv_rows("meeting", "list")) == 1
    assert coachlog("meeting", "done", "@finance", "--again").code == 0
    assert {row["team"] for row in csv_rows("meeting", "list")} == {"finance", "permits"}


def test_another_team_and_other_entries_can_be_named(coachlog, csv_rows, office, log_it):
    second = log_it("finance", "Second", "2026-11-09")
    code, _, err = coachlog("meeting", "done", "@finance", second, "--on", "2026-11-16")
    assert code == 0
    receipt = "Mon 16 Nov · finance had the turn · 1 entry shared · undo: coachlog undo"
    assert err.splitlines()[0] == receipt
    assert [name for name, status in statuses(coachlog).items() if status == "shared"] == ["Second"]
    (row,) = csv_rows("meeting", "list")
    assert row == {"held_on": "2026-11-16", "team": "finance", "state": "done", "entries": second}


def test_an_entry_that_is_not_cleared_cannot_be_read_out(coachlog, csv_rows, office):
    result = coachlog("meeting", "done", office["records"])
    assert (result.code, result.out) == (6, "")
    assert f"not cleared for a meeting: {office['records']}" in result.err
    assert csv_rows("meeting", "list") == []


def test_a_meeting_keeps_a_status_beyond_shared(coachlog, office):
    coachlog("edit", office["permits"], "--status", "adopted", "--changed-what", "The form")
    code, _, err = coachlog("meeting", "done", office["permits"])
    assert (code, f"{office['permits']} stays adopted." in err) == (0, True)
    assert statuses(coachlog)["Took the fee twice"] == "adopted"


def test_undo_names_the_team_of_the_meeting_or_skip(coachlog, office):
    coachlog("meeting", "skip")
    assert coachlog("undo").err.splitlines()[0] == "Undone: meeting skip permits: the skip is gone"
    assert coachlog("redo").err.splitlines()[0] == "Redone: meeting skip permits: the skip is back"
    coachlog("meeting", "done", office["permits"])
    message = (
        f'meeting done finance, {office["permits"]} (status) "Took the fee twice": the meeting'
    )
    preview = coachlog("undo", "--dry-run").err.splitlines()[0]
    assert preview == f"Would undo: {message} would be gone"
    assert coachlog("undo").err.splitlines()[0] == f"Undone: {message} is gone"
    assert coachlog("redo").err.splitlines()[0] == f"Redone: {message} is back"
    details = [row["details"] for row in json.loads(coachlog("history", "-f", "json").out)]
    assert details[:2] == ['finance (status) "Took the fee twice"', "permits"]


def test_the_command_below_a_sheet_for_some_teams_records_that_sheet(coachlog, office, log_it):
    err = coachlog("meeting", "plan", "@finance").err
    assert err.splitlines()[-1] == (
        f"After the meeting:  coachlog meeting done @finance {office['finance']}"
    )
    assert coachlog(*suggested_command(err)).err.splitlines()[:2] == [
        "Thu 19 Nov · finance had the turn · 1 entry shared · undo: coachlog undo",
        f"{office['finance']} · finance · Paid the invoice twice",
    ]
    for team in ("school office", "o'brien's"):
        coachlog("undo")
        log_it(team, "Filed it twice")
        err = coachlog("meeting", "plan", f"@{team}").err
        receipt = coachlog(*suggested_command(err)).err
        assert receipt.startswith(f"Thu 19 Nov · {team} had the turn · 1 e")


def test_the_suggested_commands_to_clear_entries_work(coachlog, log_it):
    ids = [
        log_it("school office", "Filed it twice", share="team"),
        log_it("school office", "Lost it twice", share="team"),
    ]
    err = coachlog("meeting", "plan").err
    assert err.splitlines()[-1] == (
        "Nothing is waiting to be read out for school office. To clear entries:"
        '  coachlog clear --team "school office"'
    )
    assert coachlog(*suggested_command(err), "--yes").code == 0
    coachlog("undo")
    code, _, err = coachlog("meeting", "done", *ids)
    command = err.splitlines()[0].split("Clear them first:  ")[1]
    assert (code, command) == (6, f"coachlog clear {' '.join(ids)}")
    assert coachlog("clear", *ids, "--yes").code == 0


def test_an_empty_list_says_how_to_plan_a_meeting(coachlog):
    assert coachlog("meeting", "list") == (
        0,
        "day  turn  state  read out\n──────────────────────────\n",
        "No meeting is recorded yet. To plan the next one:  coachlog meeting plan\n",
    )


def test_a_skipped_team_is_named_and_comes_first_next_time(coachlog, csv_rows, office, at):
    code, out, err = coachlog("meeting", "skip")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "Thu 19 Nov · permits was skipped and comes first next time · undo: coachlog undo",
        "For this meeting it is the turn of finance.",
    ]
    assert "Skipped today, and first next time: permits." in coachlog("meeting", "plan").out
    unchanged = "No change: permits was already skipped on Thu 19 Nov.\n"
    assert coachlog("meeting", "skip", "@permits").err == unchanged
    coachlog("meeting", "done")
    assert coachlog("meeting", "skip", "@finance").code == 6
    at("2026-11-26T09:00")
    turn = "It is the turn of permits (it was skipped). After it: records and finance."
    assert turn in coachlog("meeting", "plan").out
    states = [(row["team"], row["state"]) for row in csv_rows("meeting", "list")]
    assert states == [("finance", "done"), ("permits", "skipped")]


def test_teams_with_an_entry_in_the_last_twelve_weeks_take_part(coachlog, csv_rows, office, log_it):
    log_it("archive", "Long ago", "2026-08-28")
    log_it("gone", "Longer ago", "2026-08-27")
    turns = [row["team"] for row in csv_rows("meeting", "plan") if row["part"] == "turn"]
    assert turns == ["archive", "permits", "finance", "records"]
    filters = ["@gone", "@finance"]
    rows = csv_rows("meeting", "plan", *filters)
    assert [row["team"] for row in rows] == ["finance", "finance"]
    note = "Not on the sheet, because nothing was recorded in the last 12 weeks: gone."
    assert note in coachlog("meeting", "plan", *filters, "--format", "csv").err


def test_a_leaders_own_mistake_comes_first_and_only_the_planner_sees_why(coachlog, office, log_it):
    own = log_it("finance", "I paid it twice", "2026-11-10", own=True, role="leader")
    code, out, err = coachlog("meeting", "plan")
    assert code == 0
    # Permits has its turn first, but a leader goes before everybody.
    assert "It is the turn of permits" in out
    assert out.index("I paid it twice") < out.index("Took the fee twice")
    assert "Paid the invoice twice" not in out
    assert "own" not in out.split()
    assert (
        f"{own} is a leader's own mistake and comes first. Ask whether the writer wants to tell it."
        in err
    )


def test_good_catches_and_check_ins_are_counted_and_only_cleared_ones_shown(
    coachlog, office, log_it, at
):
    catch = {"caught": "before-effect", "recovery": None}
    caught = log_it("permits", "Stopped it in time", "2026-11-10", **catch)
    log_it("finance", "Stopped in secret", "2026-11-10", caught="before-effect", share="private")
    not_cleared = {"caught": "before-effect", "share": "team", "follow_up": "30"}
    log_it("finance", "Stopped quietly", "2026-11-10", **not_cleared)
    log_it("permits", "Shown", "2026-10-20", share="team", follow_up="30")
    log_it("permits", "Shown in private", "2026-10-20", share="private", follow_up="30")
    out = coachlog("meeting", "plan").out
    assert "Good catches in the last 4 weeks: 2" in out
    assert "(finance 1 and permits 1). Each was noticed before it had an effect." in out
    assert f"Cleared: permits / fees, 2026-W46 ({caught})." in out
    assert (
        "Check-ins due by the end of the week: 1. Is the coaching sticking? permits 1 (fees 1)."
        in (out)
    )
    for hidden in ("Stopped it in time", "Stopped in secret", "Stopped quietly", "Shown"):
        assert hidden not in out
    coachlog("meeting", "done")
    at("2026-11-26T09:00")
    assert "Good catches" not in coachlog("meeting", "plan").out


def test_the_context_limits_the_meeting_to_its_team_and_is_named(coachlog, office):
    coachlog("use", "@finance")
    result = coachlog("meeting", "plan")
    assert "Only @finance, as set by coachlog use." in result.err
    assert "permits" not in result.out
    assert "finance had the turn · 1 entry shared" in coachlog("meeting", "done").err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["plan", "@permts"], 4, "Did you mean 'permits'?"),
        (["plan", "+fees"], 2, "is a topic"),
        (["done", "@permits", "@finance"], 2, "only one team has the turn"),
        (["done", "+fees"], 2, "is a topic"),
        (["done", "ffffff"], 4, "no entry is called ffffff"),
        (["done", "@nobody"], 4, "there is no team 'nobody'"),
        (["done", "8f3a", "--limit", "1"], 2, "Leave it out where you name what was read out"),
        (["done", "--on", "gibberish"], 2, "Try 2026-11-20"),
        (["done", "--on", "2027-01-01"], 6, "add --ahead if you mean it"),
        (["done", "--on", "tomorrow"], 6, "add --ahead if you mean it"),
        (["skip", "--on", "tomorrow"], 6, "add --ahead if you mean it"),
        (["skip", "@nobody"], 4, "there is no team 'nobody'"),
        (["skip", "records-office"], 4, "there is no team 'records-office'"),
    ],
)
def test_wrong_arguments_change_nothing_and_get_a_single_line(
    coachlog, csv_rows, office, arguments, code, message
):
    result = coachlog("meeting", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err
    assert csv_rows("meeting", "list") == []


def test_without_entries_the_sheet_is_empty_and_no_file_is_made(coachlog, home):
    code, out, err = coachlog("meeting", "plan")
    assert code == 0
    assert out.splitlines()[-1] == (
        "No team can take the turn. None recorded anything in the last 12 weeks."
    )
    assert err.splitlines()[-1] == (
        "No team can take the turn: none has an entry from the last 12 weeks."
        " A team takes part as soon as it records something:  coachlog log"
    )
    assert coachlog("meeting", "plan", "--format", "csv").out.count("\n") == 1
    assert coachlog("meeting", "list").code == 0
    assert not list(home.rglob("*.db"))
    assert coachlog("meeting", "done").code == 4
    assert coachlog("meeting", "skip").code == 4


def test_where_all_teams_were_skipped_it_says_how_to_hold_the_meeting(coachlog, office, log_it):
    for _ in range(2):
        coachlog("meeting", "skip")
    advice = (
        "all were skipped on that day. To give it to one all the same:  coachlog meeting done @TEAM"
    )
    assert coachlog("meeting", "skip").err.splitlines() == [
        "Thu 19 Nov · records was skipped and comes first next time · undo: coachlog undo",
        f"No team can take the turn: {advice}",
    ]
    result = coachlog("meeting", "done")
    assert (result.code, result.out) == (4, "")
    assert result.err == f"coachlog: no team can take the turn: {advice}\n"
    out = coachlog("meeting", "plan").out
    assert "No team can take the turn. Skipped today, and first next time:" in out
    assert coachlog("meeting", "done", "@finance").code == 0


@pytest.fixture
def city(log_it):
    """Record a cleared mistake and a cleared good catch of 25 teams, with check-ins that are due.

    Return the ids of the mistakes, in the order of turns.
    """
    ids = []
    for number in range(25):
        team = f"team{number:02}"
        day = f"2026-10-{number + 1:02}"
        ids.append(log_it(team, f"Mistake {number}", day, follow_up="30"))
        log_it(team, f"Catch {number}", "2026-11-10", caught="before-effect", lesson=None)
    return ids


def test_the_sheet_of_25_teams_is_short(coachlog, city):
    out = coachlog("meeting", "plan").out
    assert out.count("What happened") == 5
    also_cleared = [f"  - team{number:02} / fees, 2026-W" for number in range(5, 25)]
    lines = [line for line in out.splitlines() if line.startswith("  - team")]
    assert [line[:25] for line in lines] == [line[:25] for line in also_cleared]
    assert [line[-5:-1] for line in lines] == city[5:]
    assert len(out.splitlines()) <= 62
    assert "Check-ins due by the end of the week: 23. Is the coaching sticking? team00 1" in out
    assert "; 20 more teams." in out


def test_only_what_the_sheet_has_in_full_is_shared(coachlog, csv_rows, city):
    err = coachlog("meeting", "plan").err
    assert suggested_command(err) == ["meeting", "done", *city[:5]]
    assert coachlog("meeting", "done").code == 0
    shared = {name for name, status in statuses(coachlog).items() if status == "shared"}
    assert shared == {f"Mistake {number}" for number in range(5)}
    coachlog("undo")
    rows = csv_rows("meeting", "plan", "--limit", "2")
    assert [row["short_id"] for row in rows if row["part"] == "highlight"] == city[:2]
    others = [row for row in rows if row["part"] == "also cleared"]
    assert [row["short_id"] for row in others] == city[2:]
    assert {row["happened"] for row in others} == {""}
    assert coachlog("meeting", "done", "--limit", "2").code == 0
    assert list(statuses(coachlog).values()).count("shared") == 2


def test_a_sheet_that_was_made_before_is_what_counts_however_much_is_cleared_since(
    coachlog, office, log_it
):
    command = suggested_command(coachlog("meeting", "plan").err)
    log_it("permits", "Cleared since", "2026-11-18", expected="The right way")
    assert coachlog(*command).code == 0
    shared = [name for name, status in statuses(coachlog).items() if status == "shared"]
    assert sorted(shared) == ["Paid the invoice twice", "Took the fee twice"]
    repeated = coachlog(*command)
    assert (repeated.code, repeated.err.splitlines()[0]) == (
        0,
        "No change: the meeting of Thu 19 Nov is already recorded (permits had the turn).",
    )


def test_a_meeting_at_which_nothing_was_read_out_shares_nothing(coachlog, office):
    out, err = coachlog("meeting", "plan", "--limit", "0")[1:]
    assert "What happened" not in out
    assert f"  - permits / fees, 2026-W45 ({office['permits']})" in out
    assert suggested_command(err) == ["meeting", "done", "--limit", "0"]
    assert coachlog("meeting", "done", "--limit", "0").err.splitlines() == [
        "Thu 19 Nov · permits had the turn · 0 entries shared · undo: coachlog undo"
    ]
    assert set(statuses(coachlog).values()) == {"logged"}


def test_the_team_of_the_turn_reads_out_however_many_leaders_go_first(coachlog, office, log_it):
    for number in range(5):
        leader = {"own": True, "role": "leader"}
        log_it(f"team{number}", f"My mistake {number}", "2026-11-10", **leader)
    out = coachlog("meeting", "plan").out
    assert out.count("What happened") == 5
    assert out.index("My mistake 3") < out.index("Took the fee twice")
    assert "My mistake 4" not in out
    assert "Took the fee twice" in coachlog("meeting", "plan", "--limit", "1").out


def test_a_team_that_is_renamed_keeps_its_turns(coachlog, office):
    coachlog("meeting", "done")
    coachlog("teams", "rename", "permits", "the permit desk")
    assert "After it: records and the permit desk." in coachlog("meeting", "plan").out
    coachlog("undo")
    assert "After it: records and permits." in coachlog("meeting", "plan").out


def test_hostile_text_is_harmless_on_the_sheet(coachlog, csv_rows, log_it):
    log_it(
        "permits",
        "[red]x[/red]\x1b]0;title\x07 \u202eabc",
        recovery="# not a heading\n- nor a list",
        lesson="=1+1",
    )
    screen = coachlog("meeting", "plan").out
    markdown = coachlog("meeting", "plan", "--format", "md").out
    for text in (screen, markdown):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[red]x[/red]" in screen
    assert "\n# not" not in markdown
    assert csv_rows("meeting", "plan")[1]["next_time"] == "'=1+1"
