"""Columns that hold dates, although their names do not say so to coachlog.

Rows without a date get today's. A file whose only dates stand in a column of an unknown name would
have its whole history dated today, so the user is asked about such a column.
"""

import re
from collections.abc import Iterable, Sequence

from coachlog.exchange.column_mapping import Match
from coachlog.exchange.date_columns import DateReader
from coachlog.exchange.survey import Survey

LONGEST_DATE = 30  # characters; a longer text may well mention a day
# A day, whatever the name of its column. A year, a month or a serial number is a date only in a
# column that says so: amounts and numbers of cases look the same.
_DAY = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}\D?.*|\d{8}|(?=.*\d).*[^\W\d]{3}.*")
_DATE_HEADING = re.compile(
    r"date|datum|fecha|year|jahr|année|annee|año|month|monat|mois|\bmes\b|\bday|\btag|jour|\bdía"
    r"|when|wann|quand|cuándo|due|complet|time\b",
    re.I,
)


_WEEK_HEADING = re.compile(r"\b(?:week|woche|kalenderwoche|kw|semaine|semana)\b", re.I)
_WEEK = re.compile(r"(?:.*\D)?\d{1,2}")  # 2026-W46, KW 46, 46


def left_out_dates(
    matches: Sequence[Match],
    survey: Survey,
    languages: str,
    *,
    with_weeks: bool,
) -> list[Match]:
    """Return the columns without a field that hold dates, unless the user left them out.

    Args:
        matches: which column is which field.
        survey: has some cells of every column without a field.
        languages: language codes, separated by commas, for the names of months.
        with_weeks: whether weeks count, too. Our own lists for meetings have them instead of days.
    """
    # Whichever comes first, day or month: only whether it is a date matters here.
    readers = [DateReader(order, languages) for order in ("dmy", "mdy")]
    columns = []
    for match in matches:
        samples = survey.samples.get(match.column_index, ())
        if not samples or match.is_person or match.is_mapped:
            continue
        dates = _count_dates(samples, readers, any_date=has_date_name(match.column))
        if with_weeks and _WEEK_HEADING.search(match.column):
            dates = len(list(filter(_WEEK.fullmatch, samples)))
        if 2 * dates > len(samples):
            columns.append(match)
    return columns


def has_date_name(column: str) -> bool:
    """Return whether the name of a column speaks of dates."""
    return bool(_DATE_HEADING.search(column.replace("_", " ")))


def _count_dates(samples: Iterable[str], readers: list[DateReader], *, any_date: bool) -> int:
    """Return how many cells are dates.

    Args:
        samples: the cells.
        readers: read a date with the day or the month first.
        any_date: whether a year or a number counts, too.
    """
    dates = 0
    for sample in samples:
        text = sample.strip()
        if len(text) <= LONGEST_DATE and (any_date or _DAY.fullmatch(text)):
            dates += any(_is_date(text, reader) for reader in readers)
    return dates


def _is_date(text: str, reader: DateReader) -> bool:
    """Whether a text is a whole date with a year."""
    try:
        reader.read(text)
    except ValueError:
        return False
    return True
