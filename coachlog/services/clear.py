"""`clear`: letting a meeting see entries, and taking that back."""

from collections.abc import Iterable

from coachlog.clock import utc_text
from coachlog.domain.clear import ADVICE, Objection, blocking, edit_command, find_objections
from coachlog.domain.entry import Entry
from coachlog.domain.people.names import Names
from coachlog.domain.people.unknown_names import unknown_names
from coachlog.domain.typed_text import name_key
from coachlog.errors import DecisionNeededError
from coachlog.services.settings import Settings, people_to_ask
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.people import known_people, taught_words
from coachlog.storage.queries.entries import entries_by_uuid

MOST_SHOWN = 3  # objections in one message; going through entries one by one shows all


class ObjectionFinder:
    """Finds what speaks against reading entries out, knowing everybody whom the log names.

    Args:
        log: Where the known names are read, once for all entries: there can be thousands.
        settings: Their user's name is known as well, and `wording` says whether to give advice.
    """

    def __init__(self, log: Log, settings: Settings) -> None:
        self._people = {*known_people(log), settings.user}
        self._noted = taught_words(log)
        self._adviser = settings.wording_adviser
        self.decide({})

    def decide(self, words: dict[str, bool]) -> None:
        """Count words as names, or as none, beside what is noted in the log.

        Args:
            words: Each word and whether it is a name; they replace those of an earlier call.
        """
        all_words = {word.name: word.is_name for word in self._noted.values()} | words
        self._is_name = {name_key(word): is_name for word, is_name in all_words.items()}
        taught = [word for word in all_words if self._is_name[name_key(word)]]
        self._names = Names(self._people, taught)

    def unknown_names(self, entry: Entry) -> list[str]:
        """Return words of an entry that may be names, and that nobody has decided about yet."""
        return unknown_names(entry, self._names, self._is_name)

    def find(self, entry: Entry) -> list[Objection]:
        """Return what speaks against an entry, what weighs most first."""
        no_names = {key for key, is_name in self._is_name.items() if not is_name}
        objections = find_objections(entry, self._names, no_names)
        if self._adviser:
            # Without the id, because each way to show objections adds a command of its own.
            fields = entry._asdict() | {"short_id": None}
            advice = self._adviser.advice_for(fields, thanks=False)
            if advice:
                objections.append(Objection(ADVICE, advice, "happened"))
        return objections

    def refuse_blocked(self, entries: Iterable[Entry]) -> None:
        """Refuse entries that have an e-mail address, a phone number or the like.

        Raises:
            DecisionNeededError: One of them has; the message tells which, and where.
        """
        lines: list[str] = []
        command = ""
        # All of them are looked at, so that a second try does not fail at the next one.
        for entry in entries:
            objections = blocking(self.find(entry))
            lines += [objection.line(entry.short_id) for objection in objections]
            if objections and not command:
                command = edit_command(entry, objections)
        if not lines:
            return
        shown = "; ".join(lines[:MOST_SHOWN])
        more = len(lines) - MOST_SHOWN
        if more > 0:
            shown += f"; and {more:,} more"
        raise DecisionNeededError(f"{shown}. Nothing was cleared. Remove it first:  {command}")


def clear(
    log: Log,
    settings: Settings,
    entries: Iterable[Entry],
) -> tuple[list[Entry], list[Entry]]:
    """Let a meeting see entries, or ask their writers who want to be asked, as one action.

    An entry that was shared otherwise or deleted since it was read is left alone.

    Args:
        log: The log to change.
        settings: `wording` says whether to give advice.
        entries: As the user saw them; those that are cleared already are skipped.

    Returns:
        The entries that are cleared now, and those that wait for their writer's yes.

    Raises:
        DecisionNeededError: One of them has an e-mail address or the like; nothing was changed.
        StorageError: Nothing was changed.
    """
    # An id that was typed twice is one entry.
    chosen = [entry for entry in dict.fromkeys(entries) if entry.share != "meeting"]
    finder = ObjectionFinder(log, settings)
    # Nearly all of the looking happens here, where it holds no lock.
    finder.refuse_blocked(chosen)
    times = {entry.uuid: entry.updated_at for entry in chosen}
    with log.atomic():
        current = _with_same_share(log, chosen)
        # An edit in the meantime may have added an address.
        finder.refuse_blocked(entry for entry in current if entry.updated_at != times[entry.uuid])
        cleared, waiting = _split_by_consent(log, current)
        changes = _share_changes(log, cleared, "meeting")
        changes += [("entry", entry.uuid, {"asked": log.user}) for entry in waiting]
        _write(log, "clear", changes)
    return cleared, waiting


def _split_by_consent(log: Log, entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the entries that may be cleared at once, and those whose writers are asked first."""
    asking = people_to_ask(log)
    cleared = []
    waiting = []
    for entry in entries:
        if entry.trainer in asking:
            waiting.append(entry)
        else:
            cleared.append(entry)
    return cleared, waiting


def take_back(log: Log, entries: Iterable[Entry]) -> list[Entry]:
    """Leave cleared entries to the team again, as one action, and return those that changed.

    Args:
        log: The log to change.
        entries: As the user saw them; those that are not cleared are skipped.

    Raises:
        StorageError: Nothing was changed.
    """
    with log.atomic():
        current = _with_same_share(log, [entry for entry in entries if entry.share == "meeting"])
        _write(log, "clear --back", _share_changes(log, current, "team"))
    return current


def _with_same_share(log: Log, entries: list[Entry]) -> list[Entry]:
    """Return the entries as they are now, without those whose share has changed since."""
    current = []
    for batch in revisions.in_batches(dict.fromkeys(entries)):
        by_uuid = entries_by_uuid(log, [entry.uuid for entry in batch])
        for before in batch:
            entry = by_uuid.get(before.uuid)
            if entry and entry.share == before.share:
                current.append(entry)
    return current


def _share_changes(log: Log, entries: list[Entry], share: str) -> "list[revisions.Change]":
    patch = {"share": share, "updated_at": utc_text(log.clock.now())}
    return [("entry", entry.uuid, patch) for entry in entries]


def _write(log: Log, verb: str, changes: "list[revisions.Change]") -> None:
    """Write changes, if there are any, as one action inside the caller's transaction."""
    if changes:
        ledger.write_action(log, verb, changes)
