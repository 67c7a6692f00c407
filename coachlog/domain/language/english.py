"""What advice on wording looks for in English, one function for each way of saying it."""

from coachlog.domain.language import english_blame
from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_subjects import BARE, ME, NAME, PERSON, Reading
from coachlog.domain.language.sentences import Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Match = tuple[str, int, int]  # a rule of RULES, the first and the last word

# rule -> grade and kind of question; the order is that of the list that people see
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
FORMS = en.RULE_OF
NEGATIONS = en.NEGATIONS
_PEOPLE = frozenset({PERSON, NAME})


def matches(sentence: Sentence) -> "Iterator[Match]":
    """What is said about persons in a sentence: which rule finds it, from which word to which."""
    reading = Reading(sentence)
    for place, word in enumerate(reading.words):
        look = _LOOKS.get(word)
        if look and (match := look(reading, place)):
            yield match


def admits(sentence: Sentence) -> bool:
    """Whether writers own up to something: `I forgot`, `we missed`, `my mistake`."""
    reading = Reading(sentence)
    for place, word in enumerate(reading.words):
        if word in en.OWN_SLIPS and reading.at(place - 1) in ("my", "our", "own"):
            return True
        if (
            word in en.SLIPS or (word in ("should", "could") and reading.at(place + 1) == "have")
        ) and reading.subject(place) == ME:
            return not reading.negated(place)
    return False


def _person_does(reading: Reading, place: int, verb: str) -> bool:
    """Whether the verb at `place` is about a person; a lone name is one where only people do what `verb` says."""
    kind = reading.subject(place)
    return kind == PERSON or (kind in (NAME, BARE) and verb in en.HUMAN | en.HUMANLY)


def _modal(reading: Reading, place: int) -> "Match | None":
    """`should have checked`, `could have asked`: what did not happen, held against a person."""
    modal = reading.words[place]
    end = reading.skip(place + 1, en.SOFTENERS | ({"to"} if modal == "ought" else frozenset()))
    has_have = modal.endswith(("'ve", "a")) or {"have", "of"} & set(reading.words[place + 1 : end])
    verb = reading.at(end)
    if not has_have or not (verb.endswith("ed") or verb in en.IRREGULAR):
        return None
    if verb == "been":
        end = reading.skip(end + 1, frozenset({"more", "much", "less", "so", "a", "bit", "little"}))
        if not (
            reading.at(end) in en.MINDFUL | en.RULE_OF.keys() or reading.at(end).endswith("ing")
        ):
            return None
    kind = reading.subject(place)
    could = modal.startswith("could")
    if verb in en.BEFALLEN or (could and verb not in en.COULD):
        return None
    if verb in en.OF_THEMSELVES and reading.at(place - 1) in ("they", "you"):
        return None
    if kind == PERSON or (kind in (NAME, BARE) and verb in en.HUMANLY):
        return "could have" if could else "should have", place, end
    return None


def _failed(reading: Reading, place: int) -> "Match | None":
    """`failed to sign`, of a person."""
    verb = reading.at(place + 2)
    if reading.at(place + 1) != "to" or reading.conditional(place) or reading.negated(place):
        return None
    return ("failed to", place, place + 2) if _person_does(reading, place, verb) else None


def _neglected(reading: Reading, place: int) -> "Match | None":
    """`neglected to count`, `neglected the file`, of a person; not `was neglected`."""
    following = reading.at(place + 1)
    if _is_passive(reading, place) or reading.conditional(place) or reading.negated(place):
        return None
    verb = reading.at(place + 2)
    if following == "to":
        return ("neglected", place, place + 2) if _person_does(reading, place, verb) else None
    acts_on = following in en.DETERMINERS and reading.subject(place) == PERSON
    return ("neglected", place, place) if acts_on else None


def _forgot(reading: Reading, place: int) -> "Match | None":
    """`forgot`, of a person; not `was forgotten`, nor an umbrella."""
    following = reading.words[place + 1 : place + 5]
    if (
        _is_passive(reading, place)
        or reading.conditional(place)
        or reading.negated(place)
        or en.BELONGINGS & set(following)
    ):
        return None
    if reading.words[place] == "forgotten" and not _is_perfect(reading, place):
        return None
    kind = reading.subject(place)
    end = place + 2 if following[:1] == ["to"] and len(following) > 1 else place
    if kind in _PEOPLE or (
        kind == BARE and following[:1] == ["to"] and reading.at(place + 2) in en.HUMAN
    ):
        return "forgot", place, end
    return None


def _refused(reading: Reading, place: int) -> "Match | None":
    """`refused to come back`, of a person."""
    if reading.at(place + 1) != "to" or reading.conditional(place) or reading.negated(place):
        return None
    kind = reading.subject(place)
    verb = reading.at(place + 2)
    return (
        ("refused to", place, place + 2)
        if kind == PERSON or (kind in (NAME, BARE) and verb in en.WILLED)
        else None
    )


def _is_passive(reading: Reading, place: int) -> bool:
    other = place - 1
    while reading.at(other) in en.BETWEEN - en.BE:
        other -= 1
    return reading.at(other) in en.BE


def _is_perfect(reading: Reading, place: int) -> bool:
    """Whether `has` or `had` stands before a participle."""
    other = place - 1
    while reading.at(other) in en.BETWEEN - en.HAVE:
        other -= 1
    return reading.at(other) in en.HAVE or reading.sentence.words[other].endswith(
        ("'ve", "'d", "'s")
    )


def _error(reading: Reading, place: int) -> "Match | None":
    """`human error`, where it is meant as the reason."""
    if (
        reading.at(place + 1) not in en.MISTAKES
        or reading.at(place + 2) in en.ON_SCREEN
        or reading.negated(place)
    ):
        return None
    if reading.at(place - 1) in en.MENTIONING or (
        reading.at(place + 2) in en.BE and reading.at(place + 3) in en.MENTIONED
    ):
        return None
    return "human error", place, place + 1


def _why(reading: Reading, place: int) -> "Match | None":
    """`Why didn't you`, `Why did he not`: a question that asks for a defence."""
    verb = reading.at(place + 1)
    whom = place + 2
    if (
        verb not in en.ASKED
        or reading.at(whom) in en.ME
        or not english_blame.names_person(reading, whom)
    ):
        return None
    denied = next(
        (other for other in range(whom, whom + 5) if reading.at(other) in ("not", "never")), None
    )
    if not verb.endswith("n't") and denied is None:
        return None
    return "why didn't you", place, denied or whom


_LOOKS: "dict[str, Callable[[Reading, int], Match | None]]" = {
    **dict.fromkeys(en.RULE_OF, english_blame.trait),
    **dict.fromkeys(("bother", "bothered"), english_blame.not_bothered),
    **dict.fromkeys(("blame", "blames", "blamed", "blaming"), english_blame.blame),
    "fault": english_blame.fault,
    **dict.fromkeys(("culprit", "culprits"), english_blame.culprit),
    "guilty": english_blame.guilty,
    **dict.fromkeys(("always", "never"), english_blame.always),
    **dict.fromkeys(en.HINDSIGHT, _modal),
    **dict.fromkeys(("failed", "fails", "failing"), _failed),
    **dict.fromkeys(("neglected", "neglects", "neglecting"), _neglected),
    **dict.fromkeys(("forgot", "forgotten", "forgets"), _forgot),
    **dict.fromkeys(("refused", "refuses"), _refused),
    **dict.fromkeys(("human", "operator", "user"), _error),
    "why": _why,
}
