"""Tests of `handbook`: which lessons it has, and how they read."""

from hashlib import sha256

import pytest
from markdown_it import MarkdownIt

from coachlog.cli.context import Context
from coachlog.domain.filters import Filter
from coachlog.services.edit import edit
from coachlog.services.handbook import handbook
from coachlog.services.record import record
from coachlog.storage import ledger, revisions
from coachlog.storage.queries import counts


@pytest.fixture(autouse=True)
def large_teams(monkeypatch):
    """Let one writer be enough for a team: small teams are tested elsewhere."""
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


FEES = {"team": "permits", "topics": ["fees"], "status": "shared"}
ENTRIES = [
    {
        **FEES,
        "kind": "mistake",
        "happened": "Charged the full fee",
        "recovery": "Paid it back",
        "expected": "Look at the waiver table first",
        "why": "A refund takes six weeks",
        "lesson": "Waiver table first",
        "rule_ref": "Fee Order 4 (2)",
        "role": "leader",
        "occurred_on": "2025-12-31",
    },
    {
        **FEES,
        "kind": "correction",
        "happened": "Used the old table",
        "expected": "Look at its date",
        "occurred_on": "2026-03-04",
    },
    {
        **FEES,
        "kind": "correction",
        "happened": "The old table again",
        "expected": "look at  its date",
        "topics": ["fees", "waivers"],
        "occurred_on": "2026-05-06",
    },
    {
        **FEES,
        "kind": "question",
        "happened": "May it be split?",
        "expected": "Yes, with form F-12",
        "occurred_on": "2026-06-01",
    },
    {
        **FEES,
        "kind": "strength",
        "happened": "Read the date aloud",
        "why": "Both hear it",
        "team": "counter",
        "topics": ["desk"],
    },
    {**FEES, "kind": "correction", "happened": "Logged only", "expected": "x", "status": "logged"},
    {
        **FEES,
        "kind": "correction",
        "happened": "Closed without a word",
        "expected": "x",
        "status": "closed",
    },
    {
        **FEES,
        "kind": "correction",
        "happened": "Closed with one",
        "expected": "Ask",
        "status": "closed",
        "changed_what": "New form",
    },
    {
        **FEES,
        "kind": "correction",
        "happened": "A private worry",
        "expected": "secret",
        "share": "private",
        "status": "adopted",
    },
    {**FEES, "kind": "correction", "happened": "Only what happened"},
]


@pytest.fixture
def entries():
    """Record entries of every status, the first of them adopted later; return their fields."""
    context = Context()
    entries = []
    for fields in ENTRIES:
        recorded = record(context.log, context.settings, dict(fields))
        entries.append(recorded.fields)
    patch = {"status": "adopted", "changed_what": "The table is on the screen"}
    edit(context.log, context.settings, entries[0]["uuid"], patch)
    context.close()
    return entries


def id_end(fields):
    """Return the end of an entry's id, as a handbook prints it."""
    return fields["uuid"].replace("-", "")[-8:]


def test_a_lesson_has_the_wrong_way_the_right_way_the_reason_and_the_rule(coachlog, entries):
    code, out, err = coachlog("handbook", "fees")
    assert (code, err) == (
        0,
        "1 more entry says only what happened. To add the rest:  coachlog edit ID\n",
    )
    assert (
        "### Waiver table first\n\n"
        "- **Wrong way:** Charged the full fee\n"
        "- **Right way:** Look at the waiver table first\n"
        "- **Put right:** Paid it back\n"
        "- **Why:** A refund takes six weeks\n"
        "- **Rule:** Fee Order 4 (2)\n"
        "- **What changed:** The table is on the screen\n\n"
        "*Adopted in November 2026 · noted in December 2025 by a leader · permits"
        f" · {id_end(entries[0])}*\n"
    ) in out
    assert out.startswith(
        "# Handbook: fees\n\n"
        "*For the team: what it has shared and adopted. Private entries are left out and"
        " known names are masked.*\n\n"
        "4 lessons, noted from December 2025 to November 2026. "
    )


def test_the_same_lesson_appears_once_with_every_wrong_way(coachlog, entries):
    assert (
        "### look at its date\n\n"
        "- **Wrong way:** The old table again\n"
        "- **Also:** Used the old table\n\n"
        "*Shared · noted from March 2026 to May 2026 (2 entries) · permits"
        f" · {id_end(entries[2])}, {id_end(entries[1])}*\n"
    ) in coachlog("handbook", "fees").out


@pytest.mark.parametrize("change", [{"share": "private"}, {"status": "logged"}])
def test_what_is_taken_back_while_a_handbook_is_made_is_not_in_it(coachlog, entries, change):
    context = Context()
    made = handbook(context.log, Filter(), "fees")
    edit(context.log, context.settings, entries[3]["uuid"], change)
    (chapter,) = made.chapters
    context.close()
    uuids = {entry.uuid for lesson in chapter.lessons for entry in lesson.entries}
    assert entries[3]["uuid"] not in uuids
    assert {entries[0]["uuid"], entries[1]["uuid"]} < uuids


def test_a_question_has_its_answer(coachlog, entries):
    assert "### May it be split?\n\n- **Answer:** Yes, with form F-12\n" in coachlog("handbook").out


def test_the_handbook_has_only_entries_that_were_shared_adopted_or_changed_something(
    coachlog, entries
):
    out = coachlog("handbook").out
    absent = ("Logged only", "Closed without", "private", "secret", "Only what", "robin")
    assert [text for text in absent if text in out.partition("\n\n")[2].partition("\n\n")[2]] == []
    assert "- **What changed:** New form\n" in out


def test_chapters_are_topics_and_refer_to_lessons_in_other_chapters(coachlog, entries):
    out = coachlog("handbook").out
    assert [line for line in out.splitlines() if line.startswith("## ")] == [
        "## desk",
        "## fees",
        "## waivers",
    ]
    assert out.endswith("## waivers\n\nSee also:\n\n- look at its date (under fees)\n")
    assert "5 lessons on 3 topics, noted " in out
    assert "- desk: 1 lesson\n- fees: 4 lessons\n- waivers: 1 lesson\n" in out
    alone = coachlog("handbook", "waivers").out
    assert "## waivers\n\n### look at its date\n" in alone
    assert "See also" not in alone


def test_a_handbook_can_be_filtered_and_names_its_filters(coachlog, entries):
    out = coachlog("handbook", "@permits", "--until", "2026-03-31").out
    assert " known names are masked. Only team permits, until 2026-03-31.*\n" in out
    assert [line for line in out.splitlines() if line.startswith("### ")] == [
        "### Waiver table first",
        "### Look at its date",
    ]
    assert " · permits · " not in out


def test_the_same_entries_give_the_same_bytes_in_every_zone_and_language(
    coachlog, entries, at, monkeypatch, process
):
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 3)  # as in the other process
    first = coachlog("handbook").out
    for moment, zone, language in (
        ("2027-01-01T00:30", "Pacific/Kiritimati", "de_DE.UTF-8"),
        ("2026-12-31T23:30", "America/New_York", "tr_TR.UTF-8"),
    ):
        at(moment, zone=zone)
        monkeypatch.setenv("LC_ALL", language)
        assert coachlog("handbook").out == first
        assert process("handbook").out == first


@pytest.mark.parametrize("seed", range(5))
def test_the_same_entries_give_the_same_bytes_in_whatever_order_they_are_recorded(
    coachlog, log, monkeypatch, seed
):
    records = [numbered_record(number) for number in range(12)]
    shuffled = sorted(
        records, key=lambda fields: sha256(f"{seed} {fields['uuid']}".encode()).digest()
    )
    handbooks = []
    for order in (records, shuffled):
        with log.atomic():
            hlc = revisions.begin_action(log, "log")
            for index, fields in enumerate(order):
                short_id = fields["uuid"][-4 - index :].replace("-", "")
                ledger.create_entries(log, hlc, [{**fields, "short_id": short_id}])
        handbooks.append(coachlog("--db", log.path, "handbook").out)
        with log.atomic():
            for table in ("entry_topic", "entry", "revision", "action"):
                log.run(f"DELETE FROM {table}")
    assert handbooks[0] == handbooks[1]
    assert handbooks[0].count("### ") > 3


def numbered_record(number):
    """Return the fields of an entry that differ from number to number, except its short id."""
    return {
        "uuid": f"019a0000-0000-7000-8000-0000{number:04x}1234",
        "kind": "correction",
        "team": ("permits", "finance")[number % 2],
        "topics": [("travel", "fees", "fees")[number % 3], "waivers"],
        "status": ("adopted", "shared", "shared", "shared")[number % 4],
        "happened": f"Case {number % 5}",
        "expected": f"Right {number % 4}",
        "share": "team",
        "factors": [],
        "own": False,
        "occurred_on": f"2026-0{number % 3 + 1}-01",
        "recorded_at": "2026-11-19T15:00:00.000Z",
        "updated_at": "2026-11-19T15:00:00.000Z",
    }


def test_the_month_of_a_status_is_that_of_its_last_change(coachlog, entries, at):
    at("2027-02-01T00:30", zone="Asia/Tokyo")  # January in UTC
    coachlog("edit", entries[0]["short_id"], "--status", "closed")
    assert "*Closed in January 2027 · noted in December 2025" in coachlog("handbook").out
    coachlog(
        "log",
        "@permits",
        "+new",
        "Adopted from the start",
        "--expected",
        "Do it",
        "--status",
        "adopted",
    )
    assert "*Adopted · noted in February 2027 · permits · " in coachlog("handbook", "new").out


def test_a_handbook_is_written_to_a_file_and_replaces_none(coachlog, entries, home):
    assert coachlog("handbook", "-o", "handbook.md") == (
        0,
        "",
        "5 lessons written to handbook.md.\n"
        "1 more entry says only what happened. To add the rest:  coachlog edit ID\n",
    )
    assert (home / "handbook.md").read_text(encoding="utf-8") == coachlog("handbook").out
    assert coachlog("handbook", "-o", "handbook.md").code == 6
    assert coachlog("handbook", "-o", "handbook.md", "--force").code == 0
    for name in ("handbook.docx", "handbook.csv"):
        code, out, err = coachlog("handbook", "-o", name)
        assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [],
            "nothing has been shared or adopted yet. To adopt a lesson:  coachlog status",
        ),
        (["nothing"], "there is no topic 'nothing'. coachlog topics  lists them."),
    ],
)
def test_an_empty_handbook_says_how_to_begin(coachlog, home, arguments, message):
    code, out, err = coachlog("handbook", *arguments, "-o", "handbook.md")
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert message in err
    assert not (home / "handbook.md").exists()


def test_hostile_texts_cannot_break_its_structure(coachlog):
    text = "# A\n\n## B\n- [x](http://e.org) ![p](y) <b>z</b> `c` | d |\n---\n1. e\n```\nf"
    fields = {
        "kind": "mistake",
        "team": "<i>t</i> #",
        "topics": ["# topic [x](y)"],
        "status": "shared",
    }
    for name in "happened recovery expected why lesson rule_ref changed_what".split():
        fields[name] = f"{text} {name}"
    context = Context()
    record(context.log, context.settings, fields)
    context.close()
    tokens = MarkdownIt("commonmark").enable("table").parse(coachlog("handbook").out)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h3"]
    inside = []
    for token in tokens:
        inside += token.children or []
    types = {child.type for child in inside}
    assert types & {"link_open", "image", "code_inline"} == set()
    assert {child.content for child in inside if child.type == "html_inline"} <= {"<br>"}
    assert [token.type for token in tokens].count("bullet_list_open") == 1


GUIDE = """\
guide: Can this fee be waived?
topic: fees, waivers
rule: Fee Order 3

start: Is the customer on the list?
  yes -> do Waive it
  no -> hardship

hardship: Would the fee keep them away?
  judgement: Ask Marisol, m.achterberg@city.example.org, case 2026-004711
  yes -> escalate to Marisol with the file
  no -> do Take the fee
"""


@pytest.fixture
def guide(coachlog, entries):
    """Add a guide on two topics, and one on none; both name a person whom the log knows."""
    coachlog("log", "@permits", "+other", "A word", "--learner", "Marisol")
    without_topic = GUIDE.replace("topic: fees, waivers\n", "").replace("Can this", "# Which")
    for text in (GUIDE, without_topic):
        assert coachlog("guide", "add", stdin=text).code == 0


def test_a_guide_is_in_the_chapter_of_its_topic_or_in_the_last(coachlog, guide):
    out = coachlog("handbook").out
    assert [line for line in out.splitlines() if line.startswith("## ")] == [
        "## desk",
        "## fees",
        "## waivers",
        "## Decision guides",
    ]
    assert "5 lessons and 2 decision guides on 4 topics" in out
    contents = (
        "- fees: 4 lessons, 1 guide\n- waivers: 1 lesson, 1 guide\n- Decision guides: 1 guide\n"
    )
    assert contents in out
    fees = out.split("## fees\n")[1].split("## waivers\n")[0]
    assert "\n### Decision guide: Can this fee be waived?\n" in fees
    assert "- yes: **Do** Waive it\n" in fees
    assert "- Can this fee be waived? (under fees)\n" in out
    last_chapter = out.split("## Decision guides\n")[1]
    assert "\n### Decision guide: \\# Which fee be waived?\n" in last_chapter
    assert "### Decision guide: Can this fee be waived?\n" in coachlog("handbook", "waivers").out


def test_a_guide_names_no_person(coachlog, guide):
    for arguments in ([], ["fees"], ["waivers"]):
        out = coachlog("handbook", *arguments).out
        assert [text for text in ("Marisol", "achterberg", "004711") if text in out] == []
        assert "to \\[name\\] with the file" in out


def test_a_handbook_may_consist_of_guides_alone(coachlog):
    coachlog("log", "@permits", "+fees", "A word")
    coachlog("guide", "add", stdin=GUIDE)
    code, out, err = coachlog("handbook")
    masked = (
        "Masked: 1 e-mail address, 1 case number. Please check the texts before you share them."
    )
    assert (code, err) == (0, f"{masked}\n")
    assert "\n\n1 decision guide on 2 topics.\n\n" in out
    assert coachlog("handbook", "Waivers").out.startswith("# Handbook: waivers\n")
    assert coachlog("handbook", "nothing").code == 4
