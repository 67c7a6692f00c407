"""A shelf in memory, on which everything can be interrupted."""

from coachlog.exchange.segment_names import parse_name
from coachlog.exchange.segments import SegmentGoneError
from coachlog.exchange.shelf import Shelf


class Killed(BaseException):
    """The process ended here."""


class MemoryShelf(Shelf):
    """A shelf whose `calls_left` says after how many calls the process is killed."""

    id = "00000000-0000-4000-8000-000000000000"

    def __init__(self):
        self.stored = {}
        self.ignored = {}
        self.troubles = []
        self.calls_left = -1

    def _call(self):
        if self.calls_left == 0:
            raise Killed
        self.calls_left -= 1

    def check(self):
        self._call()

    def teams(self):
        return sorted({team for team, _ in self.stored})

    def list(self, team):
        self._call()
        self.ignored[team] = []
        return sorted(name for each, name in self.stored if each == team)

    def get(self, team, name):
        self._call()
        if (team, name) not in self.stored:
            raise SegmentGoneError("is gone.")
        return self.stored[team, name]

    def put_if_absent(self, team, name, data):
        self._call()
        assert parse_name(name) is not None
        is_new = (team, name) not in self.stored
        self.stored.setdefault((team, name), data)
        return is_new

    def delete(self, team, name):
        self._call()
        self.stored.pop((team, name), None)
