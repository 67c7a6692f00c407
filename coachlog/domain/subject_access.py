"""Subject access: what a log records about one person, as a copy for that person.

People may ask what is recorded about themselves, and about nobody else (GDPR, Art. 15). So other
people are masked in the copy, and the person's own name is not.
"""

from collections.abc import Iterator

from coachlog.domain.fields import DEFAULTS, FIELD_NAMES, FIELDS, LIST, LONG_TEXT, NAME, Fields
from coachlog.domain.people.masking import MASKS
from coachlog.domain.people.one_person import MaskOfOthers, Person
from coachlog.domain.people.patterns import NAME as PERSON
from coachlog.named_tuple import NamedTuple

# What the person is in a record, in the order of the copy.
TRAINER, LEARNER, AUTHOR, NAMED, CHANGED = "trainer", "learner", "author", "named", "changed"
ROLES = (TRAINER, LEARNER, AUTHOR, NAMED, CHANGED)
_UNLISTED = ("uuid", "short_id", "updated_at")
_SAID_BY_DEFAULT = {name: DEFAULTS[name] for name in ("share", "status")}
# Which fields of each kind of record are listed. The rest are ids.
LISTED = {
    "entry": tuple(name for name in FIELD_NAMES if name not in _UNLISTED),
    "checkin": ("days", "seen", "note", "author"),
    "reply": ("text", "author"),
    "meeting": ("team", "state"),
    "guide": ("name", "text"),
    "taught_name": ("name", "is_name", "author"),
    "team_name": ("old", "new"),
    "repeat": ("state",),
    "hold": ("why",),
    "setting": ("value",),
}
# The fields that say whose a record is. A hold has none here: only its setter sees it at all.
_ROLES = {
    "entry": (TRAINER, LEARNER),
    "hold": (),
}
_PEOPLE = ("trainer", "learner", "author")
_TEXTS = {name for name, field in FIELDS.items() if field.value_type in (LIST, LONG_TEXT, NAME)}
_TEXTS |= {"note", "text", "name", "old", "new", "value", "topic", "comment", "why"}
_TEXTS -= set(_PEOPLE)


class Version(NamedTuple):
    """What one revision of a record set, on which day, and who wrote it."""

    day: str
    author: str
    values: Fields


class SubjectRecord(NamedTuple):
    """A record as far as a reader may know it.

    Attributes:
        table: What kind of record it is: one of `LISTED`.
        uuid: Its own.
        entry: The uuid of the entry that it is about, if any.
        short_id: The short id of that entry.
        kind: What to call it: the kind of an entry or a reply, or else the table.
        day: The day of what it is about.
        fields: What its revisions add up to; empty if it is deleted.
        versions: Its revisions, the oldest first.
    """

    table: str
    uuid: str
    entry: str | None
    short_id: str
    kind: str
    day: str
    fields: Fields
    versions: list[Version]


class SubjectRow(NamedTuple):
    """One field of one record.

    Attributes:
        role: What the person is in the record: one of `ROLES`.
        kind: What kind of record it is.
        short_id: The entry that it is, or is about.
        day: The day of what it is about.
        field: Which field.
        text: What it says.
        until: The day on which that was changed or deleted; None for what it says now.
        record: The uuid of the record.
    """

    role: str
    kind: str
    short_id: str
    day: str
    field: str
    text: object
    until: str | None
    record: str


def role_in(record: SubjectRecord, person: Person) -> str:
    """Return what a person is, or ever was, in a record; `NAMED` if nothing else."""
    for role in _ROLES.get(record.table, (AUTHOR,)):
        if person.is_called(record.fields.get(role)):
            return role
        for version in record.versions:
            if person.is_called(version.values.get(role)):
                return role
    return NAMED


def rows_of(record: SubjectRecord, person: Person, role: str = "") -> Iterator[SubjectRow]:
    """Yield what a record says about a person.

    Args:
        record: The record.
        person: The person. Where they are only named, the texts that name them are all.
        role: What the person is in it, where that is known from another record.
    """
    role = role or role_in(record, person)
    row = SubjectRow(
        role=role,
        kind=record.kind,
        short_id=record.short_id,
        day=record.day,
        field="",
        text="",
        until=None,
        record=record.uuid,
    )
    for field in LISTED[record.table]:
        for value, until in _values_of(record, field):
            if role != NAMED or _is_named(person, field, value):
                yield row._replace(field=field, text=value, until=until)
    # In a record of the person's own, each value is listed already.
    if role == NAMED:
        yield from _changes_by(person, record, row._replace(role=CHANGED))


def _changes_by(
    person: Person,
    record: SubjectRecord,
    row: SubjectRow,
) -> Iterator[SubjectRow]:
    """Yield what a person has written in a record of others, unless it names them.

    Args:
        person: The person.
        record: The record.
        row: What all rows have in common.
    """
    for version in record.versions:
        if not person.is_called(version.author):
            continue
        for field in (*LISTED[record.table], "deleted"):
            value = version.values.get(field)
            if value and not _is_named(person, field, value):
                yield row._replace(day=version.day, field=field, text=value)


def _is_named(person: Person, field: str, value: object) -> bool:
    # An alias may be the word of a choice, too, such as `team` or `closed`.
    return field in _TEXTS and person.is_in(value)


def _values_of(record: SubjectRecord, field: str) -> list[tuple[object, str | None]]:
    """Return the values that a field had, each with the day until which it did; None for now's."""
    values: list[tuple[object, str | None]] = []
    end = None
    for day, value in reversed(_changes_of(record, field)):
        if value:
            values.insert(0, (value, end))
        end = day
    return values


def _changes_of(record: SubjectRecord, field: str) -> list[tuple[str, object]]:
    """Return each value that a field had after another one, and since which day."""
    changes = []
    last: object = None
    for version in record.versions:
        value = version.values.get(field, last)
        if value != last:
            changes.append((version.day, value))
        last = value
    now = record.fields.get(field)
    # Nothing is left of a deleted entry.
    if not now and record.table == "entry" and record.fields:
        now = _SAID_BY_DEFAULT.get(field)
    # A deletion took it; or two people changed it at once, and only one change counted.
    if now != last:
        day = record.day
        if record.versions:
            day = record.versions[-1].day
        changes.append((day, now))
    return changes


def masked(row: SubjectRow, person: Person, mask: MaskOfOthers) -> SubjectRow:
    """Return a row in which everybody but the person is masked.

    Args:
        row: The row.
        person: The person.
        mask: Masks everybody else, and keeps count of it.
    """
    source = row.short_id or row.kind
    text = row.text
    if row.field in _PEOPLE:
        # The whole name: a mask would not find one of a single letter.
        if not person.is_called(text):
            text = MASKS[PERSON]
    elif isinstance(text, (list, tuple)):
        text = tuple(mask.text(str(part), source) for part in text)
    elif row.field in _TEXTS:
        text = mask.text(str(text), source)
    return row._replace(text=text)
