"""What supervisors read on a hub follows from their logs, and nobody else reads it."""

from contextlib import closing

import pytest

from coachlog.domain.fields import LONG_TEXTS
from coachlog.exchange.hub.report import REPORT_COLUMNS
from coachlog.services import sync_report, teams
from coachlog.services.open_shelf import open_shelf, write_report
from coachlog.storage.file.open import open_log
from coachlog.storage.purge import purge
from coachlog.storage.shelves import shelves
from tests.services.computers import Computer

WAIVER = "Showed how to look up a fee waiver"


def report(hub, columns="happened", login="postgres"):
    """Return what the report of a hub has, for a login."""
    query = f"SELECT {columns} FROM coachlog.report_entry ORDER BY recorded_at, happened"
    return hub.run(query, login=login)


def texts(hub, login="postgres"):
    return [text for (text,) in report(hub, login=login)]


@pytest.fixture
def pat(person):
    """Return another supervisor of the same team."""
    pat = person("pat", "permits", supervisor=True)
    pat.join()
    return pat


@pytest.fixture(autouse=True)
def weeks_are_counted(hub):
    """After each test, see whether the counts of weeks are those of the entries."""
    yield
    hub.check_weeks()


def sync_all(*people):
    for each in people:
        each.sync()


def test_a_supervisor_writes_what_their_log_says(hub, kim, sam):
    entry = kim.add(
        WAIVER,
        topics=["fees", "forms"],
        kind="mistake",
        lesson="Ask first",
        rule_ref="2 CFR 200",
        learner="Ana",
    )
    sync_all(kim, sam)
    columns = "uuid::text, team, occurred_on::text, week::text, kind, topics, lesson, rule_ref"
    assert report(hub, columns) == [
        (
            entry,
            "permits",
            "2026-11-19",
            "2026-11-16",
            "mistake",
            ["fees", "forms"],
            "Ask first",
            "2 CFR 200",
        )
    ]


def test_nothing_nameless_has_a_name(hub, kim, sam):
    kim.add(WAIVER, learner="Ana", own=True, role="leader")
    sync_all(kim, sam)
    columns = hub.run(
        """SELECT column_name FROM information_schema.columns
           WHERE table_schema = 'coachlog' AND table_name = 'report_entry'
           ORDER BY ordinal_position"""
    )
    assert tuple(name for (name,) in columns) == REPORT_COLUMNS
    assert not {"trainer", "learner", "own", "role"} & set(REPORT_COLUMNS)
    assert set(LONG_TEXTS) <= set(REPORT_COLUMNS)
    (row,) = report(hub, "report_entry::text")
    assert "kim" not in row[0]
    assert "Ana" not in row[0]


def test_only_supervisors_of_the_team_write_and_read(hub, kim, sam, person):
    ada = person("ada", "finance", supervisor=True)
    ada.join()
    kim.add(WAIVER)
    ada.add("About finance", team="finance")
    sync_all(kim, kim)
    assert texts(hub) == []
    sync_all(sam, ada)
    assert texts(hub, "sam") == [WAIVER]
    assert texts(hub, "ada") == ["About finance"]
    assert texts(hub, "kim") == []


def test_somebody_who_supervises_every_team_reads_all_of_them(hub, kim, sam, person):
    every = person("val", supervisor=True)
    every.join("permits")
    kim.add(WAIVER)
    sync_all(kim, every)
    assert texts(hub, "val") == texts(hub, "sam") == [WAIVER]


def test_changes_replace_what_was_there(hub, kim, sam):
    entry = kim.add(WAIVER)
    sync_all(kim, sam)
    kim.change(entry, lesson="Ask first")
    sync_all(kim, sam)
    assert report(hub, "lesson") == [("Ask first",)]
    kim.reply(entry, "Here, too")
    sync_all(kim, sam)
    assert report(hub, "replied_on[1]::text, answered_on::text") == [("2026-11-19", "2026-11-19")]


@pytest.mark.parametrize("erased", [False, True], ids=["deleted", "erased"])
def test_a_reply_that_is_gone_is_in_no_row(hub, kim, sam, pat, erased):
    entry = kim.add(WAIVER)
    other = kim.add("Called ahead")
    gone = kim.reply(entry, "Here, too")
    kim.reply(other, "Neither")
    sync_all(kim, sam, pat)
    kim.change(gone, "reply", deleted=True)
    if erased:
        purge(kim.log)
    sync_all(kim, sam, pat)
    assert report(hub, "cardinality(replied_on)") == [(0,), (1,)]


@pytest.mark.parametrize(
    "change",
    [{"share": "private"}, {"deleted": True}, {"team": "finance"}],
    ids=["private", "deleted", "moved"],
)
def test_what_is_withdrawn_is_in_no_row(hub, kim, sam, pat, change):
    entry = kim.add(WAIVER)
    kim.add("Called ahead")
    sync_all(kim, sam, pat)
    kim.change(entry, **change)
    sync_all(kim, sam)
    assert texts(hub) == ["Called ahead"]
    # Neither does a log bring it back that does not know of it yet.
    hub.run("DELETE FROM coachlog.report_mark")
    (shelf,) = shelves(pat.log)
    with closing(open_shelf(pat.log, shelf)) as opened:
        write_report(pat.log, opened)
    assert texts(hub) == ["Called ahead"]


def test_private_entries_are_in_no_row(hub, sam):
    sam.add("Only mine", share="private")
    sam.add(WAIVER)
    sam.sync()
    assert texts(hub) == [WAIVER]
    assert hub.run("SELECT uuid FROM coachlog.report_gone") == []


def test_a_log_that_lacks_something_removes_nothing(hub, kim, sam, person):
    kim.add(WAIVER)
    sync_all(kim, sam)
    hub.run("DELETE FROM coachlog.segment")
    pat = person("pat", "permits", supervisor=True)
    pat.join()
    pat.add("Called ahead")
    pat.sync()
    assert sorted(texts(hub)) == ["Called ahead", WAIVER]


def test_an_older_fold_never_replaces_a_newer_one(hub, kim, sam, pat):
    entry = kim.add(WAIVER)
    sync_all(kim, sam, pat)
    kim.change(entry, lesson="Ask first")
    sync_all(kim, sam)
    hub.run("DELETE FROM coachlog.report_mark")
    hub.run("DELETE FROM coachlog.segment")
    pat.sync()
    assert report(hub, "lesson") == [("Ask first",)]


def test_an_emptied_report_is_written_again(hub, kim, sam):
    kim.add(WAIVER)
    sync_all(kim, sam)
    hub.run("DELETE FROM coachlog.report_entry; DELETE FROM coachlog.report_mark")
    sam.sync()
    assert texts(hub) == [WAIVER]


def test_nothing_is_written_where_nothing_has_changed(hub, kim, sam):
    kim.add(WAIVER)
    sync_all(kim, sam)
    before = report(hub, "xmin")
    sam.sync()
    assert report(hub, "xmin") == before
    assert hub.run("SELECT count(*) FROM coachlog.report_mark") == [(1,)]


def test_many_changes_are_written_step_by_step(hub, sam, monkeypatch):
    monkeypatch.setattr(sync_report, "AT_ONCE", 3)
    for number in range(10):
        sam.add(f"Number {number}")
    sam.sync()
    assert len(texts(hub)) == 10


def test_a_renamed_team_is_renamed_in_the_report(hub, kim, sam):
    kim.add(WAIVER)
    sync_all(kim, sam)
    sam.wait()
    teams.rename(sam.log, "team", "permits", "Licences")
    sam.sync()
    assert report(hub, "key, team") == [("permits", "Licences")]


def test_teams_that_were_merged_are_one_in_the_report(hub, kim, person):
    val = person("val", "permits", "finance", supervisor=True)
    val.join("permits", "finance")
    kim.add(WAIVER)
    val.add("About finance", team="finance")
    sync_all(kim, val)
    assert sorted(report(hub, "key, team, happened")) == [
        ("finance", "finance", "About finance"),
        ("permits", "permits", WAIVER),
    ]
    val.wait()
    teams.merge(val.log, "team", "finance", "permits")
    val.sync()
    rows = report(hub, "team, happened, key")
    assert sorted(row[:2] for row in rows) == [("permits", "About finance"), ("permits", WAIVER)]
    # The rows of one key have gone, and are those of the other.
    assert len({key for _, _, key in rows}) == 1
    assert hub.run("SELECT DISTINCT name FROM coachlog.report_week WHERE sort = 'team'") == [
        ("permits",)
    ]


def test_a_restored_log_goes_on_from_what_it_has(hub, sam, tmp_path):
    sam.add(WAIVER)
    copy = tmp_path / "copy.db"
    sam.log.db.execute("VACUUM INTO ?", (str(copy),))
    sam.add("Called ahead")
    sam.sync()
    restored = open_log(str(copy), sam.clock, default=False, create=False)
    restored.reader = restored.login = "sam"
    again = Computer.__new__(Computer)
    again.log, again.clock = restored, sam.clock
    again.add("Rang back")
    again.add("Rang again")
    again.sync()
    assert sorted(texts(hub)) == ["Called ahead", "Rang again", "Rang back", WAIVER]
    restored.close()
