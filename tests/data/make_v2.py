"""How `v2.db` was made, once, in the second schema.

A file that is made today may have a later one.

COACHLOG_DB=tests/data/v2.db TZ=UTC python tests/data/make_v2.py
"""

import io
import os
from contextlib import redirect_stdout

from coachlog.cli.main import run

GUIDE = "tests/data/allowable-costs.guide"


def _run(moment: str, user: str, *words: str) -> None:
    os.environ |= {"COACHLOG_NOW": moment, "LOGNAME": user}
    assert run(list(words)) == 0, words


def _short_ids(*words: str) -> list[str]:
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as out:
        assert run([*words, "--format", "csv"]) == 0
        out.seek(0)
        return [line.split(",")[0] for line in out.read().splitlines()[1:]]


def make() -> None:
    """Make something of everything that the second schema can hold."""
    begin, later = "2026-11-19T15:00+00:00", "2026-12-21T09:00+00:00"
    private = ("--kind", "strength", "--private", "Asked for the map before the form")
    oops = ("--topic", "fees", "--recovery", "Paid it back", "Took it twice")
    question = ("--question", "--follow-up", "14", "Who signs the waiver?")
    _run(begin, "robin", "log", "@permits", "+fees", "Showed how to look up a fee waiver")
    _run(begin, "robin", "log", "@permits", "+intake", *private)
    _run(begin, "robin", "oops", "--team", "Zoning Café", *oops)
    _run(begin, "robin", "log", "@permits", "+fees", *question)
    question_id, mistake, _, coached = _short_ids("list", "--mine")
    feedback = ("--pace", "right", "-u", "5", "--comment", "Now I know where the list is")
    _run(begin, "kim", "thanks", coached, "It saved me an hour")
    _run(begin, "kim", "reply", question_id, "The shift lead does")
    _run(begin, "kim", "feedback", coached, *feedback)
    _run(begin, "kim", "clear", mistake, "--yes")
    _run(begin, "kim", "meeting", "done")
    _run(begin, "kim", "status", mistake, "adopted", "A stamp on the application")
    _run(begin, "kim", "guide", "add", GUIDE)
    _run(begin, "kim", "guide", "run", "charged", "--answers", "not named,no")
    _run(later, "robin", "checkin", coached, "unprompted", "While I was on the phone")
    _run(later, "robin", "config", "set", "follow-up", "14, 45")


if __name__ == "__main__":
    make()
