"""Tests of reading JSON and JSONL files."""

import json

import pytest

from coachlog.errors import UsageError
from coachlog.exchange.encoding import CHUNK
from coachlog.exchange.json_files import JsonTable, is_json

OBJECTS = [{"team": "permits", "happened": "One"}, {"happened": "Two", "why": "ü" * 10, "n": 12}]


@pytest.fixture
def read(open_file):
    """Return the columns and the `(line, cells, problem)` of each row: `read("[]")`."""

    def columns_and_rows(content, name="some.json"):
        source = open_file(content, name)
        assert is_json(source)
        table = JsonTable(source)
        rows = [(row.line, row.cells, row.problem) for row in table.rows()]
        return table.columns, rows

    return columns_and_rows


COLUMNS = ["team", "happened", "why", "n"]
CELLS = [["permits", "One", None, None], [None, "Two", "ü" * 10, "12"]]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (json.dumps(OBJECTS), [1, 1]),
        (json.dumps(OBJECTS, indent=2, ensure_ascii=False), [2, 6]),
        ("\n\n" + json.dumps({"entries": OBJECTS}), [3, 3]),
        (json.dumps({"entries": OBJECTS}, indent=1), [3, 7]),
        (json.dumps({"made": "today", "entries": OBJECTS}, indent=1), [1, 1]),
        ("\n".join(map(json.dumps, OBJECTS)), [1, 2]),
        ("\n\n".join(map(json.dumps, OBJECTS)) + "\n", [1, 3]),
    ],
)
def test_every_layout_of_json_gives_the_same_rows(read, content, lines):
    columns, rows = read(content, "any.txt")
    assert columns == COLUMNS
    assert rows == [(line, cells, None) for line, cells in zip(lines, CELLS, strict=True)]


def test_a_single_object_is_a_row(read):
    assert read(json.dumps(OBJECTS[0], indent=2))[1] == [(1, ["permits", "One"], None)]
    assert read(json.dumps(OBJECTS[0]))[1] == [(1, ["permits", "One"], None)]


def test_an_empty_array_has_no_rows(read):
    assert read("[ ]") == ([], [])


def test_a_line_that_is_not_an_object_has_a_problem(read):
    _, rows = read('{"happened": "One"}\n{"happened": \n[1]\n{"happened": "Two"}\n', "some.jsonl")
    assert [(line, problem) for line, _, problem in rows] == [
        (1, None),
        (2, "it is not JSON (Expecting value)"),
        (3, "it is not an object with names and values"),
        (4, None),
    ]


def test_values_longer_than_a_piece_of_the_file_are_read(read):
    long = [{"happened": "é" * (CHUNK + 5)}, {"happened": "x" * (3 * CHUNK)}, {"happened": "z"}]
    expected = [item["happened"] for item in long]
    for content in (json.dumps(long), json.dumps(long, ensure_ascii=False, indent=1)):
        _, rows = read(content)
        assert [cells[0] for _, cells, _ in rows] == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"a": 1},\n{"a": 2}\n{"a": 3}]', "line 3: a comma or ] is missing"),
        ('[{"a": 1},\n{"a": ', "line 2: this is not JSON"),
        ('{"a": 1}}', "line 1: there is more after the end of the JSON"),
        ('{\n"a": ' + "[" * 100_000, "line 1: it is nested too deeply"),
    ],
)
def test_a_file_that_is_not_json_is_refused_with_its_line(read, content, message):
    with pytest.raises(UsageError, match="some.json, " + message.replace("]", r"\]")):
        read(content)
