"""Records to text for machines and mails: csv, json, jsonl, md. Every format holds the same cells."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from coachlog.render.columns import Column, cell_text
from coachlog.render.csv_text import write_csv
from coachlog.render.visible import visible

# What can mean something in GitHub-flavoured Markdown; some signs do only where they make an entity or an address.
_SIGN = re.compile(r"[\\`*_\[\]<>|#~&@:.]")
_ACTIVE = {
    "&": re.compile(r"&#?\w+;"),
    "@": re.compile(r"(?<=[\w.+-])@\w"),
    ":": re.compile(r"://"),
    ".": re.compile(r"(?<=\bwww)\.", re.IGNORECASE),
}

Writer = Callable[[Sequence[Column], Iterable[Any], TextIO], None]


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


def write_markdown(columns: Sequence[Column], rows: Iterable[Any], out: TextIO) -> None:
    """A GitHub-flavoured table (https://github.github.com/gfm/#tables-extension-), safe to paste into a mail."""
    out.write("| " + " | ".join(column.label for column in columns) + " |\n")
    out.write("| " + " | ".join("---:" if column.number else "---" for column in columns) + " |\n")
    for row in rows:
        out.write(
            "| "
            + " | ".join(markdown_text(cell_text(column.value(row))) for column in columns)
            + " |\n"
        )


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


def markdown_text(text: str) -> str:
    """Text that stays text in Markdown, also inside a table."""
    if text.isalnum():
        return text
    shown = visible(text.replace("\r\n", "\n"), lines=True)
    return "<br>".join(_SIGN.sub(_escaped, shown).replace("\t", " ").split("\n"))


def _escaped(found: re.Match[str]) -> str:
    only = _ACTIVE.get(found[0])
    return found[0] if only and not only.match(found.string, found.start()) else "\\" + found[0]


def _records(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {column.name: column.value(row) for column in columns}


WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
    "md": write_markdown,
}
