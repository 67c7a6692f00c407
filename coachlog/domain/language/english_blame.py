"""Find wording about persons in English: what somebody is, and whose fault it was.

`english` has the table of all rules, and those for what people did not do.
"""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_word import EnglishWord, is_person
from coachlog.domain.language.sentences import BARE, ME, PEOPLE, word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.language.rules import Span

_HIS = word_set("his her their your")
_BLAME_LIES = word_set("lies is falls goes rests was sits")
_GUILTY_PARTY = word_set("party parties one ones person colleague clerk")
_BETWEEN_NOT_AND_BOTHER = word_set("be even to not really")
_ANYBODY = en.HIM | en.SHE | en.TITLES
_NOT_A_NAME = en.NO_NAMES | en.ME
_PEOPLE_AND_BARE = PEOPLE | {BARE}
_WHO = frozenset({"who", "whom"})
_THE_BLAME = word_set("the his her their")
_PHRASE_ENDS = en.PREPOSITIONS | en.JOINS | {","}


def is_trait(word: EnglishWord) -> bool:
    """`careless`, of a person or of what a person did."""
    if word[1] in en.OTHER_THINGS:
        return False
    if word[0] in en.NOUNS:
        return _has_owner(word)
    # People may be hard on themselves; advice would only make it worse.
    if word.is_about_writer():
        return False
    return word[0] in en.INSULTS or _describes_person(word)


def _has_owner(word: EnglishWord) -> bool:
    """`his laziness`, `negligence of the inspector`, `carelessness on the part of the clerk`."""
    if word[-1] in _HIS or (word[-1].endswith("'s") and word[-1][:-2].isalpha()):
        return True
    if word[1] == "by" or word.following(4) == ["on", "the", "part", "of"]:
        return True
    if word[1] == "of" and any(map(_is_somebody, word.following(4))):
        return True
    # A sentence that begins with it means somebody's, unless a law or a definition is quoted.
    is_defined = word[1] in ("is", "means")
    return word.index == 0 and word[0] not in en.LEGAL and not is_defined


def _is_somebody(word: str) -> bool:
    return is_person(word) or word in en.SHE


def _describes_person(word: EnglishWord) -> bool:
    """`a careless clerk`, `careless of her`, `she was careless`, `handled carelessly`."""
    if word[1] in en.DEEDS or is_person(word[1]):
        return True
    if word[1] == "of" and word[2] in en.HIM:
        return True
    verb = _be_before(word)
    if verb is not None:
        return _is_predicate_of_person(word, verb)
    # `Careless again`, `handled carelessly`: whoever did it goes without saying.
    is_alone = word.index == 0 and word[1] in ("", ",", "again", "as")
    return word[0] not in en.OF_THINGS_TOO and (is_alone or word[0].endswith("ly"))


def _is_predicate_of_person(word: EnglishWord, verb: int) -> bool:
    """Whether the `is` at `verb` says a trait of a person: `she is lazy`, `her filing is lazy`."""
    subject = word.subject(verb)
    if subject in PEOPLE or word[verb - 1] in en.DEEDS or "whoever" in word.clause_words():
        return True
    return subject == BARE and word[0] not in en.OF_THINGS_TOO


def _be_before(word: EnglishWord) -> int | None:
    """Return the nearest form of `be` before a word, in the same clause.

    `she's` has no form of its own: the offset after it has the same subject.
    """
    for offset in range(-1, -6, -1):
        if word[offset] in en.BE:
            return offset
        if word[offset] in ("", ","):
            return None
        written = word.written(offset)
        if written != word[offset] and written.endswith(("'s", "'re")):
            return offset + 1
    return None


def not_bothered(word: EnglishWord) -> "Span":
    """`he couldn't be bothered`, `she did not even bother`."""
    start = word.skip_back(-1, _BETWEEN_NOT_AND_BOTHER)
    is_denied = word[start].endswith(("n't", "cannot")) or word[start + 1] == "not"
    if is_denied and word.subject(start) in _PEOPLE_AND_BARE:
        return start, 0
    return None


def to_blame(word: EnglishWord) -> "Span":
    """`the clerk is to blame`, `I blame the clerk`, `blame lies with the clerk`."""
    # `blame game`, `blame culture`, `blame-free` speak against blaming.
    if word[1] in ("game", "culture", "free"):
        return None
    is_accusing = word[-2] in en.BE or word[-2] in _WHO or word[1] in ("for", "here", "")
    if word[-1] == "to" and is_accusing:
        if _is_accused(word):
            return -1, 0
    elif _blames_person(word):
        return 0, 0
    return None


def _blames_person(word: EnglishWord) -> bool:
    """`blame lies with the clerk`, `he got the blame`, `I blame Ana`."""
    if word[1] in _BLAME_LIES:
        return names_person(word, word.skip(2, en.PREPOSITIONS))
    if word[0] == "blame" and word[-1] in _THE_BLAME:
        return word.subject(-1) != ME
    return word[1] not in en.ME and names_person(word, 1)


def _is_accused(word: EnglishWord) -> bool:
    """Whether a person is accused, or it is asked who: `she is at fault`, `who is at fault`."""
    verb = _be_before(word)
    if verb is None:
        return not _WHO.isdisjoint(word.words[: word.index])
    return word[verb - 1] == "who" or word.subject(verb) in PEOPLE


def names_person(word: EnglishWord, start: int) -> bool:
    """Whether the noun phrase from an offset on is a person: `the night clerk`, `her`, `Ana`."""
    first = word[start]
    if first in _ANYBODY:
        return True
    # The first word of a sentence always has a capital.
    is_inside = first != "" and word.index + start > 0
    if is_inside and word.looks_like_a_name(start) and first not in _NOT_A_NAME:
        return True
    for offset in range(start, start + 5):
        # `blame the clerk's printer` is about the printer.
        if is_person(word[offset]):
            return not word[offset + 1].endswith("'s")
        if word[offset] in _PHRASE_ENDS:
            return False
    return False


def at_fault(word: EnglishWord) -> "Span":
    """`her own fault`, `the clerk's fault`, `at fault`, `the fault of the clerk`."""
    owner = -2 if word[-1] == "own" else -1
    if _is_owner(word, owner):
        return owner, 0
    if word[-1] == "at" and _is_accused(word):
        return -1, 0
    if word[-1] == "the" and word[1] == "of" and names_person(word, 2):
        return 0, 0
    return None


def _is_owner(word: EnglishWord, offset: int) -> bool:
    """Whether a word is a person's `her`, `whose`, `Ana's`, `clerk's`; not `nobody's`."""
    owner = word[offset]
    if owner in _HIS or owner == "whose":
        return True
    if not owner.endswith("'s") or owner in en.NOBODYS:
        return False
    owner = owner.removesuffix("'s")
    if word.has_capital(offset) and owner not in en.NO_NAMES:
        return True
    return _is_somebody(owner) or owner in en.GROUPS


def is_culprit(word: EnglishWord) -> bool:
    """`find the culprit`, `the culprit was the clerk`; not `the culprit was a loose cable`."""
    if word[1] in en.BE:
        return names_person(word, 2)
    return _be_before(word) is None or _is_accused(word)


def is_guilty(word: EnglishWord) -> bool:
    """`the guilty party`, `he is guilty`; not `she feels guilty`."""
    if word[1] in _GUILTY_PARTY:
        return True
    return _be_before(word) is not None and _is_accused(word)


def never_does(word: EnglishWord) -> "Span":
    """`she never checks`; not what is said of a rule, or in praise."""
    verb = word.skip(1, en.SOFTENERS)
    if word[verb] in en.DUTIES:
        return _habit(word, verb)
    return None


def always_does(word: EnglishWord) -> "Span":
    """`you always forget`; `always does it`, `always leaves without` by what follows."""
    verb = word.skip(1, en.SOFTENERS)
    does_it = word[verb] in en.DOES and word[verb + 1] in ("it", "this", "that")
    if does_it or word[verb] in en.HABITS:
        return _habit(word, verb)
    if word[verb] in en.LEAVES and "without" in word.clause_words(verb):
        return _habit(word, verb)
    return None


def _habit(word: EnglishWord, verb: int) -> "Span":
    """Return the words of a habit of a person, from before `always` to the verb."""
    if word.is_conditional(verb) or word.subject() not in _PEOPLE_AND_BARE:
        return None
    if word[-1] not in en.BE:
        return -1, verb
    # `he is always ignored` is done to him.
    if word[verb].endswith("ed"):
        return None
    return max(-2, -word.index), verb
