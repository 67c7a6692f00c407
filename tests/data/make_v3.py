"""How `v3.db` was made, once, in the third schema.

A file that is made today may have a later one.

COACHLOG_DB=tests/data/v3.db TZ=UTC python tests/data/make_v3.py
"""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.data.make_v2 import _run, _short_ids, make

ROWS = """Date,Team,Topics,What happened
2026-12-01,permits,fees,Asked for the second page
2026-12-02,Zoning Café,fees; intake,"Said ""come back"", and was thanked"
,permits,,=SUM(A1) was typed as text
"""


def make_more() -> None:
    """Make what only the third schema can hold, and a history of every kind of change."""
    begin, later = "2026-12-22T09:00+00:00", "2027-01-04T09:00+00:00"
    _run(begin, "robin", "config", "set", "team", "permits")
    _run(begin, "robin", "use", "@permits", "+fees")
    _run(begin, "kim", "names", "add", "Ada Byron")
    with NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", delete=False) as file:
        file.write(ROWS)
    _run(begin, "robin", "import", file.name)
    Path(file.name).unlink()
    newest, second, *_ = _short_ids("list", "--mine")
    _run(begin, "robin", "edit", newest, "--happened", "Typed a sum", "--lesson", "Quote it")
    _run(later, "robin", "edit", newest, "--private")
    _run(later, "robin", "delete", second)
    _run(later, "robin", "log", "@permits", "+fees", "Explained the form to a colleague")
    _run(later, "robin", "undo")
    _run(later, "robin", "redo")
    _run(later, "kim", "log", "@grants", "+über", "Näher an der Regel – „siehe oben“ 🙂")
    _run(later, "kim", "teams", "rename", "grants", "Grants & Aid")


if __name__ == "__main__":
    os.umask(0o077)
    make()
    make_more()
