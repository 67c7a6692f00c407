"""Find wording about persons in German: the table of rules, and a function for each.

The rules were made for German, not translated; they read a clause at a time. Like those of
`english` they were tuned on sentences of `tests/data`, and measured on others.
"""

from itertools import pairwise

from coachlog.domain.language import german_words as de
from coachlog.domain.language.german_clauses import Clause, clauses, is_person
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
        for index, word in enumerate(clause, clause.first):
            yield from _TABLE.matches(clause, word, index)


def admits(sentence: Sentence) -> bool:
    """Whether the writer owns up to something: `ich habe vergessen`, `mein Fehler`."""
    return any(_admits(clause) for clause in clauses(sentence))


def _admits(clause: Clause) -> bool:
    is_hindsight = clause.has(_WOULD_HAVE) and clause.has(de.MODALS)
    is_slip = is_hindsight or clause.has(de.SLIPS)
    if is_slip and clause.subject == ME and not clause.has(de.NEGATIONS):
        return True
    return any(owner in _MY and noun in de.OWN_SLIPS for owner, noun in pairwise(clause))


def _is_trait(clause: Clause, index: int) -> bool:
    """`nachlässig`, of a person or of what a person did."""
    word = clause[index]
    if word in de.NOUNS:
        return _has_owner(clause, index)
    # People may be hard on themselves; advice would only make it worse.
    if clause.subject == ME:
        return False
    return word in de.INSULTS or _describes_person(clause, index)


def _has_owner(clause: Clause, index: int) -> bool:
    """`ihre Nachlässigkeit`, `aus Faulheit`; a word that laws use needs an owner."""
    before = clause[index - 1]
    is_legal = clause[index] in de.LEGAL
    return before in de.WHOSE or (before in _AS_A_REASON and not is_legal)


def _describes_person(clause: Clause, index: int) -> bool:
    """`der nachlässige Prüfer`, `schlampig gearbeitet`, `faul von ihm`, `sie war faul`."""
    following = clause[index + 1]
    if following in de.DEEDS or is_person(following):
        return True
    if following in de.DONE and clause[index] not in de.OF_THINGS_TOO:
        return True
    if following == "von" and not _OF_HIM.isdisjoint(clause.sentence.words[index + 2 : index + 4]):
        return True
    return clause.is_about_person() and clause.has(_IS_OR_HAS)


def _not_bothered(clause: Clause, index: int) -> "Span":
    """`hat es nicht für nötig gehalten`."""
    is_denied = clause[index - 1] == "für" and clause.has(_NOT)
    if not is_denied or not clause.is_about_person():
        return None
    return max(clause.first, index - 2), min(index + 1, clause.last)


def _blame(clause: Clause, index: int) -> "Span":
    """`sie ist schuld`, `deine Schuld`, `die Schuld liegt beim Prüfer`; not of a thing."""
    if clause[index - 1] in _WHOSE_BLAME:
        return index - 1, index
    following = clause.sentence.words[index + 1 : clause.last + 1]
    # In `die Schuld liegt beim Prüfer` the subject is the blame itself.
    if following and following[0] in _BLAME_LIES:
        is_of_person = any(is_person(word) or word in _ANYBODY for word in following)
    else:
        is_of_person = clause.is_about_person() and clause.has(_IS_TO_BLAME)
    if is_of_person:
        return index, index
    return None


def _always(clause: Clause, index: int) -> "Span":
    """`du vergisst immer`."""
    return _habit(clause, index, de.HABITS)


def _never(clause: Clause, index: int) -> "Span":
    """`sie prüft nie`; not what is said of a rule, or in praise."""
    return _habit(clause, index, de.DUTIES)


def _habit(clause: Clause, index: int, verbs: frozenset[str]) -> "Span":
    """Return the words from `immer` to the verb, or from the verb to `immer`."""
    verb = clause.index_of(verbs)
    if verb is None or clause.has(de.CONDITIONS) or not clause.is_about_person():
        return None
    return min(index, verb), max(index, verb)


def _should_have(clause: Clause, index: int) -> "Span":
    """`sie hätte fragen müssen`: what did not happen, held against a person."""
    return _hindsight(clause, index, is_could=False)


def _could_have(clause: Clause, index: int) -> "Span":
    """`sie hätte fragen können`; `er hätte stürzen können` names a risk."""
    return _hindsight(clause, index, is_could=True)


def _hindsight(clause: Clause, index: int, *, is_could: bool) -> "Span":
    """Return the words from `hätte` to the modal verb, where the clause is about a person."""
    modal = clause.index_of(de.MODALS)
    if modal is None or clause.has(_PASSIVE_INFINITIVE):
        return None
    if (clause[modal] == "können") != is_could:
        return None
    # `er hätte krank sein können` says nothing of him; `fragen können` does.
    is_human = clause[modal - 1].removeprefix("zu") in de.HUMAN
    is_reproach = is_human or (clause.subject == PERSON and not is_could)
    if is_reproach and clause.is_about_person():
        return index, modal
    return None


def _is_forgotten(clause: Clause, index: int) -> bool:
    """`sie hat vergessen`, `er vergaß`; not `wurde vergessen`, nor an umbrella."""
    # A question or a condition: `Hat der Kunde die PIN vergessen, …`
    if clause.words[0] in de.HAVE or clause.has(_NOT_FORGETTING):
        return False
    is_participle = clause[index] in _FORGOTTEN
    # `vergessen im Schrank`: nobody is said to have done it.
    is_incomplete = is_participle and not clause.has(de.HAVE)
    return clause.is_about_person() and not is_incomplete


def _is_refused(clause: Clause, _index: int) -> bool:
    """`sie weigerte sich`, `er hat sich geweigert`."""
    is_reflexive = clause.has(_REFLEXIVE)
    return is_reflexive and clause.is_about_person() and not clause.has(de.CONDITIONS)


def _not_attentive(clause: Clause, index: int) -> "Span":
    """`sie hat nicht aufgepasst`."""
    negation = clause.index_of(_NOT_OR_NEVER)
    if negation is None or not clause.is_about_person():
        return None
    return negation, index


def _human_error(clause: Clause, index: int) -> "Span":
    """`menschliches Versagen`, where it is meant as the reason."""
    if clause[index + 1] in de.ERRORS:
        return index, index + 1
    return None


def _why(clause: Clause, index: int) -> "Span":
    """`Warum hast du nicht`: a question that asks for a defence."""
    negation = clause.index_of(_NOT)
    if negation is None or clause[index + 1] not in de.HAVE:
        return None
    if clause.is_about_person():
        return index, negation
    return None


# The order is the one in which people see the rules in the list.
_TABLE = RuleTable(
    [
        *(
            (trait, "trait", " ".join(forms), one_word(_is_trait))
            for trait, forms in de.TRAITS.items()
        ),
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
