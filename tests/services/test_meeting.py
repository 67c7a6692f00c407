"""What a meeting gets to see: only what was cleared, and nobody in it."""

import io
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.meeting_sheet import sheet_rows
from coachlog.errors import DecisionNeededError
from coachlog.render.csv_writer import write_csv
from coachlog.render.json_writer import write_json
from coachlog.render.markdown import write_markdown
from coachlog.render.meeting import COLUMNS, meeting_page
from coachlog.render.screen import write_page
from coachlog.services.clear import clear
from coachlog.services.meeting import record_meeting, record_skip
from coachlog.services.meeting_plan import plan_meeting
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.file.open import open_log
from coachlog.storage.names import known_people
from coachlog.storage.queries.entries import find_entry

ME = Settings({"trainer": "robin"})


def written(sheet):
    """A sheet in every form, as one text."""
    out = io.StringIO()
    write_markdown(meeting_page(sheet), out)
    for width in (None, 20, 80):
        write_page(meeting_page(sheet), out, width=width, colour=False)
    for write in (write_csv, write_json):
        write(COLUMNS, sheet_rows(sheet), out)
    return out.getvalue()


FIELDS = ("happened", "recovery", "expected", "why", "lesson", "rule_ref", "changed_what")
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
def test_nothing_that_was_not_cleared_is_on_a_sheet_and_all_that_is_on_it_is_shared_afterwards(
    given_entries,
):
    clock = FixedClock(datetime(2026, 11, 19, 15, tzinfo=UTC), seed=1)
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(str(Path(folder) / "log.db"), clock, default=False, create=True)
        log.disable_fsync()
        cleared = set()
        for number, entry in enumerate(given_entries):
            # Every text of an entry begins with its own number, so that each can be looked for.
            texts = {field: f"text{number}x{field}" for field in {"happened", *entry["filled"]}}
            fields = {
                key: value for key, value in entry.items() if key != "filled" and value is not None
            } | texts
            record(
                log,
                clock,
                ME,
                fields
                | {"topics": [f"text{number}xtopic" if entry["share"] != "team" else "fees"]},
            )
            if entry["share"] == "meeting" and entry["status"] == "logged":
                cleared.add(number)
        meeting_plan = plan_meeting(log, clock, ME)
        text = written(meeting_plan.sheet)
        assert {
            number for number in range(len(given_entries)) if f"text{number}xhappened" in text
        } <= cleared
        for number in set(range(len(given_entries))) - cleared:
            assert not [field for field in FIELDS if f"text{number}x{field}" in text]
            # The topics of private entries are in no figure.
            assert given_entries[number]["share"] != "private" or f"text{number}xtopic" not in text
        assert "2026-1" not in text.replace("2026-W", "")
        recorded = (
            record_meeting(log, clock, ME, clock.now().date()) if meeting_plan.order else None
        )
        if recorded:
            assert {entry.uuid for entry in recorded.shared} == {
                entry.uuid for entry in meeting_plan.read_out
            }
            assert {find_entry(log, entry.uuid).status for entry in recorded.shared} <= {"shared"}
        log.close()


def test_a_year_of_meetings_of_teams_that_come_and_go_is_fair(log, clock):
    log.disable_fsync()
    start = date(2026, 1, 5)
    # from which week to which each team records something; the last turns come when twelve weeks have passed since
    there = {
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
        for team, (first, last) in there.items():
            if first <= week < last and week % 3 == first % 3:
                record(
                    log,
                    clock,
                    ME,
                    {"kind": "strength", "happened": f"{week}", "team": team, "topics": ["fees"]},
                )
        skipped.append(
            {record_skip(log, clock, ME, day).meeting.team for _ in range(skips.get(week, 0))}
        )
        line = plan_meeting(log, clock, ME).order
        recorded = record_meeting(log, clock, ME, day)
        assert recorded.meeting.team == line[0] not in skipped[-1]
        turns.append(recorded.meeting.team)
        if week and skipped[week - 1]:
            assert turns[-1] in skipped[week - 1]
    for end in range(12, 53):
        window = range(end - 12, end)
        through = [
            team
            for team, (first, last) in there.items()
            if first <= window[0] and last > window[-1]
        ]
        through = [team for team in through if not any(team in skipped[week] for week in window)]
        had = [turns[window[0] : end].count(team) for team in through]
        assert not had or max(had) - min(had) <= 1
    assert "school" in turns[:20]
    assert "school" not in turns[20:]
    assert {"payroll", "audit"} < set(turns)


# Whom nobody may find on a sheet, and where each of them is known from.
TRAINER, LEARNER, REPLIED, CHECKED, ME_NAME = (
    "Ximena",
    "the tall one",
    "Quentin Zorn",
    "Yolanda",
    "robin",
)
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


def say_about(log, clock, uuid):
    """A reply, a check-in with a note, and feedback with a comment about an entry."""
    with log.atomic():
        for family, fields in (
            (
                "reply",
                {
                    "kind": "thanks",
                    "text": "secret reply",
                    "author": REPLIED,
                    "said_on": "2026-11-18",
                },
            ),
            (
                "checkin",
                {
                    "days": 30,
                    "seen": "no-chance",
                    "note": "secret note",
                    "seen_on": "2026-11-18",
                    "author": CHECKED,
                },
            ),
            (
                "feedback",
                {"usefulness": 5, "comment": "secret comment", "answered_on": "2026-11-18"},
            ),
        ):
            hlc = revisions.begin_action(log, clock, family)
            ledger.change_records(
                log, clock, hlc, "robin", [(family, clock.uuid7(), {"entry": uuid, **fields})]
            )


@pytest.mark.parametrize("planted", PLANTED)
def test_nobody_who_is_known_and_nothing_that_leads_to_somebody_leaves_a_cleared_entry(
    log, clock, planted
):
    for kind in ("mistake", "question"):
        fields = {field: f"Before, {planted}; after {field}" for field in FIELDS}
        fields |= {
            "team": f"desk of {planted}",
            "topics": [f"about {planted}", "fees"],
            "kind": kind,
            "share": "meeting",
        }
        fields |= {
            "trainer": TRAINER,
            "learner": LEARNER,
            "caught": "before-effect",
            "follow_up": "1",
        }
        say_about(
            log,
            clock,
            record(log, clock, ME, fields | {"occurred_on": "2026-11-10"}).fields["uuid"],
        )
    meeting_plan = plan_meeting(log, clock, ME)
    text = written(meeting_plan.sheet)
    assert text.count("Before, [") > 10
    assert planted.casefold() not in text.casefold()
    for hidden in (TRAINER, LEARNER, REPLIED, CHECKED, "secret"):
        assert hidden.casefold() not in text.casefold()
    assert meeting_plan.mask.counts.total() > 10
    assert "after happened" in text


def test_figures_count_no_private_entry(log, clock):
    for share in ("private", "team"):
        fields = {
            "kind": "mistake",
            "happened": "x",
            "recovery": "y",
            "team": "permits",
            "topics": [share],
            "share": share,
        }
        fields |= {"caught": "before-effect", "follow_up": "1", "occurred_on": "2026-11-10"}
        say_about(log, clock, record(log, clock, ME, fields).fields["uuid"])
    sheet = plan_meeting(log, clock, ME).sheet
    assert (sheet.catch_counts, sheet.thanks) == ([("permits", 1)], [("permits", 1)])
    # `no-chance` on the 18th puts the question off by two weeks.
    assert plan_meeting(log, clock, ME, day=date(2026, 12, 3)).sheet.due == [
        ("permits", 1, [("team", 1)])
    ]


def test_teams_whose_names_look_the_same_behind_the_mask_keep_their_own_figures(log, clock):
    for team in ("Ana", "Ben"):
        for _ in range(2):
            fields = {
                "kind": "mistake",
                "happened": "x",
                "team": team,
                "topics": ["fees"],
                "caught": "before-effect",
            }
            record(log, clock, Settings({"trainer": team}), fields)
    assert plan_meeting(log, clock, ME).sheet.catch_counts == [("[name]", 2), ("[name]", 2)]
    assert known_people(log) == ["Ana", "Ben"]


def test_words_that_changed_while_somebody_looked_at_them_are_judged_again(log, clock):
    given_ = {"kind": "mistake", "happened": "Took it twice", "team": "permits", "topics": ["fees"]}
    looked_at = find_entry(log, record(log, clock, ME, given_).fields["uuid"])
    with log.atomic():
        hlc = revisions.begin_action(log, clock, "edit")
        patch = {"recovery": "Mailed ben@town.gov", "updated_at": "2026-11-19T16:00:00.000Z"}
        ledger.change_records(log, clock, hlc, "robin", [("entry", looked_at.uuid, patch)])
    with pytest.raises(DecisionNeededError, match="recovery has an e-mail address at character 8"):
        clear(log, clock, ME, [looked_at])
    assert find_entry(log, looked_at.uuid).share == "team"


QUERIES = {
    "SELECT 1 FROM entry WHERE team = 'a' AND occurred_on <= 'x' AND share = 'meeting' AND status = 'logged' "
    "ORDER BY occurred_on DESC, id DESC": "SEARCH entry USING INDEX entry_to_read_out",
    "SELECT DISTINCT team FROM entry WHERE occurred_on BETWEEN 'a' AND 'b' AND share <> 'private' ORDER BY team": (
        "SEARCH entry USING COVERING INDEX entry_counts"
    ),
    "SELECT team, count(*) FROM entry WHERE occurred_on BETWEEN 'a' AND 'b' AND caught = 'before-effect' "
    "AND share <> 'private' GROUP BY team": "SEARCH entry USING INDEX entry_first",
    "SELECT team, count(*) FROM due WHERE due_on <= 'a' AND private = 0 GROUP BY team": "SEARCH due USING INDEX due_by_day",
}


@pytest.mark.parametrize("sql", QUERIES)
def test_no_query_of_the_sheet_reads_all_entries(log, sql):
    steps = [row[3] for row in log.all(f"EXPLAIN QUERY PLAN {sql}")]
    assert steps[0].startswith(QUERIES[sql]), steps
    assert not [step for step in steps if step.startswith("SCAN")]
