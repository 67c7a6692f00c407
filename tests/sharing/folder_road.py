"""A shared folder as the road between people in chaos."""

import os

from coachlog.clock import Clock
from coachlog.exchange.folder_shelf import FolderShelf
from tests.sharing.folder_gremlin import LONG_AGO, Gremlin
from tests.sharing.planted import planted_in_file


class FolderRoad:
    """A folder in which everybody reads and writes, and what happens to it."""

    def __init__(self, folder, seed):
        self._shared = folder / "shared"
        self._gremlin = Gremlin(self._shared, folder / "hidden", seed)
        FolderShelf.create(str(self._shared), Clock())

    def let_in(self, client):
        """Return where somebody joins."""
        return str(self._shared)

    def harm(self):
        self._gremlin.act()

    def counts(self):
        """Return how often it was harmed in which way."""
        return self._gremlin.counts

    def put_all_right(self):
        self._gremlin.put_all_right()
        self._age_what_was_left()

    def lose_a_third(self):
        self._gremlin.lose_a_third()

    def names(self):
        """Return the names of all segments."""
        return {path.name for path in self._shared.glob("*/*")}

    def planted_words(self):
        """Yield each part of it with the words that were planted in it."""
        for path in self._shared.rglob("*"):
            if path.is_file():
                yield path.name, planted_in_file(path)

    def problems(self, clients):
        """Return what is wrong with it, besides words that are still there."""
        return []

    def close(self):
        return

    def _age_what_was_left(self):
        """Let the half files of killed processes be old enough to be removed."""
        for path in self._shared.glob("*/.coachlog-*"):
            seconds = path.stat().st_mtime - LONG_AGO
            os.utime(path, (seconds, seconds))
