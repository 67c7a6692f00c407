"""Revisions from elsewhere: stored once, and folded as if they had been made here."""

from datetime import timedelta

import pytest

from coachlog.domain.merging import skeleton
from coachlog.errors import NotFoundError
from coachlog.services.checkin import check_in
from coachlog.services.delete import delete
from coachlog.services.history import entry_history
from coachlog.services.reply import reply
from coachlog.services.undo import undo
from coachlog.storage.news import unread_news
from coachlog.storage.queries.entries import entries_by_uuid, find_deleted
from coachlog.storage.queries.replies import status_history


def test_an_entry_that_arrives_is_there_as_its_writer_has_it(replica):
    kim, robin = replica("kim"), replica("robin")
    kim.record("Called ahead", topics=["fees", "forms"], lesson="Ask first", follow_up="30, 60")
    arrived = robin.take(kim.revisions())
    assert (arrived.new, arrived.changed, arrived.held, arrived.unchanged) == (1, 0, 0, 0)
    assert robin.tables() == kim.tables()
    assert robin.log.value("SELECT count(*) FROM entry_fts WHERE entry_fts MATCH 'ahead'") == 1
    assert robin.problems() == []


def test_what_is_known_is_left_as_it_is(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    robin.take(kim.revisions())
    kim.edit(uuid, lesson="Ask first")
    arrived = robin.take([*kim.revisions(), *kim.revisions()])
    assert (arrived.new, arrived.changed, arrived.unchanged) == (0, 1, 2)
    assert robin.tables() == kim.tables()
    again = robin.take(kim.revisions())
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert len(robin.revisions()) == 2


def test_an_edit_may_arrive_before_its_entry(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    kim.edit(uuid, happened="Called ahead", topics=["forms"])
    created, edited = kim.revisions()
    assert robin.take([edited]).outcomes == {}
    assert (robin.texts(), robin.problems()) == ([], [])
    assert robin.take([created]).new == 1
    assert robin.tables() == kim.tables()
    assert robin.problems() == []


def test_check_ins_and_replies_may_arrive_before_their_entry(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record(lesson="Ask first", follow_up="30, 60")
    check_in(kim.log, uuid, "unprompted", "She did it alone", early=True)
    kim.log.reader = "ada"
    reply(kim.log, uuid, "thanks")
    created, *others = kim.revisions()
    assert robin.take(others).new == 2
    assert robin.problems() == []
    robin.take([created])
    assert robin.tables() == kim.tables()
    assert robin.log.column("SELECT due_on FROM due") == ["2027-01-18"]
    assert robin.problems() == []


def test_a_deletion_arrives_and_wins_over_an_edit_made_meanwhile(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    robin.take(kim.revisions())
    delete(kim.log, [uuid])
    robin.edit(uuid, lesson="Ask first")
    arrived = robin.take(kim.revisions())
    assert (arrived.deleted, robin.texts()) == (1, [])
    kim.take(robin.revisions())
    assert kim.tables() == robin.tables()
    assert kim.problems() == robin.problems() == []


def test_actions_here_come_after_everything_that_arrived(replica):
    kim, robin = replica("kim"), replica("robin")
    robin.clock.at += timedelta(minutes=8)
    uuid = robin.record()
    kim.take(robin.revisions())
    kim.edit(uuid, lesson="Ask first")
    robin.take(kim.revisions())
    hlcs = [revision.hlc for revision in kim.revisions()]
    assert hlcs == sorted(hlcs)
    assert robin.log.value("SELECT lesson FROM entry") == "Ask first"


def test_a_clock_far_ahead_is_not_believed_yet(replica):
    kim, robin = replica("kim"), replica("robin")
    kim.clock.at += timedelta(minutes=12)
    kim.record()
    (early,) = kim.revisions()
    arrived = robin.take([early])
    assert arrived.early == {early.device: 1}
    assert (robin.revisions(), robin.texts()) == ([], [])
    robin.clock.at += timedelta(minutes=2)
    assert robin.take([early]).new == 1


def test_undo_takes_back_what_was_done_here_and_never_what_arrived(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    robin.take(kim.revisions())
    # Two logs with one time: only the device tells their actions apart.
    robin.clock.at = kim.clock.at
    robin.log.reader = "kim"
    robin.edit(uuid, lesson="Ask first")
    kim.edit(uuid, why="The fee is due")
    robin.take(kim.revisions())
    undo(robin.log)
    row = robin.log.one("SELECT happened, lesson, why FROM entry")
    assert row == ("Showed how", None, "The fee is due")


def test_the_history_names_who_changed_it_in_another_file(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    kim.edit(uuid, lesson="Ask first")
    robin.take(kim.revisions())
    *_, change = entry_history(robin.log, uuid)
    assert (change.author, change.verb, change.field) == ("kim", None, "lesson")


def test_what_others_did_elsewhere_is_news_here(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    other = kim.record("Called ahead")
    third = kim.record("Took the old form")
    robin.take(kim.revisions())
    reply(robin.log, uuid, "thanks")
    robin.set_status(other, "adopted", "A new form")
    delete(robin.log, [third])
    kim.take(robin.revisions())
    news = {(what, happened) for _, _, what, happened, _, _ in unread_news(kim.log)}
    assert news == {
        ("thanks", "Showed how"),
        ("adopted", "Called ahead"),
        ("deleted", "Took the old form"),
    }
    assert unread_news(robin.log) == []
    assert robin.log.value("SELECT count(*) FROM news") == 3


def test_revisions_that_arrived_are_known_by_their_numbers(replica):
    kim, robin = replica("kim"), replica("robin")
    kim.record()
    robin.record()
    robin.take(kim.revisions(), "shelf/permits")
    kim.record()
    robin.take(kim.revisions(), "shelf/permits")
    robin.record()
    kim.record()
    robin.take(kim.revisions(), "merge")
    rows = robin.log.all("SELECT * FROM arrival ORDER BY first")
    assert rows == [(2, 3, "shelf/permits"), (5, 5, "merge")]


def test_a_short_id_that_is_taken_becomes_longer_here(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    (short_id,) = kim.log.column("SELECT short_id FROM entry")
    own = robin.record()
    robin.log.run("UPDATE entry SET short_id = ? WHERE uuid = ?", (short_id, own))
    robin.take(kim.revisions())
    longer = robin.log.value("SELECT short_id FROM entry WHERE uuid = ?", (uuid,))
    assert len(longer) > len(short_id)


def test_a_name_keeps_the_spelling_of_this_log(replica):
    kim, robin = replica("kim"), replica("robin")
    kim.record(team="Permits", topics=["Fees"])
    robin.record()
    robin.take(kim.revisions())
    assert robin.log.column("SELECT DISTINCT team FROM entry") == ["permits"]
    assert robin.log.column("SELECT DISTINCT topic FROM entry_topic") == ["fees"]
    assert robin.problems() == []


def test_nobody_learns_whom_an_entry_is_about(replica):
    kim, robin = replica("kim"), replica("robin")
    kim.record(learner="sam")
    robin.take(kim.revisions())
    assert robin.log.value("SELECT learner FROM entry") is None
    assert "learner" not in robin.revisions()[0].patch


@pytest.mark.parametrize("step", ["fold", "news", "names"])
def test_an_error_in_the_middle_leaves_the_log_as_it_was(replica, monkeypatch, step):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    robin.take(kim.revisions())
    before = robin.tables(), robin.log.all("SELECT * FROM arrival")
    kim.edit(uuid, topics=["forms"])
    kim.record("Called ahead")

    def fail(*arguments):
        raise InterruptedError

    names = {
        "fold": "ledger.write_folded",
        "news": "arrivals.note_arrived_news",
        "names": "arrivals.drop_unused_names",
    }
    with monkeypatch.context() as patched:
        patched.setattr(f"coachlog.storage.{names[step]}", fail)
        with pytest.raises(InterruptedError):
            robin.take(kim.revisions())
    assert (robin.tables(), robin.log.all("SELECT * FROM arrival")) == before
    assert robin.problems() == []
    robin.take(kim.revisions())
    assert robin.tables() == kim.tables()


def test_a_status_set_without_knowing_of_a_withdrawal_tells_others_no_words_of_it(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    robin.take(kim.revisions())
    robin.edit(uuid, status="adopted", changed_what="Zebra rule")
    kim.edit(uuid, share="private")
    kim.edit(uuid, share="team")
    kim.take(robin.revisions())
    robin.take(kim.revisions())
    for log in (kim.log, robin.log):
        log.reader = "ada"
        (entry,) = entries_by_uuid(log, [uuid]).values()
        history = status_history(log, entry)
        assert [(change.status, change.changed_what) for change in history] == [("logged", None)]


def test_results_of_one_person_and_day_are_one_check_in_and_the_later_counts(replica):
    kim, desktop = replica("kim"), replica("desktop")
    desktop.log.reader = "kim"
    uuid = kim.record(lesson="Ask first", follow_up="30, 60")
    desktop.take(kim.revisions())
    check_in(kim.log, uuid, "not-yet", "Asked twice", early=True)
    check_in(desktop.log, uuid, "with-help", early=True)
    for one, other in ((kim, desktop), (desktop, kim)):
        one.take(other.revisions())
    for each in (kim, desktop):
        assert each.log.all("SELECT days, seen, note FROM checkin") == [(30, "with-help", None)]
        assert each.problems() == []


def test_a_result_that_was_taken_back_can_be_given_again(replica):
    kim = replica("kim")
    uuid = kim.record(lesson="Ask first", follow_up="30, 60")
    check_in(kim.log, uuid, "not-yet", "Asked twice", early=True)
    undo(kim.log)
    assert check_in(kim.log, uuid, "unprompted", early=True).days == 30
    assert kim.log.all("SELECT seen, note FROM checkin") == [("unprompted", None)]
    undo(kim.log)
    assert kim.log.all("SELECT seen, note FROM checkin") == []
    assert kim.problems() == []


SMALL = ("held", "team", "topic", "team_name", "CONSTANT")  # a few rows, or a few hundred


def test_what_arrives_is_looked_up_and_no_large_table_is_read_whole(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record(lesson="Ask first", follow_up="30")
    robin.take(kim.revisions())
    kim.edit(uuid, topics=["forms"], status="shared")
    kim.edit(uuid, share="private")
    check_in(kim.log, uuid, "unprompted", early=True)
    kim.record("Called ahead")
    statements = []
    robin.log.db.set_trace_callback(statements.append)
    robin.take(kim.revisions())
    robin.log.db.set_trace_callback(None)
    scans = set()
    for sql in statements:
        if not sql.startswith(("--", "PRAGMA", "BEGIN", "COMMIT", "DROP", "CREATE")):
            for *_, step in robin.log.all(f"EXPLAIN QUERY PLAN {sql}"):
                words = step.split()
                if words[0] == "SCAN" and words[1] not in SMALL and "VIRTUAL" not in words:
                    scans.add((step, sql[:100]))
    assert len(statements) > 20
    assert scans == set()


def test_an_undone_action_here_hides_no_news_of_the_same_time(replica):
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record()
    robin.take(kim.revisions())
    robin.clock.at = kim.clock.at
    reply(robin.log, uuid, "idea", "Ask first")
    kim.edit(uuid, lesson="Ask")
    (theirs,) = robin.log.column("SELECT hlc FROM reply")
    own = kim.log.column("SELECT hlc FROM action ORDER BY hlc")
    assert theirs in own
    kim.take(robin.revisions())
    undo(kim.log)
    assert [what for _, _, what, *_ in unread_news(kim.log)] == ["idea"]


def test_an_entry_of_which_no_text_ever_came_cannot_be_brought_back(replica):
    kim, desktop = replica("kim"), replica("desktop")
    desktop.log.reader = "kim"
    uuid = kim.record()
    undo(kim.log)
    left = [each._replace(patch=skeleton(each.patch)) for each in kim.revisions()]
    desktop.take(left)
    assert find_deleted(kim.log, uuid)[0] == uuid
    with pytest.raises(NotFoundError, match="no deleted entry of yours"):
        find_deleted(desktop.log, uuid[-8:])
