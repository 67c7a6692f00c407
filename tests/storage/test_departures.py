"""What leaves a log for the others of a team, and what never does."""

import json

import pytest

from coachlog.domain.nameless import new_uuid
from coachlog.storage import ledger
from coachlog.storage.departures import departures
from coachlog.storage.ledger import refold
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.private_periods import close_private_periods
from coachlog.storage.revisions import append, begin_action, device_of

HERE = "shelf/permits"


@pytest.fixture
def change(log):
    """Return a function that writes a change of a record as an action."""

    def call(record, table="entry", **patch):
        with log.atomic():
            ledger.write_action(log, "edit", [(table, record, patch)])

    return call


@pytest.fixture
def about(log, change):
    """Return a function that writes a record about an entry and returns its uuid."""

    def call(table, entry, **patch):
        uuid = log.clock.uuid7()
        change(uuid, table, entry=entry, **patch)
        return uuid

    return call


@pytest.fixture
def leaving(log):
    """Return a function that returns what leaves, as text."""

    def call(team="permits", **span):
        revisions = departures(log, [team], **span).revisions
        return "\n".join(json.dumps([r.id.hex(), *r[1:]]) for r in revisions)

    return call


def arrive(log, first, last=None):
    """Pretend that revisions have come from the others."""
    last = last or newest_number(log)
    with log.atomic():
        log.run("INSERT INTO arrival VALUES (?, ?, ?)", (first, last, HERE))
        log.run("UPDATE revision SET device = 'other' WHERE number BETWEEN ? AND ?", (first, last))


def takes_back(log, after, source=""):
    """Return whether what is new after a number takes a text back."""
    return departures(log, ["permits"], after=after, source=source).takes_back


def reply(about, entry, text="Nice reply"):
    """Say something about an entry."""
    return about(
        "reply", entry, kind="idea", text=text, author="robin", said_on="2026-11-19", hlc="x"
    )


def test_a_shared_entry_leaves_whole(add, leaving):
    fields = add("Showed how", lesson="Ask first", team="Permits")
    assert fields["uuid"] in leaving("permits")
    assert "Showed how" in leaving("permits")
    assert "Ask first" in leaving("permits")


def test_of_another_team_not_even_ids_leave(add, about, leaving):
    fields = add("Showed how", team="finance")
    reply(about, fields["uuid"])
    assert leaving("permits") == ""
    assert "Nice reply" in leaving("finance")


def test_nothing_of_a_private_entry_leaves(add, about, change, leaving):
    fields = add("Secret words", share="private")
    change(fields["uuid"], lesson="Secret lesson")
    reply(about, fields["uuid"])
    about("checkin", fields["uuid"], days=30, seen="unprompted", note="secret note", seen_on="x")
    change(fields["uuid"], team="finance")
    assert leaving("permits") == leaving("finance") == ""


def test_of_an_entry_that_is_shared_later_only_its_text_since_then_leaves(add, change, leaving):
    fields = add("Secret words", share="private")
    change(fields["uuid"], happened="Public words")
    change(fields["uuid"], share="team")
    change(fields["uuid"], lesson="Public lesson")
    text = leaving()
    assert "Public words" in text
    assert "Public lesson" in text
    assert "Secret" not in text


def test_of_an_entry_that_is_private_now_no_text_leaves(add, change, leaving):
    fields = add("Public words")
    change(fields["uuid"], share="private")
    change(fields["uuid"], happened="Secret words")
    text = leaving()
    assert fields["uuid"] in text
    assert "words" not in text


def test_after_a_withdrawal_the_old_text_stays_withheld(add, change, leaving):
    fields = add("Former words")
    change(fields["uuid"], share="private")
    change(fields["uuid"], happened="Newer words")
    change(fields["uuid"], share="team")
    text = leaving()
    assert "Newer words" in text
    assert "Former" not in text


def old_change(log, record, **patch):
    """Write a change as an older version did, without what merging needs."""
    with log.atomic():
        append(log, begin_action(log, "edit"), [("entry", record, patch)])
        refold(log, "entry", [record])


def test_of_what_an_older_version_shared_nothing_of_the_private_time_leaves(log, add, leaving):
    log.reader = "kim"
    entry = add("Secret first", share="private", trainer="kim")["uuid"]
    log.reader = "robin"
    old_change(log, entry, happened="Secret second")
    old_change(log, entry, share="team", happened="Public words")
    old_change(log, entry, lesson="Public lesson")
    assert "Secret" not in leaving()
    close_private_periods(log)
    assert "Secret" not in leaving()
    assert "Public words" in leaving()
    assert "Public lesson" in leaving()
    assert log.column("SELECT happened FROM entry") == ["Public words"]
    last = newest_number(log)
    assert log.value("SELECT author FROM revision WHERE number = ?", (last,)) == "kim"
    close_private_periods(log)
    assert newest_number(log) == last
    old_change(log, entry, deleted=True)
    old_change(log, entry, deleted=None)
    close_private_periods(log, last)
    assert newest_number(log) == last + 2


def test_the_learner_never_leaves(add, change, leaving):
    fields = add("Showed how", learner="Dana Doe")
    change(fields["uuid"], learner="Erin Doe")
    moved = add("Showed more", learner="Finn Doe", share="private")
    change(moved["uuid"], share="team")
    text = leaving()
    assert "Showed more" in text
    assert "Doe" not in text


def test_of_a_deleted_entry_no_text_leaves(add, change, leaving):
    fields = add("Showed how")
    change(fields["uuid"], deleted=True)
    assert fields["uuid"] in leaving()
    assert "Showed how" not in leaving()


def test_an_entry_that_moves_leaves_its_text_in_the_new_team_alone(add, change, leaving):
    fields = add("Old words")
    change(fields["uuid"], happened="New words")
    change(fields["uuid"], team="finance")
    assert "words" not in leaving("permits")
    assert "finance" in leaving("permits")
    assert "New words" in leaving("finance")
    assert "Old words" not in leaving("finance")


def test_an_entry_that_moved_while_it_was_private_was_never_here(add, change, leaving):
    fields = add("Words", share="private")
    change(fields["uuid"], team="finance")
    change(fields["uuid"], share="team")
    assert leaving("permits") == ""
    assert "Words" in leaving("finance")


def test_the_teams_of_an_entry_while_it_was_private_do_not_leave(add, change, leaving):
    first = add("Moved, then shared", team="Secret team", share="private")["uuid"]
    change(first, team="permits")
    change(first, share="team")
    second = add("Moved and shared at once", team="Secret team", share="private")["uuid"]
    change(second, team="permits", share="team")
    third = add("Withdrawn, moved twice", share="team")["uuid"]
    change(third, share="private")
    change(third, team="Secret team")
    change(third, team="permits")
    change(third, share="team")
    text = leaving()
    for each in ("then shared", "at once", "moved twice"):
        assert each in text
    assert "Secret" not in text


def test_feedback_settings_names_and_drills_never_leave(log, add, about, change, leaving):
    fields = add("Showed how")
    about("feedback", fields["uuid"], comment="Secret comment", answered_on="2026-11-19")
    change("trainer", "setting", value="Secret Name")
    change(log.clock.uuid7(), "taught_name", name="Secret Name", is_name=1, author="robin")
    with log.atomic():
        log.run(
            "INSERT INTO drill VALUES ('Secret Dana', ?, 'secret', '', '', '', '')",
            (fields["uuid"],),
        )
    assert "ecret" not in leaving()
    assert leaving().count("\n") == 0


def test_meetings_leave_with_their_team_and_guides_with_every_team(log, change, leaving):
    meeting = log.clock.uuid7()
    change(meeting, "meeting", held_on="2026-11-19", team="Permits", state="done")
    guide = log.clock.uuid7()
    change(guide, "guide", name="fee", text="Which fee?")
    assert meeting in leaving("permits")
    assert meeting not in leaving("finance")
    assert guide in leaving("permits")
    assert guide in leaving("finance")


def test_only_what_is_new_leaves_again(log, add, change, leaving):
    fields = add("First words")
    after = newest_number(log)
    assert leaving(after=after) == ""
    change(fields["uuid"], lesson="Ask first")
    assert "Ask first" in leaving(after=after)
    assert "First words" not in leaving(after=after)


def test_clearing_for_the_meeting_sends_one_change_and_takes_nothing_back(
    log, add, change, leaving
):
    fields = add("Showed how")
    after = newest_number(log)
    change(fields["uuid"], share="meeting")
    assert leaving(after=after).count("\n") == 0
    assert "meeting" in leaving(after=after)
    assert not takes_back(log, after)


@pytest.mark.parametrize("patch", [{"share": "private"}, {"deleted": True}, {"team": "finance"}])
def test_a_text_that_was_sent_is_taken_back(log, add, change, leaving, patch):
    fields = add("Showed how")
    after = newest_number(log)
    change(fields["uuid"], **patch)
    assert takes_back(log, after)
    assert "Showed how" not in leaving(after=after)


def test_a_text_that_was_never_sent_is_not_taken_back(log, add, change):
    never_shared = add("Secret words", share="private")
    other_team = add("Other words", team="finance")
    after = newest_number(log)
    change(never_shared["uuid"], deleted=True)
    change(other_team["uuid"], share="private")
    sent_now = add("Showed how")
    change(sent_now["uuid"], share="private")
    assert not takes_back(log, after)


def test_a_text_that_is_purged_is_taken_back(log, add, change):
    from coachlog.storage.purge import purge

    fields = add("Showed how")
    after = newest_number(log)
    change(fields["uuid"], deleted=True)
    purge(log)
    assert takes_back(log, after)


def test_an_entry_that_comes_back_is_sent_whole_with_what_is_about_it(
    log, add, about, change, leaving
):
    fields = add("Showed how")
    reply(about, fields["uuid"])
    change(fields["uuid"], deleted=True)
    assert "Nice reply" not in leaving()
    after = newest_number(log)
    change(fields["uuid"], deleted=None)
    assert "Showed how" in leaving(after=after)
    assert leaving(after=after).count("Nice reply") == 1


def test_what_is_about_an_entry_leaves_when_the_entry_is_shared(log, add, about, change, leaving):
    fields = add("Showed how", share="private")
    about("checkin", fields["uuid"], days=30, seen="unprompted", note="Alone", seen_on="x")
    after = newest_number(log)
    change(fields["uuid"], share="team")
    reply(about, fields["uuid"])
    text = leaving(after=after)
    assert text.count("Alone") == 1
    assert text.count("Nice reply") == 1


def test_of_what_was_said_of_a_private_entry_only_the_last_word_leaves(
    log, add, about, change, leaving
):
    fields = add("Showed how", share="private")
    columns = {"days": 30, "seen": "with-help", "seen_on": "2026-11-19"}
    checkin = about("checkin", fields["uuid"], note="Secret note", **columns)
    change(checkin, "checkin", note="Public note")
    change(fields["uuid"], share="team")
    change(checkin, "checkin", seen="unprompted")
    text = leaving()
    assert "Secret" not in text
    assert "Public note" in text
    assert "with-help" in text
    assert text.count("unprompted") == 1


def test_nothing_that_leaves_leads_to_a_private_entry(add, about, leaving):
    private = add("Secret words", share="private")
    mistake = add("Took the old form", kind="mistake")
    about("repeat", mistake["uuid"], earlier=private["uuid"], likeness=0.9, state="looks-like")
    assert private["uuid"] not in leaving()


def test_a_deleted_reply_leaves_without_its_text(log, add, about, change, leaving):
    fields = add("Showed how")
    uuid = reply(about, fields["uuid"])
    after = newest_number(log)
    change(uuid, "reply", deleted=True)
    assert "Nice reply" not in leaving()
    assert uuid in leaving()
    assert takes_back(log, after)
    after = newest_number(log)
    change(uuid, "reply", deleted=None)
    assert "Nice reply" in leaving(after=after)


def test_of_a_deleted_reply_to_an_entry_that_was_never_shared_nothing_leaves(
    add, about, change, leaving
):
    fields = add("Showed how", share="private")
    uuid = reply(about, fields["uuid"])
    change(uuid, "reply", deleted=True)
    assert leaving() == ""


def test_what_the_others_sent_is_not_sent_back(log, add, change, leaving):
    theirs = add("Their words")
    arrive(log, newest_number(log))
    add("My words")
    assert "Their words" not in leaving(source=HERE)
    assert "My words" in leaving(source=HERE)
    assert "Their words" in leaving(source="another/permits")
    after = newest_number(log)
    change(theirs["uuid"], lesson="My lesson")
    assert "My lesson" in leaving(source=HERE, after=after)


def test_what_came_back_from_there_to_a_restored_log_can_be_taken_back(log, add, change):
    entry = add("My words")["uuid"]
    with log.atomic():
        log.run("INSERT INTO arrival VALUES (1, 1, ?)", (HERE,))
    after = newest_number(log)
    change(entry, share="private")
    assert takes_back(log, after, HERE)


def test_walks_leave_without_author_device_and_day(log, change, leaving):
    walk = new_uuid(log.clock, log.clock.today())
    change(walk, "walk", guide="g", path="yes", ending="end", walked_on="2026-11-19")
    assert walk in leaving("any team")
    for secret in ("robin", device_of(log), "2026-11-19", "1795"):
        assert secret not in leaving("any team")
    assert leaving(after=newest_number(log)) == ""


def test_revisions_can_be_sent_again_to_where_they_came_from(log, add):
    add("Their words")
    arrive(log, newest_number(log))
    [revision] = departures(log, ["permits"]).revisions
    again = departures(log, ["permits"], source=HERE, also={revision.id}).revisions
    assert list(again) == [revision]


def test_a_withdrawal_by_others_takes_back_what_was_written_here(log, add, about, change):
    edited, answered, untouched = (add(f"Theirs {number}")["uuid"] for number in range(3))
    arrive(log, 1)
    change(edited, lesson="My lesson")
    reply(about, answered)
    after = newest_number(log)
    for entry, expected in ((untouched, False), (answered, True), (edited, True)):
        change(entry, share="private")
        arrive(log, newest_number(log))
        assert takes_back(log, after, HERE) is expected
        after = newest_number(log)


def test_what_was_written_before_its_entry_came_leaves_after_it(log, add, change, leaving):
    fields = add("Their words")
    change(fields["uuid"], lesson="My lesson")
    # The change came from elsewhere, and sooner than the entry.
    with log.atomic():
        log.run("UPDATE revision SET number = number + 10")
        log.run("UPDATE revision SET number = 1 WHERE number = 12")
    assert leaving(source=HERE).count("My lesson") == 1
    arrive(log, 11)
    assert leaving(source=HERE, after=1).count("My lesson") == 1
    assert "Their words" not in leaving(source=HERE, after=1)
