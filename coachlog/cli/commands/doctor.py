"""`coachlog doctor`: check the log, and repair what is safe to repair.

On a screen each check is shown as soon as it is done, because a large log takes a while to read.
"""

import os
import sys
from collections.abc import Iterator

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, Format, flag
from coachlog.cli.output import write_records
from coachlog.cli.work_clock import with_clock
from coachlog.render.columns import Column
from coachlog.render.visible import visible
from coachlog.render.words import count_of
from coachlog.services.doctor import examine
from coachlog.services.examination import PROBLEM, Check

COLUMNS = [Column(name) for name in ("name", "state", "note")]
LARGE_LOG = 100_000_000  # bytes; reading all of it takes several seconds


def doctor(
    context: Context,
    *,
    fix: bool = flag("--fix", "Repair what is safe to repair, after a backup."),
    format_: str = FORMAT,
) -> int:
    """Check the log for damage and open permissions."""
    if os.path.isfile(context.path) and os.path.getsize(context.path) > LARGE_LOG:
        say("This is a large log; reading all of it takes a while.")
    checks = []
    results = examine(
        context.path,
        context.clock,
        default=context.is_default,
        fix=fix,
    )
    while check := _next_of(results):
        checks.append(check)
        if format_ == Format.table:
            line = f"{check.state:8} {check.name:11} {check.note}"
            sys.stdout.write(visible(line) + "\n")
    if format_ != Format.table:
        write_records(COLUMNS, checks, format_)
    return _conclude(checks)


def _next_of(results: Iterator[Check]) -> Check | None:
    with with_clock("Checking"):
        return next(results, None)


def _conclude(checks: list[Check]) -> int:
    """Sum up on stderr, and return the exit code of the worst problem."""
    problems = [check for check in checks if check.state == PROBLEM]
    if not problems:
        say("All is well.")
        return 0
    names = ", ".join(check.name for check in problems)
    say(f"{count_of(len(problems), 'problem')}: {names}.")
    return max(check.exit_code for check in problems)
