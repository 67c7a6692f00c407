"""Find wording about persons in English: what somebody is, and whose fault it was.

Each rule takes a sentence and the index of the word that it looks at. `english` has the table of
all rules, and those for what people did not do.
"""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.english_sentence import EnglishSentence, is_person
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


def is_trait(english: EnglishSentence, index: int) -> bool:
    """`careless`, of a person or of what a person did."""
    word = english[index]
    if english[index + 1] in en.OTHER_THINGS:
        return False
    if word in en.NOUNS:
        return _has_owner(english, index)
    # People may be hard on themselves; advice would only make it worse.
    if english.is_about_writer(index):
        return False
    return word in en.INSULTS or _describes_person(english, index)


def _has_owner(english: EnglishSentence, index: int) -> bool:
    """`his laziness`, `negligence of the inspector`, `carelessness on the part of the clerk`."""
    before = english[index - 1]
    if before in _HIS or (before.endswith("'s") and before[:-2].isalpha()):
        return True
    following = english.words[index + 1 : index + 5]
    if following[:1] == ["by"] or following == ["on", "the", "part", "of"]:
        return True
    if following[:1] == ["of"] and any(map(_is_somebody, following)):
        return True
    # A sentence that begins with it means somebody's, unless a law or a definition is quoted.
    is_defined = following[:1] in (["is"], ["means"])
    return index == 0 and english[index] not in en.LEGAL and not is_defined


def _is_somebody(word: str) -> bool:
    return is_person(word) or word in en.SHE


def _describes_person(english: EnglishSentence, index: int) -> bool:
    """`a careless clerk`, `careless of her`, `she was careless`, `handled carelessly`."""
    word = english[index]
    following = english[index + 1]
    if following in en.DEEDS or is_person(following):
        return True
    if following == "of" and english[index + 2] in en.HIM:
        return True
    verb = _be_before(english, index)
    if verb is not None:
        return _is_predicate_of_person(english, verb, index)
    # `Careless again`, `handled carelessly`: whoever did it goes without saying.
    is_alone = index == 0 and following in ("", ",", "again", "as")
    return word not in en.OF_THINGS_TOO and (is_alone or word.endswith("ly"))


def _is_predicate_of_person(english: EnglishSentence, verb: int, index: int) -> bool:
    """Whether the `is` at `verb` says a trait of a person: `she is lazy`, `her filing is lazy`."""
    subject = english.subject(verb)
    if subject in PEOPLE or english[verb - 1] in en.DEEDS:
        return True
    if "whoever" in english.clause_words(index):
        return True
    return subject == BARE and english[index] not in en.OF_THINGS_TOO


def _be_before(english: EnglishSentence, index: int) -> int | None:
    """Return the nearest form of `be` before a word, in the same clause.

    `she's` has no form of its own: the index after it has the same subject.
    """
    for other in range(index - 1, max(-1, index - 6), -1):
        word = english[other]
        if word in en.BE:
            return other
        written = english.sentence.words[other]
        if written != word and written.endswith(("'s", "'re")):
            return other + 1
        if word == ",":
            return None
    return None


def not_bothered(english: EnglishSentence, index: int) -> "Span":
    """`he couldn't be bothered`, `she did not even bother`."""
    start = english.skip_back(index - 1, _BETWEEN_NOT_AND_BOTHER)
    is_denied = english[start].endswith(("n't", "cannot"))
    if not is_denied and english[start + 1] != "not":
        return None
    if english.subject(start) in _PEOPLE_AND_BARE:
        return start, index
    return None


def to_blame(english: EnglishSentence, index: int) -> "Span":
    """`the clerk is to blame`, `I blame the clerk`, `blame lies with the clerk`."""
    following = english[index + 1]
    # `blame game`, `blame culture`, `blame-free` speak against blaming.
    if following in ("game", "culture", "free"):
        return None
    before = english[index - 2]
    is_accusing = before in en.BE or before in _WHO or following in ("for", "here", "")
    if english[index - 1] == "to" and is_accusing:
        if _is_accused(english, index):
            return index - 1, index
        return None
    if _blames_person(english, index):
        return index, index
    return None


def _blames_person(english: EnglishSentence, index: int) -> bool:
    """`blame lies with the clerk`, `he got the blame`, `I blame Ana`."""
    following = english[index + 1]
    if following in _BLAME_LIES:
        return names_person(english, english.skip(index + 2, en.PREPOSITIONS))
    if english[index] == "blame" and english[index - 1] in _THE_BLAME:
        return english.subject(index - 1) != ME
    return following not in en.ME and names_person(english, index + 1)


def _is_accused(english: EnglishSentence, index: int) -> bool:
    """Whether a person is accused, or it is asked who: `she is at fault`, `who is at fault`."""
    verb = _be_before(english, index)
    if verb is None:
        return not _WHO.isdisjoint(english.words[:index])
    return english[verb - 1] == "who" or english.subject(verb) in PEOPLE


def names_person(english: EnglishSentence, start: int) -> bool:
    """Whether the noun phrase from `start` on is a person: `the night clerk`, `her`, `Ana`."""
    first = english[start]
    if first in _ANYBODY:
        return True
    # The first word of a sentence always has a capital.
    if first and start > 0 and english.is_capitalized(start) and first not in _NOT_A_NAME:
        return True
    for index in range(start, start + 5):
        word = english[index]
        # `blame the clerk's printer` is about the printer.
        if is_person(word):
            return not english[index + 1].endswith("'s")
        if word in _PHRASE_ENDS:
            return False
    return False


def at_fault(english: EnglishSentence, index: int) -> "Span":
    """`her own fault`, `the clerk's fault`, `at fault`, `the fault of the clerk`."""
    before = english[index - 1]
    owner = index - 1
    if before == "own":
        owner -= 1
    if _is_owner(english, owner):
        return owner, index
    if before == "at" and _is_accused(english, index):
        return index - 1, index
    is_of_somebody = before == "the" and english[index + 1] == "of"
    if is_of_somebody and names_person(english, index + 2):
        return index, index
    return None


def _is_owner(english: EnglishSentence, index: int) -> bool:
    """Whether a word is a person's `her`, `whose`, `Ana's`, `clerk's`; not `nobody's`."""
    word = english[index]
    if word in _HIS or word == "whose":
        return True
    if not word.endswith("'s") or word in en.NOBODYS:
        return False
    owner = word[:-2]
    if english.raw[index][0].isupper() and owner not in en.NO_NAMES:
        return True
    return _is_somebody(owner) or owner in en.GROUPS


def is_culprit(english: EnglishSentence, index: int) -> bool:
    """`find the culprit`, `the culprit was the clerk`; not `the culprit was a loose cable`."""
    if english[index + 1] in en.BE:
        return names_person(english, index + 2)
    return _be_before(english, index) is None or _is_accused(english, index)


def is_guilty(english: EnglishSentence, index: int) -> bool:
    """`the guilty party`, `he is guilty`; not `she feels guilty`."""
    if english[index + 1] in _GUILTY_PARTY:
        return True
    return _be_before(english, index) is not None and _is_accused(english, index)


def never_does(english: EnglishSentence, index: int) -> "Span":
    """`she never checks`; not what is said of a rule, or in praise."""
    verb = english.skip(index + 1, en.SOFTENERS)
    if english[verb] in en.DUTIES:
        return _habit(english, index, verb)
    return None


def always_does(english: EnglishSentence, index: int) -> "Span":
    """`you always forget`; `always does it`, `always leaves without` by what follows."""
    verb = english.skip(index + 1, en.SOFTENERS)
    word = english[verb]
    does_it = word in en.DOES and english[verb + 1] in ("it", "this", "that")
    if word in en.HABITS or does_it:
        return _habit(english, index, verb)
    if word in en.LEAVES and "without" in english.clause_words(verb):
        return _habit(english, index, verb)
    return None


def _habit(english: EnglishSentence, index: int, verb: int) -> "Span":
    """Return the words of a habit of a person, from before `always` to the verb."""
    if english.is_conditional(verb) or english.subject(index) not in _PEOPLE_AND_BARE:
        return None
    if english[index - 1] not in en.BE:
        return index - 1, verb
    # `he is always ignored` is done to him.
    if english[verb].endswith("ed"):
        return None
    return max(0, index - 2), verb
