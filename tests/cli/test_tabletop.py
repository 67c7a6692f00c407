"""`tabletop`, as a trainer who prepares an exercise meets it."""

import csv
import io
import json

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record

FULL = {
    "kind": "mistake",
    "happened": "Charged the full fee where the waiver applied",
    "recovery": "Paid it back the same day",
    "expected": "Look at the waiver table first",
    "why": "A refund takes six weeks",
    "lesson": "Waiver table first, fee screen second",
    "basis": "both",
    "rule_ref": "Fee Order 4 (2)",
    "decision": "escalated",
    "caught": "after-effect",
    "detected_by": "customer",
    "factors": ["tool"],
}
ENTRIES = [
    {"kind": "correction", "happened": "Used last year's table", "expected": "Look at its date"},
    FULL,
    {
        "kind": "correction",
        "happened": "Took last year's table again",
        "expected": "look at  its date",
    },
    {"kind": "question", "happened": "May it be split?", "expected": "Yes, with form F-12"},
    {"kind": "strength", "happened": "Read the date aloud"},
    {"kind": "correction", "happened": "Only what happened"},
    {
        "kind": "mistake",
        "happened": "A private worry",
        "recovery": "Quietly mended",
        "share": "private",
    },
    {
        "kind": "mistake",
        "happened": "Sam's own worry",
        "recovery": "Mended",
        "share": "private",
        "trainer": "sam",
    },
]


@pytest.fixture
def ids():
    """The short ids of entries on one topic: three that say enough, one question, and what cannot be played."""
    context = Context()
    made = [
        record(
            context.log,
            context.clock,
            context.settings,
            {"team": "permits", "topics": ["fees"], **given},
        )
        for given in ENTRIES
    ]
    context.close()
    return [one.fields["short_id"] for one in made]


def test_a_sheet_of_one_entry_stops_before_it_was_put_right(coachlog, ids):
    code, out, err = coachlog("tabletop", ids[1], "--format", "md")
    assert (code, err) == (0, "")
    for_players, for_facilitator = out.split("## Expected actions (for the facilitator)")
    assert [line for line in for_players.splitlines() if line.startswith("#")] == [
        "# Tabletop exercise: fees",
        "## Objectives",
        "## Scenario: permits / fees",
        "### Decision points",
        "## Discussion questions",
    ]
    assert "\n\nCharged the full fee where the waiver applied\n\n" in for_players
    assert "A customer notices it. It has already taken effect." in for_players
    answers = ("Paid it back", "waiver table", "six weeks", "Fee Order", "fee screen")
    assert [answer for answer in answers if answer in for_players] == []
    assert [answer for answer in answers if answer not in for_facilitator] == []
    assert (
        "4. The rule leaves room. Do you follow it, document an exception, ask or escalate?"
        in for_players
    )
    assert "- **decided:** it was escalated\n" in for_facilitator


def test_the_improvement_plan_has_lines_to_fill_in_for_a_role_and_a_day(coachlog, ids):
    assert coachlog("tabletop", ids[1], "--format", "md").out.split("## Improvement plan\n\n")[
        1
    ] == (
        "| no | to improve | corrective action | owner (role) | due |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 1 |  | Waiver table first, fee screen second |  |  |\n"
        "| 2 |  |  |  |  |\n"
        "| 3 |  |  |  |  |\n"
    )


def test_a_topic_gives_its_most_telling_mistakes_and_corrections_without_repeating_one(
    coachlog, ids
):
    code, out, err = coachlog("tabletop", "fees", "--format", "json")
    assert code == 0
    told = [
        line["text"]
        for line in json.loads(out)
        if line["section"] == "scenario" and line["number"] == 1
    ]
    assert told == ["Charged the full fee where the waiver applied", "Took last year's table again"]
    assert (
        err
        == "for a tabletop exercise: what the team may see, without names, days and private entries\n"
    )
    assert (
        "1 of 2 entries that say enough; --limit takes more.\n"
        in coachlog("tabletop", "fees", "-n", "1").err
    )
    assert "May it be split?" in coachlog("tabletop", "fees", "-k", "question").out


def test_cases_that_teach_the_same_are_one_and_questions_stand_in_where_nothing_went_wrong(
    coachlog,
):
    for happened, more in (
        ("One", ["--why", "so"]),
        ("Two", []),
        ("Three", ["--lesson", "ask  first"]),
    ):
        coachlog("log", "@permits", "+asking", happened, "--expected", "Ask first", *more)
    told = [
        line["text"]
        for line in json.loads(coachlog("tabletop", "asking", "-f", "json").out)
        if line["section"] == "scenario"
    ]
    assert len(told) == 1
    coachlog(
        "log", "@permits", "+later", "-k", "question", "When is it due?", "--expected", "In 30 days"
    )
    out = coachlog("tabletop", "later", "-f", "md").out
    assert (
        "You are asked this now. What do you answer at once, and what do you look up first?" in out
    )


def test_every_format_has_the_same_lines(coachlog, ids):
    rows = list(csv.DictReader(io.StringIO(coachlog("tabletop", "fees", "--format", "csv").out)))
    objects = json.loads(coachlog("tabletop", "fees", "--format", "json").out)
    lines = [
        json.loads(line)
        for line in coachlog("tabletop", "fees", "--format", "jsonl").out.splitlines()
    ]
    assert objects == lines
    assert [
        {name: "" if value is None else str(value) for name, value in one.items()}
        for one in objects
    ] == rows
    screen, page = (
        coachlog("tabletop", "fees").out,
        coachlog("tabletop", "fees", "--format", "md").out,
    )
    for row in rows:
        said = (
            row["text"].partition(": ")[2] if row["section"] == "expected action" else row["text"]
        )
        assert said in screen
        assert said in page.replace("\\", "")


def test_the_same_entries_give_the_same_sheet(coachlog, ids, at):
    first = coachlog("tabletop", "fees", "--format", "md").out
    at("2027-03-01T09:00", zone="America/New_York")
    assert coachlog("tabletop", "fees", "--format", "md").out == first


def test_a_sheet_goes_into_a_file_in_the_form_that_its_name_says(coachlog, ids, home):
    assert coachlog("tabletop", "fees", "-o", "sheet.md") == (0, "", "written to sheet.md\n")
    assert (home / "sheet.md").read_text(encoding="utf-8").startswith("# Tabletop exercise: fees\n")
    assert coachlog("tabletop", "fees", "-o", "sheet.csv").code == 0
    assert (home / "sheet.csv").read_text(encoding="utf-8").startswith("section,scenario,")
    assert coachlog("tabletop", "fees", "-o", "sheet.md").code == 6
    assert coachlog("tabletop", "fees", "-o", "sheet.md", "--force").code == 0
    code, out, err = coachlog("tabletop", "fees", "-o", "sheet.docx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "sheet.md" in err


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (4, 2, "is a strength: it says how it is done well"),
        (5, 2, "says only what happened. Add what one should do then:  coachlog edit"),
        (6, 6, "is private. To play it through with others:  coachlog edit"),
        (7, 4, "is sam's private entry."),
    ],
)
def test_an_entry_that_cannot_be_played_through_is_refused_with_what_to_do(
    coachlog, ids, number, code, said
):
    result = coachlog("tabletop", ids[number])
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "on what? A topic or an id"),
        (["nothing"], 4, "there is no topic 'nothing'"),
        (["ffffffff"], 4, "no entry is called ffffffff"),
        (["fees", "-n", "0"], 2, "--limit 1 or more"),
        (["fees", "-k", "strength"], 4, "coachlog finish  asks for it"),
        (["fees", "@finance"], 4, "coachlog finish  asks for it"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_line(coachlog, ids, arguments, code, said):
    result = coachlog("tabletop", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err


def test_a_part_of_a_topics_name_and_a_topic_that_looks_like_an_id_are_topics(coachlog, ids):
    coachlog("log", "@permits", "+decade", "Kept it nine years", "--expected", "Keep it ten years")
    assert coachlog("tabletop", "fee", "--format", "md").out.startswith(
        "# Tabletop exercise: fees\n"
    )
    assert coachlog("tabletop", "decade", "--format", "md").out.startswith(
        "# Tabletop exercise: decade\n"
    )
    assert coachlog("tabletop", "deca", "--format", "md").out.startswith(
        "# Tabletop exercise: decade\n"
    )


def test_nobody_can_ask_for_the_mistakes_of_one_person(coachlog, ids):
    for option in (["--trainer", "robin"], ["--mine"]):
        assert coachlog("tabletop", "fees", *option).code == 2
