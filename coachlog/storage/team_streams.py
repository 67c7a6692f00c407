"""What of each record the others of a team may have: `merging.travelling`, with the log at hand.

A record about an entry goes where its entry goes, and only while others may read that.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from coachlog.domain.families import EVERY_TEAM, FAMILIES, OWN_TEAM, TEAM_OF_ENTRY
from coachlog.domain.fields import MOVED_FROM, Fields
from coachlog.domain.folding import PRIVATE, EntryHistory, expanded, share_of
from coachlog.domain.merging import travelling
from coachlog.domain.nameless import NAMELESS_FAMILIES, travelling_nameless
from coachlog.domain.revision import Revision
from coachlog.domain.typed_text import name_key
from coachlog.storage import record_tables
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_patches
from coachlog.storage.revisions import in_batches

Numbered = tuple[int, Revision]
History = Sequence[Revision]

# Entries first: what is about an entry leaves only where the entry does.
TABLES = tuple(table for table, family in FAMILIES.items() if family.travels)
ABOUT_ENTRY = tuple(table for table in TABLES if FAMILIES[table].team == TEAM_OF_ENTRY)
# All that is left of a record about an entry that was deleted.
_LEFT = frozenset({"deleted", "purged"})
# Fields of such a record that name an entry. Nothing leads to a private one.
_ENTRIES = ("entry", "other", "earlier")


class TeamStream:
    """What may leave for the others of one team."""

    def __init__(self, log: Log, teams: Collection[str]) -> None:
        self.log = log
        self._teams = {name_key(team) for team in teams}

    def histories(self, records: Iterable[str]) -> Iterator[list[list[Numbered]]]:
        """Yield the numbered revisions of records, in batches; each record's in their order.

        Args:
            records: any number of uuids.
        """
        for batch in in_batches(records):
            rows = self.log.all(
                f"""SELECT number, id, record, tbl, hlc, device, author, patch FROM revision
                    WHERE record IN ({marks(batch)}) ORDER BY record, hlc, id""",
                batch,
            )
            histories: dict[str, list[Numbered]] = {}
            for number, revision, record, table, hlc, device, author, text in rows:
                stored = Revision(
                    id=revision,
                    record=record,
                    table=table,
                    hlc=hlc,
                    device=device,
                    author=author,
                    patch=read_patch(self.log, record, text),
                )
                histories.setdefault(record, []).append((number, stored))
            yield list(histories.values())

    def allowed(self, table: str, histories: Sequence[History]) -> list[list[Revision]]:
        """Return what may leave of some records of one table.

        Args:
            table: one of `TABLES`.
            histories: all revisions of each record, in the order of `(hlc, id)`; at most a few
                hundred records.
        """
        if table == "entry":
            return [self._of_entry(history) for history in histories]
        if table in ABOUT_ENTRY:
            return self._about_entries(table, histories)
        return [self._of_record(table, history) for history in histories]

    def records_about(self, table: str, entries: Sequence[str]) -> list[str]:
        """Return the uuids of the records of one of `ABOUT_ENTRY` about at most a few hundred."""
        if table not in record_tables.ABOUT_ENTRY:
            return []
        return self.log.column(
            f"SELECT uuid FROM {table} WHERE entry IN ({marks(entries)}) ORDER BY uuid",
            entries,
        )

    def _of_entry(self, history: History) -> list[Revision]:
        if not self._was_here(history):
            return []
        if _entry_history(history).has_private_period():
            # Another version shared it: see `private_periods`.
            return travelling(history, ())
        return travelling(history, self._teams)

    def _was_here(self, history: History) -> bool:
        """Return whether an entry was ever this team's to read, or may have been.

        Of one whose texts were all taken out nobody knows its team, and the rest says nothing.
        """
        team = share = None
        for revision in history:
            patch = expanded(revision.patch)
            team = patch.get("team") or patch.get(MOVED_FROM) or team
            share = share_of(patch) or share
            if share != PRIVATE and (team is None or name_key(team) in self._teams):
                return True
        return False

    def _of_record(self, table: str, history: History) -> list[Revision]:
        fields = _fold(table, history)
        whose = FAMILIES[table].team
        if whose == OWN_TEAM:
            team = fields.get("team") or ""
            if name_key(team) not in self._teams:
                return []
        elif whose != EVERY_TEAM:
            return []
        if table in NAMELESS_FAMILIES:
            history = travelling_nameless(history)
        return _without_deleted(history, fields)

    def _about_entries(self, table: str, histories: Sequence[History]) -> list[list[Revision]]:
        folds = [_fold(table, history) for history in histories]
        readable = self._readable_entries(folds)
        was_here = self._entries_that_were_here(folds)
        beginnings = self._beginnings(histories, folds)
        allowed: list[list[Revision]] = []
        for history, fields in zip(histories, folds, strict=True):
            entry = fields.get("entry")
            leaving: list[Revision] = []
            if fields.get("deleted"):
                if entry in was_here:
                    leaving = _without_deleted(history, fields)
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
        for batch in self.histories(entries):
            for numbered in batch:
                revisions = [revision for _, revision in numbered]
                epoch = _entry_history(revisions).epoch
                for revision in revisions:
                    if revision.id.hex() == epoch:
                        beginnings[revision.record] = revision.hlc
        return beginnings

    def _readable_entries(self, folds: Sequence[Fields]) -> set[str]:
        """Return which entries that some records name the others of the team can read.

        What is named beside may be another team's: that it is there is no secret.
        """
        own = set()
        uuids: set[str] = set()
        for fields in folds:
            own.add(fields.get("entry"))
            uuids.update(_entries_in(fields))
        readable = set()
        for batch in in_batches(uuids):
            rows = self.log.all(
                f"""SELECT uuid, team FROM entry
                    WHERE uuid IN ({marks(batch)}) AND share <> 'private'""",
                batch,
            )
            for uuid, team in rows:
                if uuid not in own or name_key(team) in self._teams:
                    readable.add(uuid)
        return readable

    def _entries_that_were_here(self, folds: Sequence[Fields]) -> set[str | None]:
        """Return the entries that deleted records are about, if the team could ever read those.

        A record whose entry nobody knows any more has no text either: it counts as one of them.
        """
        entries = {fields.get("entry") for fields in folds if fields.get("deleted")}
        was_here: set[str | None] = {None}
        for histories in self.histories(filter(None, entries)):
            for history in histories:
                revisions = [revision for _, revision in history]
                if self._was_here(revisions):
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

    What was changed while others could not read the entry is none of theirs.

    Args:
        history: all of the record.
        beginning: the hlc at which the entry began anew; an empty text if it never did.
    """
    former = [revision for revision in history if revision.hlc < beginning]
    if len(former) < 2:
        return list(history)
    last = former[-1]
    merged = last._replace(patch=_fold(last.table, former))
    return [merged, *history[len(former) :]]


def _entry_history(history: History) -> EntryHistory:
    return EntryHistory([(revision.id, revision.patch) for revision in history])


def _fold(table: str, history: History) -> Fields:
    return fold_patches(table, [(revision.id, revision.patch) for revision in history])


def _without_deleted(history: History, fields: Fields) -> list[Revision]:
    """Return the revisions of a record, without its texts if it is deleted."""
    if not fields.get("deleted"):
        return list(history)
    leaving = []
    for revision in history:
        left = {name: value for name, value in revision.patch.items() if name in _LEFT}
        if left:
            leaving.append(revision._replace(patch=left))
    return leaving
