"""The history of an entry that two computers wrote, and of one whose texts were withdrawn."""

from datetime import timedelta

import pytest

from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.folding import SNAPSHOT_FIELDS
from coachlog.errors import NotFoundError
from coachlog.services.edit import edit
from coachlog.services.history import entry_history, last_actions, value_to_restore
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import redo, undo
from coachlog.storage import ledger, revisions
from coachlog.storage.patch_json import patch_text
from coachlog.storage.queries.entries import find_entry

ME = Settings({"trainer": "robin"})
FIELDS = {
    "kind": "mistake",
    "team": "permits",
    "topics": ["fees"],
    "happened": "Charged twice",
    "learner": "guava",
}


@pytest.fixture
def uuid(log):
    """Record an entry of Robin's in minute 0; return its uuid."""
    return record(log, ME, dict(FIELDS)).fields["uuid"]


@pytest.fixture
def change(log, uuid, clock):
    """Edit the entry as Robin in a minute: `change(10, lesson="Ask first")`."""
    start = clock.at

    def run(minute, **patch):
        clock.at = start + timedelta(minutes=minute)
        edit(log, ME, uuid, patch)

    return run


@pytest.fixture
def arrive(log, uuid, clock):
    """Store what Kim wrote elsewhere: `arrive(15, lesson="Ask first")`; return its id."""
    start = int(clock.at.timestamp() * 1000)

    def store(minute, **patch):
        number = log.clock.uuid7_bytes()
        log.run(
            f"INSERT INTO revision (number, {revisions.COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                revisions.next_number(log),
                number,
                uuid,
                "entry",
                f"{start + minute * 60_000:013d}-0000",
                "device of kim",
                "kim",
                patch_text(patch),
            ),
        )
        ledger.refold(log, "entry", [uuid])
        return number.hex()

    return store


@pytest.fixture
def values(log, uuid):
    """Return `(author, value)` by number of a field's values, as a reader sees them."""

    def read(field, reader="robin"):
        log.reader = log.login = reader
        try:
            changes = entry_history(log, uuid)
        finally:
            log.reader = log.login = "robin"
        numbers = [change.number for change in changes if change.number]
        assert numbers == list(range(1, len(numbers) + 1))
        return {
            change.number: (change.author, change.after)
            for change in changes
            if change.field == field
        }

    return read


def newest_ids(log, uuid, count=1):
    rows = log.column("SELECT id FROM revision WHERE record = ? ORDER BY hlc, id", (uuid,))
    return [number.hex() for number in rows[-count:]]


def snapshot_of(log, uuid, **changes):
    """Return the values of all fields of the entry, as a snapshot has them."""
    fields = find_entry(log, uuid)._asdict() | changes
    values = [fields.get(name) for name in SNAPSHOT_FIELDS]
    return [list(value) if isinstance(value, tuple) else value for value in values]


def restore(log, uuid, number):
    entry = find_entry(log, uuid)
    return edit(log, ME, uuid, value_to_restore(log, entry, number), seen=entry).after


@pytest.mark.parametrize("minute", [5, 15])
def test_a_text_that_lost_has_a_number_and_can_be_put_back(
    log, uuid, change, arrive, values, minute
):
    change(10, happened="Robin's text")
    arrive(minute, happened="Kim's text")
    texts = [("robin", "Charged twice"), ("robin", "Robin's text"), ("kim", "Kim's text")]
    if minute == 5:
        texts.reverse()
        texts.insert(0, texts.pop())
    numbered = values("happened")
    assert list(numbered.values()) == texts
    winner = texts[-1][1]
    assert find_entry(log, uuid).happened == winner
    loser, (_, text) = list(numbered.items())[1]
    assert restore(log, uuid, loser).happened == text
    assert restore(log, uuid, max(numbered)).happened == winner
    assert dict(list(values("happened").items())[:3]) == numbered


def test_what_arrives_later_moves_only_the_numbers_after_it(change, arrive, values):
    change(10, lesson="Ask first")
    change(20, lesson="Look first")
    before = values("lesson")
    arrive(15, lesson="Kim's lesson")
    first, second = before
    assert values("lesson") == {
        first: before[first],
        second: ("kim", "Kim's lesson"),
        second + 1: before[second],
    }


def test_a_list_that_was_written_elsewhere_is_put_back_as_it_was_written(
    log, uuid, change, arrive, values
):
    known = {"topics": newest_ids(log, uuid)}
    change(10, topics=["fees", "forms"])
    arrive(15, topics=["fees", "travel"], known=known)
    assert find_entry(log, uuid).topics == ("fees", "forms", "travel")
    numbered = values("topics")
    assert [value for _, value in numbered.values()] == [
        ["fees"],
        ["fees", "forms"],
        ["fees", "travel"],
    ]
    assert restore(log, uuid, max(numbered)).topics == ("fees", "travel")


@pytest.mark.parametrize(
    "marks",
    [
        {"known": {"share": []}},
        {"epoch": "00"},
        {"blank": True},
        {"moved_from": "finance"},
    ],
    ids=lambda marks: next(iter(marks)),
)
def test_what_merging_needs_is_never_shown(log, uuid, change, arrive, marks):
    change(10, lesson="Ask first")
    before = entry_history(log, uuid)
    arrive(5, **marks)
    fields = {change.field for change in entry_history(log, uuid)}
    assert fields <= set(FIELD_NAMES)
    assert entry_history(log, uuid) == before


def test_a_snapshot_that_repeats_all_values_shows_no_change(log, uuid, change, arrive, values):
    change(10, lesson="Ask first", share="private")
    before = entry_history(log, uuid)
    change(20, share="team")
    assert '"snapshot":' in log.value("SELECT patch FROM revision ORDER BY number DESC LIMIT 1")
    arrive(25, known={"share": newest_ids(log, uuid)}, snapshot=snapshot_of(log, uuid))
    (shared,) = entry_history(log, uuid)[len(before) :]
    assert (shared.field, shared.before, shared.after) == ("share", "private", "team")
    for field, value in (("lesson", "Ask first"), ("trainer", "robin")):
        assert list(values(field, "lee").values()) == [("robin", value)]


def test_no_list_of_actions_shows_what_merging_needs(log, change):
    change(10, topics=["fees", "forms"])
    change(20, share="private")
    change(30, share="team", lesson="Ask first")
    change(40, team="finance")
    actions = [*last_actions(log, 9), *undo(log, 9), *redo(log, 1)]
    assert {field for action in actions for field in action.fields} == {
        "topics",
        "share",
        "lesson",
        "team",
    }


def test_a_skeleton_shows_only_who_may_read_and_that_it_was_deleted(log, uuid, change, arrive):
    change(10, lesson="Ask first")
    before = entry_history(log, uuid)
    arrive(15, blank=True, share="meeting", known={"share": newest_ids(log, uuid, 2)[:1]})
    arrive(16, blank=True, deleted=True)
    new = entry_history(log, uuid)[len(before) :]
    assert [(change.field, change.author, change.after) for change in new] == [
        ("share", "kim", "meeting"),
        ("deleted", "kim", True),
    ]


def test_a_team_that_an_entry_moved_to_begins_with_its_snapshot(log, uuid, arrive, values):
    snapshot = snapshot_of(log, uuid, team="counter")
    known = {"share": newest_ids(log, uuid)}
    log.run("UPDATE revision SET patch = ?", (patch_text({"blank": True, "share": "team"}),))
    arrive(5, team="counter", moved_from="permits", known=known, snapshot=snapshot)
    assert list(values("happened").values()) == [("kim", "Charged twice")]
    assert list(values("team").values()) == [("kim", "counter")]
    assert values("learner", "lee") == {}


def test_a_clearing_that_did_not_know_of_a_withdrawal_shows_nothing_to_others(
    log, uuid, change, arrive, values
):
    known = {"share": newest_ids(log, uuid)}
    change(10, share="private")
    arrive(15, share="meeting", known=known)
    shares = values("share")
    assert [value for _, value in shares.values()] == ["private", "meeting"]
    with pytest.raises(NotFoundError):
        values("share", "kim")
    assert restore(log, uuid, max(shares)).share == "meeting"


def test_a_text_written_without_knowing_of_the_withdrawal_is_its_owners_alone(
    log, uuid, change, arrive, values
):
    change(10, share="private")
    change(20, share="team", happened="Milder text")
    arrive(25, happened="Charged Zebra twice", lesson="Zebra")
    assert find_entry(log, uuid).happened == "Milder text"
    for reader in ("kim", "lee"):
        assert list(values("happened", reader).values()) == [("robin", "Milder text")]
        assert values("lesson", reader) == {}
    numbered = values("happened")
    assert [value for _, value in numbered.values()] == [
        "Charged twice",
        "Milder text",
        "Charged Zebra twice",
    ]
    assert restore(log, uuid, max(numbered)).happened == "Charged Zebra twice"
    # Its owner shows it now.
    assert "Charged Zebra twice" in str(values("happened", "lee"))
