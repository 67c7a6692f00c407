"""Tests of empty values: they come from a script's unset variable, and never mean "everything"."""

import pytest

from coachlog.cli.options import TEXT, TEXTS
from coachlog.domain.settings import SETTINGS
from tests.test_random_commands import declared

CASES = []
for words, options in declared():
    for option in options.values():
        if option.value_type in (TEXT, TEXTS) and option.names:
            CASES.append((words, option.names[0]))


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_value_of_an_option_is_refused_everywhere(coachlog, full_log, value):
    for words, name in CASES:
        # Arguments that such a command may need.
        code, out, err = coachlog(*words, name, value, full_log[0], "1")
        assert (code, out) == (2, ""), (words, name)
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "command", ["list", "search", "week", "summary", "repeats", "due", "news", "export"]
)
def test_an_empty_word_is_not_everything(coachlog, full_log, command):
    code, out, err = coachlog(command, "")
    assert (code, out) == (2, "")
    assert err == ("coachlog: what follows the command is empty. Give a value, or leave it out.\n")


@pytest.mark.parametrize("value", ["", " "])
@pytest.mark.parametrize(
    "command", ["import", "restore", "backup", "doctor", "guide", "completion"]
)
def test_an_empty_argument_is_no_file_and_no_command(coachlog, full_log, command, value):
    code, out, err = coachlog(command, value)
    assert (code, out) == (2, "")
    assert err.startswith(
        "coachlog: what follows the command is empty. Give a value, or leave it out."
    )
    assert err.count("\n") == 1


def test_an_empty_name_of_the_log_is_not_the_usual_log(coachlog, monkeypatch):
    code, out, err = coachlog("--db", "", "list")
    assert (code, out) == (2, "")
    assert err == "coachlog: --db is empty. Give it a value, or leave --db out.\n"
    monkeypatch.setenv("COACHLOG_DB", "")
    for words in (("list",), ("log", "@permits", "One"), ("log", "-s", "@permits", "One")):
        code, out, err = coachlog(*words)
        assert (code, out) == (2, "")
        assert err.startswith("coachlog: COACHLOG_DB is empty. Name a log file, or unset it.\n")
    code, out, err = coachlog("list", "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Usage: coachlog list ")


@pytest.mark.parametrize("value", ["", " "])
@pytest.mark.parametrize("name", SETTINGS)
def test_an_empty_variable_of_a_setting_is_no_unset_one(coachlog, home, monkeypatch, name, value):
    coachlog("log", "@permits", "One")
    variable = SETTINGS[name].variable
    monkeypatch.setenv(variable, value)
    code, out, err = coachlog("config", "get", name)
    assert (code, err) == (0, "")
    code, out, err = coachlog("config", "list", "-f", "csv")
    assert (code, err) == (0, "")
    assert f'{name},{value},"environment, cannot be used"' in out
    code, out, err = coachlog("doctor")
    assert f"{variable} cannot be {value!r}: " in out + err


@pytest.mark.parametrize("variable", ["COACHLOG_TRAINER", "COACHLOG_NOW", "COACHLOG_LOCK_TIMEOUT"])
def test_an_empty_variable_lets_nobody_record_or_read_as_somebody_else(
    coachlog, full_log, monkeypatch, variable
):
    for words in (["log", "@permits", "One", "two", "three"], ["list", "--mine"]):
        monkeypatch.setenv(variable, "")
        code, out, err = coachlog(*words)
        assert (code, out) == (3, ""), words
        assert err.startswith(f"coachlog: {variable} ")
        assert err.count("\n") == (3 if words[0] == "log" else 1)
