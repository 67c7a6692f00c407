"""A team that is renamed on one computer, and what others record under its old name meanwhile."""

import pytest

from coachlog.services import teams, undo
from coachlog.services.history import entry_history
from coachlog.services.merge import merge
from coachlog.storage import rebuild
from tests.services.computers import Computer, bytes_of


@pytest.fixture
def folder(tmp_path):
    """Return the path of the shared folder."""
    return tmp_path / "share"


@pytest.fixture
def two(tmp_path, folder):
    """Return the computers of two people who share it."""
    computers = []
    for seed, name in enumerate(("kim", "lou"), 1):
        made = Computer(tmp_path / f"{name}.db", name, seed=seed)
        made.join(folder, "Permits")
        computers.append(made)
    yield computers
    for made in computers:
        made.log.close()


def exchange(*computers):
    for computer in (*computers, *computers):
        computer.sync()
    teams_of = []
    for computer in computers:
        assert rebuild.table_problems(computer.log) == ""
        teams_of.append(dict(computer.log.all("SELECT happened, team FROM entry")))
    first, *others = teams_of
    assert all(other == first for other in others)
    return first


def rename(computer, old, new):
    computer.wait()
    teams.rename(computer.log, "team", old, new)


def test_a_rename_reaches_others_and_what_they_recorded_without_it(two):
    kim, lou = two
    kim.add("First", "Permits")
    exchange(kim, lou)
    rename(kim, "Permits", "Desk")
    kim.add("Second", "Desk")
    lou.add("Third", "Permits")
    assert exchange(kim, lou) == {"First": "Desk", "Second": "Desk", "Third": "Desk"}
    lou.add("Fourth", "Permits")
    kim.add("Fifth", "Desk")
    (entry,) = lou.log.column("SELECT short_id FROM entry WHERE happened = 'Fourth'")
    teams_of_fourth = [each.after for each in entry_history(lou.log, entry) if each.field == "team"]
    assert teams_of_fourth == ["Permits"]
    kim.wait()
    merge(kim.log, [lou.log.path])
    team_of = dict(kim.log.all("SELECT happened, team FROM entry"))
    assert (team_of["Fourth"], team_of["Fifth"]) == ("Permits", "Desk")
    assert rebuild.table_problems(kim.log) == ""


def test_an_undone_rename_is_undone_for_others_too(two):
    kim, lou = two
    kim.add("First", "Permits")
    rename(kim, "Permits", "Desk")
    assert exchange(kim, lou) == {"First": "Desk"}
    kim.wait()
    undo.undo(kim.log)
    assert exchange(kim, lou) == {"First": "Permits"}
    kim.wait()
    undo.redo(kim.log)
    assert exchange(kim, lou) == {"First": "Desk"}


def test_of_two_renames_at_once_the_later_counts_everywhere(two):
    kim, lou = two
    kim.add("First", "Permits")
    exchange(kim, lou)
    rename(kim, "Permits", "Desk")
    lou.wait(60)
    rename(lou, "Permits", "Counter")
    lou.add("Second", "Counter")
    kim.add("Third", "Desk")
    result = exchange(kim, lou)
    assert (result["First"], result["Second"]) == ("Counter", "Counter")


def test_a_change_of_spelling_alone_reaches_others(two):
    kim, lou = two
    kim.add("First", "Permits")
    exchange(kim, lou)
    rename(kim, "Permits", "PERMITS")
    lou.add("Second", "Permits")
    assert set(exchange(kim, lou).values()) == {"PERMITS"}


def test_the_name_of_a_team_of_private_entries_never_leaves(two, folder):
    kim, lou = two
    kim.add("First", "Permits")
    kim.add("Hidden", "Zebra", share="private")
    kim.wait()
    teams.merge(kim.log, "team", "Zebra", "Permits")
    for computer in (kim, lou, kim):
        computer.sync()
    assert "Zebra" not in bytes_of(folder)
    assert lou.texts() == ["First"]
