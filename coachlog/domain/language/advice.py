"""Find wording about persons in a text, and put the one line of advice about it.

Words that judge a person say little about what happened. They come in three grades, and the gravest
in a text is the one that the line asks about. Which words these are comes from 3,575 real audit
findings (Federal Audit Clearinghouse), which hardly ever use them, and from training in blame-free
reporting and feedback (Situation, Behaviour, Impact), which asks for what was seen instead.
"""

from coachlog.domain.language.questions import (
    ALSO,
    GRADE_OF,
    OWN_GRADE,
    QUESTIONS,
    usual_question,
)
from coachlog.domain.language.rules import ADMISSION, rules_of
from coachlog.domain.language.sentences import split_sentences, without_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coachlog.domain.language.phrase_list import Phrase

MOST_QUOTED = 3
LONGEST_QUOTE = 40


class WordingMatch:
    """Words of a text about a person.

    Attributes:
        language: the language of the rule or phrase.
        rule: the rule that matched, or the phrase of a team's own list.
        category: what kind of words they are; a key of `QUESTIONS`.
        text: the words as they were written.
        own_question: the question of a team's own phrase, where it has one.
    """

    __slots__ = ("category", "language", "own_question", "rule", "text")

    def __init__(
        self,
        language: str,
        rule: str,
        category: str,
        text: str,
        own_question: str | None = None,
    ) -> None:
        self.language = language
        self.rule = rule
        self.category = category
        self.text = text
        self.own_question = own_question

    @property
    def quote(self) -> str:
        """The words, cut to what fits into a line."""
        if len(self.text) <= LONGEST_QUOTE:
            return self.text
        return self.text[: LONGEST_QUOTE - 1].rstrip() + "…"

    @property
    def grade(self) -> str:
        """The grade of the words."""
        return GRADE_OF.get(self.category, OWN_GRADE)

    @property
    def question(self) -> str:
        """What to ask about the words."""
        return self.own_question or usual_question(self.language, self.category)


def find_wording(
    text: str,
    languages: "Sequence[str]",
    phrases: "Sequence[Phrase]",
    *,
    field: str = "happened",
) -> list[WordingMatch]:
    """Return what is worded about persons in a text, a team's own phrases first.

    Args:
        text: any text; what it quotes is left out.
        languages: codes of the languages to read it in.
        phrases: a team's own list.
        field: which field the text is of; in `expected`, `should have` is the right way.
    """
    # A team's own phrase comes first, so that its question is asked about words in both lists.
    matches = list(_phrase_matches(text, phrases))
    seen = {match.text.lower() for match in matches}
    # A line that switches a rule off names the rule, not the words that it matches.
    removed = {phrase.target for phrase in phrases if phrase.removed}
    for match in _rule_matches(text, languages):
        # `Should have` is how the right way is told; that is what the field is for.
        is_right_way = field == "expected" and match.category == "hindsight"
        is_removed = (match.language, match.rule.lower()) in removed
        is_unasked = is_right_way or is_removed or match.category == ADMISSION
        if is_unasked or match.text.lower() in seen:
            continue
        seen.add(match.text.lower())
        matches.append(match)
    return matches


def advice_on(
    texts: dict[str, str],
    languages: "Sequence[str]",
    phrases: "Sequence[Phrase]",
) -> str | None:
    """Return one line about the texts of a recording; None where nothing is found.

    Args:
        texts: the texts that were typed just now, by field.
        languages: codes of the languages to read them in.
        phrases: the list of the team that records.
    """
    matches = []
    for field, text in texts.items():
        matches += find_wording(text, languages, phrases, field=field)
    return advice_line(matches)


def advice_line(matches: list[WordingMatch]) -> str | None:
    """Return one line that quotes the matches and asks about the gravest; None without a match."""
    if not matches:
        return None
    # A team that wrote a question of its own wants it asked before the usual ones.
    ordered = sorted(matches, key=lambda match: (match.own_question is None, match.grade))
    first = ordered[0]
    # A team may have phrases in a language that coachlog has no questions in.
    language = first.language if first.language in QUESTIONS else "en"
    statement = QUESTIONS[language][first.category][0]
    quotes = [f"'{match.quote}'" for match in ordered[1:MOST_QUOTED]]
    if len(ordered) > MOST_QUOTED:
        quotes.append("…")
    others = ""
    if quotes:
        others = f" ({ALSO[language]}: {', '.join(quotes)})"
    return f"'{first.quote}' {statement}{others}. {first.question}"


def admits(text: str, languages: "Sequence[str]") -> bool:
    """Whether the writer owns up to something in a text."""
    return any(match.category == ADMISSION for match in _rule_matches(text, languages))


def built_in_rule(language: str, phrase: str, *, beginning: bool = False) -> str | None:
    """Return the built-in rule that a phrase names, by its name or a form: `carelessness`.

    Args:
        language: the language of the rule.
        phrase: what a person typed, or what a line of advice quoted.
        beginning: whether a phrase that only begins with a rule counts: `should have checked`.
    """
    rules = rules_of(language)
    if rules is None:
        return None
    names = {rule.lower(): rule for rule in rules.categories} | rules.rule_of_form
    typed = " ".join(phrase.lower().split())
    if typed in names or not beginning:
        return names.get(typed)
    for name, rule in names.items():
        if typed.startswith(f"{name} "):
            return rule
    return None


def _rule_matches(text: str, languages: "Sequence[str]") -> "Iterator[WordingMatch]":
    """Yield what the built-in rules find, sentence by sentence."""
    for sentence in split_sentences(text):
        for language in languages:
            rules = rules_of(language)
            if rules is None:
                continue
            # Both languages read every sentence: teams mix them, even in one entry.
            for rule, first, last in rules.matches(sentence):
                words = sentence.text(first, last)
                yield WordingMatch(language, rule, rules.categories.get(rule, ADMISSION), words)


def _phrase_matches(text: str, phrases: "Iterable[Phrase]") -> "Iterator[WordingMatch]":
    """Yield where a team's own phrases stand, each once, taken literally."""
    text = " ".join(without_quotes(text.replace("’", "'")).split())
    lowered = text.lower()
    # Some letters have two in lower case (İ), so that offsets would no longer fit.
    if len(lowered) != len(text):
        text = lowered
    for phrase in phrases:
        if phrase.removed:
            continue
        span = _find_phrase(lowered, phrase)
        if span:
            words = text[span[0] : span[1]]
            yield WordingMatch(phrase.language, phrase.phrase, "own", words, phrase.question)


def _find_phrase(lowered: str, phrase: "Phrase") -> tuple[int, int] | None:
    """Return start and end of a phrase that stands as whole words, and that nothing takes back."""
    rules = rules_of(phrase.language)
    negations = rules.words("NEGATIONS") if rules else frozenset()
    words = phrase.phrase.lower().replace("’", "'")
    start = lowered.find(words)
    while start >= 0:
        end = start + len(words)
        # Three words: `not a very chaotic`; forty characters spare splitting all that is before.
        before = lowered[max(0, start - 40) : start].split()[-3:]
        if _is_whole(lowered, start, end) and negations.isdisjoint(before):
            return start, end
        # From the next character on, since a phrase may overlap itself.
        start = lowered.find(words, start + 1)
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither a letter nor a digit goes on beyond a part of a text."""
    begins_inside_word = text[start].isalnum() and text[start - 1 : start].isalnum()
    ends_inside_word = text[end - 1].isalnum() and text[end : end + 1].isalnum()
    return not begins_inside_word and not ends_inside_word
