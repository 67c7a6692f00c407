"""Tests of patches as JSON, against the json package."""

import json

from hypothesis import given
from hypothesis import strategies as st

from coachlog.storage.patch_json import patch_text, read_patch

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


@given(st.dictionaries(TEXTS, VALUES))
def test_a_patch_is_written_as_the_json_package_writes_it(patch):
    assert patch_text(patch) == json.dumps(patch, ensure_ascii=False, separators=(",", ":"))
    assert read_patch(patch_text(patch)) == patch
