"""All that is known of one record when revisions of it arrive, and what is stored of it then."""

from collections.abc import Collection, Mapping
from operator import attrgetter

from coachlog.domain.authority import NOT_THEIRS, WAITING, is_claim, not_theirs
from coachlog.domain.causality import too_early, withdrawn_early
from coachlog.domain.fields import MARKS, Fields
from coachlog.domain.folding import PRIVATE, expanded
from coachlog.domain.merging import Revision, is_skeleton, to_blank
from coachlog.storage.arrival_checks import MALFORMED, ArrivalChecks
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_patches
from coachlog.storage.held import held_about, without_text
from coachlog.storage.histories import read_histories
from coachlog.storage.patch_json import patch_text

_in_order = attrgetter("hlc", "id")
# What makes it worth to look whether the text of an entry has to go.
_MAY_WITHDRAW = MARKS | {"purged"}


class RecordHistory:
    """The revisions of one record.

    Attributes:
        record: Its uuid.
        table: Its family.
        unchanged: How many arriving revisions were stored before.
        new: The revisions that are stored now.
        held: The revisions that are set aside, with the reason.
        released: The revisions that are no longer set aside.
        expelled: The numbers of stored ones that should have been set aside, each in a tuple.
        rewritten: `(patch, number)` of stored ones whose text came, or has to go.
    """

    def __init__(self, record: str, table: str) -> None:
        self.record = record
        self.table = table
        self.unchanged = 0
        self.new: list[Revision] = []
        self.held: list[tuple[Revision, str]] = []
        self.released: list[Revision] = []
        self.expelled: list[tuple[int]] = []
        self.rewritten: list[tuple[str, int]] = []
        self._numbers: dict[bytes, int] = {}
        self._stored: dict[bytes, Revision] = {}
        self._known: dict[bytes, Revision] = {}
        self._set_aside: dict[bytes, Revision] = {}

    def add_stored(self, number: int, revision: Revision) -> None:
        """Add a revision that is stored."""
        self._numbers[revision.id] = number
        self._stored[revision.id] = self._known[revision.id] = revision

    def add_held(self, revision: Revision) -> None:
        """Add a revision that was set aside."""
        if revision.table == self.table and revision.id not in self._known:
            self._set_aside[revision.id] = self._known[revision.id] = revision

    def add_arriving(self, revision: Revision) -> None:
        """Add a revision that arrives."""
        if revision.table != self.table:
            self.held.append((revision, MALFORMED))
            return
        known = self._known.get(revision.id)
        if known is not None and known.author != revision.author:
            # Of two people who sent something under one id, one has copied it to hide the other.
            self.held.append((without_text(revision), NOT_THEIRS))
            return
        if known is None or self._has_text_again(known.patch, revision.patch):
            self._known[revision.id] = revision
        elif revision.id in self._stored:
            self.unchanged += 1

    def decide(self, device: str) -> None:
        """Decide what is stored and what is set aside.

        Args:
            device: This log. What it has written itself is never set aside.
        """
        if self.table == "entry":
            self._set_aside_some(device)
            self._blank_entry(device)
        elif any(revision.patch.get("purged") for revision in self._known.values()):
            self._blank_record()
        for number, revision in self._known.items():
            if number not in self._stored:
                self.new.append(revision)
                if number in self._set_aside:
                    self.released.append(revision)
            elif revision.patch != self._stored[number].patch:
                text = patch_text(revision.patch)
                self.rewritten.append((text, self._numbers[number]))

    @property
    def was_here(self) -> bool:
        """Whether anything of the record was stored before."""
        return bool(self._stored)

    @property
    def has_changed(self) -> bool:
        """Whether what is stored changes."""
        return bool(self.new or self.rewritten or self.expelled)

    def fold(self) -> Fields:
        """Return what the revisions add up to that are stored now."""
        items = [(revision.id, revision.patch) for revision in self._in_order()]
        return fold_patches(self.table, items)

    def _in_order(self) -> list[Revision]:
        return sorted(self._known.values(), key=_in_order)

    def _first_claim(self) -> bytes | None:
        """Return the id of the revision from which this log knows whose the entry is."""
        # In the order in which they came.
        for number, revision in self._known.items():
            if is_claim(revision):
                return number
        return None

    def _has_text_again(self, known: Fields, arriving: Fields) -> bool:
        """Return whether a change has come without its text before, and now comes with it."""
        return self.table == "entry" and is_skeleton(known) and not is_skeleton(arriving)

    def _set_aside_some(self, device: str) -> None:
        """Set aside what somebody wrote who may not, and what has to wait for something else.

        Args:
            device: this log, whose own revisions stay.
        """
        in_order = self._in_order()
        foreign = not_theirs(in_order, self._first_claim())
        reasons = dict.fromkeys(self._waiting(in_order, foreign, device), WAITING)
        reasons.update(dict.fromkeys(foreign, NOT_THEIRS))
        for number, reason in reasons.items():
            revision = self._known[number]
            if number in self._stored:
                if revision.device == device:
                    continue
                self.expelled.append((self._numbers[number],))
            del self._known[number]
            self.held.append((revision, reason))

    def _waiting(
        self,
        in_order: list[Revision],
        foreign: Collection[bytes],
        device: str,
    ) -> set[bytes]:
        """Return the ids of what has to wait. What is withdrawn by now loses its text instead.

        Args:
            in_order: all revisions.
            foreign: the ids of those that somebody wrote who may not.
            device: this log. What it has written keeps its text.
        """
        waiting = too_early(in_order)
        if waiting and self._is_believed(in_order):
            theirs = [revision for revision in in_order if revision.id not in foreign]
            for revision in withdrawn_early(theirs, waiting):
                if revision.device != device:
                    self._known[revision.id] = revision
                    waiting.remove(revision.id)
        return waiting

    def _blank_record(self) -> None:
        """Take the text out of a record beside the entries that was erased."""
        for number, revision in self._known.items():
            if not revision.patch.get("purged"):
                self._known[number] = revision._replace(patch={"deleted": True})

    def _blank_entry(self, device: str) -> None:
        """Take the text out of an entry that was withdrawn.

        Args:
            device: this log, which may be its writer's own.
        """
        remaining = self._in_order()
        if self._is_believed(remaining):
            for revision in to_blank(remaining, device):
                self._known[revision.id] = revision

    def _is_believed(self, revisions: list[Revision]) -> bool:
        """Return whether the text may have to go: whose it was is known, or it was erased."""
        patches = [revision.patch for revision in revisions]
        if not any(map(_may_withdraw, patches)):
            return False
        return any("recorded_at" in expanded(patch) or patch.get("purged") for patch in patches)


def _may_withdraw(patch: Fields) -> bool:
    """Return whether a history with this patch may have a text that has to go.

    Nearly none has, and folding all of them to know would take most of the time.
    """
    return patch.get("share") == PRIVATE or not _MAY_WITHDRAW.isdisjoint(patch)


def histories_with(
    log: Log,
    arriving: Mapping[str, list[Revision]],
    checks: ArrivalChecks,
) -> list[RecordHistory]:
    """Return the histories of records, with what arrives of each.

    Args:
        log: the log, in the transaction that is going to write.
        arriving: by record, what arrives of it; at most `revisions.BATCH` records.
        checks: what a revision that was set aside has to pass now.
    """
    stored = read_histories(log, arriving)
    histories: dict[str, RecordHistory] = {}
    for record, new in arriving.items():
        history = histories[record] = RecordHistory(record, new[0].table)
        for number, revision in stored.get(record, []):
            history.table = revision.table
            history.add_stored(number, revision)
    for revision in held_about(log, list(arriving)):
        if not checks.reason_to_hold(revision):
            histories[revision.record].add_held(revision)
    for record, new in arriving.items():
        for revision in new:
            histories[record].add_arriving(revision)
    return list(histories.values())
