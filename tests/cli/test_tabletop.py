"""Tests of `tabletop`: exercises made of entries."""

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
    """Short ids of entries on one topic: three that say enough, a question, four unsuitable."""
    context = Context()
    short_ids = []
    for entry in ENTRIES:
        fields = {"team": "permits", "topics": ["fees"], **entry}
        recorded = record(context.log, context.settings, fields)
        short_ids.append(recorded.fields["short_id"])
    context.close()
    return short_ids


@pytest.fixture
def rows(coachlog):
    """Make an exercise and return its lines."""

    def call(*arguments):
        return json.loads(coachlog("tabletop", *arguments, "--format", "json").out)

    return call


def test_the_players_sheet_has_no_answers_and_the_facilitators_has_them_all(coachlog, ids):
    code, for_players, err = coachlog("tabletop", ids[1], "--format", "md")
    assert (code, err) == (0, f"For the facilitator:  coachlog tabletop {ids[1]} --answers\n")
    code, for_facilitator, err = coachlog("tabletop", ids[1], "--answers", "--format", "md")
    assert (code, err) == (0, "")
    assert [line for line in for_players.splitlines() if line.startswith("#")] == [
        "# Tabletop exercise: fees",
        "## Objectives",
        "## Scenario: permits / fees",
        "### Decision points",
        "## Discussion questions",
        "## Improvement plan",
    ]
    assert [line for line in for_facilitator.splitlines() if line.startswith("#")] == [
        "# Expected actions: fees",
        "## Scenario: permits / fees",
        "## For the improvement plan",
    ]
    assert "\n\nCharged the full fee where the waiver applied\n\n" in for_players
    assert "A customer notices it. It has already taken effect." in for_players
    for answer in ("Paid it back", "waiver table", "six weeks", "Fee Order", "fee screen"):
        assert answer not in for_players
        assert answer in for_facilitator
    question = "4. The rule leaves room. Do you follow it, document an exception, ask or escalate?"
    assert question in for_players
    assert "- **decided:** it was escalated\n" in for_facilitator
    assert "\n1. Waiver table first, fee screen second\n" in for_facilitator


def test_the_facilitators_sheet_has_the_same_scenarios_whatever_was_recorded_since(coachlog, ids):
    result = coachlog("tabletop", "fees", "--format", "md")
    command = result.err.splitlines()[0].partition("  coachlog ")[2].split()
    newer = ["--recovery", "Mended", "--expected", "Another way", "--why", "So", "--lesson", "New"]
    newer += ["--rule", "4", "--basis", "both", "--decision", "asked", "--status", "adopted"]
    newer += ["--changed-what", "The form"]
    assert coachlog("oops", "@permits", "+fees", *newer, "A fuller one").code == 0
    for_facilitator = coachlog(*command, "--format", "md").out
    for_players = result.out
    assert scenarios(for_facilitator) == scenarios(for_players)
    assert len(scenarios(for_players)) == 2
    later = coachlog("tabletop", "fees", "-n", "1", "-f", "md").out
    assert "A fuller one" in later
    for_facilitator = coachlog("tabletop", "fees", "-n", "1", "--answers", "-f", "md").out
    assert scenarios(for_facilitator) == scenarios(later)


def scenarios(page):
    """Return the title of each scenario on a sheet, with what happened."""
    parts = page.split("\n## Scenario")[1:]
    return [part.split("\n\n")[:2] for part in parts]


def test_every_format_of_the_players_sheet_is_without_answers(coachlog, ids):
    for format_ in ("table", "csv", "json", "jsonl", "md", "html"):
        out = coachlog("tabletop", ids[1], "--format", format_).out
        assert "Charged the full fee" in out
        for answer in ("Paid it back", "waiver table", "six weeks", "Fee Order", "fee screen"):
            assert answer not in out
        answers = coachlog("tabletop", ids[1], "--answers", "--format", format_).out
        assert "Paid it back" in answers


def test_the_improvement_plan_is_for_the_team_to_fill_in(coachlog, ids):
    page = coachlog("tabletop", ids[1], "--format", "md").out
    _, plan = page.split("## Improvement plan\n\n")
    assert plan == (
        "| no | to improve | corrective action | owner (role) | due |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 1 |  |  |  |  |\n"
        "| 2 |  |  |  |  |\n"
        "| 3 |  |  |  |  |\n"
    )


def test_a_topic_gives_its_fullest_mistakes_and_corrections_without_repeats(coachlog, ids):
    code, out, err = coachlog("tabletop", "fees", "--format", "json")
    assert code == 0
    happened = [
        row["text"]
        for row in json.loads(out)
        if row["section"] == "scenario" and row["number"] == 1
    ]
    assert happened == [
        "Charged the full fee where the waiver applied",
        "Took last year's table again",
    ]
    assert err.splitlines() == [
        "for a tabletop exercise: what the team may see, without days and private entries;"
        " known names, addresses and numbers are masked",
        f"For the facilitator:  coachlog tabletop {ids[1]} {ids[2]} --answers",
    ]
    limited = coachlog("tabletop", "fees", "-n", "1")
    assert "Used 1 of 2 suitable entries; --limit takes more.\n" in limited.err
    assert "May it be split?" in coachlog("tabletop", "fees", "-k", "question").out


def test_cases_that_teach_the_same_share_a_scenario(coachlog, rows):
    for happened, *options in (
        ("One", "--why", "so"),
        ("Two",),
        ("Three", "--lesson", "ask  first"),
    ):
        coachlog("log", "@permits", "+asking", happened, "--expected", "Ask first", *options)
    assert [row["section"] for row in rows("asking")].count("scenario") == 1


def test_questions_stand_in_if_nothing_went_wrong(coachlog):
    options = ["-k", "question", "--expected", "In 30 days"]
    coachlog("log", "@permits", "+later", *options, "When is it due?")
    out = coachlog("tabletop", "later", "-f", "md").out
    question = "You are asked this now. What do you answer at once, and what do you look up first?"
    assert question in out


@pytest.mark.parametrize("options", [(), ("--answers",)])
def test_every_format_has_the_same_lines(coachlog, rows, ids, options):
    def output(format_):
        return coachlog("tabletop", "fees", *options, "-f", format_).out

    from_csv = list(csv.DictReader(io.StringIO(output("csv"))))
    from_json = rows("fees", *options)
    assert [json.loads(line) for line in output("jsonl").splitlines()] == from_json
    for json_row, csv_row in zip(from_json, from_csv, strict=True):
        cells = {name: str(value) for name, value in json_row.items() if value is not None}
        assert cells == {name: cell for name, cell in csv_row.items() if cell}
        assert json_row.keys() == csv_row.keys()
    screen = output("table")
    page = output("md").replace("\\", "")
    for row in from_csv:
        text = row["text"]
        if row["section"] == "expected action":
            text = text.partition(": ")[2]
        assert text in screen
        assert text in page


def test_the_same_entries_give_the_same_sheet(coachlog, ids, at):
    first = coachlog("tabletop", "fees", "--format", "md").out
    at("2027-03-01T09:00", zone="America/New_York")
    assert coachlog("tabletop", "fees", "--format", "md").out == first


def test_a_sheet_is_written_to_a_file_in_the_format_of_its_name(coachlog, ids, home):
    code, out, err = coachlog("tabletop", "fees", "-o", "sheet.md")
    assert (code, out, err.splitlines()[0]) == (0, "", "Written to sheet.md.")
    assert (home / "sheet.md").read_text(encoding="utf-8").startswith("# Tabletop exercise: fees\n")
    assert coachlog("tabletop", "fees", "-o", "sheet.csv").code == 0
    assert (home / "sheet.csv").read_text(encoding="utf-8").startswith("section,scenario,")
    assert coachlog("tabletop", "fees", "-o", "sheet.md").code == 6
    assert coachlog("tabletop", "fees", "-o", "sheet.md", "--force").code == 0
    code, out, err = coachlog("tabletop", "fees", "-o", "sheet.docx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "sheet.md" in err


@pytest.mark.parametrize(
    ("index", "code", "message"),
    [
        (4, 2, "is a strength, so there is nothing to decide. Name a mistake, a correction or"),
        (5, 2, "only says what happened. Add how to handle it:  coachlog edit"),
        (6, 6, "is private. To play it through with others:  coachlog edit"),
        (7, 4, "no entry is called"),
    ],
)
def test_an_unsuitable_entry_is_refused_with_what_to_do(coachlog, ids, index, code, message):
    result = coachlog("tabletop", ids[index])
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "which topic or entry?  coachlog topics  lists the topics."),
        (["nothing"], 4, "there is no topic 'nothing'"),
        (["ffffffff"], 4, "no entry is called ffffffff"),
        (["fees", "-n", "0"], 2, "--limit 1 or more"),
        (["fees", "-k", "strength"], 4, "Add that with  coachlog edit ID"),
        (["fees", "@finance"], 4, "Add that with  coachlog edit ID"),
    ],
)
def test_an_exercise_that_cannot_be_made_is_refused_on_one_line(
    coachlog, ids, arguments, code, message
):
    result = coachlog("tabletop", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert message in result.err


def test_a_topic_may_be_shortened_or_look_like_an_id(coachlog, ids):
    coachlog("log", "@permits", "+decade", "Kept it nine years", "--expected", "Keep it ten years")
    for typed, topic in (("fee", "fees"), ("decade", "decade"), ("deca", "decade")):
        page = coachlog("tabletop", typed, "--format", "md").out
        assert page.startswith(f"# Tabletop exercise: {topic}\n")


def test_an_exercise_cannot_be_made_of_the_mistakes_of_a_single_person(coachlog, ids):
    for option in (["--trainer", "robin"], ["--mine"]):
        assert coachlog("tabletop", "fees", *option).code == 2
