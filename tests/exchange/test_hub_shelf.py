"""A hub: what every shelf does, with a real PostgreSQL."""

import pytest

from coachlog.exchange.hub.shelf import HubShelf
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
