"""Tests of moving a log: a full export and its import give equal entries, field for field."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.domain.audience import FULL
from coachlog.domain.fields import CHOICES, FACTORS, LONG_TEXTS
from coachlog.domain.filters import Filter
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage.file.open import open_log
from coachlog.storage.queries.entries import select_entries

HOSTILE = ["=1+1", "'=1", "-", "yes", "00123", "1e5", 'a "b"', "a;b", "a, b", "\r\n", "x\ry"]
HOSTILE += ["\ufeffx", "null", "NA", " x "]
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
words = (words | st.sampled_from(HOSTILE)).filter(str.strip)
names = st.text("abc Äß=+@'\"-,.", min_size=1, max_size=8).map(str.strip)
# A team of signs alone is refused.
names = names.filter(lambda name: any(map(str.isalpha, name)))
entries = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(CHOICES["kind"]),
        "team": names,
        "topics": st.lists(names, min_size=1, max_size=3),
        "happened": words,
    },
    optional={
        **{field: words for field in LONG_TEXTS if field != "happened"},
        **{field: st.sampled_from(CHOICES[field]) for field in CHOICES if field != "kind"},
        "factors": st.lists(st.sampled_from(FACTORS)),
        "own": st.booleans(),
        "trainer": names,
        "learner": names,
        "rule_ref": names,
        "occurred_on": st.sampled_from(["2026-11-02", "2020-02-29"]),
    },
)


@pytest.mark.parametrize("format_", ["csv", "json", "jsonl"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recorded=st.lists(entries, min_size=1, max_size=4))
def test_a_full_export_imported_elsewhere_is_equal(coachlog, tmp_path, clock, format_, recorded):
    for path in tmp_path.glob("*.db"):
        path.unlink()
    first = str(tmp_path / "first.db")
    second = str(tmp_path / "second.db")
    file = str(tmp_path / f"full.{format_}")
    log = open_log(first, clock, default=False, create=True)
    log.reader = "robin"
    for fields in recorded:
        # Nobody can record a private entry of somebody else.
        if fields.get("share") == "private":
            fields["trainer"] = "robin"
        record(log, Settings({"similar": "no"}), fields)
    log.close()
    code, _, err = coachlog("--db", first, "export", "--for", "full", "-o", file, "--force")
    assert code == 0, err
    code, _, err = coachlog("--db", second, "import", file)
    assert code == 0, err
    assert all_entries(second, clock) == all_entries(first, clock)


def all_entries(path: str, clock: FixedClock):
    """Return every entry of a log, with every field."""
    log = open_log(path, clock, default=False, create=False)
    log.reader = "robin"
    entries = list(select_entries(log, Filter(audience=FULL, as_recorded=True)))
    log.close()
    return entries


def test_the_log_of_the_demonstration_can_be_moved(coachlog, tmp_path, clock):
    first = str(tmp_path / "first.db")
    assert coachlog("demo", "--keep", first).code == 0
    for format_ in ("csv", "json"):
        file = str(tmp_path / f"full.{format_}")
        second = str(tmp_path / f"{format_}.db")
        coachlog("--db", first, "export", "--for", "full", "-o", file)
        assert coachlog("--db", second, "import", file).code == 0
        assert all_entries(second, clock) == all_entries(first, clock)
    assert len(json.loads((tmp_path / "full.json").read_text())) >= 300
