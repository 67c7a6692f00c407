"""Add a phrase to a team's list, or take one out, with as few lines as possible.

What is built in needs no line, so that a list says only how a team differs. That keeps it short,
and lets better rules of a later version reach every team.
"""

from coachlog.domain.language.advice import built_in_rule
from coachlog.domain.language.phrase_list import Phrase


def with_phrase(phrases: list[Phrase], new: Phrase) -> list[Phrase]:
    """Return a list that looks for a phrase, with a line only where it makes a difference."""
    # What is built in already needs no line, unless a line had switched it off.
    rule = built_in_rule(new.language, new.phrase)
    named = Phrase(new.language, new.team, rule or new.phrase, None, removed=False)
    changed = _without_lines(phrases, new.key, named.key)
    # A team gets a built-in phrase back for itself by a line of its own.
    is_off_for_all = any(other.removed and other.target == named.target for other in changed)
    if rule is None or new.question or (new.team and is_off_for_all):
        changed.append(new)
    return changed


def without_phrase(phrases: list[Phrase], off: Phrase) -> list[Phrase] | None:
    """Return a list that does not look for a phrase; None where none of it does so far.

    Args:
        phrases: the list.
        off: the phrase, switched off. What is built in is named by its rule afterwards.
    """
    on = {other.key for other in phrases if not other.removed}
    others = _without_lines(phrases, off.key)
    language, words = off.target
    if off.team and (language, "", words) in on:
        return [*others, off]
    if off.key in on:
        return others
    # `should have checked` is what a line of advice quotes, so it is what people copy.
    rule = built_in_rule(language, off.phrase, beginning=True)
    if rule is None:
        return None
    off.phrase = rule
    return [*_without_lines(others, off.key), off]


def _without_lines(phrases: list[Phrase], *keys: tuple[str, str, str]) -> list[Phrase]:
    return [phrase for phrase in phrases if phrase.key not in keys]
