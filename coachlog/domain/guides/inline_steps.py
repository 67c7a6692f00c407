"""Giving names to the steps that an author wrote behind a branch.

A walk is stored by the names of its steps, so each needs one, and none may contain a colon: in a
stored path the colon ends a step's name.
"""

from coachlog.domain.guides.draft import Draft, DraftBranch, DraftStep
from coachlog.domain.guides.syntax import step_key

MAX_INLINE_NAME = 60


def settle_endings(draft: Draft) -> None:
    """Turn each inline step that only ends into an ending of its branch.

    An author who writes the ending on the line below its branch means the same.
    """
    merged: set[DraftStep] = set()
    for step in draft.steps:
        for branch in step.branches:
            inline = branch.step
            if inline and inline.ending and not inline.branches and not inline.text.text:
                _move_ending(inline, branch)
                merged.add(inline)
    draft.steps = [step for step in draft.steps if step not in merged]


def _move_ending(step: DraftStep, branch: DraftBranch) -> None:
    branch.ending = step.ending
    branch.step = None
    if branch.ending:
        branch.ending.notes = step.notes | branch.ending.notes


def name_inline_steps(draft: Draft, by_key: dict[str, DraftStep]) -> None:
    """Name each inline question by its own words, and add it to `by_key`."""
    counts: dict[str, int] = {}
    for step in draft.steps:
        if not step.is_inline:
            continue
        base = _name_from_question(step.text.text)
        step.name = base
        # Counting from the last number, not from 2: a million equal questions take a second.
        while step_key(step.name) in by_key:
            counts[base] = counts.get(base, 1) + 1
            step.name = f"{base} ({counts[base]})"
        by_key[step_key(step.name)] = step


def _name_from_question(text: str) -> str:
    words = " ".join(text.replace(":", " ").split())
    if len(words) > MAX_INLINE_NAME:
        words = words[: MAX_INLINE_NAME - 1].rstrip() + "…"
    return words or "question"
