"""Tests of the grammar of dates. What phrases mean is in `data/date_phrases.txt`."""

import contextlib
import re
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from coachlog.domain.dates import parser as parser_module
from coachlog.domain.dates import vocabulary, words
from coachlog.domain.dates.parser import DateParser
from coachlog.domain.periods import DAY, week_of
from coachlog.domain.settings import DATE_ORDERS, WEEKDAYS
from tests.date_phrases import NOW, all_phrases

PHRASES = all_phrases()
READ = [phrase for phrase in PHRASES if not phrase.is_refused]
# As forms and spreadsheets write days, with two digits or as few as there are.
ROW_FORMS = ("%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%m/%d/%y", "%-m/%-d/%Y", "%d-%b-%Y")
STARTS = st.sampled_from(WEEKDAYS)


def reader(now=NOW, order=None, languages="en", week_start="monday"):
    return DateParser(now, order, languages, week_start)


def span_or_none(text, languages="en", now=NOW):
    try:
        return reader(now, None, languages).span(text)
    except ValueError:
        return None


@pytest.fixture
def zone(monkeypatch):
    """Move to a time zone, at a local time there: `zone("Africa/Cairo", "2026-04-24T09:00")`."""

    def move(name, local):
        monkeypatch.setenv("TZ", name)
        time.tzset()
        return datetime.fromisoformat(local).astimezone()

    return move


# One test for all phrases is a hundred times as fast as a test for each.
def test_each_phrase_of_the_file_means_its_span():
    wrong = []
    for phrase in PHRASES:
        span = span_or_none(phrase.text, phrase.language)
        meaning = span and (span.first, span.last, span.at)
        if meaning != (None if phrase.is_refused else (phrase.first, phrase.last, phrase.at)):
            wrong.append((phrase, span))
    assert wrong == []


def test_the_file_has_enough_phrases_in_each_language():
    assert len(READ) >= 400
    for language in words.LANGUAGES:
        assert sum(phrase.language == language for phrase in READ) >= 100


def test_a_word_or_a_sign_more_is_never_passed_over():
    read = []
    for phrase in READ:
        for more in ("x", "7 7", ";", ",", "-", "of"):
            for text in (f"{phrase.text} {more}", f"{more} {phrase.text}"):
                if span_or_none(text, phrase.language):
                    read.append(text)
        # "at 9:15" is a date, and "9:15 at" is none.
        for more in ("at", "on", "the"):
            if span_or_none(f"{phrase.text} {more}", phrase.language):
                read.append((phrase.text, more))
    assert read == []


WEEKDAY_NAMES = {
    "en": (
        "monday tuesday wednesday thursday friday saturday sunday",
        "mon tue wed thu fri sat sun",
    ),
    "de": ("montag dienstag mittwoch donnerstag freitag samstag sonntag", "mo di mi do fr sa so"),
    "fr": ("lundi mardi mercredi jeudi vendredi samedi dimanche", "lun mar mer jeu ven sam dim"),
    "es": ("lunes martes miércoles jueves viernes sábado domingo", "lun mar mié jue vie sáb dom"),
}


def mutations_of(phrase):
    """Return the texts in which one digit or one weekday is another."""
    texts = []
    for index, sign in enumerate(phrase.text):
        if sign.isdecimal():
            for digit in "0123456789".replace(sign, ""):
                texts.append(phrase.text[:index] + digit + phrase.text[index + 1 :])
    parts = phrase.text.split(" ")
    for names in WEEKDAY_NAMES[phrase.language]:
        for index, part in enumerate(parts):
            name = part.lower().strip(".,")
            if name in names.split():
                for other in names.replace(name, "").split():
                    texts.append(" ".join([*parts[:index], other, *parts[index + 1 :]]))
    return texts


def test_another_digit_or_weekday_is_another_span_or_refused():
    same = []
    tried = 0
    for phrase in READ:
        span = span_or_none(phrase.text, phrase.language)
        for text in mutations_of(phrase):
            tried += 1
            if span_or_none(text, phrase.language) == span:
                same.append((phrase.text, text))
    assert same == []
    assert tried > 10_000


DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))
MOMENTS = st.integers(10**8, 7 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
# How people write a day: each with the setting under which it is read.
DAY_FORMS = {
    "{0:%Y-%m-%d}": None,
    "{0:%Y/%m/%d}": None,
    "{0:%Y%m%d}": None,
    "{0:%d.%m.%Y}": None,
    "{0:%d/%m/%Y}": "dmy",
    "{0:%m/%d/%Y}": "mdy",
    "{0:%y-%m-%d}": "ymd",
    "{0:%d %B %Y}": None,
    "{0:%B %d, %Y}": None,
    "{0:%a %d %b %Y}": None,
    "{0:%A, %B %d, %Y}": None,
    "{0:%d-%b-%Y}": None,
}


@given(MOMENTS, DAYS, st.sampled_from(sorted(DAY_FORMS)), st.data())
def test_any_day_is_read_in_every_form_and_no_digit_of_it_is_idle(now, day, form, data):
    assume("%y" not in form or 1969 <= day.year <= 2068)
    text = form.format(day)
    dates = reader(now, DAY_FORMS[form])
    span = dates.span(text)
    assert (span.first, span.last, span.at) == (day, day, None)
    if "%a" in form or "%A" in form:
        other = data.draw(
            st.sampled_from([name for name in WEEKDAYS if name != f"{day:%A}".lower()])
        )
        # The first three letters are the short name of each weekday.
        wrong = text.replace(f"{day:%A}", other).replace(f"{day:%a}", other[:3])
        with pytest.raises(ValueError, match="does not fit"):
            dates.span(wrong)
    digits = [index for index, sign in enumerate(text) if sign.isdecimal()]
    index = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from("0123456789".replace(text[index], "")))
    with contextlib.suppress(ValueError):
        assert dates.span(text[:index] + digit + text[index + 1 :]) != span


@given(MOMENTS, MOMENTS, st.sampled_from(("Z", "+01:00", "-0500", " GMT+1", " UTC+05:30", "")))
def test_any_instant_is_read_and_what_python_reads_is_read_alike(now, at, zone):
    text = f"{at:%Y-%m-%d %H:%M:%S}{zone}"
    span = reader(now).span(text)
    # With a weekday before it, the tables read it, and not Python.
    assert reader(now).span(f"{at:%a} {text}") == span
    offset = {"": 0, "Z": 0, "+01:00": 60, "-0500": -300, " GMT+1": 60, " UTC+05:30": 330}[zone]
    assert span.at == at.replace(microsecond=0) - timedelta(minutes=offset)
    assert span.first == at.date()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text):
    for read in (reader().moment, reader().span, reader().week, DateParser(None, None, "de").span):
        with contextlib.suppress(ValueError):
            read(text)


VOCABULARY = sorted(vocabulary.vocabulary(",".join(words.LANGUAGES)).meanings)
PIECES = st.one_of(
    st.sampled_from(VOCABULARY),
    st.integers(0, 2100).map(str),
    st.sampled_from(("/", "-", ".", ":", ",", "+", "'")),
)


@given(st.lists(PIECES, max_size=8).map(" ".join), MOMENTS)
def test_any_words_in_any_order_are_a_date_or_a_value_error(text, now):
    for read in (reader(now, None, "de,fr,es").span, DateParser(None, None, "de,fr,es").span):
        with contextlib.suppress(ValueError):
            span = read(text)
            assert span.first <= span.last
            assert (span.precision == "time") == (span.at is not None)


@pytest.mark.parametrize("languages", ["en", "de", "fr", "es", "de,fr,es"])
def test_no_word_has_two_meanings_of_one_kind(languages):
    meanings = {}
    meaning = ""
    for row in words.TABLE.splitlines():
        first, *columns = row.split("|")
        meaning = first.strip() or meaning
        kind = meaning.split(" ")[0]
        for language, column in zip(words.LANGUAGES, columns, strict=False):
            if language in ("en", *languages.split(",")):
                for word in vocabulary.folded(column).split(","):
                    if word.strip():
                        meanings.setdefault((word.strip(), kind), set()).add(meaning)
    assert {key: value for key, value in meanings.items() if len(value) > 1} == {}


@pytest.mark.parametrize("language", ["de", "fr", "es", "pl"])
def test_english_is_understood_beside_any_language(language):
    assert reader(languages=language).moment("yesterday 3pm").day == date(2026, 11, 18)


def test_words_of_several_languages_are_understood_together():
    for text in ("gestern um 15 Uhr", "hier à 15h", "yesterday 3pm"):
        moment = reader(languages="de,fr").moment(text)
        assert moment == (date(2026, 11, 18), datetime(2026, 11, 18, 15, tzinfo=UTC))
    assert span_or_none("ayer", "de,fr") is None


def test_a_word_that_is_two_days_in_two_languages_is_refused():
    assert span_or_none("mar", "en").precision == "month"
    with pytest.raises(ValueError, match=r"'mar' could be two dates\. Try 2026-11-20, hier 15h"):
        reader(languages="fr").span("mar")


@pytest.mark.parametrize(
    ("text", "dmy", "mdy", "ymd"),
    [
        ("03/04/2026", "2026-04-03", "2026-03-04", None),
        ("03-04-2026", "2026-04-03", "2026-03-04", None),
        ("3.4.2026", "2026-04-03", "2026-03-04", "2026-04-03"),
        ("3/4/26", "2026-04-03", "2026-03-04", None),
        ("26-04-03", "2003-04-26", None, "2026-04-03"),
        ("11/5", "2026-05-11", "2026-11-05", "2026-11-05"),
        ("3.4.26", "2026-04-03", "2026-03-04", None),
        ("5.11.2026", "2026-11-05", "2026-05-11", "2026-11-05"),
        ("5.11.", "2026-11-05", "2026-05-11", "2026-11-05"),
        ("5.11", "2026-11-05", "2026-05-11", "2026-11-05"),
        ("18.11.2026", "2026-11-18", None, "2026-11-18"),
        ("18.11.", "2026-11-18", None, "2026-11-18"),
        ("11.18.2026", None, "2026-11-18", None),
        ("11.18.", None, "2026-11-18", None),
        ("20/11/2025", "2025-11-20", None, "2025-11-20"),
        ("11/20/2025", None, "2025-11-20", "2025-11-20"),
        ("20/11", "2025-11-20", None, None),
    ],
)
def test_the_setting_says_whether_days_or_months_come_first(text, dmy, mdy, ymd):
    for order, day in zip(DATE_ORDERS, (dmy, mdy, ymd), strict=True):
        dates = reader(order=order)
        if day:
            assert dates.moment(text).day.isoformat() == day
        else:
            with pytest.raises(ValueError):
                dates.moment(text)


@pytest.mark.parametrize("text", ["11/5", "03/04/2026", "3/4/26", "11/5 15:00"])
def test_a_date_that_could_be_two_days_is_refused_with_how_to_say_it(text):
    with pytest.raises(ValueError) as refused:
        reader().moment(text)
    assert str(refused.value) == (
        f"{text!r} could be two days. Write it like 2026-11-20, or set the order once:"
        "  coachlog config set date-order dmy"
    )


REFUSALS = [
    ("garbage", "en", "is not a date coachlog understands"),
    ("2026-02-30", "en", "is not in the calendar"),
    ("2026-13", "en", "is not in the calendar"),
    ("1066", "en", "is in the year 1066, not between 1900 and 9998"),
    ("Wed 17 Nov", "en", "does not fit: 2026-11-17 is a Tuesday, not a Wednesday"),
    ("yesterday at 3", "en", "could be 3am or 3pm"),
    ("yesterday 25:00", "en", "has a time of day that does not exist"),
    ("this morning at 15:00", "en", "has a time outside that part of the day"),
    ("2026-11-20 9:00 Mars/Olympus", "en", "has a time zone coachlog does not know (Mars/Olympus)"),
    ("2026-11-20 9:00 GMT+20", "en", "has a time zone that does not exist"),
    ("garbage", "de", "is not a date coachlog understands"),
    ("garbage", "fr", "is not a date coachlog understands"),
    ("garbage", "es,de", "is not a date coachlog understands"),
    ("garbage", "pl", "is not a date coachlog understands"),
]


@pytest.mark.parametrize(("text", "languages", "reason"), REFUSALS)
def test_a_refusal_says_why_with_examples_in_the_users_language(text, languages, reason):
    with pytest.raises(ValueError) as refused:
        reader(languages=languages).span(text)
    examples = words.DAY_EXAMPLES[languages[:2].replace("pl", "en")]
    assert str(refused.value) == f"{text!r} {reason}. Try {examples}"


def test_a_refusal_of_a_long_text_is_short():
    with pytest.raises(ValueError) as refused:
        reader().span("x" * 500)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_examples_are_understood(language):
    dates = reader(languages=language)
    examples = words.DAY_EXAMPLES[language]
    for separator in (" or ", " oder ", " ou ", " o "):
        examples = examples.replace(separator, ", ")
    days = []
    for phrase in examples.replace(",,", ",").split(", "):
        days.append(dates.moment(phrase).day.isoformat())
    assert days == ["2026-11-20", "2026-11-18", "2026-11-16", "2025-11-20"]
    for phrase in words.WEEK_EXAMPLES[language].split(", "):
        assert dates.week(phrase).label == "2026-W46"


def test_a_phrase_means_the_same_for_a_day_a_week_and_a_span():
    for phrase in READ:
        dates = reader(languages=phrase.language)
        if phrase.first == phrase.last:
            assert dates.moment(phrase.text) == (phrase.first, phrase.at)
        else:
            with pytest.raises(
                ValueError, match=r"is a (week|month|quarter|year), not a single day"
            ):
                dates.moment(phrase.text)
        week = week_of(phrase.first)
        if phrase.last <= week.last:
            assert dates.week(phrase.text) == week
        else:
            with pytest.raises(ValueError, match=r"is a (month|quarter|year), not a week\. Try "):
                dates.week(phrase.text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-W01", "2027-01-04", "2027-01-10"),
        ("this", "2026-11-16", "2026-11-22"),
        ("last", "2026-11-09", "2026-11-15"),
        ("47", "2026-11-16", "2026-11-22"),
        ("48", "2025-11-24", "2025-11-30"),
        ("2026-12-31", "2026-12-28", "2027-01-03"),
    ],
)
def test_weeks_are_those_of_iso_8601(text, first, last):
    week = reader().week(text)
    assert (week.first.isoformat(), week.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["2025-W53", "garbage", "October", "2026-47"])
def test_what_is_no_week_is_refused_with_examples_of_weeks(text):
    with pytest.raises(ValueError) as refused:
        reader().week(text)
    assert f"{text!r} is " in str(refused.value)
    assert ". Try last week, 2026-W46, 2026-11-20" in str(refused.value)


@given(st.dates(date(1901, 1, 1), date(2990, 1, 1)), STARTS)
def test_a_label_leads_back_to_its_week(day, start):
    week = week_of(day, start)
    dates = reader(week_start=start)
    for label in (week.label, week.label.lower(), week.label.replace("-", "")):
        assert dates.week(label) == week
        span = dates.span(label)
        assert (span.first, span.last) == (week.first, week.last)


@given(DAYS, STARTS, STARTS)
def test_a_label_names_the_same_thursday_under_each_week_start(day, start, other_start):
    label = week_of(day, start).label
    thursdays = set()
    for week_start in (start, other_start):
        week = reader(week_start=week_start).week(label)
        days = [week.first + n * DAY for n in range(7)]
        thursdays |= {day for day in days if day.weekday() == 3}
    assert len(thursdays) == 1


@given(MOMENTS, STARTS)
def test_last_week_is_the_same_in_every_option(now, start):
    dates = reader(now, week_start=start)
    span = dates.span("last week")
    week = dates.week("last week")
    assert (span.first, span.last) == (week.first, week.last)
    assert week == dates.week("last")
    assert week == week_of(now.date() - 7 * DAY, start)


@pytest.mark.parametrize(
    ("now", "text", "day"),
    [
        ("2026-03-01T15:00", "16:00", "2026-02-28"),
        ("2026-01-01T15:00", "4 pm", "2025-12-31"),
        ("2026-01-01T15:00", "3pm", "2026-01-01"),
        ("2026-03-31T15:00", "a month ago", "2026-02-28"),
        ("2026-03-31T15:00", "2 months ago", "2026-01-31"),
        ("2026-05-31T15:00", "a month ago", "2026-04-30"),
        ("2026-03-01T15:00", "the 31st", "2026-01-31"),
        ("2026-03-31T15:00", "the 30th", "2026-03-30"),
        ("2024-02-29T15:00", "a year ago", "2023-02-28"),
        ("2024-03-01T15:00", "29 Feb", "2024-02-29"),
        ("2025-03-01T15:00", "29 Feb", "2024-02-29"),
        ("2027-01-02T15:00", "week 53", "2026-12-28"),
        ("2026-11-19T00:00", "19 Nov", "2026-11-19"),
        ("2026-11-19T23:59", "20 Nov", "2025-11-20"),
    ],
)
def test_a_month_or_a_year_ends_between(now, text, day):
    span = reader(datetime.fromisoformat(f"{now}+00:00")).span(text)
    assert span.first.isoformat() == day


@pytest.mark.parametrize(
    ("name", "local", "text", "day", "at"),
    [
        ("America/New_York", "2026-03-08T09:00", "today", "2026-03-08", None),
        # Clocks showed 01:30 twice on that day; the first is meant.
        ("America/New_York", "2026-11-01T09:00", "1:30", "2026-11-01", "2026-11-01T01:30:00-04:00"),
        ("Africa/Cairo", "2026-04-25T00:30", "yesterday", "2026-04-24", None),
        (
            "America/Santiago",
            "2026-09-06T01:30",
            "yesterday 11pm",
            "2026-09-05",
            "2026-09-05T23:00:00-04:00",
        ),
        ("America/New_York", "2026-11-15T23:30", "today", "2026-11-15", None),
        (
            "America/New_York",
            "2026-11-15T23:30",
            "1 hour ago",
            "2026-11-15",
            "2026-11-15T22:30:00-05:00",
        ),
        (
            "America/New_York",
            "2026-03-08T03:30",
            "1 hour ago",
            "2026-03-08",
            "2026-03-08T01:30:00-05:00",
        ),
        ("UTC+3", "2026-11-15T12:00", "yesterday 3pm", "2026-11-14", "2026-11-14T15:00:00-03:00"),
        (
            "Mars/Olympus",
            "2026-11-15T12:00",
            "yesterday 3pm",
            "2026-11-14",
            "2026-11-14T15:00:00+00:00",
        ),
        # Of a zone that is written, the day is the writer's own.
        (
            "America/New_York",
            "2026-11-15T12:00",
            "2026/11/10 12:30 AM GMT+1",
            "2026-11-10",
            "2026-11-10T00:30:00+01:00",
        ),
        (
            "America/New_York",
            "2026-11-15T12:00",
            "2026-11-10 00:30 Europe/Berlin",
            "2026-11-10",
            "2026-11-10T00:30:00+01:00",
        ),
        # In UTC programs write wherever they run.
        (
            "America/New_York",
            "2026-11-15T12:00",
            "2026-11-10T00:30Z",
            "2026-11-09",
            "2026-11-10T00:30:00+00:00",
        ),
        (
            "Asia/Tokyo",
            "2026-11-15T12:00",
            "2026-11-10 23:30 GMT",
            "2026-11-10",
            "2026-11-10T23:30:00+00:00",
        ),
        (
            "Asia/Tokyo",
            "2026-11-15T12:00",
            "2026-11-10 23:30 UTC",
            "2026-11-11",
            "2026-11-10T23:30:00+00:00",
        ),
        ("Asia/Tokyo", "2026-11-15T12:00", "9:30 GMT", "2026-11-14", "2026-11-14T09:30:00+00:00"),
    ],
)
def test_days_and_hours_are_those_of_the_time_zone(zone, name, local, text, day, at):
    moment = reader(zone(name, local)).moment(text)
    assert (moment.day.isoformat(), moment.at and moment.at.isoformat()) == (day, at)


SKIPPED = [
    # At these midnights the clocks went from 00:00 to 01:00, so that 00:30 was never shown.
    ("Africa/Cairo", "2026-04-24 00:30", ", and showed 01:30"),
    ("America/Santiago", "2026-09-06 00:30", ", and showed 01:30"),
    ("America/New_York", "2026-03-08 02:30", ", and showed 03:30"),
    ("America/New_York", "8 March 2026 at 2:30am", ", and showed 03:30"),
    ("UTC", "2026-03-29 02:30 Europe/Berlin", ", and showed 03:30"),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08 02:30", ""),
]


@pytest.mark.parametrize(("name", "text", "moved"), SKIPPED)
def test_a_time_that_a_clock_change_skipped_is_refused(zone, name, text, moved):
    now = zone(name, "2026-11-15T12:00")
    for read in (reader(now).moment, reader(now).span):
        with pytest.raises(ValueError) as refused:
            read(text)
        expected = f"{text!r} does not exist: the clocks went forward then{moved}. Try "
        assert str(refused.value).startswith(expected)


FILE_TEXTS = ["yesterday", "3 days ago", "June 30", "13:30", "last week", "11/20", "Monday"]


@pytest.mark.parametrize("text", FILE_TEXTS)
def test_a_text_of_nobody_knows_when_has_to_be_a_whole_date(text):
    assert span_or_none(text) is not None
    with pytest.raises(ValueError, match="depends on when it was written"):
        DateParser(None, None, "en").span(text)


def test_each_pair_of_languages_reads_the_phrases_of_both():
    # A setting of two languages may make a word ambiguous, but never another day.
    for languages in combinations(words.LANGUAGES, 2):
        for phrase in READ:
            if phrase.language in languages:
                span = span_or_none(phrase.text, ",".join(languages))
                assert span is None or span.first == phrase.first, phrase


def test_reading_a_date_loads_no_library():
    code = (
        "import sys; from datetime import datetime, UTC\n"
        "from coachlog.domain.dates.parser import DateParser\n"
        "DateParser(datetime.now(UTC), None, 'de,en').moment('last Friday 3pm')\n"
        "print(sorted({'re', 'typing', 'enum', 'pendulum', 'zoneinfo'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(parser_module.__file__).split("/coachlog/domain")[0]},
    )
    assert done.stdout == "[]\n"


def outcome(parser, text):
    """Return what a text means, or why it is refused."""
    try:
        span = parser.read(text)
    except ValueError as error:
        return str(error)
    return span, span.at and span.at.utcoffset()


DAY_TEXTS = st.one_of(
    st.tuples(st.dates(date(1890, 1, 1)), st.sampled_from(ROW_FORMS)).map(
        lambda pair: pair[0].strftime(pair[1])
    ),
    st.from_regex(r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}", fullmatch=True),
    st.sampled_from(["31.2.2026", "20261120", "2026-W46", "20-Nov-2026", "3rd", "1/2026", "45980"]),
)
CLOCKS = st.one_of(
    st.times().map(lambda clock: clock.strftime("%H:%M:%S")),
    st.times().map(lambda clock: clock.strftime("%I:%M %p")),
    st.from_regex(r"[0-9]{1,2}:[0-9]{1,2}(:[0-9]{2})?( [AaPp]m| Z| h)?", fullmatch=True),
    st.sampled_from(["24:00", "2:30", "02:30:00", "١:٣٠", "14:03:22.5", "14:03+01", "0:0", "7:5"]),
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=DAY_TEXTS,
    clock=CLOCKS,
    order=st.sampled_from([None, *DATE_ORDERS]),
    languages=st.sampled_from(["en", "de,fr", "es"]),
    now=st.sampled_from([None, NOW]),
)
@example(day="29.3.2026", clock="02:30", order=None, languages="de", now=None)
@example(day="2026-W46", clock="14:03", order=None, languages="en", now=None)
@example(day="3/4/2026", clock="9:05", order=None, languages="en", now=None)
def test_the_quick_way_to_a_time_means_what_the_tables_mean(
    monkeypatch, zone, day, clock, order, languages, now
):
    zone("Europe/Berlin", "2026-11-20T10:00")
    text = f"{day} {clock}"
    parser = reader(now, order, languages)
    quick = outcome(parser, text)
    assert outcome(parser, text) == quick  # from what it knows of the day
    with monkeypatch.context() as patch:
        patch.setattr(parser_module, "exact_time", lambda _: None)
        assert outcome(reader(now, order, languages), text) == quick


def test_a_day_of_many_rows_is_read_once(monkeypatch):
    parser = reader(None, "mdy")
    parser.read("11/20/2026 14:03:22")
    monkeypatch.setattr(parser_module, "tokens_of", pytest.fail)
    for clock in ("9:05", "09:05:01", "2:03:22 PM", "12:00 am"):
        assert parser.read(f"11/20/2026 {clock}").first == date(2026, 11, 20)


LANGUAGES_OF_THE_PAGE = {"German": "de", "French": "fr", "Spanish": "es"}


def test_each_example_of_the_documentation_means_what_it_says():
    page = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    read = 0
    for line in page.splitlines():
        if not line.startswith("| `") and line[2:].split(" ")[0] not in LANGUAGES_OF_THE_PAGE:
            continue
        left, right = line.strip("| ").split(" | ")
        days = right.split(", ")
        if left in LANGUAGES_OF_THE_PAGE:
            for text in re.findall("`(.*?)`", right):
                assert span_or_none(text, LANGUAGES_OF_THE_PAGE[left]), text
                assert span_or_none(text) is None, text
                read += 1
            continue
        for index, text in enumerate(re.findall("`(.*?)`", left)):
            first, _, last = days[min(index, len(days) - 1)].partition(" to ")
            day, _, clock_time = first.partition(" ")
            span = reader().span(text)
            assert (span.first.isoformat(), span.last.isoformat()) == (day, last or day), text
            assert not clock_time or f"{span.at:%H:%M}" == clock_time, text
            read += 1
    assert read > 60
