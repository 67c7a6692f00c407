"""Tell the numbers that lead to a person from those of rules, things, times and amounts.

The words and forms here came from notes in which they were masked wrongly: clock times such as
`1130-1230` were taken for phone numbers, and engine, part and course numbers for cases.
"""

import re

from coachlog.domain.people.lazy_pattern import lazy_pattern

# An IBAN's length depends on its country (ISO 13616, registry of SWIFT).
_IBAN_LENGTHS = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20
    EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30
    KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28
    PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24
    XK20
"""
# The digits that payment cards begin with (ISO/IEC 7812): Visa, Mastercard, American Express,
# Discover, Diners Club, JCB, Maestro.
_CARD = lazy_pattern(r"4|5[0-8]|2[2-7]|3[04-9]|6")
# Between a word and its number: `no.`, `number`, `Nr.`, `tag`, a colon.
_MARK = (
    r"[ \t\xa0]*\.?[ \t\xa0]*(?:no\b\.?|numbers?\b|nr\b\.?|id\b|tag\b|code\b|control\b)?"
    r"[ \t\xa0]*[:#]?[ \t\xa0]*\Z"
)
_OF_A_RULE = lazy_pattern(
    rf"""(?xi)
    \b (?:
        act | aln | ansi | article | assistance\ listing | astm | bs | cfda | cfr | chapter
        | circular | code | din | directive | en | form | gao | iec | ieee | iso
        | memo(?:randum)? | nfpa | omb | ordinance | osha | policy | procedure | publication
        | regulation | resolution | rfc | rule | sec(?:tion)? | sop | standard | title
        ) s? {_MARK}
    """
)
_THING = r"""
    (?:
        artikel\w* | asset | budget\ line | flight | fund | ledger | zip | batch | bolt | build
        | catalog(?:ue)? | chassis | class | coordinates? | course | drawing | engine
        | ersatzteil\w* | grid | isbn | item | kurs | lat | lon | lot | manual | model | modell
        | module | nsn | part | pn | p/n | product | revision | screw | serial | serien\w* | sku
        | sn | s/n | stock | teile\w* | tool | type | unit | upc | version | vin
        ) s? (?: \s serial )?
"""
_OF_A_THING = lazy_pattern(rf"(?xi) \b {_THING} {_MARK}")
# `the PW4060 engine`: the thing comes after its number.
_THING_AFTER = lazy_pattern(
    r"(?i)[ \xa0](?:aircraft|bolt|class|copier|course|engine|helicopter|manual|model|module|motor"
    r"|part|printer|pump|training|truck)s?\b"
)
# In the same sentence: `part 8812-4471 instead of 8812-4417`.
_THING_BEFORE = lazy_pattern(rf"(?xi) \b {_THING} \b [^.!?\n]* (?: \b no\. [^.!?\n]* )? \Z")
_MONEY_BEFORE = lazy_pattern(r"(?i)(?:\b(?:chf|eur|euros?|gbp|rs|usd)|[$€£¥])[ \xa0]?\Z")
# A count or a measure is not the number of a case: `order 300 forms`.
_COUNTED = lazy_pattern(
    r"""(?xi)
    [ \xa0]? (?: % | €
      | (?:
        applications? | bo(?:x | xes) | calls? | cases? | cent | children | copies | days?
        | dollars? | euros? | feet | ft | files? | forms? | gallons? | hours? | items? | kg | km
        | letters? | lit(?:er | re)s? | m | meters? | metres? | miles? | minutes? | months? | ms
        | mg | ml | more | of | pages? | parts? | people | percent | permits? | pieces?
        | points? | pounds? | records? | requests? | rounds? | seconds? | seiten | sheets?
        | stunden | tage | times? | tons? | units? | users? | visitors? | visits? | votes?
        | weeks? | words? | years?
        ) \b )
    """
)
_DIRECTION = lazy_pattern(r"[ \xa0]?[NSEWO]\b")  # the end of a coordinate
_TIME = r"(?:[01]\d|2[0-4])[0-5]\d"
_DATE = r"""
    (?: \d{4} - \d{1,2} - \d{1,2}
      | \d{1,2} [./-] \d{1,2} [./-] (?: \d{4} | \d{2} )
      | (?: 19 | 20 ) \d{2} )
"""
# The forms of digits that lead to nobody, whatever stands around them.
_HARMLESS_RUNS = {
    "dates and spans of dates, also before a time": (
        rf"{_DATE} (?: \s? [-–/\s] \s? {_DATE} )* (?: \s \d{{1,4}} )?"
    ),
    "a date in one, and a time after it": (
        r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d\d){0,3}"
    ),
    "clock times": rf"{_TIME}(?:\s?[-–/\s]\s?{_TIME})+",
    "a number in thousands": r"\d{1,3}(?:[.\s]\d{3})+",
    "columns of numbers, the last one with decimals": r"[\d\s-]+\.\d+",
    "a round number": r"[1-9]\d*000",
    "a stock number (NSN)": r"\d{4}-\d{2}-\d{3}-\d{4}",
    "a book (ISBN)": r"97[89](?:[- ]?\d){10}",
}
_HARMLESS_RUN = lazy_pattern(
    "|".join(f"(?:{form})" for form in _HARMLESS_RUNS.values()), re.VERBOSE
)


def iban_pattern() -> str:
    """Return a pattern of the IBANs of all countries, with or without blanks or hyphens."""
    countries = []
    for country in _IBAN_LENGTHS.split():
        rest = int(country[2:]) - 4
        countries.append(rf"{country[:2]}\d\d(?:[ -]?[a-z0-9]){{{rest}}}")
    # ASCII, because without it K also matches the sign of Kelvin, which is not a digit of any base.
    return rf"(?ia)(?<![^\W_])(?:{'|'.join(countries)})(?![^\W_])"


def is_card(number: str) -> bool:
    """Whether digits are those of a payment card: their beginning, and the checksum of Luhn."""
    digits = [int(character) for character in number if character.isdecimal()]
    total = 0
    for index, digit in enumerate(reversed(digits)):
        # Every second digit from the right counts twice, as the sum of its own digits.
        is_doubled = index % 2 == 1
        total += sum(divmod(2 * digit, 10)) if is_doubled else digit
    return total % 10 == 0 and _CARD.match("".join(map(str, digits))) is not None


def is_iban(number: str) -> bool:
    """Whether letters and digits have the checksum of an IBAN (ISO 7064, MOD 97-10)."""
    characters = [character for character in number if character.isalnum()]
    rotated = characters[4:] + characters[:4]
    return int("".join(str(int(character, 36)) for character in rotated)) % 97 == 1


def is_harmless_run(digits: str) -> bool:
    """Whether digits, with the signs between them, have the form of a date, a time, an amount."""
    return _HARMLESS_RUN.fullmatch(digits) is not None


def is_of_a_rule_or_thing(text: str, start: int, end: int) -> bool:
    """Whether the words right beside a number say that it is neither a person's nor a case's."""
    first = max(0, start - 40)
    if _OF_A_RULE.search(text, first, start) or _OF_A_THING.search(text, first, start):
        return True
    if _MONEY_BEFORE.search(text, first, start) or _DIRECTION.match(text, end):
        return True
    return _THING_AFTER.match(text, end) is not None


def is_about_a_thing(text: str, start: int, end: int) -> bool:
    """Whether a part or an engine stands before a number in its sentence, or a unit after it."""
    return (
        is_counted(text, end) or _THING_BEFORE.search(text, max(0, start - 80), start) is not None
    )


def is_counted(text: str, end: int) -> bool:
    """Whether what is counted or measured follows a number that ends at `end`."""
    return _COUNTED.match(text, end) is not None
