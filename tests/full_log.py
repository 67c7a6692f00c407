"""A log in which every command has something to do, with the files that commands read.

Two people write in it: robin, who is at the keyboard, and ada. Each test gets a copy; it is made
once for each process that runs tests, because it takes some forty commands.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

GUIDE = """guide: Can this fee be waived?
topics: fees

start: Is it a hardship?
  yes -> do Waive it, and note the reason
  no -> do Charge it
"""
MOMENTS = """Date,Team,What was seen
2026-11-18,permits,Took the old form
2026-11-17,permits,Asked for the second page
"""
FORM_ANSWERS = """Timestamp,Pace
2026-11-18,Too fast
"""

Run = Callable[..., Any]


def fill(by: Run) -> None:
    """Record entries and what came of them, and write the files into the current folder.

    Args:
        by: runs a command as a person: `by("ada", "log", "@permits", "…")`.
    """

    def done(name: str, *arguments: str) -> None:
        result = by(name, *arguments)
        assert result.code == 0, (arguments, result)

    Path("waiver.guide").write_text(GUIDE, encoding="utf-8")
    Path("moments.csv").write_text(MOMENTS, encoding="utf-8")
    Path("answers.csv").write_text(FORM_ANSWERS, encoding="utf-8")
    coaching = ("log", "@permits", "+fees", "--expected", "Ask first", "--lesson", "Ask first")
    done("robin", *coaching, "--on", "2026-10-19", "The fee waiver form was the old one")
    done("robin", *coaching, "The fee waiver needs a reason")
    done("ada", "log", "@permits", "+forms", "--question", "Which form is it?")
    done("ada", "mistake", "@finance", "+forms", "--recovery", "Sent it again", "Old form")
    done("ada", "status", "last", "adopted", "The form has a date now")
    done("robin", "mistake", "@permits", "+fees", "Took the fee twice")
    done("ada", *coaching, "--decision", "followed", "Looked up the fee waiver")
    for words in ("Once", "Twice", "A third time"):
        done("robin", "again", words)
    done("robin", "clear", "--yes", "@permits", "--kind", "correction")
    done("robin", "config", "set", "retention", "1 month")
    done("robin", "hold", short_ids(by, "robin")[-2], "--why", "claim 2026-12")
    done("robin", "guide", "add", "waiver.guide")
    done("robin", "guide", "run", "fee", "--answers", "yes")
    done("ada", "thanks", newest(by, "robin"), "That saved me an hour")
    done("robin", "meeting", "done", "@finance", "--on", "2026-11-12")
    done("robin", "backup", "--output", "monday.db")
    done("robin", "backup", "--output", "my backup.db")
    done("robin", "export", "--output", "team.csv")
    done("ada", "bundle", "--output", "adas.coachlog")
    # One entry stays deleted, for `purge`; two come back, for `redo`.
    for _ in range(3):
        done("robin", "delete", newest(by, "robin"))
    done("robin", "undo", "2")


def newest(by: Run, trainer: str) -> str:
    """Return the short id of a trainer's newest entry."""
    return short_ids(by, trainer)[0]


def short_ids(by: Run, trainer: str) -> list[str]:
    """Return the short ids of a trainer's entries, the newest first."""
    listing = by(trainer, "list", "--mine", "--format", "csv").out
    return [row.split(",")[0] for row in listing.splitlines()[1:]]
