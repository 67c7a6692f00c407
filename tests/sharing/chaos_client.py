"""A person who writes and syncs until the process is killed, and notes what was acknowledged.

A line of the notes is written after the call returned. A withdrawal is noted before it, too: when
it was not acknowledged, it may have been done or not.
"""

import errno
import os
import random  # noqa: TID251 - a generator with a seed
from datetime import timedelta
from typing import NamedTuple

from coachlog.clock import Clock
from coachlog.errors import CoachlogError
from coachlog.exchange import folder_shelf
from coachlog.services import clear, edit, record, reply
from coachlog.services.settings import load_settings
from coachlog.services.sync import sync
from coachlog.services.sync_join import join
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.entries import find_entry
from tests.sharing.planted import planted_word

TEAMS = ("permits", "finance")
# Half of the people are in both teams.
MEMBERSHIPS = (TEAMS, TEAMS[:1], TEAMS, TEAMS[1:])
ACTIONS = {
    "record": 8,
    "edit": 6,
    "topics": 2,
    "withdraw": 2,
    "clear": 2,
    "reply": 3,
    "sync": 8,
}
JUMP = timedelta(days=2)


class Weather(NamedTuple):
    """What is wrong with a computer while one process lives.

    Attributes:
        offset: How far ahead its clock is.
        is_log_full: Whether the log cannot grow.
        full_folder: The chance that a file in the shared folder cannot be written.
    """

    offset: timedelta = timedelta()
    is_log_full: bool = False
    full_folder: float = 0.0


FAIR = Weather()


class AheadClock(Clock):
    """A clock that is ahead of the real one."""

    def __init__(self, offset):
        self.offset = offset

    def now(self):
        return super().now() + self.offset

    def _milliseconds(self):
        return super()._milliseconds() + self.offset // timedelta(milliseconds=1)


class Client:
    """One person with a log of their own.

    Attributes:
        name: Whom the entries are by.
        teams: The teams that are exchanged.
        notes: The file of what was acknowledged.
        is_supervisor: Whether they supervise their teams, where a road knows that.
        ahead: How far ahead the clock is, at least.
    """

    def __init__(self, folder, index):
        self.index = index
        self.name = f"p{index:02}"
        self.teams = MEMBERSHIPS[index % len(MEMBERSHIPS)]
        self.path = folder / f"{self.name}.db"
        self.notes = folder / f"{self.name}.notes"
        self.is_supervisor = index % 5 == 0
        self.ahead = timedelta()

    def open(self, weather=FAIR):
        """Open the log, which is made at the first time."""
        clock = AheadClock(self.ahead + weather.offset)
        self.log = open_log(str(self.path), clock, default=False, create=True)
        self.log.reader = self.log.login = self.name
        self.log.disable_fsync()
        self.settings = load_settings(self.log, given_name=self.name)
        if weather.is_log_full:
            (pages,) = self.log.column("PRAGMA page_count")
            self.log.run(f"PRAGMA max_page_count = {pages}")

    def join(self, location):
        join(self.log, location, self.teams)

    def sync(self):
        """Exchange everything, and return what it did."""
        return sync(self.log)

    def live(self, seed, weather):
        """Do what people do, for ever."""
        chance = random.Random(seed)
        actions = dict(ACTIONS)
        if self.index % 2:
            # A withdrawal has all segments of its device replaced, which hides what was lost.
            del actions["withdraw"]
        self.open(weather)
        _fill_disk(chance, weather.full_folder)
        with self.notes.open("ab", buffering=0) as self._file:
            written = len(self.noted())
            while True:
                action = chance.choices(list(actions), list(actions.values()))[0]
                written += 1
                word = planted_word(chance, self.index, written)
                self._note("try", action, word)
                # Refused, in the way of another, the disk full, or the folder away: people go on.
                try:
                    self._act(action, chance, word)
                except CoachlogError as error:
                    self._note("refused", type(error).__name__, word)

    def noted(self):
        """Return the lines of the notes: what was done, to which entry, with which word."""
        lines = self.notes.read_text(encoding="ascii").splitlines()
        return [line.split() for line in lines]

    def _act(self, action, chance, word):
        getattr(self, f"_{action}")(chance, word)

    def _note(self, verb, uuid, word="-"):
        self._file.write(f"{verb} {uuid} {word}\n".encode())

    def _chosen(self, chance, condition):
        uuids = self.log.column(f"SELECT uuid FROM entry WHERE {condition} ORDER BY id DESC")
        if not uuids:
            return None
        # More often one of the newest, which are still on their way.
        return uuids[int(len(uuids) * chance.random() ** 2)]

    def _own(self, chance):
        return self._chosen(chance, f"share <> 'private' AND trainer = '{self.name}'")

    def _record(self, chance, word):
        typed = {
            "kind": "correction",
            "team": chance.choice(self.teams),
            "topics": ["fees"],
            "happened": word,
        }
        recorded = record.record(self.log, self.settings, typed)
        self._note("record", recorded.fields["uuid"], word)

    def _edit(self, chance, word):
        uuid = self._own(chance)
        if uuid:
            field = chance.choice(("happened", "lesson"))
            edit.edit(self.log, self.settings, uuid, {field: word})
            self._note("edit", uuid, word)

    def _topics(self, chance, word):
        uuid = self._chosen(chance, "share <> 'private'")
        if uuid:
            topics = chance.sample(("fees", "forms", "tone"), 2)
            edit.edit(self.log, self.settings, uuid, {"topics": topics})
            self._note("topics", uuid)

    def _withdraw(self, chance, word):
        uuid = self._own(chance)
        if uuid:
            self._note("withdrawing", uuid)
            edit.edit(self.log, self.settings, uuid, {"share": "private"})
            self._note("withdraw", uuid)

    def _clear(self, chance, word):
        uuid = self._chosen(chance, "share = 'team'")
        if uuid:
            clear.clear(self.log, self.settings, [find_entry(self.log, uuid)])
            self._note("clear", uuid)

    def _reply(self, chance, word):
        uuid = self._chosen(chance, "share <> 'private'")
        if uuid:
            reply.reply(self.log, uuid, "idea", word)
            self._note("reply", uuid, word)

    def _sync(self, chance, word):
        self.sync()
        self._note("sync", "-")


def _fill_disk(chance, share):
    """Let a file in the shared folder fail to be written now and then, after half of it."""
    write_once = folder_shelf.write_once

    def write_or_fail(path, data, **options):
        if chance.random() < share:
            rest = path.parent / f".coachlog-{os.urandom(6).hex()}.tmp"
            rest.write_bytes(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_once(path, data, **options)

    folder_shelf.write_once = write_or_fail
