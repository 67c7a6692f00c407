"""Tests of workbooks: `export --format xlsx` has the cells of the CSV, each of the right type."""

import csv
import io
import sys
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from coachlog.cli.context import Context
from coachlog.domain.formula_guard import unguarded
from coachlog.domain.workbook import CUT_MARK
from coachlog.services.record import record
from coachlog.storage.queries import counts


@pytest.fixture(autouse=True)
def large_teams(monkeypatch):
    """Let one writer be enough for a team: small teams are tested elsewhere."""
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


def save(*texts, **fields):
    context = Context()
    defaults = {"kind": "mistake", "team": "permits", "topics": ["fees"], "share": "meeting"}
    for text in texts:
        record(context.log, context.settings, defaults | fields | {"happened": text})
    context.close()


def sheet_of(path, name="entries"):
    return openpyxl.load_workbook(path)[name]


def rows_of(sheet):
    """Return the cells of a sheet as texts, as a CSV has them."""
    rows = []
    for row in sheet.iter_rows(values_only=True):
        rows.append([text_of(value) for value in row])
    return rows


def text_of(value):
    if isinstance(value, datetime):
        assert value.time() == datetime.min.time()
        return value.date().isoformat()
    assert value is None or isinstance(value, str)
    return value or ""


@pytest.mark.parametrize("audience", ["team", "meeting", "full"])
def test_a_workbook_has_the_rows_and_cells_of_the_csv(coachlog, home, audience):
    save("=1+1", "00123", 'a "b"\nc', own=True, learner="blue", lesson="Look & ask")
    save("Not for others", share="private")
    text = coachlog("export", "--for", audience).out
    result = coachlog("export", "--for", audience, "-o", "out.xlsx")
    assert (result.code, result.out) == (0, "")
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        rows.append(list(map(unguarded, row)))
    assert rows_of(sheet_of("out.xlsx")) == rows
    assert f"{len(rows) - 1} entries written to out.xlsx." in result.err


def test_what_a_meeting_must_not_see_is_nowhere_in_its_workbook(coachlog, home):
    save("Ana asked", trainer="Ana", learner="blue", own=True, occurred_on="2026-11-16")
    save("A worry", share="private")
    save("Not cleared", share="team")
    assert coachlog("export", "--for", "meeting", "-o", "out.xlsx").code == 0
    with zipfile.ZipFile("out.xlsx") as archive:
        text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    hidden = (
        "Ana",
        "blue",
        "worry",
        "Not cleared",
        "uuid",
        "occurred_on",
        "robin",
        "2026-11",
        "46342",
    )
    assert [word for word in hidden if word in text] == []
    assert "[name] asked" in text
    assert "For a meeting: only entries cleared for it" in text


def test_days_are_dates_and_instants_are_text_with_their_zone(coachlog, home):
    save("Now")
    save("Long ago", occurred_on="1899-12-31")
    assert coachlog("export", "-o", "out.xlsx", "--columns", "day,at (utc)").code == 0
    now, long_ago = sheet_of("out.xlsx").iter_rows(min_row=2)
    assert (now[0].value.isoformat(), now[0].is_date) == ("2026-11-19T00:00:00", True)
    assert now[0].number_format == "yyyy\\-mm\\-dd"
    assert (now[1].value, now[1].data_type) == ("2026-11-19T15:00:00.000Z", "s")
    # Before March 1900 the days of a sheet are not those of a calendar.
    assert long_ago[0].value == "1899-12-31"


def test_the_header_is_frozen_and_filtered_and_long_texts_wrap(coachlog, home):
    save("One", "Two")
    assert coachlog("export", "-o", "out.xlsx").code == 0
    sheet = sheet_of("out.xlsx")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions == "A1:AA3"
    assert sheet.print_title_rows == "$1:$1"
    happened = [cell.value for cell in sheet[1]].index("happened")
    assert sheet[2][happened].alignment.wrap_text
    assert sheet[2][happened].number_format == "@"
    assert sheet.column_dimensions["F"].width == 50
    assert sheet[1][0].font.b


@pytest.mark.parametrize("excess", [0, 1])
def test_a_text_longer_than_a_cell_is_cut_and_named(coachlog, home, excess):
    # A character beyond U+FFFF takes the room of two.
    text = "x" * (32_765 + excess) + "👩"
    save("Short", text)
    code, out, err = coachlog("export", "-o", "out.xlsx")
    assert (code, out) == (0, "")
    happened = rows_of(sheet_of("out.xlsx"))[2][5]
    if not excess:
        assert happened == text
        assert "cut" not in err
        return
    assert len(happened.encode("utf-16-le")) == 2 * 32_767
    assert happened.endswith(f"x\n{CUT_MARK}")
    assert (
        "1 text was cut to the 32,767 characters that a cell can hold: entries F3."
        " A CSV has all of them whole.\n"
    ) in err


def test_a_workbook_goes_into_a_pipe_but_not_onto_a_terminal(coachlog, home, process, monkeypatch):
    save("One")
    assert coachlog("export", "-o", "out.xlsx").code == 0
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8"))
    Context().close()
    from coachlog.cli.main import run

    assert run(["export", "--format", "xlsx"]) == 0
    assert written.getvalue()[-60:-22] == (home / "out.xlsx").read_bytes()[-60:-22]
    assert rows_of(sheet_of(io.BytesIO(written.getvalue()))) == rows_of(sheet_of("out.xlsx"))


def test_a_terminal_gets_one_line_that_names_the_option(coachlog, terminal, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    pexpect = pytest.importorskip("pexpect")
    save("One")
    child = terminal("export", "--format", "xlsx")
    child.expect(pexpect.EOF)
    assert child.before.replace("\r\n", "\n") == (
        "coachlog: a workbook cannot be shown here. Name a file for it:  -o FILE.xlsx\n"
    )
    child.close()
    assert child.exitstatus == 2


def test_the_same_entries_make_the_same_bytes(coachlog, home):
    save("One")
    for name in ("a.xlsx", "b.xlsx"):
        assert coachlog("export", "-o", name).code == 0
    assert (home / "a.xlsx").read_bytes() == (home / "b.xlsx").read_bytes()


def test_no_file_is_replaced_without_force_and_none_is_left_half_written(coachlog, home):
    save("One")
    (home / "out.xlsx").write_text("mine")
    result = coachlog("export", "-o", "out.xlsx")
    assert (result.code, result.out) == (6, "")
    assert (home / "out.xlsx").read_text() == "mine"
    assert coachlog("export", "-o", "out.xlsx", "--force").code == 0
    assert sheet_of("out.xlsx")["F2"].value == "One"


def test_more_entries_than_a_sheet_has_rows_are_refused(coachlog, home, monkeypatch):
    monkeypatch.setattr("coachlog.render.xlsx_writer.MOST_ROWS", 2)
    save("One", "Two")
    code, out, err = coachlog("export", "-o", "out.xlsx")
    assert (code, out) == (2, "")
    assert (
        "coachlog: this is too much for one sheet, which holds 1 entries and 2 GB of text." in err
    )
    assert not (home / "out.xlsx").exists()


def test_an_empty_log_makes_a_workbook_with_a_header(coachlog, home):
    assert coachlog("export", "-o", "out.xlsx").code == 0
    sheet = sheet_of("out.xlsx")
    assert (sheet.max_row, sheet["A1"].value) == (1, "uuid")


def test_excel_marks_are_for_csv_only(coachlog, home):
    code, out, err = coachlog("export", "--excel", "-o", "out.xlsx")
    assert (code, out) == (2, "")
    assert err == "coachlog: --excel only works with CSV, and this is xlsx.\n"


def test_dates_are_counted_as_excel_does():
    from coachlog.render.xlsx_cells import ZERO

    # 18.17.4.1 of ECMA-376, part 1, has these two.
    assert date(1900, 3, 1).toordinal() - ZERO == 61
    assert date(2026, 11, 19).toordinal() - ZERO == 46345
