"""The pairs of notes that measure the offer of an earlier lesson are whole and of one shape.

They were written by hand before any ranking was looked at, and are never changed to please one.
`difficulty` counts the word beginnings (five letters) that the later note shares with the earlier
one: three or more are `several`, one or two `few`, none `hardly`.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.audit_findings import needs_findings, repeated_findings

DATA = Path(__file__).parent / "data"
NOTE_KEYS = {"kind", "team", "topics", "happened"}
EARLIER_KEYS = NOTE_KEYS | {"recovery", "lesson"}
KINDS = {"strength", "correction", "question", "mistake"}


def rows_of(name: str) -> list[dict]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def pairs():
    return rows_of("repeat_pairs.jsonl")


@pytest.fixture(scope="module")
def distractors():
    return rows_of("repeat_distractors.jsonl")


def assert_whole(note: dict, keys: set[str]) -> None:
    assert keys <= set(note) <= keys | {"id", "trade", "rule_ref"}, note
    assert note["kind"] in KINDS, note
    assert all(note[key] for key in keys - {"topics"}), note


def test_every_pair_is_whole(pairs):
    assert len(pairs) >= 170
    for pair in pairs:
        keys = ["id", "trade", "difficulty", "team", "topics", "earlier", "later"]
        assert list(pair) == keys
        assert_whole(pair["earlier"], EARLIER_KEYS)
        assert pair["earlier"]["topics"]
        assert pair["later"].keys() == NOTE_KEYS
        assert_whole(pair["later"], NOTE_KEYS)


def test_every_distractor_is_whole(distractors):
    assert len(distractors) >= 600
    for distractor in distractors:
        assert_whole(distractor, EARLIER_KEYS)
        assert distractor["topics"]


def test_no_id_and_no_text_stands_twice(pairs, distractors):
    ids = Counter(row["id"] for row in pairs + distractors)
    notes = [pair[part] for pair in pairs for part in ("earlier", "later")] + distractors
    texts = Counter(note["happened"].casefold() for note in notes)
    assert ids.most_common(1)[0][1] == 1
    assert texts.most_common(1)[0][1] == 1


def test_each_trade_has_pairs_and_each_topic_of_a_pair_has_distractors(pairs, distractors):
    trades = Counter(pair["trade"] for pair in pairs)
    assert len(trades) == 12
    assert min(trades.values()) >= 15
    topics = Counter((row["trade"], row["topics"][0]) for row in distractors)
    for pair in pairs:
        assert topics[pair["trade"], pair["topics"][0]] >= 3, pair["id"]


def test_each_difficulty_is_about_a_third(pairs):
    difficulties = Counter(pair["difficulty"] for pair in pairs)
    assert set(difficulties) == {"several", "few", "hardly"}
    assert min(difficulties.values()) >= len(pairs) / 4


@needs_findings
def test_real_findings_repeat_in_51_pairs_of_25_later_ones():
    repeats = list(repeated_findings())
    assert len(repeats) == 51
    assert len({pair.later for pair in repeats}) == 25
    assert all(pair.earlier and pair.topic for pair in repeats)
