"""Tests of `config`."""

import json

import pytest

from coachlog.domain.settings import SETTINGS


def listed(coachlog):
    return {row["name"]: row for row in json.loads(coachlog("config", "--format", "json").out)}


def test_config_lists_every_setting_with_its_value_and_source(coachlog, monkeypatch):
    coachlog("config", "set", "team", "permits")
    coachlog("config", "set", "similar", "yes")
    monkeypatch.setenv("COACHLOG_KIND", "strength")
    rows = listed(coachlog)
    assert {name: (row["value"], row["source"]) for name, row in rows.items()} == {
        "team": ("permits", "this login"),
        "topic": (None, "not set"),
        "trainer": ("robin", "login name"),
        "role": (None, "not set"),
        "kind": ("strength", "environment"),
        "use": (None, "not set"),
        "clearing": ("tell", "default"),
        "hub": (None, "not set"),
        "week-start": ("monday", "default"),
        "date-order": (None, "not set"),
        "language": ("en", "default"),
        "follow-up": ("30, 60", "default"),
        "retention": (None, "not set"),
        "auto-sync": ("no", "default"),
        "similar": ("yes", "file"),
        "wording": ("yes", "default"),
        "wording-list": (None, "not set"),
    }
    assert all(row["meaning"] for row in rows.values())
    code, out, err = coachlog("config", "list", "--format", "csv")
    assert (code, err, out.splitlines()[0], len(out.splitlines())) == (
        0,
        "",
        "name,value,source,meaning",
        1 + len(SETTINGS),
    )


def test_a_setting_is_set_read_and_unset(coachlog):
    assert coachlog("config", "set", "Week_Start", "Sunday") == (
        0,
        "",
        "week-start: sunday · undo: coachlog undo\n",
    )
    assert coachlog("config", "get", "week-start") == (0, "sunday\n", "")
    message = "week-start: saturday (was sunday) · undo: coachlog undo\n"
    assert coachlog("config", "set", "week-start", "saturday") == (0, "", message)
    message = "week-start: no longer set (was saturday) · undo: coachlog undo\n"
    assert coachlog("config", "unset", "week-start") == (0, "", message)
    assert coachlog("config", "get", "week-start") == (0, "monday\n", "")


def test_a_personal_setting_is_said_to_hold_for_the_login(by):
    message = "trainer: Robin R, for this login · undo: coachlog undo\n"
    assert by("robin", "config", "set", "trainer", "Robin R") == (0, "", message)
    message = "trainer: no longer set (was Robin R), for this login · undo: coachlog undo\n"
    assert by("kim", "config", "get", "trainer").out == "kim\n"
    assert by("robin", "config", "unset", "trainer") == (0, "", message)


def test_the_help_of_config_names_the_personal_settings(coachlog):
    personal = [name for name, setting in SETTINGS.items() if setting.personal]
    text = " ".join(coachlog("config", "--help").out.split())
    sentence = text.partition("settings. ")[2].partition(" are those of your login alone")[0]
    assert sorted(sentence.replace(" and ", ", ").split(", ")) == sorted(personal)


def test_a_value_of_several_words_needs_no_quotes(coachlog):
    coachlog("config", "set", "trainer", "Robin", "of", "the", "front", "desk")
    assert coachlog("config", "get", "trainer").out == "Robin of the front desk\n"
    coachlog("config", "set", "use", "@permits", "+fees")
    assert coachlog("config", "get", "use").out == "@permits +fees\n"


def test_setting_the_same_value_again_is_no_action(coachlog):
    coachlog("config", "set", "team", "permits")
    assert coachlog("config", "set", "team", "permits") == (
        0,
        "",
        "No change: team is already permits.\n",
    )
    assert coachlog("config", "unset", "topic") == (
        0,
        "",
        "No change: topic was not set.\n",
    )


def test_a_team_is_stored_in_the_spelling_in_use(coachlog):
    coachlog("log", "@Permits", "+fees", "One")
    coachlog("config", "set", "team", "PERMITS")
    assert coachlog("config", "get", "team").out == "Permits\n"


@pytest.mark.parametrize(
    "words", [("get", "teem"), ("set", "teem", "x"), ("unset", "teem"), ("teem",)]
)
def test_an_unknown_setting_is_named_with_a_similar_one(coachlog, words):
    assert coachlog("config", *words) == (
        2,
        "",
        "coachlog: there is no setting 'teem'. Did you mean 'team'?\n",
    )


def test_a_setting_named_without_a_command_says_what_to_type(coachlog):
    message = (
        "coachlog: what about team? To read it:  coachlog config get team · "
        "to change it:  coachlog config set team VALUE\n"
    )
    assert coachlog("config", "team", "permits") == (2, "", message)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("week-start", "frday", "one of monday, tuesday"),
        ("date-order", "us", "one of dmy, mdy, ymd; not 'us'"),
        ("role", "boss", "one of member, leader"),
        ("kind", "mistake", "one of strength, correction, question"),
        ("language", "english please", "a language code such as en"),
        ("use", "permits", "it must be @team, +topic or both"),
        ("use", "@a @b", "an entry has only one team"),
        ("team", " ", "cannot be empty"),
        ("topic", "a;b", "semicolon"),
        ("team", "@", "no letter and no digit"),
        ("similar", "maybe", "one of yes, no"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(coachlog, name, value, allowed):
    code, out, err = coachlog("config", "set", name, value)
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert err.startswith(f"coachlog: {name} cannot be set: ")
    assert allowed in err
    assert coachlog("config", "get", "kind").code == 0


def test_reading_a_setting_without_a_value_is_an_error(coachlog):
    message = "coachlog: topic is not set. Set it with  coachlog config set topic VALUE\n"
    assert coachlog("config", "get", "topic") == (4, "", message)


def test_the_environment_counts_for_more_than_the_file_and_is_mentioned(coachlog, monkeypatch):
    monkeypatch.setenv("COACHLOG_TEAM", "code")
    message = "COACHLOG_TEAM is set in the environment, which counts for more than the file.\n"
    assert coachlog("config", "set", "team", "permits").err.endswith(message)
    assert coachlog("config", "get", "team").out == "code\n"


def test_the_settings_are_listed_even_if_a_variable_cannot_be_used(coachlog, monkeypatch):
    monkeypatch.setenv("COACHLOG_WEEK_START", "someday")
    row = listed(coachlog)["week-start"]
    assert (row["value"], row["source"]) == ("someday", "environment, cannot be used")


def test_reading_settings_creates_no_log(coachlog, home):
    assert coachlog("config").code == coachlog("config", "get", "team").code - 4 == 0
    assert list(home.iterdir()) == []


def test_each_change_of_a_setting_can_be_undone(coachlog):
    coachlog("config", "set", "team", "permits")
    coachlog("config", "set", "team", "code")
    coachlog("config", "unset", "team")
    for value in ("code\n", "permits\n"):
        assert coachlog("undo").code == 0
        assert coachlog("config", "get", "team").out == value
    assert coachlog("undo").code == 0
    assert coachlog("config", "get", "team").code == 4
    assert coachlog("redo").code == 0
    assert coachlog("config", "get", "team").out == "permits\n"


def test_a_language_in_which_no_date_can_be_read_is_refused(coachlog):
    for value in ("pl", "de,pl"):
        assert coachlog("config", "set", "language", value) == (
            3,
            "",
            "coachlog: language cannot be set: coachlog cannot read dates in the language 'pl';"
            " use en, de, fr or es, or several of them, such as de,en.\n",
        )
    assert coachlog("config", "set", "language", "es,de").code == 0


def test_a_language_that_an_older_version_took_does_no_harm(coachlog, log, monkeypatch):
    with log.atomic():
        log.run("INSERT INTO setting VALUES ('language', 'pl')")
    monkeypatch.setenv("COACHLOG_DB", log.path)
    assert coachlog("log", "@permits", "+fees", "--on", "yesterday 3pm", "Text").code == 0
    assert coachlog("list", "--since", "last week").out.count("Text") == 1
    refused = coachlog("list", "--since", "wczoraj")
    assert refused.code == 2
    assert refused.err.endswith("Try 2026-11-20, yesterday 3pm, last Monday, or 20 Nov.\n")
    assert coachlog("config", "get", "language").out == "pl\n"
