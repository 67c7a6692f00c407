"""Records as JSON: one array, one object a line, or one object with lists.

An array is written as it goes, so that a long export needs little memory.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from coachlog.render.columns import Column


def write_json(columns: Sequence[Column], rows: Iterable[Any], out: TextIO) -> None:
    """One array of objects, written as it goes."""
    opened = False
    for record in _records(columns, rows):
        out.write(",\n " if opened else "[\n ")
        out.write(json_text(record))
        opened = True
    out.write("\n]\n" if opened else "[]\n")


def write_jsonl(columns: Sequence[Column], rows: Iterable[Any], out: TextIO) -> None:
    """One object a line."""
    for record in _records(columns, rows):
        out.write(json_text(record) + "\n")


def json_text(value: Any) -> str:
    """JSON on one line; characters that could act on a terminal are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def write_object(shape: dict[str, Any], out: TextIO) -> None:
    """One JSON object, a line for each of its keys and for each thing in its lists."""
    parts = []
    for name, value in shape.items():
        lines = ",\n  ".join(map(json_text, value)) if isinstance(value, list) and value else ""
        parts.append(
            f"{json_text(name)}: [\n  {lines}\n ]"
            if lines
            else f"{json_text(name)}: {json_text(value)}"
        )
    out.write("{\n " + ",\n ".join(parts) + "\n}\n")


def _records(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {column.name: column.value(row) for column in columns}
