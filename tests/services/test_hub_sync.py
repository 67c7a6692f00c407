"""Exchanging changes through a hub: who sends what, and what becomes of a hub that was lost."""

import pytest

from coachlog.domain.nameless import new_uuid
from coachlog.errors import NotFoundError, RemoteError
from coachlog.exchange.segments import encode
from coachlog.services import sync as service
from coachlog.services.doctor import examine
from coachlog.storage.revisions import device_of
from tests.hub_server import Hub, HubServer
from tests.services.conftest import Person
from tests.services.hub_people import held, names_in, put_forged, revisions_of

WAIVER = "Showed how to look up a fee waiver"


def test_everybody_has_what_was_sent(kim, lou):
    entry = kim.add(WAIVER)
    assert kim.sync().sent == 1
    lou.sync()
    lou.change(entry, lesson="Ask first")
    lou.sync()
    kim.sync()
    assert kim.log.one("SELECT lesson FROM entry") == ("Ask first",)
    assert lou.texts() == [WAIVER]


def test_a_log_that_shares_through_a_hub_is_in_order(kim):
    kim.add(WAIVER)
    kim.sync()
    checks = examine(kim.log.path, kim.clock, default=False, fix=False)
    assert [check for check in checks if check.state == "problem"] == []


def test_where_nothing_is_new_the_segments_are_not_listed(hub, kim, lou):
    def lists(person):
        hub.run("ALTER ROLE lou SET log_statement = 'all'")
        before = hub.server.log()
        person.sync()
        return hub.server.log()[len(before) :].count("SELECT name FROM")

    for text in ("One", "Two"):
        kim.add(text)
        kim.sync()
    assert lists(lou)
    assert lists(lou) == 0
    lou.add("Three")
    assert lists(lou) == 0
    assert lists(lou) == 0
    kim.add("Four")
    kim.sync()
    assert lists(lou)
    assert sorted(lou.texts()) == ["Four", "One", "Three", "Two"]


def test_somebody_joins_all_their_teams_without_naming_any(person):
    ada = person("ada", "permits", "finance")
    assert ada.join().teams == ["finance", "permits"]


def test_nobody_joins_a_team_that_they_are_not_in(person):
    ada = person("ada", "permits")
    with pytest.raises(NotFoundError, match="not a member of finance there"):
        ada.join("finance")


def test_a_log_of_another_name_is_refused(kim, person):
    kim.log.reader = kim.log.login = "kimberly"
    with pytest.raises(RemoteError, match="config set trainer kim"):
        kim.join()
    kim.add(WAIVER)
    (message,) = service.sync(kim.log).away
    assert message.endswith("coachlog config set trainer kim")


def test_what_was_written_under_another_name_is_not_sent_without_a_word(hub, kim):
    kim.log.reader = kim.log.login = "kimberly"
    kim.add("As somebody else")
    kim.log.reader = kim.log.login = "kim"
    kim.add(WAIVER)
    synced = kim.sync()
    assert synced.sent == 1
    assert [" ".join(trouble) for trouble in synced.troubles] == [
        "Changes by kimberly not sent: 1. Only kimberly or a supervisor can send them there."
    ]


def test_somebody_whom_the_hub_does_not_know_is_told(hub, person, tmp_path):
    ada = person("ada", "permits")
    hub.run("REVOKE ALL ON SCHEMA coachlog FROM ada")
    with pytest.raises(RemoteError):
        ada.join()


def test_a_revision_under_the_name_of_somebody_else_is_set_aside(hub, kim, lou):
    entry = kim.add(WAIVER)
    kim.sync()
    lou.sync()
    (real,) = [each for each in revisions_of(kim) if each.record == entry]
    forged = real._replace(id=b"f" * 16, hlc=real.hlc[:-1] + "9", patch={"happened": "Forged"})
    put_forged(hub, "lou", [forged])
    kim.sync()
    assert kim.texts() == [WAIVER]
    assert held(kim) == [("forged", "kim", 1)]
    # Not even when something else of its record comes.
    lou.change(entry, lesson="Ask first")
    lou.sync()
    kim.sync()
    assert kim.texts() == [WAIVER]
    assert held(kim) == [("forged", "kim", 1)]


def test_a_forged_revision_does_not_stand_in_the_way_of_the_real_one(hub, kim, lou, sam):
    entry = kim.add(WAIVER)
    (real,) = [each for each in revisions_of(kim) if each.record == entry]
    put_forged(hub, "lou", [real._replace(patch={**real.patch, "happened": "Forged"})])
    sam.sync()
    assert sam.texts() == []
    kim.sync()
    sam.sync()
    assert sam.texts() == [WAIVER]


def test_one_refused_revision_among_a_thousand_stops_none(hub, kim, lou, sam):
    for number in range(30):
        lou.add(f"Number {number}")
    own = revisions_of(lou)
    forged = own[7]._replace(id=b"f" * 16, author="kim")
    put_forged(hub, "lou", [*own, forged], device=device_of(lou.log))
    sam.sync()
    assert len(sam.texts()) == 30
    assert held(sam) == [("forged", "kim", 1)]


def test_a_signed_change_among_those_that_nobody_signs_is_set_aside(hub, kim, lou):
    entry = kim.add(WAIVER)
    kim.sync()
    (real,) = [each for each in revisions_of(kim) if each.record == entry]
    forged = real._replace(id=b"f" * 16, patch={"happened": "Forged"})
    name, data = encode(device="a" * 12, seq=1, team="permits", revisions=[forged])
    hub.run("SELECT coachlog.add_nameless('permits', 'permits', %s, %s)", (name, data), login="lou")
    lou.sync()
    assert lou.texts() == [WAIVER]
    assert held(lou) == [("forged", "kim", 1)]


def test_walks_are_on_the_hub_without_who_and_when(hub, kim, lou):
    kim.add(WAIVER)
    kim.sync()
    guide = kim.clock.uuid7()
    kim.change(guide, "guide", name="fee", source="")
    walk = new_uuid(kim.clock, kim.clock.today())
    kim.change(walk, "walk", guide=guide, path="yes", ending="end", walked_on="2026-11-19")
    kim.sync()
    lou.sync()
    assert lou.log.column("SELECT uuid FROM walk") == [walk]
    ((name,),) = hub.run("SELECT name FROM coachlog.nameless_segment")
    assert not name.startswith(device_of(kim.log))


def test_what_others_wrote_is_sent_by_a_supervisor_alone(hub, kim, lou, sam):
    kim.add(WAIVER)
    kim.sync()
    lou.sync()
    sam.sync()
    hub.run("DELETE FROM coachlog.segment")
    lou.sync()
    assert names_in(hub) == []
    sam.sync()
    assert len(names_in(hub)) == 1
    assert hub.run("SELECT author, by_supervisor FROM coachlog.segment") == [("sam", True)]


def test_a_newcomer_reads_what_a_supervisor_brought_back(hub, kim, sam, person):
    kim.add(WAIVER)
    kim.sync()
    sam.sync()
    hub.run("DELETE FROM coachlog.segment")
    sam.sync()
    ada = person("ada", "permits")
    ada.join()
    ada.sync()
    assert ada.texts() == [WAIVER]
    assert held(ada) == []


def test_an_emptied_hub_gets_everything_again(hub, kim, lou):
    kim.add(WAIVER)
    lou.add("Took the old form")
    for each in (kim, lou, kim):
        each.sync()
    hub.run("DELETE FROM coachlog.segment")
    for each in (kim, lou, kim):
        each.sync()
    assert kim.texts() == lou.texts() == [WAIVER, "Took the old form"]
    assert len(names_in(hub)) == 2


def test_a_hub_restored_from_an_older_backup_gets_what_it_lacks(hub, kim, lou, sam, person):
    kim.add(WAIVER)
    kim.sync()
    before = names_in(hub)
    kim.add("Called ahead")
    kim.sync()
    sam.sync()
    # Kim has left; her computer never syncs again.
    hub.run("DELETE FROM coachlog.segment WHERE name <> ALL(%s)", (before,))
    sam.sync()
    ada = person("ada", "permits")
    ada.join()
    ada.sync()
    assert ada.texts() == ["Called ahead", WAIVER]


def test_another_hub_at_the_same_address_is_not_taken_for_an_emptied_one(hub, kim):
    kim.add(WAIVER)
    kim.sync()
    hub.run("UPDATE coachlog.hub SET id = gen_random_uuid()")
    synced = service.sync(kim.log)
    assert synced.sent == 0
    assert "is another hub than the one" in synced.away[0]
    assert len(names_in(hub)) == 1


def test_a_hub_that_has_lost_its_name_is_none(hub, kim):
    hub.run("DELETE FROM coachlog.hub")
    assert service.sync(kim.log).away == [f"{kim.address} has no hub."]


def test_somebody_of_whom_the_hub_has_lost_the_name_is_told(hub, kim):
    hub.run("DELETE FROM coachlog.person WHERE login = 'kim'")
    (message,) = service.sync(kim.log).away
    assert "does not know you. Ask " in message


def test_a_hub_of_a_newer_coachlog_is_left_alone(hub, kim):
    hub.run("UPDATE coachlog.hub SET format = 99")
    synced = service.sync(kim.log)
    assert synced.away == [f"{kim.address} was made by a newer coachlog. Update coachlog."]


def test_somebody_who_was_taken_out_of_a_team_still_shares_the_others(hub, person):
    kim = person("kim", "permits", "finance")
    lou = person("lou", "finance")
    kim.join()
    lou.join()
    hub.run("DELETE FROM coachlog.member WHERE login = 'kim' AND key = 'permits'")
    kim.add("About permits")
    kim.add("About finance", team="finance")
    synced = kim.sync()
    assert [trouble.name for trouble in synced.troubles] == ["permits"]
    lou.sync()
    assert lou.texts() == ["About finance"]


def test_a_withdrawn_text_is_in_no_row_of_the_hub(hub, kim, lou):
    entry = kim.add("Something about Ana")
    kim.sync()
    lou.sync()
    kim.change(entry, share="private")
    kim.sync()
    lou.sync()
    assert lou.texts() == []
    assert texts_in(hub) == []


def test_private_entries_and_learners_are_in_no_row_of_the_hub(hub, kim):
    kim.add("Only mine", share="private")
    kim.add(WAIVER, learner="Ana")
    kim.sync()
    data = b"".join(unpacked(hub))
    assert WAIVER.encode() in data
    assert b"Only mine" not in data
    assert b"Ana" not in data


def unpacked(hub):
    import gzip

    rows = hub.run(
        "SELECT bytes FROM coachlog.segment UNION ALL SELECT bytes FROM coachlog.nameless_segment"
    )
    return [gzip.decompress(data) for (data,) in rows]


def texts_in(hub):
    """Return the texts of entries that are in the segments of a hub."""
    import json

    texts = []
    for data in unpacked(hub):
        for line in data.decode().splitlines()[1:]:
            revision = json.loads(line)
            if "Ana" in json.dumps(revision):
                texts.append(revision)
    return texts


def test_a_server_that_is_killed_loses_nothing(tmp_path):
    server = HubServer()
    hub = Hub(server)
    hub.invite("kim", "permits")
    kim = Person(hub, tmp_path / "kim.db", "kim", seed=1)
    kim.join()
    kim.add(WAIVER)
    kim.sync()
    hub.close()
    server.kill()
    kim.add("Called ahead")
    (message,) = service.sync(kim.log).away
    assert message.endswith("Your log is untouched; try again later.")
    server.start()
    assert kim.sync().sent == 1
    assert len(names_in(hub)) == 2
    kim.log.close()
    server.close()
