"""Find wording about persons in English: the rules, and what people did not do.

Each rule is a small function with an example. They were tuned on the sentences of `tests/data`, and
measured on sentences that they had not seen; `english_blame` has the rules for traits and blame.
"""

from coachlog.domain.language import english_blame
from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_sentence import EnglishSentence
from coachlog.domain.language.sentences import BARE, ME, PEOPLE, PERSON, Sentence, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coachlog.domain.language.sentences import Match

# rule -> category; in the order of the list that people see
RULES = {
    **dict.fromkeys(en.TRAITS, "trait"),
    "can't be bothered": "trait",
    "to blame": "blame",
    "at fault": "blame",
    "culprit": "blame",
    "guilty": "blame",
    "you always": "always",
    "you never": "always",
    "should have": "hindsight",
    "could have": "hindsight",
    "failed to": "omission",
    "neglected": "omission",
    "forgot": "omission",
    "refused to": "omission",
    "human error": "error",
    "why didn't you": "why",
}
RULE_OF_FORM = en.RULE_OF_FORM
NEGATIONS = en.NEGATIONS

_OUGHT_SOFTENERS = en.SOFTENERS | {"to"}
_INTENSIFIERS = word_set("more much less so a bit little")
_MINDFUL_OR_TRAIT = en.MINDFUL | en.RULE_OF_FORM.keys()
_HUMAN = en.HUMAN | en.HUMANLY
_HAVE_ENDINGS = ("'ve", "'d", "'s")


def matches(sentence: Sentence) -> "Iterator[Match]":
    """Yield what is worded about persons in a sentence: the rule, the first and the last word."""
    english = EnglishSentence(sentence)
    for index, word in enumerate(english.words):
        rule = _RULE_BY_WORD.get(word)
        match = rule(english, index) if rule else None
        if match:
            yield match


def admits(sentence: Sentence) -> bool:
    """Whether the writer owns up to something: `I forgot`, `we missed`, `my mistake`."""
    english = EnglishSentence(sentence)
    for index, word in enumerate(english.words):
        if word in en.OWN_SLIPS and english.word(index - 1) in ("my", "our", "own"):
            return True
        is_hindsight = word in ("should", "could") and english.word(index + 1) == "have"
        if (word in en.SLIPS or is_hindsight) and english.subject(index) == ME:
            return not english.is_negated(index)
    return False


def _hindsight(english: EnglishSentence, index: int) -> "Match | None":
    """`she should have checked`, `he could have asked`: what a person did not do."""
    verb = _verb_after_modal(english, index)
    if verb is None:
        return None
    participle = english.word(verb)
    is_could = english.word(index).startswith("could")
    is_a_risk_that_was_run = is_could and participle not in en.COULD
    if participle in en.BEFALLEN or is_a_risk_that_was_run:
        return None
    if participle in en.OF_THEMSELVES and english.word(index - 1) in ("they", "you"):
        return None
    if not english.is_about_person(index, participle, en.HUMANLY):
        return None
    last = _end_of_been(english, verb) if participle == "been" else verb
    if last is None:
        return None
    return "could have" if is_could else "should have", index, last


def _verb_after_modal(english: EnglishSentence, index: int) -> int | None:
    """Return the participle of `should really have checked`; None where there is none."""
    modal = english.words[index]
    softeners = _OUGHT_SOFTENERS if modal == "ought" else en.SOFTENERS
    verb = english.skip(index + 1, softeners)
    between = english.words[index + 1 : verb]
    has_have = modal.endswith(("'ve", "a")) or not {"have", "of"}.isdisjoint(between)
    is_participle = english.word(verb).endswith("ed") or english.word(verb) in en.IRREGULAR
    return verb if has_have and is_participle else None


def _end_of_been(english: EnglishSentence, been: int) -> int | None:
    """Return the last word of `been more careful`, `been listening`; None for `been stamped`."""
    end = english.skip(been + 1, _INTENSIFIERS)
    word = english.word(end)
    return end if word in _MINDFUL_OR_TRAIT or word.endswith("ing") else None


def _infinitive(
    english: EnglishSentence, index: int, rule: str, human_verbs: frozenset[str]
) -> "Match | None":
    """`the clerk failed to sign`; a lone name counts only with one of `human_verbs`."""
    if english.word(index + 1) != "to" or not english.is_asserted(index):
        return None
    if not english.is_about_person(index, english.word(index + 2), human_verbs):
        return None
    return rule, index, index + 2


def _failed(english: EnglishSentence, index: int) -> "Match | None":
    """`the clerk failed to sign`; not `the printer failed to print`."""
    return _infinitive(english, index, "failed to", _HUMAN)


def _refused(english: EnglishSentence, index: int) -> "Match | None":
    """`she refused to come back`; not `the lock refused to turn`."""
    return _infinitive(english, index, "refused to", en.WILLED)


def _neglected(english: EnglishSentence, index: int) -> "Match | None":
    """`she neglected to count`, `he neglected the file`; not `the file was neglected`."""
    if _is_passive(english, index):
        return None
    match = _infinitive(english, index, "neglected", _HUMAN)
    if match:
        return match
    has_object = english.word(index + 1) in en.DETERMINERS and english.is_asserted(index)
    if has_object and english.subject(index) == PERSON:
        return "neglected", index, index
    return None


def _forgot(english: EnglishSentence, index: int) -> "Match | None":
    """`he forgot`, `he forgot to sign`; not `it was forgotten`, nor an umbrella."""
    following = english.words[index + 1 : index + 5]
    if _is_passive(english, index) or not english.is_asserted(index):
        return None
    if not en.BELONGINGS.isdisjoint(following):
        return None
    if english.word(index) == "forgotten" and not _is_perfect(english, index):
        return None
    verb = english.word(index + 2)
    is_infinitive = english.word(index + 1) == "to" and verb != ""
    subject = english.subject(index)
    is_human = subject == BARE and is_infinitive and verb in en.HUMAN
    if subject not in PEOPLE and not is_human:
        return None
    return "forgot", index, index + 2 if is_infinitive else index


def _is_passive(english: EnglishSentence, index: int) -> bool:
    """Whether a participle has a form of `be` before it: `was simply forgotten`."""
    auxiliary = english.skip_back(index - 1, en.BETWEEN - en.BE)
    return english.word(auxiliary) in en.BE


def _is_perfect(english: EnglishSentence, index: int) -> bool:
    """Whether a participle has a form of `have` before it: `has again forgotten`."""
    auxiliary = english.skip_back(index - 1, en.BETWEEN - en.HAVE)
    if auxiliary < 0:
        return False
    is_contracted = english.sentence.words[auxiliary].endswith(_HAVE_ENDINGS)
    return is_contracted or english.words[auxiliary] in en.HAVE


def _human_error(english: EnglishSentence, index: int) -> "Match | None":
    """`it was human error`, where it is meant as the reason; not `a user error message`."""
    following = english.word(index + 2)
    is_error = english.word(index + 1) in en.MISTAKES and following not in en.ON_SCREEN
    if not is_error or english.is_negated(index):
        return None
    is_defined = following in en.BE and english.word(index + 3) in en.MENTIONED
    if is_defined or english.word(index - 1) in en.MENTIONING:
        return None
    return "human error", index, index + 1


def _why(english: EnglishSentence, index: int) -> "Match | None":
    """`Why didn't you`, `Why did he not`: a question that asks for a defence."""
    rule = "why didn't you"
    verb = english.word(index + 1)
    whom = index + 2
    if verb not in en.ASKED or english.word(whom) in en.ME:
        return None
    if not english_blame.names_person(english, whom):
        return None
    for last in range(whom, whom + 5):
        if english.word(last) in ("not", "never"):
            return rule, index, last
    return (rule, index, whom) if verb.endswith("n't") else None


_RULE_BY_WORD: "dict[str, Callable[[EnglishSentence, int], Match | None]]" = {
    **dict.fromkeys(en.RULE_OF_FORM, english_blame.trait),
    **dict.fromkeys(word_set("bother bothered"), english_blame.not_bothered),
    **dict.fromkeys(word_set("blame blames blamed blaming"), english_blame.blame),
    **dict.fromkeys(word_set("fault"), english_blame.fault),
    **dict.fromkeys(word_set("culprit culprits"), english_blame.culprit),
    **dict.fromkeys(word_set("guilty"), english_blame.guilty),
    **dict.fromkeys(word_set("always never"), english_blame.always),
    **dict.fromkeys(en.HINDSIGHT, _hindsight),
    **dict.fromkeys(word_set("failed fails failing"), _failed),
    **dict.fromkeys(word_set("neglected neglects neglecting"), _neglected),
    **dict.fromkeys(word_set("forgot forgotten forgets"), _forgot),
    **dict.fromkeys(word_set("refused refuses"), _refused),
    **dict.fromkeys(word_set("human operator user"), _human_error),
    **dict.fromkeys(word_set("why"), _why),
}
