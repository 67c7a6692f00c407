"""A text that its writer takes back elsewhere is gone here: shown nowhere, and in no byte."""

from pathlib import Path

import pytest

from coachlog.services.checkin import check_in
from coachlog.services.delete import delete
from coachlog.services.reply import reply
from coachlog.storage.news import unread_news
from coachlog.storage.purge import purge

SECRET = "Zarathustra"


@pytest.fixture
def shared(replica):
    """Return two logs that have an entry of the first one, and its uuid."""
    kim, robin = replica("kim"), replica("robin")
    for number in range(30):
        robin.record(f"Showed form {number}")
    uuid = kim.record(f"Told {SECRET}", lesson=f"Ask {SECRET}", follow_up="30")
    robin.take(kim.revisions())
    return kim, robin, uuid


def indexed(replica, word):
    return replica.log.value("SELECT count(*) FROM entry_fts WHERE entry_fts MATCH ?", (word,))


def holds(replica, word):
    """Return whether the bytes of a file have a word, in a text or in the full-text index."""
    data = Path(replica.path).read_bytes()
    return word.encode() in data or word.lower().encode() in data


def test_an_entry_that_becomes_private_is_in_no_byte_of_other_logs(shared):
    kim, robin, uuid = shared
    assert holds(robin, SECRET)
    kim.edit(uuid, share="private")
    arrived = robin.take(kim.revisions())
    assert (arrived.withdrawn, arrived.deleted, arrived.changed) == (1, 0, 0)
    assert indexed(robin, SECRET) == 0
    assert not holds(robin, SECRET)
    assert robin.log.column("SELECT team FROM due") == []
    assert robin.problems() == []
    assert kim.texts() == [f"Told {SECRET}"]


def test_an_old_text_that_arrives_after_its_withdrawal_is_not_stored(shared, replica):
    kim, robin, uuid = shared
    created = kim.revisions()
    kim.edit(uuid, share="private")
    ada = replica("ada")
    *_, narrowing = kim.revisions()
    ada.take([narrowing])
    arrived = ada.take(created)
    assert arrived.outcomes == {}
    assert (ada.texts(), holds(ada, SECRET), ada.problems()) == ([], False, [])
    robin.take(kim.revisions())
    robin.take(created)
    assert (holds(robin, SECRET), robin.problems()) == (False, [])


def test_a_text_that_waits_for_its_sharing_goes_once_that_is_withdrawn(shared, replica):
    kim, _, uuid = shared
    kim.edit(uuid, share="private")
    ada = replica("ada")
    ada.take(kim.revisions())
    kim.edit(uuid, share="team")
    kim.edit(uuid, lesson="Only Sundays")
    waiting = kim.revisions()[-1]
    assert ada.take([waiting]).held == 1
    assert holds(ada, "Sundays")
    kim.edit(uuid, share="private")
    ada.take(kim.revisions()[-1:])
    assert not holds(ada, "Sundays")
    ada.take(kim.revisions())
    assert (ada.texts(), holds(ada, "Sundays"), ada.problems()) == ([], False, [])
    kim.edit(uuid, share="team")
    ada.take(kim.revisions())
    assert ada.texts() == kim.texts()
    assert holds(ada, "Sundays")


def test_an_entry_that_is_shared_again_is_back_without_what_was_private(shared):
    kim, robin, uuid = shared
    kim.edit(uuid, share="private")
    robin.take(kim.revisions())
    kim.edit(uuid, lesson="Nobody knows")
    kim.edit(uuid, happened="Told them all", lesson="Ask")
    kim.edit(uuid, share="team")
    arrived = robin.take(kim.revisions())
    assert arrived.new == 1
    assert "Told them all" in robin.texts()
    assert not holds(robin, SECRET)
    assert not holds(robin, "Nobody knows")
    assert robin.problems() == []


def test_a_clearing_that_had_not_seen_the_withdrawal_shows_nothing(shared):
    kim, robin, uuid = shared
    kim.edit(uuid, share="private")
    robin.clock.at += robin.clock.at - kim.clock.at
    robin.edit(uuid, share="meeting")
    robin.take(kim.revisions())
    assert not holds(robin, SECRET)
    kim.take(robin.revisions())
    assert kim.log.value("SELECT share FROM entry WHERE uuid = ?", (uuid,)) == "private"
    assert kim.problems() == robin.problems() == []


def test_an_entry_of_another_team_now_leaves_nothing_of_before(shared):
    kim, robin, uuid = shared
    kim.edit(uuid, team="counter", happened="Told nobody", lesson="Ask")
    robin.take(kim.revisions())
    assert "Told nobody" in robin.texts()
    assert not holds(robin, SECRET)
    assert (indexed(robin, SECRET), robin.problems()) == (0, [])
    assert holds(kim, SECRET)


def test_what_is_erased_elsewhere_is_erased_here_with_all_that_is_about_it(shared):
    kim, robin, uuid = shared
    check_in(robin.log, uuid, "unprompted", f"Saw {SECRET}", early=True)
    reply(robin.log, uuid, "idea", f"Ask {SECRET}")
    kim.take(robin.revisions())
    # A reply that comes after the entry was erased.
    reply(robin.log, uuid, "idea", f"Ask {SECRET} again")
    late = robin.revisions()[-1]
    delete(kim.log, [uuid])
    purge(kim.log)
    robin.take(kim.revisions())
    kim.take([late])
    for log in (kim, robin):
        assert not holds(log, SECRET)
        assert log.problems() == []
        for table in ("reply", "checkin", "news"):
            assert log.log.all(f"SELECT * FROM {table}") == []
    assert unread_news(kim.log) == []


def test_a_sharing_waits_for_the_withdrawal_that_its_writer_had_seen(shared, replica):
    kim, _, uuid = shared
    created = kim.revisions()[-1]
    kim.edit(uuid, share="private")
    kim.edit(uuid, happened="Told them all", lesson="Ask", share="team")
    *_, withdrawn, again = kim.revisions()
    ada = replica("ada")
    ada.take([created])
    assert ada.take([again]).held == 1
    assert ada.log.all("SELECT record, reason FROM held") == [(uuid, "waiting")]
    ada.take([withdrawn])
    assert ada.log.all("SELECT * FROM held") == []
    assert ada.texts() == ["Told them all"]
    assert (holds(ada, SECRET), ada.problems()) == (False, [])
