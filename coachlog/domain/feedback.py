"""Feedback: a learner's answers about a coaching moment, and how people write them down.

This is level 1 of Kirkpatrick's four: whether those who were coached found it useful.
"""

import re
from typing import NamedTuple
from unicodedata import normalize

from coachlog.domain.typed_text import clean_text

PACES = ("too-slow", "right", "too-fast")
EXAMPLES = ("enough", "too-few")
USEFULNESS = ("1", "2", "3", "4", "5")
QUESTIONS = ("pace", "examples", "usefulness", "comment")  # at least one has to be answered
WORDS = {"pace": PACES, "examples": EXAMPLES, "usefulness": USEFULNESS}

# What forms and people write for one of our words, without blanks and signs.
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
    r"([1-5])(?:[.,]0+)?(?:\s*(?:/|of|out of)\s*5)?(?:\s*[-–—:(=].*|\s+[^\d/].*)?", re.DOTALL
)


class FeedbackAnswer(NamedTuple):
    """One answer, with the trainer, team and first topic that its coaching moment has now."""

    uuid: str
    answered_on: str  # a civil day; nobody needs the time
    trainer: str
    team: str
    topic: str
    pace: str | None = None
    examples: str | None = None
    usefulness: int | None = None
    comment: str | None = None
    came: str = ""  # sorts as the answers came in


def clean_answer(text: str, question: str) -> str | int | None:
    """Return an answer to one of the `QUESTIONS` as it is stored; None for no answer.

    Raises:
        ValueError: It is no answer to that question; the message lists the possible ones.
    """
    if question == "comment":
        return clean_text(text, question)
    if not text.strip():
        return None
    if question == "usefulness":
        match = _NUMBER.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"usefulness must be 1 to 5, where 5 is very useful; not {text!r}")
        return int(match[1])
    letters = "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))
    for word, synonyms in _SYNONYMS[question].items():
        if letters in synonyms.split():
            return word
    raise ValueError(f"{question} must be one of {', '.join(WORDS[question])}; not {text!r}")


def is_answer(text: str, question: str) -> bool:
    """Return whether `clean_answer` accepts a text."""
    try:
        clean_answer(text, question)
    except ValueError:
        return False
    return True
