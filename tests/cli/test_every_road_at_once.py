"""What is taken back goes from every log, hub and folder, whichever roads it came by.

Kim and Lou share through a hub and a folder, Sam (who supervises) through the hub, Sue (who does)
through both, Flo through the folder, and Bob by bundles alone.
"""

import gzip
from contextlib import suppress

import pytest

from tests.cli.hub_people import Person
from tests.hub_server import OWNER

TAKEN_BACK = ("zqwithdrawn", "zqpurged", "zqaged", "zqolder", "zqflo")
ON_HUB = ("kim", "lou", "sam", "sue")
IN_FOLDER = ("kim", "lou", "sue", "flo")
ROUNDS = 3


@pytest.fixture
def department(by, at, hub_server, tmp_path):
    """Return people on all roads, by name."""
    pytest.importorskip("psycopg")
    at("2025-03-03T10:00")
    database = hub_server.new_database()
    names = ("ada", *dict.fromkeys((*ON_HUB, *IN_FOLDER)), "bob")
    people = {name: Person(by, name, tmp_path) for name in names}
    people["ada"].did("hub", "init", hub_server.address(OWNER, database))
    for name in ON_HUB:
        login = f"{name}{database}"
        more = ["--supervisor"] * name.startswith("s")
        people["ada"].did("hub", "invite", name, "--team", "permits", "--login", login, *more)
        people[name].did("sync", "--hub", hub_server.address(login, database))
    for name in IN_FOLDER:
        people[name].did("sync", "--folder", str(tmp_path / "shared"), "--team", "permits")
    return Department(people, hub_server, database, tmp_path)


class Department:
    """Some people, and everything that they share through."""

    def __init__(self, people, server, database, folder):
        self.people = people
        self._server = server
        self._database = database
        self._folder = folder
        self._bundles = 0

    def __getitem__(self, name):
        return self.people[name]

    def exchange(self):
        """Let everybody sync until nothing changes, and Kim and Bob change bundles."""
        for _ in range(ROUNDS):
            for name in dict.fromkeys((*ON_HUB, *IN_FOLDER)):
                self[name].did("sync")
            self.hand_over("kim", "bob")
            self.hand_over("bob", "flo")

    def hand_over(self, giver, taker):
        """Give somebody a bundle, which they throw away after that; return its bytes."""
        path = self._folder / f"{giver}.coachlog"
        self[giver].did("bundle", "-o", str(path), "--force")
        data = path.read_bytes()
        self[taker].did("merge", str(path))
        path.unlink()
        return data

    def take_again(self, data, *names):
        """Let people merge a bundle that was kept somewhere."""
        path = self._folder / "kept.coachlog"
        path.write_bytes(data)
        for name in names:
            self[name].did("merge", str(path))
        path.unlink()

    def parts(self):
        """Yield the name and the bytes of every log, of the folder's files, and of the hub."""
        for path in sorted(self._folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self._folder)), unpacked(path.read_bytes())
        query = "SELECT bytes FROM coachlog.{}segment"
        for kind in ("", "nameless_"):
            for (data,) in self._run(query.format(kind)):
                yield f"hub {kind}segment", unpacked(data)
        for row in self._run("SELECT * FROM coachlog.report_entry"):
            yield "report_entry", repr(row).encode()

    def _run(self, statement):
        return self._server.run(statement, database=self._database)

    def where(self, word):
        """Return the names of all parts that have a word."""
        return {name for name, data in self.parts() if word.encode() in data.lower()}


def unpacked(data):
    with suppress(OSError, EOFError):
        return gzip.decompress(data)
    return data


def short_id(person, word):
    listed = person("list", "--all", "--format", "csv").out
    (line,) = [line for line in listed.splitlines() if word in line.lower()]
    return line.partition(",")[0]


def test_what_is_taken_back_is_nowhere_but_with_its_writer(department, at):
    kim, flo = department["kim"], department["flo"]
    kim.did("log", "@permits", "+fees", "--lesson", "Ask first", "Showed Zqaged Martinez a form")
    kim.did("log", "@permits", "+fees", "Rang zqolder back")
    kim.did("edit", "last", "--happened", "Rang them back")
    at("2026-11-19T09:00")
    for text in ("zqwithdrawn words", "zqpurged words", "zqstays words"):
        kim.did("log", "@permits", "+fees", text)
    flo.did("log", "@permits", "+fees", "zqflo words")
    department.exchange()
    everybody = {f"{name}.db" for name in (*ON_HUB, *IN_FOLDER, "bob")}
    for word in TAKEN_BACK:
        assert everybody <= department.where(word), word
        assert {"hub segment"} <= department.where(word), word
        assert any("shared" in name for name in department.where(word)), word
    kept = department.hand_over("kim", "bob")

    kim.did("edit", short_id(kim, "zqwithdrawn"), "--private")
    flo.did("edit", short_id(flo, "zqflo"), "--private")
    kim.did("delete", short_id(kim, "zqpurged"))
    kim.did("purge", "--yes")
    kim.did("names", "add", "Zqaged Martinez")
    kim.did("config", "set", "retention", "12 months")
    kim.did("retention", "--yes")
    department.exchange()
    own = {"zqwithdrawn": {"kim.db"}, "zqflo": {"flo.db"}, "zqaged": {"kim.db"}}
    assert {word: department.where(word) for word in TAKEN_BACK} == {
        word: own.get(word, set()) for word in TAKEN_BACK
    }
    # A mail is not taken back; whoever merges it again has it blanked.
    department.take_again(kept, "lou", "sue", "bob", "flo")
    department.exchange()
    assert {word: department.where(word) for word in TAKEN_BACK} == {
        word: own.get(word, set()) for word in TAKEN_BACK
    }
    assert everybody <= department.where("zqstays")
