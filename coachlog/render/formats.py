"""The formats of records that machines and mails read. Every format holds the same cells."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from coachlog.render.columns import Column
from coachlog.render.csv_writer import write_csv
from coachlog.render.json_writer import write_json, write_jsonl
from coachlog.render.markdown import write_markdown_table

Writer = Callable[[Sequence[Column], Iterable[Any], TextIO], None]

WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
    "md": write_markdown_table,
}
