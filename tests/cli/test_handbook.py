"""`handbook`, as the team reads it when a colleague has left."""

from hashlib import sha256

import pytest
from markdown_it import MarkdownIt

from coachlog.cli.context import Context
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.storage import ledger, revisions

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
    """Entries of every status; the first is adopted on a later day."""
    context = Context()
    made = [
        record(context.log, context.clock, context.settings, dict(given)).fields
        for given in ENTRIES
    ]
    patch = {"status": "adopted", "changed_what": "The table is on the screen"}
    edit(context.log, context.clock, context.settings, made[0]["uuid"], patch)
    context.close()
    return made


def end(fields):
    return fields["uuid"].replace("-", "")[-8:]


def test_a_lesson_is_told_by_what_to_do_the_wrong_way_the_right_way_why_and_the_rule(
    coachlog, entries
):
    code, out, err = coachlog("handbook", "fees")
    assert (code, err) == (
        0,
        "1 more entry says only what happened. To add the rest:  coachlog finish\n",
    )
    assert (
        "### Waiver table first\n\n"
        "- **Wrong way:** Charged the full fee\n"
        "- **Right way:** Look at the waiver table first\n"
        "- **Put right:** Paid it back\n"
        "- **Why:** A refund takes six weeks\n"
        "- **Rule:** Fee Order 4 (2)\n"
        "- **What changed:** The table is on the screen\n\n"
        f"*Adopted in November 2026 · noted in December 2025 by a leader · permits · {end(entries[0])}*\n"
    ) in out
    assert out.startswith(
        "# Handbook: fees\n\n"
        "*For the team: what it has shared and adopted, without names and without private entries.*\n\n"
        "4 lessons, noted from December 2025 to November 2026. "
    )


def test_the_same_lesson_is_told_once_with_every_way_it_went_wrong(coachlog, entries):
    assert (
        "### look at its date\n\n- **Wrong way:** The old table again\n- **Also:** Used the old table\n\n"
        f"*Shared · noted from March 2026 to May 2026 (2 entries) · permits · {end(entries[2])}, {end(entries[1])}*\n"
    ) in coachlog("handbook", "fees").out


def test_what_was_asked_stands_with_its_answer(coachlog, entries):
    assert "### May it be split?\n\n- **Answer:** Yes, with form F-12\n" in coachlog("handbook").out


def test_only_what_was_shared_adopted_or_changed_something_is_in_it(coachlog, entries):
    out = coachlog("handbook").out
    absent = ("Logged only", "Closed without", "private", "secret", "Only what", "robin")
    assert [text for text in absent if text in out.partition("\n\n")[2].partition("\n\n")[2]] == []
    assert "- **What changed:** New form\n" in out


def test_chapters_are_topics_and_point_to_what_stands_elsewhere(coachlog, entries):
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


def test_filters_narrow_it_and_are_named_in_it(coachlog, entries):
    out = coachlog("handbook", "@permits", "--until", "2026-03-31").out
    assert " without private entries. Only team permits, until 2026-03-31.*\n" in out
    assert [line for line in out.splitlines() if line.startswith("### ")] == [
        "### Waiver table first",
        "### Look at its date",
    ]
    assert " · permits · " not in out


def test_the_same_entries_give_the_same_bytes_wherever_and_whenever_they_are_read(
    coachlog, entries, at, monkeypatch, process
):
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
def test_the_same_entries_give_the_same_bytes_in_whatever_order_they_were_recorded(
    coachlog, log, clock, monkeypatch, seed
):
    records = [
        {
            "topics": ["fees"],
            "status": "shared",
            "share": "team",
            "factors": [],
            "own": False,
            "kind": "correction",
            **given,
        }
        for number in range(12)
        for given in [
            {
                "team": ("permits", "finance")[number % 2],
                "topics": [("fees", "travel")[number % 3 == 0], "waivers"],
                "status": ("shared", "adopted")[number % 4 == 0],
                "happened": f"Case {number % 5}",
                "expected": f"Right {number % 4}",
                "occurred_on": f"2026-0{number % 3 + 1}-01",
                "uuid": f"019a0000-0000-7000-8000-0000{number:04x}1234",
            }
        ]
    ]
    wanted = None
    for order in (
        records,
        sorted(records, key=lambda one: sha256(f"{seed} {one['uuid']}".encode()).digest()),
    ):
        with log.atomic():
            hlc = revisions.begin_action(log, clock, "log")
            for given in order:
                fields = {
                    **given,
                    "short_id": given["uuid"][-4 - order.index(given) :].replace("-", ""),
                    "recorded_at": "2026-11-19T15:00:00.000Z",
                }
                fields["updated_at"] = fields["recorded_at"]
                ledger.create_entries(log, clock, hlc, "robin", [fields])
        out = coachlog("--db", log.path, "handbook").out
        wanted = wanted or out
        assert out == wanted
        assert out.count("### ") > 3
        with log.atomic():
            for table in ("entry_topic", "entry", "revision", "action"):
                log.run(f"DELETE FROM {table}")


def test_a_month_of_adoption_is_that_of_the_last_change_and_none_where_it_came_adopted(
    coachlog, entries, at
):
    at("2027-02-01T00:30", zone="Asia/Tokyo")  # January in UTC
    coachlog("edit", entries[0]["short_id"], "--status", "closed")
    assert "*Closed in January 2027 · noted in December 2025" in coachlog("handbook").out
    coachlog("log", "@permits", "+new", "Came so", "--expected", "Do it", "--status", "adopted")
    assert "*Adopted · noted in February 2027 · permits · " in coachlog("handbook", "new").out


def test_it_goes_into_a_file_and_no_other_is_replaced(coachlog, entries, home):
    assert coachlog("handbook", "-o", "handbook.md") == (
        0,
        "",
        "5 lessons written to handbook.md\n1 more entry says only what happened. To add the rest:  coachlog finish\n",
    )
    assert (home / "handbook.md").read_text(encoding="utf-8") == coachlog("handbook").out
    assert coachlog("handbook", "-o", "handbook.md").code == 6
    assert coachlog("handbook", "-o", "handbook.md", "--force").code == 0
    for name in ("handbook.docx", "handbook.csv"):
        code, out, err = coachlog("handbook", "-o", name)
        assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            [],
            "nothing has been shared or adopted yet. To adopt a lesson:  coachlog status",
        ),
        (["nothing"], "there is no topic 'nothing'. coachlog topics  lists them."),
    ],
)
def test_an_empty_handbook_says_how_to_begin(coachlog, home, arguments, said):
    code, out, err = coachlog("handbook", *arguments, "-o", "handbook.md")
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert said in err
    assert not (home / "handbook.md").exists()


def test_hostile_texts_cannot_break_its_structure(coachlog):
    text = "# A\n\n## B\n- [x](http://e.org) ![p](y) <b>z</b> `c` | d |\n---\n1. e\n```\nf"
    fields = {
        name: f"{text} {name}"
        for name in (
            "happened",
            "recovery",
            "expected",
            "why",
            "lesson",
            "rule_ref",
            "changed_what",
        )
    }
    context = Context()
    given = {
        "kind": "mistake",
        "team": "<i>t</i> #",
        "topics": ["# topic [x](y)"],
        "status": "shared",
        **fields,
    }
    record(context.log, context.clock, context.settings, given)
    context.close()
    tokens = MarkdownIt("commonmark").enable("table").parse(coachlog("handbook").out)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h3"]
    inside = {child.type for token in tokens for child in token.children or []}
    assert inside & {"link_open", "image", "code_inline"} == set()
    assert {
        child.content
        for token in tokens
        for child in token.children or []
        if child.type == "html_inline"
    } <= {"<br>"}
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
    """A guide on two topics, and one on none; both name somebody whom the log knows."""
    coachlog("log", "@permits", "+other", "A word", "--learner", "Marisol")
    assert coachlog("guide", "add", stdin=GUIDE).code == 0
    assert (
        coachlog(
            "guide",
            "add",
            stdin=GUIDE.replace("topic: fees, waivers\n", "").replace("Can this", "# Which"),
        ).code
        == 0
    )


def test_the_guides_of_a_topic_stand_in_its_chapter_and_those_of_none_in_the_last(coachlog, guide):
    out = coachlog("handbook").out
    assert [line for line in out.splitlines() if line.startswith("## ")] == [
        "## desk",
        "## fees",
        "## waivers",
        "## Decision guides",
    ]
    assert "5 lessons and 2 decision guides on 4 topics" in out
    assert (
        "- fees: 4 lessons, 1 guide\n- waivers: 1 lesson, 1 guide\n- Decision guides: 1 guide\n"
        in out
    )
    fees = out.split("## fees\n")[1].split("## waivers\n")[0]
    assert "\n### Decision guide: Can this fee be waived?\n" in fees
    assert "- yes: **Do** Waive it\n" in fees
    assert "- Can this fee be waived? (under fees)\n" in out
    assert (
        "\n### Decision guide: \\# Which fee be waived?\n" in out.split("## Decision guides\n")[1]
    )
    assert "### Decision guide: Can this fee be waived?\n" in coachlog("handbook", "waivers").out


def test_nobody_is_named_in_a_guide(coachlog, guide):
    for arguments in ([], ["fees"], ["waivers"]):
        out = coachlog("handbook", *arguments).out
        assert [one for one in ("Marisol", "achterberg", "004711") if one in out] == []
        assert "to \\[name\\] with the file" in out


def test_a_handbook_may_be_of_guides_alone(coachlog):
    coachlog("log", "@permits", "+fees", "A word")
    coachlog("guide", "add", stdin=GUIDE)
    code, out, err = coachlog("handbook")
    masked = (
        "masked: 1 e-mail address, 1 case number. Please check the texts before you share them."
    )
    assert (code, err) == (0, f"{masked}\n")
    assert "\n\n1 decision guide on 2 topics.\n\n" in out
    assert coachlog("handbook", "Waivers").out.startswith("# Handbook: waivers\n")
    assert coachlog("handbook", "nothing").code == 4
