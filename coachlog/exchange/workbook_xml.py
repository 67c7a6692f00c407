"""The XML of a workbook's parts, read piece by piece with the parser of the standard library."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Any, NamedTuple, Protocol
from xml.parsers import expat

from coachlog.exchange.table import Row
from coachlog.exchange.workbook_values import without_numbers

PIECE = 1 << 16  # bytes
# From "Excel specifications and limits": more is damage, or an attack on the memory.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
DIGITS = "0123456789"

# Returns the text that a cell shows, from its type, its style and its value.
ShownText = Callable[[str, str, str], str]


class Element(NamedTuple):
    """An element without its text; the names are without their namespaces."""

    parent: str
    name: str
    attributes: dict[str, str]


class _Collector(Protocol):
    """What takes the events of a part, and collects what is complete."""

    complete: list[Any]

    def start(self, name: str, attributes: dict[str, str], /) -> None: ...

    def end(self, name: str, /) -> None: ...

    def add_text(self, text: str, /) -> None: ...


def elements_of(part: IO[bytes]) -> Iterator[Element]:
    """Yield all elements of a part, each with the name of its parent.

    Raises:
        expat.ExpatError: it is not XML.
        ValueError: it has a document type.
    """
    return _collected(part, _ElementCollector())


def rows_of(part: IO[bytes], shown_text: ShownText) -> Iterator[Row]:
    """Yield the rows of a sheet that have anything in them.

    Raises:
        expat.ExpatError: it is not XML.
        ValueError: it is not a sheet, or larger than a sheet can be.
    """
    return _collected(part, _RowCollector(shown_text))


def shared_texts(part: IO[bytes]) -> list[str]:
    """Return the texts that the cells of all sheets name by their index.

    Raises:
        expat.ExpatError: they are not XML.
        ValueError: they have a document type.
    """
    return list(_collected(part, _TextCollector()))


def _collected(part: IO[bytes], collector: _Collector) -> Iterator[Any]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.add_text
    parser.StartDoctypeDeclHandler = _refuse_document_type
    is_last = False
    while not is_last:
        piece = part.read(PIECE)
        is_last = not piece
        parser.Parse(piece, is_last)
        yield from collector.complete
        collector.complete.clear()


def _refuse_document_type(*_: object) -> None:
    """Refuse a document type, which no workbook has: a few entities in it can make gigabytes."""
    raise ValueError("a part has a document type")


class _ElementCollector:
    """Collects all elements."""

    def __init__(self) -> None:
        self.complete: list[Any] = []
        self._parents = [""]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        # Which of two namespaces an attribute is in depends on the year of the standard.
        attributes = {_local(key): value for key, value in attributes.items()}
        self.complete.append(Element(self._parents[-1], name, attributes))
        self._parents.append(name)

    def end(self, _name: str) -> None:
        self._parents.pop()

    def add_text(self, text: str) -> None:
        """Leave out the text."""


class _TextCollector:
    """Collects the text of each `si`, in one piece or in several with formats of their own."""

    def __init__(self) -> None:
        self.complete: list[Any] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._is_phonetic = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "t":
            # Not how a Japanese text is read aloud.
            self._is_text = not self._is_phonetic
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "si":
            self._pieces = []

    def end(self, name: str) -> None:
        name = _local(name)
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            self.complete.append(self._text())

    def add_text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def _text(self) -> str:
        return without_numbers("".join(self._pieces))


class _RowCollector(_TextCollector):
    """Collects the rows of a sheet."""

    def __init__(self, shown_text: ShownText) -> None:
        super().__init__()
        self._shown_text = shown_text
        self._line = 0
        self._cells: list[str] = []
        self._column = -1
        self._cell: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local_name = _local(name)
        if local_name == "c":
            self._cell = attributes
            self._pieces = []
            self._column += 1
            if "r" in attributes:
                self._column = _column_index(attributes["r"].rstrip(DIGITS))
        elif local_name == "v":
            self._is_text = True
        elif local_name == "row":
            self._line = int(attributes.get("r", self._line + 1))
            self._column = -1
            self._cells = []
            if self._line > MOST_ROWS:
                raise ValueError("a sheet has too many rows")
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        local_name = _local(name)
        if local_name == "c":
            self._end_cell()
        elif local_name == "v":
            self._is_text = False
        elif local_name == "row":
            if any(self._cells):
                self.complete.append(Row(self._line, self._cells))
        else:
            super().end(name)

    def _end_cell(self) -> None:
        if not self._pieces:
            return
        cell_type = self._cell.get("t", "n")
        text = self._shown_text(cell_type, self._cell.get("s", "0"), self._text())
        missing = self._column + 1 - len(self._cells)
        self._cells.extend([""] * missing)
        self._cells[self._column] = text


@lru_cache  # a sheet has millions of elements, with a dozen names
def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


@lru_cache(MOST_COLUMNS)
def _column_index(letters: str) -> int:
    """Return the index of a column by its letters.

    Raises:
        ValueError: no sheet has such a column.
    """
    number = 0
    for letter in letters:
        number = 26 * number + int(letter, 36) - 9
        if not 0 < number <= MOST_COLUMNS:
            raise ValueError(f"there is no column {letters}")
    return number - 1
