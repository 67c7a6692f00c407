"""Tests of what a meeting gets to see: only what was cleared, and nobody in it."""

import io
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.meeting import meeting_uuid
from coachlog.domain.meeting_sheet import sheet_rows
from coachlog.errors import DecisionNeededError
from coachlog.render.csv_writer import write_csv
from coachlog.render.json_writer import write_json
from coachlog.render.markdown import write_markdown
from coachlog.render.meeting import SHEET_COLUMNS, meeting_page
from coachlog.render.screen import write_page
from coachlog.services import undo
from coachlog.services.clear import clear
from coachlog.services.meeting import past_meetings, record_meeting, record_skip
from coachlog.services.meeting_plan import plan_meeting
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.arrivals import arrive
from coachlog.storage.departures import departures
from coachlog.storage.file.open import open_log
from coachlog.storage.people import known_people
from coachlog.storage.queries import counts
from coachlog.storage.queries import meetings as stored
from coachlog.storage.queries.entries import find_entry

ME = Settings({"trainer": "robin"})


@pytest.fixture(autouse=True)
def large_teams(request, monkeypatch):
    """Let one writer be enough for a team, but in tests that are about small teams."""
    if "small" not in request.node.name:
        monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


def written(sheet):
    """Return a sheet in every format, as a single text."""
    out = io.StringIO()
    write_markdown(meeting_page(sheet), out)
    for width in (None, 20, 80):
        write_page(meeting_page(sheet), out, width=width, colour=False)
    for write in (write_csv, write_json):
        write(SHEET_COLUMNS, sheet_rows(sheet), out)
    return out.getvalue()


FIELDS = ("happened", "recovery", "expected", "why", "lesson", "rule_ref", "changed_what")
# Each entry with the names of the texts that it has besides what happened.
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["strength", "correction", "question", "mistake"]),
            "team": st.sampled_from(["permits", "finance", "records"]),
            "share": st.sampled_from(["private", "team", "meeting"]),
            "status": st.sampled_from(["logged", "logged", "shared", "adopted", "closed"]),
            "own": st.booleans(),
            "role": st.sampled_from(["member", "leader"]),
            "caught": st.sampled_from([None, "before-effect", "after-effect"]),
            "occurred_on": st.dates(date(2026, 8, 1), date(2026, 11, 25)).map(str),
            "follow_up": st.sampled_from(["none", "1", "30, 60"]),
            "filled": st.sets(st.sampled_from(FIELDS[1:])),
        }
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(ENTRIES)
def test_a_sheet_has_only_cleared_entries_and_the_meeting_shares_them(entries):
    clock = FixedClock(datetime(2026, 11, 19, 15, tzinfo=UTC), seed=1)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_log(f"{folder}/log.db", clock, default=False, create=True)) as log,
    ):
        log.reader = "robin"
        log.disable_fsync()
        for number, drawn in enumerate(entries):
            record(log, ME, numbered_fields(number, drawn))
        meeting_plan = plan_meeting(log, ME)
        check_only_cleared(written(meeting_plan.sheet), entries)
        if not meeting_plan.order:
            return
        recorded = record_meeting(log, ME, clock.now().date())
        shared = {entry.uuid for entry in recorded.shared}
        assert shared == {entry.uuid for entry in meeting_plan.read_out}
        assert {find_entry(log, uuid).status for uuid in shared} <= {"shared"}


def numbered_fields(number, drawn):
    """Return the fields of an entry; each text begins with the number, so that it can be found."""
    fields = {name: value for name, value in drawn.items() if value is not None}
    for name in ("happened", *fields.pop("filled")):
        fields[name] = f"text{number}x{name}"
    fields["topics"] = [f"text{number}xtopic"]
    if drawn["share"] == "team":
        fields["topics"] = ["fees"]
    return fields


def check_only_cleared(text, entries):
    """Check that a written sheet has no text of an entry that was not cleared, and no day."""
    for number, drawn in enumerate(entries):
        if drawn["share"] == "meeting" and drawn["status"] == "logged":
            continue
        for name in FIELDS:
            assert f"text{number}x{name}" not in text
        if drawn["share"] == "private":
            # The topics of private entries are in no figure.
            assert f"text{number}xtopic" not in text
    assert "2026-1" not in text.replace("2026-W", "")


def test_a_year_of_meetings_of_teams_that_come_and_go_is_fair(log, clock):
    log.disable_fsync()
    start = date(2026, 1, 5)
    # The weeks between which each team records entries. It keeps its turn for twelve weeks more.
    spans = {
        "permits": (0, 52),
        "finance": (0, 52),
        "records": (0, 20),
        "payroll": (9, 52),
        "audit": (30, 52),
        "school": (4, 5),
    }
    skips = {6: 1, 17: 2, 40: 1}
    turns, skipped = [], []
    for week in range(52):
        clock.at = datetime.combine(start + timedelta(weeks=week), time(9), tzinfo=UTC)
        day = clock.now().date()
        for team, (first, last) in spans.items():
            if first <= week < last and week % 3 == first % 3:
                fields = {"kind": "strength", "happened": f"{week}", "topics": ["fees"]}
                record(log, ME, fields | {"team": team})
        skipped.append(set())
        for _ in range(skips.get(week, 0)):
            skipped[week].add(record_skip(log, ME, day).meeting.team)
        first_in_order = plan_meeting(log, ME).order[0]
        turn = record_meeting(log, ME, day).meeting.team
        assert turn == first_in_order
        assert turn not in skipped[week]
        turns.append(turn)
        if week and skipped[week - 1]:
            assert turn in skipped[week - 1]
    for start_week in range(41):
        end_week = start_week + 12
        skipped_then = set().union(*skipped[start_week:end_week])
        counts = []
        for team, (first, last) in spans.items():
            if first <= start_week and last >= end_week and team not in skipped_then:
                counts.append(turns[start_week:end_week].count(team))
        assert not counts or max(counts) - min(counts) <= 1
    assert "school" in turns[:20]
    assert "school" not in turns[20:]
    assert {"payroll", "audit"} < set(turns)


@pytest.fixture
def meanwhile(log, clock, monkeypatch):
    """Let another program act after ours has begun, just before ours locks the log."""

    def call(act):
        atomic = log.atomic

        def wait_for_another():
            monkeypatch.setattr(log, "atomic", atomic)
            with closing(open_log(log.path, clock, default=False, create=False)) as other:
                other.reader = log.reader
                act(other)
            return atomic()

        monkeypatch.setattr(log, "atomic", wait_for_another)

    return call


def record_of_each_team(log):
    """Record an entry that is cleared, for `permits` and then for `finance`."""
    for team, day in (("permits", "2026-11-02"), ("finance", "2026-11-03")):
        fields = {"kind": "strength", "happened": "x", "team": team, "topics": ["fees"]}
        record(log, ME, fields | {"occurred_on": day, "share": "meeting"})


def take_back_entry(log, uuid):
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        change = ("entry", uuid, {"share": "team"})
        ledger.change_records(log, hlc, [change])


def turns_taken(log):
    return [(meeting.team, meeting.state) for meeting in stored.meetings(log)]


def test_a_meeting_that_two_programs_record_at_once_is_recorded_once(log, clock, meanwhile):
    record_of_each_team(log)
    meanwhile(lambda other: record_meeting(other, ME, clock.today()))
    assert record_meeting(log, ME, clock.today()).was_known
    assert turns_taken(log) == [("permits", "done")]


def test_another_meeting_is_the_turn_of_the_next_team_even_if_one_was_just_held(
    log, clock, meanwhile
):
    record_of_each_team(log)
    meanwhile(lambda other: record_meeting(other, ME, clock.today()))
    recorded = record_meeting(log, ME, clock.today(), another=True)
    assert (recorded.meeting.team, recorded.shared) == ("finance", [])
    assert sorted(turns_taken(log)) == [("finance", "done"), ("permits", "done")]


def test_a_team_that_was_just_skipped_does_not_take_the_turn(log, clock, meanwhile):
    record_of_each_team(log)
    meanwhile(lambda other: record_skip(other, ME, clock.today()))
    assert record_meeting(log, ME, clock.today()).meeting.team == "finance"


def test_a_skip_that_two_programs_record_at_once_is_recorded_once(log, clock, meanwhile):
    record_of_each_team(log)
    meanwhile(lambda other: record_skip(other, ME, clock.today(), "permits"))
    assert record_skip(log, ME, clock.today(), "permits").was_known
    assert turns_taken(log) == [("permits", "skipped")]


def test_an_entry_that_was_just_taken_back_is_not_read_out(log, clock, meanwhile):
    record_of_each_team(log)
    first, second = plan_meeting(log, ME).read_out
    meanwhile(lambda other: take_back_entry(other, first.uuid))
    recorded = record_meeting(log, ME, clock.today())
    assert [entry.uuid for entry in recorded.shared] == [second.uuid]
    assert recorded.meeting.entries == (second.uuid,)
    assert find_entry(log, first.uuid).status == "logged"
    meanwhile(lambda other: take_back_entry(other, second.uuid))
    with pytest.raises(DecisionNeededError, match=f"not cleared for a meeting: {second.short_id}"):
        record_meeting(log, ME, clock.today(), ids=[second.short_id], another=True)
    assert len(stored.meetings(log)) == 1


def record_on(log, team, day, **changes):
    fields = {"kind": "mistake", "happened": "x", "recovery": "y", "team": team, "topics": ["fees"]}
    return record(log, ME, fields | {"occurred_on": day} | changes).fields["uuid"]


def test_a_team_that_had_its_turn_cannot_be_skipped_on_that_day(log, clock):
    record_of_each_team(log)
    record_meeting(log, ME, clock.today(), "permits")
    with pytest.raises(DecisionNeededError, match="permits had its turn on 2026-11-19"):
        record_skip(log, ME, clock.today(), "permits")
    assert turns_taken(log) == [("permits", "done")]


def test_turns_follow_the_days_of_the_meetings_and_not_when_they_were_recorded(log):
    record_of_each_team(log)
    record_meeting(log, ME, date(2026, 11, 12), "permits")
    record_skip(log, ME, date(2026, 11, 5), "permits")
    assert [meeting.held_on for meeting in stored.meetings(log)] == ["2026-11-05", "2026-11-12"]
    assert plan_meeting(log, ME).order == ["finance", "permits"]


def test_a_team_that_was_skipped_and_then_took_its_turn_after_all_is_not_first_again(log):
    record_of_each_team(log)
    day = date(2026, 11, 12)
    record_skip(log, ME, day, "permits")
    record_meeting(log, ME, day, "permits")
    assert turns_taken(log) == [("permits", "skipped"), ("permits", "done")]
    assert plan_meeting(log, ME).order == ["finance", "permits"]


def test_of_two_meetings_on_a_day_the_last_counts_as_known(log, clock):
    record_of_each_team(log)
    day = clock.today()
    first = record_meeting(log, ME, day)
    last = record_meeting(log, ME, day, another=True)
    assert (first.meeting.team, last.meeting.team) == ("permits", "finance")
    assert record_meeting(log, ME, day).meeting == last.meeting


def test_meetings_of_a_day_stand_in_the_order_in_which_they_were_recorded(log, clock):
    days = [date(2026, 10, 1 + number) for number in range(12)]
    for number, day in enumerate(days):
        for team in ("permits", "finance"):
            record_on(log, team, str(day))
        teams = ["permits", "finance"]
        if number % 2:
            teams.reverse()
        for team in teams:
            clock.at += timedelta(minutes=1)
            record_meeting(log, ME, day, team, another=True)
        turns = [meeting.team for meeting in stored.meetings(log) if meeting.held_on == str(day)]
        assert turns == teams


def test_a_meeting_has_one_uuid_whoever_records_it_and_another_one_another(log, clock):
    record_of_each_team(log)
    day = clock.today()
    first = record_meeting(log, ME, day, "permits").meeting
    assert first.uuid == meeting_uuid("2026-11-19", "PERMITS", "done")
    again = record_meeting(log, ME, day, "permits", another=True).meeting
    assert again.uuid == meeting_uuid("2026-11-19", "permits", "done", 2)
    other_team = record_meeting(log, ME, day, "finance", another=True).meeting
    skip = record_skip(log, ME, date(2026, 11, 20), "permits").meeting
    assert skip.uuid == meeting_uuid("2026-11-20", "permits", "skipped")
    uuids = {first.uuid, again.uuid, other_team.uuid, skip.uuid}
    assert len(uuids) == 4
    assert {uuid[14] for uuid in uuids} == {"5"}
    assert len(turns_taken(log)) == 4


def test_a_meeting_that_was_taken_back_is_recorded_again_as_the_same(log, clock):
    record_of_each_team(log)
    day = clock.today()
    first = record_meeting(log, ME, day, "permits").meeting
    assert len(first.entries) == 2
    undo.undo(log)
    only = find_entry(log, first.entries[0])
    again = record_meeting(log, ME, day, "permits", [only.short_id]).meeting
    assert again.uuid == first.uuid
    assert [meeting.entries for meeting in stored.meetings(log)] == [(only.uuid,)]
    undo.undo(log)
    assert stored.meetings(log) == []
    undo.redo(log)
    assert [meeting.entries for meeting in stored.meetings(log)] == [(only.uuid,)]
    # The first of two goes, and the second keeps its uuid.
    second = record_meeting(log, ME, day, "permits", another=True).meeting
    remove_meeting(log, first.uuid)
    assert record_meeting(log, ME, day, "permits", another=True).meeting.uuid == first.uuid
    assert {meeting.uuid for meeting in stored.meetings(log)} == {first.uuid, second.uuid}


def test_a_meeting_that_was_purged_keeps_its_uuid_for_ever(log, clock):
    record_of_each_team(log)
    first = record_meeting(log, ME, clock.today(), "permits").meeting
    remove_meeting(log, first.uuid, purged=True)
    again = record_meeting(log, ME, clock.today(), "permits").meeting
    assert again.uuid == meeting_uuid("2026-11-19", "permits", "done", 2)
    assert stored.meetings(log) == [again]


def remove_meeting(log, uuid, **more):
    with log.atomic():
        ledger.write_action(log, "delete", [("meeting", uuid, {"deleted": True, **more})])


def test_a_turn_that_two_logs_noted_is_counted_once(log, clock):
    record_of_each_team(log)
    other = noted_elsewhere(log, clock.today(), "permits")
    record_meeting(log, ME, clock.today(), "permits")
    with log.atomic():
        other()
    assert turns_taken(log) == [("permits", "done")]
    assert plan_meeting(log, ME, day=date(2026, 11, 26)).order == ["finance", "permits"]


def noted_elsewhere(log, day, team):
    """Return what brings in the record of a meeting that another log has made."""
    uuid = meeting_uuid(str(day), team, "done")
    fields = {"held_on": str(day), "team": team, "state": "done", "entries": None}

    def arrive():
        hlc = revisions.next_hlc(log)
        revisions.append(log, hlc, [("meeting", uuid, fields)], author="sue")
        log.run("UPDATE revision SET device = 'elsewhere' WHERE author = 'sue'")
        ledger.refold(log, "meeting", [uuid])

    return arrive


def test_meetings_with_the_uuids_of_older_versions_stay(log, clock):
    record_of_each_team(log)
    old = clock.uuid7()
    fields = {"held_on": "2026-11-19", "team": "permits", "state": "done"}
    with log.atomic():
        ledger.write_action(log, "meeting done", [("meeting", old, fields)])
    assert record_meeting(log, ME, clock.today()).meeting.uuid == old
    record_meeting(log, ME, clock.today(), another=True)
    assert sorted(turns_taken(log)) == [("finance", "done"), ("permits", "done")]


def test_figures_begin_the_day_after_the_meeting_before(log, clock):
    for day in ("2026-11-11", "2026-11-12", "2026-11-13", "2026-11-19", "2026-11-20"):
        record_on(log, "permits", day, caught="before-effect")
    record_meeting(log, ME, date(2026, 11, 12))
    sheet = plan_meeting(log, ME).sheet
    assert sheet.since[:2] == (date(2026, 11, 13), date(2026, 11, 19))
    assert sheet.catch_counts == [("permits", 2)]
    # The sheet of a meeting stays the same once the meeting was recorded.
    record_meeting(log, ME, clock.today())
    assert plan_meeting(log, ME).sheet.since == sheet.since


def test_a_good_catch_of_the_first_day_of_the_span_is_shown(log):
    record_on(log, "permits", "2026-11-19", share="meeting", lesson="The highlight")
    shown = []
    for day in ("2026-10-22", "2026-10-23"):
        shown.append(record_on(log, "permits", day, share="meeting", caught="before-effect"))
    sheet = plan_meeting(log, ME).sheet
    assert sheet.since.first == date(2026, 10, 23)
    assert [entry.uuid for entry in sheet.catches] == shown[1:]


def test_an_entry_of_the_day_of_the_meeting_is_read_out_and_a_later_one_is_not(log):
    uuid = record_on(log, "permits", "2026-11-19", share="meeting")
    record_on(log, "permits", "2026-11-20", share="meeting")
    assert [entry.uuid for entry in plan_meeting(log, ME).read_out] == [uuid]


def test_a_team_waits_since_its_first_entry_even_before_the_twelve_weeks(log):
    record_on(log, "finance", "2026-01-05")
    record_on(log, "permits", "2026-11-02")
    record_on(log, "finance", "2026-11-03")
    assert plan_meeting(log, ME).order == ["finance", "permits"]


def test_past_meetings_come_newest_first_without_what_became_private(log):
    record_of_each_team(log)
    record_skip(log, ME, date(2026, 11, 5), "finance")
    shared = record_meeting(log, ME, date(2026, 11, 12)).shared
    hidden, visible = shared
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        change = ("entry", hidden.uuid, {"share": "private"})
        ledger.change_records(log, hlc, [change])
    held, skipped = past_meetings(log)
    assert held == ("2026-11-12", "finance", "done", (visible.short_id,))
    assert skipped == ("2026-11-05", "finance", "skipped", ())
    assert past_meetings(log, limit=1) == [held]


def test_names_of_teams_and_topics_are_masked_in_every_part_of_a_sheet(log, clock):
    for team, day in (("Yolanda's desk", "2026-10-05"), ("Quentin's desk", "2026-10-06")):
        fields = {"topics": ["Yolanda's way"], "trainer": "Yolanda", "follow_up": "30"}
        record_on(log, team, day, **fields)
    record_on(log, "permits", "2026-11-02", trainer="Quentin")
    record_skip(log, ME, clock.today(), "Quentin's desk")
    sheet = plan_meeting(log, ME).sheet
    assert [turn.team for turn in sheet.turns] == ["[name]'s desk", "permits"]
    assert sheet.skipped == ["[name]'s desk"]
    assert sheet.nothing_cleared == ["[name]'s desk", "permits", "[name]'s desk"]
    due = ("[name]'s desk", 1, [("[name]'s way", 1)])
    assert sheet.due == [due, due]


# People whom the log knows, each from another table.
TRAINER = "Ximena"
LEARNER = "the tall one"
AUTHOR_OF_REPLY = "Quentin Zorn"
AUTHOR_OF_CHECK_IN = "Yolanda"
PLANTED = [
    "Ximena",
    "XIMENA",
    "the tall one",
    "Quentin",
    "Zorn",
    "Yolanda",
    "Robin",
    "ben@town.gov",
    "555-0100",
    "+49 30 1234567",
    "CE-24-00123",
    "2026-0042",
]


DAY = "2026-11-18"
REPLY = {"kind": "thanks", "text": "secret reply", "author": AUTHOR_OF_REPLY, "said_on": DAY}
CHECK_IN = {"days": 30, "seen": "no-chance", "seen_on": DAY}
CHECK_IN |= {"note": "secret note", "author": AUTHOR_OF_CHECK_IN}
FEEDBACK = {"usefulness": 5, "comment": "secret comment", "answered_on": DAY}


def react(log, clock, uuid):
    """Add a reply, a check-in with a note, and feedback with a comment to an entry."""
    reactions = {"reply": REPLY, "checkin": CHECK_IN, "feedback": FEEDBACK}
    with log.atomic():
        for table, fields in reactions.items():
            hlc = revisions.begin_action(log, table)
            change = (table, clock.uuid7(), {"entry": uuid, **fields})
            ledger.change_records(log, hlc, [change])


@pytest.mark.parametrize("planted", PLANTED)
def test_no_known_person_or_personal_number_is_on_a_sheet(log, clock, planted):
    for kind in ("mistake", "question"):
        fields = {name: f"Before, {planted}; after {name}" for name in FIELDS}
        fields |= {"kind": kind, "share": "meeting", "occurred_on": "2026-11-10"}
        fields |= {"team": f"desk of {planted}", "topics": [f"about {planted}", "fees"]}
        fields |= {"trainer": TRAINER, "learner": LEARNER}
        fields |= {"caught": "before-effect", "follow_up": "1"}
        react(log, clock, record(log, ME, fields).fields["uuid"])
    meeting_plan = plan_meeting(log, ME)
    text = written(meeting_plan.sheet)
    assert text.count("Before, [") > 10
    assert planted.casefold() not in text.casefold()
    for hidden in (TRAINER, LEARNER, AUTHOR_OF_REPLY, AUTHOR_OF_CHECK_IN, "secret"):
        assert hidden.casefold() not in text.casefold()
    assert meeting_plan.mask.counts.total() > 10
    assert "after happened" in text


def test_figures_count_no_private_entry(log, clock):
    for share in ("private", "team"):
        fields = {"kind": "mistake", "happened": "x", "recovery": "y", "team": "permits"}
        fields |= {"topics": [share], "share": share}
        fields |= {"caught": "before-effect", "follow_up": "1", "occurred_on": "2026-11-10"}
        react(log, clock, record(log, ME, fields).fields["uuid"])
    sheet = plan_meeting(log, ME).sheet
    assert (sheet.catch_counts, sheet.thanks) == ([("permits", 1)], [("permits", 1)])
    # `no-chance` on the 18th puts the check-in off by two weeks.
    later = plan_meeting(log, ME, day=date(2026, 12, 3)).sheet
    assert later.due == [("permits", 1, [("team", 1)])]


def test_a_team_waits_for_its_turn_since_its_first_entry_that_is_not_private(log):
    for team, day, share in (
        ("permits", "2026-11-02", "private"),
        ("finance", "2026-11-09", "team"),
        ("permits", "2026-11-16", "team"),
    ):
        fields = {"kind": "strength", "happened": "x", "team": team, "topics": ["fees"]}
        record(log, ME, fields | {"occurred_on": day, "share": share})
    assert plan_meeting(log, ME).order == ["finance", "permits"]


def test_teams_with_the_same_masked_name_have_figures_of_their_own(log):
    for team in ("Ana", "Ben"):
        for _ in range(2):
            fields = {"kind": "mistake", "happened": "x", "caught": "before-effect"}
            fields |= {"team": team, "topics": ["fees"]}
            record(log, Settings({"trainer": team}), fields)
    assert plan_meeting(log, ME).sheet.catch_counts == [("[name]", 2), ("[name]", 2)]
    assert known_people(log) == ["Ana", "Ben"]


def test_on_a_sheet_small_teams_stand_together_and_without_ids(log):
    catch = {"caught": "before-effect", "share": "meeting", "follow_up": "1"}
    for team, trainers in (("permits", "abc"), ("finance", "ab"), ("records", "a")):
        for trainer in trainers:
            record_on(log, team, "2026-11-10", trainer=trainer, own=True, **catch)
    plan = plan_meeting(log, ME)
    sheet = plan.sheet
    assert {turn.team for turn in sheet.turns} == {"permits", "finance", "records"}
    shown = [*sheet.highlights, *sheet.catches]
    assert {(entry.team, bool(entry.short_id), entry.own) for entry in shown} == {
        ("permits", True, True),
        ("smaller teams", False, False),
    }
    assert sheet.catch_counts == [("permits", 3), ("smaller teams", 3)]
    assert sheet.due == [
        ("permits", 3, [("fees", 3)]),
        ("smaller teams", 3, [("fees", 3)]),
    ]
    ids = [entry.short_id for entry in plan.read_out]
    assert [short_id for short_id in ids if short_id in written(sheet)] == [
        entry.short_id for entry in plan.read_out if entry.team == "permits"
    ]


def test_in_a_small_team_only_writers_of_the_twelve_weeks_count(log):
    for trainer, day in (("a", "2026-11-10"), ("b", "2026-11-10"), ("c", "2026-01-10")):
        record_on(log, "permits", day, trainer=trainer)
    record_on(log, "permits", "2026-11-11", trainer="d", share="private")
    assert plan_meeting(log, ME).sheet.nothing_cleared == ["smaller teams"]
    record_on(log, "permits", "2026-11-11", trainer="d")
    assert plan_meeting(log, ME).sheet.nothing_cleared == ["permits"]


def test_an_entry_that_changed_after_it_was_shown_is_checked_again(log):
    fields = {"kind": "mistake", "happened": "Took it twice", "team": "permits", "topics": ["fees"]}
    shown = find_entry(log, record(log, ME, fields).fields["uuid"])
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        patch = {"recovery": "Mailed ben@town.gov", "updated_at": "2026-11-19T16:00:00.000Z"}
        ledger.change_records(log, hlc, [("entry", shown.uuid, patch)])
    with pytest.raises(DecisionNeededError, match="recovery has an e-mail address at character 8"):
        clear(log, ME, [shown])
    assert find_entry(log, shown.uuid).share == "team"


QUERIES = [
    (
        "SELECT 1 FROM entry WHERE team = 'a' AND occurred_on <= 'x' AND share = 'meeting'"
        " AND status = 'logged' ORDER BY occurred_on DESC, id DESC",
        "SEARCH entry USING INDEX entry_to_read_out",
    ),
    (
        "SELECT DISTINCT team FROM entry WHERE occurred_on BETWEEN 'a' AND 'b'"
        " AND share <> 'private' ORDER BY team",
        "SEARCH entry USING COVERING INDEX entry_counts",
    ),
    (
        "SELECT team, count(*) FROM entry WHERE occurred_on BETWEEN 'a' AND 'b'"
        " AND caught = 'before-effect' AND share <> 'private' GROUP BY team",
        "SEARCH entry USING INDEX entry_first",
    ),
    (
        "SELECT team FROM entry WHERE occurred_on BETWEEN 'a' AND 'b' AND share <> 'private'"
        " GROUP BY team HAVING count(DISTINCT trainer) < 3",
        "SEARCH entry USING INDEX entry_",
    ),
    (
        "SELECT team, count(*) FROM due WHERE due_on <= 'a' AND private = 0 GROUP BY team",
        "SEARCH due USING INDEX due_by_day",
    ),
]


@pytest.mark.parametrize(("sql", "first_step"), QUERIES)
def test_no_query_of_the_sheet_reads_all_entries(log, sql, first_step):
    steps = [row[3] for row in log.all(f"EXPLAIN QUERY PLAN {sql}")]
    assert steps[0].startswith(first_step), steps
    assert not [step for step in steps if step.startswith("SCAN")]


def test_two_people_who_noted_other_entries_of_one_meeting_have_both(log, clock, tmp_path):
    record_of_each_team(log)
    first, second = plan_meeting(log, ME).read_out
    log.db.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    with closing(open_log(str(tmp_path / "copy.db"), clock, default=False, create=False)) as other:
        # Its notes are from another computer.
        other.run("UPDATE meta SET value = 'elsewhere' WHERE name = 'device'")
        other.reader = "sue"
        record_meeting(log, ME, clock.today(), "permits", [first.short_id])
        clock.at += timedelta(minutes=1)
        record_meeting(other, ME, clock.today(), "permits", [second.short_id])
        for sender, receiver in ((other, log), (log, other)):
            leaving = list(departures(sender, ["permits"]).revisions)
            with receiver.atomic():
                arrive(receiver, leaving, "merge")
        for each in (log, other):
            (meeting,) = stored.meetings(each)
            assert set(meeting.entries) == {first.uuid, second.uuid}
            assert plan_meeting(each, ME, day=date(2026, 11, 26)).order == ["finance", "permits"]
        # Whoever takes back a note leaves that of the other, whichever came first.
        for each in (log, other):
            undo.undo(each)
            (meeting,) = stored.meetings(each)
            assert set(meeting.entries) == {first.uuid, second.uuid}


def test_a_small_team_with_nothing_to_read_out_is_told_from_one_that_has_something(log):
    record_on(log, "permits", "2026-11-10", trainer="a", share="meeting")
    record_on(log, "finance", "2026-11-10", trainer="b")
    sheet = plan_meeting(log, ME).sheet
    assert [entry.team for entry in sheet.highlights] == ["smaller teams"]
    assert sheet.nothing_cleared == ["other smaller teams"]
