"""What advice on wording looks for in English: what somebody is, and who it was. `english.py` has the rest."""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_subjects import BARE, ME, NAME, PERSON, Reading, is_person

TYPE_CHECKING = False
if TYPE_CHECKING:
    Match = tuple[str, int, int]  # a rule of `english.RULES`, the first and the last word

_PEOPLE = frozenset({PERSON, NAME})


def trait(reading: Reading, place: int) -> "Match | None":  # noqa: PLR0911 - one question after the other
    """`careless`, of a person or of what a person did."""
    word, following = reading.words[place], reading.at(place + 1)
    found = en.RULE_OF[word], place, place
    if reading.negated(place) or following in en.OTHER_THINGS:
        return None
    if word in en.NOUNS:
        return found if _owned(reading, place) else None
    if reading.of_me(place):
        return None
    if word in en.INSULTS:
        return found
    if following in en.DEEDS or is_person(following):
        return found
    if following == "of" and reading.at(place + 2) in en.HIM:
        return found
    if (verb := _be_before(reading, place)) is not None:
        kind = reading.subject(verb)
        whoever = "whoever" in (reading.words[other] for other in reading.clause(place))
        if kind in _PEOPLE or whoever or reading.at(verb - 1) in en.DEEDS:
            return found
        return found if kind == BARE and word not in en.OF_THINGS_TOO else None
    # Of whoever did it: `handled carelessly`, `careless again`.
    alone = place == 0 and following in ("", ",", "again", "as")
    return found if word not in en.OF_THINGS_TOO and (word.endswith("ly") or alone) else None


def _owned(reading: Reading, place: int) -> bool:
    """`his laziness`, `the negligence of the inspector`, `carelessness on the part of`; at the beginning, whoever's."""
    before, after = reading.at(place - 1), reading.words[place + 1 : place + 7]
    if before in ("his", "her", "their", "your") or (
        before.endswith("'s") and before[:-2].isalpha()
    ):
        return True
    if after[:1] == ["by"] or after[:4] == ["on", "the", "part", "of"]:
        return True
    if after[:1] == ["of"] and any(is_person(word) or word in en.SHE for word in after[1:4]):
        return True
    return (
        place == 0 and reading.words[place] not in en.LEGAL and after[:1] not in (["is"], ["means"])
    )


def _be_before(reading: Reading, place: int) -> int | None:
    """The nearest form of `be` before a word; of `she's` the place after it, which has the same subject."""
    for other in range(place - 1, max(-1, place - 6), -1):
        if reading.words[other] in en.BE:
            return other
        if reading.sentence.words[other] != reading.words[other] and reading.sentence.words[
            other
        ].endswith(("'s", "'re")):
            return other + 1
        if reading.words[other] == ",":
            return None
    return None


def not_bothered(reading: Reading, place: int) -> "Match | None":
    """`couldn't be bothered`, `didn't bother`."""
    start = place - 1
    while reading.at(start) in ("be", "even", "to", "not", "really"):
        start -= 1
    denied = reading.at(start).endswith(("n't", "cannot")) or reading.at(start + 1) == "not"
    if not denied or reading.subject(start) not in (PERSON, NAME, BARE):
        return None
    return "can't be bothered", start, place


def blame(reading: Reading, place: int) -> "Match | None":
    """`to blame`, `I blame the clerk`, `blame lies with the clerk`; not `the scanner is to blame`."""
    word, following = reading.words[place], reading.at(place + 1)
    if reading.negated(place) or following in ("game", "culture", "free"):
        return None
    if reading.at(place - 1) == "to" and (
        reading.at(place - 2) in en.BE | {"who", "whom"} or following in ("for", "here", "")
    ):
        return _accused(reading, place, ("to blame", place - 1, place))
    if following in ("lies", "is", "falls", "goes", "rests", "was", "sits"):
        whom = reading.skip(place + 2, en.PREPOSITIONS)
        return ("to blame", place, place) if names_person(reading, whom) else None
    if word == "blame" and reading.at(place - 1) in ("the", "his", "her", "their"):
        return ("to blame", place, place) if reading.subject(place - 1) != ME else None
    return (
        ("to blame", place, place)
        if names_person(reading, place + 1) and following not in en.ME
        else None
    )


def _accused(reading: Reading, place: int, found: "Match") -> "Match | None":
    """`found`, where a person is, or nobody is named yet: `who is at fault`."""
    verb = _be_before(reading, place)
    if verb is None:
        return found if {"who", "whom"} & set(reading.words[:place]) else None
    subject = reading.at(verb - 1)
    if subject == "who":
        return found
    return found if reading.subject(verb) in _PEOPLE else None


def names_person(reading: Reading, place: int) -> bool:
    """Whether the noun phrase that begins at `place` is a person: `the night clerk`, `her`, `Ana`."""
    if reading.at(place) in en.HIM | en.SHE | en.TITLES or (
        reading.raw[place : place + 1] and _is_name(reading, place)
    ):
        return True
    for other in range(place, min(place + 5, len(reading.words))):
        word = reading.words[other]
        if is_person(word):
            return not reading.at(other + 1).endswith("'s")
        if word in en.PREPOSITIONS | en.JOINS | {","}:
            return False
    return False


def _is_name(reading: Reading, place: int) -> bool:
    raw, word = reading.raw[place], reading.words[place]
    return place > 0 and raw[:1].isupper() and not raw.isupper() and word not in en.NO_NAMES | en.ME


def fault(reading: Reading, place: int) -> "Match | None":
    """`her fault`, `the clerk's fault`, `at fault`, `the fault of the clerk`."""
    before = reading.at(place - 1)
    owner = place - 2 if before == "own" else place - 1
    if reading.negated(place):
        return None
    if reading.at(owner) in ("his", "her", "their", "your", "whose"):
        return "at fault", owner, place
    if reading.at(owner).endswith("'s") and reading.at(owner) not in en.NOBODYS:
        whose = reading.at(owner)[:-2]
        named = reading.raw[owner][:1].isupper() and whose not in en.NO_NAMES
        return (
            ("at fault", owner, place)
            if named or is_person(whose) or whose in en.SHE | en.GROUPS
            else None
        )
    if before == "at":
        return _accused(reading, place, ("at fault", place - 1, place))
    if before == "the" and reading.at(place + 1) == "of":
        return ("at fault", place, place) if names_person(reading, place + 2) else None
    return None


def culprit(reading: Reading, place: int) -> "Match | None":
    """`find the culprit`, `the culprit was the clerk`; not `the culprit was a loose cable`."""
    found = "culprit", place, place
    if reading.negated(place):
        return None
    if reading.at(place + 1) in en.BE:
        return found if names_person(reading, place + 2) else None
    verb = _be_before(reading, place)
    return found if verb is None else _accused(reading, place, found)


def guilty(reading: Reading, place: int) -> "Match | None":
    """`the guilty party`, `he is guilty`; not `she feels guilty`."""
    found = "guilty", place, place
    if reading.negated(place):
        return None
    if reading.at(place + 1) in ("party", "parties", "one", "ones", "person", "colleague", "clerk"):
        return found
    return _accused(reading, place, found) if _be_before(reading, place) is not None else None


def always(reading: Reading, place: int) -> "Match | None":
    """`you always forget`, `she never checks`; not what is said of a rule, or in praise."""
    word = reading.words[place]
    verb = reading.skip(place + 1, en.SOFTENERS)
    if not _is_habit(reading, word, verb) or reading.conditional(verb):
        return None
    if reading.at(place - 1) in en.BE and reading.at(verb).endswith("ed"):
        return None  # it is done to somebody
    kind = reading.subject(place)
    first = place - 2 if reading.at(place - 1) in en.BE and place > 1 else place - 1
    return (f"you {word}", first, verb) if kind in (PERSON, NAME, BARE) else None


def _is_habit(reading: Reading, word: str, verb: int) -> bool:
    """Whether `word` (always or never) and a verb make a reproach."""
    if word == "never":
        return reading.at(verb) in en.DUTIES
    following = en.HABITS_WITH.get(reading.at(verb), frozenset())
    within = (
        reading.words[verb + 1 : reading.clause(verb).stop] if verb < len(reading.words) else []
    )
    return reading.at(verb) in en.HABITS or bool(
        following & set(within[:1] if "it" in following else within)
    )
