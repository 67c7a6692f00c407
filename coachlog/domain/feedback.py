"""An answer: a learner's word on a coaching moment (Kirkpatrick's level 1), and how people write one down."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from unicodedata import normalize

from coachlog.domain.typed_text import clean_text

PACES = ("too-slow", "right", "too-fast")
EXAMPLES = ("enough", "too-few")
USEFULNESS = ("1", "2", "3", "4", "5")
ASKED = ("pace", "examples", "usefulness", "comment")  # at least one of them makes an answer
WORDS = {"pace": PACES, "examples": EXAMPLES, "usefulness": USEFULNESS}

# What forms and people say for a word of ours, without blanks and signs.
_SAID: dict[str, Mapping[str, str]] = {
    "pace": {
        **dict.fromkeys(("tooslow", "slow", "abittooslow", "muchtooslow", "abitslow"), "too-slow"),
        **dict.fromkeys(
            (
                "right",
                "aboutright",
                "justright",
                "ok",
                "okay",
                "good",
                "goodpace",
                "fine",
                "therightpace",
                "rightpace",
            ),
            "right",
        ),
        **dict.fromkeys(
            (
                "toofast",
                "fast",
                "abittoofast",
                "muchtoofast",
                "abitfast",
                "tooquick",
                "quick",
                "rushed",
            ),
            "too-fast",
        ),
    },
    "examples": {
        **dict.fromkeys(
            ("enough", "yes", "y", "plenty", "ok", "okay", "right", "aboutright", "justright"),
            "enough",
        ),
        **dict.fromkeys(
            ("toofew", "few", "no", "n", "notenough", "more", "needmore", "moreneeded", "none"),
            "too-few",
        ),
    },
}
# `4`, `4 - useful`, `4/5`, `4 (useful)`, `4.0`; not `45`, `4.5`, `4/10`.
_NUMBER = re.compile(
    r"([1-5])(?:[.,]0+)?(?:\s*(?:/|of|out of)\s*5)?(?:\s*[-–—:(=].*|\s+[^\d/].*)?", re.DOTALL
)


class FeedbackAnswer(NamedTuple):
    """One answer, and what its coaching moment is now: whose, in which team, about what first.

    `answered_on` is a civil day; nobody needs the time. `came` sorts as the answers came in.
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
    came: str = ""


def clean_answer(text: str, field: str) -> str | int | None:
    """What somebody says to one of the questions `ASKED`, as it is stored; None for nothing.

    Raises:
        ValueError: it is no answer to that; the message says which there are.
    """
    if field == "comment":
        return clean_text(text, field)
    if not text.strip():
        return None
    if field == "usefulness":
        if found := _NUMBER.fullmatch(text.strip()):
            return int(found[1])
        raise ValueError(f"usefulness is 1 to 5, where 5 is very useful; not {text!r}")
    said = "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))
    if said in _SAID[field]:
        return _SAID[field][said]
    raise ValueError(f"{field} must be one of {', '.join(WORDS[field])}; not {text!r}")


def is_answer(text: str, field: str) -> bool:
    """Whether `clean_answer` takes it."""
    try:
        clean_answer(text, field)
    except ValueError:
        return False
    return True
