"""Guides: taking one in, finding it by a part of its name, and keeping the walks through it."""

from typing import NamedTuple

from coachlog.domain.guides.guide import DECISIONS, Fault, Guide, Walk, matching
from coachlog.domain.guides.parser import read_guide
from coachlog.domain.suggestions import close_names, no_such
from coachlog.domain.typed_text import clean_text, name_key
from coachlog.errors import CoachlogError, NotFoundError, UsageError
from coachlog.render.words import count_of
from coachlog.services.record import Recorded, record
from coachlog.storage import ledger, revisions
from coachlog.storage.queries.guides import all_guides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log

LONGEST_WHY = 10_000


class GuideFaultsError(UsageError):
    """A text is no guide yet; `faults` says why, line by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"the guide has {count_of(len(faults), 'fault')}; nothing was stored.")
        self.faults = faults


class StoredGuide(NamedTuple):
    """A guide in the log; `guide` is None where its text cannot be read."""

    uuid: str
    name: str
    text: str
    guide: Guide | None


class AddedGuide(NamedTuple):
    """What `add` did: with a new guide, or with `before`, which had its name."""

    guide: Guide
    before: StoredGuide | None
    changed: bool


def add(
    log: "Log", clock: "Clock", settings: "Settings", text: str, *, verb: str = "guide add"
) -> AddedGuide:
    """Store a guide; one of the same name is replaced, whatever the case.

    Raises:
        GuideFaultsError: a walk through it would not end, or the text is none.
        UsageError: the text cannot be stored.
        StorageError: nothing was changed.
    """
    try:
        cleaned = clean_text(text, "the guide") or ""
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    guide, faults = read_guide(cleaned)
    if guide is None:
        raise GuideFaultsError(faults)
    with log.atomic():
        same = [row for row in all_guides(log) if name_key(row[1]) == name_key(guide.name)]
        before = _stored(*same[-1]) if same else None
        if before and before.text == cleaned:
            return AddedGuide(guide, before, changed=False)
        hlc = revisions.begin_action(log, clock, verb)
        uuid = before.uuid if before else clock.uuid7()
        ledger.change_records(
            log, clock, hlc, settings.user, [("guide", uuid, {"name": guide.name, "text": cleaned})]
        )
    return AddedGuide(guide, before, changed=True)


def all_stored_guides(log: "Log") -> list[StoredGuide]:
    """Every guide, by name."""
    return sorted(
        (_stored(*row) for row in all_guides(log)),
        key=lambda stored: (name_key(stored.name), stored.uuid),
    )


def find_guide(log: "Log", typed: str) -> StoredGuide:
    """The guide that somebody means by `typed`: its name, or a part of it that no other guide has.

    Raises:
        NotFoundError: there is none, or there are several.
    """
    rows = all_guides(log)
    names = sorted({name for _, name, _ in rows}, key=name_key)
    meant = matching(names, typed) if typed.strip() else names
    if len({name_key(name) for name in meant}) == 1:
        return _stored(*[row for row in rows if row[1] in meant][-1])
    if not names:
        raise NotFoundError("there is no guide yet. Write one with  coachlog guide add --editor")
    if meant:
        raise NotFoundError(
            f"which guide? {' or '.join(repr(name) for name in meant[:5])}. Name a part that only one has."
        )
    close = close_names(typed, names, cutoff=0.5)
    meant = matching(names, close[0]) if close else _with_close_word(names, typed)
    raise NotFoundError(no_such("guide", typed, meant, "coachlog guide  lists them."))


def find_readable_guide(log: "Log", typed: str) -> tuple[StoredGuide, Guide]:
    """The guide that somebody means, and what it says.

    Raises:
        NotFoundError: as for `found`.
        UsageError: its text, which came from elsewhere, cannot be read.
    """
    stored = find_guide(log, typed)
    if stored.guide is None:
        fault = read_guide(stored.text)[1][0]
        raise UsageError(
            f"the guide {stored.name!r} cannot be read: line {fault.line}: {fault.text}. Mend it with  coachlog guide edit"
        )
    return stored, stored.guide


def remove(log: "Log", clock: "Clock", settings: "Settings", typed: str) -> StoredGuide:
    """Delete a guide; the walks through it stay, and count again when it is brought back.

    Raises:
        NotFoundError: as for `found`.
        StorageError: nothing was changed.
    """
    with log.atomic():
        stored = find_guide(log, typed)
        hlc = revisions.begin_action(log, clock, "guide remove")
        ledger.change_records(
            log, clock, hlc, settings.user, [("guide", stored.uuid, {"deleted": True})]
        )
    return stored


def keep_walk(
    log: "Log", clock: "Clock", settings: "Settings", stored: StoredGuide, walk: Walk
) -> None:
    """Note how somebody went through a guide, and where they ended or left: step names and answers, no words of theirs.

    Raises:
        StorageError: nothing was noted.
    """
    with log.atomic():
        hlc = revisions.begin_action(log, clock, "guide run")
        _note(log, clock, hlc, settings, stored, walk, None)


def record_case(
    log: "Log",
    clock: "Clock",
    settings: "Settings",
    stored: StoredGuide,
    walk: Walk,
    given: "dict[str, Any]",
    *,
    remember_team: bool,
) -> Recorded:
    """Record the case of a walk that has ended as an entry, and the walk with it, as one action.

    What to do is `expected`. The way there is `why`, because it is the logic by which the rule was applied; it is told in
    questions and answers, so that the entry can be read without the guide. Nobody is asked later whether it shows in the
    work: nothing was taught.

    Args:
        log: where to.
        clock: gives the time and the ids.
        settings: fill in what is not given.
        stored: the guide.
        walk: the walk, at an end.
        given: what the writer said: `happened`, and a team or topics other than the guide's.
        remember_team: also make the entry's team the writer's usual one.

    Raises:
        CoachlogError: as for `record`; nothing was recorded, the walk neither.
    """
    guide, ending = walk.guide, walk.at.ending
    assert ending is not None
    reasons = (
        walk.reasons if len(walk.reasons) <= LONGEST_WHY else "… " + walk.reasons[-LONGEST_WHY:]
    )
    fields = {
        "kind": "question",
        "expected": ending.sentence
        if ending.kind == "do"
        else f"{ending.kind.capitalize()} {ending.sentence}",
        "why": f"By the guide “{guide.name}”: {reasons}",
        "basis": walk.basis,
        "rule_ref": walk.rule,
        "decision": DECISIONS[ending.kind],
        "follow_up": "none",
        **({"topics": list(guide.topics)} if guide.topics else {}),
        **given,
    }

    def note(hlc: str, entry: str) -> None:
        _note(log, clock, hlc, settings, stored, walk, entry)

    try:
        return record(
            log, clock, settings, fields, remember_team=remember_team, verb="guide run", beside=note
        )
    except CoachlogError as error:
        error.typed = given.get("happened")  # of all that the entry says only this was typed
        raise


def _note(
    log: "Log",
    clock: "Clock",
    hlc: str,
    settings: "Settings",
    stored: StoredGuide,
    walk: Walk,
    entry: str | None,
) -> None:
    fields = {
        "guide": stored.uuid,
        "path": walk.path,
        "ending": walk.at.name if walk.at.ending else None,
        "walked_on": clock.now().date().isoformat(),
        "entry": entry,
    }
    said = {name: value for name, value in fields.items() if value is not None}
    ledger.change_records(log, clock, hlc, settings.user, [("walk", clock.uuid7(), said)])


def _stored(uuid: str, name: str, text: str) -> StoredGuide:
    return StoredGuide(uuid, name, text, read_guide(text)[0])


def _with_close_word(names: list[str], typed: str) -> list[str]:
    """The names that have a word of which `typed` may be a slip."""
    words = {word.strip("?!.,") for name in names for word in name_key(name).split()}
    close = close_names(typed, sorted(words), cutoff=0.7)
    return matching(names, close[0]) if close else []
