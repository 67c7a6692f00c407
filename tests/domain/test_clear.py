"""What speaks against reading an entry out."""

import csv
import os
from pathlib import Path

import pytest

from coachlog.domain.clear import ASK, LOOK, STOP, edit_command, objections
from coachlog.domain.entry import Entry
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.names import Names

FINDINGS = Path(
    os.environ.get("AUDIT_FINDINGS")
    or Path(__file__).parents[2] / "../shared/data/fac_findings_corrective_actions.csv"
)
ENTRY = Entry(
    **dict.fromkeys(Entry._fields)
    | {
        "short_id": "8f3a",
        "kind": "mistake",
        "team": "permits",
        "topics": ("fees",),
        "happened": "Took the fee twice",
        "recovery": "Paid it back",
        "share": "team",
    }
)
NAMES = Names(["Ximena"])


def test_nothing_speaks_against_a_plain_entry():
    assert objections(ENTRY, NAMES) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (
            {"recovery": "Mailed to a@b.org"},
            [(STOP, "recovery has an e-mail address at character 11")],
        ),
        ({"why": "Call 555-0100"}, [(STOP, "why has a phone number at character 6")]),
        ({"lesson": "See case 2026-0042"}, [(ASK, "lesson has a case number at character 10")]),
        ({"lesson": "Ask Ximena"}, [(ASK, 'lesson names a person, "Ximena", at character 5')]),
        (
            {"topics": ("fees", "XIMENA")},
            [(ASK, 'topics names a person, "XIMENA", at character 1')],
        ),
        ({"lesson": "Ask Mr. Stone"}, [(ASK, 'lesson names a person, "Stone", at character 9')]),
        ({"lesson": "Ask Ben"}, [(LOOK, 'lesson may name a person, "Ben", at character 5')]),
        ({"share": "private"}, [(ASK, "is private: nobody but you has seen it")]),
        ({"recovery": None}, [(LOOK, "is still open: nobody has noted how it was put right")]),
        (
            {"kind": "question", "recovery": None},
            [(LOOK, "says only what happened, so there is little to learn from it")],
        ),
        ({"happened": "Oops, again"}, [(LOOK, "is very short")]),
    ],
)
def test_what_speaks_against_an_entry_is_said_with_its_place(fields, found):
    assert [one[:2] for one in objections(ENTRY._replace(**fields), NAMES)] == found


def test_what_weighs_most_comes_first_and_the_edit_names_what_stops():
    entry = ENTRY._replace(
        happened="Ximena, ben@x.org", lesson="555-0100 or 555-0101", rule_ref="a@b.org"
    )
    found = objections(entry, NAMES)
    assert [one.weight for one in found] == [STOP, STOP, STOP, STOP, ASK, LOOK]
    assert edit_command(entry, found) == 'coachlog edit 8f3a --happened "…" --lesson "…" --rule "…"'


@pytest.mark.skipif(
    not FINDINGS.exists(), reason="the audit findings are not here: name them in AUDIT_FINDINGS"
)
def test_in_a_hundred_real_findings_no_given_name_is_suspected():
    with FINDINGS.open(encoding="utf-8", newline="") as file:
        assert [
            text[start:end]
            for row in csv.DictReader(file)
            for text in row.values()
            for start, end in given_names(text)
        ] == []


def test_a_given_name_is_a_word_with_a_capital():
    text = "Ben, ben, Benson, BEN and José; Maria-Luise"
    assert [text[start:end] for start, end in given_names(text)] == ["Ben", "José", "Maria"]
