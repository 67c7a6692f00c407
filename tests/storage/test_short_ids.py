"""Tests of short ids: one can always be made, and a spreadsheet leaves it as it is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coachlog.storage.short_ids import (
    belongs_to,
    free_short_id,
    free_short_ids,
    is_id,
    new_ids,
    reads_as_number,
)
from tests.storage.test_entry_table import create, record

HEAD = "00000000-0000-8000-8000-"  # of the uuid of a row without a date
# Each as likely to be a digit, an e, or any hexadecimal digit, so that most ends read as numbers.
TAILS = st.text("0123456789e" * 3 + "abcdf", min_size=12, max_size=12)


@pytest.mark.parametrize(
    ("end", "short_id"),
    [
        ("8f3a", "8f3a"),
        ("1234", "1234"),
        ("0012", "x0012"),
        ("1e50", "x1e50"),
        ("dec1", "xdec1"),
        ("9feb", "x9feb"),
        ("e123", "e123"),
        ("012e", "012e"),
        ("0e1f", "0e1f"),
    ],
)
def test_a_short_id_never_reads_as_a_number_in_a_spreadsheet(log, end, short_id):
    uuid = f"01a1f452-5980-7d64-a8ee-aaaaaaab{end}"
    assert free_short_id(log, uuid) == short_id
    assert free_short_ids(log, [uuid]) == [short_id]


@pytest.mark.parametrize(
    ("end", "changes"),
    [
        ("0012", True),
        ("1e50", True),
        ("feb29", True),
        ("123456789012", True),
        ("8f3a", False),
        ("1234", False),
        ("12e", False),
        ("1e2e3", False),
        ("1dec2", True),
    ],
)
def test_ids_that_a_spreadsheet_would_change_are_recognised(end, changes):
    assert reads_as_number(end) == changes


@given(st.lists(TAILS, min_size=1, max_size=30, unique=True))
@example(["000000000000"])
@example(["123456789012", "12345678901e", "1234567890e2"])
@example([f"00000{n}e00000" for n in range(10)])
@settings(max_examples=150)
def test_any_uuids_have_short_ids_that_are_theirs_alone(log_in_memory, tails):
    uuids = [HEAD + tail for tail in tails]
    ids = free_short_ids(log_in_memory, uuids)
    assert len(set(ids)) == len(uuids)
    for uuid, short_id in zip(uuids, ids, strict=True):
        assert not reads_as_number(short_id)
        assert is_id(short_id)
        assert belongs_to(short_id, uuid)
    if len(tails) == 1:
        assert len(ids[0]) <= 5


@pytest.fixture(scope="module")
def log_in_memory(tmp_path_factory):
    """Open an empty log that all examples share; none of them writes to it."""
    from contextlib import closing

    from coachlog.clock import Clock
    from coachlog.storage.file.open import open_log

    path = tmp_path_factory.mktemp("ids") / "log.db"
    with closing(open_log(str(path), Clock(), default=False, create=False)) as log:
        yield log


def test_uuids_that_share_their_end_get_longer_ids(log):
    uuids = [f"01a1f452-5980-7d64-a8ee-{number:08x}ab1e" for number in range(300)]
    ids = free_short_ids(log, uuids)
    assert len(set(ids)) == 300
    assert max(map(len, ids)) <= 7


def test_an_id_is_made_when_a_file_has_taken_every_end(log):
    uuid = HEAD + "0000000012e4"
    digits = uuid.replace("-", "")
    taken = [digits[-length:] for length in range(4, 33)]
    taken += [f"x{end}" for end in taken]
    short_id = free_short_id(log, uuid, taken)
    assert short_id not in taken
    assert belongs_to(short_id, uuid)


def test_a_recording_draws_another_uuid_where_the_end_reads_as_a_number(log, clock, monkeypatch):
    drawn = [HEAD + "0000000012e4", HEAD + "000000000012", HEAD + "0000000000ab"]
    monkeypatch.setattr(type(clock), "uuid7", lambda _: drawn.pop(0))
    assert new_ids(log) == (HEAD + "0000000000ab", "00ab")


def test_an_entry_is_called_by_its_id_with_or_without_the_sign(log, clock, coachlog, monkeypatch):
    monkeypatch.setenv("COACHLOG_DB", log.path)
    uuid = HEAD + "0000000012e4"
    create(log, {**record(log, clock), "uuid": uuid, "short_id": free_short_id(log, uuid)})
    for name in ("x12e4", "X12E4", "12e4", "0012e4", uuid):
        code, out, _ = coachlog("show", name)
        assert (code, out.startswith("x12e4")) == (0, True)
    assert coachlog("delete", "x12e4").code == 0
    code, out, err = coachlog("show", "x12e4")
    assert (code, out) == (4, "")
    assert "x12e4 was deleted." in err
