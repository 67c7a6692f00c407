"""Tests of dates on the command line: one grammar behind every option, prompt and form."""

import csv
import io
from pathlib import Path

import pytest

from coachlog.cli.ask.entry_date import entry_date
from coachlog.cli.context import Context
from coachlog.cli.period_options import read_span, read_week
from coachlog.clock import utc_text
from coachlog.domain.dates.words import LANGUAGES
from coachlog.domain.periods import week_of
from coachlog.errors import UsageError
from tests.date_phrases import all_phrases

PHRASES = all_phrases()
OPTIONS = ("--on", "--since", "--until", "--week")


@pytest.fixture
def refusal_of(coachlog):
    """Give a date to an option that refuses it; return what is said."""

    def call(option, text):
        line = ["log", "@permits", "+fees", "Text", "--on", text]
        if option != "--on":
            line = ["list", option, text]
        code, out, err = coachlog(*line)
        assert (code, out) == (2, ""), err
        # The text of an entry that was not recorded is given back.
        return err.splitlines()[0] if option == "--on" else err.removesuffix("\n")

    return call


@pytest.fixture
def day_of(coachlog):
    """Record an entry on a date; return its day and its instant."""

    def call(text):
        result = coachlog("log", "@permits", "+fees", "Text", "--on", text, "--format", "csv")
        assert result.code == 0, result.err
        (row,) = csv.DictReader(io.StringIO(result.out))
        return row["occurred_on"], row["occurred_at"]

    return call


def errors_of(read, *arguments):
    """Return what was read, or that it was refused."""
    try:
        return read(*arguments)
    except UsageError:
        return "refused"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_means_the_same_in_every_option(log, monkeypatch, language):
    monkeypatch.setenv("COACHLOG_LANGUAGE", language)
    context = Context(log.path)
    tried = 0
    for phrase in PHRASES:
        if phrase.language != language:
            continue
        since = errors_of(read_span, context, phrase.text, None)
        until = errors_of(read_span, context, None, phrase.text)
        week = errors_of(read_week, context, phrase.text)
        if phrase.is_refused:
            assert since == until == "refused", phrase
            is_short_for_a_week = phrase.text == "last" or phrase.text.isdecimal()
            assert week == "refused" or is_short_for_a_week, phrase
            continue
        assert (since.first, until.last) == (phrase.first, phrase.last), phrase
        week_of_phrase = week_of(phrase.first)
        is_in_a_week = phrase.last <= week_of_phrase.last
        assert week == (week_of_phrase if is_in_a_week else "refused"), phrase
        on = errors_of(lambda text: entry_date(context, text, ahead=True), phrase.text)
        if phrase.first == phrase.last:
            at = phrase.at and utc_text(phrase.at)
            assert on == {"occurred_on": phrase.first.isoformat(), "occurred_at": at}, phrase
        else:
            assert on == "refused", phrase
        tried += 1
    context.close()
    assert tried > 100


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("11/5", "could be two days. Write it like 2026-11-20, or set the order once:"),
        ("yesterday at 3", "could be 3am or 3pm. Try "),
        ("at 3", "could be 3am or 3pm. Try "),
        ("at 8", "could be 8am or 8pm. Try "),
        ("Wed 17 Nov", "does not fit: 2026-11-17 is a Tuesday, not a Wednesday. Try "),
        ("yesterday 25:00", "has a time of day that does not exist. Try "),
        ("1m", "is not a date coachlog understands. Try "),
        ("2026-02-29", "is not in the calendar. Try "),
        ("garbage", "is not a date coachlog understands. Try "),
    ],
)
@pytest.mark.parametrize("option", OPTIONS)
def test_what_is_not_understood_as_a_whole_is_refused(refusal_of, option, text, message):
    assert refusal_of(option, text).startswith(f"coachlog: {text!r} {message}")


@pytest.mark.parametrize(
    ("language", "text", "day", "at"),
    [
        ("de", "5.11.", "2026-11-05", ""),
        ("de", "heute morgen", "2026-11-19", ""),
        ("de", "gestern 15 Uhr", "2026-11-18", "2026-11-18T15:00:00.000Z"),
        ("fr", "15h", "2026-11-19", "2026-11-19T15:00:00.000Z"),
        ("de", "letzten Freitag", "2026-11-13", ""),
        ("fr", "vendredi dernier", "2026-11-13", ""),
        ("es", "el viernes pasado", "2026-11-13", ""),
        ("en", "20261105", "2026-11-05", ""),
        ("en", "2026-11-05 14:30 GMT+1", "2026-11-05", "2026-11-05T13:30:00.000Z"),
        ("en", "2026-11-05 14:30 GMT-5", "2026-11-05", "2026-11-05T19:30:00.000Z"),
    ],
)
def test_a_date_is_read_in_the_languages_of_the_settings(coachlog, day_of, language, text, day, at):
    assert coachlog("config", "set", "language", language).code == 0
    assert day_of(text) == (day, at)


def test_the_order_of_days_and_months_is_one_for_slashes_and_for_dots(coachlog, day_of):
    for order, day in (("dmy", "2026-11-05"), ("ymd", "2026-11-05"), ("mdy", "2026-05-11")):
        coachlog("config", "set", "date-order", order)
        assert day_of("5.11.") == day_of("5.11.2026") == (day, "")
    assert day_of("11/5") == ("2026-11-05", "")
    coachlog("config", "set", "date-order", "dmy")
    assert day_of("11/5") == ("2026-05-11", "")


@pytest.mark.parametrize(
    ("arguments", "span"),
    [
        (["--since", "2026-Q3"], "from 2026-07-01"),
        (["--since", "last week"], "from 2026-11-09"),
        (["--until", "last month"], "until 2026-10-31"),
        (["--week", "last week"], "2026-W46: 2026-11-09 to 2026-11-15"),
        (["--week", "KW 46"], "2026-W46: 2026-11-09 to 2026-11-15"),
        (["--since", "last month", "--until", "last month"], "2026-10-01 to 2026-10-31"),
    ],
)
def test_a_span_begins_with_its_first_day_and_ends_with_its_last(coachlog, arguments, span):
    coachlog("config", "set", "language", "de")
    coachlog("log", "@permits", "+fees", "Text")
    assert f"{span}, UTC (UTC+00:00)\n" in coachlog("list", *arguments).err


def test_one_entry_is_not_of_a_whole_week(refusal_of):
    for text in ("last week", "2026-W46"):
        message = refusal_of("--on", text)
        assert message.startswith(f"coachlog: {text!r} is a week, not a single day. Try ")
    message = refusal_of("--week", "October")
    assert message.startswith("coachlog: 'October' is a month, not a week. Try last week, ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_a_refusal_are_accepted(coachlog, day_of, refusal_of, language):
    coachlog("config", "set", "language", language)
    _, _, examples = refusal_of("--on", "garbage").partition(" Try ")
    assert examples.endswith(".")
    assert not examples.endswith("..")
    for word in (" or ", " oder ", " ou ", " o "):
        examples = examples.replace(word, ", ")
    days = []
    for example in examples.removesuffix(".").replace(",,", ",").split(", "):
        days.append(day_of(example)[0])
    assert days == ["2026-11-20", "2026-11-18", "2026-11-16", "2025-11-20"]


def test_a_time_that_a_clock_change_skipped_is_refused(at, refusal_of):
    at("2026-03-10T12:00", zone="America/New_York")
    for option in OPTIONS:
        message = refusal_of(option, "2026-03-08 2:30")
        assert "' does not exist: the clocks went forward then, and showed 03:30. Try " in message


def test_a_form_reads_dates_like_an_option(coachlog, tmp_path, monkeypatch):
    editor = tmp_path / "editor"
    monkeypatch.setenv("EDITOR", str(editor))
    for text, code, day in (("yesterday 3pm", 0, "2026-11-18"), ("yesterday at 3", 2, None)):
        editor.write_text(f'#!/bin/sh\nsed -i "/^# == on ==/a {text}" "$1"\n')
        Path(editor).chmod(0o755)
        result = coachlog("log", "@permits", "+fees", "Text", "--editor", "--format", "csv")
        assert result.code == code, result.err
        if day:
            (row,) = csv.DictReader(io.StringIO(result.out))
            assert row["occurred_on"] == day
        else:
            assert "'yesterday at 3' could be 3am or 3pm." in result.err


def test_a_row_with_a_skipped_time_is_rejected_with_the_reason(coachlog, home, at):
    at("2026-03-10T12:00", zone="America/New_York")
    rows = "happened,date\nOne,3/7/2026 2:30 AM\nTwo,3/8/2026 2:30 AM\nThree,3/13/2026\n"
    (home / "rows.csv").write_text(rows)
    code, _, err = coachlog("import", "rows.csv", "--set", "team=permits", "--set", "topics=fees")
    assert code == 0
    assert err.startswith("2 entries imported from rows.csv as corrections, 1 rejected, ")
    assert "First: line 3: date: '3/8/2026 2:30 AM' does not exist: the clocks went" in err
    (rejected,) = csv.DictReader((home / "rows.rejects.csv").read_text().splitlines())
    assert rejected["happened"] == "Two"
