"""Sharing a folder, as two trainers and a supervisor do it on three computers."""

import json
import re
import shlex

import pytest

from tests.docs import DOCS

PAGE = (DOCS / "sharing.md").read_text(encoding="utf-8")


class Computers:
    """The computers of several people, each with a home folder that has the shared drive."""

    def __init__(self, path, by, monkeypatch):
        self.path = path
        self.drive = path / "drive"
        self.drive.mkdir()
        self.folder = self.drive / "coachlog"
        self._by = by
        self._monkeypatch = monkeypatch

    def run(self, name, line):
        """Run a line on somebody's computer."""
        home = self.path / name
        if not home.exists():
            home.mkdir()
            (home / "OneDrive").symlink_to(self.drive)
        self._monkeypatch.setenv("HOME", str(home))
        self._monkeypatch.chdir(home)
        return self._by(name, *shlex.split(line))

    def done(self, name, line):
        """Run a line that has to succeed, and return what it says."""
        result = self.run(name, line)
        assert result.code == 0, (line, result)
        return result.err

    def share(self, name, *more):
        """Record something as somebody, and share it."""
        self.done(name, f"log @permits +fees {' '.join(more) or f'Words of {name}'}")
        self.done(name, "sync --folder ~/OneDrive/coachlog")
        return self.done(name, "sync")

    def move_to(self, moment):
        """Set the time."""
        self._monkeypatch.setenv("COACHLOG_NOW", moment)

    @property
    def segments(self):
        """The segments in the folder."""
        return sorted(self.folder.rglob("*.jsonl.gz"))


@pytest.fixture
def computers(tmp_path, by, monkeypatch):
    return Computers(tmp_path, by, monkeypatch)


def lines_of_the_page():
    """Return who types which line at which time: exactly the ten lines of the page."""
    section = PAGE.partition("## Ten lines")[2].partition("\n## ")[0]
    lines = []
    person = moment = ""
    for line in section.splitlines():
        if match := re.fullmatch(r"<!-- at (\S+) as (\w+) on \S+ -->", line):
            moment, person = match.groups()
        elif line.startswith("$ coachlog "):
            lines.append((moment, person, line.removeprefix("$ coachlog ")))
    return lines


def test_the_ten_lines_of_the_page_work_on_three_computers(computers):
    lines = lines_of_the_page()
    assert len(lines) == 10
    outputs = []
    for moment, person, line in lines:
        computers.move_to(moment)
        result = computers.run(person, line)
        assert result.code == 0, (line, result)
        outputs.append(result.out + result.err)
    assert "Made " in outputs[1]
    assert outputs[2] == "1 of yours sent; nothing new.\n"
    assert "1 other log shares permits there" in outputs[4]
    assert outputs[5] == "1 of yours sent; 1 new.\n"
    assert outputs[7] == "Nothing to send; 2 new.\n"
    assert "2 entries" in outputs[8]
    assert outputs[9] == "Nothing to send; 1 new.\n"
    texts = {}
    for name in ("kim", "lou", "sam"):
        listed = json.loads(computers.run(name, "list --format json").out)
        texts[name] = sorted(entry["happened"] for entry in listed)
    expected = ["Showed how to look up a fee waiver", "Took the old form"]
    assert texts == {"kim": expected, "lou": expected, "sam": expected}
