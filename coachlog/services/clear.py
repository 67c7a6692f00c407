"""Clearing entries, so that a meeting may see them."""

from collections.abc import Iterable, Iterator

from coachlog.clock import Clock, utc_text
from coachlog.domain.clear import LOOK, STOP, Objection, edit_command, objections
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.names import Names
from coachlog.errors import DecisionNeededError
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_people
from coachlog.storage.queries.entries import entries_by_uuid

NAMED_AT_MOST = 3


class ObjectionFinder:
    """Says of one entry after the other what speaks against reading it out, knowing everybody whom the log names."""

    def __init__(self, log: Log, settings: Settings) -> None:
        self._names = Names({*known_people(log), settings.user})
        self._adviser = settings.wording_adviser

    def objections(self, entry: Entry) -> list[Objection]:
        """What speaks against an entry, what weighs most first."""
        found = objections(entry, self._names)
        texts = {field: getattr(entry, field) for field in ("team", "kind", "own", *LONG_TEXTS)}
        if self._adviser and (advice := self._adviser.advice_for(texts, thanks=False)):
            found.append(Objection(LOOK, advice, "happened"))
        return found

    def stop(self, entries: Iterable[Entry]) -> None:
        """Refuse entries that have an e-mail address or a phone number.

        Raises:
            DecisionNeededError: one of them has; the message says which, and where.
        """
        stopped = [
            (entry, stops)
            for entry in entries
            if (stops := blocking_objections(self.objections(entry)))
        ]
        if not stopped:
            return
        places = [objection_line(entry, one) for entry, stops in stopped for one in stops]
        more = f"; and {len(places) - NAMED_AT_MOST:,} more" if len(places) > NAMED_AT_MOST else ""
        how = edit_command(*stopped[0])
        raise DecisionNeededError(
            f"{'; '.join(places[:NAMED_AT_MOST])}{more}. Nothing was cleared; take it out first:  {how}"
        )


def clear(
    log: Log, clock: Clock, settings: Settings, entries: Iterable[Entry], *, back: bool
) -> list[Entry]:
    """Clear entries for a meeting, or take them back to the team, as one action; those that changed.

    An entry that somebody shared otherwise since it was read, or deleted, is left alone.

    Raises:
        DecisionNeededError: one of them has an e-mail address or a phone number, said with its place; nothing was changed.
        StorageError: nothing was changed.
    """
    share = "team" if back else "meeting"
    same = {
        entry.uuid: entry
        for entry in entries
        if entry.share != share and not (back and entry.share == "private")
    }
    judge = None if back else ObjectionFinder(log, settings)
    if judge:
        judge.stop(same.values())
    with log.atomic():
        changed = [
            now for now in _as_they_are(log, list(same)) if now.share == same[now.uuid].share
        ]
        if judge:
            # Most were judged above, where nobody waits for it.
            judge.stop(now for now in changed if now.updated_at != same[now.uuid].updated_at)
        if changed:
            hlc = revisions.begin_action(log, clock, "clear --back" if back else "clear")
            patch = {"share": share, "updated_at": utc_text(clock.now())}
            ledger.change_records(
                log, clock, hlc, settings.user, [("entry", entry.uuid, patch) for entry in changed]
            )
    return changed


def _as_they_are(log: Log, uuids: list[str]) -> Iterator[Entry]:
    """The entries by now: their words may have changed since somebody looked at them."""
    for start in range(0, len(uuids), revisions.BATCH):
        some = uuids[start : start + revisions.BATCH]
        found = entries_by_uuid(log, some)
        yield from (found[uuid] for uuid in some if uuid in found)


def objection_line(entry: Entry, one: Objection) -> str:
    """An objection with the entry that it is about: `8f3a: recovery has an e-mail address at character 12`."""
    return f"{entry.short_id}{':' if one.field else ''} {one.text}"


def blocking_objections(found: list[Objection]) -> list[Objection]:
    """Those of some objections that stop an entry."""
    return [one for one in found if one.weight == STOP]
