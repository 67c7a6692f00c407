"""People with a log on a computer of their own, who share a folder."""

import gzip
from datetime import datetime, timedelta

from coachlog.clock import FixedClock
from coachlog.services import sync as service
from coachlog.services import sync_join
from coachlog.services.record import record
from coachlog.services.settings import load_settings
from coachlog.storage import ledger
from coachlog.storage.file.open import open_log
from tests.conftest import NOW


class Computer:
    """Somebody's log, on a computer of their own."""

    def __init__(self, path, name, seed):
        self.clock = FixedClock(datetime.fromisoformat(NOW), seed=seed)
        self.log = open_log(str(path), self.clock, default=False, create=True)
        self.log.reader = self.log.login = name
        self.log.disable_fsync()

    def wait(self, seconds=1):
        self.clock.at += timedelta(seconds=seconds)

    def add(self, happened, team="permits", **more):
        self.wait()
        typed = {"kind": "correction", "team": team, "topics": ["fees"], "happened": happened}
        return record(
            self.log, load_settings(self.log, given_name=self.log.user), typed | more
        ).fields["uuid"]

    def change(self, record, table="entry", **patch):
        self.wait()
        with self.log.atomic():
            ledger.write_action(self.log, "edit", [(table, record, patch)])

    def reply(self, entry, text):
        uuid = self.log.clock.uuid7()
        self.change(
            uuid, "reply", entry=entry, kind="idea", text=text, author=self.log.user,
            said_on="2026-11-19", hlc="1763564400000-0000",
        )  # fmt: skip
        return uuid

    def join(self, folder, *teams):
        return sync_join.join(self.log, str(folder), teams or ["permits"])

    def sync(self):
        self.wait()
        synced = service.sync(self.log)
        assert synced.away == []
        return synced

    def texts(self):
        return sorted(self.log.column("SELECT happened FROM entry"))


def files(folder):
    """Return the paths of all segments in a folder."""
    return sorted(folder.rglob("*.jsonl.gz"))


def bytes_of(folder):
    """Return all that is in the files of a folder, unpacked."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            parts.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    return b"\n".join(parts).decode()
