"""Computers of people who share through a hub."""

import pytest

from coachlog.services import sync_join
from tests.services.computers import Computer


class Person(Computer):
    """Somebody's log, and the hub that they are invited to."""

    def __init__(self, hub, path, name, seed):
        super().__init__(path, name, seed)
        self.hub = hub
        self.address = hub.address(name)

    def join(self, *teams):
        return sync_join.join(self.log, self.address, teams)


@pytest.fixture
def person(hub, tmp_path):
    """Return a function that makes the computer of somebody: `person("kim", "permits")`."""
    people = []

    def make(name, *teams, supervisor=False, file=None):
        hub.invite(name, *teams, supervisor=supervisor)
        path = tmp_path / f"{file or name}.db"
        people.append(Person(hub, path, name, seed=len(people) + 1))
        return people[-1]

    yield make
    for made in people:
        made.log.close()


@pytest.fixture
def kim(person):
    kim = person("kim", "permits")
    kim.join()
    return kim


@pytest.fixture
def lou(person):
    lou = person("lou", "permits")
    lou.join()
    return lou


@pytest.fixture
def sam(person):
    sam = person("sam", "permits", supervisor=True)
    sam.join()
    return sam
