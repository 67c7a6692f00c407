"""JSON and JSONL: an array, one object, `{"entries": […]}`, or one object a line; read piece by piece."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import PurePath
from typing import Any, TextIO

from coachlog.errors import UsageError
from coachlog.exchange.source import CHUNK, Source
from coachlog.exchange.table import Row

# Six long texts of a million characters each, all of them escaped, and room to spare.
LONGEST_VALUE = 1 << 26
LINES = (".jsonl", ".ndjson", ".jsonlines")
_ARRAY = re.compile(r'\s*(?:\{\s*"entries"\s*:\s*)?\[(?=\s*(?:[{\]]|$))')
_LIST = re.compile(r"\s*\[")
_OBJECT = re.compile(r'\s*\{\s*(?:["}]|$)')
_BLANK = re.compile(r"\s*")
# Numbers stay as they were written.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def is_json(source: Source) -> bool:
    """Whether the content is JSON or JSONL rather than CSV, or the name says so."""
    beginning = source.beginning()
    return bool(_ARRAY.match(beginning) or _OBJECT.match(beginning)) or PurePath(
        source.name
    ).suffix in (*LINES, ".json")


class JsonTable:
    """A JSON or JSONL file: its columns are all the names that its objects have."""

    guarded = False

    def __init__(self, source: Source) -> None:
        """Understand a file, reading it once.

        Raises:
            UsageError: it is not JSON.
        """
        self.name = source.name
        self.notes: list[str] = []
        self._source = source
        self._read = self._reading()
        names: dict[str, None] = {}
        for _, found, wrong in self._read():
            if wrong is None:
                names.update(dict.fromkeys(found))
        self.columns = list(names)

    def rows(self) -> Iterator[Row]:
        """Every object.

        Raises:
            UsageError: it is not JSON.
        """
        columns = self.columns
        for line, found, wrong in self._read():
            if wrong is None:
                yield Row(line, [found.get(column) for column in columns])
            else:
                yield Row(line, [found], wrong)

    def _reading(self) -> Any:
        beginning = self._source.beginning()
        if found := _ARRAY.match(beginning):
            return lambda: self._array(found.end())
        first = beginning.lstrip().partition("\n")[0]
        try:
            whole = isinstance(_DECODER.decode(first.strip()), dict)
        except (ValueError, RecursionError):
            whole = False
        if whole or PurePath(self.name).suffix in LINES:
            return self._lines
        if found := _LIST.match(beginning):
            return lambda: self._array(found.end())
        return self._single

    def _lines(self) -> Iterator[tuple[int, Any, str | None]]:
        with self._source.text() as text:
            for number, line in enumerate(text, 1):
                if not line.strip():
                    continue
                try:
                    yield number, *_object(_DECODER.decode(line.strip()))
                except ValueError as error:
                    yield (
                        number,
                        line.rstrip("\r\n"),
                        f"it is not JSON ({getattr(error, 'msg', 'not readable')})",
                    )
                except RecursionError:
                    yield number, line.rstrip("\r\n"), "it is nested too deeply"

    def _single(self) -> Iterator[tuple[int, Any, str | None]]:
        with self._source.text() as text:
            stream = _Stream(text, self.name)
            line, value = stream.value()
            stream.expect_end()
        listed = value.get("entries") if isinstance(value, dict) else None
        for number, one in enumerate(listed if isinstance(listed, list) else [value], 1):
            yield line, *_object(one, f"value {number}")

    def _array(self, start: int) -> Iterator[tuple[int, Any, str | None]]:
        with self._source.text() as text:
            stream = _Stream(text, self.name)
            stream.skip(start)
            if stream.peek() == "]":
                return
            for number in count(1):
                line, value = stream.value()
                yield line, *_object(value, f"value {number}")
                sign = stream.peek()
                if sign == "]":
                    return
                if sign != ",":
                    stream.refuse("a comma or ] is missing")
                stream.skip(1)


class _Stream:
    """Values of a JSON text, one after another, with never much more than one of them in memory."""

    def __init__(self, text: TextIO, name: str) -> None:
        self._text = text
        self._name = name
        self._buffer = ""
        self._place = 0
        self._line = 1
        self._ended = False

    def skip(self, length: int) -> None:
        while len(self._buffer) < length and self._more():
            pass
        self._forward(self._place + length)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            found = _BLANK.match(self._buffer, self._place)
            assert found is not None
            self._forward(found.end())
            if self._place < len(self._buffer):
                return self._buffer[self._place]
            if not self._more():
                return ""

    def value(self) -> tuple[int, Any]:
        """The line on which the next value begins, and the value."""
        self.peek()
        line = self._line
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._place)
                if end < len(self._buffer) or not self._more():
                    self._forward(end)
                    return line, value
            except RecursionError:
                self.refuse("it is nested too deeply")
            except ValueError as error:
                if not self._more():
                    message = getattr(error, "msg", "not readable")
                    self._forward(min(getattr(error, "pos", 0), len(self._buffer)))
                    self.refuse(f"this is not JSON ({message})")

    def expect_end(self) -> None:
        if self.peek():
            self.refuse("there is more after the end of the JSON")

    def refuse(self, why: str) -> None:
        raise UsageError(f"{self._name}, line {self._line}: {why}. Nothing was taken.")

    def _forward(self, place: int) -> None:
        self._line += self._buffer.count("\n", self._place, place)
        self._place = place

    def _more(self) -> bool:
        if self._ended or len(self._buffer) - self._place > LONGEST_VALUE:
            return False
        # Twice as much each time, so that a long value is not begun again too often.
        chunk = self._text.read(max(CHUNK, len(self._buffer) - self._place))
        self._buffer = self._buffer[self._place :] + chunk
        self._place = 0
        self._ended = not chunk
        return bool(chunk)


def _object(value: Any, what: str = "it") -> tuple[Any, str | None]:
    if isinstance(value, dict):
        return value, None
    return json.dumps(value), f"{what} is not an object with names and values"
