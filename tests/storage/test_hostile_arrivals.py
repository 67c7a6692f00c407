"""Whoever can write to a shared folder can send anything: it stops nothing, and shows nothing."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coachlog.domain.families import FAMILIES
from tests.replicas import tables_of


def nested(depth):
    """Return lists in lists."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


MALFORMED, NOT_THEIRS = "malformed", "not theirs"
BAD_PATCHES = (
    {"happened": "a\0b"},
    {"happened": "a\ud800b"},
    {"happened": "x" * 1_000_001},
    {"happened": 7},
    {"team": "a; b"},
    {"team": " "},
    {"team": "a\nb"},
    {"team": "x" * 201},
    {"topics": []},
    {"topics": ["fees", "fees"]},
    {"topics": ["a; b"]},
    {"topics": "fees"},
    {"kind": "gossip"},
    {"kind": ["correction"]},
    {"status": {"a": 1}},
    {"own": 3},
    {"occurred_on": "soon"},
    {"recorded_at": "2026-11-19"},
    {"short_id": "no id"},
    {"trainer": "kim\x1b]52;c;x\x07"},
    {"known": ["share"]},
    {"known": {"share": "all"}},
    {"known": {"share": ["x" * 32]}},
    {"epoch": 5},
    {"snapshot": "all"},
    {"snapshot": [1, 2]},
    {"snapshot": [None] * 27},
    {"moved_from": ["permits"]},
    {"later": nested(100_000)},
    {"later": {"deep": ["a\0b"]}},
)


@pytest.fixture
def attacked(replica):
    """Return a log with an entry of kim that arrived, a revision of hers, and its record."""
    kim, robin = replica("kim"), replica("robin")
    uuid = kim.record("Called ahead")
    (created,) = kim.revisions()
    robin.take([created])
    return robin, created, uuid


def forged(revision, number=1, **changes):
    number = bytes([255] * 15 + [number])
    return revision._replace(id=number, hlc=later(revision), **changes)


def later(revision):
    return f"{int(revision.hlc[:13]) + 1}-0000"


def reasons(replica):
    return replica.log.column("SELECT reason FROM held ORDER BY id")


@pytest.mark.parametrize("patch", BAD_PATCHES, ids=lambda patch: next(iter(patch)))
def test_what_no_table_can_hold_is_set_aside(attacked, patch):
    robin, created, _ = attacked
    before = robin.tables()
    bad = [forged(created, patch=patch), forged(created, 2, patch={**created.patch, **patch})]
    arrived = robin.take([*bad, *bad])
    assert (arrived.held, arrived.outcomes) == (2, {})
    assert reasons(robin) == [MALFORMED, MALFORMED]
    # It is no better when something else of its record arrives.
    assert robin.take([created]).held == 0
    assert robin.tables() == before
    assert robin.problems() == []


@pytest.mark.parametrize("column", ["id", "record", "table", "hlc", "device", "author", "patch"])
@pytest.mark.parametrize("value", [None, 7, b"", "", "\x1b[31m", "a\ud800"], ids=repr)
def test_a_revision_without_the_form_of_one_is_set_aside_and_no_damage(attacked, column, value):
    robin, created, _ = attacked
    before = robin.tables()
    robin.take([forged(created, patch={"lesson": "Ask"})._replace(**{column: value})])
    # Nobody signs some of the families, so an empty name is one.
    if (column, value) != ("author", ""):
        assert robin.tables() == before
        assert reasons(robin) in ([MALFORMED], ["newer"])
    assert robin.problems() == []


@pytest.mark.parametrize("table", FAMILIES)
def test_only_families_that_travel_are_taken(attacked, table):
    robin, created, _ = attacked
    patch = {"deleted": True}
    other = created._replace(record="019a9c1e-7000-7abc-8000-00000000beef")
    robin.take([forged(other, table=table, patch=patch)])
    expected = [] if FAMILIES[table].travels else ["never travels"]
    assert reasons(robin) in (expected, ["newer"])


def test_a_record_of_one_family_cannot_become_one_of_another(attacked):
    robin, created, uuid = attacked
    fields = {"entry": uuid, "kind": "idea", "text": "x", "said_on": "2026-11-19"}
    robin.take([forged(created, table="reply", patch=fields)])
    assert reasons(robin) == [MALFORMED]
    assert robin.problems() == []


def test_what_a_newer_program_wrote_is_kept_as_it_is(attacked):
    robin, created, _ = attacked
    newer = forged(created, table="poll", patch={"question": "Tea?", "votes": [1, 2]})
    assert robin.take([newer]).held == 1
    assert robin.log.one("SELECT tbl, patch, reason FROM held") == (
        "poll",
        '{"question":"Tea?","votes":[1,2]}',
        "newer",
    )
    assert robin.take([newer]).held == 0


def test_a_field_of_a_newer_program_stays_in_the_history(attacked):
    robin, created, _ = attacked
    robin.take([forged(created, patch={"lesson": "Ask", "mood": {"a": [1]}})])
    assert robin.revisions()[-1].patch == {"lesson": "Ask", "mood": {"a": [1]}}
    assert robin.log.value("SELECT lesson FROM entry") == "Ask"
    assert robin.problems() == []


@pytest.mark.parametrize(
    "patch",
    [
        {"share": "private"},
        {"trainer": "mallory"},
        {"deleted": True, "purged": True},
    ],
    ids=repr,
)
def test_what_only_the_trainer_may_do_is_set_aside_if_another_did_it(attacked, patch):
    robin, created, _ = attacked
    arrived = robin.take([forged(created, author="mallory", patch=patch)])
    assert (arrived.held, robin.texts(), reasons(robin)) == (1, ["Called ahead"], [NOT_THEIRS])
    assert robin.take([forged(created, 2, author="kim", patch=patch)]).held == 0
    # Whoever has it from its trainer may.
    assert reasons(robin) == [NOT_THEIRS] * ("trainer" not in patch)
    assert robin.problems() == []


def test_others_do_not_share_what_its_trainer_withdrew(attacked):
    robin, created, _ = attacked
    withdrawn = forged(created, patch={"share": "private", "known": {"share": [created.id.hex()]}})
    wider = {"share": "team", "known": {"share": [withdrawn.id.hex()]}}
    robin.take([withdrawn, forged(created, 2, author="mallory", patch=wider), created])
    assert (robin.texts(), reasons(robin)) == ([], [NOT_THEIRS])
    snapshot = {**created.patch, **wider, "happened": "Of mallory", "trainer": "mallory"}
    robin.take([forged(created, 3, author="mallory", patch=snapshot)])
    assert robin.texts() == []


def test_a_new_owner_may_do_what_the_old_one_could(attacked):
    robin, created, _ = attacked
    private = forged(created, 2, author="ada", patch={"share": "private"})
    assert robin.take([private]).held == 1
    arrived = robin.take([forged(created, 1, author="kim", patch={"trainer": "ada"})])
    assert (arrived.withdrawn, reasons(robin)) == (1, [])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(
    max_examples=60,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_value_anywhere_is_an_error(attacked, data):
    robin, created, _ = attacked
    fields = st.sampled_from([*created.patch, "share", "known", "epoch", "snapshot", "entry"])
    patch = data.draw(st.dictionaries(fields, VALUES))
    table = data.draw(st.sampled_from(["entry", "reply", "checkin", "meeting", "guide", "walk"]))
    whole = data.draw(st.booleans())
    if whole:
        patch = {**created.patch, **patch}
    hostile = forged(created, table=table, patch=patch)
    # Another one in each example, so that it is looked at.
    hostile = hostile._replace(id=data.draw(st.binary(min_size=16, max_size=16)))
    column = data.draw(st.sampled_from(hostile._fields))
    if data.draw(st.booleans()):
        hostile = hostile._replace(**{column: data.draw(VALUES)})
    if table != "entry" and isinstance(hostile.record, str):
        hostile = hostile._replace(record="019a9c1e-7000-7abc-8000-00000000beef")
    robin.take([hostile])
    robin.take([created, hostile])
    tables_of(robin.log)
