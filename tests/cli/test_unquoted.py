"""A value of several words without quotes is refused, where its rest would silently be text."""

import json

import pytest

from coachlog.cli import arguments as quick
from coachlog.domain.dates.phrases import has_form_of_date

# The line, and what to type instead.
DATES = {
    "log hi you all --on yesterday 3pm": "--on 'yesterday 3pm'",
    "log hi you all --on=yesterday 3pm": "--on 'yesterday 3pm'",
    "log hi you all --on yesterday at 3": "--on 'yesterday at 3'",
    "log hi you all --on yesterday 25:00": "--on 'yesterday 25:00'",
    "log hi you all --on 2026-11-20 14:30 Europe/Berlin": "--on '2026-11-20 14:30 Europe/Berlin'",
    "log --on last Monday hi you all": "--on 'last Monday'",
    "log --on 2 days ago hi you all": "--on '2 days ago'",
    "log @hall --on letzten Montag hi you all": "--on 'letzten Montag'",
    "list --since last week": "--since 'last week'",
    "list --until 3 march": "--until '3 march'",
    "list --week last week": "--week 'last week'",
    "summary --since 20 Nov 2026 --by team": "--since '20 Nov 2026'",
    "meeting plan --on next week": "--on 'next week'",
    "log hi you all --follow-up 30, 60": "--follow-up '30, 60'",
    "log hi you all --follow-up 30 60 90": "--follow-up '30 60 90'",
}
NAMES = {
    "log hi you all --learner ben miller": "--learner 'ben miller'",
    "log hi you all --learner=ben miller": "--learner 'ben miller'",
    "oops hung up twice --team school district -r Rang back": "--team 'school district'",
    "log hi you all --topic late fees @permits": "--topic 'late fees'",
    "edit last Hung up --trainer robin fields": "--trainer 'robin fields'",
    "edit last --team school district": "--team 'school district'",
    "edit last --topic=late fees were wrong": "--topic 'late fees'",
    "edit last -t school district": "--team 'school district'",
    "list --team school district": "--team 'school district'",
    "list --topic late fees": "--topic 'late fees'",
}
# The text that they record.
PLAIN = {
    "log --on yesterday Called them back": "Called them back",
    "log --on yesterday 3 customers came": "3 customers came",
    "log --on 2026-11-17 10 customers came": "10 customers came",
    "log --on 2026-11-17T10:00 CEO called": "CEO called",
    "log --on yesterday -- morning shift was short": "morning shift was short",
    "log --learner ben asked about fees": "asked about fees",
    "log Called back --team hall": "Called back",
    "log Called back --follow-up 30,60": "Called back",
    "log --follow-up 30 Called back": "Called back",
    "log Called -k strength them back": "Called them back",
}


@pytest.fixture(params=["quick", "typer"])
def way(request, monkeypatch):
    if request.param == "typer":
        monkeypatch.setattr(quick, "run_quickly", lambda _: None)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("line", DATES | NAMES)
def test_a_value_without_quotes_is_refused(coachlog, line):
    assert coachlog("log", "@hall", "+desk", "First of all").code == 0
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert (DATES | NAMES)[line] in err
    assert ("put -- before" in err) == any(
        word in line for word in ("yesterday", "2026-11-20", "--follow-up")
    )
    is_text = line.startswith(("log", "oops", "edit"))
    assert ("Not recorded. Your text:" in err) == is_text
    assert coachlog("list", "--format", "jsonl").out.count("\n") == 1


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("line", PLAIN)
def test_what_is_no_part_of_a_value_stays_text(coachlog, line):
    assert coachlog("log", "@hall", "+desk", "First of all").code == 0
    assert coachlog(*line.split()).code == 0
    entry = json.loads(coachlog("show", "last", "--format", "jsonl").out)
    assert entry["happened"] == PLAIN[line]


@pytest.mark.usefixtures("way")
def test_a_name_of_several_words_before_the_command_goes_in_quotes(coachlog):
    code, out, err = coachlog("--as", "ben", "miller", "list")
    assert (code, out) == (2, "")
    assert "goes in quotes:  --as 'ben miller'" in err
    code, _, err = coachlog("--as", "ben", "Told", "them", "twice")
    assert code == 2
    assert "To record it:  coachlog --as ben log Told them twice" in err
    assert "in quotes" not in err
    assert err.endswith("Not recorded. Your text:\nTold them twice\n")
    assert "in quotes" not in coachlog("miller", "list").err


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("log --team school district told them", "--team 'School District'"),
        ("log @school DISTRICT told them", "--team 'School District'"),
        ("log +late fees were wrong", "--topic 'late fees'"),
        ("edit last @hall +late fees", "--topic 'late fees'"),
        ("again @school district", "--team 'School District'"),
    ],
)
def test_a_name_in_use_is_not_cut_where_its_rest_would_be_text(coachlog, line, option):
    assert coachlog("log", "@School District", "+late fees", "First of all").code == 0
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert option in err
    assert "Not recorded. Your text:" in err


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (["log", "--team", "school", "--", "district", "told"], "district told"),
        (["log", "@school", "--", "district", "told"], "district told"),
        (["log", "@school", "district told"], "district told"),
        (["log", "--team", "school", "district told"], "district told"),
        (["log", "district", "told", "@school"], "district told"),
        (["log", "@school", "districts", "told"], "districts told"),
    ],
)
def test_a_name_that_ends_is_not_taken_for_the_beginning_of_another(coachlog, line, text):
    assert coachlog("log", "@School District", "+late fees", "First of all").code == 0
    assert coachlog(*line).code == 0
    entry = json.loads(coachlog("show", "last", "--format", "jsonl").out)
    assert (entry["team"], entry["happened"]) == ("school", text)


def test_a_longer_name_of_somebody_elses_private_entry_is_not_told(coachlog):
    line = ["log", "--private", "@School District", "First of all"]
    assert coachlog("--as", "ana", *line).code == 0
    assert coachlog("log", "@School District B", "First of all").code == 0
    assert coachlog("log", "@school", "district", "told").code == 0
    assert coachlog("log", "@school", "district", "b", "told").code == 2


def test_a_longer_name_is_found_among_many(coachlog):
    for number in range(55):
        assert coachlog("log", f"@hall {number:02}", "First of all").code == 0
    assert coachlog("log", "@hall", "54", "came").code == 2


def test_a_text_in_quotes_is_no_part_of_a_date(coachlog):
    assert coachlog("log", "@hall", "--on", "yesterday", "noon shift was short").code == 0
    assert coachlog("log", "@hall", "--on", "last Monday", "noon", "shift").code == 0
    entry = json.loads(coachlog("show", "last", "--format", "jsonl").out)
    assert entry["happened"] == "noon shift"


def test_the_receipt_names_the_learner(coachlog):
    _, _, err = coachlog("log", "@hall", "--learner", "ben", "miller", "asked")
    assert "learner ben" in err
    assert "  miller asked" in err


@pytest.mark.parametrize("phrase", ["yesterday 3pm", "3/4/2026 15:00", "46", "hier matin"])
def test_a_date_is_known_by_its_form_in_any_language(phrase):
    assert has_form_of_date(phrase) == (phrase != "46")


@pytest.mark.parametrize("phrase", ["yesterday", "5 customers", "2026-11-17T10:00 CEO", "x"])
def test_other_words_have_no_form_of_a_date(phrase):
    assert has_form_of_date(phrase) == (phrase == "yesterday")


@pytest.mark.parametrize(
    ("line", "offered"),
    [("edit last @new team", "'@new team'"), ("edit last @hall +late fees", "'+late fees'")],
)
def test_the_rest_of_a_new_name_does_not_replace_what_happened(coachlog, line, offered):
    coachlog("log", "@hall", "+fees", "Told them twice")
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert f"A name of several words goes in quotes:  {offered}" in err
    assert line.split()[-1] in err.splitlines()[-1]
    for right in (["@new team"], ["@other", "Told", "us"], ["Told", "them", "@new"]):
        assert coachlog("edit", "last", *right).code == 0
    (entry,) = json.loads(coachlog("show", "last", "-f", "json").out)
    assert (entry["team"], entry["happened"]) == ("new", "Told them")
