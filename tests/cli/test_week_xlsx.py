"""Tests of `week --format xlsx`: the grid of teams and topics, the lessons and the entries."""

import openpyxl
import pytest

from coachlog.storage.queries import counts


@pytest.fixture
def some_entries(by):
    """Three writers in one team and one in another; one entry is private, one of last week."""
    for name in ("ana", "ben", "kim"):
        by(name, "log", "@permits", "+fees", f"Seen by {name}", "--lesson", "=1+1")
    by("kim", "oops", "@finance", "+forms", "+fees", "00123", "--own", "--learner", "blue")
    by("kim", "log", "@permits", "+fees", "A worry", "--share", "private")
    by("kim", "log", "@permits", "+fees", "Last week", "--on", "2026-11-12")


def sheets_of(path):
    """Return the rows of each sheet by its name."""
    rows = {}
    for sheet in openpyxl.load_workbook(path):
        rows[sheet.title] = [list(row) for row in sheet.iter_rows(values_only=True)]
    return rows


def test_a_week_has_a_shaded_grid_its_lessons_and_its_entries(by, some_entries, home):
    code, out, err = by("robin", "week", "-o", "week.xlsx")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "2026-W47: 2026-11-16 to 2026-11-22 · For the team: private entries and learners are left"
        " out, texts are as written",
        "Written to week.xlsx.",
    ]
    sheets = sheets_of("week.xlsx")
    assert list(sheets) == ["week", "lessons", "entries"]
    assert sheets["week"] == [
        ["team", "fees", "forms", "total"],
        ["permits", 3, 0, 3],
        ["finance", 1, 1, 1],
        ["total", 4, 1, 4],
    ]
    book = openpyxl.load_workbook("week.xlsx")
    (shading,) = book["week"].conditional_formatting
    assert str(shading.sqref) == "B2:C3"
    assert book["entries"].freeze_panes == "A2"
    header, *lessons = sheets["lessons"]
    assert [row[header.index("lesson")] for row in lessons] == ["=1+1"] * 3
    header, *entries = sheets["entries"]
    happened = [row[header.index("happened")] for row in entries]
    assert happened == ["Seen by ana", "Seen by ben", "Seen by kim", "00123"]
    assert not {"trainer", "learner", "own", "role", "uuid"} & set(header)


def test_a_small_team_has_no_ids_in_a_workbook(by, some_entries, home):
    assert by("robin", "week", "-o", "week.xlsx").code == 0
    header, *entries = sheets_of("week.xlsx")["entries"]
    ids = {row[header.index("team")]: row[header.index("short_id")] for row in entries}
    assert ids["finance"] is None
    assert len(ids["permits"]) >= 4


def test_the_entries_of_a_week_come_back_like_an_export(by, some_entries, home, monkeypatch):
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)
    assert by("robin", "week", "-o", "week.xlsx").code == 0
    book = openpyxl.load_workbook("week.xlsx")
    columns = [cell.value for cell in book["entries"][1]]
    book["entries"].cell(5, columns.index("recovery") + 1).value = "Rang back"
    book.save("week.xlsx")
    done = by("robin", "import", "week.xlsx", "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("0 entries imported from week.xlsx, 1 updated, 0 rejected,")
    assert "recovery empty → Rang back" in done.err
    assert "the sheet entries was read, and nothing of week, lessons" in done.err


def test_rows_of_small_teams_are_known_again_or_refused(by, some_entries, home):
    assert by("robin", "week", "-o", "week.xlsx").code == 0
    book = openpyxl.load_workbook("week.xlsx")
    columns = [cell.value for cell in book["entries"][1]]
    row = dict.fromkeys(columns) | {"team": "permits", "happened": "A new one"}
    book["entries"].append(list(row.values()))
    book.save("week.xlsx")
    done = by("robin", "import", "week.xlsx", "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("1 entry imported from week.xlsx as a correction, 0 rejected, 4 ")
    book["entries"].cell(5, columns.index("recovery") + 1).value = "Rang back"
    book.save("week.xlsx")
    done = by("robin", "import", "week.xlsx", "--update")
    assert done.err.startswith("0 entries imported from week.xlsx, 1 rejected, 4 already there")
    assert "line 5: it has a week but no id," in done.err


def test_rows_that_differ_only_in_their_day_are_known_apart(by, home):
    for day in ("2026-11-17", "2026-11-18"):
        by("kim", "log", "@finance", "+fees", "Showed how", "--on", day)
    assert by("robin", "week", "-o", "week.xlsx").code == 0
    done = by("robin", "import", "week.xlsx", "--update")
    assert done.err.startswith("0 entries imported from week.xlsx, 0 rejected, 2 already there\n")


def test_a_week_can_be_narrowed_and_may_be_empty(by, some_entries, home):
    assert by("robin", "week", "@finance", "-f", "xlsx", "-o", "a.xlsx").code == 0
    assert sheets_of("a.xlsx")["week"] == [
        ["team", "fees", "forms", "total"],
        ["finance", 1, 1, 1],
        ["total", 1, 1, 1],
    ]
    assert by("robin", "week", "2026-W01", "-o", "b.xlsx").code == 0
    assert sheets_of("b.xlsx")["week"] == [["team", "total"], ["total", 0]]
    assert len(sheets_of("b.xlsx")["entries"]) == 1


@pytest.mark.parametrize("command", ["summary", "summary --by team --across topic", "meeting plan"])
def test_counts_and_a_meeting_are_the_sheet_of_a_workbook_as_in_csv(
    by, some_entries, csv_rows, home, command
):
    by("kim", "clear", "--yes", "@permits")
    words = command.split()
    assert by("robin", *words, "-o", "out.xlsx").code == 0
    ((name, (header, *rows)),) = sheets_of("out.xlsx").items()
    from_csv = csv_rows(*words)
    assert (name, header) == (words[0], list(from_csv[0]))
    texts = []
    for row in rows:
        values = ["" if value is None else str(value) for value in row]
        # A text needs no guard here.
        texts.append([value.replace("=1+1", "'=1+1") for value in values])
    assert texts == [list(row.values()) for row in from_csv]


def test_the_workbook_of_a_meeting_says_on_paper_whom_it_is_for(by, some_entries, home):
    assert by("robin", "meeting", "plan", "-o", "out.xlsx").code == 0
    sheet = openpyxl.load_workbook("out.xlsx")["meeting"]
    assert sheet.oddHeader.left.text.startswith("For a meeting: only entries cleared for it")


@pytest.mark.parametrize("name", ["week.html", "week.xlsx"])
def test_a_page_with_a_layout_of_its_own_refuses_full(by, some_entries, home, name):
    code, out, err = by("robin", "week", "--full", "-o", name)
    assert (code, out, (home / name).exists()) == (2, "", False)
    assert "--full changes nothing. Leave --full out, or name --format md" in err
    assert by("robin", "week", "--full", "-o", "week.md").code == 0


def test_a_file_is_not_replaced_and_other_pages_are_no_workbooks(by, some_entries, home):
    (home / "week.xlsx").write_text("mine")
    assert by("robin", "week", "-o", "week.xlsx").code == 6
    assert (home / "week.xlsx").read_text() == "mine"
    assert by("robin", "week", "-o", "week.xlsx", "--force").code == 0
    done = by("robin", "card", "fees", "-o", "card.xlsx")
    assert (done.code, done.out) == (2, "")
    assert ".xlsx files cannot be written" in done.err
