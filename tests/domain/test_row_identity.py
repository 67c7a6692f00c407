"""Tests of the ids of rows that have none of their own."""

import tracemalloc

import pytest

from coachlog.domain.row_identity import RowIdentities, own_uuid

ROW = {"team": "Permits", "topics": ["fees"], "happened": "Took the old form"}
DAY = "2026-11-18"


def test_a_row_has_the_same_id_in_every_run():
    assert RowIdentities().of(ROW, DAY) == RowIdentities().of(dict(reversed(ROW.items())), DAY)


def test_rows_that_are_alike_have_different_ids_and_the_same_ones_in_every_run():
    first, second = RowIdentities(), RowIdentities()
    uuids = [first.of(ROW, DAY) for _ in range(3)]
    assert len(set(uuids)) == 3
    assert [second.of(ROW, DAY) for _ in range(3)] == uuids


def test_another_spelling_of_a_team_or_a_topic_is_the_same_row():
    respelled = {**ROW, "team": "PERMITS", "topics": ["Fees"]}
    assert RowIdentities().of(respelled, DAY) == RowIdentities().of(ROW, DAY)


def test_a_row_has_the_same_id_wherever_it_stands_in_a_file():
    rows = [{"happened": str(number)} for number in range(30_000)]
    forwards, backwards = RowIdentities(), RowIdentities()
    uuids = [forwards.of(row, DAY) for row in rows]
    assert len(set(uuids)) == len(rows)
    assert [backwards.of(row, DAY) for row in reversed(rows)] == uuids[::-1]


def test_one_new_row_in_a_million_is_taken_for_a_repetition():
    identities = RowIdentities(32_000)
    for number in range(32_000):
        identities.of({"happened": str(number)}, DAY)
    marked = sum(mark.bit_count() for mark in identities._marks)
    # It is, if all four of its bits are marked by others.
    assert (marked / (8 * len(identities._marks))) ** 4 < 1e-6


def test_another_text_or_another_day_is_another_row():
    uuid = RowIdentities().of(ROW, DAY)
    assert RowIdentities().of({**ROW, "happened": "took the old form"}, DAY) != uuid
    assert RowIdentities().of(ROW, "2026-11-19") != uuid
    assert RowIdentities().of(ROW, None) != uuid


def test_the_ids_are_those_of_every_version():
    fields = {
        "team": "Éa",
        "topics": ["Straße", 'b"q'],
        "happened": "x\n\t\x01\x7f\u2028é🧑\\ /",
        "own": True,
        "factors": ["workload"],
        "learner": "ß",
    }
    uuid = RowIdentities().of(fields, DAY)
    assert uuid == "01a1ebf4-0400-8d1b-b229-dee47f90bf5e"
    assert own_uuid(uuid, "robin") == "01a1ebf4-0400-8ebf-8346-0da04a4b18ce"
    identities = RowIdentities()
    uuids = [identities.of({"happened": "a"}, None) for _ in range(2)]
    assert uuids == [
        "00000000-0000-806b-a014-590ac638a5ca",
        "00000000-0000-8d90-b4b3-ebe80407f2db",
    ]


@pytest.mark.parametrize("rows", [10, 100_000])
def test_a_table_of_bits_is_as_large_as_its_file_needs(rows):
    tracemalloc.start()
    identities = RowIdentities(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
    # Where the table is full, rows are taken for repetitions of others, and get other ids.
    roomy = RowIdentities(10 * rows)
    for row in range(rows):
        fields = {"happened": str(row)}
        assert identities.of(fields, DAY) == roomy.of(fields, DAY)
