"""Guides as a team keeps them: adding one, finding it by part of its name, removing it."""

from collections.abc import Sequence

from coachlog.domain.guides.guide import Fault, Guide, matching_names
from coachlog.domain.suggestions import close_names, no_such
from coachlog.domain.typed_text import clean_text, name_key
from coachlog.errors import AsUsageError, DecisionNeededError, NotFoundError, UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.render.words import count_of
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.guides import all_guides


class GuideFaultsError(UsageError):
    """A text is not a guide yet; `faults` says why, line by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"the guide was not saved: it has {count_of(len(faults), 'fault')}.")
        self.faults = faults


class StoredGuide(NamedTuple):
    """A guide in the log.

    Attributes:
        uuid: Its id, which stays when its text is replaced.
        name: Its name, as the text has it.
        text: What its author wrote.
        guide: The guide; None if the text cannot be read.
        faults: Why the text cannot be read, line by line.
    """

    uuid: str
    name: str
    text: str
    guide: Guide | None
    faults: list[Fault]


class AddedGuide(NamedTuple):
    """What adding a guide did.

    Attributes:
        guide: The guide.
        before: The one of the same name that was there before; None if it is new.
        changed: Whether its text differs from the one before.
    """

    guide: Guide
    before: StoredGuide | None
    changed: bool


def add_guide(
    log: Log,
    text: str,
    *,
    verb: str = "guide add",
    seen: StoredGuide | None = None,
) -> AddedGuide:
    """Store a guide, in place of one of the same name, whatever the case.

    Args:
        log: The log to change.
        text: The guide as its author wrote it, its name on the first line.
        verb: What undo and history call the action.
        seen: The guide as it was when its author began to edit it.

    Raises:
        DecisionNeededError: Somebody else has changed that guide since.
        GuideFaultsError: The text is not a guide, or a walk through it would not end.
        UsageError: The text cannot be stored.
        StorageError: Nothing was changed.
    """
    with AsUsageError():
        cleaned = clean_text(text, "the guide") or ""
    guide, faults = _parsed(cleaned)
    if guide is None:
        raise GuideFaultsError(faults)
    with log.atomic():
        # Inside the transaction: somebody else may be adding a guide of this name.
        rows = all_guides(log)
        if seen and (seen.uuid, seen.name, seen.text) not in rows:
            raise DecisionNeededError(
                f"somebody else has changed the guide {seen.name!r} while you were editing it, so"
                " nothing was saved."
            )
        before = _newest(rows, name_key(guide.name))
        if before and before.text == cleaned:
            # Without a revision, or the next undo would seem to do nothing.
            return AddedGuide(guide, before, changed=False)
        uuid = before.uuid if before else log.clock.uuid7()
        fields = {"name": guide.name, "text": cleaned}
        ledger.write_action(log, verb, [("guide", uuid, fields)])
    return AddedGuide(guide, before, changed=True)


def all_stored_guides(log: Log) -> list[StoredGuide]:
    """Return every guide, by name."""
    guides = [_read(*row) for row in all_guides(log)]
    return sorted(guides, key=lambda stored: (name_key(stored.name), stored.uuid))


def find_guide(log: Log, typed: str) -> StoredGuide:
    """Return the guide of that name, or the only one with `typed` in its name.

    Args:
        log: Where the guides are read.
        typed: The name or a part of it, in any case; empty for the only guide there is.

    Raises:
        NotFoundError: There is none, or there are several; the message names them.
    """
    rows = all_guides(log)
    names = sorted({name for _, name, _ in rows}, key=name_key)
    if not names:
        raise NotFoundError("there are no guides yet. Write one with  coachlog guide add --editor")
    matches = matching_names(names, typed)
    keys = {name_key(name) for name in matches}
    if len(keys) == 1:
        stored = _newest(rows, keys.pop())
        assert stored is not None
        return stored
    if matches:
        # More of them would hide the question.
        choices = " or ".join(map(repr, matches[:5]))
        raise NotFoundError(f"which guide do you mean: {choices}? Type more of its name.")
    similar = _similar_names(names, typed)
    raise NotFoundError(no_such("guide", typed, similar, "coachlog guide  lists them."))


def find_readable_guide(log: Log, typed: str) -> tuple[StoredGuide, Guide]:
    """Return the guide that `typed` names, as it is stored and as it is read.

    Args:
        log: Where the guides are read.
        typed: As for `find_guide`.

    Raises:
        NotFoundError: As for `find_guide`.
        UsageError: Its text, which came from another copy of coachlog, cannot be read.
    """
    stored = find_guide(log, typed)
    if stored.guide is None:
        fault = stored.faults[0]
        raise UsageError(
            f"the guide {stored.name!r} cannot be read: line {fault.line}: {fault.sentence}"
            " Correct it with  coachlog guide edit"
        )
    return stored, stored.guide


def remove_guide(log: Log, typed: str) -> StoredGuide:
    """Delete a guide. The walks through it stay, and count again when it is brought back.

    Args:
        log: The log to change.
        typed: As for `find_guide`.

    Raises:
        NotFoundError: As for `find_guide`.
        StorageError: Nothing was changed.
    """
    with log.atomic():
        stored = find_guide(log, typed)
        change = ("guide", stored.uuid, {"deleted": True})
        ledger.write_action(log, "guide remove", [change])
    return stored


def _read(uuid: str, name: str, text: str) -> StoredGuide:
    return StoredGuide(uuid, name, text, *_parsed(text))


def _parsed(text: str) -> tuple[Guide | None, list[Fault]]:
    # Not loaded for a press of Tab.
    from coachlog.domain.guides.parser import read_guide

    return read_guide(text)


def _newest(rows: Sequence[tuple[str, str, str]], key: str) -> StoredGuide | None:
    """Return the newest guide whose name has that key.

    There can be two: files from different computers may each bring a guide of the same name.
    """
    # Ids are UUIDv7, so the rows are in the order in which the guides were added.
    for uuid, name, text in reversed(rows):
        if name_key(name) == key:
            return _read(uuid, name, text)
    return None


def _similar_names(names: list[str], typed: str) -> list[str]:
    """Return the names that resemble what was typed, or have a word that does."""
    all_names = name_key(" ".join(names))
    words = {word.strip("?!.,") for word in all_names.split()}
    close = close_names(typed, names, cutoff=0.5)
    if not close:
        # Half of a whole name may differ, but a single word must be closer to be a slip.
        close = close_names(typed, sorted(words), cutoff=0.7)
    if not close:
        return []
    return matching_names(names, close[0])
