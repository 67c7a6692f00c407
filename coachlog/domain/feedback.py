"""Feedback answers: a learner's word on a coaching moment (Kirkpatrick's level 1).

Forms and people write one choice in many ways, and all that are clear are understood.
"""

import re
from typing import NamedTuple
from unicodedata import normalize

from coachlog.domain.typed_text import clean_text

PACES = ("too-slow", "right", "too-fast")
EXAMPLES = ("enough", "too-few")
USEFULNESS = ("1", "2", "3", "4", "5")
CHOICES = {"pace": PACES, "examples": EXAMPLES, "usefulness": USEFULNESS}
ANSWER_FIELDS = (*CHOICES, "comment")  # at least one of them makes an answer

# What else people write for a choice, without blanks and signs.
_SYNONYMS = {
    "pace": {
        "too-slow": "tooslow slow abittooslow muchtooslow abitslow",
        "right": "right aboutright justright ok okay good goodpace fine therightpace rightpace",
        "too-fast": "toofast fast abittoofast muchtoofast abitfast tooquick quick rushed",
    },
    "examples": {
        "enough": "enough yes y plenty ok okay right aboutright justright",
        "too-few": "toofew few no n notenough more needmore moreneeded none",
    },
}
# `4`, `4 - useful`, `4/5`, `4 (useful)`, `4.0`; not `45`, `4.5`, `4/10`.
_NUMBER = re.compile(
    r"([1-5])(?:[.,]0+)?(?:\s*(?:/|of|out of)\s*5)?(?:\s*[-–—:(=].*|\s+[^\d/].*)?",
    re.DOTALL,
)


class FeedbackAnswer(NamedTuple):
    """One answer, and what is known of its coaching moment now.

    `answered_on` is a civil day; the time is shown nowhere. `topic` is the entry's first. `hlc`
    sorts as the answers came in. `number` is that of its first revision in this file.
    """

    uuid: str
    answered_on: str
    trainer: str
    team: str
    topic: str
    pace: str | None = None
    examples: str | None = None
    usefulness: int | None = None
    comment: str | None = None
    hlc: str = ""
    number: int = 0


def clean_answer(text: str, field: str) -> str | int | None:
    """Return an answer as it is stored; None if it is blank.

    Args:
        text: as a person or a form wrote it.
        field: one of `ANSWER_FIELDS`.

    Raises:
        ValueError: it is not an answer to that; the message lists the choices.
    """
    if field == "comment":
        return clean_text(text, field)
    if not text.strip():
        return None
    if field == "usefulness":
        match = _NUMBER.fullmatch(text.strip())
        if match:
            return int(match[1])
        raise ValueError(f"usefulness must be 1 to 5, where 5 is very useful; not {text!r}")
    letters = "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))
    for choice, synonyms in _SYNONYMS[field].items():
        if letters in synonyms.split():
            return choice
    raise ValueError(f"{field} must be one of {', '.join(CHOICES[field])}; not {text!r}")


def is_answer(text: str, field: str) -> bool:
    """Return whether `clean_answer` understands a text."""
    try:
        clean_answer(text, field)
    except ValueError:
        return False
    return True
