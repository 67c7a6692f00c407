"""A hub: what every shelf does, with a real PostgreSQL."""

import pytest

from coachlog.exchange.hub.shelf import HubShelf
from coachlog.exchange.segment_names import segment_name
from tests.exchange.shelf_contract import ShelfContract


@pytest.fixture
def shelf(hub):
    hub.invite("kim")
    return HubShelf.join(hub.connection("kim"), "kim")


@pytest.fixture
def other(hub, shelf):
    return HubShelf(hub.connection("kim"), shelf.id, "kim")


class TestHub(ShelfContract):
    """A hub does what every shelf does."""


def put(shelf, team, data):
    name = segment_name("a" * 12, 1, data)
    assert shelf.put_if_absent(team, name, data)
    return name


def test_one_hash_tells_whether_the_segments_are_the_known_ones(shelf, other):
    assert shelf.has_only("permits", [])
    names = sorted(put(shelf, "permits", data) for data in (b"one", b"two"))
    put(shelf, "finance", b"three")
    assert other.has_only("Permits", names)
    assert not other.has_only("permits", names[:1])
    assert not other.has_only("permits", [])
    nameless = segment_name("b" * 12, 1, b"four")
    shelf.put_nameless("permits", nameless, b"four")
    assert not other.has_only("permits", names)
    assert other.has_only("permits", sorted([*names, nameless]))
    shelf.delete("permits", names[0])
    assert not other.has_only("permits", sorted([*names, nameless]))
