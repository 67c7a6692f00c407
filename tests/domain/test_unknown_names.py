"""Tests of the words that `clear` asks about, because they may be somebody's name."""

import csv
from pathlib import Path

import pytest

from coachlog.domain.entry import Entry
from coachlog.domain.people.names import Names
from coachlog.domain.people.unknown_names import unknown_names

SENTENCES = Path(__file__).parents[1] / "data" / "wording.csv"
ENTRY = Entry(
    **dict.fromkeys(Entry._fields)
    | {"team": "Permits", "topics": ("fees", "Oak Street"), "happened": ""}
)


def unknown(text, *, known=(), decided=(), **fields):
    """Return the words of an entry with this text that are asked about."""
    entry = ENTRY._replace(happened=text, **fields)
    return unknown_names(entry, Names(known), decided)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We followed what Ottokar wrote", ["Ottokar"]),
        ("Ottokar wrote it down", []),
        ("Anna wrote it down, then Anna's list was used", ["Anna"]),
        ("The plan of Anna van der Berg, and of Zo\u00eb", ["Anna van der Berg", "Zoë"]),
        ("Sent to Harbor Point on Monday, not on Fridays", ["Harbor Point"]),
        ("The FBI form and the W-9 are in Excel", []),
        ("I asked on the phone; I'm sure of it", []),
        ("It was done. Then it was undone: Later it was done", []),
        ("the form goes to Form and the fees to Fees of Permits", []),
        ("Mr. Stone met with Ximena at 12 Oak Lane", ["Ximena"]),
        ("The Old Form Was Taken Again", []),
        ("Der Antrag ging an die Kasse und an Julia Weber", ["Julia Weber"]),
        ("@permits and +fees", []),
        ("", []),
    ],
)
def test_a_capitalized_word_is_asked_about_unless_something_speaks_against_it(text, expected):
    assert unknown(text) == expected


def test_known_names_and_decided_words_are_not_asked_about():
    text = "We asked Ottokar at Harbor Point and Ximena too"
    assert unknown(text, known=["Ottokar"]) == ["Harbor Point", "Ximena"]
    assert unknown(text, decided={"harbor point", "ximena"}) == ["Ottokar"]
    assert unknown(text, decided={"harbor", "point", "ottokar"}) == ["Ximena"]


def test_each_word_is_asked_about_once_over_all_texts():
    assert unknown("We asked Ottokar", lesson="We ask Ottokar or Ximena") == ["Ottokar", "Ximena"]


def test_few_of_the_sentences_about_work_have_such_a_word():
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        english = [row["sentence"] for row in csv.DictReader(file) if row["language"] == "en"]
    asked = [sentence for sentence in english if unknown(sentence)]
    assert len(asked) <= len(english) * 0.05, asked
