"""Tests of the writer of workbooks: any text comes back from one as it was."""

import io
import re
import zipfile
from operator import itemgetter
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from coachlog.domain.fields import DAY
from coachlog.render.columns import Column
from coachlog.render.xlsx_cells import column_letters
from coachlog.render.xlsx_writer import BATCH, Sheet, write_workbook

# What spreadsheets would take for something else than a text.
HOSTILE = [
    "00123",
    "1/2",
    "1e5",
    "1234567890123456789",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1+1",
    "'quoted'",
    "TRUE",
    "#N/A",
    "2026-11-19",
    "https://example.org/?a=1&b=2",
    "mailto:a@example.org",
    "<r><x></r>",
    "<r><t>bold</t></r>",
    "</t></is></c>",
    "]]>",
    "&amp; &#65; & < > \" '",
    "_x0041_",
    "_x005F_x0041_",
    "_x00_",
    "_x005f_x0041_ _x0041_x0042_ _x0020_",
    "_x0041\x01 _x1\x1f_",
    " blanks at both ends ",
    "   ",
    "\ttab\t",
    "line\nbreak\n",
    "line\r\nbreak\rand more",
    "bell\a escape\x1b[31m nil\x01 del\x7f c1\x9b",
    "\ufffe and \uffff",
    "\u2028 \u2029 \u0085 \u3000",
    "\u202eabc",
    "שלום",
    "日本語 👩\u200d👧 e\u0301",
]


def written(*sheets):
    out = io.BytesIO()
    assert write_workbook(sheets, out) == []
    return out


def unescaped(text):
    """Return a text without the numbers that stand for its control characters (ST_Xstring)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text or "")


def values_of(out, name="entries"):
    rows = openpyxl.load_workbook(out)[name].iter_rows(min_row=2, values_only=True)
    return [unescaped(row[0]) for row in rows]


TEXT = Column("text", value=itemgetter(0))


def test_every_text_is_a_text_and_comes_back_as_it_was():
    out = written(Sheet("entries", [TEXT], [(text,) for text in HOSTILE]))
    assert values_of(out) == HOSTILE
    for row in openpyxl.load_workbook(out)["entries"].iter_rows():
        assert row[0].data_type == "s"
        assert row[0].hyperlink is None


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_the_same_among_plain_ones(text):
    # A column of plain texts is written without a look at each of them.
    texts = ["plain", text, "plain"]
    assert values_of(written(Sheet("entries", [TEXT], [(each,) for each in texts]))) == texts


def test_every_part_is_xml_and_every_text_an_inline_string():
    out = written(Sheet("entries", [TEXT], [(text,) for text in HOSTILE], note="A & <b>"))
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert sheet.count("<c ") == sheet.count(' t="inlineStr"') == len(HOSTILE) + 1


def test_numbers_and_days_are_numbers_and_empty_cells_are_none():
    columns = [
        Column("entries", value=itemgetter(0), number=True),
        Column("day", value=itemgetter(1), value_type=DAY),
        Column("own", value=itemgetter(2)),
        Column("topics", value=itemgetter(3)),
    ]
    out = written(
        Sheet("entries", columns, [(3, "2026-11-19", True, ("a", "b")), (0, None, None, ())])
    )
    first, second = openpyxl.load_workbook(out)["entries"].iter_rows(min_row=2)
    assert [cell.data_type for cell in first] == ["n", "d", "s", "s"]
    assert [first[0].value, first[2].value, first[3].value] == [3, "yes", "a; b"]
    assert [cell.value for cell in second] == [0, None, None, None]


def test_batches_follow_each_other_row_by_row():
    count = 2 * BATCH + 1
    out = written(Sheet("entries", [TEXT], ((str(number),) for number in range(count))))
    assert values_of(out) == list(map(str, range(count)))


def test_several_sheets_stand_in_their_order_with_names_of_their_own():
    out = written(
        Sheet("week", [TEXT], [("a",)]),
        Sheet("lessons", [TEXT], []),
        Sheet("entries", [TEXT], [("b",)]),
    )
    workbook = openpyxl.load_workbook(out)
    assert workbook.sheetnames == ["week", "lessons", "entries"]
    assert workbook.active.title == "week"
    assert [values_of(out, name) for name in workbook.sheetnames] == [["a"], [], ["b"]]


def test_numbers_are_shaded_but_neither_names_nor_totals():
    columns = [Column(name, value=itemgetter(0), number=name != "team") for name in "abcd"]
    out = written(Sheet("week", columns, [(1,), (2,), (3,)], is_shaded=True))
    (shading,) = openpyxl.load_workbook(out)["week"].conditional_formatting
    assert str(shading.sqref) == "B2:C3"


def test_a_pipe_that_cannot_go_back_gets_a_whole_workbook():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, data):
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    write_workbook([Sheet("entries", [TEXT], [("a",)])], pipe)
    assert values_of(io.BytesIO(pipe.data)) == ["a"]


def test_columns_are_called_as_in_a_sheet():
    letters = [column_letters(index) for index in (0, 25, 26, 51, 52, 701, 702, 16_383)]
    assert letters == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]


def test_a_row_is_as_high_as_its_longest_text_takes_lines():
    # LibreOffice shows what a row that says nothing of its height has on one line.
    columns = [Column("a", value=itemgetter(0), wide=True), Column("b", value=itemgetter(1))]
    records = [("short", "x" * 99), ("x" * 120, None), ("a\nb\nc\nd", ""), ("x" * 9999, "")]
    out = written(Sheet("entries", columns, records))
    sheet = openpyxl.load_workbook(out)["entries"]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4, 5)] == [15, 45, 60, 409]
