"""What speaks against reading an entry out in a meeting.

An e-mail address, or a number or date that leads to one person, blocks it: those are hardly ever
meant. A name, a case number and the address of a house may be meant, since they are masked wherever
a meeting sees them, so the user confirms them.
"""

from collections.abc import Container, Iterator
from typing import NamedTuple

from coachlog.domain.card import is_telling
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELDS, LONG_TEXTS
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.masking import find_in_entry
from coachlog.domain.people.names import Names
from coachlog.domain.people.patterns import ADDRESS, E_MAIL, NAME, NUMBER, PersonalMatch

# How much an objection weighs: it blocks the entry, it has to be confirmed, it may be a name that
# no mask knows, or it is worth a look.
BLOCKING, CONFIRM, POSSIBLE, ADVICE = WEIGHTS = ("blocking", "confirm", "possible", "advice")
FEW_WORDS = 4  # fewer are hardly understood by a meeting that was not there


class Objection(NamedTuple):
    """One thing that speaks against an entry, and the field that it is about, if it is one."""

    weight: str
    text: str
    field: str = ""

    def line(self, short_id: str) -> str:
        """Return it with its entry: `8f3a: recovery has an e-mail address at character 12`."""
        if self.field:
            return f"{short_id}: {self.text}"
        return f"{short_id} {self.text}"


def find_objections(
    entry: Entry,
    names: Names,
    no_names: Container[str] = (),
) -> list[Objection]:
    """Return all that speaks against reading an entry out, what weighs most first.

    Args:
        entry: the entry.
        names: everybody whom the log knows or was taught.
        no_names: the keys (`name_key`) of words that somebody said are not names.
    """
    objections = []
    known: set[tuple[str, str]] = set()
    # A name that the log knows is masked; it is not reported as a possible name, too.
    for field, text, match in find_in_entry(entry, names):
        objections.append(_personal_objection(field, text, match))
        known.add((field, text[match.start : match.end]))
    objections += _possible_names(entry, known, no_names)
    objections += _objections_to_content(entry)
    return sorted(objections, key=lambda objection: WEIGHTS.index(objection.weight))


def blocking(objections: list[Objection]) -> list[Objection]:
    """Return those that block an entry."""
    return [objection for objection in objections if objection.weight == BLOCKING]


def edit_command(entry: Entry, objections: list[Objection]) -> str:
    """Return the command that removes what blocks an entry."""
    options = []
    # Each field once, in the order of its objections.
    for field in dict.fromkeys(objection.field for objection in blocking(objections)):
        option = FIELDS[field].option.split()[0]
        options.append(f'{option} "…"')
    return f"coachlog edit {entry.short_id} {' '.join(options)}"


def _personal_objection(field: str, text: str, match: PersonalMatch) -> Objection:
    position = f"at character {match.start + 1}"
    if match.category == NAME:
        name = text[match.start : match.end]
        return Objection(CONFIRM, f'{field} names a person, "{name}", {position}', field)
    weight = CONFIRM if match.category in (ADDRESS, NUMBER) else BLOCKING
    article = "an" if match.category == E_MAIL else "a"
    return Objection(weight, f"{field} has {article} {match.category} {position}", field)


def _possible_names(
    entry: Entry,
    known: set[tuple[str, str]],
    no_names: Container[str],
) -> Iterator[Objection]:
    """Return frequent given names in the texts, without the known names of each field."""
    for field in LONG_TEXTS:
        text = getattr(entry, field) or ""
        for start, end in given_names(text, no_names):
            name = text[start:end]
            if (field, name) not in known:
                line = f'{field} may name a person, "{name}", at character {start + 1}'
                yield Objection(POSSIBLE, line, field)


def _objections_to_content(entry: Entry) -> Iterator[Objection]:
    # Clearing it would make it public in one step, so that has to be meant.
    if entry.share == "private":
        yield Objection(CONFIRM, "is private: only you have seen it")
    if entry.is_open:
        yield Objection(ADVICE, "is still open: it has no recovery yet")
    elif not is_telling(entry):
        line = "says only what happened, so there is little to learn from it"
        yield Objection(ADVICE, line)
    if len(entry.happened.split()) < FEW_WORDS:
        yield Objection(ADVICE, "is very short")
