"""The roads that changes are exchanged over: a shared folder, or a hub with a server of its own."""

import itertools
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bench import ROOT, Bench

TEAM = "permits"
SEGMENTS = 20  # of each device
REVISIONS = 10  # in each segment


class FolderRoad:
    """Shared folders."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def location(self, name: str) -> str:
        """Return where a shelf is, or is to be made."""
        return str(self._bench.folder / name)

    def options(self, location: str, reader: str) -> list[str]:
        """Return the options with which somebody joins a shelf."""
        return ["--folder", location, "--team", TEAM]

    def close(self) -> None:
        """End what was started."""


class HubRoad:
    """Hubs on a PostgreSQL that is started for them."""

    def __init__(self) -> None:
        sys.path.insert(0, str(ROOT))
        from tests.hub_server import HubServer

        self._server = HubServer()
        self._databases: dict[str, str] = {}

    def location(self, name: str) -> str:
        """Return the address of a hub, or of the database in which it is to be made."""
        if name not in self._databases:
            self._databases[name] = self._server.new_database()
        return self._server.address(database=self._databases[name])

    def options(self, location: str, reader: str) -> list[str]:
        """Return the options with which somebody joins a hub."""
        return ["--hub", location.replace("//postgres@", f"//{reader}@"), "--team", TEAM]

    def close(self) -> None:
        """End the server."""
        self._server.close()


def make_shelf(location: str, log: Path, devices: int, readers: list[str]) -> None:
    """Make a shelf of the entries in a log, as if many devices had sent them.

    Args:
        location: A folder, or the address of a database; what is there is removed.
        log: A log of enough entries.
        devices: How many.
        readers: Who is going to join it.
    """
    if location.startswith("postgresql:"):
        make_hub_of(location, segments(log, devices), readers)
    else:
        make_folder_of(Path(location), segments(log, devices))


def make_folder_of(folder: Path, segments) -> None:
    """Make a shared folder of segments."""
    from coachlog.clock import system_clock
    from coachlog.exchange.folder_shelf import FolderShelf
    from coachlog.exchange.team_folders import team_folder

    shutil.rmtree(folder, ignore_errors=True)
    FolderShelf.create(str(folder), system_clock())
    target = folder / team_folder(TEAM)
    target.mkdir()
    for _, name, data in segments:
        (target / name).write_bytes(data)


def make_hub_of(address: str, segments, readers: list[str]) -> None:
    """Make a hub of segments, each sent by its author."""
    import psycopg

    from coachlog.clock import system_clock
    from coachlog.exchange.hub.administration import invite, make_hub
    from coachlog.exchange.hub.connection import Connection

    with psycopg.connect(address, autocommit=True) as server:
        server.execute("DROP SCHEMA IF EXISTS coachlog CASCADE")
    connection = Connection(address, system_clock())
    make_hub(connection)
    for reader in readers:
        invite(
            connection,
            system_clock(),
            author=reader,
            login=reader,
            teams=[TEAM],
            supervisor=False,
        )
    connection.close()
    with psycopg.connect(address) as server:
        # As if each of 500 people had connected.
        server.execute("ALTER TABLE coachlog.segment DISABLE TRIGGER sign")
        server.cursor().executemany(
            """INSERT INTO coachlog.segment (key, team, name, author, by_supervisor, received_at,
                   bytes) VALUES (%s, %s, %s, %s, false, clock_timestamp(), %s)""",
            [(TEAM, TEAM, name, author, data) for author, name, data in segments],
        )
        server.execute("ALTER TABLE coachlog.segment ENABLE TRIGGER sign")


def segments(log: Path, devices: int):
    """Yield the author, the name and the bytes of each segment."""
    from coachlog.exchange.segments import encode

    revisions = shared_revisions(log)
    for number in range(devices):
        device = f"{number:012x}"
        author = f"trainer-{number}"
        for seq in range(1, SEGMENTS + 1):
            part = []
            for revision in itertools.islice(revisions, REVISIONS):
                revision.patch["trainer"] = author
                part.append(revision._replace(device=device, author=author))
            name, data = encode(
                device=device,
                seq=seq,
                team=TEAM,
                revisions=part,
            )
            yield author, name, data


def shared_revisions(log: Path):
    """Yield the revisions of a log that others may have."""
    from coachlog.domain.merging import Revision
    from coachlog.storage.patch_json import read_patch

    with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT id, record, tbl, hlc, device, author, patch FROM revision"
            " WHERE tbl = 'entry' ORDER BY number"
        )
        for row in rows:
            revision = Revision(*row[:-1], read_patch(row[-1]))
            patch = revision.patch
            if patch.get("share") != "private":
                patch.pop("learner", None)
                patch["team"] = TEAM
                yield revision
