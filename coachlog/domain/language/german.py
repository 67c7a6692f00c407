"""Find wording about persons in German: the table of rules, and a function for each.

The rules were made for German, not translated; they read a clause at a time. Like those of
`english` they were tuned on sentences of `tests/data`, and measured on others.
"""

from itertools import pairwise

from coachlog.domain.language import german_words as de
from coachlog.domain.language.german_clauses import Clause, GermanWord, clauses, is_person
from coachlog.domain.language.rules import RuleTable, one_word
from coachlog.domain.language.sentences import ME, PERSON, Sentence, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coachlog.domain.language.rules import Match, Span

NEGATIONS = de.NEGATIONS
RULE_OF_FORM = de.RULE_OF_FORM

_NOT = word_set("nicht")
_NOT_OR_NEVER = word_set("nicht nie")
_PASSIVE_INFINITIVE = word_set("werden worden")
_WOULD_HAVE = word_set("hätte hätten")
_MY = word_set("mein meine unser unsere")
_HIM = word_set("ihm ihr ihnen")
_OF_HIM = _HIM | word_set("dir kollegin kollege")
_ANYBODY = de.SHE | _HIM
_REFLEXIVE = word_set("sich dich euch")
_AS_A_REASON = word_set("aus reine reiner pure purer") | {""}
_WHOSE_BLAME = word_set("deine seine ihre eure wessen")
_BLAME_LIES = word_set("liegt lag trägt hat")
_IS_OR_HAS = de.BE | de.HAVE
_IS_TO_BLAME = de.BE | word_set("hat haben trägt")
_FORGOTTEN = word_set("vergessen versäumt unterlassen")
_NOT_FORGETTING = de.BELONGINGS | de.PASSIVE | de.CONDITIONS


def matches(sentence: Sentence) -> "Iterator[Match]":
    """Yield what is worded about persons in a sentence: the rule, the first and the last word."""
    for clause in clauses(sentence):
        for index, word in enumerate(clause.words, clause.first):
            if word in _TABLE:
                yield from _TABLE.matches(GermanWord(clause, index))


def admits(sentence: Sentence) -> bool:
    """Whether the writer owns up to something: `ich habe vergessen`, `mein Fehler`."""
    return any(_admits(clause) for clause in clauses(sentence))


def _admits(clause: Clause) -> bool:
    is_hindsight = clause.has(_WOULD_HAVE) and clause.has(de.MODALS)
    is_slip = is_hindsight or clause.has(de.SLIPS)
    if is_slip and clause.subject == ME and not clause.has(de.NEGATIONS):
        return True
    pairs = pairwise(clause.words)
    return any(owner in _MY and noun in de.OWN_SLIPS for owner, noun in pairs)


def _is_trait(word: GermanWord) -> bool:
    """`nachlässig`, of a person or of what a person did."""
    if word[0] in de.NOUNS:
        return _has_owner(word)
    # People may be hard on themselves; advice would only make it worse.
    if word.clause.subject == ME:
        return False
    return word[0] in de.INSULTS or _describes_person(word)


def _has_owner(word: GermanWord) -> bool:
    """`ihre Nachlässigkeit`, `aus Faulheit`; a word that laws use needs an owner."""
    is_reason = word[-1] in _AS_A_REASON and word[0] not in de.LEGAL
    return is_reason or word[-1] in de.WHOSE


def _describes_person(word: GermanWord) -> bool:
    """`der nachlässige Prüfer`, `schlampig gearbeitet`, `faul von ihm`, `sie war faul`."""
    if word[1] in de.DEEDS or is_person(word[1]):
        return True
    if word[1] in de.DONE and word[0] not in de.OF_THINGS_TOO:
        return True
    if word[1] == "von" and (word[2] in _OF_HIM or word[3] in _OF_HIM):
        return True
    return word.is_about_person() and word.clause.has(_IS_OR_HAS)


def _not_bothered(word: GermanWord) -> "Span":
    """`hat es nicht für nötig gehalten`."""
    is_denied = word[-1] == "für" and word.clause.has(_NOT)
    if is_denied and word.is_about_person():
        return word.inside_clause(-2), word.inside_clause(1)
    return None


def _blame(word: GermanWord) -> "Span":
    """`sie ist schuld`, `deine Schuld`, `die Schuld liegt beim Prüfer`; not of a thing."""
    if word[-1] in _WHOSE_BLAME:
        return -1, 0
    # In `die Schuld liegt beim Prüfer` the subject is the blame itself.
    if word[1] in _BLAME_LIES:
        following = word.rest_of_clause()
        is_of_person = any(is_person(other) or other in _ANYBODY for other in following)
    else:
        is_of_person = word.is_about_person() and word.clause.has(_IS_TO_BLAME)
    if is_of_person:
        return 0, 0
    return None


def _always(word: GermanWord) -> "Span":
    """`du vergisst immer`."""
    return _habit(word, de.HABITS)


def _never(word: GermanWord) -> "Span":
    """`sie prüft nie`; not what is said of a rule, or in praise."""
    return _habit(word, de.DUTIES)


def _habit(word: GermanWord, verbs: frozenset[str]) -> "Span":
    """Return the words from `immer` to the verb, or from the verb to `immer`."""
    verb = word.offset_of(verbs)
    if verb is None or word.clause.has(de.CONDITIONS) or not word.is_about_person():
        return None
    return min(0, verb), max(0, verb)


def _should_have(word: GermanWord) -> "Span":
    """`sie hätte fragen müssen`: what did not happen, held against a person."""
    return _hindsight(word, is_could=False)


def _could_have(word: GermanWord) -> "Span":
    """`sie hätte fragen können`; `er hätte stürzen können` names a risk."""
    return _hindsight(word, is_could=True)


def _hindsight(word: GermanWord, *, is_could: bool) -> "Span":
    """Return the words from `hätte` to the modal verb, where the clause is about a person."""
    modal = word.offset_of(de.MODALS)
    if modal is None or word.clause.has(_PASSIVE_INFINITIVE):
        return None
    if (word[modal] == "können") != is_could:
        return None
    # `er hätte krank sein können` says nothing of him; `fragen können` does.
    is_human = word[modal - 1].removeprefix("zu") in de.HUMAN
    is_reproach = is_human or (word.clause.subject == PERSON and not is_could)
    if is_reproach and word.is_about_person():
        return 0, modal
    return None


def _is_forgotten(word: GermanWord) -> bool:
    """`sie hat vergessen`, `er vergaß`; not `wurde vergessen`, nor an umbrella."""
    # A question or a condition: `Hat der Kunde die PIN vergessen, …`
    if word.clause.words[0] in de.HAVE or word.clause.has(_NOT_FORGETTING):
        return False
    # `vergessen im Schrank`: nobody is said to have done it.
    is_incomplete = word[0] in _FORGOTTEN and not word.clause.has(de.HAVE)
    return word.is_about_person() and not is_incomplete


def _is_refused(word: GermanWord) -> bool:
    """`sie weigerte sich`, `er hat sich geweigert`."""
    is_conditional = word.clause.has(de.CONDITIONS)
    return word.is_about_person() and word.clause.has(_REFLEXIVE) and not is_conditional


def _not_attentive(word: GermanWord) -> "Span":
    """`sie hat nicht aufgepasst`."""
    negation = word.offset_of(_NOT_OR_NEVER)
    if negation is None or not word.is_about_person():
        return None
    return negation, 0


def _human_error(word: GermanWord) -> "Span":
    """`menschliches Versagen`, where it is meant as the reason."""
    if word[1] in de.ERRORS:
        return 0, 1
    return None


def _why(word: GermanWord) -> "Span":
    """`Warum hast du nicht`: a question that asks for a defence."""
    negation = word.offset_of(_NOT)
    if negation is None or word[1] not in de.HAVE or not word.is_about_person():
        return None
    return 0, negation


_TRAIT = one_word(_is_trait)
# The order is the one in which people see the rules in the list.
_TABLE = RuleTable(
    [
        *((trait, "trait", form, _TRAIT) for form, trait in RULE_OF_FORM.items()),
        ("nicht für nötig gehalten", "trait", "nötig", _not_bothered),
        ("schuld", "blame", "schuld", _blame),
        ("schuld", "blame", "schuldige schuldiger schuldigen", one_word()),
        ("immer", "always", "immer", _always),
        ("nie", "always", "nie", _never),
        ("hätte … müssen", "hindsight", "hätte hätten hättest hättet", _should_have),
        ("hätte … können", "hindsight", "hätte hätten hättest hättet", _could_have),
        ("vergessen", "omission", "vergessen vergaß vergaßen", one_word(_is_forgotten)),
        (
            "versäumt",
            "omission",
            "versäumt versäumte versäumten unterlassen unterließ",
            one_word(_is_forgotten),
        ),
        (
            "geweigert",
            "omission",
            "weigert weigerte weigern weigerten geweigert",
            one_word(_is_refused),
        ),
        ("nicht aufgepasst", "omission", "aufgepasst", _not_attentive),
        ("menschliches Versagen", "error", "menschliches menschlichen menschlichem", _human_error),
        ("menschliches Versagen", "error", "bedienfehler anwenderfehler", one_word()),
        ("warum hast du nicht", "why", "warum wieso weshalb", _why),
    ],
    not_negatable=frozenset(
        {
            "nicht für nötig gehalten",
            "immer",
            "nie",
            "hätte … müssen",
            "hätte … können",
            "geweigert",
            "nicht aufgepasst",
            "warum hast du nicht",
        }
    ),
)
RULES = _TABLE.categories
