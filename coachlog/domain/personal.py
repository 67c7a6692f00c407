"""Names, addresses and numbers of people in free text: where they stand, and the text without them.

Patterns find what looks like one. What they miss is why a person clears an entry before a meeting sees it.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS

E_MAIL, PHONE, NUMBER, NAME = "e-mail address", "phone number", "case number", "name"
MASKS = {E_MAIL: "[e-mail]", PHONE: "[phone]", NUMBER: "[number]", NAME: "[name]"}
TEXTS = ("team", "topics", *LONG_TEXTS, "rule_ref")

# Names that no person has: accounts of computers.
NOBODY = frozenset({"admin", "administrator", "guest", "nobody", "root", "somebody", "test", "user"})
_ARTICLES = frozenset({"A", "I", "O", "a", "o", "y", "e", "à"})

_E_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_CASE = re.compile(
    r"""(?xi)
    \b (?: account | aktenzeichen | application | az | case | claim | complaint | docket | file | incident | invoice | matter
         | order | permit | ref(?:erence)? | ticket | vorgang )
    \s* (?: no\b\.? | number | nr\b\.? | id\b | \# )? \s* [:\#]? \s*
    (?= (?: [\w/.-]* \d ){3} ) [a-z0-9] (?: [\w/.-]* \w )
    | \# \s? \d{3,}
    | (?<![\w.]) (?-i: [A-Z]{1,5} ) [-/]? \d{2,4} [-/] \d{3,} \b
    | (?<![\w.]) (?-i: [A-Z]{2,5} ) -? \d{4,} \b
    | (?<![\w.-]) (?: 19 | 20 ) \d{2} [-/] (?! (?: 19 | 20 ) \d{2} \b ) \d{3,} (?! [\w-] )
    """
)
_PHONE = re.compile(r"(?<![\w.,$€£/-])(?:\+|00)?\(?\d[\d\s().\-/]{4,}\d(?![\w%]|,\d)")
_NO_PHONE = re.compile(
    r"""(?x)
    (?: 19 | 20 ) \d{2} (?: \s* [-–/ ] \s* (?: 19 | 20 ) \d{2} )*      # years
    | \d{4} - \d{1,2} - \d{1,2} (?: \s \d{1,2} )?                         # a date, also before a time of day
    | \d{1,2} ([./-]) \s? \d{1,2} \1 \s? \d{2,4} (?: \s \d{1,2} )?
    | \d{1,3} (?: [.\s] \d{3} )+                                          # a number in thousands
    | (?: 19 | 20 ) \d{2} \s \d{1,4}                                      # a year and another number
    | [\d\s-]+ \. \d+                                                     # columns of numbers, the last with decimals
    """
)


class Found(NamedTuple):
    """Something of a person in a text: what it is, and from which character to which."""

    what: str
    start: int
    end: int


def findings(text: str, names: Iterable[str] = ()) -> list[Found]:
    """What there is of people in a text, from its beginning on, none over another.

    Args:
        text: the text.
        names: those to look for, as a whole word and in any case; a name of several words by each of them, too.
    """
    found: list[Found] = []
    for what, pattern in ((E_MAIL, _E_MAIL), (NUMBER, _CASE), (PHONE, _PHONE), (NAME, name_pattern(names))):
        for match in pattern.finditer(text) if pattern else ():
            start, end = match.span()
            if what == PHONE and not _is_phone(match[0]):
                continue
            if all(end <= one.start or start >= one.end for one in found):
                found.append(Found(what, start, end))
    return sorted(found, key=lambda one: one.start)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """A text with `[name]`, `[e-mail]`, `[phone]` or `[number]` in the place of what `findings` finds."""
    parts, place = [], 0
    for one in findings(text, names):
        parts += [text[place : one.start], MASKS[one.what]]
        place = one.end
    return "".join([*parts, text[place:]])


def entry_findings(entry: Entry, names: Collection[str] = ()) -> list[tuple[str, Found]]:
    """`(field, what was found)` in everything that somebody wrote into an entry by hand."""
    return [(field, one) for field in TEXTS for text in _texts(entry, field) for one in findings(text, names)]


def without_people(entry: Entry, names: Collection[str] = ()) -> Entry:
    """An entry whose texts are `masked`, and without its learner and trainer."""
    changed: dict[str, Any] = {field: masked(text, names) for field in TEXTS if isinstance(text := getattr(entry, field), str)}
    topics = tuple(masked(topic, names) for topic in entry.topics)
    return entry._replace(**changed, topics=topics, learner=None, trainer=None)


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds names as whole words; None where there is no name to look for."""
    wanted = set()
    for name in names:
        parts = [name, *(part for part in name.split() if len(part) > 2)] if " " in name else [name]
        wanted |= {part for part in parts if part.lower() not in NOBODY and part not in _ARTICLES}
    if not wanted:
        return None
    longest_first = sorted(wanted, key=lambda name: (-len(name), name))
    # One letter is a name only as it is written.
    choices = "|".join(rf"(?-i:{re.escape(name)})" if len(name) == 1 else re.escape(name) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _is_phone(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return 7 <= digits <= 15 and not _NO_PHONE.fullmatch(text.strip()) and text.count("(") == text.count(")")


def _texts(entry: Entry, field: str) -> tuple[str, ...]:
    value = getattr(entry, field)
    return value if isinstance(value, tuple) else (value,) if value else ()
