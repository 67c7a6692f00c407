"""`week --hub` and `summary --hub` say what the supervisor's own log says."""

import json

import openpyxl
import pytest

from tests.hub_server import OWNER


@pytest.fixture
def database(hub_server):
    return hub_server.new_database()


@pytest.fixture
def sam(by, at, hub_server, database, tmp_path):
    """Return Sam, who supervises two teams in which Kim and Lou have written half a year."""
    people = {name: person(by, name, tmp_path) for name in ("ada", "kim", "lou", "sam")}
    people["ada"]("hub", "init", hub_server.address(OWNER, database))
    teams = ("--team", "permits", "--team", "Finance Desk")
    for name, more in (("kim", ()), ("lou", ()), ("sam", ("--supervisor",))):
        people["ada"]("hub", "invite", name, *teams, *more)
    for name in ("kim", "lou", "sam"):
        people[name]("sync", "--hub", hub_server.address(name, database))
    write(at, people)
    for name in ("kim", "lou", "sam"):
        people[name]("sync")
    at("2026-11-20T09:00")
    return people["sam"]


def person(by, name, folder):
    """Return a function that runs a command of somebody, which has to succeed."""

    def run(*arguments, code=0):
        result = by(name, "--db", str(folder / f"{name}.db"), *arguments)
        assert result.code == code, result
        return result

    return run


def cells_of(path):
    """Return what a CSV file or a workbook has, sheet by sheet.

    Ids are left out: a workbook has those of teams with some known writers, and a hub knows none.
    What was recorded at the same moment has no order.
    """
    if path.suffix == ".csv":
        return path.read_text("utf-8")
    sheets = {}
    for sheet in openpyxl.load_workbook(path):
        columns = [column for column in zip(*sheet.values, strict=True) if column[0] != "short_id"]
        sheets[sheet.title] = sorted(zip(*columns, strict=True), key=str)
    return sheets


def write(at, people):
    """Let everybody record, ask, answer and adopt what a week tells of."""
    kim, lou, sam = (people[name] for name in ("kim", "lou", "sam"))
    for month in range(6, 11):
        at(f"2026-{month:02d}-10T10:00")
        kim("log", "@permits", "+fees", f"Showed the waiver, number {month}")
        lou("log", "@Finance Desk", "+Petty cash", f"Counted twice in month {month}")
    at("2026-09-14T10:00")
    lou("oops", "@permits", "+fees", "Waived the fee of a school twice", "--lesson", "Ask first")
    lou("log", "@permits", "+fees", "-k", "question", "When is a fee waived?")
    sam("sync")
    at("2026-11-17T10:00")
    kim("oops", "@permits", "+fees", "Sent the letter to the old address")
    kim("good", "@Finance Desk", "+forms", "Caught a wrong account", "--lesson", "Read it aloud")
    kim(
        "log", "@permits", "+fees", "An exception", "--rule", "2 CFR 200", "--decision", "escalated"
    )  # fmt: skip
    lou("log", "@permits", "+fees", "-k", "question", "Who signs for a school?")
    lou("log", "@permits", "+fees", "Only mine", "--private", "--learner", "Ana")
    for each in (kim, lou, sam):
        each("sync")
    at("2026-11-18T10:00")
    entries = json.loads(sam("list", "--all", "--format", "json").out)
    id_of = {entry["happened"]: entry["short_id"] for entry in entries}
    sam("reply", id_of["Who signs for a school?"], "The head of the desk")
    sam("thanks", id_of["Caught a wrong account"])
    school = id_of["Waived the fee of a school twice"]
    sam("status", school, "adopted", "--changed", "The form asks for it")
    sam("sync")
    at("2026-11-19T10:00")
    sam("oops", "@permits", "+fees", "Waived the fee of a school twice again")


FILTERS = [
    (),
    ("@permits",),
    ("+fees",),
    ("+petty cash",),
    ("-k", "mistake"),
    ("last",),
    ("2026-W38",),
    ("@permits", "--full"),
]


@pytest.mark.parametrize("words", FILTERS, ids=" ".join)
def test_the_front_page_is_that_of_the_own_log(sam, words):
    own = sam("week", *words)
    assert sam("week", *words, "--hub").out.split() == own.out.split()


def test_the_other_formats_and_the_summaries_are_those_of_the_own_log(sam):
    for arguments in (
        ("week", "--format", "csv"),
        ("summary", "--by", "team,topic"),
        ("summary", "--by", "kind", "--across", "month"),
        ("summary", "--flow"),
        ("summary", "--by", "decision", "--format", "csv"),
    ):
        own = sam(*arguments)
        assert own.out
        assert sam(*arguments, "--hub").out == own.out, arguments
    own, hub = (json.loads(sam("week", "--format", "json", *more).out) for more in ((), ("--hub",)))
    own["lists"].pop("due")
    hub["lists"].pop("due")
    own.pop("due", None)
    hub.pop("due", None)
    assert hub == own


def test_what_is_left_out_is_said(sam):
    assert "left out: check-ins" in sam("week", "--hub").err


def test_files_are_those_of_the_own_log(sam, tmp_path):
    for name in ("week.csv", "week.xlsx"):
        tables = []
        for more in ((), ("--hub",)):
            file = tmp_path / name
            sam("week", *more, "-o", str(file), "--force")
            tables.append(cells_of(file))
        assert tables[0] == tables[1]
        assert "Finance Desk" in str(tables[0])


def test_the_page_says_what_is_not_on_the_hub(sam, tmp_path):
    page = tmp_path / "week.html"
    for more, expected in (((), False), (("--hub",), True)):
        sam("week", *more, "-o", str(page), "--force")
        assert ("not on the hub: check-ins" in page.read_text("utf-8")) == expected


def test_of_several_hubs_one_is_read_and_named(sam, by, hub_server, database, tmp_path):
    other = hub_server.new_database()
    eve = person(by, "eve", tmp_path)
    eve("hub", "init", hub_server.address(OWNER, other))
    eve("hub", "invite", "sam", "--team", "permits")
    sam("sync", "--hub", hub_server.address("sam", other))
    result = sam("week", "--hub")
    assert result.out.split() == sam("week").out.split()
    # That other hub knows Sam as no supervisor.
    assert f"Only {hub_server.address('sam', database)} was read" in result.err


def test_nothing_private_is_on_the_page(sam, tmp_path):
    page = tmp_path / "week.html"
    sam("week", "--hub", "-o", str(page))
    text = page.read_text("utf-8")
    assert "The form asks for it" in text
    assert "Only mine" not in text
    assert "Ana" not in text
    assert "fewer than three known writers" in text


def test_the_own_log_is_not_touched(sam, tmp_path):
    before = (tmp_path / "sam.db").read_bytes()
    sam("week", "--hub")
    assert (tmp_path / "sam.db").read_bytes() == before


def test_without_a_hub_or_a_team_the_command_says_what_to_do(sam, by, tmp_path, coachlog):
    result = coachlog("week", "--hub")
    assert (result.code, result.out) == (4, "")
    assert "coachlog sync --hub ADDRESS" in result.err
    result = by("kim", "--db", str(tmp_path / "kim.db"), "summary", "--hub")
    assert (result.code, result.out) == (4, "")
    assert "supervisor of no team" in result.err


def test_a_hub_that_is_away_ends_with_its_own_code(sam, tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "sam.db") as db:
        db.execute("UPDATE shelf SET place = 'postgresql://sam@/nowhere?host=/nonexistent'")
    assert sam("week", "--hub", code=7).out == ""
