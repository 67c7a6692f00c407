"""Find wording about persons in English: what somebody is, and whose fault it was.

Each rule takes a sentence and the index of the word that it looks at. `english` has the table of
all rules, and those for what people did not do.
"""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_sentence import EnglishSentence, is_person
from coachlog.domain.language.sentences import BARE, ME, NAME, PEOPLE, PERSON, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.language.sentences import Match

_HIS = word_set("his her their your")
_BLAME_LIES = word_set("lies is falls goes rests was sits")
_GUILTY_PARTY = word_set("party parties one ones person colleague clerk")
_BETWEEN_NOT_AND_BOTHER = word_set("be even to not really")
_ANYBODY = en.HIM | en.SHE | en.TITLES
_NOT_A_NAME = en.NO_NAMES | en.ME
_PHRASE_ENDS = en.PREPOSITIONS | en.JOINS | {","}


def trait(english: EnglishSentence, index: int) -> "Match | None":
    """`careless`, of a person or of what a person did."""
    word = english.words[index]
    if english.is_negated(index) or english.word(index + 1) in en.OTHER_THINGS:
        return None
    if word in en.NOUNS:
        is_of_person = _is_owned(english, index)
    elif english.is_about_writer(index):
        is_of_person = False
    else:
        is_of_person = word in en.INSULTS or _describes_person(english, index)
    return (en.RULE_OF_FORM[word], index, index) if is_of_person else None


def _is_owned(english: EnglishSentence, index: int) -> bool:
    """`his laziness`, `negligence of the inspector`, `carelessness on the part of the clerk`."""
    before = english.word(index - 1)
    following = english.words[index + 1 : index + 7]
    if before in _HIS or (before.endswith("'s") and before[:-2].isalpha()):
        return True
    if following[:1] == ["by"] or following[:4] == ["on", "the", "part", "of"]:
        return True
    is_of_person = any(is_person(word) or word in en.SHE for word in following[1:4])
    if is_of_person and following[0] == "of":
        return True
    # A sentence that begins with it means somebody's, unless a law or a definition is quoted.
    is_defined = following[:1] in (["is"], ["means"])
    return index == 0 and english.words[index] not in en.LEGAL and not is_defined


def _describes_person(english: EnglishSentence, index: int) -> bool:
    """`a careless clerk`, `careless of her`, `she was careless`, `handled carelessly`."""
    word = english.words[index]
    following = english.word(index + 1)
    if following in en.DEEDS or is_person(following):
        return True
    if following == "of" and english.word(index + 2) in en.HIM:
        return True
    verb = _be_before(english, index)
    if verb is not None:
        return _is_predicate_of_person(english, verb, index)
    is_alone = index == 0 and following in ("", ",", "again", "as")
    return word not in en.OF_THINGS_TOO and (word.endswith("ly") or is_alone)


def _is_predicate_of_person(english: EnglishSentence, verb: int, index: int) -> bool:
    """Whether the `is` at `verb` says a trait of a person: `she is lazy`, `her filing is lazy`."""
    subject = english.subject(verb)
    clause = english.clause(index)
    if subject in PEOPLE or "whoever" in english.words[clause.start : clause.stop]:
        return True
    if english.word(verb - 1) in en.DEEDS:
        return True
    return subject == BARE and english.words[index] not in en.OF_THINGS_TOO


def _be_before(english: EnglishSentence, index: int) -> int | None:
    """Return the nearest form of `be` before a word, in the same clause.

    `she's` has no form of its own: the index after it has the same subject.
    """
    for other in range(index - 1, max(-1, index - 6), -1):
        word = english.words[other]
        if word in en.BE:
            return other
        written = english.sentence.words[other]
        if written != word and written.endswith(("'s", "'re")):
            return other + 1
        if word == ",":
            return None
    return None


def not_bothered(english: EnglishSentence, index: int) -> "Match | None":
    """`he couldn't be bothered`, `she did not even bother`."""
    start = english.skip_back(index - 1, _BETWEEN_NOT_AND_BOTHER)
    word = english.word(start)
    is_denied = word.endswith(("n't", "cannot")) or english.word(start + 1) == "not"
    if is_denied and english.subject(start) in (PERSON, NAME, BARE):
        return "can't be bothered", start, index
    return None


def blame(english: EnglishSentence, index: int) -> "Match | None":
    """`the clerk is to blame`, `I blame the clerk`, `blame lies with the clerk`."""
    if english.is_negated(index) or english.word(index + 1) in ("game", "culture", "free"):
        return None
    if _is_to_blame(english, index):
        return _accused(english, index, ("to blame", index - 1, index))
    return ("to blame", index, index) if _blames_person(english, index) else None


def _is_to_blame(english: EnglishSentence, index: int) -> bool:
    """`is to blame`, `who to blame`, `to blame for it`; not `it helps to blame the clerk`."""
    if english.word(index - 1) != "to":
        return False
    before = english.word(index - 2)
    following = english.word(index + 1)
    return before in en.BE or before in ("who", "whom") or following in ("for", "here", "")


def _blames_person(english: EnglishSentence, index: int) -> bool:
    """`blame lies with the clerk`, `he got the blame`, `I blame Ana`."""
    following = english.word(index + 1)
    if following in _BLAME_LIES:
        return names_person(english, english.skip(index + 2, en.PREPOSITIONS))
    if english.words[index] == "blame" and english.word(index - 1) in (
        "the",
        "his",
        "her",
        "their",
    ):
        return english.subject(index - 1) != ME
    return following not in en.ME and names_person(english, index + 1)


def _accused(english: EnglishSentence, index: int, match: "Match") -> "Match | None":
    """Return `match` where a person is accused, or nobody is named yet: `who is at fault`."""
    verb = _be_before(english, index)
    if verb is None:
        asks_who = not {"who", "whom"}.isdisjoint(english.words[:index])
        return match if asks_who else None
    is_accused = english.word(verb - 1) == "who" or english.subject(verb) in PEOPLE
    return match if is_accused else None


def names_person(english: EnglishSentence, start: int) -> bool:
    """Whether the noun phrase from `start` on is a person: `the night clerk`, `her`, `Ana`."""
    if english.word(start) in _ANYBODY:
        return True
    words = english.words[start : start + 5]
    if words and start > 0 and english.is_capitalized(start) and words[0] not in _NOT_A_NAME:
        return True
    for offset, word in enumerate(words):
        if is_person(word):
            return not english.word(start + offset + 1).endswith("'s")
        if word in _PHRASE_ENDS:
            return False
    return False


def fault(english: EnglishSentence, index: int) -> "Match | None":
    """`her own fault`, `the clerk's fault`, `at fault`, `the fault of the clerk`."""
    before = english.word(index - 1)
    owner = index - 2 if before == "own" else index - 1
    if english.is_negated(index):
        return None
    if _is_owner(english, owner):
        return "at fault", owner, index
    if before == "at":
        return _accused(english, index, ("at fault", index - 1, index))
    is_of_person = before == "the" and english.word(index + 1) == "of"
    if is_of_person and names_person(english, index + 2):
        return "at fault", index, index
    return None


def _is_owner(english: EnglishSentence, index: int) -> bool:
    """Whether a word is a person's `her`, `whose`, `Ana's`, `clerk's`; not `nobody's`."""
    word = english.word(index)
    if word in _HIS or word == "whose":
        return True
    if not word.endswith("'s") or word in en.NOBODYS:
        return False
    owner = word[:-2]
    is_name = english.raw[index][:1].isupper() and owner not in en.NO_NAMES
    return is_name or is_person(owner) or owner in en.SHE or owner in en.GROUPS


def culprit(english: EnglishSentence, index: int) -> "Match | None":
    """`find the culprit`, `the culprit was the clerk`; not `the culprit was a loose cable`."""
    match = "culprit", index, index
    if english.is_negated(index):
        return None
    if english.word(index + 1) in en.BE:
        return match if names_person(english, index + 2) else None
    if _be_before(english, index) is None:
        return match
    return _accused(english, index, match)


def guilty(english: EnglishSentence, index: int) -> "Match | None":
    """`the guilty party`, `he is guilty`; not `she feels guilty`."""
    match = "guilty", index, index
    if english.is_negated(index):
        return None
    if english.word(index + 1) in _GUILTY_PARTY:
        return match
    if _be_before(english, index) is None:
        return None
    return _accused(english, index, match)


def always(english: EnglishSentence, index: int) -> "Match | None":
    """`you always forget`, `she never checks`; not what is said of a rule, or in praise."""
    word = english.words[index]
    verb = english.skip(index + 1, en.SOFTENERS)
    is_habit = _is_duty(english, verb) if word == "never" else _is_bad_habit(english, verb)
    if not is_habit or english.is_conditional(verb):
        return None
    follows_be = english.word(index - 1) in en.BE
    is_passive = follows_be and english.word(verb).endswith("ed")
    if is_passive or english.subject(index) not in (PERSON, NAME, BARE):
        return None
    first = index - 2 if follows_be and index > 1 else index - 1
    return f"you {word}", first, verb


def _is_duty(english: EnglishSentence, verb: int) -> bool:
    """`never checks`: what a person is reproached with never doing."""
    return english.word(verb) in en.DUTIES


def _is_bad_habit(english: EnglishSentence, verb: int) -> bool:
    """`always forgets`; `always does it` and `always leaves without …` by what follows."""
    word = english.word(verb)
    if word in en.DOES:
        return english.word(verb + 1) in ("it", "this", "that")
    if word in en.LEAVES:
        return "without" in english.words[verb : english.clause(verb).stop]
    return word in en.HABITS
