"""Tests of reading workbooks: each cell is what it shows, and no file takes the memory."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from coachlog.errors import UsageError
from coachlog.exchange.workbook import Workbook
from coachlog.exchange.workbook_values import (
    date_text,
    is_date_format,
    number_text,
    saved_by_libreoffice,
)
from coachlog.render.columns import Column
from coachlog.render.xlsx_writer import Sheet, write_workbook
from tests import workbooks
from tests.render.test_xlsx_writer import HOSTILE, TEXT
from tests.workbooks import sheet


def read(path):
    """Return the rows of each sheet by its name, without empty ones at their ends."""
    with path.open("rb", buffering=0) as file:
        workbook = Workbook("x.xlsx", file)
        rows = {}
        for part in workbook.sheets:
            rows[part.name] = [tuple(row) for row in workbook.rows(part)]
        return rows


def cells(path, name="Sheet1"):
    return [row[1] for row in read(path)[name]]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.xlsx"


def test_our_own_texts_come_back_as_they_were(path):
    with path.open("wb") as file:
        write_workbook([Sheet("entries", [TEXT], [(text,) for text in HOSTILE])], file)
    assert cells(path, "entries") == [["text"], *([text] for text in HOSTILE)]


def test_a_workbook_of_another_program_has_what_its_cells_show(path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Sheet1"
    page.append(["00123", 123, 0.1 + 0.2, 1e20, True, None, "end"])
    page.append([dt.date(2026, 11, 19), dt.time(14, 30), "=1+1"])
    page.append([dt.datetime(2026, 11, 19, 14, 30, 15)])  # noqa: DTZ001
    page["A5"] = "after a gap"
    page["C5"] = "日本語 👩"
    page["A6"] = "_x0041_"
    book.save(path)
    assert read(path)["Sheet1"] == [
        (1, ["00123", "123", "0.3", "1e+20", "TRUE", "", "end"], None),
        # openpyxl saves no result of a formula.
        (2, ["2026-11-19", "14:30"], None),
        (3, ["2026-11-19 14:30:15"], None),
        (5, ["after a gap", "", "日本語 👩"], None),
        # openpyxl writes no numbers for characters, so this is one.
        (6, ["A"], None),
    ]


def test_a_formula_is_what_came_out_of_it(path):
    workbooks.save(
        path,
        sheet(
            '<c><f>1+1</f><v>2</v></c><c t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
            '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="b"><f>1=2</f><v>0</v></c><c><f>A1</f></c>'
        ),
    )
    assert cells(path) == [["2", "ab", "#DIV/0!", "FALSE"]]


def test_a_text_in_pieces_is_one_text_without_how_it_is_read_aloud(path):
    workbooks.save(
        path,
        sheet(
            '<c t="inlineStr"><is><r><t xml:space="preserve">so </t></r><r><rPr><b/></rPr>'
            "<t>bold</t></r><rPh><t>SOBOLD</t></rPh></is></c>"
        ),
    )
    assert cells(path) == [["so bold"]]


def test_names_may_have_a_prefix_and_attributes_any_order(path):
    xml = (
        f'<x:worksheet xmlns:x="{workbooks.NAMESPACE}"><x:sheetData><x:row spans="1:3" r="7">'
        '<x:c t="str" s="1" r="C7"><x:v>far</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    workbooks.save(path, xml)
    assert read(path)["Sheet1"] == [(7, ["", "", "far"], None)]


def test_days_may_be_counted_from_1904(path):
    cell = sheet('<c s="2"><v>1</v></c><c s="2"><v>1.5</v></c>')
    workbooks.save(path, cell, workbook=("<sheets>", '<workbookPr date1904="1"/><sheets>'))
    assert cells(path) == [["1904-01-02", "1904-01-02 12:00"]]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("General", False),
        ("0.00", False),
        ("0.00E+00", False),
        ('#,##0" days"', False),
        ("[Red]#,##0", False),
        ("[$-409]d/m/yyyy;@", True),
        ("yyyy\\-mm\\-dd", True),
        ("h:mm AM/PM", True),
        ("[h]:mm:ss", False),
        ("#,##0\\ _d", False),
        ("@", False),
    ],
)
def test_a_format_tells_what_is_a_date(code, is_date):
    assert is_date_format(code) == is_date


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("123", "123"),
        ("123.0", "123"),
        ("0.30000000000000004", "0.3"),
        ("1.2345678901234568E+18", "1.23456789012346e+18"),
        ("-0.5", "-0.5"),
        ("no number", "no number"),
    ],
)
def test_a_number_is_shown_with_15_digits(number, text):
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("46345", "2026-11-19"),
        ("46345.604166666664", "2026-11-19 14:30"),
        ("46345.999999999", "2026-11-20"),
        ("0.25", "06:00"),
        ("-1", "-1"),
        ("99999999", "99999999"),
        ("soon", "soon"),
    ],
)
def test_the_number_of_a_day_is_a_date(number, text):
    zero = dt.datetime(1899, 12, 30)  # noqa: DTZ001
    assert date_text(number, zero) == text


DAMAGED = "x.xlsx is damaged, or not a workbook that coachlog can read. Save it anew as .xlsx,"


@pytest.mark.parametrize(
    "xml",
    [
        "no XML",
        sheet("<c><v>1</v></c>")[:-20],
        sheet('<c t="s"><v>7</v></c>'),
        sheet('<c t="s"><v>x</v></c>'),
        sheet('<c r="XFE1"><v>1</v></c>'),
        sheet('<c r="?1"><v>1</v></c>'),
        sheet("</row><row r='1048577'><c><v>1</v></c>"),
        '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    ],
)
def test_a_damaged_sheet_is_told_in_one_line(path, xml):
    workbooks.save(path, xml)
    with pytest.raises(UsageError) as caught:
        read(path)
    assert str(caught.value).startswith(DAMAGED)


def test_a_cell_far_away_takes_neither_time_nor_memory(path):
    workbooks.save(
        path, sheet("<c><v>1</v></c>", "</row><row r='1048576'><c r='XFD1048576'><v>2</v></c>")
    )
    (_, first, _), (line, last, _) = read(path)["Sheet1"]
    assert (first, line, len(last), last[-1]) == (["1"], 1_048_576, 16_384, "2")


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_that_is_too_large_is_not_unpacked(path, name, monkeypatch):
    monkeypatch.setattr("coachlog.exchange.workbook.MOST_OF_SHEET", 1_000_000)
    workbooks.save(path, sheet("<c><v>1</v></c>"))
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] += b" " * 21_000_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    assert path.stat().st_size < 50_000
    with pytest.raises(UsageError) as caught:
        read(path)
    assert str(caught.value).startswith("x.xlsx is too large for a workbook: 21 MB unpacked, of ")


def test_a_part_that_is_larger_than_it_says_is_damage(path):
    workbooks.save(path, sheet("<c><v>1</v></c>", *["<c><v>2</v></c>"] * 1000))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    # The directory at the end says that there are 100 bytes.
    start = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert int.from_bytes(data[start + 24 : start + 28], "little") == info.file_size
    path.write_bytes(data[: start + 24] + (100).to_bytes(4, "little") + data[start + 28 :])
    with pytest.raises(UsageError) as caught:
        read(path)
    assert str(caught.value).startswith(DAMAGED)


def test_a_file_cut_short_is_damage(path):
    workbooks.save(path, sheet("<c><v>1</v></c>"))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UsageError) as caught:
        read(path)
    assert str(caught.value).startswith(DAMAGED)


def test_a_zip_file_of_something_else_is_told_apart():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UsageError) as caught:
        Workbook("x.ods", file)
    assert str(caught.value) == (
        "x.ods is a zip file, but not a workbook of Excel. Save it as .xlsx, or as CSV (UTF-8)."
    )


def test_numbers_of_ours_come_back(path):
    columns = [TEXT, Column("n", value=len, number=True)]
    with path.open("wb") as file:
        write_workbook([Sheet("week", columns, [("permits", 2)])], file)
    assert cells(path, "week") == [["text", "n"], ["permits", "2"]]


@pytest.mark.parametrize(
    ("text", "saved"),
    [
        # As LibreOffice 7.4.7 saved them.
        ("_x0041_", "_x0041_"),
        ("_x005F_", "_x005F_"),
        ("__x0041__x0042__", "__x0041__x0042__"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x005f_x0041_x0042_", "_x0041B"),
        ("_x0041_x0042_", "_x0041B"),
        ("a_x0020_b", "a b"),
        ("_x0020_x0041_", " x005FA"),
        ("_x41_ _X0041_ _x00_", "_x41_ _X0041_ _x00_"),
    ],
)
def test_what_libreoffice_makes_of_numbers_of_characters_is_known(text, saved):
    assert saved_by_libreoffice(text) == saved
