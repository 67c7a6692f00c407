"""A bundle: one file with everything that others may have."""

import stat
from pathlib import Path

import pytest

from coachlog.domain.nameless import new_uuid
from coachlog.errors import DecisionNeededError, NotFoundError, StorageError
from coachlog.services import bundle
from coachlog.storage.arrivals import arrive
from tests.services.computers import Computer


@pytest.fixture
def kim(tmp_path):
    """Return the computer of Kim."""
    computer = Computer(tmp_path / "kim.db", "kim", seed=1)
    yield computer
    computer.log.close()


@pytest.fixture
def lou(tmp_path):
    """Return the computer of Lou."""
    computer = Computer(tmp_path / "lou.db", "lou", seed=2)
    yield computer
    computer.log.close()


def take(log, path):
    """Take what is in a bundle."""
    revisions = [each for segment in bundle.read_bundle(path) for each in segment.revisions]
    with log.atomic():
        return arrive(log, revisions, "merge")


def write(computer, *arguments, **options):
    """Write a bundle with another name each time; return its path and what is in it."""
    path = f"x{computer.log.clock.uuid7()}.coachlog"
    return path, bundle.write_bundle(computer.log, path, *arguments, **options)


def test_a_bundle_goes_there_and_another_one_back(kim, lou):
    entry = kim.add("Showed how", learner="Dana")
    kim.add("For me alone", share="private")
    path, written = write(kim)
    assert written == (["permits"], 1)
    assert take(lou.log, path).new == 1
    assert lou.texts() == ["Showed how"]
    lou.reply(entry, "Nice")
    back, _ = write(lou)
    assert take(kim.log, back).new == 1
    assert take(kim.log, back).new == 0
    assert kim.log.column("SELECT text FROM reply") == ["Nice"]


def test_a_bundle_passes_on_what_came_from_others_but_to_them(kim, lou):
    kim.add("By Kim")
    path, _ = write(kim)
    take(lou.log, path)
    lou.add("By Lou")
    _, everything = write(lou)
    assert everything.records == 2
    _, for_kim = write(lou, [], "kim")
    assert for_kim.records == 1


def test_a_bundle_is_for_some_teams_or_for_all(kim, lou):
    entry = kim.add("For permits", team="Permits")
    kim.add("For finance", team="finance")
    path, written = write(kim, ["permits"])
    assert written == (["Permits"], 1)
    take(lou.log, path)
    assert lou.texts() == ["For permits"]
    kim.change(entry, team="finance")
    path, written = write(kim)
    assert written.records == 2
    take(lou.log, path)
    assert lou.log.column("SELECT DISTINCT team FROM entry") == ["finance"]


def test_several_segments_make_one_bundle(kim, lou, monkeypatch):
    monkeypatch.setattr(bundle, "batches", lambda revisions: ([each] for each in revisions))
    texts = [f"Entry {number}" for number in range(3)]
    for text in texts:
        kim.add(text)
    path, _ = write(kim)
    assert len(list(bundle.read_bundle(path))) == 3
    take(lou.log, path)
    assert lou.texts() == texts


def test_a_bundle_is_for_its_owner_alone_and_replaces_nothing(kim):
    kim.add("Showed how")
    bundle.write_bundle(kim.log, "x.coachlog")
    assert stat.S_IMODE(Path("x.coachlog").stat().st_mode) == 0o600
    with pytest.raises(DecisionNeededError):
        bundle.write_bundle(kim.log, "x.coachlog")
    bundle.write_bundle(kim.log, "x.coachlog", force=True)


def test_nothing_to_share_writes_no_file(kim):
    kim.add("For me alone", share="private")
    with pytest.raises(NotFoundError):
        bundle.write_bundle(kim.log, "x.coachlog")
    assert list(Path().iterdir()) == []


def test_walks_are_in_no_bundle_because_it_tells_whose_they_are(kim):
    kim.add("Showed how")
    walk = new_uuid(kim.log.clock, kim.log.clock.today())
    kim.change(walk, "walk", guide="g", path="yes", ending="end", walked_on="2026-11-19")
    _, written = write(kim)
    assert written.records == 1


def test_a_file_that_is_no_bundle_is_refused(kim):
    kim.add("Showed how")
    bundle.write_bundle(kim.log, "x.coachlog")
    with Path("x.coachlog").open("rb+") as file:
        file.truncate(100)
    for path, reason in (("x.coachlog", "not whole"), ("missing", "No such file")):
        with pytest.raises(StorageError, match=reason):
            list(bundle.read_bundle(path))
