"""The entries that the others of a team may have: `merging.travelling`, with the log at hand."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from coachlog.domain.fields import MOVED_FROM, Fields
from coachlog.domain.folding import PRIVATE, expanded, share_of
from coachlog.domain.merging import history_of, is_skeleton, travelling
from coachlog.domain.revision import Revision
from coachlog.domain.typed_text import name_key
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.histories import Numbered, read_histories
from coachlog.storage.revisions import in_batches
from coachlog.storage.team_names import names_of, read_team_names

History = Sequence[Revision]


class EntryStream:
    """What may leave of entries for the others of one team."""

    def __init__(self, log: Log, teams: Collection[str]) -> None:
        """Look up what the team is called.

        Args:
            log: the log.
            teams: names that entries of the team are written with, in any spelling. Those of teams
                that were merged are one team.
        """
        self.log = log
        self._names_now: set[str] = set()
        self._written_names: set[str] = set()
        names = read_team_names(log)
        for team in teams:
            name = names.name_now(team)
            self._names_now.add(name_key(name))
            self._written_names.update(map(name_key, names_of(log, name)))

    def histories(self, records: Iterable[str]) -> Iterator[list[list[Numbered]]]:
        """Yield the numbered revisions of records, in batches; each record's in their order.

        Args:
            records: any number of uuids.
        """
        for batch in in_batches(records):
            yield list(read_histories(self.log, batch).values())

    def of_entry(self, history: History) -> list[Revision]:
        """Return what may leave of an entry.

        Args:
            history: all of its revisions, in the order of `(hlc, id)`.
        """
        if not self.was_here(history):
            return []
        teams = self._written_names
        if _has_private_period(history):
            # Another version shared it: see `private_periods`.
            teams = set()
        return _without_private_moves(history, travelling(history, teams))

    def was_here(self, history: History) -> bool:
        """Return whether an entry was ever this team's to read, or may have been.

        Nobody knows the team of one whose texts were all taken out, and the rest says nothing.
        """
        team = share = None
        for revision in history:
            patch = expanded(revision.patch)
            team = patch.get("team") or patch.get(MOVED_FROM) or team
            share = share_of(patch) or share
            if share != PRIVATE and (team is None or name_key(team) in self._written_names):
                return True
        return False

    def has_name(self, name: str | None) -> bool:
        """Return whether something with the name of a team, shown or written, is the team's."""
        key = name_key(name or "")
        return key in self._names_now or key in self._written_names

    def readable_entries(self, uuids: Iterable[str]) -> dict[str, bool]:
        """Return which of some entries are not private.

        Args:
            uuids: any number of entries; those that are not here, or deleted, are left out.

        Returns:
            By uuid whether it is an entry of this team.
        """
        readable = {}
        for batch in in_batches(uuids):
            rows = self.log.all(
                f"""SELECT uuid, team FROM entry
                    WHERE uuid IN ({marks(batch)}) AND share <> 'private'""",
                batch,
            )
            for uuid, team in rows:
                readable[uuid] = name_key(team) in self._names_now
        return readable


def _without_private_moves(history: History, leaving: list[Revision]) -> list[Revision]:
    """Return what leaves of an entry without the teams that it had while it was private.

    The name of such a team may be as private as the entry, and nobody there misses it.

    Args:
        history: all of the entry.
        leaving: the revisions of it that leave, as they leave.
    """
    private_moves = _private_moves(history)
    # Nearly no entry was ever moved while it was private.
    if not private_moves:
        return leaving
    public = []
    for revision in leaving:
        if revision.id in private_moves:
            public.append(revision._replace(patch=_without_former_team(revision.patch)))
        else:
            public.append(revision)
    return public


def _private_moves(history: History) -> set[bytes]:
    """Return the ids of the revisions that moved an entry which was private until then."""
    moves = set()
    share = None
    for revision in history:
        patch = expanded(revision.patch)
        if share == PRIVATE and MOVED_FROM in patch:
            moves.add(revision.id)
        # Most changes do not say who may read the entry.
        share = share_of(patch) or share
    return moves


def _without_former_team(patch: Fields) -> Fields:
    public = dict(patch)
    public.pop(MOVED_FROM, None)
    # A whole patch says under which team the entry is now; a skeleton has no other use for it.
    if is_skeleton(patch):
        public.pop("team", None)
    return public


def _has_private_period(history: History) -> bool:
    # Most entries never were private, and to work out a history takes longer than to read it.
    shares = [share_of(expanded(revision.patch)) for revision in history]
    return PRIVATE in shares and history_of(history).has_private_period()
