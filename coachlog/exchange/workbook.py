"""Workbooks (.xlsx) from Excel, LibreOffice and others: every cell as it is shown.

Read by hand, because of what the libraries do with a damaged or hostile file:
python-calamine 0.9.1 ends the whole program where one cell stands far away from the others, and
openpyxl 3.1.5 (June 2024) builds some parts in memory whatever their size.
"""

import posixpath
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from coachlog.errors import UsageError
from coachlog.exchange.table import Row
from coachlog.exchange.workbook_values import (
    DATE_FORMATS,
    ZERO,
    ZERO_OF_1904,
    date_text,
    is_date_format,
    number_text,
)
from coachlog.exchange.workbook_xml import Element, elements_of, rows_of, shared_texts

MEGABYTE = 1_000_000
# The size of a part when it is unpacked: one megabyte of zip can hold a thousand.
MOST_OF_SHEET = 500 * MEGABYTE  # 100,000 entries take 110, and are never in memory at once
MOST_OF_TEXTS = 250 * MEGABYTE
MOST_OF_OTHERS = 20 * MEGABYTE
FOLDER = "xl"
MAIN_PART = "xl/workbook.xml"
# What a zip file, XML and numbers raise where they are damaged.
_DAMAGED = (
    BadZipFile,
    EOFError,
    ExpatError,
    LookupError,
    NotImplementedError,  # a compression method that zipfile does not support
    RuntimeError,  # the zip file is encrypted
    ValueError,
    zlib.error,
)


class SheetPart(NamedTuple):
    """A sheet: its name, the path of its part, and whether people can see it."""

    name: str
    path: str
    is_hidden: bool


class Workbook:
    """A workbook that is open.

    Attributes:
        sheets: its sheets in their order.
    """

    def __init__(self, name: str, file: IO[bytes]) -> None:
        """Read the list of sheets, and what all of them share.

        Args:
            name: what messages call the file.
            file: the file.

        Raises:
            UsageError: it is not a workbook, or it is damaged or too large.
        """
        self._name = name
        with self._reading():
            self._archive = ZipFile(file)
            if MAIN_PART not in self._archive.namelist():
                raise UsageError(
                    f"{name} is a zip file, but not a workbook of Excel."
                    " Save it as .xlsx, or as CSV (UTF-8)."
                )
            paths = self._related_paths()
            self._zero = ZERO
            self.sheets = self._read_sheets(paths)
            self._date_styles = self._read_date_styles(paths.get("styles"))
            self._texts = self._read_texts(paths.get("sharedStrings"))

    def rows(self, sheet: SheetPart) -> Iterator[Row]:
        """Yield the rows of a sheet that have anything in them, with their numbers.

        Raises:
            UsageError: it is damaged or too large.
        """
        with self._reading(), self._open(sheet.path, MOST_OF_SHEET) as part:
            yield from rows_of(part, self._shown_text)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn the errors of a damaged file into one message.

        Raises:
            UsageError: the file is damaged.
        """
        try:
            yield
        except _DAMAGED as error:
            raise UsageError(
                f"{self._name} is damaged, or not a workbook that coachlog can read."
                " Save it anew as .xlsx, or as CSV (UTF-8)."
            ) from error

    def _open(self, path: str, most: int) -> IO[bytes]:
        """Open a part, of which no more can be read than the size that was checked.

        Raises:
            UsageError: it is too large.
            LookupError: the part is missing.
        """
        size = self._archive.getinfo(path).file_size
        if size > most:
            raise UsageError(
                f"{self._name} is too large for a workbook: {size // MEGABYTE:,} MB unpacked, of"
                f" {most // MEGABYTE} at most. Save it as CSV (UTF-8)."
            )
        return self._archive.open(path)

    def _elements(self, path: str) -> Iterator[Element]:
        with self._open(path, MOST_OF_OTHERS) as part:
            yield from elements_of(part)

    def _read_sheets(self, paths: dict[str, str]) -> list[SheetPart]:
        """Return the sheets, and note from which day the workbook counts."""
        sheets = []
        for _, name, attributes in self._elements(MAIN_PART):
            if name == "sheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                path = paths[attributes["id"]]
                sheets.append(SheetPart(attributes["name"], path, is_hidden))
            elif attributes.get("date1904") in ("1", "true"):
                self._zero = ZERO_OF_1904
        return sheets

    def _related_paths(self) -> dict[str, str]:
        """Return the paths of parts, by their ids and by what they are, such as `styles`."""
        paths = {}
        for _, name, attributes in self._elements("xl/_rels/workbook.xml.rels"):
            if name == "Relationship":
                # An absolute path replaces the folder.
                path = posixpath.join("/", FOLDER, attributes["Target"])
                kind = attributes["Type"].rpartition("/")[2]
                paths[kind] = paths[attributes["Id"]] = posixpath.normpath(path).lstrip("/")
        return paths

    def _read_date_styles(self, path: str | None) -> set[str]:
        """Return the numbers of the styles that show a number as a date."""
        date_styles: set[str] = set()
        if path is None:
            return date_styles
        date_formats = set(map(str, DATE_FORMATS))
        style = 0
        for parent, name, attributes in self._elements(path):
            number = attributes.get("numFmtId", "0")
            # A workbook defines its own formats before its styles.
            if name == "numFmt" and is_date_format(attributes.get("formatCode", "")):
                date_formats.add(number)
            elif name == "numFmt":
                date_formats.discard(number)
            elif (parent, name) == ("cellXfs", "xf"):
                if number in date_formats:
                    date_styles.add(str(style))
                style += 1
        return date_styles

    def _read_texts(self, path: str | None) -> list[str]:
        if path is None:
            return []
        with self._open(path, MOST_OF_TEXTS) as part:
            return shared_texts(part)

    def _shown_text(self, cell_type: str, style: str, value: str) -> str:
        """Return what a cell shows; of a formula, its last result."""
        if cell_type == "s":
            return self._texts[int(value)]
        if cell_type == "b":
            return "TRUE" if value == "1" else "FALSE"
        if cell_type != "n":
            return value
        if style in self._date_styles:
            return date_text(value, self._zero)
        return number_text(value)
