"""The fields that somebody typed: checked, and in the form in which they are stored.

Every way into an entry comes through here: words, options, the form, prompts and imports.
"""

from coachlog.domain.checkins import clean_days
from coachlog.domain.fields import (
    CHOICE,
    DAYS,
    FACTORS,
    FIELDS,
    LONG_TEXT,
    LONG_TEXTS,
    NAME,
    Fields,
)
from coachlog.domain.typed_text import (
    clean_choice,
    clean_name,
    clean_text,
    may_be_personal,
    name_key,
)
from coachlog.errors import AsUsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Cleaner = Callable[[str, Any], Any]


_TEXT_CLEANERS = {LONG_TEXT: clean_text, NAME: clean_name}
# More than this is a sentence whose words were all typed as topics.
MOST_TOPICS = 50


def clean_fields(typed: "Fields", clean: "Cleaner | None" = None) -> "Fields":
    """Return the fields as they are stored, without those that are empty.

    Args:
        typed: texts by field, lists of them for topics and factors. What is not a field of an
            entry stays as it is.
        clean: `clean_value`, or another function that does the same.

    Raises:
        UsageError: A value cannot be stored; the message says why.
    """
    clean = clean or clean_value
    cleaned: Fields = {}
    with AsUsageError():
        for name, value in typed.items():
            stored = clean(name, value)
            if stored is not None and stored != []:
                cleaned[name] = stored
    return cleaned


def clean_value(name: str, value: "Any") -> "Any":
    """Return one field as it is stored, or None or `[]` where it is empty.

    Args:
        name: the field.
        value: its text, or the texts of a list.

    Raises:
        ValueError: it cannot be stored; the message says why.
    """
    field = FIELDS.get(name)
    if value is None or field is None:
        return value
    if field.value_type in _TEXT_CLEANERS:
        return _TEXT_CLEANERS[field.value_type](value, name)
    if field.value_type == CHOICE:
        return clean_choice(value, name, field.choices)
    if field.value_type == DAYS:
        return clean_days(value)
    if name == "topics":
        return _clean_topics(value)
    if name == "factors":
        factors = [clean_choice(factor, name, FACTORS) for factor in value]
        value = list(dict.fromkeys(factors))
    return value


def _clean_topics(topics: "Sequence[str]") -> "list[str]":
    if len(topics) > MOST_TOPICS:
        raise ValueError(
            f"an entry can have at most {MOST_TOPICS} topics, and this one has {len(topics):,};"
            " put text that begins with + after --"
        )
    by_key: dict[str, str] = {}
    for topic in topics:
        name = clean_name(topic, "topic")
        if name:
            by_key.setdefault(name_key(name), name)
    return list(by_key.values())


def typed_text(typed: "Fields") -> str | None:
    """Return the texts that somebody typed, to be printed back if they were not recorded.

    Args:
        typed: the fields as they were typed; only the long texts are worth typing again.

    Returns:
        What happened, or `field: text` line by line if there is more; None if there is no text.
    """
    texts = {name: typed[name] for name in LONG_TEXTS if typed.get(name)}
    if list(texts) == ["happened"]:
        return str(texts["happened"])
    lines = [f"{name}: {text}" for name, text in texts.items()]
    return "\n".join(lines) or None


def personal_hint(fields: "Fields") -> str | None:
    """Return a line about a phone number, a card or the like that the team will read.

    Args:
        fields: the stored fields of a new entry.
    """
    texts = [fields[field] for field in LONG_TEXTS if field in fields]
    if fields.get("share") == "private" or not any(map(may_be_personal, texts)):
        return None
    # Loaded after the quick look alone: its patterns would double the time of `log`.
    from coachlog.domain.people.hint import personal_data_hint

    return personal_data_hint(texts, fields["short_id"])


def learner_hint(fields: "Fields") -> str | None:
    """Return a line about the entry's learner, if its texts name that person to the team.

    Args:
        fields: the stored fields of a new entry.
    """
    learner = fields.get("learner")
    if learner is None or fields.get("share") == "private":
        return None
    texts = [fields[field] for field in LONG_TEXTS if field in fields]
    if _plain_words(learner) not in _plain_words(" ".join(texts)):
        return None
    return f"The text names {learner}, whom you entered as the learner; the team will read it."


def _plain_words(text: str) -> str:
    """Return the words of a text in small letters, with one blank around each."""
    # No pattern, because `re` is not loaded for a recording.
    letters = [letter if letter.isalnum() else " " for letter in text.lower()]
    return f" {' '.join(''.join(letters).split())} "
