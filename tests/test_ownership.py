"""Other people's private entries do not exist: two people write in one file, and one of them reads.

The first property compares two worlds. In one Ana also keeps private entries, in the other she does
not; everything else is the same, down to the times and the ids. Whatever Ben runs must print the
same in both: then no word, name, id, time or count of hers reached him, nor an exit code.
"""

import json
import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachlog.cli.completion.candidates import candidates
from coachlog.clock import FixedClock
from coachlog.services import record
from coachlog.storage import likeness, recent

# What Ana does with private entries of her own. `last` is her newest entry, a private one here.
ANAS_SECRETS = {
    "logs": ["log @permits +fees --private --learner Zora Zebra one"],
    "logs under names of her own": ["log @Merger +Layoffs --private Zebra two"],
    "logs a mistake": ["mistake @permits +fees --private --recovery Zebra-mended Zebra three"],
    "logs a question": ["log @permits +fees --private --question Zebra four?"],
    "logs a lesson": ["log @permits +fees --private --lesson Zebra-lesson Zebra five"],
    "edits": ["log @permits +fees --private Zebra six", "edit last --lesson Zebra-edited"],
    "deletes": ["log @permits +fees --private Zebra seven", "delete last"],
    "undoes": ["log @permits +fees --private Zebra eight", "undo"],
    "redoes": ["log @permits +zebras --private Zebra nine", "undo", "redo"],
    "checks in": [
        "log @permits +fees --private --on 2026-09-01 Zebra ten",
        "checkin last unprompted --early Zebra-note",
    ],
    "adopts": ["log @permits +fees --private Zebra eleven", "status last adopted Zebra-change"],
    "imports": ["import secrets.csv --set share=private"],
    "holds": ["log @permits +fees --private Zebra twelve", "hold last --why Zebra-claim"],
    "holds everything": ["log @permits +fees --private Zebra more", "hold --all --why Zebra"],
}
# What Ana does in the open, in both worlds.
ANAS_ENTRIES = (
    "log @permits +fees --learner Kim Showed how to look up a fee waiver",
    "log @permits +forms --question Which form is it?",
    "mistake @counter +fees --recovery Called-back Took the old form",
    "log @counter +fees --lesson Ask-first Asked before the counter opened",
)
BENS_CHANGES = (
    "log @permits +fees Explained the second page of the form",
    "log @merger +layoffs Told two teams about the desk",
    "log @mergers +zebra Told them again",
    "log Something without a team",
    "again Once more",
    "mistake @permits +fees Took the fee twice",
    "edit last --lesson Check-twice",
    "delete last",
    "undo",
    "undo 3",
    "redo",
    "status last shared",
    "teams rename permits Merger",
    "teams rename counter Desk",
    "teams merge merger permits",
    "topics rename fees Layoffs",
    "topics merge layoffs forms",
    "import moments.csv",
    "purge --yes",
    "retention --yes",
    "clear --yes @permits",
    "use @merger",
    "use --off",
    "backup -o monday.db",
    "restore monday.db",
)
BENS_QUESTIONS = (
    "list",
    "list --private",
    "list --trainer ana",
    "list @merger",
    "list +layoffs --format json",
    "list --kind mistake --open",
    "search Zebra",
    "search Zebra --format json",
    "show last",
    "history",
    "history --format json",
    "week",
    "week --full",
    "week --format json",
    "week --format json",
    "summary",
    "summary --by team",
    "summary --flow",
    "list --adopted --this-week",
    "summary --trainer ana",
    "repeats",
    "repeats --format json",
    "repeats --changes",
    "list --repeat",
    "teams",
    "teams --private",
    "topics",
    "topics --private",
    "card layoffs",
    "card fees",
    "finish --format csv",
    "due",
    "reply",
    "news",
    "export",
    "export --for full",
    "export --for meeting",
    "export --format json @merger",
    "handbook",
    "tabletop fees",
    "meeting plan",
    "feedback report",
    "drill --stats",
    "import moments.csv --dry-run",
    "bundle -o bens.coachlog --force",
    "bundle --team merger -o bens.coachlog --force",
    "sync --folder share --team nothing",
    "sync --folder share --every-team",
    "sync",
    "sync --status",
    "purge --dry-run",
    "hold --format csv",
    "retention --dry-run",
    "subject-access ana",
    "subject-access Zora",
    "subject-access zebra --format json",
    "undo --dry-run",
    "undo 9 --dry-run",
    "redo --dry-run",
    "doctor",
    "teams rename nothing Merger",
)
# Each is tried with the ends of a private entry's uuid.
ABOUT_AN_ID = (
    "show {id}",
    "show {id} --format json",
    "history {id}",
    "edit {id} --lesson Guessed",
    "edit {id} --trainer ben",
    "edit {id} --share team",
    "delete {id}",
    "hold {id} --why Guessed",
    "hold {id} --off",
    "status {id} shared",
    "thanks {id}",
    "reply {id} A guess",
    "checkin {id} unprompted",
    "repeats --confirm {id}",
    "repeats --dismiss {id}",
    "feedback {id} --pace right",
    "card {id}",
    "clear {id}",
    "tabletop {id}",
)
FIXED_RANDOM = FixedClock.random
TAB = (("log", "@"), ("log", "+"), ("show", ""), ("list", "@me"), ("teams rename", ""))
SECRETS = "team,topics,happened,occurred_on\npermits,fees,Zebra imported,2026-11-18\n"
MOMENTS = "team,topics,happened,occurred_on\nPermits,fees,Came by import,2026-11-17\n"


class Output(NamedTuple):
    """What Ben saw of one command."""

    line: str
    code: int
    out: str
    err: str


class World:
    """One file, in which two people work by turns, always at the same times and with the same ids.

    Attributes:
        secrets: the uuids of Ana's private entries, as she sees them.
        outputs: what Ben saw.
    """

    def __init__(self, folder: Path, coachlog, monkeypatch) -> None:
        self.outputs: list[Output] = []
        self._coachlog = coachlog
        self._monkeypatch = monkeypatch
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.chdir(folder)
        Path("moments.csv").write_text(MOMENTS, encoding="utf-8")
        Path("secrets.csv").write_text(SECRETS, encoding="utf-8")
        monkeypatch.setenv("COACHLOG_DB", str(folder / "log.db"))
        monkeypatch.setenv("COACHLOG_RETENTION", "1 month")

    def run(self, who: str, line: str, minute: int):
        """Run a command line as a person, at a minute of the day; return its result."""
        self._become(who, minute)
        return self._coachlog(*line.split())

    def ask(self, line: str, minute: int) -> None:
        """Run a command line as Ben, and note what he saw."""
        self.outputs.append(Output(line, *self.run("ben", line, minute)))

    def press_tab(self, minute: int) -> None:
        """Note what Tab offers Ben."""
        self._become("ben", minute)
        for words, current in TAB:
            offered = repr(candidates(words.split(), current))
            self.outputs.append(Output(f"{words} {current}<Tab>", 0, offered, ""))

    def private_uuids(self, minute: int) -> list[str]:
        """Return the uuids of Ana's private entries, as she sees them."""
        entries = json.loads(self.run("ana", "export --for full --format json", minute).out)
        return [entry["uuid"] for entry in entries if entry["share"] == "private"]

    def _become(self, who: str, minute: int) -> None:
        self._monkeypatch.setenv("LOGNAME", who)
        now = f"2026-11-19T{8 + minute // 60:02}:{minute % 60:02}+00:00"
        self._monkeypatch.setenv("COACHLOG_NOW", now)
        # The ids of a command follow from its minute, and not from what happened before.
        seeded = FixedClock(datetime.fromisoformat(now), seed=minute)
        make = FIXED_RANDOM
        self._monkeypatch.setattr(FixedClock, "random", lambda _, count: make(seeded, count))


def outputs_of(world: World, steps: list[tuple[str, str]], guesses: list[str]) -> list[Output]:
    """Play the steps, then ask everything that can be asked; return what Ben saw."""
    minute = 0
    for who, line in steps:
        minute += 1
        if who == "ben":
            world.ask(line, minute)
        elif line:
            world.run(who, line, minute)
    for line in (*BENS_QUESTIONS, *guesses):
        world.ask(line, minute + 1)
    world.press_tab(minute + 1)
    return world.outputs


@pytest.fixture
def worlds(tmp_path, coachlog, monkeypatch):
    """Return a function that makes an empty world, always in the same folder."""
    return lambda: World(tmp_path / "world", coachlog, monkeypatch)


def steps_strategy():
    """Return a strategy for what two people do: lists of `(who, command line, is secret)`."""
    secret = st.sampled_from(sorted(ANAS_SECRETS)).map(
        lambda name: [("ana", line, True) for line in ANAS_SECRETS[name]]
    )
    shared = st.sampled_from(ANAS_ENTRIES).map(lambda line: [("ana", line, False)])
    bens = st.sampled_from(BENS_CHANGES).map(lambda line: [("ben", line, False)])
    return st.lists(st.one_of(secret, shared, bens), min_size=2, max_size=12).map(
        lambda blocks: [step for block in blocks for step in block]
    )


# Ana records between an undo and the redo of Ben's.
BETWEEN_UNDO_AND_REDO = [
    ("ben", BENS_CHANGES[0], False),
    ("ana", ANAS_SECRETS["logs"][0], True),
    ("ben", "undo", False),
    ("ana", ANAS_ENTRIES[1], False),
    ("ben", "redo", False),
]


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=BETWEEN_UNDO_AND_REDO)
@given(steps=steps_strategy())
def test_ben_sees_the_same_whether_ana_keeps_private_entries_or_not(worlds, steps):
    everything = [("ana", ANAS_ENTRIES[0], False), ("ben", BENS_CHANGES[0], False), *steps]
    world = worlds()
    for minute, (who, line, _) in enumerate(everything, start=1):
        world.run(who, line, minute)
    own = world.private_uuids(len(everything) + 1)
    guesses = [
        line.format(id=uuid.replace("-", "")[-digits:])
        for uuid in own[-1:]
        for digits in (4, 7, 32)
        for line in ABOUT_AN_ID
    ]
    with_secrets = outputs_of(worlds(), [step[:2] for step in everything], guesses)
    without = [(who, "" if secret else line) for who, line, secret in everything]
    assert with_secrets == outputs_of(worlds(), without, guesses)


SIMILAR, SAME = "Similar:", "The same text was recorded a moment ago"


@pytest.mark.parametrize("between", range(4))
def test_bens_hints_of_like_texts_reach_as_far_whatever_ana_keeps(worlds, monkeypatch, between):
    monkeypatch.setattr(likeness, "MARK_EVERY", 2)
    monkeypatch.setattr(recent, "LAST_ENTRIES", 4)
    monkeypatch.setattr(record, "TWIN_SECONDS", 60 * 60)
    # The same text is not called similar as well, so there is one that only is.
    steps = [
        "log @permits +fees Looked up the waiver table",
        "log @permits +fees Looked for the old waiver form",
    ]
    steps += [f"log @permits +fees Something else {number}" for number in range(between)]
    steps.append(steps[0])

    def outputs(has_secrets):
        world = worlds()
        for minute, line in enumerate(steps, start=1):
            if has_secrets:
                world.run("ana", "log @permits +fees --private Zebra", 2 * minute)
                world.run("ana", "edit last --lesson Zebra", 2 * minute)
            world.ask(line, 2 * minute + 1)
        return world.outputs

    without = outputs(has_secrets=False)
    assert outputs(has_secrets=True) == without
    hints = without[-1].err
    assert (SIMILAR in hints, SAME in hints) == (True, between < 3)


# What Ana does with one entry; `{n}` makes each of her words another one.
ANAS_STEPS = {
    "words": "edit last --happened Zebra{n}",
    "lesson": "edit last --lesson Zebra{n}",
    "learner": "edit last --learner Zebra{n}",
    "adopted": "status last adopted Zebra{n}",
    "topic": "edit last --topic Zebra{n}",
    "check-in": "checkin last unprompted --early Zebra{n}",
    "share": "edit last --share team",
    "hide": "edit last --share private",
    "undo": "undo",
    "redo": "redo",
    "delete": "delete last",
}
BENS_LOOKS = (
    "list --format json",
    "show {id} --format json",
    "history {id}",
    "history",
    "status {id}",
    "search Zebra --format json",
    "export --for full",
    "week --format json",
    "handbook",
    "list --adopted --this-week",
    "repeats --changes",
    "topics",
    "card fees",
    "due",
    "undo --dry-run",
    "edit {id} --trainer ben",
    "edit {id} --share private",
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(names=["words", "learner", "share"])
@example(names=["adopted", "lesson", "share", "words", "hide", "undo"])
@given(names=st.lists(st.sampled_from(sorted(ANAS_STEPS)), min_size=3, max_size=9))
def test_ben_reads_no_word_that_ana_never_shared(worlds, names):
    world = worlds()
    world.run("ana", "log @permits +fees --private Zebra0", 1)
    (uuid,) = world.private_uuids(1)
    shared: set[str] = set()
    is_private = True
    lines = [ANAS_STEPS[name].format(n=number) for number, name in enumerate(names, start=1)]
    for minute, line in enumerate(["show last", *lines], start=2):
        world.run("ana", line, minute)
        full = json.loads(world.run("ana", "export --for full --format json", minute).out)
        for entry in full:
            is_private = entry["share"] == "private"
            if not is_private:
                status = world.run("ana", "status last", minute).out
                shared |= zebras(json.dumps(entry | {"learner": None}) + status)
        for look in BENS_LOOKS:
            result = world.run("ben", look.format(id=uuid), minute)
            allowed = set() if is_private else shared
            assert zebras(result.out + result.err) - {"Zebra"} <= allowed, (look, line)
            assert result.code != 1


def zebras(text: str) -> set[str]:
    """Return the words of Ana's in a text."""
    return set(re.findall(r"Zebra\d*", text))
