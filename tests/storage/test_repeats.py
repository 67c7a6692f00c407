"""Links from a mistake to the earlier lesson that it looks like."""

from datetime import timedelta

import pytest

from coachlog.errors import StorageError
from coachlog.services import record as module
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.services.repeats import decide
from coachlog.services.settings import load_settings
from coachlog.services.undo import redo, undo
from coachlog.storage import rebuild
from coachlog.storage.likeness import earlier_lesson, like_entries
from tests.storage.test_likeness import recorded_notes, rows_of

LESSON = {
    "happened": "Issued the permit before the school impact fee receipt was in the file",
    "lesson": "No receipt from the district, no issue button",
    "status": "shared",
}
LATER = "Issued a permit without the school fee receipt from the district"


@pytest.fixture
def add(log):
    """Return a function that records an entry and returns its fields."""

    def call(happened, kind="mistake", **more):
        typed = {"kind": kind, "team": "permits", "topics": ["fees"], "happened": happened}
        return record(log, load_settings(log), typed | more).fields

    return call


@pytest.fixture
def lesson(log, add):
    """Record a lesson that was shared, among other entries, and return its fields."""
    for number in range(40):
        add(f"Showed customer {number} how to read the map", "correction", topics=["maps"])
    return add(**LESSON)


def links(log):
    return log.all("SELECT entry, earlier, state FROM repeat")


def test_a_mistake_like_a_shared_lesson_is_linked_to_it_in_its_own_action(log, add, lesson):
    later = add(LATER)
    assert links(log) == [(later["uuid"], lesson["uuid"], "looks-like")]
    assert log.number("SELECT likeness FROM repeat") >= 80
    undo(log)
    assert links(log) == []
    assert log.number("SELECT count(*) FROM entry WHERE uuid = ?", (later["uuid"],)) == 0
    redo(log)
    assert links(log) == [(later["uuid"], lesson["uuid"], "looks-like")]


def test_the_link_of_a_mistake_goes_to_the_lesson_and_not_to_a_nearer_text(log, add, lesson):
    add(LATER)
    add(f"{LATER} again")
    assert {earlier for _, earlier, _ in links(log)} == {lesson["uuid"]}
    assert len(links(log)) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"share": "private"},
        {"kind": "correction"},
        {"happened": "Left the counter open at lunch"},
        {"happened": "Issued a receipt"},
    ],
)
def test_no_other_entry_is_linked(log, add, lesson, more):
    add(**{"happened": LATER, **more})
    assert links(log) == []


@pytest.mark.parametrize(
    "more", [{"status": "logged"}, {"lesson": None}, {"share": "private"}, {"status": "closed"}]
)
def test_an_entry_that_taught_nobody_anything_is_not_linked_to(log, add, more):
    fields = {key: value for key, value in (LESSON | more).items() if value}
    for number in range(40):
        add(f"Showed customer {number} how to read the map", "correction", topics=["maps"])
    add(**fields)
    add(LATER)
    assert links(log) == []


OTHER_TEXT = "Left the counter open over lunch without telling the cashier"


def reword(log, fields, **patch):
    return edit(log, load_settings(log), fields["short_id"], patch)


def test_a_link_goes_with_the_text_and_comes_back_with_the_undo(log, add, lesson):
    later = add(LATER)
    before = log.all("SELECT * FROM repeat")
    reword(log, later, happened=OTHER_TEXT)
    assert links(log) == []
    undo(log)
    assert log.all("SELECT * FROM repeat") == before
    redo(log)
    assert links(log) == []
    undo(log, 2)
    assert links(log) == []


def test_a_mistake_is_linked_once_its_text_is_like_a_lesson(log, add, lesson):
    later = add(OTHER_TEXT)
    reword(log, later, happened=LATER)
    assert links(log) == [(later["uuid"], lesson["uuid"], "looks-like")]
    undo(log)
    assert links(log) == []
    redo(log)
    assert links(log) == [(later["uuid"], lesson["uuid"], "looks-like")]


def test_a_link_changes_to_the_lesson_that_the_new_text_is_like(log, add, lesson):
    other = add(OTHER_TEXT, lesson="Two people at lunch", status="adopted")
    later = add(LATER)
    ((link,),) = log.all("SELECT uuid FROM repeat")
    reword(log, later, happened=f"{OTHER_TEXT} again")
    assert links(log) == [(later["uuid"], other["uuid"], "looks-like")]
    assert log.value("SELECT uuid FROM repeat") == link
    undo(log)
    assert links(log) == [(later["uuid"], lesson["uuid"], "looks-like")]


@pytest.mark.parametrize("state", ["confirmed", "dismissed"])
def test_what_somebody_said_of_a_link_stands_whatever_the_text(log, add, lesson, state):
    later = add(LATER)
    decide(log, later["short_id"], state)
    reword(log, later, happened=OTHER_TEXT)
    assert links(log) == [(later["uuid"], lesson["uuid"], state)]


@pytest.mark.parametrize(
    "patch",
    [{"recovery": "Called the district"}, {"happened": LATER.replace("Issued a", "Issued the")}],
)
def test_a_link_stays_where_nothing_that_is_compared_has_changed(log, add, lesson, patch):
    later = add(LATER)
    before = log.all("SELECT * FROM repeat")
    # Nothing would be like it now.
    log.run("UPDATE entry SET status = 'closed' WHERE uuid = ?", (lesson["uuid"],))
    reword(log, later, **patch)
    assert log.all("SELECT * FROM repeat") == before


def test_a_lesson_that_was_shared_only_after_the_mistake_is_not_linked_to(log, add, lesson, clock):
    reword(log, lesson, status="logged")
    later = add(OTHER_TEXT)
    clock.at += timedelta(days=3)
    reword(log, lesson, status="shared")
    reword(log, later, happened=LATER)
    assert links(log) == []


def test_a_text_that_changes_in_private_takes_its_link_with_it(log, add, lesson):
    later = add(LATER)
    reword(log, later, share="private")
    assert len(links(log)) == 1
    reword(log, later, happened=OTHER_TEXT)
    assert links(log) == []
    reword(log, later, happened=LATER)
    assert links(log) == []


def test_a_link_to_an_entry_that_is_private_now_is_changed_and_no_second_one_made(log, add, lesson):
    other = add(OTHER_TEXT, lesson="Two people at lunch", status="adopted")
    later = add(LATER)
    reword(log, lesson, share="private")
    reword(log, later, happened=f"{OTHER_TEXT} again")
    assert links(log) == [(later["uuid"], other["uuid"], "looks-like")]


def test_a_damaged_search_index_keeps_no_text_from_being_changed(log, add, lesson, monkeypatch):
    def damaged(*_, **__):
        raise StorageError("damaged")

    later = add(LATER)
    monkeypatch.setattr("coachlog.storage.relink.like_entries", damaged)
    reword(log, later, happened=OTHER_TEXT)
    assert log.value("SELECT happened FROM entry WHERE uuid = ?", (later["uuid"],)) == OTHER_TEXT
    assert len(links(log)) == 1


def test_a_link_is_rebuilt_from_the_history(log, add, lesson):
    add(LATER)
    before = log.all("SELECT * FROM repeat")
    log.run("DELETE FROM repeat")
    assert rebuild.table_problems(log) == "repeat (1)"
    with log.atomic():
        rebuild.rebuild(log, "robin")
    assert log.all("SELECT * FROM repeat") == before


def test_a_damaged_search_index_keeps_no_mistake_from_being_recorded(log, add, lesson, monkeypatch):
    def damaged(*_, **__):
        raise StorageError("damaged")

    monkeypatch.setattr("coachlog.services.record.like_entries", damaged)
    assert add(LATER)["short_id"]
    assert links(log) == []


def test_recording_looks_once_for_a_mistake(log, add, lesson, monkeypatch):
    looks = []
    like_entries = module.like_entries
    monkeypatch.setattr(
        module, "like_entries", lambda *a, **k: looks.append(1) or like_entries(*a, **k)
    )
    add(LATER)
    assert looks == [1]


def test_nine_links_in_ten_are_right_and_few_other_notes_get_one(tmp_path):
    pairs, others = rows_of("repeat_pairs.jsonl"), rows_of("repeat_distractors.jsonl")
    notes = [(pair["id"], pair["earlier"]) for pair in pairs]
    notes += [(other["id"], other) for other in others]
    notes.sort(key=lambda note: note[1]["happened"][::-1])
    notes = [(name, note | {"status": "shared"}) for name, note in notes]
    log, names = recorded_notes(tmp_path / "pairs.db", notes)
    linked = []
    for pair in pairs:
        earlier = earlier_lesson(like_entries(log, pair["later"]))
        if earlier:
            linked.append(names[earlier.short_id] == pair["id"])
    numbers = dict(log.all("SELECT short_id, id FROM entry"))
    number_of = {name: numbers[short_id] for short_id, name in names.items()}
    wrongly = 0
    for other in others:
        entries = like_entries(log, other, before=number_of[other["id"]])
        wrongly += earlier_lesson(entries) is not None
    log.close()
    print(f"{len(linked)} of {len(pairs)} linked, {sum(linked)} right; {wrongly} of {len(others)}")
    assert len(linked) >= 0.3 * len(pairs)
    assert sum(linked) >= 0.85 * len(linked)
    assert wrongly <= 0.12 * len(others)
