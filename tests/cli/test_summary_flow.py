"""Tests of `summary --flow`, whose numbers are counted again from the JSON of each entry."""

import csv
import io
import json
import random  # noqa: TID251 - the same logs in every run
import re
from datetime import date, timedelta
from statistics import median

import pytest

from tests.recount import CHOICES, KINDS

FIRST = date(2026, 9, 1)
TODAY = date(2026, 11, 19)
TOPICS = ["fees", "forms", "files"]
TEAMS = ["permits", "finance"]
RESULTS = ["unprompted", "unprompted", "with-help", "not-yet", "no-chance"]
ACTIONS = ["reply", "thanks", "expected", "status", "status", "status", "checkin", "checkin"]
STATUSES = ["shared"] * 4 + ["adopted"] * 4 + ["closed", "logged"]
NAMES = [
    "topic",
    "recorded",
    "answered",
    "days_to_answer",
    "shared",
    "days_to_share",
    "adopted",
    "days_to_adopt",
    "answers_60",
    "unprompted_60",
]


def random_entries(draw):
    entries = []
    for number in range(30):
        entry = {
            "happened": f"Entry {number}",
            "kind": draw.choice([*KINDS, "question"]),
            "team": draw.choice(TEAMS),
            "topics": draw.sample(TOPICS, draw.choice([1, 1, 2])),
            "occurred_on": str(FIRST - timedelta(days=draw.randrange(0, 60))),
            "share": draw.choice(["team", "team", "team", "private"]),
            "status": draw.choice(["logged"] * 6 + CHOICES["status"]),
            "recovery": "Put right",
            "lesson": "Ask first",
            "follow_up": "30, 60",
        }
        if draw.random() < 0.3:
            entry["expected"] = "The right way"
        if draw.random() < 0.6:
            entry["decision"] = draw.choice(CHOICES["decision"])
            entry["rule_ref"] = draw.choice(["2 CFR 200.318", "Code 4"])
        entries.append(entry)
    return entries


class Entry:
    """An entry, and what was done with it: the test's own account."""

    def __init__(self, fields):
        self.fields = fields
        self.status = fields["status"]
        self.expected = fields["expected"]
        self.answers = []
        self.days = {"shared": [], "adopted": [], "closed": [], "logged": []}
        self.results = []
        self.is_thanked = False
        if fields["kind"] == "question" and self.expected:
            self.answers.append(fields["occurred_on"])

    def step(self, name):
        """Return whether it took a step, and the first day of that if it is known."""
        if name == "answered":
            day = min(self.answers, default=None)
            return day is not None, day
        if self.status == "logged":
            return False, None
        day = min(self.days[name], default=None)
        return day is not None or self.status == name, day


class Office:
    """A log in which things are done with random entries on random days, some of them undone."""

    def __init__(self, by, at, tmp_path, seed):
        self.draw = random.Random(seed)
        self.by = by
        path = tmp_path / "entries.json"
        path.write_text(json.dumps(random_entries(self.draw)), encoding="utf-8")
        at(f"{FIRST}T08:00")
        result = by("robin", "import", str(path))
        assert result.code == 0, result.err
        exported = json.loads(by("robin", "export", "--for", "full", "--format", "json").out)
        self.entries = [Entry(fields) for fields in exported if fields["share"] != "private"]
        day = FIRST
        while day < TODAY:
            at(f"{day}T10:00")
            for _ in range(self.draw.choice([1, 2, 3])):
                self._act(self.draw.choice(self.entries), str(day))
            day += timedelta(days=1)
        at(f"{TODAY}T15:00")

    def _act(self, entry, day):
        sort = self.draw.choice(ACTIONS)
        getattr(self, f"_{sort}")(entry, entry.fields["short_id"], day)

    def _reply(self, entry, short_id, day):
        if not self._is_undone("kim", "reply", short_id, f"A stamp, on {day}"):
            entry.answers.append(day)

    def _thanks(self, entry, short_id, day):
        # A second thanks may change nothing, and then there is nothing to undo.
        if not entry.is_thanked:
            entry.is_thanked = not self._is_undone("kim", "thanks", short_id, f"For {day}")

    def _expected(self, entry, short_id, day):
        text = f"Ask first, since {day}"
        if self._is_undone("robin", "edit", short_id, "--expected", text):
            return
        if entry.fields["kind"] == "question" and not entry.expected:
            entry.answers.append(day)
        entry.expected = text

    def _status(self, entry, short_id, day):
        status = self.draw.choice(STATUSES)
        if status == entry.status:
            return
        changed = [f"A new form on {day}"] if status in ("adopted", "closed") else []
        if not self._is_undone("robin", "status", short_id, status, *changed):
            entry.status = status
            entry.days[status].append(day)

    def _checkin(self, entry, short_id, _):
        seen = self.draw.choice(RESULTS)
        result = self.by("robin", "checkin", short_id, seen, "--early")
        if result.code == 0:
            days = int(re.search(r"(\d+) days", result.err)[1])
            entry.results.append((days, seen))

    def _is_undone(self, *arguments):
        result = self.by(*arguments)
        assert result.code == 0, (arguments, result.err)
        is_undone = self.draw.random() < 0.2
        if is_undone:
            assert self.by(arguments[0], "undo").code == 0
        return is_undone


def line_of(topic, entries):
    """Return the values of a line, counted again."""
    line = [topic, len(entries)]
    for name, start in (("answered", None), ("shared", None), ("adopted", "shared")):
        steps = [entry.step(name) for entry in entries]
        line.append(sum(is_taken for is_taken, _ in steps))
        spans = []
        for entry, (_, end) in zip(entries, steps, strict=True):
            first = entry.step(start)[1] if start else entry.fields["occurred_on"]
            if first and end and first <= end:
                spans.append((date.fromisoformat(end) - date.fromisoformat(first)).days)
        line.append(median(spans) if len(spans) >= 3 else None)
    results = [seen for entry in entries for days, seen in entry.results if days >= 45]
    answers = [seen for seen in results if seen != "no-chance"]
    return [*line, len(answers), answers.count("unprompted")]


def lines_of(entries, topics):
    """Return all lines, that with the most entries first, and the total last."""
    names = {topic for entry in entries for topic in entry.fields["topics"]}
    lines = []
    for topic in names & set(topics or TOPICS):
        lines.append(line_of(topic, [one for one in entries if topic in one.fields["topics"]]))
    lines.sort(key=lambda line: (-line[1], line[0]))
    return [*lines, line_of(None, entries)]


def cells_of(text, split):
    unescaped = text.replace("\\", "")
    return [[cell.strip() for cell in split(line)] for line in unescaped.splitlines()]


def texts_of(line):
    """Return the numbers of a line as they are written, 2.0 as 2."""
    return ["" if value is None else str(value).removesuffix(".0") for value in line]


FILTERS = [
    ([], lambda entry: True),
    (["@permits"], lambda entry: entry["team"] == "permits"),
    (["+fees", "+files"], lambda entry: {"fees", "files"} & set(entry["topics"])),
    (["--kind", "question"], lambda entry: entry["kind"] == "question"),
    (["--until", "2026-08-10"], lambda entry: entry["occurred_on"] <= "2026-08-10"),
]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_number_is_counted(by, at, tmp_path, seed):
    office = Office(by, at, tmp_path, seed)
    for options, condition in FILTERS:
        entries = [entry for entry in office.entries if condition(entry.fields)]
        topics = [word[1:] for word in options if word.startswith("+")]
        lines = lines_of(entries, topics)

        def written(form, options=options):
            span = ["--since", "2026-06-01"] if "--until" not in options else []
            code, out, err = by("robin", "summary", "--flow", *options, *span, "--format", form)
            assert code == 0
            return out, err

        shapes = json.loads(written("json")[0])
        assert [list(shape) for shape in shapes] == [NAMES] * len(lines)
        assert [list(shape.values()) for shape in shapes] == lines
        records = [json.loads(line) for line in written("jsonl")[0].splitlines()]
        assert records == shapes
        head, *rows = csv.reader(io.StringIO(written("csv")[0]))
        assert (head, rows) == (NAMES, [texts_of(line) for line in lines])
        lines[-1][0] = "total"
        table = cells_of(written("md")[0], lambda line: line[1:-1].split("|"))
        assert table[2:] == [texts_of(line) for line in lines]
        out, err = written("table")
        assert f"{len(entries)} entr" in err
        for text, line in zip(out.splitlines()[2:], lines, strict=True):
            *numbers, answers, unprompted = line
            rate = f"{unprompted}/{answers}" if answers else ""
            if answers >= 5:
                rate += f"{int(100 * unprompted / answers + 0.5):4} %"
            shown = " ".join([*texts_of(numbers), rate]).split()
            assert text.split() == shown


def test_medians_need_three_and_are_of_the_middle(by, at):
    at("2026-11-01T09:00")
    for number in range(4):
        by("robin", "asked", "@permits", "+fees", f"Question {number}")
    rows = json.loads(by("robin", "list", "--format", "json").out)
    medians = []
    for row, day in zip(rows, (2, 4, 9, 17), strict=True):
        at(f"2026-11-{day:02}T09:00")
        assert by("kim", "reply", row["short_id"], "Look at section 4").code == 0
        (line, _) = json.loads(by("robin", "summary", "--flow", "--format", "json").out)
        medians.append(line["days_to_answer"])
    assert medians == [None, None, 3, 5.5]


def test_private_entries_and_what_became_of_them_are_not_counted(by):
    by("robin", "asked", "@permits", "+fees", "--private", "Mine alone", "--expected", "Yes")
    code, out, err = by("robin", "summary", "--flow", "--mine", "--format", "csv")
    assert (code, out) == (0, f"{','.join(NAMES)}\r\n,0,0,,0,,0,,0,0\r\n")
    assert err.endswith("0 entries in all; an entry with several topics counts once in each\n")


def test_a_limit_leaves_the_total_whole(by):
    for topic in ("+fees", "+forms"):
        by("robin", "log", "@permits", topic, "Showed how")
    rows = json.loads(by("robin", "summary", "--flow", "-n", "1", "--format", "json").out)
    assert [(row["topic"], row["recorded"]) for row in rows] == [("fees", 1), (None, 2)]


def test_only_the_total_stands_out_on_a_page(by):
    by("robin", "log", "@permits", "+fees", "+total", "Showed how")
    page = by("robin", "summary", "--flow", "--format", "html").out
    (total,) = re.findall(r'<tr class="strong"><th scope="row"><bdi>(.*?)</bdi>', page)
    assert (total, page.count("<bdi>total</bdi>")) == ("total", 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--across=team"], "--flow and --across are two ways to count. Use one of them."),
        (["--by=team"], "--flow counts by topic. Leave --by out."),
        (["--by=topic"], "--flow counts by topic. Leave --by out."),
        (["--top=3"], "--top only works with --across. In a list, use --limit."),
    ],
)
def test_senseless_options_are_refused(by, options, message):
    assert by("robin", "summary", "--flow", *options) == (2, "", f"coachlog: {message}\n")
