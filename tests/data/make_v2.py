"""How `v2.db` was made, once, in the second schema. A file that is made today may have a later one.

COACHLOG_DB=tests/data/v2.db TZ=UTC python tests/data/make_v2.py
"""

import os
import sys

from coachlog.cli.main import run

GUIDE = "tests/data/allowable-costs.guide"


def _at(moment: str, user: str, *words: str) -> None:
    os.environ |= {"COACHLOG_NOW": moment, "LOGNAME": user}
    assert run(list(words)) == 0, words


def _ids(*words: str) -> list[str]:
    import io
    from contextlib import redirect_stdout

    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as out:
        assert run([*words, "--format", "csv"]) == 0
        out.seek(0)
        return [line.split(",")[0] for line in out.read().splitlines()[1:]]


def make() -> None:
    """Make something of everything that the second schema can hold."""
    begin, later = "2026-11-19T15:00+00:00", "2026-12-21T09:00+00:00"
    _at(begin, "robin", "log", "@permits", "+fees", "Showed how to look up a fee waiver")
    _at(
        begin,
        "robin",
        "log",
        "@permits",
        "+intake",
        "--kind",
        "strength",
        "--private",
        "Asked for the map before the form",
    )
    _at(
        begin,
        "robin",
        "oops",
        "--team",
        "Zoning Café",
        "--topic",
        "fees",
        "--recovery",
        "Paid it back",
        "Took it twice",
    )
    _at(
        begin,
        "robin",
        "log",
        "@permits",
        "+fees",
        "--question",
        "--follow-up",
        "14",
        "Who signs the waiver?",
    )
    question, mistake, _, coached = _ids("list", "--mine")
    _at(begin, "kim", "thanks", coached, "It saved me an hour")
    _at(begin, "kim", "reply", question, "The shift lead does")
    _at(
        begin,
        "kim",
        "feedback",
        coached,
        "--pace",
        "right",
        "-u",
        "5",
        "--comment",
        "Now I know where the list is",
    )
    _at(begin, "kim", "clear", mistake, "--yes")
    _at(begin, "kim", "meeting", "done")
    _at(begin, "kim", "status", mistake, "adopted", "A stamp on the application")
    _at(begin, "kim", "guide", "add", GUIDE)
    _at(begin, "kim", "guide", "run", "charged", "--answers", "not named,no")
    _at(later, "robin", "checkin", coached, "unprompted", "While I was on the phone")
    _at(later, "robin", "config", "set", "follow-up", "14, 45")


if __name__ == "__main__":
    make()
    sys.exit()
