"""Lists are in the order of recording, whatever was undone and redone in between."""

import json

import pytest

# A capital letter records an entry of that name, a small one undoes, a digit redoes.
ANA_AND_BEN = {
    "A": ("ana", "log @permits A"),
    "P": ("ana", "log @permits --private P"),
    "B": ("ben", "log @permits B"),
    "C": ("cem", "log @permits C"),
    "a": ("ana", "undo"),
    "b": ("ben", "undo"),
    "c": ("cem", "undo"),
    "1": ("ana", "redo"),
    "2": ("ben", "redo"),
    "3": ("cem", "redo"),
}


@pytest.mark.parametrize(
    ("steps", "recorded"),
    [
        ("BbA2", "BA"),
        ("PBbA2", "BA"),
        ("BPabA2", "BA"),
        ("PBCbcA32", "BCA"),
        ("ABCabc321", "ABC"),
        ("ABCabc312", "ABC"),
        ("ABCabc231", "ABC"),
        ("ABbCc2A3", "ABCA"),
    ],
)
def test_a_redone_entry_is_where_it_was(by, steps, recorded):
    for step in steps:
        who, line = ANA_AND_BEN[step]
        assert by(who, *line.split()).code == 0
    entries = json.loads(by("robin", "list", "--format", "json").out)
    assert [entry["happened"] for entry in entries] == list(reversed(recorded))
