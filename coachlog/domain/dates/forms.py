"""The forms that dates have, as tables.

A form is a line of kinds of tokens, as `tokens` and `words` call them: `?` behind a kind means that
it may be missing, `|` that it may be either. What a form means is up to the function beside it.
"""

from coachlog.domain.dates import days
from coachlog.domain.dates.tree import Builder, Tree

_DAYS_OF_A_MONTH = (
    "year - month# - day",
    "year / month# / day",
    "year . month# . day",
    "day .? th? of? month",
    "day .? th? of? month ,? of? year|year2",
    "day .? th? of? month ' year2",
    "day - month - year|year2",
    "month day th?",
    "month day th? ,? year",
    "year -? month -? day",
)
# Numbers alone, and under which settings of date-order each form is meant; `none` is not set. In
# dates with dots the day comes first in every language (Unicode CLDR, short date formats).
_NUMBERS = (
    ("day / month# / year", "dmy ymd none"),
    ("month# / day / year", "mdy ymd none"),
    ("day - month# - year", "dmy ymd none"),
    ("month# - day - year", "mdy ymd none"),
    ("day . month# . year .?", "dmy ymd none"),
    ("month# . day . year", "mdy"),
    ("day / month# / year2", "dmy none"),
    ("month# / day / year2", "mdy none"),
    ("year2 / month# / day", "ymd"),
    ("day - month# - year2", "dmy none"),
    ("month# - day - year2", "mdy none"),
    ("year2 - month# - day", "ymd none"),
    ("day . month# . year2", "dmy none"),
    ("month# . day . year2", "mdy"),
    ("year2 . month# . day", "ymd"),
    ("day / month#", "dmy none"),
    ("month# / day", "mdy ymd none"),
    ("day . month# .?", "dmy mdy ymd none"),
)
_BEFORE_A_DAY = ("on? the?", "on? the? weekday ,? on? the?")
_OTHER_DATES: tuple[tuple[str, Builder], ...] = (
    ("now", days.present_time),
    ("the? day-word", days.day_word),
    ("on? the? weekday", days.weekday_before),
    ("on? the? last weekday", days.weekday_before),
    ("on? the? weekday last", days.weekday_before),
    ("on? the? weekday of? the? last|this|next unit", days.weekday_of_week),
    ("on? the? weekday of? the? unit last|this|next", days.weekday_of_week),
    ("on? the day th?", days.day_of_month),
    ("count unit ago", days.distance),
    ("before|ahead count unit", days.distance),
    ("in? the? last|this|next unit", days.unit_span),
    ("the? unit last|this|next", days.unit_span),
    ("in? month", days.month_span),
    ("in? month of? year", days.month_span),
    ("month - year", days.month_span),
    ("month ' year2", days.month_span),
    ("year - month#", days.month_span),
    ("year / month#", days.month_span),
    ("month# / year", days.month_span),
    ("month# . year", days.month_span),
    ("month# - year", days.month_span),
    ("in? year", days.year_span),
    ("in? unit year", days.year_span),
    ("the? week number", days.numbered_week),
    ("number . week", days.numbered_week),
    ("number . week year", days.numbered_week),
    ("the? week number ,? /? of? year", days.numbered_week),
    ("year -? week number", days.numbered_week),
    ("q number", days.quarter_span),
    ("q number ,? /? of? year", days.quarter_span),
    ("year -? q number", days.quarter_span),
    ("number .|th quarter", days.quarter_span),
    ("number .|th quarter of? year", days.quarter_span),
)
_CLOCK_TIMES = (
    "hour : minute half?",
    "hour : minute o'clock",
    "hour : minute : second half?",
    "hour : minute : second . fraction half?",
    "hour . minute half|o'clock",
    "hour half",
    "hour o'clock",
    "hour o'clock minute",
    "noon",
)
# These are times of day only behind `at` or beside a part of the day.
_BARE_TIMES = (
    "part",
    "part? at hour",
    "part? at hour . minute",
    "at? hour part",
    "at hhmm",
    "at hhmmss",
)
_ZONES = (
    "utc",
    "utc sign hour",
    "utc? sign hhmm",
    "utc? sign hour : minute",
    "zone",
)


def date_forms(order: str | None) -> Tree:
    """Return the forms of dates under a setting of date-order, made once."""
    key = order or "none"
    if key not in _date_forms:
        _date_forms[key] = _made_date_forms(key)
    return _date_forms[key]


_date_forms: dict[str, Tree] = {}


def _made_date_forms(order: str) -> Tree:
    forms = Tree()
    day_lines = list(_DAYS_OF_A_MONTH)
    for line, orders in _NUMBERS:
        if order in orders.split():
            day_lines.append(line)
    for before in _BEFORE_A_DAY:
        for line in day_lines:
            forms.add(f"{before} {line}", days.calendar_day)
        forms.add(f"{before} yyyymmdd", days.packed_day)
    for line, builder in _OTHER_DATES:
        forms.add(line, builder)
    return forms


def _made_times(*more: str) -> Tree:
    forms = Tree()
    for line in _CLOCK_TIMES:
        forms.add(f"part? at? {line}")
        forms.add(f"at? {line} part")
    for line in (*_BARE_TIMES, *more):
        forms.add(line)
    return forms


def _made_zones() -> Tree:
    forms = Tree()
    for line in _ZONES:
        forms.add(line)
    return forms


TIME_FORMS = _made_times()
# Alone this is the day 14.11.
TIME_AFTER_DATE_FORMS = _made_times("hour . minute")
ZONE_FORMS = _made_zones()
