"""What people type without reading the help: understood, or told how to say it."""

import json

import pytest

from coachlog.cli import arguments as quick
from coachlog.cli.main import run


@pytest.fixture(autouse=True)
def some_entries(coachlog, at):
    """Record entries of this week and of the week before."""
    at("2026-11-12T10:00:00+00:00")
    assert coachlog("log", "@permits", "+fees", "Before: the -fee table").code == 0
    at("2026-11-19T15:00:00+00:00")
    assert coachlog("log", "@finance", "+travel", "Now").code == 0
    assert coachlog("log", "--team", "late desk", "--topic", "both", "Later").code == 0
    assert coachlog("log", "--team", "both", "--topic", "x", "Last").code == 0


@pytest.mark.parametrize("way", ["quick", "typer"])
@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("list today", "list --today"),
        ("list this week", "list --this-week"),
        ("list last-week @permits", "list --last-week @permits"),
        ("list mine", "list --mine"),
        ("list fees", "list +fees"),
        ("list FEES --limit 1", "list +fees --limit 1"),
        ("list finance", "list @finance"),
        ("list late desk", "list --team=late_desk"),
        ("export travel", "export +travel"),
        ("week --last-week", "week last"),
        ("week --this-week @finance", "week this @finance"),
        ("week 47", "week 2026-W47"),
        ("list --no-color", "--no-color list"),
        ("week last --no-color -k correction", "--no-color week last -k correction"),
        ("search --no-color table", "--no-color search table"),
    ],
)
def test_a_plain_word_is_understood(coachlog, monkeypatch, line, same, way):
    if way == "typer":
        monkeypatch.setattr(quick, "run_quickly", lambda _: None)
    # The variable that the option sets would hold for the next command, too.
    monkeypatch.setenv("NO_COLOR", "")
    expected = coachlog(*[word.replace("_", " ") for word in same.split()])
    code, out, err = coachlog(*line.split())
    assert (code, out) == (0, expected.out)
    assert (len(err) > len(expected.err)) == ("read as" in err)
    if line.startswith(("list", "export")) and "--" not in line:
        assert "was read as" in err


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("list both", "'both' is a team and a topic. Type @both or +both."),
        ("list yesterday", "is neither @team nor +topic. To search for words:"),
        ("list fees @finance travel", "is neither @team nor +topic."),
        ("search -fee", "-fee is no option. As a word it goes after --:  coachlog search -- -fee"),
        ("search -waiver", "goes after --:  coachlog search -- -fee"),
        ("week 2026-11", "is a month, not a week."),
        ("week 2026-7", "Week 7 is 2026-W07."),
        ("week 2026-47", "Week 47 is 2026-W47."),
        ("list --week 2026-47", "Week 47 is 2026-W47."),
        ("week last --this-week", "several weeks are named: last and this. Name one."),
        ("week 54", "coachlog: "),
    ],
)
def test_what_is_not_understood_is_told(coachlog, line, advice):
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert advice in err
    assert ".." not in err


def test_the_advice_about_a_word_with_a_dash_works(coachlog):
    code, out, _ = coachlog("search", "--", "-fee", "--format", "json")
    assert code == 0
    code, out, _ = coachlog("search", "--format", "json", "--", "-fee")
    assert [record["happened"] for record in json.loads(out)] == ["Before: the -fee table"]


def test_the_option_for_no_colour_is_text_after_dashes(coachlog, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    assert run(["log", "@permits", "--", "Use", "--no-color"]) == 0
    (newest,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert newest["happened"] == "Use --no-color"
