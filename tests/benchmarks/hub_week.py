"""Print how long a server works for `week --hub`: `python -m tests.benchmarks.hub_week`.

The hub has 20 teams and a million entries of four years (`--entries`), which a supervisor of all
teams reads. The times are what the server itself notes of each statement, those of the processor,
which a busy machine hardly lengthens, and the best of some rounds. What the client makes of the
rows is not in them. The ratio is to reading every row once.
"""

import argparse
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from coachlog.clock import FixedClock
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, week_of
from coachlog.services import hub_report, sync_join
from coachlog.storage.file.connection import Log
from coachlog.storage.file.open import open_log
from tests.benchmarks.corpus import NOW, records
from tests.hub_server import OWNER, Hub, HubServer

READER = "sam"
TEAMS = 20
ENTRIES = 1_000_000
ROUNDS = 5
READ_ALL = "SELECT count(*) FROM coachlog.report_entry WHERE happened <> ''"
_TEMPLATE_COLUMNS = (
    "occurred_on kind topics share status happened recovery expected why lesson changed_what"
).split()
_MAKE_TEMPLATE = """CREATE TEMP TABLE template (
    number serial, occurred_on date, kind text, topics text[], share text, status text,
    happened text, recovery text, expected text, why text, lesson text, changed_what text)"""
_FILL = """INSERT INTO coachlog.report_entry
    (key, team, uuid, short_id, occurred_on, week, kind, topics, share, status, factors, happened,
     recovery, expected, why, lesson, changed_what, recorded_at, adopted_on, replied_on, thanked_on,
     repeat_of, version)
SELECT 'team ' || team, 'Team ' || team, md5(team || '/' || number)::uuid, number::text,
    occurred_on, date_trunc('week', occurred_on)::date, kind, topics, share,
    -- Most of what was learned half a year ago has been decided.
    CASE WHEN status = 'logged' AND number %% 20 > 0 AND occurred_on < %(today)s::date - 180
        THEN 'closed' ELSE status END, '{}', happened,
    recovery, expected, why, lesson, changed_what, occurred_on + time '12:00',
    CASE status WHEN 'adopted' THEN occurred_on + 14 END,
    CASE WHEN kind = 'question' AND number %% 5 > 0 THEN ARRAY[occurred_on] ELSE '{}' END, '{}',
    CASE WHEN kind = 'mistake' AND number %% 20 = 0 AND number > 1000
        THEN md5(team || '/' || number - 1000)::uuid END, '1'
FROM template CROSS JOIN generate_series(1, %(teams)s) team ORDER BY occurred_on, team"""
# Each statement, and how many milliseconds the processor of the server took for it.
Times = list[tuple[str, float]]
_NOTED = re.compile(
    r"(PARSE|BIND|EXECUTE) MESSAGE STATISTICS.*?([\d.]+) s user, ([\d.]+) s system"
    r".*?STATEMENT:  (.*?)\n(?!\t)",
    re.DOTALL,
)


def main() -> None:
    """Fill a hub, read a week of it, and print a row for each statement."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    server = HubServer()
    try:
        hub = Hub(server)
        fill(hub, options.entries)
        hub.invite(READER, supervisor=True)
        with tempfile.TemporaryDirectory() as folder:
            measure(hub, Path(folder), options.rounds)
        hub.close()
    finally:
        server.close()


def fill(hub: Hub, entries: int) -> None:
    """Write so many entries of as many teams into the report."""
    import psycopg

    with psycopg.connect(hub.address(), autocommit=True) as connection:
        connection.execute(_MAKE_TEMPLATE)
        columns = ", ".join(_TEMPLATE_COLUMNS)
        with connection.cursor().copy(f"COPY template ({columns}) FROM STDIN") as copy:
            for record in records(entries // TEAMS):
                copy.write_row(template_row(record))
        connection.execute(_FILL, {"teams": TEAMS, "today": NOW})
        connection.execute("VACUUM ANALYZE")


def template_row(record: dict[str, Any]) -> list[Any]:
    """Return what the report has of an entry; all are shared."""
    row = {"status": "logged", **record}
    if row["share"] == "private":
        row["share"] = "team"
    return [row.get(column) for column in _TEMPLATE_COLUMNS]


def measure(hub: Hub, folder: Path, rounds: int) -> None:
    """Print what the server notes of each layout of a week."""
    clock = FixedClock(datetime.fromisoformat(NOW).astimezone(UTC), seed=1)
    log = open_log(str(folder / "log.db"), clock, default=False, create=True)
    log.reader = log.login = READER
    sync_join.join(log, hub.address(READER), ["Team 1"])
    last_week = week_of(clock.today() - timedelta(days=7))
    for login in (READER, OWNER):
        hub.server.run(f"ALTER ROLE {login} SET log_statement_stats = on")

    def times_of(action: Callable[[], object]) -> Times:
        best: Times = []
        for _ in range(rounds):
            start = len(hub.server.log())
            action()
            best = fastest(best, noted(hub.server.log()[start:]))
        return best

    hub.server.run(f"ALTER ROLE {OWNER} SET max_parallel_workers_per_gather = 0")
    reading_all = total_of(times_of(lambda: hub.connection().rows(READ_ALL)))
    for layout in (hub_report.FRONT, hub_report.FULL, hub_report.DOCUMENT):
        best = times_of(partial(read_week, log, last_week, layout))
        total = total_of(best)
        print(f"{total:8.1f} ms  {total / reading_all:.3f}  {layout}, of these:")
        for statement, milliseconds in best:
            *_, tables = statement.partition(" FROM coachlog.")
            print(f"{milliseconds:8.1f} ms           {tables[:70]}")
    log.close()


def read_week(log: Log, week: Period, layout: str) -> None:
    """Read a week as `week --hub` does."""
    hub_report.week_from_hub(log, Filter(), week, layout).log.close()


def total_of(times: Times) -> float:
    """Return how long all statements took together."""
    return sum(milliseconds for _, milliseconds in times)


def noted(text: str) -> Times:
    """Return the statements that a log of the server tells of."""
    times = []
    spent = 0.0
    for step, user, system, statement in _NOTED.findall(text):
        spent += (float(user) + float(system)) * 1000
        if step == "EXECUTE":
            times.append((" ".join(statement.split()), spent))
            spent = 0.0
    return times


def fastest(
    before: Times,
    times: Times,
) -> Times:
    """Return the shorter time of each statement."""
    if not before:
        return times
    best = []
    for one, other in zip(before, times, strict=True):
        best.append(min(one, other, key=lambda each: each[1]))
    return best


if __name__ == "__main__":
    main()
