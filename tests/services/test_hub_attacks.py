"""What somebody in the team tries with another program, and what becomes of it for the others."""

from coachlog.exchange.hub import shelf as hub_shelf
from coachlog.exchange.hub.connection import Connection
from coachlog.exchange.hub.shelf import HubShelf
from coachlog.exchange.segments import encode
from coachlog.storage.arrivals import arrive
from coachlog.storage.revisions import device_of
from coachlog.storage.shelves import MERGED
from tests.exchange.shelf_contract import segment_of
from tests.services.hub_people import held, names_in, put_forged, revisions_of

WAIVER = "Showed how to look up a fee waiver"
EARLIER = "1000000000000-0000"
FIRST_OF_ALL = bytes.fromhex("00000000000070008000000000000000")


def revision_of(kim, entry):
    """Return the only revision of an entry of Kim's."""
    (revision,) = [each for each in revisions_of(kim) if each.record == entry]
    return revision


def test_a_change_is_not_hidden_by_another_with_its_id(hub, kim, lou, person):
    entry = kim.add(WAIVER)
    kim.sync()
    real = revision_of(kim, entry)
    forged = real._replace(author="lou", patch={"lesson": "Nothing"})
    put_forged(hub, "lou", [forged], device="0")
    ada = person("ada", "permits")
    ada.join()
    ada.sync()
    kim.sync()
    for each in (ada, kim):
        assert each.texts() == [WAIVER]
        assert each.log.column("SELECT lesson FROM entry") == [None]
        assert held(each) == [("not theirs", "lou", 1)]


def test_an_entry_is_not_taken_over_by_an_earlier_claim(hub, kim, lou, sam):
    entry = kim.add(WAIVER)
    kim.sync()
    lou.sync()
    real = revision_of(kim, entry)
    claim = real._replace(
        id=FIRST_OF_ALL,
        hlc=EARLIER,
        author="lou",
        device="0" * 12,
        patch={**real.patch, "trainer": "lou", "share": "private"},
    )
    put_forged(hub, "lou", [claim], device="0")
    for each in (lou, kim, sam):
        each.sync()
        assert each.texts() == [WAIVER]
        assert each.log.column("SELECT trainer FROM entry") == ["kim"]
    kim.change(entry, lesson="Ask first")
    kim.sync()
    sam.sync()
    assert sam.log.column("SELECT lesson FROM entry") == ["Ask first"]


def test_a_segment_of_somebody_else_under_ones_device_is_not_ones_own(hub, kim, lou):
    entry = kim.add(WAIVER)
    kim.sync()
    (own,) = names_in(hub)
    real = revision_of(kim, entry)
    number = FIRST_OF_ALL.replace(b"\0", b"g")
    by_lou = real._replace(id=number, author="lou", patch={"lesson": "x"})
    for revisions in ([real, by_lou], [by_lou]):
        put_forged(hub, "lou", revisions, device=device_of(kim.log))
    for _ in range(2):
        synced = kim.sync()
        assert (synced.sent, synced.troubles) == (0, [])
        assert own in names_in(hub)
    kim.change(entry, share="private")
    assert kim.sync().troubles == []
    assert own not in names_in(hub)


def test_what_came_in_a_bundle_is_not_ones_own_in_a_segment_of_somebody_else(hub, kim, lou):
    lou.add(WAIVER)
    with kim.log.atomic():
        arrive(kim.log, revisions_of(lou), MERGED)
    put_forged(hub, "lou", revisions_of(lou), device=device_of(kim.log))
    (theirs,) = names_in(hub)
    for _ in range(2):
        synced = kim.sync()
        assert [each.name for each in synced.troubles if each.name == theirs] == []
    assert names_in(hub) == [theirs]


def test_a_team_is_not_renamed_by_a_row_with_the_key_of_another(hub, kim, lou, person):
    kim.add(WAIVER)
    kim.sync()
    name, data = encode(device="0", seq=1, team="permits", revisions=[])
    hub.run(
        "INSERT INTO coachlog.segment (key, team, name, bytes)"
        " VALUES ('permits', '!others', %s, %s)",
        (name, data),
        login="lou",
    )
    sam = person("sam")
    assert sam.join().teams == ["permits"]


class NotingConnection(Connection):
    """A connection that notes what the server answers."""

    def __init__(self, address, clock):
        super().__init__(address, clock)
        self.answers = []

    def rows(self, query, parameters=(), **options):
        rows = super().rows(query, parameters, **options)
        self.answers.append(rows)
        return rows


def test_large_segments_come_in_several_answers(hub, person, monkeypatch):
    monkeypatch.setattr(hub_shelf, "MOST_BYTES", 1)
    kim = person("kim", "permits")
    connection = NotingConnection(kim.address, kim.clock)
    shelf = HubShelf.join(connection, "kim")
    segments = {}
    # What comes first has the last name.
    for device in ("c", "b", "a"):
        name, data = segment_of(device=device)
        shelf.put_if_absent("permits", name, data)
        segments[name] = data
    ordered = shelf.in_order("permits", set(segments))
    assert ordered == list(segments)
    connection.answers.clear()
    assert [shelf.get("permits", name) for name in ordered] == list(segments.values())
    assert list(map(len, connection.answers)) == [1] * len(segments)
    connection.close()
