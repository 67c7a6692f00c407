"""Make a log or a CSV file of believable entries: `python corpus.py log|csv|list FILE COUNT`.

The same count gives the same entries, whenever and wherever it is made: four years up to `NOW`,
twelve teams, twenty-five topics, and a vocabulary with a few frequent words and thousands of rare
ones (Zipf's law), so that full-text search has as much to do as with real notes. Entries are
written in bulk by the storage layer that a command writes through.
"""

import csv
import itertools
import random  # noqa: TID251 - the same entries every time
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from coachlog.clock import FixedClock, utc_text
from coachlog.domain.fields import FACTORS
from coachlog.storage import ledger, revisions
from coachlog.storage.file.open import open_log
from coachlog.storage.short_ids import free_short_id

NOW = "2026-11-19T15:00:00+00:00"
YEARS = 4
BATCH = 5_000

TEAMS = (
    "permits licensing inspections procurement payroll grants records cashier zoning front-desk "
    "school-office audit"
).split()
TOPICS = (
    "fees refunds deadlines signatures identity forms approvals quotes invoices travel overtime "
    "leave cash-handling filing retention eligibility reporting subrecipients site-visits notices "
    "appeals translation privacy hand-over general"
).split()
TRAINERS = [
    f"{name}-{number}"
    for number in range(1, 5)
    for name in "ana ben chidi dora emil fatma goran hana ines".split()
]
# The most frequent words of English, then those of an office; the rare ones are made of syllables.
FREQUENT_WORDS = (
    "the to of and a in was for that with it on is as at by from not we had the this they were be "
    "an or which then she he but have when before after one all there form file customer asked "
    "date team wrong right number new office desk again first invoice permit fee waiver approval "
    "signed missing checked system supervisor rule record copy letter phone account amount "
    "deadline refund receipt application budget grant vendor contract quote entry screen code "
    "stamp notice visit address owner"
).split()
SYLLABLES = (
    "ba ce di fo gu ha je ki lo mu na pe qui ra so ti vu we xa yo za bri cle dru fra gle plo stre "
    "tri"
).split()
RARE_WORDS = 20_000

KINDS = {"strength": 30, "correction": 40, "question": 15, "mistake": 15}
COLUMNS = (
    "occurred_on kind team topics happened recovery expected why lesson trainer learner"
).split()
# What most teams have in a spreadsheet, and the field that each column is.
LIST_COLUMNS = {"date": "occurred_on", "team": "team", "topic": "topics", "text": "happened"}


class Writer:
    """Makes up texts; each word turns up the less often, the later it stands in the vocabulary."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.words = list(FREQUENT_WORDS)
        for _ in range(RARE_WORDS):
            syllables = dice.choices(SYLLABLES, k=dice.randint(2, 4))
            self.words.append("".join(syllables))
        weights = (1 / rank for rank in range(1, len(self.words) + 1))
        # Given plain weights, `choices` would add up all 20,000 of them for every sentence.
        self.cumulative_weights = list(itertools.accumulate(weights))

    def text(self, least: int, most: int) -> str:
        """Return a sentence of `least` to `most` words."""
        length = self.dice.randint(least, most)
        words = self.dice.choices(self.words, cum_weights=self.cumulative_weights, k=length)
        return " ".join(words).capitalize() + "."


def main() -> None:
    """Write the file that the arguments ask for."""
    what, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if what == "log":
        write_log(path, count)
    elif what == "list":
        write_csv(path, count, LIST_COLUMNS)
    else:
        write_csv(path, count, {column: column for column in COLUMNS})


def write_log(path: str, count: int) -> None:
    """Write a new log of `count` entries, recorded in the order of their days."""
    clock = FixedClock(datetime.fromisoformat(NOW), seed=7)
    log = open_log(path, clock, default=False, create=True)
    log.reader = "robin"
    for batch in _batches(records(count)):
        # Those of earlier batches are in the log: handing over all took hours for a million.
        short_ids: set[str] = set()
        for record in batch:
            clock.at = datetime.fromisoformat(record["recorded_at"].replace("Z", "+00:00"))
            record["uuid"] = clock.uuid7()
            record["short_id"] = free_short_id(log, record["uuid"], short_ids)
            short_ids.add(record["short_id"])
        with log.atomic():
            hlc = revisions.begin_action(log, "log")
            ledger.create_entries(log, hlc, batch)
    log.close()


def write_csv(path: str, count: int, columns: dict[str, str]) -> None:
    """Write a CSV file of `count` entries, as another program would hand it over.

    Args:
        path: the file.
        count: how many.
        columns: the name of each column, and the field that it holds.
    """
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for record in records(count):
            cells = record | {"topics": "; ".join(record["topics"])}
            writer.writerow([cells.get(field) for field in columns.values()])


def records(count: int) -> Iterator[dict[str, Any]]:
    """Yield `count` entries by day, the oldest first, without ids."""
    dice = random.Random(20261119)
    writer = Writer(dice)
    now = datetime.fromisoformat(NOW)
    first = now - timedelta(days=365 * YEARS)
    for number in range(count):
        moment = first + (now - first) * (number / count)
        yield _record(dice, writer, utc_text(moment.astimezone(UTC)))


def _record(dice: random.Random, writer: Writer, moment: str) -> dict[str, Any]:
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    # Some teams have far more to report than others.
    team_index = min(int(dice.expovariate(0.25)), len(TEAMS) - 1)
    topics = dice.choices(TOPICS, k=dice.choice((1, 1, 1, 2)))
    record: dict[str, Any] = {
        "kind": kind,
        "team": TEAMS[team_index],
        "topics": list(dict.fromkeys(topics)),
        "happened": writer.text(10, 30),
        "trainer": dice.choice(TRAINERS),
        "share": dice.choices(("team", "meeting", "private"), (87, 10, 3))[0],
        "occurred_at": moment,
        "occurred_on": moment[:10],
        "recorded_at": moment,
        "updated_at": moment,
        "follow_up": "30, 60",
    }
    chances = {"expected": 0.3, "why": 0.3, "lesson": 0.4, "recovery": 0.0}
    if kind == "mistake":
        chances["recovery"] = 0.8
    for field, chance in chances.items():
        if dice.random() < chance:
            record[field] = writer.text(6, 16)
    if kind == "mistake":
        record["caught"] = dice.choice(("before-effect", "after-effect"))
        record["factors"] = [dice.choice(FACTORS)]
        record["own"] = dice.random() < 0.3
        record["role"] = dice.choices(("member", "leader"), (9, 1))[0]
    if "lesson" in record and dice.random() < 0.1:
        record["status"] = dice.choice(("shared", "adopted", "closed"))
        record["changed_what"] = writer.text(4, 8)
    if dice.random() < 0.1:
        record["learner"] = f"L{dice.randint(1, 99)}"
    return record


def _batches(entries: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    # itertools.batched came with Python 3.12.
    while batch := list(itertools.islice(entries, BATCH)):
        yield batch


if __name__ == "__main__":
    main()
