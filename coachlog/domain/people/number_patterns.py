"""The forms of cards, accounts, birth dates and case numbers, as rows of a table."""

import re
from collections.abc import Callable

from coachlog.domain.people.lazy_pattern import lazy_pattern
from coachlog.domain.people.number_checks import (
    iban_pattern,
    is_card,
    is_counted,
    is_iban,
    is_of_a_rule_or_thing,
)
from coachlog.domain.people.patterns import BIRTH_DATE, CARD, IBAN, NUMBER, Check, Pattern


def _passes(is_number: Callable[[str], bool]) -> Check:
    return lambda _, match: is_number(match[0])


def _is_of_a_case(text: str, match: "re.Match[str]") -> bool:
    return not is_of_a_rule_or_thing(text, *match.span("it"))


def _is_after_a_case(text: str, match: "re.Match[str]") -> bool:
    """Whether a number behind a word such as `case` or `order` is one: not `order 300 forms`."""
    if is_of_a_rule_or_thing(text, *match.span("it")):
        return False
    if match["mark"] or not match["it"].isdigit():
        return True
    return not _YEAR.fullmatch(match["it"]) and not is_counted(text, match.end("it"))


_YEAR = lazy_pattern(r"(?:19|20)\d\d")
_DATE = r"""
    (?: \d{1,2} [./-] \d{1,2} [./-] (?: \d{4} | \d{2} ) | \d{4} - \d{1,2} - \d{1,2}
      | \d{1,2} (?: st | nd | rd | th | \. )? \s (?: of \s )? _MONTH \.? ,? \s \d{4}
      | _MONTH \.? \s \d{1,2} (?: st | nd | rd | th )? ,? \s \d{4} ) (?! \d )
    """.replace(
    "_MONTH",
    """(?: jan(?:uary|uar)? | feb(?:ruary|ruar)? | mar(?:ch)? | märz | apr(?:il)? | ma[yi]
      | jun[ei]? | jul[yi]? | aug(?:ust)? | sept?(?:ember)? | o[ck]t(?:ober)? | nov(?:ember)?
      | de[cz](?:ember)? )""",
)

ID_PATTERNS = (
    # Before cards: the middle of an IBAN may have the checksum of one.
    Pattern("an IBAN", IBAN, lazy_pattern(iban_pattern()), _passes(is_iban), fewest_digits=2),
    Pattern(
        "a payment card in groups of four",
        CARD,
        lazy_pattern(r"(?<!\d)\d{4}([ .-]?)\d{4}\1\d{4}\1\d{4}(?!\d)"),
        _passes(is_card),
        fewest_digits=16,
    ),
    Pattern(
        "a payment card of 14 or 15 digits in groups",
        CARD,
        lazy_pattern(r"(?<!\d)\d{4}([ .-])\d{6}\1\d{4,5}(?!\d)"),
        _passes(is_card),
        fewest_digits=14,
    ),
    Pattern(
        "a payment card in one",
        CARD,
        lazy_pattern(r"(?<!\d)\d{13,19}(?!\d)"),
        _passes(is_card),
        fewest_digits=13,
    ),
    Pattern(
        "a date after a word of birth, perhaps with a place between them",
        BIRTH_DATE,
        lazy_pattern(
            rf"""(?xi)
            \b (?: born | d\.?o\.?b\b | date\ of\ birth | birth[ ]?da(?:te|y) | geb(?:oren)?\b
                 | geburts(?:datum|tag) )
            \.? [^\n.;\d]{{0,30}}? (?<! \d ) (?P<it> {_DATE} )
            """
        ),
        fewest_digits=4,
        signs=("born", "d.o", "dob", "geb", "o.b", "rth"),
    ),
)
CASE_PATTERNS = (
    Pattern(
        "a number behind a word: `case no. 4711`, `ref: A1234`",
        NUMBER,
        lazy_pattern(
            r"""(?xi)
            \b (?: account | aktenzeichen | application | az | case | claim | complaint | docket
                 | file | incident | invoice | licen[cs]e | matter | order | parcel | permit
                 | record | ref(?:erence)? | ticket | vorgang ) (?![^\W_])
            # A dot ends a sentence, unless it ends an abbreviation or stands before `no.`.
            (?: (?: (?<= \b az ) | (?<= \b ref ) ) \. | \. (?= [ \t]* (?: no\b | nr\b | \# ) ) )?
            [ \t\xa0]* (?P<mark> (?: no\b\.? | numbers?\b | nr\b\.? | id\b )? [ \t\xa0]* [:\#]? )
            [ \t\xa0]*
            # It has three digits at least.
            (?P<it> (?= (?: [\w/.:-]*? \d ){3} ) [a-z0-9] (?: [\w/.:-]{0,60} \w ) )
            """
        ),
        _is_after_a_case,
        fewest_digits=3,
    ),
    Pattern(
        "a number behind a sign: `#12345`, `#20200210-0001`",
        NUMBER,
        lazy_pattern(r"(?P<it>#\s?\d{3,}(?:[-/.]\d+)*)"),
        _is_of_a_case,
        fewest_digits=3,
        signs=("#",),
    ),
    # Not the memoranda of GAO and OMB. The middle is a year: `AN960-416` is a bolt.
    Pattern(
        "letters, a year and a number: `AB-2026-001`, `CE-24-00123`",
        NUMBER,
        lazy_pattern(
            r"(?i)(?<![\w.-])(?!(?:gao|omb|covid)\b)"
            r"(?P<it>[a-z]{1,5}[-/]?(?:\d\d|(?:19|20)\d\d)[-/]\d{3,}\b)"
        ),
        _is_of_a_case,
        fewest_digits=5,
        signs=("-", "/"),
    ),
    # Not fiscal years, nor standards, nor the number of a grant, which goes on.
    Pattern(
        "letters and digits: `PR-12345`, `INC0012345`",
        NUMBER,
        lazy_pattern(
            r"(?<![\w.-])(?!(?i:[sf]{0,2}fy|cy|iso|din|en\d|rfc|nfpa|astm|ansi|osha|iec|sae|as\d|bs"
            r"|vde|far|afi|sf|dd|uscis|hud))"
            r"(?P<it>[A-Z]{2,5}-?\d{4,}\b)(?!-\d)"
        ),
        _is_of_a_case,
        fewest_digits=4,
    ),
    Pattern(
        "a year and a number: `2026-00123`, `2026/1234`; not `2021-2022`",
        NUMBER,
        lazy_pattern(r"(?<![\w.,:-])(?P<it>(?:19|20)\d{2}[-/](?!(?:19|20)\d{2}\b)\d{3,})(?![\w-])"),
        _is_of_a_case,
        fewest_digits=7,
        signs=("-", "/"),
    ),
    Pattern(
        "a number of a German court: `12 C 345/26`",
        NUMBER,
        lazy_pattern(r"(?<![\w.])(?P<it>\d{1,3}\s[A-Z]{1,3}\s\d{1,5}/\d{2})\b"),
        _is_of_a_case,
        fewest_digits=4,
        signs=("/",),
    ),
    Pattern(
        "a short year and a number: `26-00123`, `24-CV-01234`, `1:24-cv-01234`",
        NUMBER,
        lazy_pattern(
            r"(?i)(?<![\w.,:-])(?P<it>(?:\d:)?\d{2}-"
            r"(?:[a-z]{2,4}-\d{3,}|(?!(?:19|20)\d\d\b)\d{4,}))(?![\w-])"
        ),
        _is_of_a_case,
        fewest_digits=5,
        signs=("-",),
    ),
)
