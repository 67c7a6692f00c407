"""A log for the tests of `serve`: what its pages show, and words that none of them may have."""

import sqlite3
from collections.abc import Callable
from typing import Any

from coachlog.paths import default_log

# What stands in the log, or once stood there, and must not be in a browser.
PLANTED = (
    *("zqown", "zqothers", "zqwithdrawn", "zqlearner", "zqanswer", "zqsetting", "zqtaught"),
    *("zqdeleted", "zqpurged", "zqoldtext", "zqreply", "zqnote", "zqlogin", "zqdrill"),
)

Run = Callable[..., Any]


def share_entries(by: Run) -> None:
    """Record a line for each list of `serve`, one that came back, and a script."""

    def done(name: str, *arguments: str) -> None:
        result = by(name, *arguments)
        assert result.code == 0, result

    # A word is rare among others only.
    for number in range(30):
        done("kim", "log", "@maps", "+maps", "--on", "2026-10-01", f"Read map {number} with them")
    lesson = ("--recovery", "Put it on hold", "--lesson", "No receipt, no permit")
    earlier = "Issued the permit before the school impact fee receipt was in the file"
    done("kim", "mistake", "@permits", "+forms", *lesson, "--on", "2026-10-01", earlier)
    done("kim", "status", "last", "shared")
    later = "Issued a permit without the school fee receipt from the district"
    done("lou", "mistake", "@permits", "+forms", "+fees", later)
    done("kim", "asked", "@finance", "+travel", "Who signs the voucher?")
    done("kim", "good", "@finance", "+fees", "Café: called <script>alert(1)</script> & ahead")
    done("robin", "log", "@permits", "+fees", "--share", "meeting", "Showed the waiver list")


def plant_words(by: Run) -> None:
    """Plant a word in each place that nobody's browser shows."""

    def done(name: str, *arguments: str) -> None:
        result = by(name, *arguments)
        assert result.code == 0, result

    done("robin", "log", "@permits", "+zqown", "--private", "zqown words", "--lesson", "zqown")
    done("kim", "log", "@zqothers", "+fees", "--private", "zqothers words")
    done("robin", "log", "@permits", "+fees", "zqwithdrawn words")
    done("robin", "edit", "last", "--private")
    done("robin", "log", "@permits", "--learner", "zqlearner", "--lesson", "Ask", "With a learner")
    done("robin", "checkin", "last", "unprompted", "--early", "zqnote")
    done("kim", "thanks", "last", "zqreply")
    done("kim", "feedback", "last", "--pace", "right", "zqanswer")
    done("zqlogin", "use", "@zqsetting")
    done("robin", "names", "add", "Zqtaught")
    for word in ("zqdeleted", "zqpurged"):
        done("robin", "log", "@permits", "+fees", f"{word} words")
        done("robin", "delete", "last")
    done("robin", "log", "@permits", "+fees", "zqoldtext words")
    done("robin", "edit", "last", "--happened", "Newer words")
    with sqlite3.connect(default_log()) as log:
        row = ("zqdrill", "zqdrill", "zqdrill", "2026-11-20", "2026-11-19", "2026-11-19", "zqdrill")
        log.execute("INSERT INTO drill VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    log.close()
