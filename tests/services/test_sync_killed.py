"""An exchange that is killed after any step goes on with the next one, and nothing is lost."""

import shutil

import pytest

from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.services import open_shelf, sync_outbox, sync_push
from coachlog.storage.file.connection import Transaction
from coachlog.storage.rebuild import table_problems
from coachlog.storage.revisions import in_batches
from tests.services.computers import Computer, bytes_of, files


class Killed(BaseException):
    """The process was killed."""


class Killer:
    """Counts the steps of an exchange, and kills it before one of them."""

    def __init__(self):
        self.remaining = None

    def step(self):
        """Do the next step, unless the process is killed before."""
        if self.remaining is not None:
            self.remaining -= 1
            if self.remaining < 0:
                raise Killed


@pytest.fixture
def killer(monkeypatch):
    """Let every call of a shelf and every commit be a step."""
    killer = Killer()

    class MortalShelf(FolderShelf):
        def list(self, team):
            killer.step()
            return super().list(team)

        def get(self, team, name):
            killer.step()
            return super().get(team, name)

        def put_if_absent(self, team, name, data):
            killer.step()
            return super().put_if_absent(team, name, data)

        def delete(self, team, name):
            killer.step()
            super().delete(team, name)

    leave = Transaction.__exit__

    def step_and_leave(self, kind, error, traceback):
        if error is None:
            try:
                killer.step()
            except Killed as killed:
                leave(self, Killed, killed, None)
                raise
        leave(self, kind, error, traceback)

    monkeypatch.setattr(open_shelf, "FolderShelf", MortalShelf)
    monkeypatch.setattr(Transaction, "__exit__", step_and_leave)
    return killer


class Scene:
    """Two logs and their folder, to which every attempt comes back as they were."""

    def __init__(self, folder):
        self._folder = folder / "now"
        self._saved = folder / "saved"
        self._folder.mkdir()
        self.share = self._folder / "share"
        self.kim = self.lou = None
        self._open()
        self.kim.join(self.share)
        self.lou.join(self.share)

    def _open(self):
        seeds = 1 if self.kim is None else None
        self.kim = Computer(self._folder / "kim.db", "kim", seeds and 1)
        self.lou = Computer(self._folder / "lou.db", "lou", seeds and 2)

    def close(self):
        """Close the logs."""
        self.kim.log.close()
        self.lou.log.close()

    def save(self):
        """Note how it is."""
        self.close()
        shutil.copytree(self._folder, self._saved)

    def come_back(self):
        """Let it be as it was noted."""
        shutil.rmtree(self._folder)
        shutil.copytree(self._saved, self._folder)
        self._open()

    def is_killed(self, killer, step):
        """Return whether Kim's exchange, from the beginning, is killed before a step."""
        self.come_back()
        killer.remaining = step
        try:
            self.kim.sync()
        except Killed:
            return True
        finally:
            killer.remaining = None
        return False

    def check_it_settles(self, texts, step):
        """Check that both logs and the folder end alike, whoever goes on first."""
        everyone = [self.kim, self.lou]
        if step % 2:
            everyone.reverse()
        for each in everyone * 2:
            each.sync()
        settled = files(self.share)
        for each in everyone * 2:
            assert each.sync().sent == 0
        assert files(self.share) == settled
        assert self.lou.texts() == texts
        for each in everyone:
            assert table_problems(each.log) == ""
            # Segments that were replaced are noted for good, but are not there any more.
            replaced = each.log.column("SELECT name FROM segment WHERE state = 'replaced'")
            assert not set(replaced).intersection(path.name for path in settled)
        self.close()


@pytest.fixture
def scene(tmp_path):
    """Return a scene in which nothing was recorded."""
    return Scene(tmp_path)


def kill_everywhere(scene, killer, texts, check=None):
    """Kill Kim's exchange before every step, and check how each attempt ends."""
    scene.save()
    step = 0
    while scene.is_killed(killer, step):
        scene.check_it_settles(texts, step)
        if check:
            check()
        step += 1
    scene.check_it_settles(texts, step)
    return step


def test_sending_and_taking(scene, killer):
    scene.kim.add("By Kim")
    scene.lou.add("By Lou")
    scene.lou.sync()
    # List, get, note; put, note.
    assert kill_everywhere(scene, killer, ["By Kim", "By Lou"]) == 5


def test_taking_back(scene, killer, monkeypatch):
    monkeypatch.setattr(sync_outbox, "batches", in_twos)
    entries = []
    for number in range(4):
        entries.append(scene.kim.add(f"Words {number}"))
        scene.kim.sync()
    scene.lou.sync()
    scene.lou.change(entries[0], lesson="Words by Lou")
    scene.lou.sync()
    scene.kim.change(entries[0], share="private")

    def check():
        text = bytes_of(scene.share)
        assert "Words 0" not in text
        assert "Words by Lou" not in text

    steps = kill_everywhere(scene, killer, ["Words 1", "Words 2", "Words 3"], check)
    assert steps > 10


def test_putting_segments_together(scene, killer, monkeypatch):
    texts = [f"Words {number}" for number in range(5)]
    for text in texts:
        scene.kim.add(text)
        scene.kim.sync()
    scene.lou.sync()
    monkeypatch.setattr(sync_push, "MOST_OWN", 3)
    assert kill_everywhere(scene, killer, texts) == 8


def test_putting_there_again_what_is_missing(scene, killer):
    for number in range(2):
        scene.kim.add(f"By Kim {number}")
        scene.kim.sync()
    scene.lou.add("By Lou")
    scene.lou.sync()
    scene.kim.sync()
    scene.kim.add("By Kim 2")
    for path in files(scene.share):
        path.unlink()
    texts = ["By Kim 0", "By Kim 1", "By Kim 2", "By Lou"]
    # List; put, note; note what is new.
    assert kill_everywhere(scene, killer, texts) == 5


def in_twos(revisions):
    """Yield revisions in lists of two, for a segment each."""
    return in_batches(revisions, 2)
