"""Wherever a bare name is expected, it may be typed as it is elsewhere: @permits, +fees."""

import json

import pytest

from tests.work import add_entries


def newest(coachlog):
    """Return the newest entry."""
    return json.loads(coachlog("list", "--mine", "--format", "jsonl").out.splitlines()[0])


@pytest.fixture
def two_teams(coachlog):
    """Record an entry for each of two teams."""
    assert coachlog("log", "@permits", "+fees", "First", "words", "--lesson=Ask").code == 0
    assert coachlog("log", "@finance", "+travel", "Other", "words", "--lesson=Look").code == 0


def names(coachlog):
    """Return the teams and topics in use."""
    tables = []
    for table in ("team", "topic"):
        rows = json.loads(coachlog(f"{table}s", "--format", "json").out)
        tables.append([row[table] for row in rows])
    return tables


@pytest.mark.parametrize(
    "line",
    [
        "log --team @permits --topic +fees New words",
        "oops --team=@Permits --topic=+Fees New words",
        "again New words --team @permits --topic +fees",
        "log -t @permits --topic +fees, New words",
    ],
)
def test_a_recording_by_options(coachlog, two_teams, line):
    assert coachlog(*line.split()).code == 0
    entry = newest(coachlog)
    assert (entry["team"], entry["topics"], entry["happened"]) == ("permits", ["fees"], "New words")
    assert names(coachlog) == [["finance", "permits"], ["fees", "travel"]]


def test_an_edit_by_options(coachlog, two_teams):
    assert coachlog("edit", "last", "--team", "@permits", "--topic", "+fees").code == 0
    entry = newest(coachlog)
    assert (entry["team"], entry["topics"]) == ("permits", ["fees"])


def test_people_lose_their_sign_too(coachlog):
    line = ["--trainer", "@kim", "--learner", "@sam", "--private", "Words"]
    assert coachlog("--as", "@kim", "log", "@permits", *line).code == 0
    entry = json.loads(coachlog("--as", "kim", "show", "last", "--format", "json").out)[0]
    assert (entry["trainer"], entry["learner"]) == ("kim", "sam")
    assert coachlog("names", "add", "@Ana Miller").code == 0
    assert json.loads(coachlog("names", "--format", "json").out)[0]["name"] == "Ana Miller"


@pytest.mark.parametrize(
    "line",
    [
        "list --team @permits --format csv",
        "list --topic +fees --format csv",
        "search words --team @Permits --format csv",
        "week --team @permits --format csv",
        "card +fees --format csv",
        "export --topic +fees",
        "tabletop +fees --format csv",
        "list --mine --trainer @robin --topic +fees --format csv",
    ],
)
def test_a_filter(coachlog, two_teams, line):
    code, out, err = coachlog(*line.split())
    without_sign = [word.lstrip("@+") for word in line.split()]
    if without_sign[0] not in ("card", "tabletop"):
        assert "there is no" not in err
    assert (code, out) == coachlog(*without_sign)[:2]
    assert code == 0
    assert "travel" not in out


def test_settings_and_the_context(coachlog, two_teams, monkeypatch):
    assert coachlog("config", "set", "team", "@Permits").code == 0
    assert coachlog("config", "set", "topic", "+fees").code == 0
    assert coachlog("config", "set", "trainer", "@kim").code == 0
    for name, value in (("team", "permits"), ("topic", "fees"), ("trainer", "kim")):
        assert coachlog("config", "get", name).out == f"{value}\n"
    monkeypatch.setenv("COACHLOG_TEAM", "@finance")
    assert coachlog("config", "get", "team").out == "finance\n"


def test_renaming_and_merging(coachlog, two_teams):
    assert coachlog("teams", "rename", "@permits", "@Counter").code == 0
    assert coachlog("topics", "merge", "+travel", "+fees").code == 0
    assert names(coachlog) == [["Counter", "finance"], ["fees"]]


def test_a_name_that_was_stored_with_its_sign_can_be_mended(coachlog, log, monkeypatch):
    # As earlier versions stored `--team @permits`.
    add_entries(log, 1, team="@permits")
    log.close()
    monkeypatch.setenv("COACHLOG_DB", log.path)
    assert coachlog("log", "@permits", "+fees", "First words").code == 0
    assert names(coachlog)[0] == ["@permits", "permits"]
    assert coachlog("teams", "merge", "@permits", "permits").code == 0
    assert names(coachlog)[0] == ["permits"]


def test_a_meeting_and_a_wording_list(coachlog, two_teams):
    assert coachlog("clear", "--yes", "@permits").code == 0
    assert coachlog("meeting", "skip", "@permits").code == 0
    (meeting,) = json.loads(coachlog("meeting", "list", "--format", "json").out)
    assert meeting["team"] == "permits"
    assert coachlog("wording", "add", "chaotic", "--team", "@permits").code == 0
    rows = json.loads(coachlog("wording", "--format", "json").out)
    assert rows[0]["team"] == "permits"
    checked = coachlog("wording", "check", "A chaotic desk", "--team", "@permits")
    assert "A recording would ask about this." in checked.err


def test_an_import(coachlog, two_teams, home):
    (home / "x.csv").write_text("team,topics,happened,date\n@Permits,+fees,Row,2026-11-18\n")
    (home / "y.csv").write_text("happened,date\nRow two,2026-11-18\n")
    assert coachlog("import", "x.csv").code == 0
    setting = ["--set", "team=@permits", "--set", "topics=+fees"]
    assert coachlog("import", "y.csv", *setting).code == 0
    assert names(coachlog) == [["finance", "permits"], ["fees", "travel"]]


def test_signs_that_nobody_sees_are_no_part_of_a_name(coachlog, two_teams, home):
    row = "Per\x07mits,\x1b\x7ffees,Row,2026-11-18,\x08Ana\x85\n"
    (home / "x.csv").write_text(f"team,topics,happened,date,learner\n{row}", encoding="utf-8")
    assert coachlog("import", "x.csv").code == 0
    assert coachlog("log", "--team", "per\x07mits", "--topic", "\x1bfees", "Typed").code == 0
    assert names(coachlog) == [["finance", "permits"], ["fees", "travel"]]
    shown = coachlog("export", "--for", "full", "--format", "json").out
    assert [entry["learner"] for entry in json.loads(shown) if entry["learner"]] == ["Ana"]
    assert coachlog("config", "set", "team", "hall\x00").code == 3
    assert "has a NUL" in coachlog("log", "--team", "hall\x00", "Typed").err


def test_the_context_can_hold_any_name(coachlog):
    assert coachlog("log", "--team", "2nd-shift", "--topic", "late fees", "First").code == 0
    assert coachlog("log", "--team", "school district A", "--topic", "fees", "Second").code == 0
    assert coachlog("use", "@2nd-shift", "+late fees").code == 0
    assert coachlog("use").out == '@"2nd-shift" +"late fees"\n'
    assert coachlog("log", "Third").code == 0
    entry = newest(coachlog)
    assert (entry["team"], entry["topics"]) == ("2nd-shift", ["late fees"])
    assert coachlog("use", "@school district A").code == 0
    assert coachlog("log", "Fourth").code == 0
    assert newest(coachlog)["team"] == "school district A"
    assert coachlog("teams", "rename", "school district A", "District B").code == 0
    assert coachlog("use").out == '@"District B"\n'
    code, out, err = coachlog("use", "@permits now")
    assert (code, out) == (0, "")
    assert 'Using @"permits now"' in err
    code, out, err = coachlog("use", "permits")
    assert (code, out) == (2, "")
    assert "it must be @team, +topic or both" in err
