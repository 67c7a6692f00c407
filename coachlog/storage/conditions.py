"""Conditions in SQL that several modules of storage need.

Who may read an entry is decided here and nowhere else. The words are those of the partial indexes:
SQLite uses such an index only if a query repeats its condition
(https://www.sqlite.org/partialindex.html, section 3.1).
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sized

# Entries that everybody in the team may read: of `entry e`, of an `entry o` that a reply to `e`
# names, and of the tables that repeat the fact.
SHARED_ENTRY = "e.share <> 'private'"
SHARED_OTHER = "o.share <> 'private'"
SHARED_TOPIC = "t.private = 0"
SHARED_DUE = "d.private = 0"

# What a week shows first, in the words of the index `entry_first`: good catches, and leaders' own
# mistakes.
SHOWN_FIRST = "(e.caught = 'before-effect' OR (e.own = 1 AND e.role = 'leader'))"
# A mistake that was neither put right nor adopted or closed.
OPEN_MISTAKE = """e.kind = 'mistake' AND e.recovery IS NULL
    AND e.status NOT IN ('adopted', 'closed')"""

# The name that this file signs its revisions with. Two files may begin an action at the same time,
# so a revision belongs to an action of this file only if its device is this one.
OWN_DEVICE = "(SELECT value FROM meta WHERE name = 'device')"

# A revision by which something was erased for good.
IS_PURGED = """instr(patch, '"purged":true')"""

_AFTER_EVERY_LETTER = "\U0010ffff"


def readable(shared: str, trainer: str = "e.trainer") -> str:
    """Return the condition that `:reader` may read an entry: it is shared, or it is their own.

    Args:
        shared: the condition that it is shared, one of the constants above. A plus before it keeps
            SQLite from choosing an index by it (https://www.sqlite.org/optoverview.html#uplus).
        trainer: the column with the entry's trainer.
    """
    return f"({shared} OR {trainer} = :reader)"


# An entry that `:reader` may not read; unlike the opposite of `readable`, true without a trainer.
HIDDEN_ENTRY = "e.share = 'private' AND e.trainer IS NOT :reader"
# Readable, of `entry e`, with the reader bound by position.
READABLE_ENTRY = f"({SHARED_ENTRY} OR e.trainer = ?)"


def marks(values: "Sized") -> str:
    """Return one `?` for each of `values`, separated by commas."""
    return ", ".join("?" * len(values))


def span_of_beginning(beginning: str) -> tuple[str, str]:
    """Return the first text that begins so, and the first after all that do.

    An index finds such a span, which it does not for LIKE with a value that is bound.
    """
    return beginning, beginning + _AFTER_EVERY_LETTER
