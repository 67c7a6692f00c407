"""Find wording about persons in English: the table of rules, and what people did not do.

Each rule is a small function with an example. They were tuned on sentences of `tests/data`, and
measured on others; `english_blame` has the rules for traits and blame.
"""

from coachlog.domain.language import english_blame as blame
from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_sentence import EnglishSentence
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
    english = EnglishSentence(sentence)
    for index, word in enumerate(english):
        yield from _TABLE.matches(english, word, index)


def admits(sentence: Sentence) -> bool:
    """Whether the writer owns up to something: `I forgot`, `we missed`, `my mistake`."""
    english = EnglishSentence(sentence)
    for index, word in enumerate(english):
        if word in en.OWN_SLIPS and english[index - 1] in ("my", "our", "own"):
            return True
        is_hindsight = word in ("should", "could") and english[index + 1] == "have"
        if (is_hindsight or word in en.SLIPS) and english.subject(index) == ME:
            return not english.is_negated(index)
    return False


def _should_have(english: EnglishSentence, index: int) -> "Span":
    """`she should have checked`: what did not happen, held against a person."""
    verb = _verb_after_modal(english, index)
    participle = english[verb]
    if not participle or participle in en.BEFALLEN:
        return None
    # `they should have arrived`: letters and guests, seldom colleagues.
    if participle in en.OF_THEMSELVES and english[index - 1] in ("they", "you"):
        return None
    if not english.is_about_person(index, participle, en.HUMANLY):
        return None
    if participle != "been":
        return index, verb
    # `been more careful`, `been listening`; not `been stamped`.
    last = english.skip(verb + 1, _INTENSIFIERS)
    is_about_attention = english[last] in _MINDFUL_OR_TRAIT
    if is_about_attention or english[last].endswith("ing"):
        return index, last
    return None


def _could_have(english: EnglishSentence, index: int) -> "Span":
    """`he could have asked`; `it could have burnt` names a risk, and nobody."""
    if english[_verb_after_modal(english, index)] not in en.COULD:
        return None
    return _should_have(english, index)


def _verb_after_modal(english: EnglishSentence, index: int) -> int:
    """Return where the participle of `should really have checked` stands; -1 for nowhere."""
    verb = english.skip(index + 1, en.SOFTENERS)
    if english[index] == "ought":
        verb = english.skip(index + 1, en.SOFTENERS | {"to"})
    between = english.words[index + 1 : verb]
    # `should've`, `shoulda`; and `should of`, which people write as they hear it.
    is_contracted = english[index].endswith(("'ve", "a"))
    if not is_contracted and {"have", "of"}.isdisjoint(between):
        return -1
    is_participle = english[verb].endswith("ed") or english[verb] in en.IRREGULAR
    return verb if is_participle else -1


def _infinitive(english: EnglishSentence, index: int, human_verbs: frozenset[str]) -> "Span":
    """`the clerk failed to sign`; a lone name counts only with one of `human_verbs`."""
    if english[index + 1] != "to" or english.is_conditional(index):
        return None
    if not english.is_about_person(index, english[index + 2], human_verbs):
        return None
    return index, index + 2


def _failed(english: EnglishSentence, index: int) -> "Span":
    """`the clerk failed to sign`; not `the printer failed to print`."""
    return _infinitive(english, index, _HUMAN)


def _refused(english: EnglishSentence, index: int) -> "Span":
    """`she refused to come back`; not `the lock refused to turn`."""
    return _infinitive(english, index, en.WILLED)


def _neglected(english: EnglishSentence, index: int) -> "Span":
    """`she neglected to count`, `he neglected the file`; not `the file was neglected`."""
    if _is_passive(english, index) or english.is_conditional(index):
        return None
    # `he neglected the file`; in `neglected files` it is an adjective.
    has_object = english[index + 1] in en.DETERMINERS
    if has_object and english.subject(index) == PERSON:
        return index, index
    return _infinitive(english, index, _HUMAN)


def _forgot(english: EnglishSentence, index: int) -> "Span":
    """`he forgot`, `he forgot to sign`; not `it was forgotten`, nor an umbrella."""
    if not _is_forgetting(english, index):
        return None
    verb = english[index + 2]
    is_infinitive = english[index + 1] == "to" and verb != ""
    is_human = is_infinitive and english.is_about_person(index, verb, en.HUMAN)
    if not is_human and english.subject(index) not in PEOPLE:
        return None
    if is_infinitive:
        return index, index + 2
    return index, index


def _is_forgetting(english: EnglishSentence, index: int) -> bool:
    """Whether somebody forgot a duty: not `was forgotten`, `if he forgot`, `forgot her coat`."""
    if _is_passive(english, index) or english.is_conditional(index):
        return False
    # `the page forgotten on the desk` has no `have`.
    is_reduced = english[index] == "forgotten" and not _is_perfect(english, index)
    following = english.words[index + 1 : index + 5]
    return not is_reduced and en.BELONGINGS.isdisjoint(following)


def _is_passive(english: EnglishSentence, index: int) -> bool:
    """Whether a participle has a form of `be` before it: `was simply forgotten`."""
    auxiliary = english.skip_back(index - 1, en.BETWEEN - en.BE)
    return english[auxiliary] in en.BE


def _is_perfect(english: EnglishSentence, index: int) -> bool:
    """Whether a participle has a form of `have` before it: `has again forgotten`."""
    auxiliary = english.skip_back(index - 1, en.BETWEEN - en.HAVE)
    written = english.sentence.words[max(0, auxiliary)]
    return english[auxiliary] in en.HAVE or written.endswith(("'ve", "'d", "'s"))


def _human_error(english: EnglishSentence, index: int) -> "Span":
    """`it was human error`, where it is meant as the reason; not `a user error message`."""
    following = english[index + 2]
    if english[index + 1] not in en.MISTAKES or following in en.ON_SCREEN:
        return None
    # `human error is a term for …`, `between human error and …`: the words, not a reason.
    is_defined = following in en.BE and english[index + 3] in en.MENTIONED
    if is_defined or english[index - 1] in en.MENTIONING:
        return None
    return index, index + 1


def _why(english: EnglishSentence, index: int) -> "Span":
    """`Why didn't you`, `Why did he not`: a question that asks for a defence."""
    verb = english[index + 1]
    whom = index + 2
    if verb not in en.ASKED or english[whom] in en.ME:
        return None
    if not blame.names_person(english, whom):
        return None
    # The quote ends with the negation, which may come late: `why did the clerk not`.
    for last in range(whom, whom + 5):
        if english[last] in ("not", "never"):
            return index, last
    if verb.endswith("n't"):
        return index, whom
    return None


# The order is the one in which people see the rules in the list.
_TABLE = RuleTable(
    [
        *(
            (name, "trait", " ".join(forms), one_word(blame.is_trait))
            for name, forms in en.TRAITS.items()
        ),
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
