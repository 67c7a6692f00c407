"""The usual dates mean what dateparser would make of them, and are read without it."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coachlog.domain.dates import DateParser
from coachlog.domain.usual_dates import usual_date

NOW = datetime.fromisoformat("2026-11-19T15:00:00+00:00")
DAYS = {
    "en": "today|yesterday|tomorrow|monday|Tuesday|WEDNESDAY|thursday|friday|saturday|sunday|"
    "last monday|last tuesday|last Wednesday|Last Thursday|last friday|last saturday|last sunday",
    "de": "heute|Gestern|vorgestern|morgen|Montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    "sonntag",
    "fr": "aujourd'hui|hier|Avant-hier|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "es": "hoy|ayer|anteayer|Mañana|lunes|martes|miércoles|jueves|viernes|sábado|domingo",
}
AT = {"en": " at", "de": " um", "fr": " à", "es": " a las"}
TIMES = "0:00|00:30|9:15|09:05|12:00|15:30|23:59|1am|3 pm|12am|12 pm|9:45am|11:59 pm|3PM".split("|")
NO_TIMES = "25:00|0am|13pm|15:60|7".split("|")
MOMENTS = st.integers(10**8, 3 * 10**10).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@st.composite
def phrases(draw):
    """A phrase in one of the languages of a setting, and the setting."""
    codes = draw(st.lists(st.sampled_from(sorted(DAYS)), min_size=1, max_size=3, unique=True))
    language = draw(st.sampled_from(codes))
    day = draw(st.sampled_from(["", *DAYS[language].split("|")]))
    clock_time = draw(st.sampled_from(["", *TIMES, *NO_TIMES]))
    at = draw(st.sampled_from(["", AT[language]])) if day and clock_time else ""
    return f"{day}{at} {clock_time}".strip(), ",".join(codes)


@given(phrases(), MOMENTS)
@settings(deadline=None)
def test_a_usual_date_means_what_dateparser_makes_of_it(phrase_and_languages, now):
    phrase, languages = phrase_and_languages
    parser = DateParser(now, None, languages)
    meaning = usual_date(phrase, parser.now, languages)
    assume(meaning)
    # On the first of a month, dateparser takes the last day of the wrong month; see below.
    assume(not phrase[0].isdigit() or now.day > 1)
    day, clock_time = meaning
    (old_day, old_at), precision = parser._moment_of_dateparser(phrase)
    assert (day, precision) == (old_day, "time" if clock_time else "day")
    if clock_time:
        assert clock_time == old_at.time()


@pytest.mark.parametrize(
    ("now", "phrase", "day"),
    [
        ("2026-03-01T15:00", "16:00", "2026-02-28"),
        ("2026-01-01T15:00", "4 pm", "2025-12-31"),
        ("2026-01-01T15:00", "3pm", "2026-01-01"),
    ],
)
def test_a_time_that_is_still_to_come_is_that_of_the_day_before(now, phrase, day):
    meaning = usual_date(phrase, datetime.fromisoformat(now), "en")
    assert meaning[0].isoformat() == day


@pytest.mark.parametrize("languages", ["en", "de,en", "fr", "es"])
def test_each_of_its_words_is_read_without_dateparser(languages):
    for language in languages.split(","):
        for day in DAYS[language].split("|"):
            assert usual_date(day, NOW, languages), day
            assert usual_date(f"{day}{AT[language]} 15:30", NOW, languages), day


@pytest.mark.parametrize(
    ("phrase", "languages"),
    [
        ("yesterday", "de"),
        ("gestern", "en"),
        ("yesterday", "en,pl"),
        ("yesterday um 15:30", "en,de"),
        ("yesterday 3", "en"),
        ("yesterday 24:00", "en"),
        ("next friday", "en"),
        ("13pm", "en"),
        ("3 days ago", "en"),
        ("at 3pm", "en"),
    ],
)
def test_anything_else_is_left_to_dateparser(phrase, languages):
    assert usual_date(phrase, NOW, languages) is None


def test_a_usual_date_loads_no_library():
    code = (
        "import sys; from datetime import datetime, UTC\n"
        "from coachlog.domain.dates import DateParser\n"
        "DateParser(datetime.now(UTC), None, 'de,en').moment('last Friday 3pm')\n"
        "print(sorted({'dateparser', 'pendulum', 'zoneinfo'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
