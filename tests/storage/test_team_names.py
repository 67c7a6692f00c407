"""Tests of renames of teams: one record each, from whichever computer, undone and in any order."""

import pytest

from coachlog.domain.team_names import Rename, TeamNames, label_of
from coachlog.services import teams, undo
from coachlog.services.delete import delete
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import ledger, rebuild
from coachlog.storage.names import name_counts
from coachlog.storage.patch_json import patch_text
from coachlog.storage.team_names import names_of, record_of

ROBIN = Settings({"trainer": "robin", "similar": "no"})
LATER = "{:013d}-0000"


def recorded(log, team, happened="Showed how", **fields):
    entry = {"kind": "correction", "team": team, "topics": ["fees"], "happened": happened}
    return record(log, ROBIN, entry | fields).fields["uuid"]


def teams_of(log):
    assert rebuild.table_problems(log) == ""
    return dict(log.all("SELECT happened, team FROM entry ORDER BY id"))


def arrive(log, table, uuid, patch, milliseconds):
    """Add a revision of another computer, which was written at a time of its clock."""
    with log.atomic():
        row = (log.clock.uuid7_bytes(), uuid, table, LATER.format(milliseconds), "elsewhere", "kim")
        log.run(
            "INSERT INTO revision (id, record, tbl, hlc, device, author, patch)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, patch_text(patch)),
        )
        ledger.refold(log, table, [uuid])


def renamed_elsewhere(log, old, new, milliseconds):
    patch = {"old": old, "new": new, "hlc": LATER.format(milliseconds)}
    arrive(log, "team_name", record_of(old), patch, milliseconds)


def entry_elsewhere(log, team, happened, milliseconds):
    fields = {
        "kind": "correction",
        "team": team,
        "topics": ["fees"],
        "happened": happened,
        "occurred_on": "2026-11-19",
        "recorded_at": "2026-11-19T15:00:00.000Z",
        "updated_at": "2026-11-19T15:00:00.000Z",
        "trainer": "kim",
    }
    arrive(log, "entry", log.clock.uuid7(), fields, milliseconds)


def now(log):
    return int(log.clock.now().timestamp() * 1000)


def test_a_rename_is_one_revision_and_leaves_those_of_the_entries(log):
    for number in range(3):
        recorded(log, "Permits", f"Note {number}")
    before = log.number("SELECT count(*) FROM revision")
    assert teams.rename(log, "team", "permits", "Desk").entries == 3
    assert log.number("SELECT count(*) FROM revision") == before + 1
    assert set(teams_of(log).values()) == {"Desk"}
    assert name_counts(log, "team") == [("Desk", 3, "2026-11-19")]


def test_an_undone_merge_gives_each_entry_its_own_name_back(log):
    recorded(log, "Permits", "First")
    recorded(log, "Desk", "Second")
    teams.merge(log, "team", "Permits", "Desk")
    log.reader = log.login = "kim"
    recorded(log, "Desk", "Third")
    log.reader = log.login = "robin"
    assert set(teams_of(log).values()) == {"Desk"}
    undo.undo(log)
    assert teams_of(log) == {"First": "Permits", "Second": "Desk", "Third": "Desk"}
    undo.redo(log)
    assert set(teams_of(log).values()) == {"Desk"}
    assert [name for name, *_ in name_counts(log, "team")] == ["Desk"]


def test_what_was_recorded_without_news_of_the_rename_arrives_under_the_new_name(log):
    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    entry_elsewhere(log, "PERMITS", "Second", now(log) + 60_000)
    assert teams_of(log) == {"First": "Desk", "Second": "Desk"}


def test_an_old_name_that_is_typed_again_begins_another_team(log):
    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    recorded(log, "permits", "Second")
    edited = recorded(log, "Desk", "Third")
    edit(log, ROBIN, edited, {"team": "Permits"})
    entry_elsewhere(log, "Permits", "Fourth", now(log) + 60_000)
    expected = {"First": "Desk", "Second": "permits", "Third": "permits", "Fourth": "Desk"}
    assert teams_of(log) == expected
    teams.rename(log, "team", "Permits", "Licences")
    renamed = {"First": "Desk", "Second": "Licences", "Third": "Licences", "Fourth": "Desk"}
    assert teams_of(log) == renamed
    recorded(log, "Permits", "Fifth")
    assert teams_of(log) == renamed | {"Fifth": "Permits"}
    assert names_of(log, "desk") == ["Desk", "Permits"]
    assert names_of(log, "Licences") == ["Licences", "permits;2"]
    assert names_of(log, "Permits") == ["Permits;3"]
    undo.undo(log, 2)
    assert teams_of(log) == expected
    undo.undo(log)
    assert teams_of(log)["Third"] == "Desk"


def test_a_team_that_is_renamed_back_has_its_name_again(log):
    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    recorded(log, "Desk", "Second")
    teams.rename(log, "team", "Desk", "Permits")
    recorded(log, "Permits", "Third")
    assert set(teams_of(log).values()) == {"Permits"}
    undo.undo(log, 2)
    assert teams_of(log) == {"First": "Desk", "Second": "Desk"}
    undo.undo(log, 2)
    assert teams_of(log) == {"First": "Permits"}


@pytest.mark.parametrize(("earlier", "later"), [(1, 2), (2, 1)])
def test_two_renames_in_a_circle_are_settled_by_the_newest(log, earlier, later):
    recorded(log, "A", "First")
    recorded(log, "B", "Second")
    start = now(log)
    renamed_elsewhere(log, "a", "B", start + earlier)
    renamed_elsewhere(log, "b", "A", start + later)
    assert set(teams_of(log).values()) == {"A" if later > earlier else "B"}


def test_of_two_renames_of_one_team_the_later_counts(log):
    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    renamed_elsewhere(log, "Permits", "Counter", now(log) + 60_000)
    assert teams_of(log) == {"First": "Counter"}
    assert undo.undo(log)[0].changed_records == 0
    assert teams_of(log) == {"First": "Counter"}


def test_a_rename_that_comes_before_the_entries_counts_for_them_too(log):
    renamed_elsewhere(log, "Permits", "Desk", now(log))
    entry_elsewhere(log, "Permits", "First", now(log) - 60_000)
    assert teams_of(log) == {"First": "Desk"}


def test_undo_leaves_a_team_that_somebody_else_renamed_since(log):
    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    log.reader = log.login = "kim"
    teams.rename(log, "team", "Desk", "Counter")
    log.reader = log.login = "robin"
    assert undo.undo(log)[0].changed_records == 0
    assert teams_of(log) == {"First": "Counter"}


def test_undo_of_an_edit_leaves_a_team_that_somebody_else_renamed_since(log):
    uuid = recorded(log, "Permits", "First")
    edit(log, ROBIN, uuid, {"team": "Desk", "lesson": "Ask"})
    log.reader = log.login = "kim"
    teams.rename(log, "team", "Desk", "Counter")
    log.reader = log.login = "robin"
    undo.undo(log)
    assert teams_of(log) == {"First": "Counter"}
    assert log.column("SELECT lesson FROM entry") == [None]


def test_an_entry_that_comes_back_has_the_name_that_its_team_has_by_then(log):
    uuid = recorded(log, "Permits", "First")
    recorded(log, "Permits", "Second")
    delete(log, [uuid])
    log.reader = log.login = "kim"
    teams.rename(log, "team", "Permits", "Desk")
    log.reader = log.login = "robin"
    undo.undo(log)
    assert teams_of(log) == {"First": "Desk", "Second": "Desk"}


def test_a_team_that_only_private_entries_have_is_renamed_in_each_of_them(log):
    recorded(log, "Permits", "First", share="private")
    teams.rename(log, "team", "Permits", "Desk")
    assert teams_of(log) == {"First": "Desk"}
    assert log.number("SELECT count(*) FROM team_name") == 0


def test_a_rename_that_was_purged_can_be_done_again(log):
    from coachlog.storage import purge

    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    undo.undo(log)
    purge.purge(log)
    teams.rename(log, "team", "Permits", "Counter")
    assert teams_of(log) == {"First": "Counter"}


def test_the_table_of_renames_is_rebuilt_before_the_entries(log):
    recorded(log, "Permits", "First")
    teams.rename(log, "team", "Permits", "Desk")
    log.run("DELETE FROM team_name")
    assert rebuild.table_problems(log) == "team_name (1)"
    with log.atomic():
        rebuild.rebuild(log, "robin")
    assert teams_of(log) == {"First": "Desk"}
    log.run("UPDATE entry SET team = 'Permits'")
    with log.atomic():
        rebuild.rebuild(log, "robin")
    assert teams_of(log) == {"First": "Desk"}


def test_a_number_behind_a_name_is_not_shown():
    assert label_of("Permits;2") == "Permits"
    assert label_of("Permits") == "Permits"
    assert label_of(";2") == ";2"
    assert label_of("Permits;x") == "Permits;x"
    names = TeamNames([Rename("r", "Permits", "Desk", "1"), Rename("s", "Desk;2", "Permits", "2")])
    assert names.name_now("permits") == "Desk"
    assert names.name_now("DESK;2") == "Desk"
    assert names.written_name("Permits") == "Permits;2"
    assert names.written_name("Desk") == "Desk"
