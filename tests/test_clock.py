"""Tests of the clock: times, ids, and the name of the time zone."""

import os
import sqlite3
import time
import uuid as standard  # noqa: TID251 - to compare with
from contextlib import closing
from datetime import UTC, datetime
from uuid import RFC_4122, UUID  # noqa: TID251 - to read one, not to make one

import pytest

from coachlog.clock import (
    Clock,
    FixedClock,
    system_clock,
    utc_text,
    uuid5,
    zone_name,
    zone_warning,
)
from coachlog.errors import SettingsError
from coachlog.paths import default_log
from coachlog.storage.patch_json import read_patch

WORDS = ("log", "@permits", "+fees", "Showed how to look up a fee waiver")


def test_now_is_aware_local_and_to_the_millisecond(at):
    at(None, "Asia/Tokyo")
    before = time.time()  # noqa: TID251 - to compare with
    now = system_clock().now()
    assert now.utcoffset().total_seconds() == 9 * 3600
    assert now.microsecond % 1000 == 0
    assert abs(now.timestamp() - before) < 5


def test_an_id_is_a_uuid_of_version_7_that_sorts_by_time():
    moment = datetime(2026, 11, 19, 15, tzinfo=UTC)
    first, second = (UUID(FixedClock(moment.replace(minute=minute)).uuid7()) for minute in (0, 1))
    assert (first.version, first.variant) == (7, RFC_4122)
    assert first.int >> 80 == int(moment.timestamp() * 1000)
    assert str(first) < str(second)


def test_ids_of_the_same_moment_differ_and_a_seed_repeats_them():
    moment = datetime(2026, 11, 19, 15, tzinfo=UTC)
    clock = FixedClock(moment)
    assert len({clock.uuid7() for _ in range(1_000)}) == 1_000
    seeded = [FixedClock(moment, seed=7) for _ in range(2)]
    assert [seeded[0].uuid7() for _ in range(5)] == [seeded[1].uuid7() for _ in range(5)]
    assert len({Clock().uuid7() for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize(
    "text",
    ["soon", "2026-13-01", "1969-07-20T20:17", "9999-12-31T23:59:59", "0001-01-01", "-", "\x1b"],
)
def test_a_coachlog_now_that_is_not_a_time_is_a_settings_error(coachlog, at, text):
    at(text)
    with pytest.raises(SettingsError, match="COACHLOG_NOW must be a date and time"):
        system_clock()
    code, out, err = coachlog(*WORDS)
    message, given_back = err.split("\n", 1)
    assert (code, out, "\x1b" in message) == (3, "", False)
    assert given_back.startswith("Not recorded. Your text:\n")


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin (UTC+01:00)"),
        (":Europe/Berlin", "Europe/Berlin (UTC+01:00)"),
        ("/usr/share/zoneinfo/Asia/Kolkata", "Asia/Kolkata (UTC+05:30)"),
        ("America/St_Johns", "America/St_Johns (UTC-03:30)"),
        ("UTC", "UTC (UTC+00:00)"),
        ("", "UTC (UTC+00:00)"),
        ("UTC+3", "UTC+3 (UTC-03:00)"),
        ("EST5EDT,M3.2.0,M11.1.0", "EST5EDT,M3.2.0,M11.1.0 (UTC-05:00)"),
        ("Mars/Olympus", "Mars/Olympus (UTC+00:00)"),
    ],
)
def test_the_zone_is_named_with_its_offset_at_the_time(at, zone, name):
    at("2026-11-19T15:00+00:00")
    at("2026-11-19T15:00+00:00", zone or "UTC")
    os.environ["TZ"] = zone
    time.tzset()
    assert zone_name(system_clock().now()) == name


def test_without_tz_the_zone_of_the_system_is_named(monkeypatch):
    monkeypatch.delenv("TZ")
    time.tzset()
    now = system_clock().now()
    offset = f"{now:%z}"
    assert zone_name(now).endswith(f"(UTC{offset[:3]}:{offset[3:5]})")


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        ":Europe/Berlin",
        "UTC",
        "GMT",
        "/usr/share/zoneinfo/Asia/Kolkata",
        "EST5EDT",
    ],
)
def test_an_existing_zone_brings_no_warning(at, coachlog, zone):
    at("2026-11-19T15:00+00:00", zone)
    assert zone_warning() is None
    assert "TZ=" not in coachlog(*WORDS).err


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Mars/Olympus", "UTC+00:00"),
        ("UTC+3", "UTC-03:00"),
        ("Europe", "UTC+00:00"),
        ("../etc/passwd", "UTC+00:00"),
        ("/no/where", "UTC+00:00"),
    ],
)
def test_an_unknown_zone_brings_a_warning_in_recording_and_in_listing(at, coachlog, zone, offset):
    at("2026-11-19T15:00+00:00", zone)
    warning = f"TZ='{zone}' is not the name of a time zone, so days are counted in {offset}."
    assert zone_warning() == warning
    for arguments in (WORDS, WORDS, ("list", "--this-week")):
        code, _, err = coachlog(*arguments)
        assert (code, err.count(warning)) == (0, 1)


def test_a_clock_that_was_set_back_changes_no_order_and_brings_a_warning(coachlog, at):
    assert coachlog("log", "@permits", "the first").code == 0
    at("2026-11-18T15:00:00+00:00")
    code, _, err = coachlog("log", "@permits", "the second")
    assert code == 0
    warning = (
        "This computer's clock is behind the newest entry. "
        "The order of entries is kept, but check the date."
    )
    assert warning in err
    with closing(sqlite3.connect(default_log())) as db:
        patches = db.execute("SELECT patch FROM revision ORDER BY hlc").fetchall()
    texts = [read_patch(patch)["happened"] for (patch,) in patches]
    assert texts == ["the first", "the second"]


def test_a_clock_that_was_two_years_ahead_brings_a_warning(coachlog, at):
    at("2028-11-19T15:00:00+00:00")
    assert coachlog("log", "@permits", "from the future").code == 0
    at("2026-11-19T15:00:00+00:00")
    assert "clock is behind the newest entry" in coachlog("log", "@permits", "from today").err


def test_moments_are_stored_in_utc_to_the_millisecond(at):
    at("2026-11-19T15:00:00.123+05:30")
    assert utc_text(system_clock().now()) == "2026-11-19T09:30:00.123Z"


@pytest.mark.parametrize("name", ["", "2026-11-19\ndone", "Équipe 7"])
def test_the_uuid_of_a_name_is_of_version_5_and_never_changes(name):
    # Logs that make other ones would count the turn of one meeting twice.
    namespace = UUID("6f1d0a52-c3b8-4e7e-9a4b-2f5d8c7e1a90")
    assert uuid5(name) == str(standard.uuid5(namespace, name))
