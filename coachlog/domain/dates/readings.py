"""The ways to read tokens as a date, a time of day and a time zone, in the orders people use."""

from collections.abc import Iterator, Sequence
from datetime import date, time, tzinfo

from coachlog.domain.dates.days import latest_weekday
from coachlog.domain.dates.forms import TIME_AFTER_DATE_FORMS, TIME_FORMS, ZONE_FORMS, date_forms
from coachlog.domain.dates.span import Span, Writer
from coachlog.domain.dates.times import latest_span_at, span_at, time_of_day, zone_of
from coachlog.domain.dates.tokens import Token, Values
from coachlog.domain.dates.tree import Match, Tree, matches
from coachlog.domain.periods import DAY
from coachlog.named_tuple import NamedTuple

MOST_KNOWN = 1_000  # hardly any file writes its dates in more than three ways


class Reading(NamedTuple):
    """One way to read tokens.

    Attributes:
        day: the form of the date; None where there is none.
        clock: the same for the time of day.
        zone: the same for the time zone.
        end: the index of the first token behind it.
    """

    day: Match | None
    clock: Match | None = None
    zone: Match | None = None
    end: int = 0

    def span(self, tokens: Sequence[Token], writer: Writer) -> Span | None:
        """Return what it means; None if its parts do not go together.

        Args:
            tokens: the tokens that it was found in, or others of the same kinds.
            writer: who wrote the text.

        Raises:
            DateError: there is no such day or time.
        """
        clock_time = time_of_day(_values(self.clock, tokens))
        zone = zone_of(_values(self.zone, tokens))
        if self.day is None or self.day.builder is None:
            # "in the morning" alone is not a date.
            if clock_time is None:
                return None
            return latest_span_at(clock_time, zone, writer)
        span = self.day.builder(_values(self.day, tokens) | {"timed": self.clock}, writer)
        if self.clock is None or span is None:
            return span
        # "last week at 3pm" is not a time, and "2 hours ago" has one already.
        if span.precision != "day":
            return None
        if clock_time and self.day.builder is latest_weekday:
            span = _weekday_at(span.first, clock_time, zone, writer)
        elif clock_time:
            span = span_at(span.first, clock_time, zone)
        return span


_known_readings: dict[tuple[object, ...], list[Reading]] = {}


def readings(tokens: Sequence[Token], order: str | None) -> list[Reading]:
    """Return each way to read a text that uses all of its tokens.

    Args:
        tokens: the tokens of the text.
        order: the setting of date-order.
    """
    # Only the kinds of the tokens matter here. All rows of a file are alike, and found once.
    kinds = (order, *map(tuple, tokens))
    if kinds not in _known_readings:
        if len(_known_readings) >= MOST_KNOWN:
            _known_readings.clear()
        known = []
        for reading in _readings(tokens, order):
            if reading.end == len(tokens):
                known.append(reading)
        _known_readings[kinds] = known
    return _known_readings[kinds]


def _readings(tokens: Sequence[Token], order: str | None) -> Iterator[Reading]:
    """Yield the readings of the first tokens; most leave some of them over."""
    forms = date_forms(order)
    for day in matches(forms, tokens, 0):
        yield Reading(day, end=day.end)
        start = _behind_comma(tokens, day.end)
        for reading in _times(TIME_AFTER_DATE_FORMS, tokens, start):
            yield reading._replace(day=day)
    # "3pm yesterday", "14:30 on 5 Nov", and times alone.
    for reading in _times(TIME_FORMS, tokens, 0):
        yield reading
        start = _behind_comma(tokens, reading.end)
        for day in matches(forms, tokens, start):
            yield reading._replace(day=day, end=day.end)


def _times(forms: Tree, tokens: Sequence[Token], start: int) -> Iterator[Reading]:
    """Yield the readings of the tokens at `start` as a time of day, alone and with a zone."""
    for clock in matches(forms, tokens, start):
        yield Reading(None, clock, end=clock.end)
        # A part of the day has no zone.
        if clock.indexes.keys() == {"part"}:
            continue
        for zone in matches(ZONE_FORMS, tokens, clock.end):
            yield Reading(None, clock, zone, end=zone.end)


def _values(match: Match | None, tokens: Sequence[Token]) -> Values:
    return match.values(tokens) if match else {}


def _weekday_at(day: date, clock_time: time, zone: tzinfo | None, writer: Writer) -> Span:
    """Return a time on today's or an earlier weekday: a week before if it is still to come."""
    span = span_at(day, clock_time, zone)
    # On a Thursday at three, "Thursday at four" was a week ago.
    if span.at and span.at > writer.present():
        return span_at(day - 7 * DAY, clock_time, zone)
    return span


def _behind_comma(tokens: Sequence[Token], index: int) -> int:
    if index < len(tokens) and "," in tokens[index]:
        return index + 1
    return index
