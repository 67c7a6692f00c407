"""Records as JSON: one array, one object a line, or one object with lists.

An array is written as it goes, so that a long export needs little memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from coachlog.render.columns import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO


def write_json(columns: Sequence[Column], records: Iterable[Any], out: TextIO) -> None:
    """Write records as one array of objects.

    Args:
        columns: the keys of each object and their values, in this order.
        records: the records.
        out: where to write.
    """
    start = "[\n "
    for text in _object_texts(columns, records):
        out.write(f"{start}{text}")
        start = ",\n "
    # Nothing was written if there are no records.
    out.write("[]\n" if start == "[\n " else "\n]\n")


def write_jsonl(columns: Sequence[Column], records: Iterable[Any], out: TextIO) -> None:
    """Write records as one object a line (https://jsonlines.org).

    Args:
        columns: the keys of each object and their values, in this order.
        records: the records.
        out: where to write; each line is whole as soon as it is written.
    """
    for text in _object_texts(columns, records):
        out.write(f"{text}\n")


def write_object(shape: dict[str, Any], out: TextIO) -> None:
    """Write one object, with a line for each of its keys and each item of its lists.

    Args:
        shape: keys and values, in the order of the published shape.
        out: where to write.
    """
    parts = []
    for name, value in shape.items():
        text = json_text(value)
        if value and isinstance(value, list):
            items = ",\n  ".join(map(json_text, value))
            text = f"[\n  {items}\n ]"
        parts.append(f"{json_text(name)}: {text}")
    body = ",\n ".join(parts)
    out.write(f"{{\n {body}\n}}\n")


def json_text(value: Any) -> str:
    """Return JSON on one line, with characters escaped that could act on a terminal."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return json.dumps(value)


def _object_texts(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[str]:
    for record in records:
        yield json_text({column.name: column.value(record) for column in columns})
