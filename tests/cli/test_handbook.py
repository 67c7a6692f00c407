"""Tests of `handbook`: which lessons it has, and how they read."""

import json
import re
import shutil
import subprocess
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
    note = (
        "For the team: what it has shared and adopted. Private entries are left out and known"
        " names are masked."
    )
    assert out.startswith(
        f'---\ntitle: "Handbook: fees"\ndate: "November 2026"\ndescription: "{note}"\n---\n\n'
        f"*{note}*\n\n4 lessons, noted from December 2025 to November 2026. "
    )


def test_the_same_lesson_appears_once_with_every_wrong_way(coachlog, entries):
    coachlog("edit", entries[2]["short_id"], "--status", "adopted")
    assert (
        "### look at its date\n\n"
        "- **Wrong way:** The old table again\n"
        "- **Also:** Used the old table\n\n"
        "*Adopted in November 2026 · noted from March 2026 to May 2026 (2 entries) · permits"
        f" · {id_end(entries[2])}, {id_end(entries[1])}*\n"
    ) in coachlog("handbook", "fees").out


def test_a_lesson_without_a_right_way_stands_with_the_equal_one_that_has_it(coachlog, entries):
    coachlog("log", "@permits", "+fees", "Guessed the fee", "--lesson", "waiver table first.")
    coachlog("status", "last", "adopted", "A sign on the desk")
    out = coachlog("handbook", "fees").out
    assert out.count("### waiver table first.\n") == 1
    assert "### Waiver table first\n" not in out
    assert (
        "- **Wrong way:** Guessed the fee\n"
        "- **Also:** Charged the full fee\n"
        "- **Right way:** Look at the waiver table first\n"
    ) in out


def test_what_went_well_stands_beside_the_right_way(coachlog, entries):
    coachlog("good", "@permits", "+fees", "Read out the table", "--expected", "Look at its date")
    coachlog("status", "last", "adopted", "A sign on the desk")
    assert (
        "### Look at its date\n\n"
        "- **Wrong way:** The old table again\n"
        "- **Also:** Used the old table\n"
        "- **Went well:** Read out the table\n"
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
    line = "\n- **May it be split?** · Answer: Yes, with form F-12 · *Shared · noted in June 2026"
    assert line in coachlog("handbook").out
    coachlog("edit", entries[3]["short_id"], "--status", "adopted")
    assert "### May it be split?\n\n- **Answer:** Yes, with form F-12\n" in coachlog("handbook").out


def test_what_is_only_shared_or_closed_has_a_line_below_what_was_adopted(coachlog, entries):
    fees = coachlog("handbook", "fees").out
    _, in_full, in_brief = fees.split("\n### ")
    assert in_full.startswith("Waiver table first\n\n- **Wrong way:** ")
    assert in_brief == (
        "In brief\n\n"
        "- **Ask** · What changed: New form · *Closed · noted in November 2026 · permits"
        f" · {id_end(entries[7])}*\n"
        "- **May it be split?** · Answer: Yes, with form F-12"
        f" · *Shared · noted in June 2026 · permits · {id_end(entries[3])}*\n"
        "- **look at its date** · *Shared · noted from March 2026 to May 2026 (2 entries) · permits"
        f" · {id_end(entries[2])}, {id_end(entries[1])}*\n"
    )


def test_the_handbook_has_only_entries_that_were_shared_adopted_or_changed_something(
    coachlog, entries
):
    out = coachlog("handbook").out
    absent = ("Logged only", "Closed without", "private", "secret", "Only what", "robin")
    assert [text for text in absent if text in out.partition("\n\n")[2].partition("\n\n")[2]] == []
    assert " · What changed: New form · " in out


def test_chapters_are_topics_and_refer_to_lessons_in_other_chapters(coachlog, entries):
    out = coachlog("handbook").out
    assert sections(out) == ["Contents", "desk", "fees", "waivers", "Rules"]
    assert (
        '\n\n## waivers <span id="topic-waivers"></span>\n\n'
        "See also:\n\n- look at its date · under [fees](#topic-fees)\n\n## Rules "
    ) in out
    assert "5 lessons on 3 topics, noted " in out
    alone = coachlog("handbook", "waivers").out
    assert "\n### In brief\n\n- **look at its date** · " in alone
    assert "## Contents" not in alone
    assert "See also" not in alone


def sections(out):
    """Return the headings of the chapters of a handbook."""
    lines = [line for line in out.splitlines() if line.startswith("## ")]
    return [line[3:].partition(" <span")[0] for line in lines]


def test_links_lead_to_the_chapters_from_their_list_and_from_the_rules(coachlog, entries):
    options = ["--expected", "By Friday", "--rule", "Fee  Order 4 (2)", "--status", "shared"]
    coachlog("log", "@permits", "+waivers", *options, "Filed it late")
    coachlog("log", "@permits", "+waivers", *options[:3], "Fee Order 4 (10)", *options[4:], "Once")
    out = coachlog("handbook").out
    assert (
        "## Contents\n\n"
        "- [desk](#topic-desk) · 1 lesson\n"
        "- [fees](#topic-fees) · 4 lessons\n"
        "- [waivers](#topic-waivers) · 2 lessons\n"
        "- [Rules](#rules) · 2 rules, and where they come up\n\n"
    ) in out
    assert out.endswith(
        '## Rules <span id="rules"></span>\n\n'
        "- **Fee Order 4 (2)** · [fees](#topic-fees) · [waivers](#topic-waivers)\n"
        "- **Fee Order 4 (10)** · [waivers](#topic-waivers)\n"
    )
    html = coachlog("handbook", "--format", "html").out
    assert '<li><a href="#topic-fees"><bdi dir="auto">fees</bdi></a> ' in html
    assert '<h2 dir="auto" id="topic-fees" class="new-page">fees</h2>' in html
    assert "<title>Handbook</title>" in html


def test_what_was_adopted_last_comes_first_however_long_ago_it_happened(coachlog, at):
    adopted = ["--status", "adopted"]
    coachlog("log", "@permits", "+fees", "--on", "2026-01-05", "--expected", "One", "Long ago")
    for right_way, day in (("Two", "2026-03-05"), ("Three", "2026-02-05")):
        fields = ["--on", day, "--expected", right_way, *adopted]
        coachlog("log", "@permits", "+fees", *fields, "Later")
    assert headings(coachlog("handbook").out) == ["Two", "Three"]
    at("2026-12-01T09:00")
    (entry,) = json.loads(coachlog("list", "--until", "2026-01-31", "--format", "json").out)
    coachlog("edit", entry["short_id"], *adopted)
    assert headings(coachlog("handbook").out) == ["One", "Two", "Three"]


def headings(out):
    """Return the headings of what stands in full, and that of the list of the rest."""
    return [line[4:] for line in out.splitlines() if line.startswith("### ")]


def test_a_handbook_can_be_filtered_and_names_its_filters(coachlog, entries):
    out = coachlog("handbook", "@permits", "--until", "2026-03-31").out
    assert " known names are masked. Only team permits, until 2026-03-31.*\n" in out
    assert headings(out) == ["Waiver table first", "In brief"]
    assert "\n- **Look at its date** · " in out
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
    assert handbooks[0].count("Right ") > 3


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


HOSTILE = "# A\n\n## B\n- [x](http://e.org) ![p](y) <b>z</b> `c` | d |\n---\n1. e\n```\nf"


@pytest.fixture
def hostile():
    """Record a shared mistake whose every text would be more than text in Markdown."""
    fields = {"kind": "mistake", "team": "<i>t</i> #", "status": "adopted"}
    fields["topics"] = ['"\\ # topic: [x](y) {onclick="alert(1)"} $a$']
    for name in "happened recovery expected why lesson rule_ref changed_what".split():
        fields[name] = f"{HOSTILE} {name}"
    context = Context()
    record(context.log, context.settings, fields)
    context.close()
    return fields


def test_hostile_texts_cannot_break_its_structure(coachlog, hostile):
    _, title_block, page = coachlog("handbook").out.split("---\n", 2)
    assert [line.partition(": ")[0] for line in title_block.splitlines()] == [
        "title",
        "date",
        "description",
    ]
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", "h3"]
    inside = []
    for token in tokens:
        inside += token.children or []
    types = {child.type for child in inside}
    assert types & {"link_open", "image", "code_inline"} == set()
    html = {child.content for child in inside if child.type == "html_inline"}
    assert html == {"<br>", '<span id="topic-topic-x-y-onclick-alert-1-a">', "</span>"}
    assert [token.type for token in tokens].count("bullet_list_open") == 1


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_pandoc_reads_it_as_it_was_written(coachlog, hostile, home):
    topic = hostile["topics"][0]
    coachlog(
        "log", "@permits", "+fees", "--expected", "Pay $5, 6$ or x^2^", "-k", "correction", "No"
    )
    coachlog("edit", "last", "--status", "shared")
    for arguments in ([], [topic]):
        assert coachlog("handbook", *arguments, "-o", "handbook.md", "--force").code == 0
        pandoc = ["pandoc", "handbook.md", "--from=markdown-smart", "--standalone", "--to=json"]
        document = json.loads(subprocess.run(pandoc, capture_output=True, check=True).stdout)
        title = words_of(document["meta"]["title"])
        assert title == ": ".join(["Handbook", *arguments])
    kinds = re.findall(r'"t": *"(\w+)"', json.dumps(document))
    assert set(kinds) & {"Math", "Superscript", "Cite", "Image", "Code", "CodeBlock"} == set()
    headers = [block["c"] for block in document["blocks"] if block["t"] == "Header"]
    # No class and no attribute of a heading comes from its text.
    assert [header[1][1:] for header in headers] == [[[], []]] * 2
    # A heading keeps its name in every format, so that links lead there.
    assert coachlog("handbook", "-o", "handbook.md", "--force").code == 0
    pandoc = ["pandoc", "handbook.md", "--standalone", "--to", "html"]
    html = subprocess.run(pandoc, capture_output=True, check=True, text=True).stdout
    assert '<a href="#topic-fees">fees</a>' in html
    assert '<span id="topic-fees"></span></h2>' in html
    assert "Pay $5, 6$ or x^2^" in html


def words_of(value):
    """Return the text of a part of pandoc's document."""
    if isinstance(value, list):
        return "".join(map(words_of, value))
    if isinstance(value, dict):
        if value.get("t") in ("Space", "SoftBreak"):
            return " "
        return words_of(value.get("c", ""))
    return value


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
    assert sections(out) == ["Contents", "desk", "fees", "waivers", "Decision guides", "Rules"]
    assert "5 lessons and 2 decision guides on 4 topics" in out
    contents = (
        "- [fees](#topic-fees) · 4 lessons, 1 guide\n"
        "- [waivers](#topic-waivers) · 1 lesson, 1 guide\n"
        "- [Decision guides](#topic) · 1 guide\n"
    )
    assert contents in out
    fees = out.split("## fees ")[1].split("## waivers ")[0]
    assert "\n### Decision guide: Can this fee be waived?\n" in fees
    assert "- yes: **Do** Waive it\n" in fees
    assert "- Can this fee be waived? · under [fees](#topic-fees)\n" in out
    last_chapter = out.split("## Decision guides ")[1]
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
    assert coachlog("handbook", "Waivers").out.startswith('---\ntitle: "Handbook: waivers"\n')
    assert coachlog("handbook", "nothing").code == 4
