"""Which of the groups in a log are shown there: of those that may overlap, only the first.

Nobody may learn an answer by subtracting one group from another that has all but one of its
answers. Four rules see to that:

- An answer is in one group only, and only in the file that it was given in
  (`storage.feedback_file`). So groups of different files overlap only if their copies were made in
  a way that nobody could notice, or before this rule; or if one form was imported into two logs.
- A group that closed elsewhere has marks of its answers. One with a mark in common with another
  overlaps it, and its answers are in no new group.
- The marks of a form's answers differ from log to log. So of two groups with such answers, which
  closed in different files and are about the same trainer, nobody can exclude that they overlap.
- Of groups that overlap, or may, the one that was first in this file is shown, as it was before the
  other came. The others are never shown and in no sum, even when the first one is no longer shown:
  whoever saw it could still subtract. The order in which groups came to a file never changes.

The figures of one trainer (`OWN`) do not leave with the files of a team, because all of the team
can read those. They leave, with the comments, only in a bundle that this trainer makes for another
computer of their own. The figures of a team leave without comments, which nobody but the trainer
sees.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from coachlog.domain.feedback_closing import Closing


class StoredGroup(NamedTuple):
    """A group as a log has it.

    Attributes:
        answers: The uuids of its answers in the log that closed it; elsewhere none.
        marks: A mark for each answer.
        team: As it was when the group was closed; None if the answers are about several.
        topic: Likewise.
        first_on: The day of its first answer; elsewhere the Monday of its week.
        last_on: Likewise of its last one.
        closing: What was noted when it was closed; None in logs of older versions.
        uuid: Its id.
    """

    answers: tuple[str, ...]
    marks: frozenset[str] = frozenset()
    team: str | None = None
    topic: str | None = None
    first_on: str | None = None
    last_on: str | None = None
    closing: Closing | None = None
    uuid: str = ""

    @property
    def trainers(self) -> frozenset[str]:
        """The trainers that it is about, as far as that was noted."""
        return frozenset(self.closing.trainers if self.closing else ())

    @property
    def may_be_imported(self) -> bool:
        """Whether other logs may have any of its answers under other marks."""
        return self.closing is None or self.closing.imported

    @property
    def origin(self) -> str:
        """The file that closed it; nothing for this one, which knows all of the answers."""
        if self.answers or not self.closing:
            return ""
        return self.closing.origin


def groups_apart(groups: Iterable[StoredGroup]) -> list[StoredGroup]:
    """Return the groups of which no two can have an answer in common.

    Args:
        groups: all of one view, in the order in which they came to this file.
    """
    marks: set[str] = set()
    origins: defaultdict[str, set[str]] = defaultdict(set)
    apart = []
    for group in groups:
        others = set()
        if group.may_be_imported:
            for trainer in group.trainers:
                others |= origins[trainer] - {group.origin}
        if others or not marks.isdisjoint(group.marks):
            continue
        apart.append(group)
        marks |= group.marks
        if group.may_be_imported:
            for trainer in group.trainers:
                origins[trainer].add(group.origin)
    return apart
