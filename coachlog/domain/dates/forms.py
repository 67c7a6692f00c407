"""The forms that dates have, as tables.

A form is a line of kinds of tokens, as `tokens` and `words` call them: `?` behind a kind means that
it may be missing, `|` that it may be either. What a form means is up to the function beside it.
"""

from coachlog.domain.dates import days, unclear_days
from coachlog.domain.dates.tree import Builder, Tree

_DAYS_OF_A_MONTH = """
    year - month# - day
    year / month# / day
    year . month# . day
    day .? th? of? month
    day .? th? of? month ,? of? year
    day .? th? of? month ' year2
    day - month
    day - month - year|year2
    month the? day th? ,? of? year
    day / month / year|year2
    year -? month -? day
"""
# Two of a day that may mean something else, too.
_UNCLEAR_DAYS = {
    "month the? day th?": unclear_days.day_behind_month,
    "day .? th? of? month ,? of? year2": unclear_days.day_of_short_year,
}
# Numbers alone, and under which settings of date-order each form is meant; `none` is not set. In
# dates with dots the day comes first in every language (Unicode CLDR, short date formats).
_NUMBERS = """
    day / month# / year     : dmy ymd none
    month# / day / year     : mdy ymd none
    day - month# - year     : dmy ymd none
    month# - day - year     : mdy ymd none
    day . month# . year .?  : dmy ymd none
    month# . day . year     : mdy
    day / month# / year2    : dmy none
    month# / day / year2    : mdy none
    year2 / month# / day    : ymd
    day - month# - year2    : dmy none
    month# - day - year2    : mdy none
    year2 - month# - day    : ymd none
    day . month# . year2    : dmy none
    month# . day . year2    : mdy
    year2 . month# . day    : ymd
    day / month#            : dmy none
    month# / day            : mdy ymd none
    day . month# .?         : dmy ymd none
    month# . day .?         : mdy
"""
_BEFORE_A_DAY = ("on? the?", "on? the? weekday ,? on? the?")
# By what makes days of them.
_OTHER_DATES: dict[Builder, str] = {
    days.present_time: "now",
    days.day_word: "the? day-word",
    unclear_days.night_of_today: "night-of-today",
    days.latest_weekday: """
        on? the? weekday
        on? the? last weekday
        on? the? weekday last
    """,
    days.weekday_of_week: """
        on? the? weekday of? the? last|this|next unit
        on? the? weekday of? the? unit last|this|next
        the? last|this|next unit ,? on? the? weekday
        the? unit last|this|next ,? on? the? weekday
    """,
    days.day_of_month: """
        on? the day .|th?
        on day .
        on? day th
        on? the? weekday ,? on? the day .|th?
        on? the? weekday ,? day th
        on? the? weekday day
    """,
    days.distance: """
        count unit ago
        before|ahead count unit
    """,
    days.unit_span: """
        in? the? last|this|next unit
        the? unit last|this|next
    """,
    days.month_span: """
        in? month
        in? month of? year
        month - year
        month ' year2
        year - month#
        year / month#
        month# / year
        month# . year
        month# - year
    """,
    days.year_span: """
        in? year
        in? unit year
    """,
    days.numbered_week: """
        in? the? week number
        in? the? number . week
        number . week year
        the? week number ,? /? of? year
        the? week number / year2
        year -? week number
    """,
    days.quarter_span: """
        q number
        q number ,? /? of? year
        year -|/? q number
        number .|th quarter
        number .|th quarter of? year
    """,
}
_CLOCK_TIMES = """
    hour : minute half?
    hour : minute o'clock
    hour : minute : second half?
    hour : minute : second . fraction half?
    hour . minute half|o'clock
    hour half
    hour o'clock
    hour o'clock minute
    noon
"""
# These are times of day only behind `at` or beside a part of the day.
_BARE_TIMES = """
    part
    part? at hour
    part? at hour . minute
    at? hour part
    at hhmm
    at hhmmss
"""
_ZONES = """
    utc
    utc sign hour
    utc? sign hhmm
    utc? sign hour : minute
    zone
"""


def date_forms(order: str | None) -> Tree:
    """Return the forms of dates under a setting of date-order, made once."""
    key = order or "none"
    if key not in _date_forms:
        _date_forms[key] = _made_date_forms(key)
    return _date_forms[key]


_date_forms: dict[str, Tree] = {}


def _made_date_forms(order: str) -> Tree:
    forms = Tree()
    day_forms = _lines(_DAYS_OF_A_MONTH)
    for row in _lines(_NUMBERS):
        form, _, orders = row.partition(":")
        if order in orders.split():
            day_forms.append(form.strip())
    for before in _BEFORE_A_DAY:
        for form in day_forms:
            forms.add(f"{before} {form}", days.calendar_day)
        for form, unclear in _UNCLEAR_DAYS.items():
            forms.add(f"{before} {form}", unclear)
        forms.add(f"{before} yyyymmdd", days.packed_day)
    for builder, table in _OTHER_DATES.items():
        for form in _lines(table):
            forms.add(form, builder)
    return forms


def _made_times(bare_times: str) -> Tree:
    forms = Tree()
    for form in _lines(_CLOCK_TIMES):
        forms.add(f"part? at? {form}")
        forms.add(f"at? {form} part")
    for form in _lines(bare_times):
        forms.add(form)
    return forms


def _made_zones() -> Tree:
    forms = Tree()
    for form in _lines(_ZONES):
        forms.add(form)
    return forms


def _lines(table: str) -> list[str]:
    return list(map(str.strip, table.strip().splitlines()))


TIME_FORMS = _made_times(_BARE_TIMES)
# Alone this is the day 14.11.
TIME_AFTER_DATE_FORMS = _made_times(f"{_BARE_TIMES}hour . minute")
ZONE_FORMS = _made_zones()
