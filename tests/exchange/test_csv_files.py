"""Tests of reading CSV files as programs and people make them."""

import re

import pytest

from coachlog.exchange.csv_files import CsvTable
from coachlog.exchange.headings import ENTRY_NAMES


@pytest.fixture
def read(open_file):
    """Read a CSV file of some content: `read("team,happened", encoding="cp1252")`."""

    def table_of(content, encoding="utf-8"):
        return CsvTable(open_file(content, encoding=encoding), ENTRY_NAMES.knows)

    return table_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_names_in_the_first_line_reveal_the_separator(read, delimiter):
    header = delimiter.join(["team", "happened", "why"])
    row = delimiter.join(["permits", '"a, b; c\t| ""d""\r\nnext line"', "x"])
    table = read(f"{header}\r\n{row}\r\n")
    assert table.columns == ["team", "happened", "why"]
    assert [row.cells for row in table.rows()] == [["permits", 'a, b; c\t| "d"\r\nnext line', "x"]]


def test_a_comma_file_full_of_semicolons_is_read_by_commas(read):
    table = read("nr,text\n1,a; b; c\n2,d; e; f\n")
    assert [row.cells for row in table.rows()] == [["1", "a; b; c"], ["2", "d; e; f"]]


def test_the_separator_that_excel_names_is_used(read):
    table = read("sep=;\r\nteam;happened\r\npermits;One, two\r\n")
    assert table.columns == ["team", "happened"]
    assert [(row.line, row.cells) for row in table.rows()] == [(3, ["permits", "One, two"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(read, encoding):
    table = read("team,happened\nCafé,Müller’s „Antrag“ – 5 €\n", encoding)
    assert table.columns == ["team", "happened"]
    assert [row.cells for row in table.rows()] == [["Café", "Müller’s „Antrag“ – 5 €"]]


def test_reading_windows_text_brings_a_note(open_file):
    source = open_file("team,happened\nCafé,x\n", encoding="cp1252")
    assert source.note is not None
    assert "so it was read as Windows text (cp1252)" in source.note


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_every_kind_of_line_end(read, ends):
    text = f'team,happened{ends}permits,"One{ends}two"{ends}{ends},,{ends}fees,Three,x,y{ends}'
    assert [(row.line, row.problem) for row in read(text).rows()] == [
        (2, None),
        (6, "it has 4 cells, but the header has 2"),
    ]


def test_short_rows_are_filled_with_empty_cells_and_bring_a_note(read):
    table = read("team,happened,why,lesson\npermits,One\n\nfees,Two,,\n")
    assert [row.cells for row in table.rows()] == [
        ["permits", "One", "", ""],
        ["fees", "Two", "", ""],
    ]
    assert table.notes == [
        "1 row has fewer cells than the header; the rest was left empty (line 2)"
    ]
    table = read("team,happened\n" + "permits\n" * 4)
    assert len(list(table.rows())) == 4
    assert table.notes == [
        "4 rows have fewer cells than the header; the rest was left empty (lines 2, 3, 4 …)"
    ]


def test_every_column_gets_a_name_of_its_own(read):
    assert read("note,, note ,note,happened,,\n1,2,3,4,5\n").columns == [
        "note",
        "column 2",
        "note 2",
        "note 3",
        "happened",
    ]


def test_a_cell_of_two_hundred_thousand_characters_is_read(read):
    table = read(f'team,happened\npermits,"{"long, " * 40_000}"\n')
    assert [len(row.cells[1]) for row in table.rows()] == [240_000]


def test_quotation_marks_count_after_a_separator_and_a_blank(read):
    table = read('team, happened\npermits, "One, two"\n')
    assert [row.cells for row in table.rows()] == [["permits", "One, two"]]


def test_of_unknown_names_the_rows_of_one_length_reveal_the_separator(read):
    table = read("Alpha, beta, gamma;Delta\nOne;permits\nTwo;finance\n")
    assert table.columns == ["Alpha, beta, gamma", "Delta"]


@pytest.mark.parametrize("line", ['"sep=,"', "sep=,", "SEP=,"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_separator_line_is_no_header_also_in_quotes(read, line, ends):
    table = read(f'{line}{ends}"team","happened"{ends}"permits","One; two"{ends}')
    assert table.columns == ["team", "happened"]
    assert [(row.line, row.cells) for row in table.rows()] == [(3, ["permits", "One; two"])]
    assert table.notes == []


SCHEMA = (
    r'ListSchema={"schemaXmlList":["<Field DisplayName=\"Team, unit\" Name=\"Team\" />",'
    r'"<Field DisplayName=\"Title\" />"]}'
)


@pytest.mark.parametrize("schema", [SCHEMA, '"' + SCHEMA.replace('"', '""') + '"'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_definition_of_a_sharepoint_list_is_skipped(read, schema, encoding):
    table = read(f'{schema}\n"Team","Title"\n"permits","One, two"\n', encoding)
    assert table.columns == ["Team", "Title"]
    assert [(row.line, row.cells) for row in table.rows()] == [(3, ["permits", "One, two"])]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "team\thappened\r\npermits\tOne\r\n",
        "команда;что случилось\nразрешения;Взяли плату дважды, и вернули её\n",
        "team,happened\n許可,手数料を二重に請求したので、その日のうちに返金した\n",
    ],
)
def test_utf_16_is_read_without_its_mark(read, encoding, text):
    table = read(text, encoding)
    lines = [re.split("[\t;,]", line, maxsplit=1) for line in text.splitlines()]
    assert [table.columns, *[row.cells for row in table.rows()]] == lines


def test_zeros_in_a_text_do_not_make_a_text_utf_16(read):
    for zeros in ("a\0b", "\n\0\0\0\0\n\0"):
        table = read(f"team,happened\npermits,{zeros}\npermits,{'long ' * 6}")
        assert table.columns == ["team", "happened"]


@pytest.mark.parametrize(
    ("titles", "note"),
    [
        ("Coaching log 2025\n", ["line 1 stands above the header and was left out"]),
        (
            "Coaching log 2025,,,\nTeam: permits,,,\n,,,\n\n",
            ["lines 1 to 2 stand above the header and were left out"],
        ),
        (
            "Group,,What,\n",
            ["line 1 stands above the header and was left out"],
        ),
        ("", []),
    ],
)
def test_the_header_is_found_below_titles(read, titles, note):
    table = read(f"{titles}Date,Team,What happened,Pages\n2026-11-02,permits,One,3\n")
    assert table.columns == ["Date", "Team", "What happened", "Pages"]
    lines = titles.count("\n")
    assert [(row.line, row.cells) for row in table.rows()] == [
        (lines + 2, ["2026-11-02", "permits", "One", "3"])
    ]
    assert table.notes == note


def test_a_header_of_unknown_names_is_found_below_titles(read):
    table = read("Liste, 2025\n\nWer;Wo;Womit\nAna;Kasse;Formular\n")
    assert table.delimiter == ";"
    table = read("Liste 2025;;\n\nWer;Wo;Womit\nAna;Kasse;Formular\n")
    assert table.columns == ["Wer", "Wo", "Womit"]
    assert [row.cells for row in table.rows()] == [["Ana", "Kasse", "Formular"]]


@pytest.mark.parametrize(
    "text",
    [
        # Rows of data that look like a header.
        "one,two\nteam,happened\n",
        "Wer,Was,Wo\nteam,happened,Kasse\n",
        # A table of one column.
        "happened\nTook a form\nTook a fee, twice\n",
    ],
)
def test_a_header_in_the_first_line_stays_the_header(read, text):
    table = read(text)
    assert table.columns == text.splitlines()[0].split(",")


def test_without_a_header_no_row_is_a_title(open_file):
    table = CsvTable(open_file("Some\nteam,happened\n"), ENTRY_NAMES.knows, header=False)
    assert table.columns == ["1"]
