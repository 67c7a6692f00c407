"""The time of `history` does not tell whether anybody has private entries, by SQLite's steps."""

import pytest

from coachlog.services.history import last_actions
from coachlog.storage import ledger, revisions
from tests.work import plans_of_queries, steps_of

MANY = 2 * revisions.BATCH + 200  # so many changes are counted without reading them


@pytest.fixture
def large_action(log):
    """Record many entries of Ana's by one action, which another reader asks about."""
    log.reader = "ana"
    entry = {
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Charged twice",
        "trainer": "ana",
        "occurred_on": "2026-11-17",
        "recorded_at": "2026-11-17T10:00:00Z",
        "updated_at": "2026-11-17T10:00:00Z",
    }
    entries = []
    for number in range(MANY):
        uuid = f"01900000-0000-7000-8000-{number:012x}"
        entries.append({**entry, "uuid": uuid, "short_id": f"{number:08x}"})
    with log.atomic():
        ledger.create_entries(log, revisions.begin_action(log, "import"), entries)
    log.reader = "ben"


def entries_counted(log):
    (action,) = last_actions(log, 1)
    return action.entries


def hide(log, count):
    log.run("UPDATE entry SET share = 'private' WHERE id > ?", (MANY - count,))


def test_counting_a_large_action_takes_the_same_steps_with_private_entries(log, large_action):
    assert entries_counted(log) == MANY
    without = steps_of(log, lambda: entries_counted(log))
    for private in (1, 30):
        hide(log, private)
        assert entries_counted(log) == MANY - private
        assert steps_of(log, lambda: entries_counted(log)) == pytest.approx(without, rel=0.05)


def test_private_entries_are_looked_up_in_an_index_of_them_alone(log, large_action):
    with plans_of_queries(log) as plans:
        entries_counted(log)
    assert any("entry_private_by_uuid (uuid=?)" in plan for plan in plans)
