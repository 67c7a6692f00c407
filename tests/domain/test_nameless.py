"""Walks leave without author, device, day and time, and a log counts its own once."""

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from coachlog.clock import FixedClock
from coachlog.domain.guides.walk import Walk, follow
from coachlog.domain.nameless import new_uuid, travelling_nameless
from coachlog.domain.revision import Revision
from coachlog.services import undo
from coachlog.services.guide import add_guide, find_guide, find_readable_guide
from coachlog.services.guide_walks import record_case, save_walk
from coachlog.services.settings import load_settings
from coachlog.storage import rebuild
from coachlog.storage.arrivals import arrive
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.guides import path_counts
from coachlog.storage.revisions import COLUMNS

TEXT = """\
guide: Can it be waived?
start: q?
  yes -> do It
  no -> escalate to Ana with it
"""
MONDAY = "2026-11-16"


def walk_through(log, *answers, case=None):
    """Walk through the guide, and record the case where there is one; return the guide's uuid."""
    stored, guide = find_readable_guide(log, "waived")
    walk = Walk(guide)
    follow(walk, answers)
    if case is None:
        save_walk(log, stored, walk)
    else:
        record_case(log, load_settings(log), stored, walk, case, remember_team=False)
    return stored.uuid


def walk_revisions(log):
    rows = log.all(f"SELECT {COLUMNS} FROM revision WHERE tbl = 'walk' ORDER BY record, hlc, id")
    return [Revision(*row[:-1], json.loads(row[-1])) for row in rows]


def take_in(log, revisions):
    with log.atomic():
        assert not arrive(log, revisions, "merge").held


@pytest.fixture
def guide(log):
    """Add a guide to the log, and return its uuid."""
    add_guide(log, TEXT)
    return find_guide(log, "waived").uuid


def test_a_walk_leaves_without_author_device_day_time_and_entry(log, guide):
    walk_through(log, "yes", case={"happened": "Unclear", "team": "permits"})
    (own,) = walk_revisions(log)
    (leaving,) = travelling_nameless([own])
    assert own.author.startswith(" ")
    assert own.patch["walked_on"] == "2026-11-19"
    assert leaving.patch == {
        "guide": guide,
        "path": "start: yes",
        "ending": "start → yes",
        "walked_on": MONDAY,
        "entry": "",
    }
    assert (leaving.author, leaving.device) == ("", "")
    assert leaving.hlc == f"{milliseconds(MONDAY) - 24 * 3600 * 1000:013d}-0000"
    for uuid in (leaving.record.replace("-", ""), leaving.id.hex()):
        assert int(uuid[:12], 16) == milliseconds(MONDAY)
        assert uuid[12] == "8"
    text = repr(leaving)
    for secret in (own.id.hex(), own.author, own.device, own.hlc, own.patch["entry"]):
        assert secret not in text


def milliseconds(day):
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def test_what_leaves_is_the_same_each_time_and_on_its_way_through_other_logs(log, guide):
    walk_through(log, "yes")
    own = walk_revisions(log)
    leaving = travelling_nameless(own)
    assert leaving == travelling_nameless(own)
    assert travelling_nameless(leaving) == leaving
    assert (
        travelling_nameless(sorted([*own, *leaving], key=lambda revision: revision.hlc)) == leaving
    )


def test_the_ids_of_walks_differ_without_a_secret_too(log, clock, guide):
    first = Revision(b"1" * 16, new_uuid(clock, date(2026, 11, 19)), "walk", "", "d", "", {})
    second = first._replace(id=b"2" * 16)
    marked = first._replace(author=" 12")
    ids = {travelling_nameless([revision])[0].id for revision in (first, second, marked)}
    assert len(ids) == 3


@pytest.mark.parametrize("day", ["2026-11-16", "2026-11-19", "2026-11-22"])
def test_the_uuid_of_a_walk_tells_its_week_alone(clock, day):
    uuid = new_uuid(clock, date.fromisoformat(day))
    assert int(uuid[:13].replace("-", ""), 16) == milliseconds(MONDAY)


def test_a_walk_that_comes_back_is_counted_once_and_keeps_what_only_its_log_knows(log, guide):
    walk_through(log, "yes", case={"happened": "Unclear", "team": "permits"})
    row = log.all("SELECT * FROM walk")
    returning = travelling_nameless(walk_revisions(log))
    take_in(log, returning)
    assert log.all("SELECT * FROM walk") == row
    assert path_counts(log, guide, "", "~") == [("start: yes", "start → yes", 1, 1)]
    assert rebuild.table_problems(log) == ""


def test_a_walk_at_the_first_minute_of_a_week_in_the_east_stays_as_it_is_too(log, clock, guide):
    # Monday has begun there, and in UTC it is Sunday.
    clock.at = datetime(2026, 11, 15, 10, 1, tzinfo=UTC)
    own = Revision(
        clock.uuid7_bytes(),
        new_uuid(clock, date(2026, 11, 16)),
        "walk",
        f"{int(clock.at.timestamp() * 1000):013d}-0000",
        "device",
        "",
        {},
    )
    assert travelling_nameless([own])[0].hlc < own.hlc


def test_others_count_a_walk_with_its_week_however_often_it_comes(log, guide):
    walk_through(log, "yes", case={"happened": "Unclear", "team": "permits"})
    leaving = travelling_nameless(walk_revisions(log))
    log.run("DELETE FROM revision WHERE tbl = 'walk'")
    log.run("DELETE FROM walk")
    take_in(log, leaving)
    assert path_counts(log, guide, MONDAY, MONDAY) == [("start: yes", "start → yes", 1, 1)]
    again = travelling_nameless(walk_revisions(log))
    assert again == leaving


def test_a_walk_that_was_undone_and_redone_leaves_in_that_order(log, clock, guide, tmp_path):
    walk_through(log, "yes")
    for step, expected in ((undo.undo, 0), (undo.redo, 1)):
        clock.at += timedelta(minutes=1)
        step(log)
        leaving = travelling_nameless(walk_revisions(log))
        hlcs = [revision.hlc for revision in leaving]
        assert hlcs == sorted(hlcs)
        path = str(tmp_path / f"elsewhere {expected}.db")
        with closing(open_log(path, clock, default=False, create=True)) as elsewhere:
            take_in(elsewhere, leaving)
            assert elsewhere.number("SELECT count(*) FROM walk") == expected


def test_a_walk_whose_uuid_tells_its_time_stays_at_home():
    clock = FixedClock(datetime(2026, 11, 19, 15, tzinfo=UTC), seed=1)
    patch = {"guide": "g", "path": "start", "walked_on": "2026-11-19"}
    old = Revision(clock.uuid7_bytes(), clock.uuid7(), "walk", "1-0", "device", " mark", patch)
    assert travelling_nameless([old]) == []
