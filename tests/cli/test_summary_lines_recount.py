"""Every number of `summary` without a grid, counted again from the JSON of the entries."""

import csv
import io
import json
import random  # noqa: TID251 - the same questions in every run
from datetime import date, timedelta
from itertools import product

from tests.cli.test_summary_recount import (  # noqa: F401 - a fixture
    DEMO,
    TODAY,
    Question,
    log_of,
)
from tests.recount import KEYS, KINDS, TIMES, values_of, week_label

QUESTIONS = 20  # about each log
NO_RATES = [0, 0, 0, 0]  # these logs have no check-ins
RATES = ["answers_30", "unprompted_30", "answers_60", "unprompted_60"]


def names_of(keys):
    names = [*(key.replace("-", "_") for key in keys), "entries"]
    if "kind" not in keys:
        names += KINDS
    names.append("percent")
    if {*keys} <= {"topic", "team"}:
        names += RATES
    return names


def lines_of(question, keys):
    """Return the values of every line, in their order."""
    groups = {}
    if len(keys) == 1 and keys[0] in TIMES and question.entries:
        groups = {(label,): [] for label in labels_of(question, keys[0])}
    for entry in question.entries:
        values = [values_of(entry, key, question.topics, question.week_start) for key in keys]
        for group in product(*values):
            groups.setdefault(group, []).append(entry)
    order = sorted(groups, key=lambda group: (-len(groups[group]), [name or "" for name in group]))
    if keys[0] in TIMES:
        order.sort(key=lambda group: group[0])
    return [[*group, *numbers_of(question, keys, groups[group])] for group in order]


def numbers_of(question, keys, entries):
    numbers = [len(entries)]
    if "kind" not in keys:
        numbers += [sum(entry["kind"] == kind for entry in entries) for kind in KINDS]
    numbers.append(round(100 * len(entries) / len(question.entries), 1))
    if {*keys} <= {"topic", "team"}:
        numbers += NO_RATES
    return numbers


def labels_of(question, key):
    """Return all weeks or months of a span, which its entries close where it is open."""
    days = [date.fromisoformat(entry["occurred_on"]) for entry in question.entries]
    day = question.since or min(days)
    last = question.until or max([TODAY, *days])
    labels = {}
    while day <= last:
        label = f"{day:%Y-%m}" if key == "month" else week_label(day, question.week_start)
        labels[label] = None
        day += timedelta(days=1)
    return labels


def test_every_format_of_a_summary_is_counted(coachlog, log_of):  # noqa: F811
    seed, week_start, entries = log_of
    for number in range(QUESTIONS):
        draw = random.Random(1_000 * seed + number)
        keys = draw.sample(KEYS, draw.choice([1, 1, 2]))
        question = Question(entries, week_start).narrow(draw)
        if seed == DEMO and {*keys} <= {"topic", "team"}:
            keys.append("kind")  # without it there are check-ins, which have tests of their own
        check_formats(coachlog, question, keys)


def check_formats(coachlog, question, keys):
    options = ["--by", ",".join(keys), *question.options]
    lines = lines_of(question, keys)
    names = names_of(keys)

    def written(form):
        code, out, err = coachlog("summary", *options, "--format", form)
        assert code == 0, options
        assert f"\n{len(question.entries)} entr" in f"\n{err}", options
        return out

    texts = [["" if value is None else str(value) for value in line] for line in lines]
    shapes = json.loads(written("json"))
    assert [list(shape) for shape in shapes] == [names] * len(lines), options
    assert [list(shape.values()) for shape in shapes] == lines, options
    assert [json.loads(line) for line in written("jsonl").splitlines()] == shapes, options
    head, *rows = csv.reader(io.StringIO(written("csv")))
    assert (head, rows) == (names, texts), options
    _, *rows = read_cells(written("md"))
    assert rows == texts, options
    shown = written("table").splitlines()[2:]
    # The screen has no columns for check-ins where there are none.
    width = len(names) - names.count("percent") - sum(name in RATES for name in names)
    for row, line in zip(shown, lines, strict=True):
        cells = ["not given" if value is None else str(value) for value in line[: width + 1]]
        assert row.split() == " ".join(cells).split(), options


def read_cells(out):
    head, _, *rows = out.replace("\\", "").splitlines()
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in (head, *rows)]
