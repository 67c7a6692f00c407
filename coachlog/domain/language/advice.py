"""Advice on wording: what in a text is said about a person instead of about what happened, and one question about it.

Three grades, the first that is found being the one that is asked about. They are those words that a review of 3,575 real audit
findings hardly ever has (Federal Audit Clearinghouse, findings with their corrective actions), and that training in
blame-free reporting and in feedback (Situation, Behaviour, Impact) asks people to replace by what was seen.
"""

from coachlog.domain.language.sentences import sentences, without_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from coachlog.domain.language.phrase_list import Phrase

# grade -> what its words are about
GRADES = {
    "1 trait": "what somebody is",
    "2 blame": "who it was, and always or never",
    "3 omission": "what somebody did not do",
}
OWN_GRADE = "own list"
GRADE_OF = {
    "trait": "1 trait",
    "blame": "2 blame",
    "always": "2 blame",
    "hindsight": "3 omission",
    "omission": "3 omission",
    "error": "3 omission",
    "why": "3 omission",
}
# What is said about the words that were found, and what is asked, by language.
QUESTIONS = {
    "en": {
        "trait": ("says what somebody is", "What happened, and how would one see it?"),
        "blame": ("looks for who it was", "What made it likely to happen?"),
        "always": ("makes of one time every time", "When was it, and what happened?"),
        "hindsight": ("says what did not happen", "What did happen, and what made that likely?"),
        "omission": ("says what somebody did not do", "What got in the way?"),
        "error": ("ends the search early", "What made the slip likely, and what would catch it?"),
        "why": ("asks for a defence", "How did it look at that moment?"),
        "own": ("is on your list", "What happened, and how would one see it?"),
        "also": ("also", ""),
    },
    "de": {
        "trait": ("sagt, wie jemand ist", "Was ist passiert, und woran sieht man es?"),
        "blame": ("sucht, wer es war", "Was hat es wahrscheinlich gemacht?"),
        "always": ("macht aus einem Mal jedes Mal", "Wann war es, und was ist passiert?"),
        "hindsight": ("sagt, was nicht geschah", "Was geschah, und was hat es nahegelegt?"),
        "omission": ("sagt, was jemand nicht tat", "Was kam dazwischen?"),
        "error": (
            "beendet die Suche zu früh",
            "Was machte den Fehler leicht, und was würde ihn abfangen?",
        ),
        "why": ("verlangt eine Rechtfertigung", "Wie sah es in dem Moment aus?"),
        "own": ("steht auf eurer Liste", "Was ist passiert, und woran sieht man es?"),
        "also": ("auch", ""),
    },
}
SHOWN, QUOTED_AT_MOST = 40, 3


class WordingMatch:
    """Words as they were written, the rule or phrase that finds them, its kind, and a question of the team's own."""

    __slots__ = ("kind", "language", "own", "rule", "said")

    def __init__(
        self, language: str, rule: str, kind: str, said: str, own: str | None = None
    ) -> None:
        self.language = language
        self.rule = rule
        self.kind = kind
        self.said = said if len(said) <= SHOWN else said[: SHOWN - 1].rstrip() + "…"
        self.own = own

    @property
    def grade(self) -> str:
        """The grade that the words are of."""
        return GRADE_OF.get(self.kind, OWN_GRADE)

    @property
    def question(self) -> str:
        """What is asked about them."""
        return self.own or usual_question(self.language, self.kind)


def reader_of(language: str) -> "ModuleType | None":
    """The rules of a language; None where there are none. Only what somebody reads is loaded."""
    if language == "en":
        from coachlog.domain.language import english

        return english
    if language == "de":
        from coachlog.domain.language import german

        return german
    return None


def usual_question(language: str, kind: str) -> str:
    """The usual question for a kind of words."""
    return QUESTIONS.get(language, QUESTIONS["en"])[kind][1]


def find_wording(
    text: str, languages: "Iterable[str]", phrases: "Iterable[Phrase]", *, field: str = "happened"
) -> list[WordingMatch]:
    """What is said about persons in a text, a team's own phrases first.

    Args:
        text: any text; what is quoted in it is left out.
        languages: codes of those to look for.
        phrases: a team's own list.
        field: what the text is of; in `expected` people say what should have been.
    """
    phrases, languages = list(phrases), list(languages)
    found = list(_own(text, [phrase for phrase in phrases if not phrase.removed]))
    removed = {(phrase.language, phrase.phrase.lower()) for phrase in phrases if phrase.removed}
    known = {one.said.lower() for one in found}
    readers = [(language, reader) for language in languages if (reader := reader_of(language))]
    for sentence in sentences(text):
        for language, reader in readers:
            for rule, first, last in reader.matches(sentence):
                said, kind = sentence.said(first, last), reader.RULES[rule]
                if (
                    (language, rule.lower()) in removed
                    or said.lower() in known
                    or (field == "expected" and kind == "hindsight")
                ):
                    continue
                known.add(said.lower())
                found.append(WordingMatch(language, rule, kind, said))
    return found


def advice(found: list[WordingMatch]) -> str | None:
    """One line that quotes what was found and asks about the gravest of it; None where nothing was."""
    if not found:
        return None
    found = sorted(found, key=lambda one: (one.own is None, one.grade))
    first, others = found[0], [f"'{one.said}'" for one in found[1:QUOTED_AT_MOST]]
    more = ", …" if len(found) > QUOTED_AT_MOST else ""
    said = QUESTIONS.get(first.language, QUESTIONS["en"])
    beside = f" ({said['also'][0]}: {', '.join(others)}{more})" if others else ""
    return f"'{first.said}' {said[first.kind][0]}{beside}. {first.question}"


def admits(text: str, languages: "Iterable[str]") -> bool:
    """Whether its writers own up to something in a text."""
    readers = list(filter(None, map(reader_of, languages)))
    return any(reader.admits(sentence) for sentence in sentences(text) for reader in readers)


def _own(text: str, phrases: "list[Phrase]") -> "Iterator[WordingMatch]":
    """The team's own phrases, each taken literally, as whole words, wherever it is not taken back or quoted."""
    shown = " ".join(without_quotes(text.replace("’", "'")).split())
    lowered = shown.lower()
    if len(lowered) != len(shown):  # a letter such as İ, which has two in lower case
        shown = lowered
    for phrase in phrases:
        wanted = phrase.phrase.lower().replace("’", "'")
        place = _place(lowered, wanted, phrase.language)
        if place is not None:
            yield WordingMatch(
                phrase.language,
                phrase.phrase,
                "own",
                shown[place : place + len(wanted)],
                phrase.question,
            )


def _place(lowered: str, wanted: str, language: str) -> int | None:
    """Where a phrase stands as whole words."""
    reader = reader_of(language)
    denials: frozenset[str] = reader.NEGATIONS if reader else frozenset()
    place = lowered.find(wanted)
    while place >= 0:
        before, after = (
            lowered[place - 1 : place] if place else "",
            lowered[place + len(wanted) :][:1],
        )
        whole = not (wanted[0].isalnum() and before.isalnum()) and not (
            wanted[-1].isalnum() and after.isalnum()
        )
        if whole and not denials & set(lowered[max(0, place - 40) : place].split()[-3:]):
            return place
        place = lowered.find(wanted, place + 1)
    return None


def built_in_rule(language: str, phrase: str, *, beginning: bool = False) -> str | None:
    """The built-in rule that finds a phrase, by its name or a form of it, or as the phrase begins; None where there is none."""
    reader = reader_of(language)
    wanted = " ".join(phrase.lower().split())
    if reader is None:
        return None
    named: dict[str, str] = {rule.lower(): rule for rule in reader.RULES} | reader.FORMS
    if wanted in named or not beginning:
        return named.get(wanted)
    return next((rule for name, rule in named.items() if wanted.startswith(name + " ")), None)
