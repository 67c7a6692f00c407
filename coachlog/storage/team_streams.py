"""What of each record the others of a team may have."""

from collections.abc import Collection, Sequence

from coachlog.domain.families import BOTH_TEAMS, EVERY_TEAM, FAMILIES, OWN_TEAM, TEAM_OF_ENTRY
from coachlog.domain.nameless import NAMELESS_FAMILIES, travelling_nameless
from coachlog.domain.revision import Revision
from coachlog.storage import record_tables
from coachlog.storage.about_entries import AboutEntries, fold_of, without_deleted
from coachlog.storage.conditions import marks
from coachlog.storage.entry_streams import EntryStream, History
from coachlog.storage.file.connection import Log

# Entries first: what is about an entry leaves only where the entry does.
TABLES = tuple(table for table, family in FAMILIES.items() if family.travels)
ABOUT_ENTRY = tuple(table for table in TABLES if FAMILIES[table].team == TEAM_OF_ENTRY)


class TeamStream(EntryStream):
    """What may leave for the others of one team."""

    def __init__(self, log: Log, teams: Collection[str]) -> None:
        """Look up what the team is called; the arguments are those of `EntryStream`."""
        super().__init__(log, teams)
        self._about_entries = AboutEntries(self)

    def allowed(self, table: str, histories: Sequence[History]) -> list[list[Revision]]:
        """Return what may leave of some records of one table.

        Args:
            table: one of `TABLES`.
            histories: all revisions of each record, in the order of `(hlc, id)`; at most a few
                hundred records.
        """
        if table == "entry":
            return [self.of_entry(history) for history in histories]
        if table in ABOUT_ENTRY:
            return self._about_entries.allowed(table, histories)
        return [self._of_record(table, history) for history in histories]

    def records_about(self, table: str, entries: Sequence[str]) -> list[str]:
        """Return the uuids of the records of a table about some entries.

        Args:
            table: one of `ABOUT_ENTRY`.
            entries: at most a few hundred uuids.
        """
        if table not in record_tables.ABOUT_ENTRY:
            return []
        return self.log.column(
            f"SELECT uuid FROM {table} WHERE entry IN ({marks(entries)}) ORDER BY uuid",
            entries,
        )

    def _of_record(self, table: str, history: History) -> list[Revision]:
        fields = fold_of(table, history)
        team_fields: tuple[str, ...] = ()
        whose = FAMILIES[table].team
        if whose == OWN_TEAM:
            team_fields = ("team",)
        elif whose == BOTH_TEAMS:
            team_fields = ("old", "new")
        is_here = any(self.has_name(fields.get(name)) for name in team_fields)
        if not is_here and whose != EVERY_TEAM:
            return []
        if table in NAMELESS_FAMILIES:
            history = travelling_nameless(history)
        return without_deleted(history, fields)
