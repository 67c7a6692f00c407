"""Reads a date: every token of the text is used, and all readings agree, or it is refused."""

from datetime import date, datetime

from coachlog.domain.dates.iso import exact_time, iso_span
from coachlog.domain.dates.readings import MOST_KNOWN, readings
from coachlog.domain.dates.span import AmbiguousError, DateError, Span, Writer
from coachlog.domain.dates.times import span_at
from coachlog.domain.dates.tokens import tokens_of
from coachlog.domain.dates.vocabulary import vocabulary
from coachlog.domain.dates.words import DAY_EXAMPLES, WEEK_EXAMPLES, main_language
from coachlog.domain.periods import Period, week_of
from coachlog.domain.settings import ISO_WEEK_START
from coachlog.named_tuple import NamedTuple

LONGEST_PHRASE = 200  # characters
LONGEST_QUOTE = 60
_NOT_UNDERSTOOD = "is not a date coachlog understands"
_TWO_ORDERS = (
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
        self._writer = Writer(now, order, week_start, languages)
        self._languages = languages
        self._known_days: dict[str, date | None] = {}

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
        span = iso_span(phrase) or self._timed_span(phrase)
        if span:
            return span
        spans, reason = self._spans_of(phrase)
        if not spans:
            raise DateError(reason)
        if len(spans) > 1:
            has_digits = any(sign.isdecimal() for sign in phrase)
            raise DateError(_TWO_ORDERS if has_digits else "could be two dates")
        return spans.pop()

    def _timed_span(self, phrase: str) -> Span | None:
        """Return a whole day in numbers with an exact time, as rows of forms have it; or None.

        The grammar has these forms, too, but every row has another time, and few have another day.
        """
        day_text, _, clock = phrase.partition(" ")
        clock_time = exact_time(clock)
        if clock_time is None or len(day_text) < len("1/2/2026") or not day_text[0].isdecimal():
            return None
        if day_text not in self._known_days:
            if len(self._known_days) >= MOST_KNOWN:
                self._known_days.clear()
            spans, _ = self._spans_of(day_text)
            days = [span.first for span in spans if span.precision == "day"]
            self._known_days[day_text] = days[0] if len(spans) == len(days) == 1 else None
        day = self._known_days[day_text]
        return span_at(day, clock_time, None) if day else None

    def _spans_of(self, phrase: str) -> tuple[set[Span], str]:
        """Return what a phrase can mean, and what is wrong with it if it means nothing."""
        # A set, because "5/5" is the same day whichever number is the month.
        spans = set()
        reason = _NOT_UNDERSTOOD
        tokens = tokens_of(phrase, vocabulary(self._languages))
        for reading in readings(tokens, self._writer.order):
            try:
                span = reading.span(tokens, self._writer)
            except AmbiguousError:
                raise
            except DateError as error:
                reason = str(error)
            else:
                if span:
                    spans.add(span)
        return spans, reason

    def _refusal(self, text: str, reason: str, more_examples: str = "") -> ValueError:
        message = f"{_quoted(text)} {reason}"
        if reason != _TWO_ORDERS:
            examples = DAY_EXAMPLES[main_language(self._languages)]
            message += f". Try {more_examples}{examples}"
        return ValueError(message)


def _quoted(text: str) -> str:
    phrase = " ".join(text.split())
    if len(phrase) > LONGEST_QUOTE:
        phrase = f"{phrase[: LONGEST_QUOTE - 1]}…"
    return repr(phrase)
