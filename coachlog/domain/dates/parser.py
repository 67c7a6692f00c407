"""Reads a date: every token of the text is used, and all readings agree, or it is refused."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from coachlog.domain.dates.forms import (
    TIME_AFTER_DATE_FORMS,
    TIME_FORMS,
    ZONE_FORMS,
    Match,
    Tree,
    date_forms,
    matches,
)
from coachlog.domain.dates.span import DateError, Span, Writer, check_year, day_span
from coachlog.domain.dates.times import latest_span_at, span_at, time_of_day, zone_of
from coachlog.domain.dates.tokens import Token, tokens_of
from coachlog.domain.dates.words import (
    DAY_EXAMPLES,
    WEEK_EXAMPLES,
    main_language,
    vocabulary,
)
from coachlog.domain.periods import Period, week_of
from coachlog.domain.settings import ISO_WEEK_START
from coachlog.named_tuple import NamedTuple

LONGEST_PHRASE = 200  # characters
LONGEST_QUOTE = 60
_NOT_UNDERSTOOD = "is not a date coachlog understands"
_TWO_DAYS = (
    "could be two days. Write it like 2026-11-20, or set the order once:"
    "  coachlog config set date-order dmy"
)


class Moment(NamedTuple):
    """When something happened.

    Attributes:
        day: the civil day, as the writer wrote it.
        at: the aware instant; None if no time of day was given.
    """

    day: date
    at: datetime | None


class DateParser:
    """Reads dates for one writer."""

    def __init__(
        self,
        now: datetime | None,
        order: str | None,
        languages: str,
        week_start: str = ISO_WEEK_START,
    ) -> None:
        """Prepare to read dates.

        Args:
            now: the present, aware, in the writer's time zone; None for texts of which nobody knows
                when they were written.
            order: how 03/04/2026 is read: `dmy`, `mdy` or `ymd`; None if nobody chose.
            languages: language codes, separated by commas.
            week_start: the weekday on which weeks begin.
        """
        self.now = now
        self._writer = Writer(now, order, week_start)
        self._languages = languages

    def moment(self, text: str) -> Moment:
        """Return the day or the instant that `text` means, in the past if it could be either.

        Args:
            text: a date as people say it, with or without a time of day.

        Raises:
            ValueError: the text is not understood, could mean two days, or is longer than a day;
                the message has examples.
        """
        span = self.span(text)
        if span.first != span.last:
            raise self._refusal(text, f"is a {span.precision}, not a single day")
        return Moment(span.first, span.at)

    def week(self, text: str) -> Period:
        """Return the week that `text` names, or that has the day which it names.

        Args:
            text: `last week`, `last`, `2026-W46`, `46`, or any date in the week.

        Raises:
            ValueError: the text is not understood, or is longer than a week.
        """
        phrase = " ".join(text.split())
        if phrase.isdecimal() and len(phrase) <= 2:
            phrase = f"week {phrase}"
        elif phrase.lower() in ("this", "last", "next"):
            phrase = f"{phrase} week"
        examples = f"{WEEK_EXAMPLES[main_language(self._languages)]}, "
        try:
            span = self.read(phrase)
        except DateError as error:
            raise self._refusal(text, str(error), examples) from None
        week = week_of(span.first, self._writer.week_start)
        if span.last > week.last:
            raise self._refusal(text, f"is a {span.precision}, not a week", examples)
        return week

    def span(self, text: str) -> Span:
        """Return the days that `text` means: a day, week, month, quarter or year.

        Args:
            text: a date as people say it.

        Raises:
            ValueError: as for `moment`, but for its length.
        """
        try:
            return self.read(text)
        except DateError as error:
            raise self._refusal(text, str(error)) from None

    def read(self, text: str) -> Span:
        """Return the days that `text` means, for a caller with examples of its own.

        Args:
            text: a date as people say it.

        Raises:
            DateError: as for `span`, without examples.
        """
        phrase = " ".join(text.split())
        if not phrase.isprintable() or len(phrase) > LONGEST_PHRASE:
            raise DateError(_NOT_UNDERSTOOD)
        span = _iso_span(phrase)
        if span:
            return span
        tokens = tokens_of(phrase, vocabulary(self._languages))
        spans, reason = self._spans_of(tokens)
        if len(spans) > 1:
            raise DateError(_TWO_DAYS)
        if spans:
            return spans.pop()
        raise DateError(reason or _NOT_UNDERSTOOD)

    def _spans_of(self, tokens: list[Token]) -> tuple[set[Span], str | None]:
        """Return what the tokens mean in each form that has them all, and what is wrong if none."""
        spans = set()
        reason = None
        for parts in _readings(tokens, self._writer.order):
            try:
                span = self._span_of_parts(*parts)
            except DateError as error:
                reason = reason or str(error)
            else:
                if span:
                    spans.add(span)
        return spans, reason

    def _span_of_parts(
        self,
        date_part: Match | None,
        time_part: Match | None,
        zone_part: Match | None,
    ) -> Span | None:
        """Return the span of a date, a time of day and a zone; None if they do not go together."""
        clock_time = time_of_day(time_part.values) if time_part else None
        zone = zone_of(zone_part.values) if zone_part else None
        if date_part is None:
            # "in the morning" alone is no date.
            return latest_span_at(clock_time, zone, self._writer) if clock_time else None
        span = date_part.builder(date_part.values, self._writer) if date_part.builder else None
        if time_part is None or span is None:
            return span
        if span.precision != "day":
            return None
        if clock_time is None:
            return span
        return span_at(span.first, clock_time, zone)

    def _refusal(self, text: str, reason: str, more_examples: str = "") -> ValueError:
        message = f"{_quoted(text)} {reason}"
        if reason != _TWO_DAYS:
            examples = DAY_EXAMPLES[main_language(self._languages)]
            message += f". Try {more_examples}{examples}"
        return ValueError(message)


def _quoted(text: str) -> str:
    phrase = " ".join(text.split())
    if len(phrase) > LONGEST_QUOTE:
        phrase = f"{phrase[: LONGEST_QUOTE - 1]}…"
    return repr(phrase)


def _iso_span(phrase: str) -> Span | None:
    """Return a day or an instant in ISO 8601; None for any other text.

    The tables have these forms, too. But most dates in files have them, and Python reads them a
    hundred times as fast.
    """
    if not phrase.isascii() or phrase[4:5] != "-" or phrase[7:8] != "-":
        return None
    try:
        if len(phrase) == len("2026-11-20"):
            return day_span(date.fromisoformat(phrase))
        # Python 3.13 reads 24:00 as the next day.
        if phrase[10] not in "T " or phrase[13] != ":" or phrase[11:13] == "24":
            return None
        at = datetime.fromisoformat(phrase)
    except (ValueError, IndexError) as error:
        if isinstance(error, DateError):
            raise
        return None
    check_year(at.year)
    return span_at(at.date(), at.time(), at.tzinfo)


# A date, a time of day and a time zone, each where it is there.
_Reading = tuple[Match | None, Match | None, Match | None]


def _readings(tokens: Sequence[Token], order: str | None) -> Iterator[_Reading]:
    """Find each way in which a date, a time of day and a zone together are all of the tokens."""
    forms = date_forms(order)
    end = len(tokens)
    for day in matches(forms, tokens, 0):
        if day.end == end:
            yield day, None, None
        after = _behind_comma(tokens, day.end)
        for clock, zone, last in _times(TIME_AFTER_DATE_FORMS, tokens, after):
            if last == end:
                yield day, clock, zone
    for clock, zone, last in _times(TIME_FORMS, tokens, 0):
        if last == end:
            yield None, clock, zone
        for day in matches(forms, tokens, _behind_comma(tokens, last)):
            if day.end == end:
                yield day, clock, zone


def _times(
    forms: Tree,
    tokens: Sequence[Token],
    start: int,
) -> Iterator[tuple[Match, Match | None, int]]:
    """Find times of day at a token, with their zones and the first token behind them."""
    for clock in matches(forms, tokens, start):
        yield clock, None, clock.end
        # A part of the day has no zone.
        if clock.values.keys() != {"part"}:
            for zone in matches(ZONE_FORMS, tokens, clock.end):
                yield clock, zone, zone.end


def _behind_comma(tokens: Sequence[Token], index: int) -> int:
    if index < len(tokens) and "," in tokens[index]:
        return index + 1
    return index
