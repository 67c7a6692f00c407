"""What speaks against reading an entry out in a meeting."""

from typing import NamedTuple

from coachlog.domain.card import is_telling
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.masking import E_MAIL, NAME, PHONE, PersonalMatch, find_in_entry
from coachlog.domain.people.names import Names

# How much an objection weighs: it stops the clearing, it has to be meant, or it is worth a look.
STOP, ASK, LOOK = "stop", "ask", "look"
FEW_WORDS = 4
# What an option of `edit` is called where its field is called otherwise.
_OPTIONS = {"rule_ref": "rule", "topics": "topic", "changed_what": "changed-what"}


class Objection(NamedTuple):
    """One thing that speaks against an entry: how much it weighs, what it is, and in which field."""

    weight: str
    text: str
    field: str = ""


def objections(entry: Entry, names: Names) -> list[Objection]:
    """All that speaks against reading an entry out, what weighs most first.

    An address or a number that leads to a person stops it. A name or a case number may be meant (it is masked wherever a
    meeting sees it), and so may an entry that was private.
    """
    people = find_in_entry(entry, names)
    found = [_of_people(field, text, one) for field, text, one in people]
    found += _maybe_named(
        entry, {(field, text[one.start : one.end]) for field, text, one in people}
    )
    if entry.share == "private":
        found.append(Objection(ASK, "is private: nobody but you has seen it"))
    if entry.is_open:
        found.append(Objection(LOOK, "is still open: nobody has noted how it was put right"))
    elif not is_telling(entry):
        found.append(
            Objection(LOOK, "says only what happened, so there is little to learn from it")
        )
    if len(entry.happened.split()) < FEW_WORDS:
        found.append(Objection(LOOK, "is very short"))
    return sorted(found, key=lambda one: (STOP, ASK, LOOK).index(one.weight))


def edit_command(entry: Entry, found: list[Objection]) -> str:
    """The command that takes out what stops an entry."""
    fields = dict.fromkeys(one.field for one in found if one.weight == STOP)
    options = " ".join(f'--{_OPTIONS.get(field, field)} "…"' for field in fields)
    return f"coachlog edit {entry.short_id} {options}"


def _maybe_named(entry: Entry, known: set[tuple[str, str]]) -> list[Objection]:
    """Frequent given names in an entry's words, of people whom the log does not know."""
    return [
        Objection(
            LOOK, f'{field} may name a person, "{text[start:end]}", at character {start + 1}', field
        )
        for field in LONG_TEXTS
        if (text := getattr(entry, field))
        for start, end in given_names(text)
        if (field, text[start:end]) not in known
    ]


def _of_people(field: str, text: str, one: PersonalMatch) -> Objection:
    place = f"at character {one.start + 1}"
    if one.category == NAME:
        return Objection(
            ASK, f'{field} names a person, "{text[one.start : one.end]}", {place}', field
        )
    article = "an" if one.category == E_MAIL else "a"
    return Objection(
        STOP if one.category in (E_MAIL, PHONE) else ASK,
        f"{field} has {article} {one.category} {place}",
        field,
    )
