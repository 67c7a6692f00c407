"""JSON and JSONL: an array, one object, `{"entries": […]}`, or one object a line.

A file may be larger than the memory, so it is read piece by piece, and once for its columns
before it is read for its rows.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import PurePath
from typing import Any, NoReturn, TextIO

from coachlog.errors import UsageError
from coachlog.exchange.encoding import CHUNK
from coachlog.exchange.source import Source
from coachlog.exchange.table import Row

# Six long texts of a million characters each, all of them escaped, and room to spare.
LONGEST_VALUE = 1 << 26
LINE_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
JSON_SUFFIXES = (*LINE_SUFFIXES, ".json")
NESTED_TOO_DEEPLY = "it is nested too deeply"
_ARRAY_OF_OBJECTS = re.compile(r'\s*(?:\{\s*"entries"\s*:\s*)?\[(?=\s*(?:[{\]]|$))')
_ARRAY = re.compile(r"\s*\[")
_OBJECT = re.compile(r'\s*\{\s*(?:["}]|$)')
_NOT_BLANK = re.compile(r"\S")
# Numbers stay as they were written.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def is_json(source: Source) -> bool:
    """Return whether the content is JSON or JSONL rather than CSV, or the name says so."""
    # The content counts first: people pipe exports to stdin, and rename files.
    beginning = source.beginning()
    if _ARRAY_OF_OBJECTS.match(beginning) or _OBJECT.match(beginning):
        return True
    return PurePath(source.name).suffix in JSON_SUFFIXES


class JsonTable:
    """A JSON or JSONL file. Its columns are all the names that its objects have."""

    guarded = False

    def __init__(self, source: Source) -> None:
        """Read a file once for its columns.

        Raises:
            UsageError: it is not JSON.
        """
        self.name = source.name
        self.notes: list[str] = []
        self._source = source
        self._values = self._choose_reader()
        # A dictionary keeps the names in the order in which they first appear.
        columns: dict[str, None] = {}
        for row in self._values():
            if row.problem is None:
                columns.update(dict.fromkeys(row.cells[0]))
        self.columns = list(columns)

    def rows(self) -> Iterator[Row]:
        """Read every object.

        Raises:
            UsageError: it is not JSON.
        """
        for row in self._values():
            if row.problem is None:
                cells = map(row.cells[0].get, self.columns)
                yield row._replace(cells=list(cells))
            else:
                yield row

    def _choose_reader(self) -> Callable[[], Iterator[Row]]:
        """Return what reads the values of the file: rows of one cell, which is an object."""
        beginning = self._source.beginning()
        if match := _ARRAY_OF_OBJECTS.match(beginning):
            return partial(self._array, match.end())
        first_line = beginning.lstrip().partition("\n")[0]
        if _is_object(first_line) or PurePath(self.name).suffix in LINE_SUFFIXES:
            return self._lines
        # An array of other things is read too, so that each of them is rejected by its number.
        if match := _ARRAY.match(beginning):
            return partial(self._array, match.end())
        return self._single

    def _lines(self) -> Iterator[Row]:
        """Read one object a line; a line that cannot be read does not spoil the others."""
        with self._source.text() as text:
            for number, line in enumerate(text, 1):
                content = line.strip()
                if not content:
                    continue
                unreadable = Row(number, [line.rstrip("\r\n")], NESTED_TOO_DEEPLY)
                try:
                    yield _as_row(number, _DECODER.decode(content), "it")
                except ValueError as error:
                    problem = f"it is not JSON ({_message(error)})"
                    yield unreadable._replace(problem=problem)
                except RecursionError:
                    yield unreadable

    def _single(self) -> Iterator[Row]:
        """Read a text that is one value, at once."""
        with self._source.text() as text:
            stream = _JsonStream(text, self.name)
            line, value = stream.read_value()
            stream.expect_end()
        values = [value]
        # `entries` may come after other names, so the whole object had to be read first.
        if isinstance(value, dict) and isinstance(value.get("entries"), list):
            values = value["entries"]
        for number, item in enumerate(values, 1):
            yield _as_row(line, item, f"value {number}")

    def _array(self, start: int) -> Iterator[Row]:
        """Read an array piece by piece.

        Args:
            start: the offset of its first value, behind the bracket.

        Raises:
            UsageError: it does not go on as an array, or never ends.
        """
        with self._source.text() as text:
            stream = _JsonStream(text, self.name)
            stream.skip(start)
            # An empty array has no value to read.
            if stream.peek() == "]":
                return
            for number in count(1):
                line, value = stream.read_value()
                yield _as_row(line, value, f"value {number}")
                sign = stream.peek()
                if sign == "]":
                    return
                if sign != ",":
                    stream.refuse("a comma or ] is missing")
                stream.skip(1)


class _JsonStream:
    """Reads the values of a JSON text one by one, with little more than one of them in memory."""

    def __init__(self, text: TextIO, name: str) -> None:
        self._text = text
        self._name = name
        self._buffer = ""
        self._offset = 0
        self._line = 1
        self._ended = False

    def skip(self, length: int) -> None:
        """Skip this many characters."""
        while len(self._buffer) < length and self._read_more():
            pass
        self._move_to(self._offset + length)

    def peek(self) -> str:
        """Return the next character that is not blank, or an empty string at the end."""
        while True:
            match = _NOT_BLANK.search(self._buffer, self._offset)
            if match:
                self._move_to(match.start())
                return match[0]
            self._move_to(len(self._buffer))
            if not self._read_more():
                return ""

    def read_value(self) -> tuple[int, Any]:
        """Return the next value, after the line on which it begins.

        Raises:
            UsageError: it is not JSON.
        """
        self.peek()
        line = self._line
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._offset)
                # A number at the end of the buffer may go on behind it.
                if end < len(self._buffer) or not self._read_more():
                    self._move_to(end)
                    return line, value
            except RecursionError:
                self.refuse(NESTED_TOO_DEEPLY)
            except ValueError as error:
                # Perhaps the value only goes on behind the end of the buffer.
                if not self._read_more():
                    offset = getattr(error, "pos", 0)
                    self._move_to(min(offset, len(self._buffer)))
                    self.refuse(f"this is not JSON ({_message(error)})")

    def expect_end(self) -> None:
        """See that nothing follows.

        Raises:
            UsageError: there is more.
        """
        if self.peek():
            self.refuse("there is more after the end of the JSON")

    def refuse(self, problem: str) -> NoReturn:
        """Raise a UsageError that tells the current line."""
        raise UsageError(f"{self._name}, line {self._line}: {problem}. Nothing was imported.")

    def _move_to(self, offset: int) -> None:
        """Go on to an offset of the buffer, and count the lines on the way."""
        self._line += self._buffer.count("\n", self._offset, offset)
        self._offset = offset

    def _read_more(self) -> bool:
        """Add more of the text to what is left of the buffer; return False at its end."""
        rest = self._buffer[self._offset :]
        if self._ended or len(rest) > LONGEST_VALUE:
            return False
        # Twice as much each time, so that a long value is not decoded from its start too often.
        chunk = self._text.read(max(CHUNK, len(rest)))
        self._buffer = rest + chunk
        self._offset = 0
        self._ended = not chunk
        return bool(chunk)


def _is_object(text: str) -> bool:
    """Whether a line is an object by itself, as every line of JSONL is."""
    try:
        return isinstance(_DECODER.decode(text.strip()), dict)
    except (ValueError, RecursionError):
        return False


def _as_row(line: int, value: Any, what: str) -> Row:
    """Return a value as a row of one cell, with a problem where it is not an object.

    Args:
        line: the line on which it begins.
        value: what was decoded.
        what: what the problem calls it, such as `value 3`.
    """
    if isinstance(value, dict):
        return Row(line, [value])
    return Row(line, [json.dumps(value)], f"{what} is not an object with names and values")


def _message(error: ValueError) -> str:
    return getattr(error, "msg", "not readable")
