"""Tests of `import` from workbooks: they take the same path as CSV, and come back as they went."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from coachlog.cli.context import Context
from coachlog.domain.workbook import CUT_MARK
from coachlog.services.record import record
from coachlog.storage.queries import counts
from tests import workbooks
from tests.render.test_xlsx_writer import HOSTILE
from tests.workbooks import sheet, texts


@pytest.fixture
def large_teams(monkeypatch):
    """Let one writer be enough for a team, so that a meeting's export has ids."""
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


@pytest.fixture
def entries(by):
    """Return the fields of every entry that Robin may read, by short id: `entries()`."""

    def read():
        out = by("robin", "export", "--for", "full", "--format", "json").out
        return {entry["short_id"]: entry for entry in json.loads(out)}

    return read


@pytest.fixture
def hostile(coachlog, entries):
    """Entries with texts that spreadsheets take for something else; return them."""
    context = Context()
    # Nothing is recorded of blanks alone.
    texts = [unicodedata.normalize("NFC", text) for text in HOSTILE if text.strip()]
    # What an import would tidy in the list of another program.
    texts += ["tbd", "a<br>b", "  =1+1", "\t=1+1"]
    for text in texts:
        fields = {"kind": "mistake", "team": "permits", "topics": ["fees"], "share": "meeting"}
        fields |= {"happened": text, "lesson": text, "recovery": f"x{text}"}
        record(context.log, context.settings, fields)
    context.close()
    stored = entries()
    assert [entry["lesson"] for entry in stored.values()] == texts
    return stored


def edit(path, changes):
    """Change cells of the sheet `entries`, by row and column, as a person would."""
    book = openpyxl.load_workbook(path)
    page = book["entries"]
    columns = [cell.value for cell in page[1]]
    for (row, column), value in changes.items():
        cell = page.cell(row, columns.index(column) + 1, value)
        if isinstance(value, str):
            # In a cell of the format "text" a spreadsheet takes nothing for a formula.
            assert cell.number_format == "@"
            cell.data_type = "s"
    book.save(path)


def save_as_workbook(text):
    """Save a CSV as a workbook, as a spreadsheet would: the guard becomes part of a text."""
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        # A spreadsheet drops what no XML can hold.
        book.active.append([re.sub("[\0-\x08\x0b-\x1f\ufffe\uffff]", "", cell) for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s"
    book.save("saved.xlsx")


@pytest.mark.parametrize("audience", ["full", "team", "meeting"])
@pytest.mark.usefixtures("large_teams")
def test_a_workbook_of_ours_comes_back_without_a_difference(by, hostile, entries, audience):
    assert by("robin", "export", "--for", audience, "-o", "own.xlsx").code == 0
    done = by("robin", "import", "own.xlsx", "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"0 entries imported from own.xlsx, 0 rejected, {len(hostile)} already there\n"
    )
    assert entries() == hostile


def test_another_log_gets_exactly_what_was_typed(by, hostile, entries, monkeypatch):
    assert by("robin", "export", "--for", "full", "-o", "own.xlsx").code == 0
    monkeypatch.setenv("COACHLOG_DB", "other.db")
    done = by("robin", "import", "own.xlsx")
    assert (done.code, done.out) == (0, "")
    assert f"{len(hostile)} entries imported from own.xlsx" in done.err
    assert list(entries().values()) == list(hostile.values())


def test_update_takes_exactly_the_edited_cells(by, entries):
    by("robin", "oops", "@permits", "+fees", "=1+1", "-r", "Paid it back", "--lesson", "00123")
    by("robin", "log", "@permits", "+forms", "Showed how", "--on", "2026-11-18")
    before = entries()
    first, second = before
    assert by("robin", "export", "-o", "team.xlsx").code == 0
    edit("team.xlsx", {(2, "recovery"): "=SUM(1", (2, "lesson"): "00124", (3, "topics"): "a; b"})
    done = by("robin", "import", "team.xlsx", "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[:3] == [
        "0 entries imported from team.xlsx, 2 updated, 0 rejected, 0 already there"
        " · undo: coachlog undo",
        f"{first} · recovery Paid it back → =SUM(1, lesson 00123 → 00124",
        f"{second} · topics forms → a; b",
    ]
    after = entries()
    changed = {"recovery": "=SUM(1", "lesson": "00124"}
    updated_at = {"updated_at": after[first]["updated_at"]}
    assert after[first] == before[first] | changed | updated_at
    assert after[second]["topics"] == ["a", "b"]
    assert by("robin", "undo").code == 0
    assert entries() == before


def test_a_day_that_is_typed_into_a_sheet_is_a_day(by, entries):
    by("robin", "log", "@permits", "Showed how", "--on", "2026-11-18")
    (short_id,) = entries()
    assert by("robin", "export", "-o", "team.xlsx").code == 0
    import datetime as dt

    edit("team.xlsx", {(2, "occurred_on"): dt.date(2026, 11, 2)})
    assert by("robin", "import", "team.xlsx", "--update").code == 0
    assert entries()[short_id]["occurred_on"] == "2026-11-02"


def test_a_text_that_was_cut_is_no_change_and_cannot_be_edited_there(by, entries):
    text = "x" * 40_000
    assert by("robin", "log", "@permits", "--", stdin=text).code == 0
    (short_id,) = before = entries()
    assert by("robin", "export", "-o", "team.xlsx").code == 0
    done = by("robin", "import", "team.xlsx", "--update")
    assert (done.code, done.err) == (
        0,
        "0 entries imported from team.xlsx, 0 rejected, 1 already there\n",
    )
    edit("team.xlsx", {(2, "happened"): f"Another beginning\n{CUT_MARK}"})
    done = by("robin", "import", "team.xlsx", "--update")
    assert (done.code, done.out) == (2, "")
    assert (
        f"line 2: happened has {CUT_MARK} for what {short_id} says here;"
        f" change it with  coachlog edit {short_id}\n"
    ) in done.err
    assert entries() == before


def test_the_guard_of_a_csv_that_was_saved_as_a_workbook_is_no_change(by, hostile, entries):
    save_as_workbook(by("robin", "export").out)
    done = by("robin", "import", "saved.xlsx")
    assert (done.code, done.out) == (0, "")
    changed = {line.split(" ")[0] for line in done.err.splitlines() if "→" in line}
    with_guard = [key for key, entry in hostile.items() if entry["lesson"][:1] in "=+-@'"]
    assert len(with_guard) == 6
    assert changed & set(with_guard) == set()


@pytest.mark.parametrize(
    "command",
    ["export --for meeting -o own.csv", "export --for meeting -o own.xlsx", "week -o own.xlsx"],
)
def test_rows_of_small_teams_are_known_by_any_text(by, hostile, entries, command):
    assert by("robin", *command.split()).code == 0
    own = command.split()[-1]
    done = by("robin", "import", own, "--update")
    assert (done.code, done.out) == (0, "")
    assert f"0 entries imported from {own}, 0 rejected, {len(hostile)} already there\n" in done.err
    assert entries() == hostile


def test_rows_of_small_teams_are_known_with_the_guard_of_a_csv(by, entries):
    for text in ("=1+1", "  =1+1", "'=1+1", "-1", "@home"):
        fields = ["--team", text.replace("@", "="), "--topic", text.replace("@", "-")]
        by("robin", "oops", *fields, "--share", "meeting", "--lesson", text, "--", text)
    before = entries()
    assert [entry["topics"] for entry in before.values()] == [
        ["=1+1"],
        ["=1+1"],
        ["'=1+1"],
        ["-1"],
        ["-home"],
    ]
    save_as_workbook(by("robin", "export", "--for", "meeting").out)
    done = by("robin", "import", "saved.xlsx", "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err == "0 entries imported from saved.xlsx, 0 rejected, 5 already there\n"
    assert entries() == before


def test_the_sheet_of_entries_is_read_wherever_it_stands(coachlog, entries):
    named = ("week", "Entries", "notes")
    week = sheet(texts("team", "happened"), texts("permits", "Wrong"))
    right = sheet(texts("team", "happened"), texts("permits", "Right"))
    workbooks.save("x.xlsx", week, right, sheet(), names=named)
    done = coachlog("import", "x.xlsx")
    assert (done.code, done.out) == (0, "")
    assert "the sheet Entries was read, and nothing of week, notes\n" in done.err
    assert [entry["happened"] for entry in entries().values()] == ["Right"]


def test_else_the_first_sheet_with_known_columns_is_read(coachlog, entries):
    hidden = sheet(texts("team", "happened"), texts("permits", "Hidden"))
    cover = sheet(texts("How to fill this in"))
    right = sheet(texts("Lessons of 2026"), "", texts("team", "what happened"), texts("a", "Right"))
    workbooks.save(
        "x.xlsx",
        hidden,
        cover,
        right,
        workbook=('<sheet name="Sheet1"', '<sheet state="hidden" name="Sheet1"'),
    )
    done = coachlog("import", "x.xlsx")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[1:] == [
        "line 1 stands above the header and was left out",
        "the sheet Sheet3 was read, and nothing of Sheet1, Sheet2",
        "1 row has no date, so today was used.",
    ]
    assert [entry["happened"] for entry in entries().values()] == ["Right"]


def test_a_list_of_another_program_is_read_like_its_csv(coachlog, entries):
    book = openpyxl.Workbook()
    import datetime as dt

    book.active.append(["Date", "Team", "What happened", "Near miss", "Corrective action"])
    book.active.append([dt.date(2026, 3, 4), 7, "00123", True, "Rang back"])
    book.active.append([dt.date(2026, 3, 5), "permits", "<b>Bold</b> &amp; more", None, "tbd"])
    book.active.append(["some day", "permits", "No date"])
    book.save("list.xlsx")
    done = coachlog("import", "list.xlsx", "--kind", "mistake")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("2 entries imported from list.xlsx as mistakes, 1 rejected,")
    assert (
        "1 rejected row is in list.rejects.csv, with the reason. First: line 4: Date:" in done.err
    )
    first, second = entries().values()
    assert (first["occurred_on"], first["team"], first["happened"]) == ("2026-03-04", "7", "00123")
    assert (first["caught"], first["recovery"]) == ("before-effect", "Rang back")
    assert (second["happened"], second["recovery"]) == ("<b>Bold</b> & more", None)
    assert Path("list.rejects.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("4,")


def test_a_preview_and_stdin_take_workbooks_too(coachlog, entries, monkeypatch):
    workbooks.save("x.xlsx", sheet(texts("team", "happened"), texts("permits", "One")))
    done = coachlog("import", "x.xlsx", "--dry-run", "--format", "csv")
    assert (done.code, done.out.splitlines()[1][:5]) == (0, "team,")
    assert "1 entry would be imported from x.xlsx" in done.err
    assert entries() == {}
    data = io.TextIOWrapper(io.BytesIO(Path("x.xlsx").read_bytes()))
    from coachlog.cli.main import run

    monkeypatch.setattr("sys.stdin", data)
    assert run(["import", "-"]) == 0
    assert [entry["happened"] for entry in entries().values()] == ["One"]


def test_feedback_may_come_as_a_workbook(coachlog, entries):
    coachlog("log", "@permits", "Showed how")
    (short_id,) = entries()
    workbooks.save("a.xlsx", sheet(texts("Timestamp", "Pace"), texts("2026-11-18", "Too fast")))
    done = coachlog("import", "a.xlsx", "--as", "feedback", "--set", f"entry={short_id}")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("1 feedback answer imported from a.xlsx, 0 rejected,")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04rest", "x.xlsx is damaged, or not a workbook that coachlog can read."),
        (b"\xd0\xcf\x11\xe0rest", "x.xlsx is an old workbook, or one with a password."),
    ],
)
def test_what_is_no_workbook_is_told_in_one_line(coachlog, home, data, message):
    Path("x.xlsx").write_bytes(data)
    done = coachlog("import", "x.xlsx")
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert message in done.err
    assert [path.name for path in home.iterdir() if path.is_file()] == ["x.xlsx"]


def test_a_workbook_without_anything_is_told(coachlog):
    workbooks.save("x.xlsx", sheet(), sheet())
    done = coachlog("import", "x.xlsx")
    assert (done.code, done.err) == (2, "coachlog: x.xlsx has no sheet with anything in it.\n")


def test_other_commands_take_no_workbook(coachlog):
    workbooks.save("x.xlsx", sheet(texts("a")))
    for command in (["guide", "add", "x.xlsx"], ["wording", "check", "--file", "x.xlsx"]):
        done = coachlog(*command)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) <= 4
