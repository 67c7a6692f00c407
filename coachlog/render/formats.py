"""The formats of records that machines and mails read. Every format holds the same cells."""

from collections.abc import Callable, Iterable, Sequence

from coachlog.render.columns import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

    Writer = Callable[[Sequence[Column], Iterable[Any], TextIO], None]


def writer(form: str) -> "Writer":
    """Return what writes records in a format; the others are not loaded."""
    if form == "csv":
        from coachlog.render.csv_writer import write_csv

        return write_csv
    if form == "md":
        from coachlog.render.markdown import write_markdown_table

        return write_markdown_table
    from coachlog.render.json_writer import write_json, write_jsonl

    return {"json": write_json, "jsonl": write_jsonl}[form]
