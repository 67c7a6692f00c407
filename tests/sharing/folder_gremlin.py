"""What programs that carry a folder do to it, and worse.

All of it can be put right again, but what is lost at the end: its device has to send that anew.
"""

import random  # noqa: TID251 - a generator with a seed
import shutil
import time
from collections import Counter
from contextlib import suppress

LONG_AGO = 8 * 86_400  # seconds, after which left temporary files are removed
ENDING = ".jsonl.gz"
TROUBLES = ("truncate", "duplicate", "rename", "hide", "delay", "take_away", "put_right")


class Gremlin:
    """Does harm to a shared folder.

    Attributes:
        counts: How often it did what.
    """

    def __init__(self, shared, hidden, seed):
        self._shared = shared
        self._hidden = hidden
        self._hidden.mkdir(exist_ok=True)
        self._chance = random.Random(seed)
        self.counts = Counter(dict.fromkeys(TROUBLES, 0))

    def act(self):
        """Do harm once."""
        # Files vanish under its hands: their devices remove what they have replaced.
        with suppress(FileNotFoundError):
            trouble = self._chance.choice(TROUBLES)
            getattr(self, f"_{trouble}")()
            self.counts[trouble] += 1

    def put_all_right(self):
        """Bring everything back, as if all programs had finished their work."""
        away = self._hidden / "away"
        if away.exists():
            away.rename(self._shared)
        for path in sorted(self._hidden.glob(f"*/*{ENDING}")):
            self._bring_back(path)
        for path in self._shared.glob("*/* (*"):
            path.unlink()

    def lose_a_third(self):
        """Lose a third of all segments, when no process is left that replaces them by chance."""
        paths = self._segments()
        for path in self._chance.sample(paths, len(paths) // 3):
            path.unlink()

    def _segments(self):
        paths = [path for path in self._shared.glob(f"*/*{ENDING}") if " (" not in path.name]
        if not paths:
            raise FileNotFoundError
        return paths

    def _any(self):
        return self._chance.choice(self._segments())

    def _keep(self, path):
        """Return where a segment is kept until it is brought back."""
        folder = self._hidden / path.parent.name
        folder.mkdir(exist_ok=True)
        return folder / path.name

    def _bring_back(self, path):
        target = self._shared / path.parent.name / path.name
        # What was kept is whole; what is there may be half.
        path.replace(target)

    def _truncate(self):
        path = self._any()
        whole = self._keep(path)
        if whole.exists():
            return  # is truncated already
        data = path.read_bytes()
        whole.write_bytes(data)
        path.write_bytes(data[: self._chance.randrange(len(data))])

    def _duplicate(self):
        path = self._any()
        shutil.copyfile(path, path.with_name(path.name.replace(ENDING, f" (2){ENDING}")))

    def _rename(self):
        path = self._any()
        shutil.copyfile(path, path.with_name(path.name.replace(ENDING, f" (laptop){ENDING}")))
        self._hide_one(path)

    def _hide(self):
        self._hide_one(self._any())

    def _delay(self):
        self._hide_one(max(self._segments(), key=lambda path: path.stat().st_mtime_ns))

    def _hide_one(self, path):
        kept = self._keep(path)
        if kept.exists():
            path.unlink()  # the half of it
        else:
            path.rename(kept)

    def _take_away(self):
        """Disconnect the drive for a moment."""
        away = self._hidden / "away"
        self._shared.rename(away)
        time.sleep(0.05 * self._chance.random())
        away.rename(self._shared)

    def _put_right(self):
        kept = sorted(self._hidden.glob(f"*/*{ENDING}"))
        for path in self._chance.sample(kept, (len(kept) + 1) // 2):
            self._bring_back(path)
