"""Tests of patches as JSON, against the json package."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.storage.patch_json import POSITIONS, patch_text, read_patch

TEXTS = st.text()
VALUES = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.lists(TEXTS)
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dictionaries(TEXTS, TEXTS)
)


FIXED = {"happened": TEXTS, "short_id": TEXTS, "recorded_at": TEXTS, "updated_at": TEXTS}
# No field of an entry is an object or `true`, except for `own`.
SOMETIMES = dict.fromkeys(set(POSITIONS) - FIXED.keys(), TEXTS | st.lists(TEXTS))
SOMETIMES |= {"lesson": TEXTS | st.none(), "own": st.booleans(), "factors": st.lists(TEXTS)}


@given(st.fixed_dictionaries(FIXED, optional=SOMETIMES), st.booleans(), st.booleans())
def test_the_patch_of_a_new_entry_is_read_back_as_it_was(patch, was_updated, has_time):
    if not was_updated:
        patch["updated_at"] = patch["recorded_at"]
    if has_time:
        patch["occurred_at"] = patch["recorded_at"]
    assert read_patch(patch_text(patch)) == patch


def test_the_patch_of_a_new_entry_has_neither_names_nor_repeated_times():
    now = "2026-11-19T15:00:00.000Z"
    patch = {
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Showed how",
        "short_id": "8f3a",
        "occurred_at": now,
        "recorded_at": now,
        "updated_at": now,
    }
    assert patch_text(patch) == (
        f'["correction","permits",["fees"],"Showed how","8f3a","{now}",null,null,null,true]'
    )


@given(st.dictionaries(TEXTS, VALUES), st.booleans())
def test_an_object_is_read_as_the_json_package_reads_it(patch, is_ascii):
    text = json.dumps(patch, ensure_ascii=is_ascii)
    assert read_patch(text) == json.loads(text)


DAMAGED = ["", "1", "[]", "[{}]", '["a"]', str([1] * 12), "[[", "null"]
DAMAGED += ["{", '{"a":1', '{"a":1}}', "{} {}", '{"a":"\n"}', "{'a':1}"]


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_patch_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_patch(text)


@given(st.dictionaries(TEXTS, VALUES))
def test_a_patch_is_written_as_the_json_package_writes_it(patch):
    assert patch_text(patch) == json.dumps(patch, ensure_ascii=False, separators=(",", ":"))
    assert read_patch(patch_text(patch)) == patch
