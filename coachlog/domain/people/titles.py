"""Find names by the title before them: `Mr. Smith`, `Frau Dr. von Thadden`, `Officer Ramirez`.

A title needs no list of names, so it finds people whom the log does not know.
"""

import re
from collections.abc import Iterator

from coachlog.domain.language.sentences import word_set

# Nothing but a name follows these, so it may be in small letters where they are.
_SHORT = "mrs? ms mx dr prof sgt"
# These are words, too, so the name after them has a capital; they may have none (`judge Okafor`).
_LONG = """
    alderman attorney captain constable corporal councill?or councilm[ae]n councilmember
    councilwoman deputy detective doctor frau fräulein herrn? inspector inspektor(?:in)?
    judge kolleg(?:e|en|in) lieutenant mayor nurse officer pastor(?:in)? pfarrer(?:in)? professor
    rabbi reverend richter(?:in)? senator sergeant sheriff señora? trooper wachtmeister(?:in)?
"""
# As small words these hardly ever stand before a name: `did not miss Ana`, `the father Ana knows`.
_CAPITALIZED = "Brother Father Imam Justice Madame Miss Mlle Mme Monsieur Schwester Signora? Sister"
# Abbreviations, which may have a dot.
_WITH_DOT = "Capt Cpl Cpt Det Hon Insp Lt Rev Supt"


def _one_of(words: str) -> str:
    """Return a pattern of one of some words, which are patterns themselves."""
    return f"(?:{'|'.join(words.split())})"


_TITLE = re.compile(
    rf"""(?x)
    (?<! [\w.-] )
    (?: (?P<short> (?i: {_one_of(_SHORT)} ) ) \b \.?
      | (?i: {_one_of(_LONG)} ) \b
      | {_one_of(_CAPITALIZED)} \b
      | {_one_of(_WITH_DOT)} \b \.? )
    [ \xa0] (?: (?: ing | iur | jur | med | phil ) \. [ \xa0] )?
    """
)
_MILLISECONDS = re.compile(r"\d ms\b")
_GERMAN = re.compile(r"(?i)frau|herr|fräu|kolleg|richter|pfarrer|wachtm|inspektor|schwester")
# A word, or an initial with its dot, and the blank after it.
_WORD = re.compile(
    r"(?P<word>[^\W\d_](?:\.|[^\W\d_]*(?:['’-][^\W\d_]+)*))(?:[ \xa0]|(?<=\.)|(?!\w))"
)
_PARTICLES = word_set("""
    al bin da de degli del della den der di do dos du el ibn la las le los st st. ten ter van vom
    von zu zum zur
""")
# Titles that stand between the first title and the name.
_SECOND_TITLES = word_set("dr prof doktor professor bürgermeister bürgermeisterin")
# What stands behind a title without being a name: days, months, ranks, places of work and papers.
NOT_NAMES = word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december montag dienstag mittwoch donnerstag freitag
    samstag sonntag januar februar märz mai juni juli oktober dezember
    academy advocate agencies agency aide antragsteller antragstellerin appointment appointments
    area assistant association badge badges board building bureau call calls chamber chambers
    check chief city clerk code college community compliance conduct council counsel county court
    department deputy desk detail director district division duty evaluation fire form
    forms general guide handbook health hospital hours housing in-charge inspection intake
    investigator involved jail law leader lead liaison line lines list log manager manual marshal
    meeting medical member memo notes notice of office officer officers on order orders panel
    patrol pay policy practitioner program programme records referee report reports review roster
    safety schedule school section service services sheet shift sign signature staff state station
    supervisor team time town trainee training union unit visit warden welfare wellness work
    access and am an as asked at auf aus bei bis by called came can did do does excel for from gab
    gave had has hat have he her his i if im in ist it kam mit nach note oder or project said
    says she so speaker teams that the their they to told um und visit visits vom von vor war was
    went were when who will with word you zu
""")
MOST_WORDS = 3
MOST_GERMAN_WORDS = 2  # nouns have capitals: `gab Frau Anna Weiß Bescheid`


def titled_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names start and end that follow a title, which is left out."""
    for title in _TITLE.finditer(text):
        if _MILLISECONDS.match(text, max(0, title.start() - 2)):
            continue
        is_small = title["short"] is not None and title["short"].islower()
        most = MOST_GERMAN_WORDS if _GERMAN.match(title[0]) else MOST_WORDS
        yield from _name_at(text, title.end(), most, may_be_small=is_small)


def _name_at(text: str, start: int, most: int, *, may_be_small: bool) -> Iterator[tuple[int, int]]:
    """Yield the name of at most `most` words that starts at `start`, if one does."""
    name_start = start
    name_end = start
    count = 0
    match = _WORD.match(text, start)
    while match and count < most:
        word = match["word"]
        if count == 0 and word.lower() in _SECOND_TITLES:
            name_start = match.end()
        elif word.lower() not in _PARTICLES:
            if not _is_name(word, may_be_small=may_be_small and count == 0):
                break
            name_end = match.end("word")
            # Initials do not count: `Dr. A. B. Chen`.
            count += not word.endswith(".")
        match = _WORD.match(text, match.end())
    if count:
        yield name_start, _without_genitive(text, name_end)


def _is_name(word: str, *, may_be_small: bool) -> bool:
    """Whether a word behind a title can be a name, or an initial of one."""
    if word.lower() in NOT_NAMES:
        return False
    if word.endswith("."):
        return word[0].isupper()
    return len(word) > 1 and (may_be_small or not word[0].islower())


def _without_genitive(text: str, end: int) -> int:
    if text[end - 2 : end] in ("'s", "’s"):
        return end - 2
    return end
