"""The forms of e-mail addresses, and of houses in streets, as rows of a table."""

import re

from coachlog.domain.people.lazy_pattern import lazy_pattern
from coachlog.domain.people.patterns import ADDRESS, E_MAIL, Pattern


def _is_street(text: str, match: "re.Match[str]") -> bool:
    start = match.start()
    # `In 2019 Main Street was one-way` has a year, and no house number.
    if _YEAR.match(match[0]) and _AFTER_IN.search(text, max(0, start - 9), start):
        return False
    return _NO_STREET.search(match[0]) is None


_AFTER_IN = lazy_pattern(r"(?i)\b(?:by|from|in|since|until)[ \xa0]\Z")
_YEAR = lazy_pattern(r"(?:19|20)\d\d\b")


# A text without one of these has no e-mail address, unless that was spelled (`jane at …`).
ADDRESS_SIGNS = frozenset("@＠[({")
# The words that are addresses only with the names of places before them (`7b Church Lane`).
_ROAD = r"""(?: Ave(?:nue)? | Blvd | Boulevard | Cir(?:cle)? | Close | Court | Crescent | Ct | Dr
    | Drive | Gardens | Grove | Hill | Hwy | Highway | Lane | Ln | Mews | Parkway | Pkwy | Place
    | Plaza | Quay | Rd | Road | Row | Square | St | Street | Terrace | Trail | Turnpike | Way )"""
# These have the form of a street: `12 District Court`, `24 Hard Drive errors`, `Parkplatz 12`.
_NO_STREET = lazy_pattern(
    r"""(?xi)
    \b (?: (?: appeals | circuit | criminal | district | family | federal | high | municipal
        | superior | supreme ) \s court
      | (?: disk | flash | hard | tape | thumb | usb ) \s drive
      | (?: arbeits | liege | park | sitz | spiel | stand | steck | steh | stell ) platz
      | (?: dienst | flucht | rechts | rettungs | um ) weg ) \b
    """
)

# `look at the dot on the map` is not an address.
_TOP_LEVEL = r"""(?: com | org | net | gov | edu | mil | int | info | biz | io | co | eu | us
    | uk | de | at | ch | fr | es | it | nl | be | ie | pl | se | no | dk | fi | pt | ca | au
    | nz )"""

E_MAIL_PATTERNS = (
    # No part is longer than an address may be (RFC 5321, section 4.5.3.1): a text of a million
    # letters is read once.
    Pattern(
        "an e-mail address, also `ana [at] town [dot] gov`",
        E_MAIL,
        lazy_pattern(
            r"""(?xi)
            (?<![\w.+%-]) \w [\w.+'%-]{0,254}+
            (?: [@＠] | \s? [\[({] \s? (?: at | @ ) \s? [\])}] \s? )
            [\w-]{1,64}+ (?: (?: \. | \s? [\[({] \s? (?: dot | \. ) \s? [\])}] \s? ) [\w-]{1,64}+ )+
            """
        ),
    ),
    Pattern(
        "an e-mail address with blanks: `ana @ town.gov`",
        E_MAIL,
        lazy_pattern(
            r"(?i)(?<![\w.+%-])\w[\w.+%-]{1,254}+\s@\s?"
            r"[\w-]{2,64}+(?:\.[\w-]{1,64}+)*\.[a-z]{2,12}\b"
        ),
    ),
    Pattern(
        "an e-mail address that was spelled: `jane dot doe at example dot com`",
        E_MAIL,
        lazy_pattern(
            rf"""(?xi)
            (?<![\w.+%-]) \w [\w.+-]{{0,64}}+ (?: \s (?: dot | punkt ) \s [\w+-]{{1,64}}+ ){{0,3}}
            \s at \s [\w-]{{1,64}}+
            (?: \s (?: dot | punkt ) \s (?! {_TOP_LEVEL} \b ) [\w-]{{2,64}}+ ){{0,3}}
            \s (?: dot | punkt ) \s {_TOP_LEVEL} \b
            """
        ),
    ),
)
STREET_PATTERNS = (
    Pattern(
        "a house number and a street",
        ADDRESS,
        lazy_pattern(
            rf"""(?x)
            (?<! [\w.,/-] ) \d{{1,5}} [a-z]? \s
            (?: (?: [A-Z] [\w'’-]* \.? | \d{{1,3}} (?: st | nd | rd | th ) ) \s ){{1,4}}?
            {_ROAD} \b (?! \s (?: Calendar | Office ) \b )
            (?: \. (?= \s [a-z0-9] | \s*$ ) )?
            (?: ,? \s (?: Apt | Apartment | Flat | Suite | Ste | Unit | \# ) \.? \s? \w{{1,5}} )?
            """
        ),
        _is_street,
    ),
    Pattern(
        "a German street and a house number",
        ADDRESS,
        lazy_pattern(
            r"""(?x)
            \b (?: [A-ZÄÖÜ] \w{1,40}
                   (?: stra(?:ß|ss)e | str\. | weg | gasse | allee | platz | ufer | damm )
                 | [A-ZÄÖÜ] [\w-]{1,40} [ -]
                   (?: Stra(?:ß|ss)e | Str\. | Weg | Gasse | Allee | Platz | Ufer )
                 | (?: Am | An\ der | Im | Auf\ der | Zum | Zur ) \s (?: [A-ZÄÖÜ] \w{1,40} \s )?
                   (?= [A-ZÄÖÜ] ) (?i: \w{0,40} (?: anger | bach | berg | dorf | feld | graben | hof
                   | kirche | markt | ring | see | tor | wall ) ) )
            \s \d{1,4} [a-z]? \b (?! [.:]\d | \s (?: Uhr | Euro | Prozent ) )
            """
        ),
        _is_street,
    ),
    Pattern(
        "a French or Spanish street and a house number",
        ADDRESS,
        lazy_pattern(
            r"""(?x)
            (?<! [\w.,/-] ) \d{1,4},? \s (?: rue | avenue | boulevard | chemin | impasse | allée )
            (?: \s (?: de | du | des | la | le | l['’] | d['’] ) ){0,2} \s? [A-ZÀ-Ý] [\w-]+
            (?: \s [A-ZÀ-Ý] [\w-]+ )?
            | \b (?: Calle | Avenida ) \s (?: (?: de | del | la | las | los ) \s ){0,2}
            [A-ZÀ-Ý] \w+ (?: \s [A-ZÀ-Ý] \w+ )?,? \s \d{1,4} \b
            """
        ),
    ),
)
