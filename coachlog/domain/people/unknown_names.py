"""Find words that may be the name of somebody whom the log does not know, to ask a person about.

Every capitalized word is one unless something speaks against it. That is too many to mask and few
enough to press a key for: what was said of a word is remembered.
"""

import re
from collections.abc import Container, Iterator

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.language.sentences import word_set
from coachlog.domain.people.given_names import GIVEN_NAMES
from coachlog.domain.people.masking import find_personal_data
from coachlog.domain.people.names import Names
from coachlog.domain.people.titles import NOT_NAMES
from coachlog.domain.typed_text import name_key

_CAPITALIZED = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# At most three words, perhaps with particles between them: `Anna van der Berg`.
_RUN = re.compile(
    rf"(?<![\w.@+#'’-]){_CAPITALIZED}"
    rf"(?:[ \xa0](?:(?:van|von|de|la|der|den|del|di|da)[ \xa0]){{0,2}}{_CAPITALIZED}){{0,2}}(?!\w)"
)
HEADLINE = 0.7  # with this share of capitalized words a text is a headline
_SENTENCE_END = frozenset('.!?:;\n"“”„«»(–—•*-')
# Capitalized words of an office that are nobody's names, beside those behind a title.
_ORDINARY = NOT_NAMES | word_set("""
    a all also american ask asked check christmas cfr dr easter english excel false federal form
    french german god hall herr frau i i'd i'll i'm i've internet judge latin mr mrs ms next no
    north not now ok outlook pdf powerpoint room section south spanish street take teams then this
    title today tomorrow true west word yes yesterday zoom
""")
# German writes every noun with a capital, so there only frequent given names are asked about.
# None of these is an English word, or part of a name such as `van`.
_GERMAN = word_set("""
    Das Der Die auch auf aus bei dann das dass dem ein eine einem einen einer er es fehlte fehlten
    für gab geht hat hatte hatten ich ihm ihn ihr im ist mein mit nach nicht nur oder ohne schon
    sein sich sie sind statt um und uns unter vor waren weil wenn wer wir wird wollte wurde zum zur
""")


def unknown_names(entry: Entry, names: Names, decided: Container[str]) -> list[str]:
    """Return words of an entry's texts that may be names, in their order, each once.

    Args:
        entry: The entry.
        names: The names that are masked anyway.
        decided: The keys (`name_key`) of words that somebody said are names, or are not.
    """
    texts = [getattr(entry, field) or "" for field in LONG_TEXTS]
    words = [word for text in texts for word in _WORD.findall(text)]
    # A word that also stands in small letters is not a name, nor is one of the team or topics.
    ordinary = {word for word in words if word.islower()}
    team_and_topics = " ".join((entry.team, *entry.topics))
    ordinary.update(team_and_topics.lower().split())
    only_given = _has_capitals_everywhere(words)
    candidates: dict[str, str] = {}
    for text in texts:
        for candidate in _candidates(text, names, ordinary, only_given=only_given):
            if not _is_decided(candidate, decided):
                candidates.setdefault(name_key(candidate), candidate)
    return list(candidates.values())


def _candidates(
    text: str,
    names: Names,
    ordinary: set[str],
    *,
    only_given: bool,
) -> Iterator[str]:
    masked = find_personal_data(text, names)
    for run in _RUN.finditer(text):
        start, end = run.span()
        if any(match.start < end and start < match.end for match in masked):
            continue
        words = _name_words(text, run, ordinary)
        if words and (not only_given or words[0] in GIVEN_NAMES):
            yield " ".join(words)


def _name_words(text: str, run: "re.Match[str]", ordinary: set[str]) -> list[str]:
    """Return the words of a run that may be a name, without the ordinary ones around them."""
    words = re.split(r"[ \xa0]", run[0].removesuffix("'s").removesuffix("’s"))
    if _begins_sentence(text, run.start()) and words[0] not in GIVEN_NAMES:
        del words[0]
    while words and _is_ordinary(words[0], ordinary):
        del words[0]
    while words and _is_ordinary(words[-1], ordinary):
        del words[-1]
    return words


def _has_capitals_everywhere(words: list[str]) -> bool:
    """Whether the words are German, or a headline: then a capital tells nothing."""
    # As it is, too: `Der` begins a sentence, and `der` may be a part of a name.
    if not _GERMAN.isdisjoint(words) or not _GERMAN.isdisjoint(map(str.lower, words)):
        return True
    capitalized = sum(1 for word in words if not word[0].islower())
    return len(words) > 2 and capitalized / len(words) > HEADLINE


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\xa0")
    return not before or before[-1] in _SENTENCE_END


def _is_ordinary(word: str, ordinary: set[str]) -> bool:
    if len(word) < 2 or word.isupper() or word[0].islower():
        return True
    small = word.lower()
    return small in ordinary or small in _ORDINARY or small.removesuffix("s") in _ORDINARY


def _is_decided(name: str, decided: Container[str]) -> bool:
    """Whether somebody said of a name, or of each of its words, whether it is one."""
    if name_key(name) in decided:
        return True
    return all(name_key(word) in decided for word in name.split())
