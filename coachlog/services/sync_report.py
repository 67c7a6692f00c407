"""Writing to a hub what this log says of the entries of the teams that its user supervises.

Others read it there with plain SQL, and `week --hub` does. The entries with new revisions are
written, step by step, and how far that goes is noted on the hub with each step.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.periods import week_of
from coachlog.domain.reply import EntryDays
from coachlog.domain.typed_text import name_key
from coachlog.exchange.hub.report import REPORT_COLUMNS, HubReport, Mark, Row
from coachlog.exchange.hub.shelf import HubShelf
from coachlog.storage import reported
from coachlog.storage.entry_streams import EntryStream
from coachlog.storage.file.connection import Log
from coachlog.storage.histories import Numbered
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.queries.entries import shared_entries
from coachlog.storage.queries.status_days import days_of_entries
from coachlog.storage.reported import Replies
from coachlog.storage.revisions import device_of
from coachlog.storage.shelves import ShelfTeam, teams_of
from coachlog.storage.team_names import read_team_names

AT_ONCE = 2_000  # revisions in one step
_NOTHING = Mark(0, "")
_NO_REPLIES = Replies([], [], "")


def write_report(log: Log, shelf: HubShelf) -> None:
    """Write what has changed since this log wrote last.

    Args:
        log: The log, outside of a transaction, after an exchange with the hub.
        shelf: The hub.

    Raises:
        RemoteError: The hub is away now. The next sync goes on.
    """
    streams = [each for each in teams_of(log, shelf.id) if shelf.supervises(each.team)]
    if not streams:
        return
    report = HubReport(shelf.connection)
    marks = report.marks(device_of(log))
    newest = newest_number(log)
    primary = _primary_streams(log, streams)
    for stream in streams:
        mark = marks.get(name_key(stream.team), _NOTHING)
        if mark.number == newest and _is_known(log, mark):
            continue
        team_report = _TeamReport(
            log=log,
            report=report,
            stream=stream,
            has_entries=stream.team in primary,
        )
        team_report.write(mark, newest)


def _primary_streams(log: Log, streams: Sequence[ShelfTeam]) -> set[str]:
    """Return one of the streams of each team: those of teams that were merged are one team now."""
    names = read_team_names(log)
    primary: dict[str, str] = {}
    for stream in streams:
        primary.setdefault(name_key(names.name_now(stream.team)), stream.team)
    return set(primary.values())


def _is_known(log: Log, mark: Mark) -> bool:
    """Return whether a mark is of this log, and not of what it was before it was restored."""
    return reported.revision_id(log, mark.number) == mark.revision


class _TeamReport:
    """The report of one team.

    Attributes:
        has_entries: Whether the entries of the team are in this report, and not in that of another
            team that it was merged with.
    """

    def __init__(
        self,
        log: Log,
        report: HubReport,
        stream: ShelfTeam,
        *,
        has_entries: bool,
    ) -> None:
        self.has_entries = has_entries
        self._log = log
        self._report = report
        self._team = stream.team
        self._entries = EntryStream(log, [stream.team])
        self._last_renaming, self._renamed_at = reported.newest_renaming(log)

    def write(self, mark: Mark, newest: int) -> None:
        """Write all entries with revisions after a mark, up to the newest one."""
        start = mark.number
        # A team that was renamed or merged is written anew.
        if start < self._last_renaming or not _is_known(self._log, mark):
            start = 0
        # Each step is whole with its mark, so that a killed sync goes on where it was.
        for before in range(start, newest, AT_ONCE):
            last = min(before + AT_ONCE, newest)
            changed = reported.changed_entries(self._log, before + 1, last)
            if before == start:
                self._add_erased(changed, start + 1)
            self._report.write(
                team=self._team,
                device=device_of(self._log),
                rows=list(self._rows(changed)),
                mark=Mark(last, reported.revision_id(self._log, last)),
            )

    def _add_erased(self, changed: dict[str, str], first: int) -> None:
        """Add the entries about which something may have been erased since a revision.

        An erased reply no longer says which entry it was about. So these are all entries with an
        answer, thanks or a repeat in the report.
        """
        erased_at = reported.newest_erasure(self._log, first)
        if erased_at:
            for uuid in self._report.with_reactions(self._team):
                changed[uuid] = max(erased_at, changed.get(uuid, ""))

    def _rows(self, changed: Mapping[str, str]) -> Iterator[Row]:
        for histories in self._entries.histories(changed):
            versions = {}
            for history in histories:
                # What the others of the team never could read is not in any report of it.
                if self._entries.was_here([revision for _, revision in history]):
                    uuid = history[0][1].record
                    versions[uuid] = self._version(history, changed[uuid])
            yield from self._rows_of(versions)

    def _version(self, history: Sequence[Numbered], changed_at: str) -> tuple[str, int]:
        """Return when something about an entry was done last, and how many changes are known."""
        newest = max(revision.hlc for _, revision in history)
        return max(newest, changed_at, self._renamed_at), len(history)

    def _rows_of(self, versions: Mapping[str, tuple[str, int]]) -> Iterator[Row]:
        uuids = list(versions)
        if not uuids:
            return
        entries = self._present(uuids)
        days = days_of_entries(self._log, uuids)
        replies = reported.reply_days(self._log, uuids)
        repeated = reported.lessons_repeated(self._log, uuids)
        for uuid, (newest, changes) in versions.items():
            replies_of = replies.get(uuid, _NO_REPLIES)
            version = f"{max(newest, replies_of.newest)}/{changes:06d}"
            entry = entries.get(uuid)
            # It is private, deleted, or with another team now.
            if entry is None:
                yield {"uuid": uuid, "version": version}
            else:
                row = _row(entry, days[uuid], replies_of)
                yield {**row, "repeat_of": repeated.get(uuid), "version": version}

    def _present(self, uuids: Sequence[str]) -> dict[str, Entry]:
        """Return by uuid those of some entries that the team has, and reads."""
        present: dict[str, Entry] = {}
        if self.has_entries:
            for entry in shared_entries(self._log, uuids):
                if self._entries.has_name(entry.team):
                    present[entry.uuid] = entry
        return present


def _row(entry: Entry, days: EntryDays, replies: Replies) -> Row:
    """Return what a report has of an entry: neither who wrote it nor who learned."""
    fields = entry._asdict()
    row = {name: fields[name] for name in REPORT_COLUMNS if name in fields}
    week = week_of(date.fromisoformat(entry.occurred_on))
    row["week"] = week.first.isoformat()
    row["answered_on"] = days.answered_on
    row["shared_on"] = days.shared_on
    row["adopted_on"] = days.adopted_on
    row["replied_on"] = replies.replied_on
    row["thanked_on"] = replies.thanked_on
    return row
