"""List and change the phrases that wording advice looks for.

Built-in rules come with coachlog; a team adds phrases of its own and switches rules off. The list
is one setting, so that undo, history and sync treat it like any other.
"""

import os
from collections.abc import Callable
from typing import NamedTuple

from coachlog.domain.language.list_changes import with_phrase, without_phrase
from coachlog.domain.language.phrase_list import (
    Phrase,
    clean_list,
    clean_phrase,
    is_language_code,
    list_text,
    readable_phrases,
)
from coachlog.domain.language.questions import GRADE_OF, OWN_GRADE, usual_question
from coachlog.domain.language.quick_check import WordingAdviser
from coachlog.domain.language.rules import rules_of
from coachlog.domain.settings import SETTINGS
from coachlog.domain.suggestions import close_names, did_you_mean
from coachlog.errors import AsUsageError, DecisionNeededError, NotFoundError, UsageError
from coachlog.services.settings import Settings, change_setting
from coachlog.storage.file.connection import Log

SETTING = "wording-list"
BUILT_IN = "built in"
OWN = "yours"
OFF = "off"


class WordingRule(NamedTuple):
    """A row of the list: a phrase that is looked for, or is switched off.

    Attributes:
        phrase: the name of a built-in rule, or a phrase of a team's own.
        language: code of its language.
        team: the team that it counts for; None for all teams.
        grade: its grade, `OWN_GRADE` for a phrase of a team's own.
        source: BUILT_IN, OWN or OFF.
        question: what is asked about it.
    """

    phrase: str
    language: str
    team: str | None
    grade: str
    source: str
    question: str


def wording_list(
    settings: Settings,
    team: str | None = None,
    language: str | None = None,
) -> list[WordingRule]:
    """Return the phrases that are looked for, and those that are switched off.

    Args:
        settings: have the languages, and the own list.
        team: whose list; None for the list with the phrases of every team.
        language: the only language to list; None for those of the settings.
    """
    if language:
        _check_language(language)
    adviser = WordingAdviser(language or settings.language, settings.wording_list)
    phrases = adviser.phrases
    if team:
        phrases = adviser.phrases_for(team)
    added = []
    off_for_one_team = []
    off = set()
    for phrase in phrases:
        if not phrase.removed:
            added.append(_own_row(phrase))
        elif team or not phrase.team:
            off.add(phrase.target)
        else:
            # It is still looked for elsewhere, so the rule itself is not shown as off.
            off_for_one_team.append(_own_row(phrase))
    rows = added + off_for_one_team
    for code in adviser.languages:
        rows += _built_in_rows(code, off)
    return rows


def add(
    log: Log,
    settings: Settings,
    phrase: str,
    *,
    team: str | None = None,
    language: str | None = None,
    question: str | None = None,
) -> WordingRule | None:
    """Look for a phrase from now on; return its row, or None where it is looked for already.

    Args:
        log: the log.
        settings: have the list, and the language where `language` is None.
        phrase: the phrase, which is taken literally; or a built-in one, which comes back.
        team: the team that it counts for; None for all teams.
        language: code of its language.
        question: what to ask about it; None for the usual question.

    Raises:
        UsageError: it cannot be on the list.
    """
    new = _clean_phrase(settings, team, language, phrase, question)

    def with_new(stored: str) -> str:
        return list_text(with_phrase(readable_phrases(stored), new))

    return _own_row(new) if _store(log, with_new, "wording add") else None


def remove(
    log: Log,
    settings: Settings,
    phrase: str,
    *,
    team: str | None = None,
    language: str | None = None,
) -> WordingRule | None:
    """Stop looking for a phrase, a built-in one too; return its row, or None without a change.

    The arguments are those of `add`.

    Raises:
        NotFoundError: it is not on the list.
    """
    off = _clean_phrase(settings, team, language, phrase)
    off.removed = True

    def without_it(stored: str) -> str:
        changed = without_phrase(readable_phrases(stored), off)
        if changed is None:
            raise NotFoundError(_not_on_list(settings, off))
        return list_text(changed)

    return _own_row(off) if _store(log, without_it, "wording remove") else None


def replace(log: Log, settings: Settings, text: str) -> bool:
    """Make a text the list; return whether it differs from the list before.

    Args:
        log: the log.
        settings: have the list as it was when the user began to edit it.
        text: the new list.

    Raises:
        UsageError: a line of it cannot be read.
        DecisionNeededError: somebody else has changed the list since.
    """
    with AsUsageError():
        # All or nothing: a list is never stored without the lines that were wrong.
        new_list = clean_list(text)

    def unless_changed(stored: str) -> str:
        if stored != (settings.stored.get(SETTING) or ""):
            raise DecisionNeededError(
                "somebody else has changed the list while you were editing it, so nothing was"
                " saved. To see it:  coachlog wording edit"
            )
        return new_list

    return _store(log, unless_changed, "wording edit")


def overriding_variable() -> str | None:
    """Return the environment variable that overrides the list in the file, where it is set."""
    variable = SETTINGS[SETTING].variable
    return variable if variable in os.environ else None


def editable_list(settings: Settings) -> str:
    """Return the list for an editor, a phrase a line."""
    phrases = readable_phrases(settings.stored.get(SETTING) or "")
    return "".join(f"{phrase}\n" for phrase in phrases)


def _store(log: Log, make_list: Callable[[str], str], verb: str) -> bool:
    """Store the list that is made of the stored one; return whether the two differ."""
    before, after = change_setting(log, SETTING, make_list, verb)
    return before != after


def _clean_phrase(
    settings: Settings,
    team: str | None,
    language: str | None,
    phrase: str,
    question: str | None = None,
) -> Phrase:
    # Without a language it is in the first one of the settings.
    code = language or settings.language.split(",")[0]
    _check_language(code)
    with AsUsageError():
        return clean_phrase(code.lower(), team, phrase, question, removed=False)


def _own_row(phrase: Phrase) -> WordingRule:
    row = WordingRule(
        phrase=phrase.phrase,
        language=phrase.language,
        team=phrase.team,
        grade=OWN_GRADE,
        source=OWN,
        question=phrase.question or usual_question(phrase.language, "own"),
    )
    if phrase.removed:
        return row._replace(source=OFF, question="")
    return row


def _check_language(code: str) -> None:
    """Refuse what is not a language code, because it becomes part of a file's name."""
    if not is_language_code(code):
        raise UsageError(f"{code!r} is not a language code. Use one such as en or de.")


def _built_in_rows(language: str, off: set[tuple[str, str]]) -> list[WordingRule]:
    """Return the rows of a language's rules; `off` has the targets that are switched off."""
    rows: list[WordingRule] = []
    rules = rules_of(language)
    if rules is None:
        return rows
    for rule, category in rules.categories.items():
        is_off = (language, rule.lower()) in off
        row = WordingRule(
            phrase=rule,
            language=language,
            team=None,
            grade=GRADE_OF[category],
            source=OFF if is_off else BUILT_IN,
            question=usual_question(language, category),
        )
        rows.append(row)
    return rows


def _not_on_list(settings: Settings, phrase: Phrase) -> str:
    rows = wording_list(settings, phrase.team, phrase.language)
    close = close_names(phrase.phrase, [row.phrase for row in rows])
    hint = did_you_mean(close) or "To see the list:  coachlog wording"
    return f"{phrase.phrase!r} is not on the list ({phrase.language}). {hint}"
