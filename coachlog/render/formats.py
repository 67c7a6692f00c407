"""The formats that machines, mails and browsers read. Those of records hold the same cells."""

from collections.abc import Callable, Iterable, Sequence

from coachlog.render.columns import Column
from coachlog.render.page import Block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

    Writer = Callable[[Sequence[Column], Iterable[Any], TextIO], None]
    PageWriter = Callable[[Iterable[Block], TextIO], None]


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


def page_writer(form: str) -> "PageWriter":
    """Return what writes pages in a format; the others are not loaded."""
    if form == "md":
        from coachlog.render.markdown import write_markdown

        return write_markdown
    from coachlog.render.html import write_html

    return write_html
