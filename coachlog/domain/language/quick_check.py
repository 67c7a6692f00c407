"""Decide quickly whether a text is worth a closer look for wording, and put the advice if it is.

Every recording passes here, so this only searches for the words at which a rule may begin. They are
in the file of rules that a language has (`en.rules`, `de.rules`); the rules themselves are read by
`rules`, where one of these words turns up.
"""

from coachlog.domain.fields import LONG_TEXTS, Fields
from coachlog.domain.language import rule_text
from coachlog.domain.typed_text import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from coachlog.domain.language.phrase_list import Phrase


_beginnings: dict[str, tuple[set[str], tuple[str, ...]]] = {}
LOOKED_AT = 5_000  # characters of a text; advice on a very long one is about its beginning
THANKS = "Thank you for putting this on record."
ADMITTING = ("mistake", "correction")  # the kinds in which people write of their own mistakes


class WordingAdviser:
    """Gives advice on wording in some languages, with a team's own phrases.

    Attributes:
        languages: codes of the languages in which texts are read.
        phrases: the own phrases in these languages, of all teams.
    """

    __slots__ = ("languages", "phrases")

    def __init__(self, languages: str, phrase_list: str | None) -> None:
        self.languages = [code.strip() for code in languages.split(",")]
        self.phrases: list[Phrase] = []
        if phrase_list:
            from coachlog.domain.language.phrase_list import readable_phrases

            for phrase in readable_phrases(phrase_list):
                if phrase.language in self.languages:
                    self.phrases.append(phrase)

    def advice_for(self, fields: "Fields", *, thanks: bool = True) -> str | None:
        """Return one line about the texts of a recording; None where there is nothing to say.

        Args:
            fields: the texts that were typed just now; and `team`, `kind`, `own`, `short_id`.
            thanks: whether to thank the writer for admitting a mistake of their own.
        """
        is_own = bool(fields.get("own"))
        # A mistake that its writer owns up to is never corrected.
        if not is_own:
            # Only what was just typed: advice on old text would come again with every edit.
            texts = _texts_to_read(fields)
            if not self._need_closer_look(texts.values()):
                return None
            # Loaded here, since most recordings have nothing to ask about.
            from coachlog.domain.language.advice import admits, advice_on

            advice = advice_on(texts, self.languages, self.phrases_for(fields.get("team")))
            if advice:
                return advice + _command(fields)
            is_own = any(admits(text, self.languages) for text in texts.values())
        if is_own and thanks and fields.get("kind") in ADMITTING:
            return THANKS
        return None

    def phrases_for(self, team: str | None) -> "list[Phrase]":
        """Return the phrases for one team; the team's own line counts before the one for all."""
        key = name_key(team) if team else None
        for_all = []
        for_team = []
        for phrase in self.phrases:
            if phrase.team is None:
                for_all.append(phrase)
            elif name_key(phrase.team) == key:
                for_team.append(phrase)
        # Of two lines about a phrase the later one stays.
        latest = {}
        for phrase in [*for_all, *for_team]:
            latest[phrase.target] = phrase
        return list(latest.values())

    def _need_closer_look(self, texts: "Iterable[str]") -> bool:
        """Whether one of the texts has words at which a rule begins, or a team's own phrase."""
        # As they are compared below: in lower case, with single blanks.
        phrases = [_in_lower_case(phrase.phrase) for phrase in self.phrases]
        for text in texts:
            lowered = _in_lower_case(text.replace("’", "'"))
            if any(phrase in lowered for phrase in phrases):
                return True
            words = _words_of(lowered)
            if any(_may_begin_rule(language, words) for language in self.languages):
                return True
        return False


def _in_lower_case(text: str) -> str:
    return " ".join(text.lower().split())


def _words_of(text: str) -> set[str]:
    # `Shouldn't` is two words to the rules, too.
    text = text.replace("n't", " n't")
    for character in set(text):
        if not character.isalnum():
            text = text.replace(character, " ")
    return set(text.split())


def _may_begin_rule(language: str, words: set[str]) -> bool:
    beginnings, stems = _beginnings_of(language)
    return not words.isdisjoint(beginnings) or any(word.startswith(stems) for word in words)


def _texts_to_read(fields: "Fields") -> dict[str, str]:
    return {field: fields[field][:LOOKED_AT] for field in LONG_TEXTS if fields.get(field)}


def _command(fields: "Fields") -> str:
    """Return the command with which, as after every hint, something can be done about it."""
    short_id = fields.get("short_id")
    return f"  coachlog edit {short_id}" if short_id else ""


def _beginnings_of(language: str) -> tuple[set[str], tuple[str, ...]]:
    """Return the words at which a rule of a language may begin, and stems of such words."""
    if language not in _beginnings:
        words: list[str] = []
        # Only headings are looked at: `omission failed to: failed fails failing`. What belongs to
        # them is indented.
        for line in (rule_text(language) or "").splitlines():
            if line[:1].isalpha():
                words += line.partition(": ")[2].split()
        # Of some words the file gives only the stem: `faul-`.
        stems = [word[:-1] for word in words if word.endswith("-")]
        _beginnings[language] = set(words), tuple(stems)
    return _beginnings[language]
