"""Whose names masks look for: everybody who was ever in the log, and the names it was taught.

Only what makes masks reads this. It goes through the history of every record that was deleted or
may have had another name, which takes too long for a recording.
"""

from collections.abc import Sequence

from coachlog.domain.fields import Fields
from coachlog.domain.folding import expanded
from coachlog.domain.typed_text import name_key
from coachlog.named_tuple import NamedTuple
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import HIDDEN_ENTRY, marks
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import in_batches
from coachlog.storage.visibility import readable_entries

_FIELDS = ("trainer", "learner", "author")
# Each column with names, its table, and the uuid of the entry that a row is about.
_COLUMNS = (
    ("trainer", "entry", "r.uuid"),
    ("learner", "entry", "r.uuid"),
    ("author", "checkin", "r.entry"),
    ("author", "reply", "r.entry"),
)
# From one name to the next: a log has few names, and each stands in thousands of entries.
_NAMES = f"""
    WITH RECURSIVE names (name) AS (
        VALUES ('')
        UNION ALL
        SELECT (SELECT {{column}} FROM {{table}} WHERE {{column}} > name
                ORDER BY {{column}} LIMIT 1)
        FROM names WHERE name IS NOT NULL)
    SELECT name FROM names WHERE name IS NOT NULL
    AND EXISTS (SELECT 1 FROM {{table}} r WHERE r.{{column}} = name AND NOT EXISTS (
        SELECT 1 FROM entry e WHERE e.uuid = {{entry}} AND {HIDDEN_ENTRY}))
"""
# Records that may have had another name, by the words of the index `revision_naming`. A check-in or
# a reply with one revision is in its table as it was written.
_NAMING = """(tbl IN ('checkin', 'reply')
    OR (tbl = 'entry' AND substr(patch, 1, 1) = '{'
        AND (instr(patch, '"deleted"') OR instr(patch, '"trainer"') OR instr(patch, '"learner"'))))
"""
_RENAMED_ENTRIES = f"""
    SELECT DISTINCT record FROM revision INDEXED BY revision_naming
    WHERE tbl = 'entry' AND {_NAMING}
"""
_ANSWERS = "FROM revision INDEXED BY revision_naming WHERE tbl IN ('checkin', 'reply')"
_CHANGED_ANSWERS = f"SELECT record {_ANSWERS} GROUP BY tbl, record HAVING count(*) > 1"
_HAS_CHANGED_ANSWERS = f"""SELECT (SELECT count(*) {_ANSWERS})
    <> (SELECT count(*) FROM checkin) + (SELECT count(*) FROM reply)"""


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
    people = set()
    for column, table, entry in _COLUMNS:
        names = _NAMES.format(column=column, table=table, entry=entry)
        people.update(log.column(names, {"reader": log.reader}))
    for records in in_batches(_renamed(log)):
        readable = readable_entries(log, records)
        people |= _names_in_revisions(log, [record for record in records if readable[record]])
    return sorted(people)


def _renamed(log: Log) -> list[str]:
    """Return the records that may have had another name, each once."""
    records = log.column(_RENAMED_ENTRIES)
    # Each row has a revision, and one that is gone has two. To group them all, which are tens of
    # thousands, takes six times as long as to count them.
    if log.value(_HAS_CHANGED_ANSWERS):
        records += log.column(_CHANGED_ANSWERS)
    return records


def _names_in_revisions(log: Log, records: Sequence[str]) -> set[str]:
    """Return every name that at most a few hundred records ever had."""
    # The pattern spares reading patches without a name: it also matches texts with that word. The
    # array of a new entry holds its trainer without that word.
    patches = log.all(
        f"""SELECT record, patch FROM revision WHERE record IN ({marks(records)})
            AND (patch LIKE '[%' OR patch LIKE '%"trainer"%'
                 OR patch LIKE '%"learner"%' OR patch LIKE '%"author"%'
                 OR patch LIKE '%"snapshot":[%')""",
        records,
    )
    names: set[str] = set()
    for record, patch in patches:
        fields = expanded(read_patch(log, record, patch))
        names.update(fields[field] for field in _FIELDS if fields.get(field))
    return names


def taught_words(log: Log) -> dict[str, TaughtName]:
    """Return what was said of each word, by its key; sorted.

    After a merge a word may have several records: the newest of them counts.
    """
    words = {}
    for row in log.all("SELECT uuid, name, is_name, author FROM taught_name ORDER BY uuid"):
        uuid, name, is_name, author = row
        words[name_key(name)] = TaughtName(
            uuid=uuid,
            name=name,
            is_name=bool(is_name),
            author=author,
        )
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
