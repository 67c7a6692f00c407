"""The clock and its ids."""

import re

from coachlog.clock import Clock, FixedClock


def test_ids_are_version_7_and_sort_as_they_were_made_also_within_a_millisecond(clock):
    for made_by in (Clock(), clock):
        ids = [made_by.uuid7() for _ in range(5_000)]
        assert ids == sorted(set(ids))
        assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one) for one in ids)


def test_ids_at_one_fixed_time_differ_from_clock_to_clock(clock):
    ids = {FixedClock(clock.now()).uuid7() for _ in range(100)}
    assert len(ids) == 100
    assert len({one[-4:] for one in (clock.uuid7() for _ in range(100))}) > 90
