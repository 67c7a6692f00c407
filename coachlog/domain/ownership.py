"""Whose an entry is, and what others may do with it.

An entry belongs to the trainer who wrote it. Other people's private entries do not exist for a
reader. Of what is shared, others may change much, but four things are the owner's alone: to hand
it over, to see whom it is about, to decide whether the team reads it at all, and to erase it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Fields = Mapping[str, Any]

# The owner's alone; and what others may still write on a private entry: a team or a topic that is
# renamed is renamed everywhere, or its owner would be left behind with the old name.
OWNERS_FIELDS = frozenset({"trainer", "learner"})
_NAMES = frozenset({"team", "topics", "updated_at"})


def is_owner(fields: "Fields", person: str | None) -> bool:
    """Return whether an entry with these fields is a person's own."""
    return person is not None and fields.get("trainer") == person


def may_read(fields: "Fields", reader: str | None) -> bool:
    """Return whether a reader may see an entry with these fields.

    One that was purged has none left, and nobody can see it.
    """
    if not fields or fields.get("purged"):
        return False
    return fields.get("share") != "private" or is_owner(fields, reader)


def may_erase(fields: "Fields", person: str | None, *, has_deleted: bool) -> bool:
    """Return whether a deleted entry with these fields is a person's to erase, or to bring back.

    Args:
        fields: the fields of the entry before it was deleted.
        person: who wants to.
        has_deleted: whether they deleted it, which decides for an entry without an owner.
    """
    is_nobodys = fields.get("trainer") is None
    is_theirs = has_deleted if is_nobodys else is_owner(fields, person)
    return is_theirs and may_read(fields, person)


def refused_fields(before: "Fields", patch: "Fields", author: str | None) -> set[str]:
    """Return the fields of a patch that its author may not write on an entry.

    Args:
        before: the fields of the entry now; empty for one that is new.
        patch: what is to be written.
        author: who writes it.
    """
    if not before or is_owner(before, author):
        return set()
    if not may_read(before, author):
        return set(patch) - _NAMES
    refused = set(OWNERS_FIELDS & patch.keys())
    if patch.get("share") == "private":
        refused.add("share")
    # An entry without a trainer has no owner: anyone may claim it, or remove its learner. But to
    # enter a learner would show whether the guess was right.
    if before.get("trainer") is None:
        refused.discard("trainer")
        if patch.get("learner") is None:
            refused.discard("learner")
    return refused
