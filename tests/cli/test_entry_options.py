"""Tests of the options for the fields of an entry."""

import json

import pytest

from coachlog.domain.fields import FIELD_NAMES
from tests.work import hints_of

# Each option, with its field and a value.
VALUES = {
    "--recovery": ("recovery", "Called the customer back"),
    "--expected": ("expected", "Ask for the form first"),
    "--why": ("why", "The fee depends on it"),
    "--lesson": ("lesson", "Look at the table"),
    "--trainer": ("trainer", "Ana"),
    "--learner": ("learner", "blue"),
    "--basis": ("basis", "both"),
    "--rule": ("rule_ref", "2 CFR 200.318"),
    "--decision": ("decision", "exception-documented"),
    "--caught": ("caught", "before-effect"),
    "--detected-by": ("detected_by", "audit"),
    "--share": ("share", "meeting"),
    "--status": ("status", "adopted"),
    "--changed-what": ("changed_what", "The form"),
    "--role": ("role", "leader"),
    "--kind": ("kind", "question"),
}


def test_every_field_has_an_option(coachlog):
    options = ["--team", "permits", "--on", "yesterday 3pm", "--own"]
    options += ["--topic", "fees", "--topic", "waivers"]
    options += ["--factor", "tool", "--factor", "hand-over"]
    for option, (_, value) in VALUES.items():
        options += [option, value]
    words = ["--", "-x", "--", "y"]
    code, out, err = coachlog("log", *options, "-f", "json", *words)
    assert (code, hints_of(err)) == (0, [])
    record = json.loads(out)
    assert list(record) == list(FIELD_NAMES)
    # The entry is another trainer's, so its learner is shown to nobody else from now on.
    expected = {**dict(VALUES.values()), "learner": None}
    assert {field: record[field] for field, _ in VALUES.values()} == expected
    assert (record["topics"], record["factors"]) == (["fees", "waivers"], ["tool", "hand-over"])
    assert record["own"] is True
    assert (record["happened"], record["team"]) == ("-x -- y", "permits")
    assert (record["occurred_on"], record["occurred_at"]) == (
        "2026-11-18",
        "2026-11-18T15:00:00.000Z",
    )


def test_a_field_without_a_value_is_null(coachlog):
    options = ["--private", "--on", "2026-11-02", "--format", "json"]
    record = json.loads(coachlog("log", "@permits", "Text", *options).out)
    assert {name for name, value in record.items() if value is None} == set(
        "recovery expected why lesson learner basis rule_ref decision caught detected_by"
        " changed_what occurred_at role".split()
    )
    assert (record["share"], record["status"]) == ("private", "logged")
    assert (record["own"], record["factors"]) == (False, [])


def test_the_error_for_an_unknown_option_says_where_text_with_a_dash_goes(coachlog):
    code, out, err = coachlog("log", "@permits", "-5", "degrees")
    assert (code, out) == (2, "")
    assert "Text that begins with - goes after --" in err


@pytest.mark.parametrize(
    ("line", "given_back"),
    [
        ("@a --team b text", "@a --team b text"),
        ("text --happened text", "text --happened text"),
        ("-s -q text", "text"),
    ],
)
def test_options_that_contradict_each_other_record_nothing(coachlog, line, given_back):
    code, out, err = coachlog("log", *line.split())
    assert (code, out) == (2, "")
    first, *others = err.splitlines()
    assert first.startswith("coachlog: ")
    assert others == ["Not recorded. Your text:", given_back]
    assert coachlog("list", "--format", "jsonl").out == ""


def test_a_date_far_ahead_needs_confirmation(coachlog):
    code, out, err = coachlog("log", "@a", "text", "--on", "2027-01-01")
    assert (code, out) == (6, "")
    assert "add --ahead" in err
    assert err.endswith("Not recorded. Your text:\ntext\n")
    assert coachlog("log", "@a", "text", "--on", "2027-01-01", "--ahead").code == 0
    assert coachlog("log", "@a", "text", "--on", "tomorrow").code == 0
