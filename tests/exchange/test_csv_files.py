"""CSV files as programs and people make them."""

import pytest

from coachlog.exchange.column_mapping import ENTRY_NAMES
from coachlog.exchange.csv_files import CsvTable


@pytest.fixture
def table(opened):
    return lambda content, encoding="utf-8": CsvTable(
        opened(content, encoding=encoding), ENTRY_NAMES.knows
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_names_in_the_first_line(table, delimiter):
    text = 'team,happened,why\r\npermits,"a, b; c\t| ""d""\r\nnext line",x\r\n'.replace(
        ",h", f"{delimiter}h"
    )
    text = (
        text.replace(",w", f"{delimiter}w")
        .replace('s,"', f's{delimiter}"')
        .replace('",x', f'"{delimiter}x')
    )
    found = table(text)
    assert found.columns == ["team", "happened", "why"]
    assert [row.cells for row in found.rows()] == [["permits", 'a, b; c\t| "d"\r\nnext line', "x"]]


def test_a_comma_file_full_of_semicolons_stays_one(table):
    found = table("nr,text\n1,a; b; c\n2,d; e; f\n")
    assert [row.cells for row in found.rows()] == [["1", "a; b; c"], ["2", "d; e; f"]]


def test_excel_says_its_separator(table):
    found = table("sep=;\r\nteam;happened\r\npermits;One, two\r\n")
    assert found.columns == ["team", "happened"]
    assert [(row.line, row.cells) for row in found.rows()] == [(3, ["permits", "One, two"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(table, encoding):
    found = table("team,happened\nCafé,Müller’s „Antrag“ – 5 €\n", encoding)
    assert found.columns == ["team", "happened"]
    assert [row.cells for row in found.rows()] == [["Café", "Müller’s „Antrag“ – 5 €"]]


def test_windows_text_is_said_to_be_so(opened):
    source = opened("team,happened\nCafé,x\n", encoding="cp1252")
    assert source.note is not None
    assert "was read as Windows text (cp1252)" in source.note


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_their_ends(table, ends):
    text = f'team,happened{ends}permits,"One{ends}two"{ends}{ends},,{ends}fees,Three,x,y{ends}'
    assert [(row.line, row.wrong) for row in table(text).rows()] == [
        (2, None),
        (6, "it has 4 cells, and the first line has 2"),
    ]


def test_short_rows_are_filled_and_said(table):
    found = table("team,happened,why,lesson\npermits,One\n\nfees,Two,,\n")
    assert [row.cells for row in found.rows()] == [
        ["permits", "One", "", ""],
        ["fees", "Two", "", ""],
    ]
    assert found.notes == [
        "1 row has fewer cells than the first line; the rest was taken as empty (line 2)"
    ]


def test_names_are_made_different_and_never_empty(table):
    assert table("note,, note ,note,happened,,\n1,2,3,4,5\n").columns == [
        "note",
        "column 2",
        "note 2",
        "note 3",
        "happened",
    ]


def test_a_cell_of_two_hundred_thousand_characters_is_read(table):
    found = table(f'team,happened\npermits,"{"long, " * 40_000}"\n')
    assert [len(row.cells[1]) for row in found.rows()] == [240_000]


def test_blanks_after_the_separator_do_not_hide_quotation_marks(table):
    found = table('team, happened\npermits, "One, two"\n')
    assert [row.cells for row in found.rows()] == [["permits", "One, two"]]
