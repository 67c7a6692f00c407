"""Every number of `summary`, counted again from the JSON of the entries."""

import csv
import io
import json
import random  # noqa: TID251 - the same logs and questions in every run
import re
from datetime import date, timedelta
from itertools import product

import pytest

from tests.recount import CHOICES, KEYS, KINDS, TIMES, Days, Line, groups_of, lines_of, marked

TODAY = date(2026, 11, 19)
PAIRS = [
    (by, across)
    for by, across in product(KEYS, KEYS)
    if by != across and {by, across} != set(TIMES)
]
DEMO = 4
SEEDS = [1, 2, 3, DEMO]
QUESTIONS = 25  # about each log
TEAMS = ["permits", "finance", "schools", "wards, north", "Équipe"]
TOPICS = [f"topic {number}" for number in range(9)]


def random_entries(seed):
    """Return entries with one topic or two, some of them private, some of them of the future."""
    draw = random.Random(seed)
    entries = []
    for number in range(160):
        entry = {
            "happened": f"Entry {number} of {seed}",
            "kind": draw.choice(KINDS),
            "team": draw.choice(TEAMS[: 2 + seed]),
            "topics": draw.sample(TOPICS, draw.choice([1, 1, 2, 3])),
            "occurred_on": str(TODAY - timedelta(days=draw.randrange(-1, 60 * seed * seed))),
            "share": draw.choice(["team", "team", "meeting", "private"]),
            "factors": draw.sample(CHOICES["factor"], draw.choice([0, 0, 1, 2, 3])),
            "status": draw.choice(CHOICES["status"]),
        }
        for key in ("basis", "decision", "caught", "detected-by"):
            if draw.random() < 0.6:
                entry[key.replace("-", "_")] = draw.choice(CHOICES[key])
        entries.append(entry)
    return entries


@pytest.fixture(params=SEEDS)
def log_of(request, coachlog, tmp_path, monkeypatch):
    """A random log or the demonstration: the start of weeks, and all entries but private ones."""
    seed = request.param
    week_start = "sunday" if seed == 2 else "monday"
    if seed == DEMO:
        monkeypatch.setenv("COACHLOG_DB", str(tmp_path / "demo.db"))
        assert coachlog("demo", "--keep", str(tmp_path / "demo.db")).code == 0
    else:
        path = tmp_path / "entries.json"
        path.write_text(json.dumps(random_entries(seed)), encoding="utf-8")
        result = coachlog("import", str(path))
        assert result.code == 0, result.err
    assert coachlog("config", "set", "week-start", week_start).code == 0
    exported = json.loads(coachlog("export", "--for", "full", "--format", "json").out)
    assert len(exported) >= 160
    return seed, week_start, [entry for entry in exported if entry["share"] != "private"]


class Question:
    """What is asked of a summary: its options, and the entries that it is about."""

    def __init__(self, entries, week_start):
        self.entries = entries
        self.week_start = week_start
        self.since = None
        self.until = None
        self.topics = []
        self.options = []

    def narrow(self, draw):
        """Choose a span, and perhaps a team, topics, kinds or a status."""
        self._choose_span(draw)
        if draw.random() < 0.3 and self.entries:
            teams = sorted({entry["team"] for entry in self.entries})
            self._keep("team", [draw.choice(teams)], "--team")
        if draw.random() < 0.3 and self.entries:
            topics = sorted({topic for entry in self.entries for topic in entry["topics"]})
            self.topics = draw.sample(topics, min(len(topics), draw.choice([1, 2, 4])))
            self.options += [f"--topic={topic}" for topic in self.topics]
            self.entries = [
                entry for entry in self.entries if set(entry["topics"]) & set(self.topics)
            ]
        if draw.random() < 0.2:
            self._keep("kind", draw.sample(KINDS, 2), "--kind")
        if draw.random() < 0.2:
            self._keep("status", [draw.choice(CHOICES["status"])], "--status")
        return self

    def everything(self):
        """Ask about all days, and two after today."""
        self.until = TODAY + timedelta(days=2)
        self.options = ["--until", str(self.until)]
        return self

    def _keep(self, field, values, option):
        self.options += [f"{option}={value}" for value in values]
        self.entries = [entry for entry in self.entries if entry[field] in values]

    def _choose_span(self, draw):
        sort = draw.choice(["twelve weeks", "since", "until", "both"])
        if sort == "twelve weeks":
            into_week = TODAY.isoweekday() % 7 if self.week_start == "sunday" else 3
            first = TODAY - timedelta(days=into_week)
            self.since = first - timedelta(weeks=11)
            self.until = first + timedelta(days=6)
        if sort in ("since", "both"):
            self.since = TODAY - timedelta(days=draw.randrange(10, 250))
            self.options += ["--since", str(self.since)]
        if sort in ("until", "both"):
            self.until = TODAY + timedelta(days=draw.randrange(-8, 40))
            self.options += ["--until", str(self.until)]
        first, last = str(self.since or ""), str(self.until or "~")
        self.entries = [entry for entry in self.entries if first <= entry["occurred_on"] <= last]

    def groups(self, key):
        """Return the ids of the entries with each value of a key."""
        return groups_of(self.entries, key, self.topics, self.week_start)

    def days(self):
        """Return the days that are counted."""
        days = [date.fromisoformat(entry["occurred_on"]) for entry in self.entries]
        return Days(self.since, self.until, days, TODAY, self.week_start)


class Grid:
    """A grid counted again."""

    def __init__(self, question, by, across, top):
        self.by, self.across = by, across
        self.ids = {entry["uuid"] for entry in question.entries}
        self.cuts = (None, None)
        top_columns = top if across in ("team", "topic") else None
        self.rows = self._lines(question, by, top, is_row=True)
        self.columns = self._lines(question, across, top_columns, is_row=False)

    def _lines(self, question, key, top, *, is_row):
        groups = question.groups(key)
        if key not in TIMES:
            return lines_of(groups, key, is_row=is_row, top=top)
        self.cuts = question.days().cuts(key)
        return [Line(label, groups.get(label, set())) for label in question.days().labels(key)]

    def numbers(self):
        """Return the rows of numbers, with the totals of both sides."""
        all_lines = [*self.columns, Line(None, self.ids)]
        rows = []
        for row in [*self.rows, Line(None, self.ids)]:
            rows.append([len(row.ids & column.ids) for column in all_lines])
        return rows

    def names(self, key, lines, *, on_page):
        """Return the names of rows or columns."""
        names = [line.name for line in lines]
        return marked(names, self.cuts) if on_page and key in TIMES else names

    def table(self, *, on_page):
        """Return the head and the rows of a table."""
        head = [
            self.by if on_page else self.by.replace("-", "_"),
            *self.names(self.across, self.columns, on_page=on_page),
            "total",
        ]
        names = [*self.names(self.by, self.rows, on_page=on_page), "total"]
        rows = [[name, *row] for name, row in zip(names, self.numbers(), strict=True)]
        return [head, *rows]

    def shape(self):
        """Return the published shape."""
        cuts = [cut and str(cut) for cut in self.cuts]
        rows = []
        for line, numbers in zip(self.rows, self.numbers(), strict=False):
            rows.append({**self._shape_of(line), "cells": numbers[:-1]})
        return {
            "by": self.by,
            "across": self.across,
            "entries": len(self.ids),
            "only_from": cuts[0],
            "only_to": cuts[1],
            "columns": list(map(self._shape_of, self.columns)),
            "rows": rows,
        }

    def _shape_of(self, line):
        value = None if line.others else line.value
        return {"value": value, "others": line.others, "entries": len(line.ids)}

    def records(self):
        """Return the lines of JSON lines."""
        rows = [line.name if line.others else line.value for line in self.rows]
        columns = [line.name if line.others else line.value for line in self.columns]
        *cells, totals = self.numbers()
        records = []
        for name, numbers in zip(rows, cells, strict=True):
            for column, entries in zip(columns, numbers[:-1], strict=True):
                records.append((name, column, entries, "cell"))
            records.append((name, None, numbers[-1], "row"))
        for column, entries in zip(columns, totals[:-1], strict=True):
            records.append((None, column, entries, "column"))
        return [*records, (None, None, totals[-1], "all")]


def numbers_of(texts):
    return [0 if text == "·" else int(text.replace(",", "")) for text in texts]


def read_table(out):
    """Return the head and the rows of a table in a pipe, whose notes are left out."""
    head, rule, *rest = out.splitlines()
    assert set(rule) <= {"─"}
    rows = []
    for line in rest:
        name, *texts = re.split(r"\s{2,}", line)
        rows.append([name, *numbers_of(texts)])
        if name == "total":
            break
    return [re.split(r"\s{2,}", head), *rows]


def read_markdown(out):
    lines = [line for line in out.splitlines() if line.startswith("|")]
    head, _, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in lines)
    read = [[cell.replace("\\", "") for cell in head]]
    for name, *texts in rows:
        read.append([name.replace("\\", ""), *numbers_of(texts)])
    return read


def read_csv(out):
    head, *rows = csv.reader(io.StringIO(out))
    return [head, *([name, *map(int, numbers)] for name, *numbers in rows)]


def test_every_pair_of_keys_is_counted(coachlog, log_of):
    _, week_start, entries = log_of
    question = Question(entries, week_start).everything()
    for by, across in PAIRS:
        arguments = ["--by", by, "--across", across, *question.options, "--format", "json"]
        code, out, _ = coachlog("summary", *arguments)
        assert (code, json.loads(out)) == (0, Grid(question, by, across, None).shape())


def test_every_format_of_a_grid_is_counted(coachlog, log_of):
    seed, week_start, entries = log_of
    for number in range(QUESTIONS):
        draw = random.Random(100 * seed + number)
        by, across = draw.choice(PAIRS)
        question = Question(entries, week_start).narrow(draw)
        options = ["--by", by, "--across", across, *question.options]
        top = draw.choice([None, 1, 2, 3, 5])
        if by in TIMES and across not in ("team", "topic"):
            top = None
        if top:
            options += ["--top", str(top)]
        check_formats(coachlog, options, Grid(question, by, across, top))


def check_formats(coachlog, options, grid):
    def written(form):
        code, out, err = coachlog("summary", *options, "--format", form)
        assert code == 0, options
        assert f"\n{len(grid.ids)} entr" in f"\n{err}", options
        return out

    assert read_table(written("table")) == grid.table(on_page=True), options
    assert read_markdown(written("md")) == grid.table(on_page=True), options
    assert read_csv(written("csv")) == grid.table(on_page=False), options
    assert json.loads(written("json")) == grid.shape(), options
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    names = [grid.by.replace("-", "_"), grid.across.replace("-", "_"), "entries", "of"]
    assert {tuple(line) for line in lines} == {tuple(names)}, options
    assert [tuple(line.values()) for line in lines] == grid.records(), options
