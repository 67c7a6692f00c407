"""Tests of what becomes of days and clock times in texts that leave the team."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.people.days_in_texts import without_days

CHANGED = [
    ("On August 28, 2026 the fee went out", "In August 2026 the fee went out"),
    ("Due on Aug. 28, see there", "Due in Aug., see there"),
    ("Paid on Friday, August 28th, 2026.", "Paid in August 2026."),
    ("Closed August 28-30, 2026", "Closed August 2026"),
    ("It came on the 28th of August", "It came in August"),
    ("It came on 28 August 2026 at 14:30.", "It came in August 2026."),
    ("Seen 3 May 2026 and 3 march 2026", "Seen May 2026 and 3 march 2026"),
    ("Am 28. August 2026 um 14:30 Uhr kam er", "Im August 2026 kam er"),
    ("am Freitag, dem 28. August, zu spät", "im August, zu spät"),
    ("vom 28. bis 30. August 2026", "vom August 2026"),
    ("Antrag vom 28.08.2026 fehlte", "Antrag vom August 2026 fehlte"),
    ("am 28.8. um 14.30 Uhr", "im August"),
    ("am 3.4. kam nichts", "im April kam nichts"),
    ("Since 2026-08-28 it works", "Since August 2026 it works"),
    ("Logged 2026-08-28T14:30:00Z", "Logged August 2026"),
    ("Logged 2026-08-28 14:30, then again", "Logged August 2026, then again"),
    ("Sent on 8/28/2026", "Sent in August 2026"),
    ("Sent on 28/8/26 twice", "Sent in August 2026 twice"),
    ("Sent on 3/4/2026", "Sent in 2026"),
    ("Sent on 3/3/2026", "Sent in March 2026"),
    ("Due on 8/28, not later", "Due in August, not later"),
    ("Closed at 14:30.", "Closed."),
    ("Called at 2 p.m. about it", "Called about it"),
    ("Open from 9:00-10:30 only", "Open from [time] only"),
    ("Before 8am nobody answers", "Before [time] nobody answers"),
    ("Um 14 Uhr 30 war zu", "Um [time] war zu"),
    ("Sent on 28-Aug-2026", "Sent in Aug 2026"),
    ("On August 28, 2026, at 14:30, she came", "In August 2026, she came"),
    ("Open between 9 and 10 am", "Open between [time]"),
    ("Zwischen 9 und 10 Uhr, dann um 14h30", "Zwischen [time], dann"),
    ("Around 3 o'clock", "Around [time]"),
    ("Logged 2026-08-28 14:30:15+02:00", "Logged August 2026"),
    ("In August we met on the 28th.", "In August we met that month."),
]
UNCHANGED = [
    "2 CFR 200.318 and 2 CFR 200.303(a)",
    "Section 12.10.20 of the code, rule 4-11-2026",
    "It cost $12.50, then 1,204.00 EUR, then 28.08 EUR",
    "case 2026-00815, PRM-2026-08-28, 2026-08-28-001",
    "in August 2026, in 2026-08, in 2026-W35",
    "May 3 people come? 12 may come, 24/7 and 3/4 of the forms",
    "Step 2: 10 forms; a ratio of 2:1; version 2.3.4",
    "Schalter 8 am Eingang",
    "the 5th floor, the 3rd time, 28 forms, 14 days",
    "NFPA 101, OMB A-133, Form 1099, part 8/28",
]


@pytest.mark.parametrize(("text", "expected"), CHANGED)
def test_days_become_months_and_clock_times_go(text, expected):
    assert without_days(text) == expected


@pytest.mark.parametrize("text", UNCHANGED)
def test_rules_amounts_and_numbers_of_cases_stay(text):
    assert without_days(text) == text


DAY_FORMS = (
    "{d:%Y-%m-%d}", "{d:%B} {d.day}, {d.year}", "{d:%b} {d.day}", "{d:%b}. {d.day}, {d.year}",
    "{d.day} {d:%B} {d.year}", "{d.day}. {d:%B}", "the {d.day}th of {d:%B}",
    "{d:%d}.{d:%m}.{d.year}",
    "{d.month}/{d.day}/{d.year}", "{d.day}/{d.month}/{d.year}", "on {d.month}/{d.day}",
    "am {d.day}.{d.month}.", "on {d:%A}, {d:%B} {d.day}", "{d:%Y-%m-%d}T08:15:00",
)  # fmt: skip
TIME_FORMS = (
    "{t:%H:%M}", "at {t:%H:%M}", "{t.hour}:{t:%M}", "um {t:%H.%M} Uhr", "{t:%I:%M} pm",
    "at {t:%I} p.m.",
    "{t:%H:%M:%S}", "{t:%H}{t:%M} hrs",
)  # fmt: skip
AROUND = st.sampled_from(
    ["We saw it {}", "It was {} that we saw it", "Seen {}, then paid", "({})", "Seen {}."]
)


@given(
    day=st.dates(date(2000, 1, 1), date(2039, 12, 31)),
    day_form=st.sampled_from(DAY_FORMS),
    clock=st.times(time(0, 0)),
    time_form=st.sampled_from(TIME_FORMS),
    around=AROUND,
)
def test_no_day_of_the_month_and_no_clock_time_is_left(day, day_form, clock, time_form, around):
    text = around.format(day_form.format(d=day))
    left = re.sub(r"\b(?:19|20)\d\d\b", "", without_days(text))
    assert not re.search(r"\d", left), without_days(text)
    text = around.format(time_form.format(t=clock))
    assert not re.search(r"\d", without_days(text)), without_days(text)
    text = around.format(f"{day_form.format(d=day)} {time_form.format(t=clock)}")
    left = re.sub(r"\b(?:19|20)\d\d\b", "", without_days(text))
    assert not re.search(r"\d", left), without_days(text)
