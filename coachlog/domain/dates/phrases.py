"""Whether words are a date at all, for whoever does not know yet where a date ends."""

from coachlog.domain.dates.readings import readings
from coachlog.domain.dates.span import DateError
from coachlog.domain.dates.times import zone_of
from coachlog.domain.dates.tokens import tokens_of
from coachlog.domain.dates.vocabulary import vocabulary
from coachlog.domain.dates.words import LANGUAGES


def has_form_of_date(phrase: str) -> bool:
    """Return whether a phrase has the form of a date in any language, as `yesterday 25:00` has."""
    tokens = tokens_of(phrase, vocabulary(",".join(LANGUAGES)))
    for reading in readings(tokens, None):
        try:
            # Any word can stand where a time zone stands, but there are few zones.
            zone_of(reading.zone.values(tokens) if reading.zone else {})
        except DateError:
            continue
        return True
    return False
