"""What a closed group of feedback tells logs that do not have its answers.

Answers never leave. A team's group leaves with its figures and the trainers whom it is about, who
must not see it, and with a mark for each answer, by which groups with an answer in common are
known. A mark is made with a key that only a log and its copies have: the uuid of an imported answer
follows from what it says, so that anybody could guess the one from the other.
"""

import hmac
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from coachlog.domain.feedback_figures import Figures

_MARK_LENGTH = 16  # hexadecimal digits: enough that two never meet


class Closing(NamedTuple):
    """What is noted about a group when it is closed.

    Attributes:
        figures: What its answers add up to.
        trainers: To whom they were given, in the order of the alphabet.
        marks: One for each answer, sorted.
        origin: Stands for the file that closed it.
        imported: Whether any of the answers came from a form, which other logs may have imported,
            too, under marks of their own.
        comments: In a group that leaves for its trainer alone.
    """

    figures: Figures
    trainers: tuple[str, ...]
    marks: tuple[str, ...]
    origin: str
    imported: bool
    comments: tuple[str, ...] = ()


def make_marks(key: str, answers: Iterable[str]) -> tuple[str, ...]:
    """Return the marks of answers, sorted, so that they tell no order.

    Args:
        key: hexadecimal digits.
        answers: their uuids.
    """
    secret = bytes.fromhex(key)
    marks = []
    for uuid in answers:
        digest = hmac.new(secret, uuid.encode(), "sha256").hexdigest()
        marks.append(digest[:_MARK_LENGTH])
    return tuple(sorted(marks))


def closing_text(closing: Closing) -> str:
    """Return the text in which it is stored and leaves."""
    fields = closing._asdict() | {"figures": closing.figures._asdict()}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def read_closing(text: str | None) -> Closing | None:
    """Return what a text of `closing_text` says; None if it is damaged, or says what cannot be."""
    try:
        fields = json.loads(text or "")
        closing = Closing(
            figures=Figures(**fields["figures"]),
            trainers=_texts(fields["trainers"]),
            marks=_texts(fields["marks"]),
            origin=str(fields["origin"]),
            imported=bool(fields["imported"]),
            comments=_texts(fields["comments"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return closing if _is_possible(closing) else None


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(map(str, values))


def _is_possible(closing: Closing) -> bool:
    """Return whether figures can be those of as many answers as there are marks."""
    figures = closing.figures
    if not all(type(number) is int and number >= 0 for number in figures):
        return False
    questions = (
        figures.pace,
        figures.examples,
        figures.useful,
    )
    sums = (
        figures.too_slow + figures.right + figures.too_fast == figures.pace,
        figures.enough + figures.too_few == figures.examples,
        figures.useful <= figures.points <= 5 * figures.useful,
        max(questions) <= figures.answers == len(set(closing.marks)),
    )
    return all(sums)
