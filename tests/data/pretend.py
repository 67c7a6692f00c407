"""A coachlog of tomorrow, with one more migration: `python pretend.py FILE [MOMENT_TO_DIE]`."""

import os
import signal
import sys

from coachlog.clock import Clock
from coachlog.storage.file.open import open_log
from coachlog.storage.file.schema import STEPS

MOMENT = ""


def v2_notes(db) -> None:
    """Give entries a note, and make their table anew: the hardest thing to do to it."""
    _perhaps_die("first")
    db["entry"].add_column("note", str)
    if MOMENT == "spilt":
        # Changed pages then go to the file at once, while the journal has the old ones.
        db.execute("PRAGMA cache_size = 1")
        db.execute("PRAGMA cache_spill = 1")
    db.execute("UPDATE entry SET note = hex(zeroblob(50000))")
    _perhaps_die("middle")
    _perhaps_die("spilt")
    db["entry"].transform(not_null={"note"})
    _perhaps_die("last")


def _perhaps_die(moment: str) -> None:
    if moment == MOMENT:
        os.kill(os.getpid(), signal.SIGKILL)


TOMORROW = (*STEPS, v2_notes)

if __name__ == "__main__":
    path, *moments = sys.argv[1:]
    MOMENT = "".join(moments)
    log = open_log(path, Clock(), default=False, create=True, steps=TOMORROW)
    print(log.version, log.one("SELECT count(*) FROM entry")[0])
    log.close()
