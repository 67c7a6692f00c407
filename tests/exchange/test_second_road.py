"""A shared folder that a real sync program keeps alike on two computers.

Marked `second_road`: without rclone and Syncthing the tests are skipped.
"""

import threading

import pytest

from coachlog.exchange.folder_id import FolderError
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segments import SegmentError, decode
from tests.exchange.shelf_contract import KIM, LEE, segment_of
from tests.roads import ROADS, Syncthing, open_road

pytestmark = pytest.mark.second_road


@pytest.fixture(params=ROADS, ids=lambda kind: kind.__name__)
def road(request, tmp_path):
    road = open_road(request.param, tmp_path / "road")
    yield road
    road.close()


@pytest.fixture
def shelves(road, clock):
    """Return the shelf of each side: the left one made the folder, the right one joined it."""
    left = FolderShelf.create(str(road.left), clock)
    road.carry()
    right = FolderShelf.join(str(road.right))
    right.check()
    assert left.id == right.id
    return left, right


def put(shelf, *seqs, device=KIM, team="Permits", count=1):
    segments = {}
    for seq in seqs:
        name, data = segment_of(seq=seq, device=device, team=team, count=count)
        assert shelf.put_if_absent(team, name, data)
        segments[name] = data
    return segments


def test_both_sides_read_what_both_wrote(road, shelves):
    left, right = shelves
    expected = {}
    for team in ("Permits", "Permits/Intake", "Équipe", "CON"):
        segments = put(left, 1, 2, 3, team=team) | put(right, 1, 2, device=LEE, team=team)
        expected[team] = dict(sorted(segments.items()))
    road.carry()
    for shelf in shelves:
        assert shelf.teams() == sorted(expected)
        assert shelf.troubles == []
        for team, segments in expected.items():
            assert shelf.list(team) == list(segments)
            for name, data in segments.items():
                assert shelf.get(team, name) == data
                assert decode(name, data).team == team


def test_a_team_that_both_sides_began_unseen_has_the_segments_of_both(road, shelves):
    left, right = shelves
    segments = put(left, 1, team="Fire Safety") | put(right, 1, device=LEE, team="FIRE SAFETY")
    road.carry()
    for shelf in shelves:
        assert shelf.list("fire safety") == sorted(segments)
        assert shelf.ignored == {"fire safety": []}
        assert shelf.teams() == ["FIRE SAFETY"]
        for name in segments:
            assert shelf.get("fire safety", name) == segments[name]


def test_what_was_replaced_on_one_side_is_replaced_on_the_other(road, shelves):
    left, right = shelves
    old = put(left, 1, 2, 3)
    road.carry()
    assert right.list("Permits") == sorted(old)
    new = put(left, 4, count=3)
    for name in old:
        left.delete("Permits", name)
    road.carry()
    expected = sorted(new)
    if not road.keeps_deletions:
        expected = sorted(old | new)
    for shelf in shelves:
        assert shelf.list("Permits") == expected


def test_a_reader_never_takes_what_is_still_on_its_way(road, shelves):
    left, right = shelves
    expected = {}
    seen = {}
    reasons = set()
    is_done = threading.Event()

    def read():
        while not (is_done.is_set() and seen == expected):
            for name in right.list("Permits"):
                try:
                    data = right.get("Permits", name)
                    decode(name, data)
                except SegmentError as error:
                    reasons.add(str(error).partition(".")[0])
                else:
                    seen[name] = data

    reader = threading.Thread(target=read)
    reader.start()
    for seq in (1, 5, 9):
        expected |= put(left, seq, seq + 1, count=3000)
        road.carry()
    is_done.set()
    reader.join(60)
    assert seen == expected
    assert reasons <= {"is not whole yet", "is empty: it has not been downloaded yet"}


def test_of_two_who_make_the_folder_at_once_one_is_told_and_both_segments_are_there(road, clock):
    if not isinstance(road, Syncthing):
        pytest.skip("only Syncthing decides which of two new files stays")
    shelves = [FolderShelf.create(str(path), clock) for path in (road.left, road.right)]
    segments = put(shelves[0], 1) | put(shelves[1], 1, device=LEE)
    road.carry()
    refused = []
    for shelf in shelves:
        try:
            shelf.check()
        except FolderError as error:
            refused.append(str(error))
    assert len(refused) == 1
    assert "is another shared folder than the one that this log joined" in refused[0]
    for path in (road.left, road.right):
        assert FolderShelf.join(str(path)).list("Permits") == sorted(segments)
