"""Tests of storing guides and walks."""

import pytest

from coachlog.domain.guides.walk import Walk, follow
from coachlog.errors import NotFoundError, StorageError, UsageError
from coachlog.services import undo
from coachlog.services.guide import (
    GuideFaultsError,
    add_guide,
    all_stored_guides,
    find_guide,
    find_readable_guide,
    remove_guide,
)
from coachlog.services.guide_walks import record_case, save_walk
from coachlog.services.settings import load_settings
from coachlog.storage import ledger, revisions
from coachlog.storage.queries.guides import all_guides, path_counts, walk_counts

TEXT = """\
guide: Can it be waived?
topic: fees
start: q?
  yes -> do It
  no -> escalate to Ana with it
"""
CASE = {"happened": "Unclear", "team": "permits"}


@pytest.fixture
def settings(log):
    return load_settings(log)


def walk_with(log, *answers):
    """Walk through the guide; return the stored guide and the walk."""
    stored, guide = find_readable_guide(log, "waived")
    walk = Walk(guide)
    assert follow(walk, answers) == []
    return stored, walk


def test_a_guide_keeps_its_walks_when_it_is_replaced_or_removed_and_brought_back(log, settings):
    add_guide(log, TEXT)
    save_walk(log, *walk_with(log, "yes"))
    save_walk(log, *walk_with(log))
    stored = find_guide(log, "WAIVED")
    add_guide(log, TEXT.replace("do It", "do That"))
    assert find_guide(log, "waived").uuid == stored.uuid
    remove_guide(log, "waived")
    assert all_stored_guides(log) == []
    undo.undo(log)
    assert path_counts(log, stored.uuid, "", "~") == [
        ("start", None, 1, 0),
        ("start: yes", "start → yes", 1, 0),
    ]
    assert walk_counts(log) == {stored.uuid: (2, "2026-11-19")}


def test_a_broken_text_is_refused_and_nothing_changes(log, settings):
    with pytest.raises(GuideFaultsError) as refused:
        add_guide(log, TEXT.replace("do It", "waive"))
    assert [fault.line for fault in refused.value.faults] == [4]
    with pytest.raises(UsageError, match="NUL"):
        add_guide(log, TEXT + "\0")
    assert all_guides(log) == []
    assert log.one("SELECT count(*) FROM revision")[0] == 0


def test_a_case_and_its_walk_are_written_together_or_not_at_all(log, settings):
    add_guide(log, TEXT)
    stored, walk = walk_with(log, "no")
    before = log.one("SELECT count(*) FROM revision")[0]
    log.run(
        "CREATE TEMP TRIGGER full_disk BEFORE INSERT ON walk BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(StorageError):
        record_case(log, settings, stored, walk, CASE, remember_team=False)
    assert log.one("SELECT count(*) FROM revision")[0] == before
    log.run("DROP TRIGGER full_disk")
    recorded = record_case(log, settings, stored, walk, CASE, remember_team=False)
    assert log.all("SELECT path, ending, entry FROM walk") == [
        ("start: no", "start → no", recorded.fields["uuid"])
    ]


def test_an_unreadable_guide_does_not_stop_the_others(log, clock, settings):
    add_guide(log, TEXT)
    with log.atomic():
        hlc = revisions.begin_action(log, "guide add")
        broken = {
            "name": "From a newer coachlog",
            "text": "guide: From a newer coachlog\nstart: q?\n  yes -> nowhere\n",
        }
        ledger.change_records(log, hlc, [("guide", clock.uuid7(), broken)])
    assert [stored.guide is None for stored in all_stored_guides(log)] == [False, True]
    with pytest.raises(UsageError, match=r"cannot be read: line 3: .* guide edit"):
        find_readable_guide(log, "newer")
    remove_guide(log, "newer")
    with pytest.raises(NotFoundError):
        find_guide(log, "newer")


def test_the_newer_of_two_guides_of_the_same_name_counts(log, clock, settings):
    for number in (1, 2):
        with log.atomic():
            hlc = revisions.begin_action(log, "guide add")
            fields = {"name": "Can it be waived?", "text": TEXT.replace("do It", f"do {number}")}
            ledger.change_records(log, hlc, [("guide", clock.uuid7(), fields)])
    assert "do 2" in find_guide(log, "waived").text
    add_guide(log, TEXT)
    assert find_guide(log, "waived").text == TEXT


def test_the_walks_of_a_guide_are_read_by_their_index(log):
    plan = log.all(
        """EXPLAIN QUERY PLAN SELECT path, ending, count(*), count(entry) FROM walk
           WHERE guide = ? AND walked_on BETWEEN ? AND ? GROUP BY path, ending""",
        ("g", "", "~"),
    )
    assert "USING INDEX walk_of_guide (guide=? AND walked_on>? AND walked_on<?)" in str(plan)
