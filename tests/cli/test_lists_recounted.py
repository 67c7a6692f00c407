"""Each list against a recount from the JSON of all entries, replies, statuses and check-ins."""

import json
import random  # noqa: TID251 - the same logs in every run
from datetime import date, timedelta

import pytest

DAYS = [date(2026, 9, 1) + timedelta(days=number) for number in range(80)]
NOW = "2026-11-19"
SPANS = (None, ("2026-11-09", "2026-11-15"), ("2026-10-01", "2026-11-19"))
HEADER = "date,kind,team,topics,happened,share,lesson,expected,recovery,follow_up\n"


@pytest.fixture
def records(by, monkeypatch):
    """Return the records that a command prints as JSON, for one reader, on one day."""

    def run(name, *arguments, day=NOW):
        monkeypatch.setenv("COACHLOG_NOW", f"{day}T12:00:00+00:00")
        code, out, err = by(name, *arguments, "-f", "json")
        assert code == 0, err
        return json.loads(out)

    return run


@pytest.fixture
def happen(by, monkeypatch):
    """Run a command on a day, whether it refuses or not."""

    def run(day, name, *arguments, stdin=""):
        monkeypatch.setenv("COACHLOG_NOW", f"{day}T09:00:00+00:00")
        assert by(name, *arguments, stdin=stdin).code in (0, 2, 6)

    return run


def fill(happen, records, seed):
    """Fill a log at random: entries of two people, and what was done with them day after day."""
    chance = random.Random(seed)
    for name in ("ana", "kim"):
        lines = [HEADER]
        for number in range(25):
            values = (
                chance.choice(DAYS[:60]).isoformat(),
                chance.choice(
                    ["strength", "correction", "question", "question", "mistake", "mistake"]
                ),
                chance.choice(["permits", "finance"]),
                "fees",
                f"{name} {number}",
                chance.choice(["team", "team", "meeting", "private"]),
                chance.choice(["", "Ask first"]),
                chance.choice(["", "", "Form 3"]),
                chance.choice(["", "", "Mended"]),
                chance.choice(["", "30", "20, 60"]),
            )
            lines.append(",".join(values) + "\n")
        happen(DAYS[30], name, "import", "-", stdin="".join(lines))
    ids = [row["short_id"] for row in records("ana", "list")]
    for day in DAYS[30:]:
        name = chance.choice(["ana", "kim", "robin"])
        target = chance.choice(ids)
        action = chance.choice(
            [
                ("reply", target, "An idea"),
                ("reply", target, "--question", "Why was that?"),
                ("thanks", target),
                ("status", target, "shared"),
                ("status", target, "adopted", "A new form"),
                ("status", target, "closed"),
                ("checkin", target, "unprompted", "--early"),
                ("edit", target, "--lesson", "Look it up"),
                ("undo",),
            ]
        )
        if action == ("undo",):
            name = "robin"  # who imported nothing
        happen(day.isoformat(), name, *action)


def recounted(records, reader):
    """Return `(name of the list, short id, days that a span may have)` of every entry on a list."""
    due_on = {row["short_id"]: row["due_on"] for row in records(reader, "due")}
    for entry in records(reader, "list"):
        short_id = entry["short_id"]
        happened = entry["occurred_on"]
        replies = records(reader, "reply", short_id)
        said = [reply for reply in replies if reply["kind"] != "thanks"]
        thanks = [reply["said_on"] for reply in replies if reply["kind"] == "thanks"]
        history = records(reader, "status", short_id)
        settled = entry["status"] in ("adopted", "closed")
        conditions = {
            "open": entry["kind"] == "mistake" and not entry["recovery"] and not settled,
            "lessons": entry["lesson"],
            "undecided": entry["lesson"] and not settled,
            "uncleared": entry["share"] == "team",
            "adopted": entry["status"] == "adopted",
            "thanked": thanks,
            "due": due_on.get(short_id, "9999") <= NOW,
            "unanswered": said[-1]["kind"] == "question"
            if said
            else entry["kind"] == "question" and not entry["expected"],
        }
        days = {
            "adopted": [history[-1]["on"]],
            "thanked": thanks,
            "due": [due_on.get(short_id)],
            "unanswered": [reply["said_on"] for reply in said[-1:]] or [happened],
        }
        for name, is_on_list in conditions.items():
            if is_on_list:
                yield name, short_id, days.get(name, [happened])


@pytest.mark.parametrize("seed", range(2))
def test_every_list_is_what_the_json_of_the_log_adds_up_to(happen, records, seed):
    fill(happen, records, seed)
    sizes = []
    for reader in ("kim", "robin"):
        expected = list(recounted(records, reader))
        for name in sorted({name for name, _, _ in expected}):
            for span in SPANS:
                options = ["--since", span[0], "--until", span[1]] if span else []
                days = span
                if name == "uncleared" and not span:
                    days = ("2026-10-23", NOW)
                listed = [row["short_id"] for row in records(reader, "list", f"--{name}", *options)]
                assert sorted(listed) == on_list(expected, name, days), (name, span, reader)
                sizes.append((name, len(listed)))
    # A test of empty lists would hold whatever they are.
    assert {name for name, size in sizes if size} == {name for name, _ in sizes}
    assert len({name for name, _ in sizes}) == 8


def on_list(expected, name, span):
    """Return the short ids of those on a list that have one of their days in a span."""
    first, last = span or ("", "~")
    short_ids = []
    for list_name, short_id, days in expected:
        if list_name == name and any(first <= (day or "") <= last for day in days):
            short_ids.append(short_id)
    return sorted(short_ids)
