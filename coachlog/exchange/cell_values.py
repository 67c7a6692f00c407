"""What the cells of other programs say: texts, yes and no, lists, and words of a choice.

Only the form of a cell is checked here. What a field can hold is checked where entries are
recorded, so that a file meets the same rules as a command.
"""

import html
import re
from typing import Any

from coachlog.exchange.column_mapping import plain_name

# English, and the neighbours' languages, in which spreadsheets show yes and no.
YES = "yes y true t 1 x on ja j oui o si sí s sim tak"
NO = "no n false f 0 off nein non não nao nej nie nee"
# What people write instead of the words of a choice, in English, German, French and Spanish.
_WORDS_BY_VALUE = {
    "kind": {
        "strength": "best practice, good practice, strengths, stärke, point fort, fortaleza",
        "correction": "common error, common error corrected, corrections, korrektur, corrección",
        "question": "questions, frage, pregunta",
        "mistake": "mistakes, mistake recovery, mistake recovery note, error, incident, near miss,"
        "fehler, vorfall, beinaheunfall, erreur, incidente",
    },
    "status": {
        "logged": "open, new, to do, pending, in progress, ongoing, active, offen, neu,"
        "in bearbeitung, ouvert, nouveau, en cours, abierto, nuevo, en curso",
        "closed": "done, complete, completed, resolved, fixed, finished, geschlossen, erledigt,"
        "abgeschlossen, fermé, clos, terminé, cerrado, resuelto, terminado",
        "adopted": "implemented, umgesetzt, adopté, adoptado",
    },
    "caught": {
        "before-effect": "near miss, good catch, before, before effect",
        "after-effect": "after, after effect",
    },
}
SEPARATORS = ";|\n"  # No comma: names of topics have one more often than files separate them by it.
# What people write into a cell to say that there is nothing to say, in four languages.
NOTHING = (
    "-, --, –, —, ..., …, n/a, n.a., none, nil, null, tbd, tba, k.a., k. a., keine, néant, aucun,"
    "aucune, s/o, s.o., ninguno, ninguna, n/d"
)
# What they answer where it says how something was put right, if it was not.
NOT_PUT_RIGHT = (
    "no, not yet, pending, open, ongoing, in progress, nein, offen, noch offen, ausstehend, non,"
    "pas encore, en cours, en attente, todavía no, pendiente, en curso"
)
LONGEST_NOTHING = 12  # characters
# What spreadsheets show where a formula fails, in English, German, French and Spanish.
FAILED_FORMULAS = (
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #NV #BEZUG! #WERT! #ZAHL! #VALEUR! #NOM?"
    " #NOMBRE! #¡REF! #¡VALOR! #¡DIV/0! #¿NOMBRE? #¡NUM!"
)
_BREAK = re.compile(r"<br\s*/?>(?:\r?\n)?", re.I)
# With its semicolon only: `AT&T` and `&copy` in an address are text.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
# A text with a layout, as SharePoint exports it: nothing but HTML.
_DOCUMENT = re.compile(r"\s*<(div|p)\b[^>]*>.*</\1>\s*", re.I | re.S)
_BLOCK_END = re.compile(r"</(?:div|p|li)>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)


def text_of(cell: Any) -> str:
    """Return a cell that has to be text.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(cell, str):
        return cell
    # The other types that JSON has; its numbers are read as text.
    what = {bool: "yes or no", list: "a list"}.get(type(cell), "an object")
    raise ValueError(f"this is {what}, not text")


def plain_text(text: str) -> str:
    """Return a text from another program without HTML, and without blanks around it.

    Programs change blanks and line ends, but the same row is to be known by its text. A `<br>`
    becomes a line break and `&amp;` a character; any other `<` or `&` is a text's own.

    Raises:
        ValueError: it is the error of a formula.
    """
    if "<" in text:
        is_document = _DOCUMENT.fullmatch(text)
        text = _BREAK.sub("\n", text)
        if is_document:
            text = _BLOCK_END.sub("\n", text)
            text = _TAG.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    text = text.strip()
    if text.startswith("#") and text in FAILED_FORMULAS.split():
        raise ValueError(f"{text} is the error of a formula in the spreadsheet")
    return text


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def says_nothing(text: str, field: str) -> bool:
    """Return whether a cell stands for an empty one. A recovery `TBD` would close a mistake.

    Args:
        text: the cell, without blanks around it.
        field: the field of its column. What happened, and a comment, may be any word.
    """
    if len(text) > LONGEST_NOTHING or field in ("happened", "comment"):
        return False
    word = text.casefold()
    return word in _NOTHING or (field == "recovery" and word in _NOT_PUT_RIGHT)


def _set_of(words: str) -> frozenset[str]:
    return frozenset(map(str.strip, words.split(",")))


_NOTHING = _set_of(NOTHING)
_NOT_PUT_RIGHT = _set_of(NOT_PUT_RIGHT)


def separator_pattern(separators: str) -> re.Pattern[str]:
    """Return what separates the names in one cell."""
    # The carriage return goes with any line end.
    return re.compile(f"[{re.escape(separators)}\r]")


def read_list(cell: Any, split: re.Pattern[str]) -> list[str]:
    """Return the names in one cell.

    Args:
        cell: a text such as `fees; waivers`, or a list from JSON, which stays as it is.
        split: what separates them, as `separator_pattern` returns it.

    Raises:
        ValueError: it is neither text nor a list of texts.
    """
    if isinstance(cell, list) and all(isinstance(item, str) for item in cell):
        return cell
    names = [name.strip() for name in split.split(text_of(cell))]
    return list(filter(None, names))


def read_factors(cell: Any) -> list[str]:
    """Return the factors in one cell. No factor has a comma in its name, so one separates them."""
    return read_list(cell, separator_pattern(SEPARATORS + ","))


def read_yes(cell: Any) -> bool:
    """Return whether a cell says yes; a blank one says no.

    Raises:
        ValueError: it says neither yes nor no.
    """
    if isinstance(cell, bool):
        return cell
    word = text_of(cell).strip().casefold()
    if word in YES.split():
        return True
    if not word or word in NO.split():
        return False
    raise ValueError(f"{cell!r} is neither yes nor no")


def _words_of(field: str) -> dict[str, str]:
    """Return the value that each word of a choice means, by the word without its signs."""
    words = {}
    for value, names in _WORDS_BY_VALUE[field].items():
        for name in [value, *names.split(",")]:
            words[plain_name(name)] = value
    return words


_WORDS = {field: _words_of(field) for field in _WORDS_BY_VALUE}


def read_caught(cell: Any) -> str | None:
    """Return when a mistake was caught. A column `Near miss` says yes, or no, which is nothing."""
    try:
        is_near_miss = read_yes(cell)
    except ValueError:
        return read_word(cell, "caught")
    return "before-effect" if is_near_miss else None


def read_word(cell: Any, field: str) -> str:
    """Return the value that a cell means, or the cell as it is.

    A word that the field cannot hold is refused where entries are recorded.

    Args:
        cell: the cell.
        field: `kind`, `status` or `caught`.
    """
    text = text_of(cell)
    return _WORDS[field].get(plain_name(text), text)
