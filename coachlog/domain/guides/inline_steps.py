"""Giving names to the questions that an author wrote behind a branch.

A walk is stored by the names of its steps, so each needs one, and none may contain a colon: in a
stored path the colon ends a step's name.
"""

from coachlog.domain.guides.draft import Draft, DraftStep
from coachlog.domain.guides.syntax import step_key

MAX_INLINE_NAME = 60  # characters: a tree and a table of stats have to hold it


def name_inline_steps(draft: Draft, by_key: dict[str, DraftStep]) -> None:
    """Name each inline question by its own words, and add it to `by_key`.

    One that only ends is named after its branch, when that is read.

    Args:
        draft: the guide as written, whose inline steps get their names here.
        by_key: the steps that the author named, by `step_key`.
    """
    counts: dict[str, int] = {}
    for step in draft.steps:
        if not step.is_inline or (step.ending and not step.asks):
            continue
        base = _name_from_question(step.text.text)
        step.name = base
        # Counting on from the last number: a text of ten thousand equal questions is soon read.
        while step_key(step.name) in by_key:
            counts[base] = counts.get(base, 1) + 1
            step.name = f"{base} ({counts[base]})"
        by_key[step_key(step.name)] = step


def _name_from_question(text: str) -> str:
    words = " ".join(text.replace(":", " ").split())
    if len(words) > MAX_INLINE_NAME:
        words = words[: MAX_INLINE_NAME - 1].rstrip() + "…"
    return words or "question"
