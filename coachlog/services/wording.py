"""The list of words that advice on wording looks for: what is in force, and changing it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from coachlog.clock import Clock
from coachlog.domain.language.advice import (
    GRADE_OF,
    OWN_GRADE,
    built_in_rule,
    find_wording,
    reader_of,
    usual_question,
)
from coachlog.domain.language.phrase_list import Phrase, clean_list, clean_phrase, kept, readable
from coachlog.domain.language.quick_check import WordingAdviser
from coachlog.domain.settings import environment_name
from coachlog.domain.suggestions import close_names, did_you_mean
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError, UsageError
from coachlog.services.settings import Settings, change_setting
from coachlog.storage.file.connection import Log

SETTING = "wording-list"
BUILT, OWN, TAKEN = "built in", "yours", "off"


class WordingRule(NamedTuple):
    """One phrase that is looked for, or is not any more; `team` is None where that is so for all."""

    phrase: str
    language: str
    team: str | None
    grade: str
    source: str
    question: str


class WordingHit(NamedTuple):
    """Words in a text that would be asked about, and where they stand: a line of a file, or None."""

    line: int | None
    said: str
    grade: str
    phrase: str
    question: str


def wording_list(
    settings: Settings, team: str | None = None, language: str | None = None
) -> list[WordingRule]:
    """What is looked for in the languages of the settings (or in one), for a team or with what all teams have of their own."""
    adviser = WordingAdviser(language or settings.language, settings.wording_list)
    phrases = adviser.for_team(team)[1] if team else adviser.phrases
    taken = {
        (phrase.language, phrase.phrase.lower())
        for phrase in phrases
        if phrase.removed and (team or not phrase.team)
    }
    lines = [_own_line(phrase) for phrase in phrases if not phrase.removed]
    lines += [
        _own_line(phrase) for phrase in phrases if phrase.removed and phrase.team and not team
    ]
    for code in adviser.languages:
        reader = reader_of(code)
        for rule, kind in reader.RULES.items() if reader else ():
            source = TAKEN if (code, rule.lower()) in taken else BUILT
            lines.append(
                WordingRule(rule, code, None, GRADE_OF[kind], source, usual_question(code, kind))
            )
    return lines


def add(
    log: Log, clock: Clock, settings: Settings, phrase: str, given: dict[str, Any]
) -> WordingRule | None:
    """Look for a phrase from now on; None where that is so already.

    Args:
        log: the log.
        clock: gives the time.
        settings: have the list, and the language where `given` names none.
        phrase: the phrase, which is taken literally; or a built-in one, which comes back.
        given: `team`, `language` and `question`, each of which may be None.

    Raises:
        UsageError: it cannot be on the list.
    """
    new = _made(settings, phrase, given, removed=False)
    rule = built_in_rule(new.language, new.phrase)
    phrases = _stored(settings)
    changed = [other for other in phrases if other.place not in (new.place, _place(new, rule))]
    # A built-in phrase is there without a line of its own, unless it is asked about otherwise, or taken away for all.
    if (
        rule is None
        or new.question
        or (new.team and any(other.removed and _same(other, new, rule) for other in changed))
    ):
        changed.append(new)
    if kept(changed) == kept(phrases):
        return None
    _store(log, clock, settings, changed, "wording add")
    return _own_line(new)


def remove(
    log: Log, clock: Clock, settings: Settings, phrase: str, given: dict[str, Any]
) -> WordingRule | None:
    """Look for a phrase no more, a built-in one too; None where that is so already. Arguments as for `add`.

    Raises:
        NotFoundError: it is not on the list.
    """
    gone = _made(settings, phrase, given, removed=True)
    phrases = _stored(settings)
    changed = [other for other in phrases if other.place != gone.place]
    was_own = any(other.place == gone.place and not other.removed for other in phrases)
    rule = built_in_rule(gone.language, gone.phrase, beginning=True)
    for_all = gone.team and any(
        not other.removed and not other.team and _same(other, gone, None) for other in phrases
    )
    if not was_own and rule is None and not for_all:
        raise NotFoundError(_not_there(settings, gone))
    if not was_own or for_all:
        gone.phrase = gone.phrase if for_all else rule or gone.phrase
        changed = [*(other for other in changed if other.place != gone.place), gone]
    if kept(changed) == kept(phrases):
        return None
    _store(log, clock, settings, changed, "wording remove")
    return _own_line(gone)


def replace(log: Log, clock: Clock, settings: Settings, listed: str) -> bool:
    """Make this text the list; whether it differs from the one before.

    Raises:
        UsageError: a line of it cannot be read.
    """
    try:
        checked = clean_list(listed)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if checked == kept(_stored(settings)):
        return False
    change_setting(log, clock, settings, SETTING, checked or None, "wording edit")
    return True


def check(
    settings: Settings, texts: Iterable[tuple[int | None, str, str]], team: str | None = None
) -> Iterator[WordingHit]:
    """What would be asked about in texts, each given with its line and the field that it is of."""
    languages, phrases = WordingAdviser(settings.language, settings.wording_list).for_team(team)
    for line, field, text in texts:
        for found in find_wording(text, languages, phrases, field=field):
            yield WordingHit(line, found.said, found.grade, found.rule, found.question)


def overridden() -> str | None:
    """The variable in the environment that counts for more than the list in the file, where there is one."""
    variable = environment_name(SETTING)
    return variable if os.environ.get(variable) else None


def editable(settings: Settings) -> str:
    """The list as it is shown in an editor, a phrase a line."""
    return "".join(f"{phrase}\n" for phrase in _stored(settings))


def _stored(settings: Settings) -> list[Phrase]:
    return readable(settings.stored.get(SETTING) or "")


def _store(
    log: Log, clock: Clock, settings: Settings, phrases: Sequence[Phrase], verb: str
) -> None:
    change_setting(log, clock, settings, SETTING, kept(phrases) or None, verb)


def _made(settings: Settings, phrase: str, given: dict[str, Any], *, removed: bool) -> Phrase:
    language = given.get("language") or settings.language.split(",")[0]
    if not (language.isalpha() and 2 <= len(language) <= 3):
        raise UsageError(f"a language is a code such as en or de; not {language!r}.")
    try:
        return clean_phrase(
            language.lower(), given.get("team"), phrase, given.get("question"), removed=removed
        )
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def _place(phrase: Phrase, rule: str | None) -> tuple[str, str, str]:
    return phrase.language, name_key(phrase.team or ""), (rule or phrase.phrase).lower()


def _same(phrase: Phrase, other: Phrase, rule: str | None) -> bool:
    return (phrase.language, phrase.phrase.lower()) == (
        other.language,
        (rule or other.phrase).lower(),
    )


def _own_line(phrase: Phrase) -> WordingRule:
    source = TAKEN if phrase.removed else OWN
    question = phrase.question or usual_question(phrase.language, "own")
    return WordingRule(
        phrase.phrase,
        phrase.language,
        phrase.team,
        OWN_GRADE,
        source,
        "" if phrase.removed else question,
    )


def _not_there(settings: Settings, gone: Phrase) -> str:
    known = [line.phrase for line in wording_list(settings, gone.team, gone.language)]
    hint = did_you_mean(close_names(gone.phrase, known)) or "coachlog wording  shows what is."
    return f"{gone.phrase!r} is not on the list ({gone.language}). {hint}"
