"""Tests of revisions: their clock, their order, and what they add up to."""

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.reversal import redo_patch, undo_patch
from coachlog.storage import actions, folds, revisions
from coachlog.storage.adoptions import adoption_months

RECORD = "0199f1aa-0000-7000-8000-000000000001"
values = st.none() | st.integers(0, 3) | st.lists(st.sampled_from("ab"))
patches = st.dictionaries(st.sampled_from("fghi"), values, max_size=4)


def write(log, rows):
    """Write revisions of the entry, each `(id, hlc, patch)`."""
    log.run_many(
        "INSERT INTO revision (id, record, tbl, hlc, device, author, patch) "
        "VALUES (?, ?, 'entry', ?, 'd', 'a', ?)",
        [(number.encode(), RECORD, hlc, json.dumps(patch)) for number, hlc, patch in rows],
    )


def test_the_order_in_which_revisions_arrive_does_not_matter(log):
    rows = [
        ("3", "0000000000001-0000", {"f": 1, "g": 1}),
        ("1", "0000000000002-0000", {"f": 2}),
        ("2", "0000000000002-0000", {"f": 3}),
    ]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        log.run("DELETE FROM revision")
        write(log, [rows[index] for index in order])
        assert folds.fold(log, RECORD) == {"f": 3, "g": 1}
        assert folds.fold_many(log, [RECORD]) == {RECORD: {"f": 3, "g": 1}}
        assert folds.fold(log, RECORD, rows[1][1]) == {"f": 1, "g": 1}


def test_the_hlc_never_goes_back_and_never_repeats(log, clock):
    hlcs = []
    for minutes in (0, 0, -2000, 0, 5, -1):
        clock.at += timedelta(minutes=minutes)
        hlcs.append(revisions.begin_action(log, "log"))
    assert hlcs == sorted(set(hlcs))


def test_a_recording_looks_up_the_newest_time_once(log):
    from coachlog.services.record import record
    from coachlog.services.settings import Settings

    statements = []
    log.db.set_trace_callback(statements.append)
    fields = {"kind": "strength", "team": "permits", "topics": ["fees"], "happened": "Asked first"}
    record(log, Settings({"similar": "no"}), fields)
    log.db.set_trace_callback(None)
    assert len([statement for statement in statements if "max(hlc)" in statement]) == 1


def test_a_full_counter_borrows_a_millisecond(log):
    log.run("INSERT INTO action (hlc, verb) VALUES ('9000000000000-ffff', 'log')")
    assert revisions.next_hlc(log) == "9000000000001-0000"


def test_an_action_comes_after_every_revision_from_another_file(log):
    write(log, [("x", "9000000000000-0003", {"f": 1})])
    assert revisions.begin_action(log, "log") == "9000000000000-0004"


def signed_action(log, verb):
    hlc = revisions.begin_action(log, verb)
    revisions.append(log, hlc, [("entry", RECORD, {"happened": verb})])
    return hlc


def test_an_undone_action_cannot_be_redone_after_a_new_action(log):
    first = signed_action(log, "log")
    second = signed_action(log, "edit")
    actions.mark_action(log, second, undone=True)
    assert [action.hlc for action in actions.actions_to_redo(log, 9)] == [second]
    third = signed_action(log, "delete")
    actions.mark_action(log, third, undone=True)
    assert [action.hlc for action in actions.actions_to_redo(log, 9)] == [third]
    assert [action.hlc for action in actions.actions_to_undo(log, 9)] == [first]
    assert [(action.verb, action.undone) for action in actions.actions(log)] == [
        ("delete", True),
        ("edit", True),
        ("log", False),
    ]


def test_revisions_of_another_file_never_belong_to_an_action(log):
    hlc = revisions.begin_action(log, "edit")
    revisions.append(log, hlc, [("entry", RECORD, {"f": 1})])
    write(log, [("x", hlc, {"f": 2})])
    assert list(revisions.changes_of(log, hlc)) == [[("entry", RECORD, {"f": 1})]]
    assert [revision[1:] for revision in revisions.revisions_of(log, RECORD)] == [
        (hlc, "robin", "edit", {"f": 1}),
        (hlc, "a", None, {"f": 2}),
    ]


def test_the_last_of_several_changes_of_an_action_counts(log):
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        changes = [("entry", RECORD, {"f": number}) for number in range(1_200)]
        revisions.append(log, hlc, changes)
    assert folds.fold(log, RECORD) == {"f": 1_199}
    read = []
    for batch in revisions.changes_of(log, hlc):
        read += batch
    assert read == changes


@given(before=patches, patch=patches)
def test_undo_and_redo_are_inverses(before, patch):
    def present(fields):
        return {field: value for field, value in fields.items() if value is not None}

    now = before | patch
    undone = now | undo_patch(patch, before, now, made=False)
    assert present(undone) == present(before)
    assert present(undone | redo_patch(patch, before, undone, made=False)) == present(now)


@given(before=patches, patch=patches, later=patches)
def test_undo_leaves_later_changes_alone(before, patch, later):
    now = before | patch | later
    change = undo_patch(patch, before, now, made=False)
    assert all(now[field] == patch[field] for field in change)


def test_undo_deletes_a_new_record_once():
    assert undo_patch({"f": 1}, {}, {"f": 1}, made=True) == {"deleted": True}
    assert undo_patch({"f": 1}, {}, {"f": 1, "deleted": True}, made=True) == {}
    assert redo_patch({"f": 1}, {}, {"f": 1, "deleted": True}, made=True) == {"deleted": None}


def test_the_month_of_an_adoption_is_in_utc_and_of_its_last_change(log, clock):
    from datetime import datetime

    from coachlog.services.edit import edit
    from coachlog.services.record import record
    from coachlog.services.settings import Settings

    robin = Settings({"trainer": "robin"})
    fields = {"kind": "correction", "team": "permits", "topics": ["fees"]}
    fields["happened"] = 'It said {"status":"adopted"}'
    uuids = []
    for changes in ({"status": "adopted"}, {}, {"why": '"status"'}):
        uuids.append(record(log, robin, fields | changes).fields["uuid"])
    _, later, _ = uuids
    for moment, status, month in (
        ("2026-12-31T23:30:00-02:00", "adopted", {later: "2027-01"}),
        ("2027-03-05T12:00:00+00:00", "shared", {}),
        ("2027-04-05T12:00:00+00:00", "closed", {later: "2027-04"}),
    ):
        clock.at = datetime.fromisoformat(moment)
        edit(log, robin, later, {"status": status})
        assert adoption_months(log, uuids) == month


def test_the_month_of_an_adoption_follows_the_clock_and_not_the_order_of_arrival(log):
    september, october = "1788220800000-0000", "1790812800000-0000"
    write(log, [("2", september, {"status": "shared"}), ("1", october, {"status": "adopted"})])
    assert adoption_months(log, [RECORD]) == {RECORD: "2026-10"}
