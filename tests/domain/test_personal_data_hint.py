"""Tests of the line about numbers and addresses that the team will read."""

import csv
from pathlib import Path

import pytest

from coachlog.domain.people.hint import personal_data_hint
from coachlog.domain.typed_text import may_be_personal

SENTENCES = Path(__file__).parents[1] / "data" / "masks.csv"
HINTED = ("phone", "card", "iban", "e-mail", "birth")


@pytest.mark.parametrize(
    ("texts", "data"),
    [
        (["Call 555-0100"], "phone number"),
        (["Card 4111 1111 1111 1111"], "card number"),
        (["To DE89 3704 0044 0532 0130 00"], "bank account number"),
        (["Mail a@b.org"], "e-mail address"),
        (["DOB 1/2/90"], "birth date"),
        (["Call 555-0100", "or a@b.org"], "phone number and e-mail address"),
        (["DOB 1/2/90, a@b.org, 555-0100"], "phone number, e-mail address and birth date"),
    ],
)
def test_the_line_names_what_the_team_will_read(texts, data):
    assert personal_data_hint(texts, "8f3a") == (
        f"The team will read this {data}. To take it out:  coachlog edit 8f3a"
    )


@pytest.mark.parametrize("text", ["Mr. Stone", "case 2026-0042", "12 Oak Lane", "1130-1230", ""])
def test_there_is_no_line_about_anything_else(text):
    assert personal_data_hint([text], "8f3a") is None


def test_the_quick_look_passes_on_every_sentence_that_gets_a_line():
    passed_over = []
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sentence = row["sentence"]
            if personal_data_hint([sentence], "8f3a") and not may_be_personal(sentence):
                passed_over.append(sentence)
    assert passed_over == []
