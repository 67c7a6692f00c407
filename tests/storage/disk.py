"""What a program does to the names and the contents of files, in that order."""

import os


def record_disk_steps(monkeypatch):
    """Return a list that grows with each flush, link and rename.

    A flush is noted with the inode of what is flushed, so that it counts only if the file or
    folder itself reaches the disk; a name is noted with its new path.
    """
    steps = []
    fsync = os.fsync

    def flush(number):
        steps.append(("flush", os.fstat(number).st_ino))
        fsync(number)

    monkeypatch.setattr(os, "fsync", flush)
    for step in ("link", "rename", "replace"):
        monkeypatch.setattr(os, step, _recording(steps, step))
    return steps


def _recording(steps, step):
    original = getattr(os, step)

    def call(source, target):
        original(source, target)
        steps.append((step, str(target)))

    return call
