"""What advice on wording looks for in German, one function for each way of saying it.

German puts the verb last as often as not, so that a match is a clause: who it is about, and what stands in it.
"""

from coachlog.domain.language import german_words as de
from coachlog.domain.language.german_clauses import ME, NAME, PERSON, Clause, clauses, is_person
from coachlog.domain.language.sentences import Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Match = tuple[str, int, int]  # a rule of RULES, the first and the last word

# rule -> grade and kind of question; the order is that of the list that people see
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
FORMS = de.RULE_OF
NEGATIONS = de.NEGATIONS
_PEOPLE = frozenset({PERSON, NAME})


def matches(sentence: Sentence) -> "Iterator[Match]":
    """What is said about persons in a sentence: which rule finds it, from which word to which."""
    for clause in clauses(sentence):
        for place in range(clause.first, clause.last + 1):
            look = _LOOKS.get(sentence.words[place])
            if look and (match := look(clause, place)):
                yield match


def admits(sentence: Sentence) -> bool:
    """Whether writers own up to something: `ich habe vergessen`, `wir hätten fragen sollen`, `mein Fehler`."""
    for clause in clauses(sentence):
        words = clause.words
        slips = de.SLIPS & set(words) or (
            {"hätte", "hätten"} & set(words) and de.MODALS & set(words)
        )
        if slips and clause.subject == ME and not de.NEGATIONS & set(words):
            return True
        own = (
            words[place + 1 : place + 2]
            for place, word in enumerate(words)
            if word in ("mein", "meine", "unser", "unsere")
        )
        if any(de.OWN_SLIPS & set(slip) for slip in own):
            return True
    return False


def _trait(clause: Clause, place: int) -> "Match | None":  # noqa: PLR0911 - one question after the other
    """`nachlässig`, of a person or of what a person did."""
    word = clause.sentence.words[place]
    following = clause.sentence.words[place + 1 : place + 4]
    found = de.RULE_OF[word], place, place
    if clause.negated(place):
        return None
    if word in de.NOUNS:
        return found if _owned(clause, place) else None
    if clause.subject == ME:
        return None
    if word in de.INSULTS:
        return found
    if following and (following[0] in de.DEEDS or is_person(following[0])):
        return found
    if following and following[0] in de.DONE and word not in de.OF_THINGS_TOO:
        return found
    if following[:1] == ["von"] and set(following) & {
        "ihm",
        "ihr",
        "ihnen",
        "dir",
        "kollegin",
        "kollege",
    }:
        return found
    if clause.has(de.BE | de.HAVE):
        return found if clause.subject in _PEOPLE else None
    return None


def _owned(clause: Clause, place: int) -> bool:
    """`ihre Nachlässigkeit`, `aus Faulheit`; of a word that laws have, too, only the first."""
    before = clause.sentence.words[place - 1] if place else ""
    is_reason = before in ("", "aus", "reine", "reiner", "pure", "purer")
    return before in de.WHOSE or (is_reason and clause.sentence.words[place] not in de.LEGAL)


def _insisted(clause: Clause, place: int) -> "Match | None":
    """`hat es nicht für nötig gehalten`."""
    words = clause.sentence.words
    if words[place - 1] != "für" or "nicht" not in clause.words or clause.subject not in _PEOPLE:
        return None
    return "nicht für nötig gehalten", max(clause.first, place - 2), min(place + 1, clause.last)


def _blame(clause: Clause, place: int) -> "Match | None":
    """`ist schuld`, `deine Schuld`, `die Schuld liegt beim Prüfer`; not `die Vorlage war schuld`."""
    words = clause.sentence.words
    before = words[place - 1] if place > clause.first else ""
    following = words[place + 1 : clause.last + 1]
    if clause.negated(place):
        return None
    if before in ("deine", "seine", "ihre", "eure", "wessen"):
        return "schuld", place - 1, place
    if following[:1] in (["liegt"], ["lag"], ["trägt"], ["hat"]):
        return (
            ("schuld", place, place)
            if any(
                is_person(word) or word in de.SHE | {"ihm", "ihr", "ihnen"} for word in following
            )
            else None
        )
    return (
        ("schuld", place, place)
        if clause.has(de.BE | {"hat", "haben", "trägt"}) and clause.subject in _PEOPLE
        else None
    )


def _guilty(clause: Clause, place: int) -> "Match | None":
    return None if clause.negated(place) else ("schuld", place, place)


def _always(clause: Clause, place: int) -> "Match | None":
    """`du vergisst immer`, `sie prüft nie`; not what is said of a rule, or in praise."""
    word = clause.sentence.words[place]
    if clause.subject not in _PEOPLE or clause.has(de.CONDITIONS):
        return None
    wanted = de.HABITS if word == "immer" else de.DUTIES
    if clause.has(wanted) is None:
        return None
    other = clause.place(wanted)
    return word, min(place, other), max(place, other)


def _modal(clause: Clause, place: int) -> "Match | None":
    """`hätte fragen müssen`: what did not happen, held against a person."""
    words = clause.sentence.words
    modal = clause.place(de.MODALS)
    if words[modal] not in de.MODALS or clause.has(frozenset({"werden", "worden"})):
        return None
    verb = words[modal - 1]
    could = words[modal] == "können"
    human = verb in de.HUMAN or verb.removeprefix("zu") in de.HUMAN
    if (clause.subject == PERSON and (human or not could)) or (clause.subject == NAME and human):
        return ("hätte … können" if could else "hätte … müssen"), place, modal
    return None


def _forgot(clause: Clause, place: int) -> "Match | None":
    """`hat vergessen`, `vergaß`; not `wurde vergessen`, nor an umbrella."""
    words = clause.sentence.words
    if clause.words[0] in de.HAVE:
        return None  # a question or a condition: `Hat der Kunde die PIN vergessen, …`
    if (
        clause.has(de.PASSIVE)
        or clause.has(de.BELONGINGS)
        or clause.has(de.CONDITIONS)
        or clause.negated(place)
    ):
        return None
    if words[place] in ("vergessen", "versäumt", "unterlassen") and not clause.has(de.HAVE):
        return None
    if clause.subject not in _PEOPLE:
        return None
    rule = "versäumt" if words[place].startswith(("versäum", "unterl")) else "vergessen"
    return rule, place, place


def _refused(clause: Clause, place: int) -> "Match | None":
    """`weigerte sich`, `hat sich geweigert`."""
    is_meant = (
        clause.has(frozenset({"sich", "dich", "euch"}))
        and clause.subject in _PEOPLE
        and not clause.has(de.CONDITIONS)
    )
    return ("geweigert", place, place) if is_meant else None


def _unwatchful(clause: Clause, place: int) -> "Match | None":
    """`hat nicht aufgepasst`."""
    denied = clause.has(frozenset({"nicht", "nie"}))
    return (
        ("nicht aufgepasst", clause.place(frozenset({"nicht", "nie"})), place)
        if denied and clause.subject in _PEOPLE
        else None
    )


def _error(clause: Clause, place: int) -> "Match | None":
    """`menschliches Versagen`, `Bedienfehler`, where it is meant as the reason."""
    words = clause.sentence.words
    if clause.negated(place):
        return None
    if words[place].startswith("menschlich"):
        meant = words[place + 1 : place + 2] in (
            ["versagen"],
            ["versagens"],
            ["fehler"],
            ["fehlers"],
        )
        return ("menschliches Versagen", place, place + 1) if meant else None
    return "menschliches Versagen", place, place


def _why(clause: Clause, place: int) -> "Match | None":
    """`Warum hast du nicht`: a question that asks for a defence."""
    words = clause.sentence.words
    if (
        words[place + 1 : place + 2]
        and words[place + 1] in de.HAVE
        and clause.subject in _PEOPLE
        and "nicht" in clause.words
    ):
        return "warum hast du nicht", place, clause.place(frozenset({"nicht"}))
    return None


_LOOKS: "dict[str, Callable[[Clause, int], Match | None]]" = {
    **dict.fromkeys(de.RULE_OF, _trait),
    "nötig": _insisted,
    "schuld": _blame,
    **dict.fromkeys(("schuldige", "schuldiger", "schuldigen"), _guilty),
    **dict.fromkeys(("immer", "nie"), _always),
    **dict.fromkeys(("hätte", "hätten", "hättest", "hättet"), _modal),
    **dict.fromkeys(
        (
            "vergessen",
            "vergaß",
            "vergaßen",
            "versäumt",
            "versäumte",
            "versäumten",
            "unterlassen",
            "unterließ",
        ),
        _forgot,
    ),
    **dict.fromkeys(("weigert", "weigerte", "weigern", "weigerten", "geweigert"), _refused),
    "aufgepasst": _unwatchful,
    **dict.fromkeys(
        ("menschliches", "menschlichen", "menschlichem", "bedienfehler", "anwenderfehler"), _error
    ),
    **dict.fromkeys(("warum", "wieso", "weshalb"), _why),
}
