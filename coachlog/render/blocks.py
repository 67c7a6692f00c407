"""A report that is more than a table: a page made of blocks, written for a screen or for a mail."""

from collections.abc import Sequence
from typing import NamedTuple


class Heading(NamedTuple):
    """The title of what follows."""

    text: str


class Paragraph(NamedTuple):
    """A sentence or two."""

    text: str
    quiet: bool = False  # beside the point


class Head(NamedTuple):
    """The head of one column of numbers."""

    long: str
    short: str  # where there is no room
    number: bool = True


class Row(NamedTuple):
    """One row of figures; its name is cut where there is no room, its cells never are."""

    name: str
    cells: Sequence[str]
    inner: bool = False  # belongs to the row above it
    strong: bool = False


class Figures(NamedTuple):
    """A table whose first column has the names."""

    name: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    legend: str  # what the short heads mean


class Item(NamedTuple):
    """One entry: how to find it, where it belongs, and its texts, each with what it says."""

    label: str
    title: str
    texts: Sequence[tuple[str, str]]


Block = Heading | Paragraph | Figures | Item
