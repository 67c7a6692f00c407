"""Find wording about persons in English: the table of rules, and what people did not do.

Each rule is a small function with an example. They were tuned on sentences of `tests/data`, and
measured on others; `english_blame` has the rules for traits and blame.
"""

from coachlog.domain.language import english_blame as blame
from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_word import EnglishWord, expand
from coachlog.domain.language.rules import RuleTable, one_word
from coachlog.domain.language.sentences import ME, PEOPLE, PERSON, Sentence, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coachlog.domain.language.rules import Match, Span

NEGATIONS = en.NEGATIONS
RULE_OF_FORM = en.RULE_OF_FORM

_INTENSIFIERS = word_set("more much less so a bit little")
_MINDFUL_OR_TRAIT = en.MINDFUL | en.RULE_OF_FORM.keys()
_HUMAN = en.HUMAN | en.HUMANLY


def matches(sentence: Sentence) -> "Iterator[Match]":
    """Yield what is worded about persons in a sentence: the rule, the first and the last word."""
    words = expand(sentence)
    for index, word in enumerate(words):
        if word in _TABLE:
            yield from _TABLE.matches(EnglishWord(sentence, words, index))


def admits(sentence: Sentence) -> bool:
    """Whether the writer owns up to something: `I forgot`, `we missed`, `my mistake`."""
    words = expand(sentence)
    for index in range(len(words)):
        word = EnglishWord(sentence, words, index)
        if word[0] in en.OWN_SLIPS and word[-1] in ("my", "our", "own"):
            return True
        is_hindsight = word[0] in ("should", "could") and word[1] == "have"
        if (is_hindsight or word[0] in en.SLIPS) and word.subject() == ME:
            return not word.is_negated()
    return False


def _should_have(word: EnglishWord) -> "Span":
    """`she should have checked`: what did not happen, held against a person."""
    verb = _verb_after_modal(word)
    participle = word[verb]
    if verb == 0 or participle in en.BEFALLEN:
        return None
    # `they should have arrived`: letters and guests, seldom colleagues.
    if participle in en.OF_THEMSELVES and word[-1] in ("they", "you"):
        return None
    if not word.is_about_person(participle, en.HUMANLY):
        return None
    if participle != "been":
        return 0, verb
    # `been more careful`, `been listening`; not `been stamped`.
    last = word.skip(verb + 1, _INTENSIFIERS)
    if word[last] in _MINDFUL_OR_TRAIT or word[last].endswith("ing"):
        return 0, last
    return None


def _could_have(word: EnglishWord) -> "Span":
    """`he could have asked`; `it could have burnt` names a risk, and nobody."""
    if word[_verb_after_modal(word)] not in en.COULD:
        return None
    return _should_have(word)


def _verb_after_modal(word: EnglishWord) -> int:
    """Return where the participle of `should really have checked` stands; 0 for nowhere."""
    verb = word.skip(1, en.SOFTENERS)
    if word[0] == "ought":
        verb = word.skip(1, en.SOFTENERS | {"to"})
    # `should've`, `shoulda`; and `should of`, which people write as they hear it.
    is_contracted = word[0].endswith(("'ve", "a"))
    if not is_contracted and {"have", "of"}.isdisjoint(word.following(verb - 1)):
        return 0
    is_participle = word[verb].endswith("ed") or word[verb] in en.IRREGULAR
    return verb if is_participle else 0


def _infinitive(word: EnglishWord, human_verbs: frozenset[str]) -> "Span":
    """`the clerk failed to sign`; a lone name counts only with one of `human_verbs`."""
    if word[1] != "to" or word.is_conditional():
        return None
    if word.is_about_person(word[2], human_verbs):
        return 0, 2
    return None


def _failed(word: EnglishWord) -> "Span":
    """`the clerk failed to sign`; not `the printer failed to print`."""
    return _infinitive(word, _HUMAN)


def _refused(word: EnglishWord) -> "Span":
    """`she refused to come back`; not `the lock refused to turn`."""
    return _infinitive(word, en.WILLED)


def _neglected(word: EnglishWord) -> "Span":
    """`she neglected to count`, `he neglected the file`; not `the file was neglected`."""
    if _is_passive(word) or word.is_conditional():
        return None
    # `he neglected the file`; in `neglected files` it is an adjective.
    if word[1] in en.DETERMINERS and word.subject() == PERSON:
        return 0, 0
    return _infinitive(word, _HUMAN)


def _forgot(word: EnglishWord) -> "Span":
    """`he forgot`, `he forgot to sign`; not `it was forgotten`, nor an umbrella."""
    if not _is_forgetting(word):
        return None
    is_infinitive = word[1] == "to" and word[2] != ""
    is_human = is_infinitive and word.is_about_person(word[2], en.HUMAN)
    if not is_human and word.subject() not in PEOPLE:
        return None
    if is_infinitive:
        return 0, 2
    return 0, 0


def _is_forgetting(word: EnglishWord) -> bool:
    """Whether somebody forgot a duty: not `was forgotten`, `if he forgot`, `forgot her coat`."""
    if _is_passive(word) or word.is_conditional():
        return False
    # `the page forgotten on the desk` has no `have`.
    is_reduced = word[0] == "forgotten" and not _is_perfect(word)
    return not is_reduced and en.BELONGINGS.isdisjoint(word.following(4))


def _is_passive(word: EnglishWord) -> bool:
    """Whether a participle has a form of `be` before it: `was simply forgotten`."""
    return word[word.skip_back(-1, en.BETWEEN - en.BE)] in en.BE


def _is_perfect(word: EnglishWord) -> bool:
    """Whether a participle has a form of `have` before it: `has again forgotten`."""
    auxiliary = word.skip_back(-1, en.BETWEEN - en.HAVE)
    if not word[auxiliary]:
        return False
    return word[auxiliary] in en.HAVE or word.written(auxiliary).endswith(("'ve", "'d", "'s"))


def _human_error(word: EnglishWord) -> "Span":
    """`it was human error`, where it is meant as the reason; not `a user error message`."""
    if word[1] not in en.MISTAKES or word[2] in en.ON_SCREEN:
        return None
    # `human error is a term for …`, `between human error and …`: the words, not a reason.
    is_defined = word[2] in en.BE and word[3] in en.MENTIONED
    if is_defined or word[-1] in en.MENTIONING:
        return None
    return 0, 1


def _why(word: EnglishWord) -> "Span":
    """`Why didn't you`, `Why did he not`: a question that asks for a defence."""
    if word[1] not in en.ASKED or word[2] in en.ME or not blame.names_person(word, 2):
        return None
    # The quote ends with the negation, which may come late: `why did the clerk not`.
    for last in range(2, 7):
        if word[last] in ("not", "never"):
            return 0, last
    if word[1].endswith("n't"):
        return 0, 2
    return None


_TRAIT = one_word(blame.is_trait)
# The order is the one in which people see the rules in the list.
_TABLE = RuleTable(
    [
        *((trait, "trait", form, _TRAIT) for form, trait in RULE_OF_FORM.items()),
        ("can't be bothered", "trait", "bother bothered", blame.not_bothered),
        ("to blame", "blame", "blame blames blamed blaming", blame.to_blame),
        ("at fault", "blame", "fault", blame.at_fault),
        ("culprit", "blame", "culprit culprits", one_word(blame.is_culprit)),
        ("guilty", "blame", "guilty", one_word(blame.is_guilty)),
        ("you always", "always", "always", blame.always_does),
        ("you never", "always", "never", blame.never_does),
        ("should have", "hindsight", "should ought shouldn't should've shoulda", _should_have),
        ("could have", "hindsight", "could couldn't could've coulda", _could_have),
        ("failed to", "omission", "failed fails failing", _failed),
        ("neglected", "omission", "neglected neglects neglecting", _neglected),
        ("forgot", "omission", "forgot forgotten forgets", _forgot),
        ("refused to", "omission", "refused refuses", _refused),
        ("human error", "error", "human operator user", _human_error),
        ("why didn't you", "why", "why", _why),
    ],
    not_negatable=frozenset(
        {
            "can't be bothered",
            "you always",
            "you never",
            "should have",
            "could have",
            "why didn't you",
        }
    ),
)
RULES = _TABLE.categories
