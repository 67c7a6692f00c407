"""Two logs that share through a folder, which a real sync program carries between two computers.

Marked `second_road`: without rclone and Syncthing the tests are skipped.
"""

import gzip
import json
import shutil

import pytest

from tests.roads import ROADS, contents_of, open_road

SITE_PLAN = "Asked for the site plan first"
WAIVER = "Showed how to look up a fee waiver"

pytestmark = pytest.mark.second_road


@pytest.fixture(params=ROADS, ids=lambda kind: kind.__name__)
def road(request, tmp_path):
    road = open_road(request.param, tmp_path / "road")
    yield road
    road.close()


class Computer:
    """A person with a log and a copy of the shared folder."""

    def __init__(self, by, name, folder, path):
        self._by = by
        self._name = name
        self._folder = folder
        self._path = str(path)

    def run(self, *arguments):
        result = self._by(self._name, "--db", self._path, *arguments)
        assert result.code == 0, result
        return result.out

    def log(self, text, *options):
        """Record an entry for the team."""
        self.run("log", "@permits", text, *options)

    def entry(self, text):
        (entry,) = [each for each in self.entries() if each["happened"] == text]
        return entry

    def entries(self):
        """Return what the person can list."""
        return json.loads(self.run("list", "--all", "--format", "json"))

    def texts(self):
        return sorted(entry["happened"] for entry in self.entries())

    def join(self):
        self.run("sync", "--folder", str(self._folder), "--team", "permits")

    def sync(self):
        result = self._by(self._name, "--db", self._path, "sync")
        # One line says what was done; another one would be a trouble.
        assert (result.code, result.out) == (0, "")
        assert len(result.err.splitlines()) == 1, result.err
        return result.err


@pytest.fixture
def computers(road, by, tmp_path):
    """Return two people of one team: the first made the folder, the second joined it."""
    kim = Computer(by, "kim", road.left, tmp_path / "kim.db")
    lee = Computer(by, "lee", road.right, tmp_path / "lee.db")
    kim.log(WAIVER)
    lee.log(SITE_PLAN)
    kim.join()
    road.carry()
    lee.join()
    return kim, lee


def exchange(road, computers):
    """Let everybody send what is new, and then take what others sent."""
    for _ in range(2):
        for computer in computers:
            computer.sync()
        road.carry()
    for computer in computers:
        computer.sync()


def is_quiet(road, computers):
    """Return whether nothing is written any more where nothing is new."""
    before = contents_of(road.left), contents_of(road.right)
    exchange(road, computers)
    return (contents_of(road.left), contents_of(road.right)) == before


def segments_in(folder):
    """Return what all segments in a folder unpack to."""
    return "".join(
        gzip.decompress(data).decode()
        for name, data in contents_of(folder).items()
        if name.endswith(".jsonl.gz")
    )


def test_both_have_what_both_recorded(road, computers):
    kim, lee = computers
    assert kim.sync() == "1 of yours sent; nothing new.\n"
    road.carry()
    assert lee.sync() == "1 of yours sent; 1 new.\n"
    road.carry()
    assert kim.sync() == "Nothing to send; 1 new.\n"
    assert lee.sync() == "Nothing to send; nothing new.\n"
    texts = [SITE_PLAN, WAIVER]
    for computer in computers:
        assert computer.texts() == texts


def test_answers_come_back_to_the_writer(road, computers):
    kim, lee = computers
    exchange(road, computers)
    theirs = lee.entry(WAIVER)["short_id"]
    lee.run("thanks", theirs)
    lee.run("reply", theirs, "We do that now, too")
    exchange(road, computers)
    assert "We do that now, too" in kim.run("show", theirs)


def test_what_is_withdrawn_is_withdrawn_on_the_other_side(road, computers):
    kim, lee = computers
    kim.log("Mixed up two applicants on the phone")
    mine = kim.entry("Mixed up two applicants on the phone")["short_id"]
    exchange(road, computers)
    assert "Mixed up two applicants on the phone" in lee.texts()
    kim.run("edit", mine, "--private")
    lee.log("Recorded meanwhile")
    exchange(road, computers)
    assert lee.texts() == [
        SITE_PLAN,
        "Recorded meanwhile",
        WAIVER,
    ]
    assert "Mixed up two applicants on the phone" in kim.run("show", mine)
    if road.keeps_deletions:
        for folder in (road.left, road.right):
            assert "Mixed up" not in segments_in(folder)


def test_a_private_entry_is_in_no_byte_that_travels(road, computers):
    kim, _ = computers
    kim.log("Planted quagga", "--private")
    exchange(road, computers)
    for folder in (road.left, road.right):
        assert "fee waiver" in segments_in(folder)
        assert "quagga" not in segments_in(folder)


def test_edits_of_both_meet(road, computers):
    kim, lee = computers
    exchange(road, computers)
    shared = kim.entry(WAIVER)["short_id"]
    kim.run("edit", shared, "--lesson", "Look at the table of waivers first", "--topic", "fees")
    lee.run("status", shared, "adopted", "--changed", "The table hangs at the desk")
    exchange(road, computers)
    for computer in computers:
        entry = computer.entry(WAIVER)
        assert entry["lesson"] == "Look at the table of waivers first"
        assert entry["topics"] == ["fees"]
        assert entry["status"] == "adopted"
        assert entry["changed_what"] == "The table hangs at the desk"


def test_many_rounds_end_alike(road, computers):
    kim, lee = computers
    # A device that has more than 50 segments puts them together into one.
    for number in range(52):
        for computer in computers:
            computer.log(f"Entry number {number}")
            computer.sync()
        if number % 13 == 0:
            road.carry()
    exchange(road, computers)
    assert kim.texts() == lee.texts()
    assert len(kim.texts()) == 2 + 2 * 52
    for computer in computers:
        computer.run("doctor")
    if road.keeps_deletions:
        assert len(contents_of(road.left)) < 52
    assert is_quiet(road, computers)


def test_a_log_that_was_copied_to_a_second_computer_loses_and_doubles_nothing(
    road, computers, by, tmp_path
):
    kim, lee = computers
    kim.log("Before the copy")
    shutil.copy(tmp_path / "kim.db", tmp_path / "copy.db")
    copy = Computer(by, "kim", road.right, tmp_path / "copy.db")
    # Both send the same entry from the same device, each on its side of the road.
    kim.sync()
    copy.join()
    copy.sync()
    road.carry()
    kim.log("On the first computer")
    copy.log("On the second computer")
    exchange(road, (kim, copy, lee))
    texts = sorted(
        [SITE_PLAN, WAIVER, "Before the copy", "On the first computer", "On the second computer"]
    )
    for computer in (kim, copy, lee):
        assert computer.texts() == texts
        computer.run("doctor")
    assert is_quiet(road, (kim, copy, lee))
