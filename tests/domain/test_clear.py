"""Tests of the objections to reading an entry out."""

import csv

import pytest

from coachlog.domain.clear import ADVICE, BLOCKING, CONFIRM, POSSIBLE, edit_command, find_objections
from coachlog.domain.entry import Entry
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.names import Names
from tests.audit_findings import FINDINGS, needs_findings

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


def test_a_plain_entry_has_no_objections():
    assert find_objections(ENTRY, NAMES) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"recovery": "Mailed to a@b.org"},
            [(BLOCKING, "recovery has an e-mail address at character 11")],
        ),
        ({"why": "Call 555-0100"}, [(BLOCKING, "why has a phone number at character 6")]),
        ({"lesson": "See case 2026-0042"}, [(CONFIRM, "lesson has a case number at character 10")]),
        ({"lesson": "Ask Ximena"}, [(CONFIRM, 'lesson names a person, "Ximena", at character 5')]),
        (
            {"topics": ("fees", "XIMENA")},
            [(CONFIRM, 'topics names a person, "XIMENA", at character 1')],
        ),
        (
            {"lesson": "Ask Mr. Stone"},
            [(CONFIRM, 'lesson names a person, "Stone", at character 9')],
        ),
        ({"lesson": "Ask Ben"}, [(POSSIBLE, 'lesson may name a person, "Ben", at character 5')]),
        ({"share": "private"}, [(CONFIRM, "is private: only you have seen it")]),
        ({"recovery": None}, [(ADVICE, "is still open: it has no recovery yet")]),
        (
            {"kind": "question", "recovery": None},
            [(ADVICE, "says only what happened, so there is little to learn from it")],
        ),
        ({"happened": "Oops, again"}, [(ADVICE, "is very short")]),
    ],
)
def test_an_objection_names_the_field_and_the_position(fields, expected):
    objections = find_objections(ENTRY._replace(**fields), NAMES)
    assert [(objection.weight, objection.text) for objection in objections] == expected


def test_blocking_objections_come_first_and_the_command_names_their_fields():
    entry = ENTRY._replace(
        happened="Ximena, ben@x.org", lesson="555-0100 or 555-0101", rule_ref="a@b.org"
    )
    objections = find_objections(entry, NAMES)
    assert [objection.weight for objection in objections] == [BLOCKING] * 4 + [CONFIRM, ADVICE]
    command = 'coachlog edit 8f3a --happened "…" --lesson "…" --rule "…"'
    assert edit_command(entry, objections) == command


@needs_findings
def test_a_hundred_real_findings_contain_no_suspected_given_name():
    suspects = []
    with FINDINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for text in row.values():
                suspects += [text[start:end] for start, end in given_names(text)]
    assert suspects == []


def test_a_given_name_begins_with_a_capital():
    text = "Ben, ben, Benson, BEN and José; Maria-Luise"
    assert [text[start:end] for start, end in given_names(text)] == ["Ben", "José", "Maria"]
