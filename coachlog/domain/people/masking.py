"""Names, addresses and numbers of people in free text: where they stand, and the text without them.

Patterns find what looks like one. What they miss is why a person clears an entry before a meeting sees it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.names import Names

E_MAIL, PHONE, NUMBER, NAME = "e-mail address", "phone number", "case number", "name"
MASKS = {E_MAIL: "[e-mail]", PHONE: "[phone]", NUMBER: "[number]", NAME: "[name]"}
TEXTS = ("team", "topics", *LONG_TEXTS, "rule_ref")

# No part is longer than an address may be (RFC 5321, section 4.5.3.1), so that a text of a million letters is read once.
_E_MAIL = re.compile(
    r"""(?xi)
    (?<![\w.+%-]) \w [\w.+'%-]{0,254}+ (?: [@＠] | \s? [\[({] \s? (?: at | @ ) \s? [\])}] \s? )
    [\w-]{1,64}+ (?: (?: \. | \s? [\[({] \s? (?: dot | \. ) \s? [\])}] \s? ) [\w-]{1,64}+ )+
    """
)
# "Mr. Smith", "Frau Dr. Meier": whoever has a title has a name.
_TITLED = re.compile(
    r"\b(?:Mrs?|MRS?|Ms|Miss|Mx|Dr|Prof|Professor|Herrn?|Frau|Señora?|Mme|Monsieur)\b\.?[ \xa0]"
    r"(?:Dr\.?[ \xa0])?([^\W\d_a-z][\w'’-]+(?:[ \xa0][^\W\d_a-z][\w'’-]+)?)"
)
# What every text has that may hold one of these, for a quick look.
_ADDRESS_SIGNS = frozenset("@＠[({")
_DIGIT = re.compile(r"\d")
# The number is the group; what stands before it says that it is one.
_CASE = re.compile(
    r"""(?xi)
    \b (?: account | aktenzeichen | application | az | case | claim | complaint | docket | file | incident | invoice | license
         | licence | matter | order | parcel | permit | record | ref(?:erence)? | ticket | vorgang ) (?![^\W_])
    \s* \.? \s* (?: no\b\.? | numbers?\b | nr\b\.? | id\b | \# )? \s* [:\#]? \s*
    ( (?= (?: [\w/.:-]*? \d ){3} ) [a-z0-9] (?: [\w/.:-]{0,60} \w ) )
    | ( \# \s? \d{3,} )
    | (?<![\w.-]) (?! (?: gao | omb | covid ) \b ) ( [a-z]{1,5} [-/]? \d{2,4} [-/] \d{3,} \b )
    | (?<![\w.-]) (?! [sf]{0,2}fy | cy | iso | din | en\d | rfc | nfpa | astm ) ( (?-i: [A-Z]{2,5} ) -? \d{4,} \b )
    | (?<![\w.,:-]) ( (?: 19 | 20 ) \d{2} [-/] (?! (?: 19 | 20 ) \d{2} \b ) \d{3,} ) (?! [\w-] )
    | (?<![\w.]) (?-i: ( \d{1,3} \s [A-Z]{1,3} \s \d{1,5} / \d{2} ) \b )
    | (?<![\w.,:-]) ( (?: \d : )? \d{2} - (?: [a-z]{2,4} - \d{3,} | \d{4,} ) ) (?! [\w-] )
    """
)
# "Form W-9", "Policy AA-3301", "OMB No. 0970-0248": the number of a rule, not of a case.
_OF_A_RULE = re.compile(
    r"""(?xi) \b (?: act | aln | article | assistance\ listing | cfda | cfr | chapter | circular | code | directive | form
        | gao | memo(?:randum)? | omb | ordinance | policy | procedure | publication | regulation | rule | sec(?:tion)? | sop
        | title )
        s? \s* \.? \s* (?: no\b\.? | numbers?\b | control )? \s* :? \s* $"""
)
_TRAIL = " \t\xa0\u2009\u202f(.-/–"
_DIGITS = re.compile(
    r"""(?x)
    (?<![\w,$€£/-]) (?<!\d\.) (?: \+ [ (]? )? \(? \d++
    (?: (?! \. \s ) [ \t\xa0\u2009\u202f().\-/–]{1,3} \d++ )*+
    """
)
_EXTENSION = re.compile(r"\s?(?:x|ext\.?|extension)\s?\d{1,6}\b(?![ .-]?\d)", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:call(?:ed)?|cell|fax|handy|mobile?|phoned?|rang|ring|sms|tel(?:ef|eph)?on\w*|tel|text(?:ed)?)\b.{0,12}$",
    re.I,
)
_DATE = r"(?: \d{4} - \d{1,2} - \d{1,2} | \d{1,2} [./-] \d{1,2} [./-] (?: \d{4} | \d{2} ) | (?: 19 | 20 ) \d{2} )"
_NO_PHONE = re.compile(
    rf"""(?x)
    {_DATE} (?: \s? [-–/\s] \s? {_DATE} )* (?: \s \d{{1,4}} )?  # also before a time of day
    | \d{{1,3}} (?: [.\s] \d{{3}} )+                            # a number in thousands
    | [\d\s-]+ \. \d+                                         # columns of numbers, the last with decimals
    """
)
_SHAPED = re.compile(r"(?<!\d)(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\d)")


class PersonalMatch(NamedTuple):
    """Something of a person in a text: what it is, and from which character to which."""

    category: str
    start: int
    end: int


class Mask:
    """Takes people out of texts, and remembers how often, and in which entries (by their short ids)."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = Names(names)
        self.counts: Counter[str] = Counter()
        self.short_ids: list[str] = []

    def text(self, text: str) -> str:
        """A text with `[name]`, `[e-mail]`, `[phone]` or `[number]` in the place of what `findings` finds."""
        found = find_personal_data(text, self.names)
        if not found:
            return text
        parts, place = [], 0
        for one in found:
            parts += [text[place : one.start], MASKS[one.category]]
            place = one.end
            self.counts[one.category] += 1
        return "".join([*parts, text[place:]])

    def texts(self, entry: Entry) -> Entry:
        """An entry with masked texts."""
        before = self.counts.total()
        changed: dict[str, Any] = {}
        for field in TEXTS:
            value = getattr(entry, field)
            masked_ = (
                tuple(map(self.text, value))
                if isinstance(value, tuple)
                else self.text(value)
                if value
                else value
            )
            if masked_ != value:
                changed[field] = masked_
        if self.counts.total() > before:
            self.short_ids.append(entry.short_id)
        return entry._replace(**changed) if changed else entry

    def entry(self, entry: Entry) -> Entry:
        """An entry with masked texts, and without its learner and trainer."""
        return self.texts(entry)._replace(learner=None, trainer=None)


def find_personal_data(text: str, names: Iterable[str] | Names = ()) -> list[PersonalMatch]:
    """What there is of people in a text, from its beginning on, none over another.

    Args:
        text: the text.
        names: those to look for (`people.Names`), besides what follows a title.
    """
    known = names if isinstance(names, Names) else Names(names)
    found: list[PersonalMatch] = []
    if not _ADDRESS_SIGNS.isdisjoint(text):
        found = [PersonalMatch(E_MAIL, *match.span()) for match in _E_MAIL.finditer(text)]
    if _DIGIT.search(text):
        found = _with_those_beside(
            found, [PersonalMatch(NUMBER, start, end) for start, end in _cases(text)]
        )
        runs = list(_runs(text))
        for what in (PHONE, NUMBER):
            found = _with_those_beside(found, [one for one in runs if one.category == what])
    found = _with_those_beside(
        found, [PersonalMatch(NAME, start, end) for start, end in known.spans(text)]
    )
    return _with_those_beside(
        found, [PersonalMatch(NAME, *match.span(1)) for match in _TITLED.finditer(text)]
    )


def masked(text: str, names: Iterable[str] = ()) -> str:
    """A text as `Mask.text` gives it."""
    return Mask(names).text(text)


def find_in_entry(
    entry: Entry, names: Iterable[str] | Names = ()
) -> list[tuple[str, str, PersonalMatch]]:
    """`(field, text, what was found in it)` in everything that somebody wrote into an entry by hand."""
    known = names if isinstance(names, Names) else Names(names)
    return [
        (field, text, one)
        for field in TEXTS
        for text in _texts(entry, field)
        for one in find_personal_data(text, known)
    ]


def without_people(entry: Entry, names: Iterable[str] = ()) -> Entry:
    """An entry as `Mask.entry` gives it."""
    return Mask(names).entry(entry)


def _with_those_beside(
    found: list[PersonalMatch], more: list[PersonalMatch]
) -> list[PersonalMatch]:
    """What was found, and of what was found after it all that lies over none of it; both in the order of the text."""
    kept, place, free = [], 0, 0
    for one in more:
        while place < len(found) and found[place].end <= one.start:
            place += 1
        if one.start >= free and (place == len(found) or one.end <= found[place].start):
            kept.append(one)
            free = one.end
    return sorted([*found, *kept], key=lambda one: one.start) if kept else found


def _cases(text: str) -> Iterator[tuple[int, int]]:
    for match in _CASE.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if not _OF_A_RULE.search(text, max(0, start - 40), start):
            yield start, end


def _runs(text: str) -> Iterator[PersonalMatch]:
    """Where many digits stand together that are no date and no amount: phone numbers, and numbers that may be of a case."""
    for match in _DIGITS.finditer(text):
        run = match[0]
        if run.count("(") != run.count(")"):
            run = run[: run.rindex("(" if "(" in run else ")")].rstrip(_TRAIL)
        start, end = match.start(), match.start() + len(run)
        digits = sum(map(str.isdigit, run))
        after = text[end : end + 2]
        extension = _EXTENSION.match(text, end)
        if digits > 15:
            yield from (
                PersonalMatch(PHONE, start + found.start(), start + found.end())
                for found in _SHAPED.finditer(run)
            )
        elif (
            digits < 7
            or _NO_PHONE.fullmatch(run)
            or _OF_A_RULE.search(text, max(0, start - 40), start)
        ):
            continue
        elif extension:
            yield PersonalMatch(PHONE, start, extension.end())
        elif not (
            after[:1].isalnum()
            or after[:1] in ("_", "%")
            or (after[:1] == "," and after[1:].isdigit())
        ):
            is_phone = (
                not run.isdigit()
                or _is_bare_phone(run)
                or _CALL.search(text, max(0, start - 30), start)
            )
            yield PersonalMatch(PHONE if is_phone else NUMBER, start, end)


def _is_bare_phone(digits: str) -> bool:
    """Whether digits without any sign between them are as many as those of a phone number, and begin as one."""
    return len(digits) > 8 if digits[0] == "0" else len(digits.removeprefix("1")) == 10


def _texts(entry: Entry, field: str) -> tuple[str, ...]:
    value = getattr(entry, field)
    return value if isinstance(value, tuple) else (value,) if value else ()
