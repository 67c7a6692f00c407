"""What of the records about entries the others of a team may have.

They go where their entry goes, and only while others may read that.
"""

from collections.abc import Sequence

from coachlog.domain.fields import Fields
from coachlog.domain.merging import history_of
from coachlog.domain.revision import Revision
from coachlog.storage.entry_streams import EntryStream, History
from coachlog.storage.folds import fold_patches

# All that is left of a record that was deleted.
_LEFT = frozenset({"deleted", "purged"})
# Fields of such a record that name an entry. Nothing leads to a private one.
_ENTRIES = ("entry", "other", "earlier")


class AboutEntries:
    """What may leave of records about entries, for the others of one team."""

    def __init__(self, stream: EntryStream) -> None:
        self._stream = stream

    def allowed(self, table: str, histories: Sequence[History]) -> list[list[Revision]]:
        """Return what may leave of some records of one table; see `TeamStream.allowed`."""
        folds = [fold_of(table, history) for history in histories]
        readable = self._readable_entries(folds)
        was_here = self._entries_that_were_here(folds)
        beginnings = self._beginnings(histories, folds)
        allowed: list[list[Revision]] = []
        for history, fields in zip(histories, folds, strict=True):
            entry = fields.get("entry")
            leaving: list[Revision] = []
            if fields.get("deleted"):
                if entry in was_here:
                    leaving = without_deleted(history, fields)
            elif entry and readable.issuperset(_entries_in(fields)):
                leaving = _since(history, beginnings.get(entry, ""))
            allowed.append(leaving)
        return allowed

    def _beginnings(
        self,
        histories: Sequence[History],
        folds: Sequence[Fields],
    ) -> dict[str, str]:
        """Return the hlc at which each entry began anew that a changed record is about."""
        entries = set()
        for history, fields in zip(histories, folds, strict=True):
            if len(history) > 1 and fields.get("entry"):
                entries.add(fields["entry"])
        beginnings = {}
        for batch in self._stream.histories(entries):
            for numbered in batch:
                revisions = [revision for _, revision in numbered]
                epoch = history_of(revisions).epoch
                for revision in revisions:
                    if revision.id.hex() == epoch:
                        beginnings[revision.record] = revision.hlc
        return beginnings

    def _readable_entries(self, folds: Sequence[Fields]) -> set[str]:
        """Return which entries that some records name the others of the team can read.

        What is named beside may be another team's: its existence is not a secret.
        """
        own = set()
        uuids: set[str] = set()
        for fields in folds:
            own.add(fields.get("entry"))
            uuids.update(_entries_in(fields))
        readable = set()
        for uuid, is_of_team in self._stream.readable_entries(uuids).items():
            if is_of_team or uuid not in own:
                readable.add(uuid)
        return readable

    def _entries_that_were_here(self, folds: Sequence[Fields]) -> set[str | None]:
        """Return the entries that deleted records are about, if the team could ever read those.

        A record whose entry is no longer known has no text either: it counts as one of them.
        """
        entries = {fields.get("entry") for fields in folds if fields.get("deleted")}
        was_here: set[str | None] = {None}
        for histories in self._stream.histories(filter(None, entries)):
            for history in histories:
                revisions = [revision for _, revision in history]
                if self._stream.was_here(revisions):
                    was_here.add(revisions[0].record)
        return was_here


def _entries_in(fields: Fields) -> list[str]:
    """Return the entries that a record names: the one that it is about, and another one."""
    entries = []
    for name in _ENTRIES:
        if fields.get(name):
            entries.append(fields[name])
    return entries


def _since(history: History, beginning: str) -> list[Revision]:
    """Return the revisions of a record about an entry, of former ones only what they add up to.

    What was changed while others could not read the entry is not theirs to see.

    Args:
        history: all of the record.
        beginning: the hlc at which the entry began anew; an empty text if it never did.
    """
    former = [revision for revision in history if revision.hlc < beginning]
    if len(former) < 2:
        return list(history)
    last = former[-1]
    merged = last._replace(patch=fold_of(last.table, former))
    return [merged, *history[len(former) :]]


def fold_of(table: str, history: History) -> Fields:
    """Return what the revisions of a record add up to.

    Args:
        table: its table.
        history: all of them, in the order of `(hlc, id)`.
    """
    return fold_patches(table, [(revision.id, revision.patch) for revision in history])


def without_deleted(history: History, fields: Fields) -> list[Revision]:
    """Return the revisions of a record, without its texts if it is deleted.

    Args:
        history: all of them.
        fields: what they add up to.
    """
    if not fields.get("deleted"):
        return list(history)
    leaving = []
    for revision in history:
        left = {name: value for name, value in revision.patch.items() if name in _LEFT}
        if left:
            leaving.append(revision._replace(patch=left))
    return leaving
