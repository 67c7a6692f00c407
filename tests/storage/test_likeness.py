"""Earlier entries that are like a new one: which come first, and what is looked at for that.

The pairs of notes in `data` measure it: of each the earlier note, and 665 others, are in one log,
and the later note is looked up. Weights were chosen on the trades in `TUNED` alone. To see the
figures: `pytest -s tests/storage/test_likeness.py`.
"""

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock, utc_text
from coachlog.storage import ledger, likeness, revisions
from coachlog.storage.file.open import open_log
from coachlog.storage.likeness import distinctive_words, like_entries, similar_team_and_topics
from coachlog.storage.short_ids import free_short_id
from tests.audit_findings import needs_findings, repeated_findings

DATA = Path(__file__).parents[1] / "data"
FIRST_DAY = datetime.fromisoformat("2024-01-01T09:00:00+00:00")
DIFFICULTIES = ("several", "few", "hardly")
TUNED, HELD_OUT = "trades to tune on", "trades held out"


def rows_of(name):
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def recorded_notes(path, notes):
    """Return an open log of `(name, fields)` notes, a day apart, and their names by short id."""
    clock = FixedClock(FIRST_DAY, seed=7)
    log = open_log(str(path), clock, default=False, create=True)
    log.reader = log.login = "robin"
    names = {}
    records = []
    for name, note in notes:
        clock.at += timedelta(days=1)
        at = utc_text(clock.at)
        fields = {key: value for key, value in note.items() if key not in ("id", "trade")}
        fields |= {"uuid": clock.uuid7(), "trainer": "ada", "topics": note["topics"] or ["general"]}
        fields |= {"occurred_on": at[:10], "recorded_at": at, "updated_at": at}
        fields["short_id"] = free_short_id(log, fields["uuid"], set(names))
        names[fields["short_id"]] = name
        records.append(fields)
    with log.atomic():
        ledger.create_entries(log, revisions.begin_action(log, "log"), records)
    return log, names


def offered(log, note, most=3):
    return [entry.short_id for entry in like_entries(log, note) if entry.is_like][:most]


def best_by_bm25(log, note, most=3):
    """Return what plain SQLite would offer: the best of all that have any of the words."""
    text = note["happened"].lower()
    words = "".join(character if character.isalnum() else " " for character in text).split()
    any_word = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
    return log.column(
        """SELECT e.short_id FROM entry_fts JOIN entry e ON e.id = entry_fts.rowid
           WHERE entry_fts MATCH ? ORDER BY bm25(entry_fts) LIMIT ?""",
        (any_word, most),
    )


def recall(pairs, hits):
    """Return the share of hits by `(half of the trades, difficulty)`, and over all difficulties.

    Args:
        pairs: the pairs.
        hits: by the id of each, how often it was a hit in two tries.
    """
    tuned = sorted({pair["trade"] for pair in pairs})[::2]
    sums, counts = Counter(), Counter()
    for pair in pairs:
        half = TUNED if pair["trade"] in tuned else HELD_OUT
        for difficulty in (pair["difficulty"], "all"):
            sums[half, difficulty] += hits[pair["id"]]
            counts[half, difficulty] += 2
    return {key: sums[key] / count for key, count in counts.items()}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Return the recall of our ranking, and that of bm25, over two orders of recording."""
    pairs = rows_of("repeat_pairs.jsonl")
    notes = [(pair["id"], pair["earlier"]) for pair in pairs]
    notes += [(note["id"], note) for note in rows_of("repeat_distractors.jsonl")]
    # A mixed order, which is the same every time.
    notes.sort(key=lambda note: note[1]["happened"][::-1])
    hits = {offered: Counter(), best_by_bm25: Counter()}
    for order in (notes, notes[::-1]):
        log, names = recorded_notes(tmp_path_factory.mktemp("likeness") / "pairs.db", order)
        for offer, of_pair in hits.items():
            for pair in pairs:
                ids = [names[short_id] for short_id in offer(log, pair["later"])]
                of_pair[pair["id"]] += pair["id"] in ids
        log.close()
    return [recall(pairs, of_pair) for of_pair in hits.values()]


def test_more_earlier_lessons_are_among_the_first_three_than_by_bm25(measured):
    ours, bm25 = measured
    for half in (TUNED, HELD_OUT):
        for difficulty in (*DIFFICULTIES, "all"):
            figures = f"{ours[half, difficulty]:.2f}, by bm25 {bm25[half, difficulty]:.2f}"
            print(f"recall@3, {half}, {difficulty} words in common: {figures}")
    assert ours[HELD_OUT, "all"] >= bm25[HELD_OUT, "all"] + 0.15
    assert ours[HELD_OUT, "few"] >= bm25[HELD_OUT, "few"] + 0.25
    assert ours[HELD_OUT, "several"] >= 0.95


def test_what_was_tuned_on_half_of_the_trades_holds_for_the_others(measured):
    ours, _ = measured
    assert abs(ours[TUNED, "all"] - ours[HELD_OUT, "all"]) < 0.1


@needs_findings
def test_real_findings_find_their_earlier_ones(tmp_path):
    pairs = list(repeated_findings())
    earlier = sorted({(pair.earlier, pair.topic) for pair in pairs})
    notes = []
    for number, (text, topic) in enumerate(earlier):
        happened, _, lesson = text.partition("\n")
        fields = {"kind": "mistake", "team": "audit", "topics": [topic]}
        notes.append((number, {**fields, "happened": happened, "lesson": lesson}))
    log, names = recorded_notes(tmp_path / "findings.db", notes)
    later = {pair.later: pair.topic for pair in pairs}
    for offer in (offered, best_by_bm25):
        hits = 0
        for text, topic in later.items():
            right = {pair.earlier for pair in pairs if pair.later == text}
            note = {"happened": text, "topics": [topic], "team": "audit"}
            texts = [earlier[names[short_id]][0] for short_id in offer(log, note, most=4)]
            # The later one is in the log too, as the earlier one of another.
            others = [each for each in texts if not each.startswith(f"{text}\n")]
            hits += bool(right.intersection(others[:3]))
        print(f"real findings, {offer.__name__}: {hits} of {len(later)}")
        if offer is offered:
            assert hits >= 0.9 * len(later)
    log.close()


def ids_like(log, happened, **fields):
    return [entry.short_id for entry in like_entries(log, {"happened": happened, **fields})]


def test_the_most_similar_entry_comes_first_and_the_entry_itself_is_left_out(log, add):
    add("The waiver table hangs at the counter")
    near = add("Looked up the waiver table for the school")
    own = add("The school asked for the waiver table")
    number = log.number("SELECT id FROM entry WHERE short_id = ?", (own["short_id"],))
    like = like_entries(log, own, before=number)
    assert (like[0].short_id, like[0].happened) == (near["short_id"], near["happened"])
    assert own["short_id"] not in [entry.short_id for entry in like]


def test_a_rare_word_counts_more_than_two_frequent_ones(log, add):
    for number in range(30):
        add(f"The customer asked at the counter about case {number}", topic="cases")
    rare = add("A sprinkler was missing", topic="plans")
    add("The customer asked at the counter", topic="cases")
    like = ids_like(log, "The customer asked about the sprinkler")
    assert like[0] == rare["short_id"]


def test_another_form_of_a_word_is_the_same_word(log, add):
    waivers = add("Looked up waivers and fees")
    assert ids_like(log, "Looking for a waiver, and a fee") == [waivers["short_id"]]


def test_a_common_word_alone_makes_no_two_entries_alike(log, add):
    add("The waiver was signed")
    assert offered(log, {"happened": "A waiver nobody knew about"}) == []
    assert offered(log, {"happened": "A waiver nobody knew about", "topics": ["fees"]}) == []
    assert offered(log, {"happened": "the and of"}) == []


def test_a_lesson_comes_before_an_entry_without_one(log, add):
    lesson = add("Looked up the waiver table", lesson="Ask for the form first")
    add("Looked up the waiver table")
    assert ids_like(log, "The waiver table was looked up")[0] == lesson["short_id"]


def test_a_colleagues_lesson_on_the_topic_of_the_team_needs_no_word_in_common(log, add):
    lesson = add("Took the fee twice", lesson="Look at the receipts first")
    other = {"happened": "Charged them double", "topics": ["fees"], "team": "permits"}
    assert offered(log, other) == []
    log.reader = "kim"
    assert offered(log, other) == [lesson["short_id"]]
    assert offered(log, {**other, "team": "finance"}) == []
    assert offered(log, {**other, "topics": ["plans"]}) == []


def test_the_same_rule_brings_an_entry_to_the_front(log, add):
    same = add("Bought without a quote", rule_ref="2 CFR 200.318")
    add("Bought two without a quote", rule_ref="2 CFR 200.320")
    note = {"happened": "Bought it without any quote", "rule_ref": "2 CFR 200.318"}
    assert offered(log, note)[0] == same["short_id"]


@pytest.fixture
def many(log):
    """Return a function that records many entries with few words, which differ in a number."""

    def call(count, text="Took the customer to the counter", **more):
        records = []
        short_ids = set()
        for number in range(count):
            fields = {"kind": "correction", "team": "permits", "topics": ["fees"], "trainer": "ada"}
            fields |= {"happened": f"{text} {number}", "uuid": log.clock.uuid7()}
            fields |= {"occurred_on": "2026-11-01", "recorded_at": "", "updated_at": ""}
            fields["short_id"] = free_short_id(log, fields["uuid"], short_ids)
            short_ids.add(fields["short_id"])
            records.append({**fields, **more})
        with log.atomic():
            ledger.create_entries(log, revisions.begin_action(log, "log"), records)

    return call


def test_a_rare_word_reaches_back_behind_thousands_of_entries(log, add, many):
    old = add("A sprinkler sheet was missing at the counter", topic="plans")
    many(3_000)
    assert ids_like(log, "The sprinkler sheet of the customer")[0] == old["short_id"]


def test_a_lesson_that_was_adopted_is_found_by_its_topic_however_old_it_is(log, add, many):
    old = add("Customer counter", lesson="Ask first", status="adopted")
    many(200)
    (entry,) = [
        entry
        for entry in like_entries(
            log, {"happened": "A customer stood at the counter", "topics": ["fees"]}
        )
        if entry.short_id == old["short_id"]
    ]
    # Words that are too frequent to be followed back so far are looked for in its text.
    assert (entry.words, entry.is_like) == (2, True)


def test_the_look_reads_a_bounded_number_of_rows(log, many, monkeypatch):
    many(1_000)
    rows = []
    read_all = type(log).all

    def count_rows(self, sql, values=()):
        found = read_all(self, sql, values)
        rows.append(len(found))
        return found

    monkeypatch.setattr(type(log), "all", count_rows)
    text = "Took the customer to the counter with eleven other words like amount refund receipt"
    like_entries(log, {"happened": text, "topics": ["fees"], "team": "permits"})
    assert max(rows) <= likeness.MOST_MATCHES
    assert len(rows) <= likeness.MOST_WORDS + 4


@pytest.mark.parametrize("sql", [likeness.NEWEST_WITH, likeness.LESSONS_ON, likeness.MARK])
def test_no_lookup_scans(log, sql):
    values = ("waiver", 9) if sql != likeness.MARK else (9, 3)
    plan = log.all(f"EXPLAIN QUERY PLAN {sql}", values)
    steps = [step[-1] for step in plan]
    assert not [step for step in steps if "TEMP B-TREE" in step], steps
    scans = [step for step in steps if step.startswith("SCAN")]
    # A virtual table is always said to be scanned; this one by its index, and by row number.
    assert all(step.startswith("SCAN f VIRTUAL") and step.endswith("<") for step in scans), steps


def test_a_private_entry_is_never_offered(log, add):
    add("Looked up the waiver table for the school", share="private", lesson="Ask first")
    assert ids_like(log, "Looked up the waiver table", topics=["fees"], team="permits") == []
    assert similar_team_and_topics(log, "Looked up the waiver table") is None


def test_private_entries_of_others_change_no_weight(log, add, many):
    def weights():
        note = {"happened": "Took the old waiver to the counter", "topics": ["fees"]}
        return [(entry.short_id, entry.weight) for entry in like_entries(log, note)]

    many(150)
    add("Looked up the waiver table at the counter", lesson="Ask first")
    before = weights()
    assert before
    many(150, "Took a private waiver to the counter", share="private")
    assert weights() == before


def test_team_and_topics_come_from_the_most_similar_entry_of_the_team(log, add):
    add("Looked up the waiver table for the school", team="permits", topic="fees")
    add("Looked up the waiver table", team="Finance", topic="waivers")
    assert similar_team_and_topics(log, "Looked up the waiver table for the school") == (
        "permits",
        ["fees"],
    )
    assert similar_team_and_topics(log, "Looked up the waiver table for the school", "finance") == (
        "Finance",
        ["waivers"],
    )
    assert similar_team_and_topics(log, "Looked up the waiver table for the school", "hall") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(max_size=40), topic=st.text(alphabet='a"*:+', min_size=1, max_size=9))
def test_any_text_makes_a_valid_query(log, text, topic):
    note = {"happened": f"{text} waiver table {text}", "topics": [topic], "rule_ref": topic}
    assert like_entries(log, note) == []


def test_only_the_beginning_of_a_huge_text_is_read():
    assert len(distinctive_words("abcde " * 100_000 + "fghij")) == 1
