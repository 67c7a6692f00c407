"""Whose names masks look for: everybody who was ever in the log, and the names it was taught.

Only what makes masks reads this. It goes through the history of every record that was ever changed,
which takes too long for a recording.
"""

from typing import NamedTuple

from coachlog.domain.fields import Fields
from coachlog.domain.ownership import may_read
from coachlog.domain.typed_text import name_key
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import HIDDEN_ENTRY
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import fold_many, in_batches

# A name, the table that it is in, and the uuid of the entry that it is about.
_COLUMNS = (
    ("trainer", "entry", "r.uuid"),
    ("learner", "entry", "r.uuid"),
    ("author", "checkin", "r.entry"),
    ("author", "reply", "r.entry"),
)
_NOT_HIDDEN = f"{{}} NOT IN (SELECT e.uuid FROM entry e WHERE {HIDDEN_ENTRY})"
_FIELDS = ("trainer", "learner", "author")
# A record with one revision is in its table as it was written; the index alone tells which have
# more. The pattern spares reading patches without a name: it also matches texts with that word.
# The array of a new entry holds its trainer without that word.
_CHANGED = f"""
    SELECT record, patch FROM revision r WHERE {_NOT_HIDDEN.format("r.record")}
    AND record IN (SELECT record FROM revision GROUP BY record HAVING count(*) > 1)
    AND tbl IN ('entry', 'checkin', 'reply')
    AND (patch LIKE '[%' OR patch LIKE '%"trainer"%'
         OR patch LIKE '%"learner"%' OR patch LIKE '%"author"%')
"""


class TaughtName(NamedTuple):
    """A word of which somebody said whether it is a name."""

    uuid: str
    name: str
    is_name: bool
    author: str | None


def known_people(log: Log) -> list[str]:
    """Return everybody who is, or ever was, a trainer, learner or answerer; sorted.

    Those of entries that were edited or deleted since are among them; those of purged ones are not,
    because nothing of such an entry is left. Those of other people's private entries are not
    either: a mask that knew them would answer any guess.
    """
    selects = [
        f"SELECT {name} FROM {table} r WHERE {name} IS NOT NULL AND {_NOT_HIDDEN.format(entry)}"
        for name, table, entry in _COLUMNS
    ]
    reader = {"reader": log.reader}
    people = {name for (name,) in log.all(" UNION ".join(selects), reader)}
    changed = log.all(_CHANGED, reader)
    hidden = _deleted_by_others(log, {record for record, _ in changed})
    for record, patch in changed:
        if record not in hidden:
            fields = read_patch(log, record, patch)
            people.update(fields[field] for field in _FIELDS if fields.get(field))
    return sorted(people)


def _deleted_by_others(log: Log, records: set[str]) -> set[str]:
    """Return those records that are other people's private entries, and deleted."""
    existing = set(log.column("SELECT uuid FROM entry"))
    hidden = set()
    for batch in in_batches(sorted(records - existing)):
        for record, fields in fold_many(log, batch).items():
            if not may_read(fields, log.reader):
                hidden.add(record)
    return hidden


def taught_words(log: Log) -> dict[str, TaughtName]:
    """Return what was said of each word, by its key; sorted.

    After a merge a word may have several records: the newest of them counts.
    """
    words = {}
    for row in log.all("SELECT uuid, name, is_name, author FROM taught_name ORDER BY uuid"):
        uuid, name, is_name, author = row
        words[name_key(name)] = TaughtName(uuid, name, bool(is_name), author)
    return dict(sorted(words.items()))


def taught_names(log: Log) -> list[str]:
    """Return the names that the log was taught, sorted."""
    return [word.name for word in taught_words(log).values() if word.is_name]


def name_change(
    words: dict[str, TaughtName],
    name: str,
    new_uuid: str,
    author: str,
    *,
    is_name: bool,
) -> tuple[str, str, Fields] | None:
    """Return the change that notes whether a word is a name; None if that is noted already.

    Args:
        words: what was said before, as `taught_words` returns it.
        name: the word, or the words of one name.
        new_uuid: the uuid of its record if it has none.
        author: who says so.
        is_name: whether it is a name.
    """
    before = words.get(name_key(name))
    if before is None:
        fields = {"name": name, "is_name": int(is_name), "author": author}
        return "taught_name", new_uuid, fields
    if before.is_name == is_name:
        return None
    return "taught_name", before.uuid, {"is_name": int(is_name), "author": author}
