"""Finding the latest entries."""

from coachlog.storage import ledger, revisions
from coachlog.storage.recent import LAST_ENTRIES, recent_twin


def test_the_same_text_is_found_among_the_last_entries_whatever_was_changed_since(log, add):
    add("Another one")
    changed = add("Yet another one")["uuid"]
    same = add("Took the old form")
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        for _ in range(2 * LAST_ENTRIES):
            ledger.change_records(log, hlc, [("entry", changed, {"status": "shared"})])
    add("The next one")
    twin = recent_twin(log, same, 60)
    assert twin == same["short_id"]
    assert recent_twin(log, same | {"team": "another"}, 60) is None
    assert recent_twin(log, same | {"occurred_on": "2026-01-02"}, 60) is None
    for number in range(LAST_ENTRIES):
        add(f"One more {number}")
    assert recent_twin(log, same, 60) is None
