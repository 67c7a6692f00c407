"""What revisions add up to where people wrote side by side, and what of them leaves a log."""

import time
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.fields import MARKS
from coachlog.domain.folding import SNAPSHOT_FIELDS, EntryHistory, fold_merged
from coachlog.domain.merging import Revision, is_skeleton, skeleton, to_blank, travelling

FIRST = {
    "kind": "correction",
    "team": "permits",
    "topics": ["fees"],
    "happened": "Charged twice",
    "trainer": "kim",
    "recorded_at": "2026-11-19T10:00:00.000Z",
}
KIM, LEE = "device-of-kim", "device-of-lee"


def number_of(index):
    return index.to_bytes(16, "big")


def name_of(index):
    return number_of(index).hex()


def entry_of(*patches):
    """Return what the patches of an entry add up to; the first is number 1."""
    items = [(number_of(index), patch) for index, patch in enumerate([FIRST, *patches], start=1)]
    return fold_merged("entry", items)


def revisions_of(*patches, device=KIM):
    revisions = []
    for index, patch in enumerate([FIRST, *patches], start=1):
        where = patch.get("device", device)
        fields = {name: value for name, value in patch.items() if name != "device"}
        revision = Revision(
            id=number_of(index),
            record="uuid",
            table="entry",
            hlc=f"{index:013d}-0000",
            device=where,
            author="kim",
            patch=fields,
        )
        revisions.append(revision)
    return revisions


def shares(share, *known, **others):
    return {"share": share, "known": {"share": [name_of(index) for index in known]}, **others}


def topics(values, *known, **others):
    names = [name_of(index) for index in known]
    return {"topics": values, "known": {"topics": names}, **others}


def snapshot(share, *known, **fields):
    values = [{**FIRST, "share": share, **fields}.get(name) for name in SNAPSHOT_FIELDS]
    return {**shares(share, *known), "snapshot": values}


def test_of_each_text_the_later_value_counts():
    entry = entry_of({"lesson": "Ask", "known": {}}, {"lesson": "Look"}, {"why": "The rule"})
    assert entry["lesson"] == "Look"
    assert entry["why"] == "The rule"
    assert MARKS.isdisjoint(entry)


def test_a_withdrawal_wins_over_a_clearing_that_did_not_know_of_it():
    assert entry_of(shares("private", 1), shares("meeting", 1))["share"] == "private"


def test_a_later_clearing_by_somebody_who_still_does_not_know_changes_nothing():
    withdrawn = shares("private", 1)
    chain = [withdrawn, shares("meeting", 1), shares("team", 3), shares("meeting", 4)]
    assert entry_of(*chain)["share"] == "private"


def test_of_two_withdrawals_a_sharing_must_know_both():
    both = [shares("private", 1), shares("private", 1)]
    half = [snapshot("team", 2), snapshot("team", 3)]
    assert entry_of(*both, *half)["share"] == "private"
    assert entry_of(*both, snapshot("team", 2, 3))["share"] == "team"


def test_what_was_left_to_the_team_stays_there_when_its_writer_shares_it_anew():
    """Whoever took it back for the team did not know that its writer had it to themselves."""
    taken_back = shares("team", 1)
    private = shares("private", 1)
    shared = snapshot("team", 3, happened="Anew")
    cleared = shares("meeting", 4, epoch=name_of(4))
    assert entry_of(taken_back, private, shared)["share"] == "team"
    assert entry_of(taken_back, private, shared, cleared)["share"] == "team"
    again = shares("meeting", 2, 5, epoch=name_of(4))
    assert entry_of(taken_back, private, shared, cleared, again)["share"] == "meeting"


def test_old_revisions_have_seen_everything_before_them():
    assert entry_of({"share": "private"}, {"share": "team"})["share"] == "team"
    assert entry_of({"topics": ["a"]}, {"topics": ["b"]})["topics"] == ["b"]


def test_topics_that_two_people_add_are_both_there():
    entry = entry_of(topics(["fees", "forms"], 1), topics(["fees", "tone"], 1))
    assert entry["topics"] == ["fees", "forms", "tone"]


def test_a_topic_is_taken_out_where_the_other_did_not_touch_it():
    entry = entry_of(topics([], 1), topics(["fees", "tone"], 1))
    assert entry["topics"] == ["tone"]


def test_a_topic_that_was_added_unseen_stays_when_another_takes_it_out():
    added_twice = [topics(["fees", "forms"], 1), topics(["fees", "forms"], 1)]
    assert entry_of(*added_twice, topics(["fees"], 2))["topics"] == ["fees", "forms"]
    assert entry_of(*added_twice, topics(["fees"], 2, 3))["topics"] == ["fees"]


def test_whoever_saw_both_decides_the_order_too():
    side_by_side = [topics(["fees", "forms"], 1), topics(["fees", "tone"], 1)]
    assert entry_of(*side_by_side, topics(["tone", "fees"], 2, 3))["topics"] == ["tone", "fees"]


def test_what_was_read_out_in_a_meeting_is_a_set_of_ids():
    items = [
        (number_of(1), {"held_on": "2026-11-19", "entries": "a; b", "known": {"entries": []}}),
        (number_of(2), {"held_on": "2026-11-19", "entries": "b; c", "known": {"entries": []}}),
    ]
    assert fold_merged("meeting", items) == {"held_on": "2026-11-19", "entries": "a; b; c"}


def test_an_edit_in_ignorance_of_a_withdrawal_does_not_bring_its_text_back():
    edited = {"lesson": "Withdrawn", "known": {}}
    entry = entry_of(shares("private", 1), snapshot("team", 2, happened="New words"), edited)
    assert entry["happened"] == "New words"
    assert entry["lesson"] is None
    later = {"lesson": "Shown", "epoch": name_of(3)}
    assert entry_of(shares("private", 1), snapshot("team", 2), later)["lesson"] == "Shown"


def test_a_move_in_ignorance_of_a_withdrawal_does_not_bring_its_text_back():
    moved = snapshot("team", 1, team="finance", happened="Withdrawn")
    shared = snapshot("team", 2, happened="New words")
    entry = entry_of(shares("private", 1), shared, moved)
    assert (entry["share"], entry["happened"], entry["team"]) == ("team", "New words", "permits")


def test_a_deletion_wins_over_edits_and_moves_that_did_not_know_of_it():
    entry = entry_of({"deleted": True, "known": {}}, snapshot("team", 1, team="finance"))
    assert entry["deleted"] is True
    assert entry_of({"deleted": True, "known": {}}, {"deleted": None})["deleted"] is None


def test_what_was_purged_has_no_field_left():
    purged = [{"deleted": True, "purged": True}, {"lesson": "Late", "known": {}}]
    assert entry_of(*purged) == {"deleted": True, "purged": True}


@pytest.mark.parametrize("damaged", [None, [], "text", {"share": "text"}, {"share": None}])
def test_a_damaged_mark_counts_as_none(damaged):
    assert entry_of({"share": "private", "known": damaged})["share"] == "private"


def test_nobody_can_have_seen_what_was_written_later():
    forged = shares("meeting", 1, 3)
    assert entry_of(forged, shares("private", 1))["share"] == "private"


def leaving(*patches, teams=("permits",)):
    return [revision.patch for revision in travelling(revisions_of(*patches), teams)]


def test_nothing_leaves_of_an_entry_that_nobody_else_could_ever_read():
    never_shared = [
        revision._replace(patch={**revision.patch, "share": "private"})
        for revision in revisions_of()
    ]
    assert travelling(never_shared, ["permits"]) == []


def test_a_withdrawn_entry_leaves_without_a_word_of_it():
    edited = {"lesson": "Secret", "share": "private", "known": {"share": [name_of(1)]}}
    first = {"recorded_at": "2026-11-19T10:00:00.000Z", "trainer": "kim"}
    assert leaving({"why": "Secret"}, edited) == [
        {"blank": True, "share": "team", **first},
        {"blank": True, "share": "private", "known": {"share": [name_of(1)]}},
    ]


def test_what_was_withdrawn_does_not_leave_once_the_entry_is_shared_again():
    texts = leaving(shares("private", 1), snapshot("team", 2, happened="New words"))
    assert [is_skeleton(patch) for patch in texts] == [True, True, False]
    assert "Charged twice" not in str(texts)


def test_the_learner_never_leaves():
    texts = leaving(
        {"learner": "Bo"},
        {"learner": "Bo", "why": "The rule"},
        shares("private", 1),
        snapshot("team", 4, learner="Bo"),
    )
    assert "Bo" not in str(texts)
    texts = leaving({"learner": "Bo", "updated_at": "x"}, {"learner": "Bo", "why": "The rule"})
    assert texts == [FIRST, {"why": "The rule"}]


def test_an_entry_that_moved_leaves_a_note_in_its_old_team_and_its_text_in_the_new_one():
    moved = {**snapshot("team", 1, team="finance"), "team": "finance", "moved_from": "permits"}
    old = leaving(moved)
    assert [is_skeleton(patch) for patch in old] == [True, True]
    assert old[1]["team"] == "finance"
    assert "Charged twice" not in str(old)
    new = leaving(moved, teams=("Finance",))
    assert [is_skeleton(patch) for patch in new] == [True, False]


def blanked(device, *patches):
    return [int.from_bytes(revision.id) for revision in to_blank(revisions_of(*patches), device)]


def test_every_log_but_that_of_its_writer_takes_the_text_of_a_withdrawn_entry_out():
    withdrawn = shares("private", 1, device="second-device-of-kim")
    assert blanked(KIM, withdrawn) == []
    assert blanked("second-device-of-kim", withdrawn) == []
    assert blanked(LEE, withdrawn) == [1]
    assert blanked(LEE, {"lesson": "Ask"}, withdrawn, {"why": "Late", "device": LEE}) == [1, 2, 4]


def test_a_purge_takes_the_text_out_everywhere():
    purged = {"deleted": True, "purged": True}
    assert blanked(KIM, purged) == blanked(LEE, purged) == [1]


def test_a_new_snapshot_takes_the_earlier_text_out_elsewhere():
    assert blanked(LEE, shares("private", 1), snapshot("team", 2)) == [1]
    assert blanked(KIM, shares("private", 1), snapshot("team", 2)) == []


def test_taking_the_text_out_twice_changes_nothing():
    revisions = revisions_of(shares("private", 1), {"why": "Late"})
    changed = {revision.id: revision for revision in to_blank(revisions, LEE)}
    after = [changed.get(revision.id, revision) for revision in revisions]
    assert to_blank(after, LEE) == []


patches = st.sampled_from(["private", "team", "meeting"]).flatmap(
    lambda share: st.sampled_from([shares(share), {"share": share}, {"lesson": share}])
)


@given(st.lists(patches, max_size=6))
def test_a_skeleton_says_the_same_about_who_may_read_an_entry(changes):
    items = [(number_of(index), patch) for index, patch in enumerate([FIRST, *changes], start=1)]
    blank = [(number, skeleton(patch)) for number, patch in items]
    assert EntryHistory(blank).share == EntryHistory(items).share
    assert EntryHistory(blank).epoch == EntryHistory(items).epoch


@given(st.data())
def test_no_sharing_counts_that_has_not_seen_every_withdrawal(data):
    """Each writer knows any of the earlier changes and all that those had seen."""
    changes = []
    closures = [frozenset([1])]
    for index in range(2, 2 + data.draw(st.integers(1, 7))):
        known = data.draw(st.sets(st.integers(1, index - 1)))
        share = data.draw(st.sampled_from(["private", "team", "meeting"]))
        closure = frozenset({index}.union(*(closures[one - 1] for one in known)))
        closures.append(closure)
        changes.append(shares(share, *sorted(known)))
    withdrawals = {index for index, patch in enumerate(changes, 2) if patch["share"] == "private"}
    share = entry_of(*changes)["share"]
    if share != "private":
        allowing = [
            index
            for index, patch in enumerate([{"share": "team"}, *changes], 1)
            if patch["share"] != "private" and withdrawals <= closures[index - 1]
        ]
        assert allowing


def test_a_set_does_not_depend_on_who_comes_first():
    """Whatever order two replicas get revisions in, they sort them before they fold."""
    items = [
        (number_of(1), FIRST),
        (number_of(2), topics(["fees", "forms"], 1)),
        (number_of(3), topics(["tone"], 1)),
        (number_of(4), topics(["forms"], 2)),
    ]
    results = {str(fold_merged("entry", sorted(order))) for order in permutations(items)}
    assert len(results) == 1


def test_a_move_of_which_only_a_skeleton_came_leaves_nothing_of_what_was_before():
    values = [None] * len(SNAPSHOT_FIELDS)
    values[SNAPSHOT_FIELDS.index("share")] = "team"
    move = skeleton({"team": "finance", "moved_from": "permits", "snapshot": values})
    assert move["snapshot"] == []
    items = [(number_of(1), skeleton(FIRST)), (number_of(2), move)]
    assert fold_merged("entry", items)["team"] == "finance"
    assert "happened" not in fold_merged("entry", items)


def moves(team, *known):
    """Return what comes of a move to a team that a log has not joined."""
    return skeleton({**snapshot("team", *known, team=team), "team": team, "moved_from": "-"})


def test_the_log_of_its_writer_shows_an_entry_under_a_team_that_it_has_not_joined():
    entry = entry_of({"lesson": "Ask first"}, moves("finance"))
    assert (entry["team"], entry["happened"]) == ("finance", "Charged twice")
    assert (entry["lesson"], entry["topics"]) == ("Ask first", ["fees"])
    again = entry_of({"lesson": "Ask first"}, moves("finance"), moves("counter", 3))
    assert again == entry | {"team": "counter"}
    assert "happened" not in entry_of(moves("finance"), {"deleted": True, "purged": True})


def test_of_an_entry_that_moved_away_nothing_but_skeletons_leaves_its_writers_log():
    for team in ("permits", "finance"):
        patches = leaving(moves("finance", 1), teams=(team,))
        assert len(patches) == 2
        assert all(map(is_skeleton, patches))


def test_a_withdrawn_text_is_not_shown_because_the_entry_moved():
    entry = entry_of(
        shares("private"),
        {"happened": "In private"},
        snapshot("team", 2, happened="For all", team="permits"),
        moves("finance", 4),
    )
    assert (entry["share"], entry["happened"]) == ("team", "For all")


def seconds_for_topics(count):
    """Return how long it takes to fold topics that two people have changed at once."""
    items = [(number_of(1), topics([f"topic {number}" for number in range(count)]))]
    items.append((number_of(2), topics([f"kim's {number}" for number in range(count)], 1)))
    items.append((number_of(3), topics([f"lee's {number}" for number in range(count)], 1)))
    begin = time.process_time()
    folded = fold_merged("entry", items)
    end = time.process_time()
    assert len(folded["topics"]) == 2 * count
    return end - begin


def test_topics_that_two_people_changed_take_a_time_that_grows_with_them():
    seconds_for_topics(10)
    # The garbage of other tests may be collected in one of them, which takes longer than it all.
    many = min(seconds_for_topics(15_000) for _ in range(3))
    # The square would be 900 times as long.
    assert many < 200 * seconds_for_topics(500)
