"""Make months of the days in texts, and leave clock times out: a handbook promises to have no days.

Each form is a row of a table, tried on the whole text after the rows above it.
"""

import re
from calendar import month_name

from coachlog.domain.people.lazy_pattern import lazy_pattern
from coachlog.domain.people.number_checks import is_counted, is_of_a_rule_or_thing

TIME = "[time]"
_HOURS = r"(?:[01]?\d|2[0-4])"
# German `am` is a preposition: `Schalter 8 am Eingang`.
_HALF = r"""\s?(?: [ap]\.m\. | pm\b | (?<=\d)am\b
    | am\b (?! \s+\d | \s+(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-ZÄÖÜ] ) )"""
_CLOCK = rf"""(?:
      {_HOURS}:[0-5]\d (?: :[0-5]\d (?:[+-]\d\d:?\d\d)? )? (?![\d:])
      (?: {_HALF} | \s?(?:Uhr|hrs|h)\b )?
    | {_HOURS}h[0-5]\d\b
    | {_HOURS}(?:\.[0-5]\d)? (?: {_HALF} | \s?o['’]clock\b | \s?Uhr\b (?:\s[0-5]\d\b)? )
    | [0-2]\d[0-5]\d\s?(?:hrs|Uhr)\b
    )"""
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th|\.)?"
_DAYS = rf"(?<![\w./:§$€£-]) {_ORDINAL} (?: \s?(?:-|–|to|bis)\s? {_ORDINAL} )?"
# Some only with a capital: `by 3 may come`.
_MONTH = r"""(?P<month>\b(?: Mar(?:ch)? | März | Mär | Mrz | May | Mai | MAR(?:CH)? | MAY | (?i:
      jan(?:uary|uar)? | jänner | feb(?:ruary|ruar)? | apr(?:il)? | june? | juni | july? | juli
    | aug(?:ust)? | sept?(?:ember)? | o[ck]t(?:ober)? | nov(?:ember)? | de[cz](?:ember)?
    ) )\b\.?)"""
_WEEKDAY = r"""(?: \b (?i: (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?
    | (?:mon|diens|donners|frei|sams|sonn)tag | mittwoch | mo | di | mi | do | fr | sa | so )
    \b\.?,?\s+ (?: (?:the|dem|den)\s+ )? )?"""
_ON = r"(?: \b(?P<on>[Oo]n|[Aa]m)\s+ )?"
_YEAR = r"(?: (?:,?\s+|-)(?P<year>(?:19|20)\d\d)\b )?"
_END = r"(?! \w | [.,/-]\d ) (?: ,?\s+\[time\] )?"
_DATES = [
    # 2026-08-28, 2026-08-28T14:30:00Z
    rf"""{_ON} (?<![\w./-]) (?P<digits>) (?P<year>(?:19|20)\d\d) (?P<sign>[-/.])
         (?P<second>0?[1-9]|1[0-2]) (?P=sign) {_DAY}
         (?: T{_HOURS}:?[0-5]\d[\d:.]*(?:Z|[+-][\d:]+)? )? {_END}""",
    # August 28, 2026; Aug. 28-30
    rf"{_ON} {_WEEKDAY} {_MONTH} \s+ (?:the\s+)? {_DAYS} {_YEAR} {_END}",
    # the 28th of August, 28. August 2026
    rf"""{_ON} {_WEEKDAY} (?:\bthe\s+(?=\S+\s+of\b))? {_DAYS} [\s-]? (?:of\s+)?
         {_MONTH} {_YEAR} {_END}""",
    # 8/28/2026, 28.08.26, 28. 8. 2026; with hyphens only before a whole year
    rf"""{_ON} {_WEEKDAY} (?<![\w./-]) (?P<digits>) (?P<first>{_DAY})
         (?P<sign>[./]\s?|-(?=\d\d?-\d{{4}})) (?P<second>{_DAY}) (?P=sign)
         (?P<year>(?:19|20)?\d\d) {_END}""",
    # Without a year only where a word tells that it is a day: `on 8/28`, `am 28.8.`
    rf"""\b (?P<on>[Oo]n|[Aa]m|since|until|[Vv]om|bis|zum|[Ss]eit) \s+ {_WEEKDAY}
         (?P<digits>) (?P<first>{_DAY}) (?: / | (?P<german>\.\s?) ) (?P<second>{_DAY})
         (?(german)\.(?!\d)) (?P<year>) {_END}""",
]  # fmt: skip
_PATTERNS = [lazy_pattern(form, re.VERBOSE) for form in _DATES]
_TO = r"\s?(?:-|–|\b(?:to|and|bis|und)\b)\s?"
_CLOCKS = lazy_pattern(
    rf"(?<![\w.:,/$€£-]) (?: {_CLOCK} | {_HOURS}(?={_TO}{_CLOCK}) ) (?: {_TO}{_CLOCK} )?",
    re.VERBOSE,
)
_AT_TIME = lazy_pattern(r",?\s{1,3}(?:at|um|gegen)\s+\[time\]")
_DAY_ALONE = lazy_pattern(r"\b(?:on )?the [1-3]?\d(?:st|nd|rd|th)(?=[.,;:!?)]|\Z)")
_DIGIT = lazy_pattern(r"\d")
_IN = {"on": "in", "On": "In", "am": "im", "Am": "Im"}


def without_days(text: str) -> str:
    """Return a text with months instead of days, and without clock times.

    `on August 28, 2026 at 14:30` becomes `in August 2026`. Where the numbers of a date do not tell
    which of them is the month, only the year is left.
    """
    if not _DIGIT.search(text):
        # No form is without one, and to try them all takes 30 times as long.
        return text
    text = _CLOCKS.sub(TIME, text)
    text = _AT_TIME.sub("", text)
    for pattern in _PATTERNS:
        text = pattern.sub(_without_day, text)
    return _DAY_ALONE.sub("that month", text)


def _without_day(match: "re.Match[str]") -> str:
    """Return what takes the place of a date; the date itself where it is something else."""
    groups = match.groupdict()
    year = groups["year"] or ""
    month = groups.get("month")
    if month:
        # `May 3 people come?`
        if not year and is_counted(match.string, match.end()):
            return match[0]
    elif is_of_a_rule_or_thing(match.string, match.start("digits"), match.end()):
        return match[0]
    else:
        month = _named_month(groups)
        if month is None:
            return match[0]
        year = f"20{year}" if len(year) == 2 else year
    words = f"{month} {year}".strip() or "some day"
    if not groups["on"]:
        return words
    return f"{_IN.get(groups['on'], groups['on'])} {words}"


def _named_month(groups: dict[str, str]) -> str | None:
    """Return the month of a date in numbers: "" if it may be either of two, None if neither."""
    second = int(groups["second"])
    if "first" not in groups or groups.get("german"):
        months = {second}
    else:
        months = {int(groups["first"]), second}
    months = {month for month in months if month <= 12}
    if not months:
        return None
    return month_name[months.pop()] if len(months) == 1 else ""
