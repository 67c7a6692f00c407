"""Find wording about persons in German: one function for each rule, with an example.

The rules were made for German, not translated; they read a clause at a time. Like those of
`english` they were tuned on sentences of `tests/data`, and measured on others.
"""

from itertools import pairwise

from coachlog.domain.language import german_words as de
from coachlog.domain.language.german_clauses import Clause, clauses, is_person
from coachlog.domain.language.sentences import ME, NAME, PERSON, Sentence, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coachlog.domain.language.sentences import Match

# rule -> category; in the order of the list that people see
RULES = {
    **dict.fromkeys(de.TRAITS, "trait"),
    "nicht für nötig gehalten": "trait",
    "schuld": "blame",
    "immer": "always",
    "nie": "always",
    "hätte … müssen": "hindsight",
    "hätte … können": "hindsight",
    "vergessen": "omission",
    "versäumt": "omission",
    "geweigert": "omission",
    "nicht aufgepasst": "omission",
    "menschliches Versagen": "error",
    "warum hast du nicht": "why",
}
RULE_OF_FORM = de.RULE_OF_FORM
NEGATIONS = de.NEGATIONS

_NOT = frozenset({"nicht"})
_NOT_OR_NEVER = frozenset({"nicht", "nie"})
_PASSIVE_INFINITIVE = frozenset({"werden", "worden"})
_WOULD_HAVE = frozenset({"hätte", "hätten"})
_MY = frozenset({"mein", "meine", "unser", "unsere"})
_HIM = frozenset({"ihm", "ihr", "ihnen"})
_OF_HIM = _HIM | {"dir", "kollegin", "kollege"}
_ANYBODY = de.SHE | _HIM
_REFLEXIVE = frozenset({"sich", "dich", "euch"})
_AS_A_REASON = frozenset({"", "aus", "reine", "reiner", "pure", "purer"})
_WHOSE_BLAME = frozenset({"deine", "seine", "ihre", "eure", "wessen"})
_IS_OR_HAS = de.BE | de.HAVE
_IS_TO_BLAME = de.BE | {"hat", "haben", "trägt"}
_NEGLECTED = ("versäum", "unterl")
_NOT_ITS_SUBJECT = de.BELONGINGS | de.PASSIVE | de.CONDITIONS


def matches(sentence: Sentence) -> "Iterator[Match]":
    """Yield what is worded about persons in a sentence: the rule, the first and the last word."""
    for clause in clauses(sentence):
        for index, word in enumerate(clause.words, clause.first):
            rule = _RULE_BY_WORD.get(word)
            match = rule(clause, index) if rule else None
            if match:
                yield match


def admits(sentence: Sentence) -> bool:
    """Whether the writer owns up to something: `ich habe vergessen`, `mein Fehler`."""
    return any(_admits(clause) for clause in clauses(sentence))


def _admits(clause: Clause) -> bool:
    is_hindsight = clause.has(_WOULD_HAVE) and clause.has(de.MODALS)
    is_slip = is_hindsight or clause.has(de.SLIPS)
    if is_slip and clause.subject == ME and not clause.has(de.NEGATIONS):
        return True
    return any(owner in _MY and noun in de.OWN_SLIPS for owner, noun in pairwise(clause.words))


def _trait(clause: Clause, index: int) -> "Match | None":
    """`nachlässig`, of a person or of what a person did."""
    word = clause.word(index)
    if clause.is_negated(index):
        return None
    if word in de.NOUNS:
        is_of_person = _is_owned(clause, index)
    elif clause.subject == ME:
        is_of_person = False
    else:
        is_of_person = word in de.INSULTS or _describes_person(clause, index)
    return (de.RULE_OF_FORM[word], index, index) if is_of_person else None


def _describes_person(clause: Clause, index: int) -> bool:
    """`der nachlässige Prüfer`, `schlampig gearbeitet`, `faul von ihm`, `sie war faul`."""
    following = clause.sentence.words[index + 1 : index + 4]
    if following:
        is_of_person = following[0] in de.DEEDS or is_person(following[0])
        is_done = following[0] in de.DONE
        if is_of_person or (is_done and clause.word(index) not in de.OF_THINGS_TOO):
            return True
        if following[0] == "von" and not _OF_HIM.isdisjoint(following):
            return True
    return clause.is_about_person() and clause.has(_IS_OR_HAS)


def _is_owned(clause: Clause, index: int) -> bool:
    """`ihre Nachlässigkeit`, `aus Faulheit`; a word that laws use needs an owner."""
    before = clause.word(index - 1)
    if before in de.WHOSE:
        return True
    return before in _AS_A_REASON and clause.word(index) not in de.LEGAL


def _not_bothered(clause: Clause, index: int) -> "Match | None":
    """`hat es nicht für nötig gehalten`."""
    if clause.word(index - 1) != "für" or not clause.has(_NOT):
        return None
    if not clause.is_about_person():
        return None
    return "nicht für nötig gehalten", max(clause.first, index - 2), min(index + 1, clause.last)


def _blame(clause: Clause, index: int) -> "Match | None":
    """`sie ist schuld`, `deine Schuld`, `die Schuld liegt beim Prüfer`; not of a thing."""
    before = clause.word(index - 1)
    following = clause.sentence.words[index + 1 : clause.last + 1]
    if clause.is_negated(index):
        return None
    if before in _WHOSE_BLAME:
        return "schuld", index - 1, index
    if following and following[0] in ("liegt", "lag", "trägt", "hat"):
        is_of_person = any(is_person(word) or word in _ANYBODY for word in following)
    else:
        is_of_person = clause.is_about_person() and clause.has(_IS_TO_BLAME)
    return ("schuld", index, index) if is_of_person else None


def _guilty(clause: Clause, index: int) -> "Match | None":
    """`der Schuldige`."""
    return None if clause.is_negated(index) else ("schuld", index, index)


def _always(clause: Clause, index: int) -> "Match | None":
    """`du vergisst immer`, `sie prüft nie`; not what is said of a rule, or in praise."""
    word = clause.word(index)
    if not clause.is_about_person() or clause.has(de.CONDITIONS):
        return None
    verb = clause.index_of(de.HABITS if word == "immer" else de.DUTIES)
    if verb is None:
        return None
    return word, min(index, verb), max(index, verb)


def _hindsight(clause: Clause, index: int) -> "Match | None":
    """`sie hätte fragen müssen`: what did not happen, held against a person."""
    modal = clause.index_of(de.MODALS)
    if modal is None or clause.has(_PASSIVE_INFINITIVE):
        return None
    verb = clause.word(modal - 1)
    is_could = clause.word(modal) == "können"
    is_human = verb in de.HUMAN or verb.removeprefix("zu") in de.HUMAN
    is_reproach = is_human or (clause.subject == PERSON and not is_could)
    if not is_reproach or clause.subject not in (PERSON, NAME):
        return None
    return "hätte … können" if is_could else "hätte … müssen", index, modal


def _forgot(clause: Clause, index: int) -> "Match | None":
    """`sie hat vergessen`, `er vergaß`; not `wurde vergessen`, nor an umbrella."""
    word = clause.word(index)
    # A question or a condition: `Hat der Kunde die PIN vergessen, …`
    begins_with_verb = clause.words[0] in de.HAVE
    if begins_with_verb or clause.has(_NOT_ITS_SUBJECT) or clause.is_negated(index):
        return None
    is_participle = word in ("vergessen", "versäumt", "unterlassen")
    if is_participle and not clause.has(de.HAVE):
        return None
    if not clause.is_about_person():
        return None
    return "versäumt" if word.startswith(_NEGLECTED) else "vergessen", index, index


def _refused(clause: Clause, index: int) -> "Match | None":
    """`sie weigerte sich`, `er hat sich geweigert`."""
    if not clause.has(_REFLEXIVE) or clause.has(de.CONDITIONS) or not clause.is_about_person():
        return None
    return "geweigert", index, index


def _not_attentive(clause: Clause, index: int) -> "Match | None":
    """`sie hat nicht aufgepasst`."""
    negation = clause.index_of(_NOT_OR_NEVER)
    if negation is None or not clause.is_about_person():
        return None
    return "nicht aufgepasst", negation, index


def _human_error(clause: Clause, index: int) -> "Match | None":
    """`menschliches Versagen`, where it is meant as the reason."""
    if clause.is_negated(index) or clause.word(index + 1) not in de.ERRORS:
        return None
    return "menschliches Versagen", index, index + 1


def _operator_error(clause: Clause, index: int) -> "Match | None":
    """`Bedienfehler`, `Anwenderfehler`: the same in one word."""
    return None if clause.is_negated(index) else ("menschliches Versagen", index, index)


def _why(clause: Clause, index: int) -> "Match | None":
    """`Warum hast du nicht`: a question that asks for a defence."""
    negation = clause.index_of(_NOT)
    if negation is None or clause.word(index + 1) not in de.HAVE:
        return None
    if not clause.is_about_person():
        return None
    return "warum hast du nicht", index, negation


_RULE_BY_WORD: "dict[str, Callable[[Clause, int], Match | None]]" = {
    **dict.fromkeys(de.RULE_OF_FORM, _trait),
    **dict.fromkeys(word_set("nötig"), _not_bothered),
    **dict.fromkeys(word_set("schuld"), _blame),
    **dict.fromkeys(word_set("schuldige schuldiger schuldigen"), _guilty),
    **dict.fromkeys(word_set("immer nie"), _always),
    **dict.fromkeys(word_set("hätte hätten hättest hättet"), _hindsight),
    **dict.fromkeys(de.FORGETTING, _forgot),
    **dict.fromkeys(word_set("weigert weigerte weigern weigerten geweigert"), _refused),
    **dict.fromkeys(word_set("aufgepasst"), _not_attentive),
    **dict.fromkeys(word_set("menschliches menschlichen menschlichem"), _human_error),
    **dict.fromkeys(word_set("bedienfehler anwenderfehler"), _operator_error),
    **dict.fromkeys(word_set("warum wieso weshalb"), _why),
}
