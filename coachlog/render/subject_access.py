"""What a log holds about one person, as a page to hand to them.

It says what it looked into and what it cannot have, so that it claims no more than is true. It
counts nothing: no page has figures about one person.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from coachlog.domain.fields import FIELDS
from coachlog.domain.subject_access import AUTHOR, CHANGED, LEARNER, NAMED, TRAINER, SubjectRow
from coachlog.render.columns import Column, cell_text
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import count_of, join_names, long_day_text

COLUMNS = [
    Column("role"),
    Column("kind"),
    Column("short_id", "id"),
    Column("day"),
    Column("field"),
    Column("text", wide=True),
    Column("until"),
    Column("record"),
]
_HEADINGS = {
    TRAINER: "Entries that {} recorded",
    LEARNER: "Entries about {}, as the learner",
    AUTHOR: "Check-ins, answers and names from {}",
    NAMED: "Texts that name {}",
    CHANGED: "What {} changed in other records",
}
_LABELS = {
    "days": "after (days)",
    "begun_on": "begun",
    "rated_on": "last rated",
    "due_on": "due",
}
_LOOKED_INTO = (
    "Looked into: entries, also deleted ones that were not purged, with what they said before;"
    " check-ins, answers, meetings, guides, taught names, settings, holds, and who changed what."
)
_NAMES = (
    "A name is found in any case and with or without accents. A nickname, a slip or a pronoun is"
    " not found, and somebody else may have the same name."
)
_WALLS = (
    "Not here: private entries, settings and holds of other people; whom the entries of others are"
    " about; and what others took back. Each person who writes runs this command for their own."
)
_NAMELESS = "Not here: single answers of feedback, and walks through a guide. They carry no name."
_ONES_OWN = (
    "Not here: feedback on coaching, and what was practised. Only the person sees that:"
    " coachlog feedback report, coachlog drill --stats."
)
_COPIES = (
    "Not looked into: backups, exported files, pages, sheets and bundles; shared folders, hubs and"
    " record stores; other logs, and what waits to be taken in from them."
)


def limits(*, is_reader: bool) -> list[str]:
    """Return what was looked into and what was not, a sentence or two each.

    Args:
        is_reader: whether the reader asks about themselves.
    """
    texts = [_LOOKED_INTO, _NAMES, _WALLS, _NAMELESS]
    if not is_reader:
        texts.append(_ONES_OWN)
    return [*texts, _COPIES]


def subject_page(
    names: Sequence[str],
    rows: Sequence[SubjectRow],
    *,
    reader: str,
    today: str,
    is_reader: bool,
) -> Iterator[Block]:
    """Yield what a log holds about a person.

    Args:
        names: every name of the person.
        rows: what it holds, in the order of the page.
        reader: who made it.
        today: the day on which it is made, as an ISO date.
        is_reader: whether the reader asks about themselves.
    """
    name = join_names(names)
    yield Heading(f"What is recorded about {name}", level=1)
    yield Paragraph(
        f"What {reader or 'the team'} may read of it, on {_day_text(today)}."
        " Other names that the log knows are masked, and so are e-mail addresses, numbers and"
        " streets. Read it before you hand it over.",
        quiet=True,
    )
    records = groupby(rows, lambda row: (row.role, row.record, row.kind, row.day))
    role = ""
    for _, group in records:
        fields = list(group)
        first = fields[0]
        if first.role != role:
            role = first.role
            yield Heading(_HEADINGS[role].format(name))
        parts = [_day_text(first.day), first.kind, first.short_id]
        yield Heading(" · ".join(filter(None, parts)), level=3)
        yield LabelledTexts([_labelled(row) for row in fields if not _is_in_heading(row)])
    yield Heading("What this page has, and what it cannot have")
    yield TextList(limits(is_reader=is_reader))


def rows_text(rows: Sequence[SubjectRow]) -> str:
    """Return how many records some rows are of."""
    return count_of(len({(row.record, row.role) for row in rows}), "record")


def _is_in_heading(row: SubjectRow) -> bool:
    return row.field in ("kind", "occurred_on") and row.text in (row.kind, row.day)


def _labelled(row: SubjectRow) -> tuple[str, str]:
    label = _LABELS.get(row.field) or row.field
    if row.field in FIELDS:
        label = FIELDS[row.field].label
    if row.until:
        label += f", until {_day_text(row.until)}"
    return label, cell_text(row.text)


def _day_text(day: str) -> str:
    # Feedback has weeks; and a page is read in other years, too.
    if "W" in day or not day:
        return day
    return long_day_text(day, date.min)
