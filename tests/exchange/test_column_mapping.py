"""Tests of matching columns to fields."""

from unicodedata import normalize

import pytest

from coachlog.domain.fields import FIELD_NAMES, FIELDS
from coachlog.exchange.headings import ENTRY_NAMES, entry_names


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("what_happened", "happened"),
        ("What Happened?", "happened"),
        ("BEHAVIOUR", "happened"),
        ("corrective-action", "recovery"),
        ("Action taken", "recovery"),
        ("what_was_expected", "expected"),
        ("Criteria", "expected"),
        ("Impact", "why"),
        ("Recommendation", "lesson"),
        ("next step", "lesson"),
        ("Coach", "trainer"),
        ("Coachee", "learner"),
        ("Department", "team"),
        ("focus area", "topics"),
        ("Category", "topics"),
        ("contributing factors", "factors"),
        ("Root Cause", "why"),
        ("Issue", "happened"),
        ("Near miss", "caught"),
        ("Date", "occurred_on"),
        ("line", None),
        ("reason", None),
    ],
)
def test_a_field_is_recognised_by_the_names_that_other_programs_use(name, field):
    assert ENTRY_NAMES.field_of(name) == field


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Which team are you on?", "team"),
        ("1. Which team are you on?", "team"),
        ("Which topics?", "topics"),
        ("Your team?", "team"),
        ("What did you do to fix it?", "recovery"),
        ("How was it put right", "recovery"),
        ("What actions were taken?", "recovery"),
        ("Please tell us what happened", "happened"),
        ("What should you have done?", "expected"),
        ("Why did it matter?", "why"),
        ("What will you do differently next time?", "lesson"),
        ("When did it happen?", "occurred_on"),
        ("In welchem Team arbeiten Sie?", "team"),
        ("Wie wurde der Fehler behoben?", "recovery"),
        ("Que s’est-il passé ce jour-là ?", "happened"),
        ("¿Cómo se corrigió el error?", "recovery"),
        # A question about two things, and headings that only have a word in common.
        ("What happened, and how was it fixed?", None),
        ("Team size", None),
        ("Fixed assets", None),
        ("Date of incident", None),
        ("Is the number of forms right?", None),
    ],
)
def test_a_question_of_a_form_is_recognised_by_what_it_asks(name, field):
    assert ENTRY_NAMES.field_of(name) == field


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("Datum Abteilung Vorfall Maßnahme", "occurred_on team happened recovery"),
        ("Zeitstempel Thema Ursache Empfehlung", "occurred_at topics why lesson"),
        ("Horodateur Équipe Constat Correction", "occurred_at team happened recovery"),
        ("equipe Sujet Statut Année", "team topics status occurred_on"),
        ("Fecha Equipo Descripción Solución", "occurred_on team happened recovery"),
        ("categoria Lección Estado Año", "topics lesson status occurred_on"),
    ],
)
@pytest.mark.parametrize("languages", ["en", "de,en", "fr", "es,sv"])
def test_headings_in_four_languages_are_recognised_with_and_without_accents(
    names, fields, languages
):
    known = entry_names(languages)
    assert list(map(known.field_of, names.split())) == fields.split()
    decomposed = map(known.field_of, normalize("NFD", names).split())
    assert list(decomposed) == fields.split()


def test_a_name_in_two_languages_means_what_it_means_in_the_first_one():
    assert entry_names("en").field_of("Tag") == "topics"
    assert entry_names("de,en").field_of("Tag") == "occurred_on"


def test_a_field_is_recognised_by_its_own_name_and_its_label():
    assert [ENTRY_NAMES.field_of(field) for field in FIELD_NAMES] == list(FIELD_NAMES)
    assert [ENTRY_NAMES.field_of(FIELDS[name].label) for name in FIELD_NAMES] == list(FIELD_NAMES)


def test_the_likeliest_of_several_columns_is_used_and_named_as_the_rival_of_the_others():
    matches = ENTRY_NAMES.match(["Title", "what happened", "date", "year"], [])
    assert [(match.field, match.rival) for match in matches] == [
        (None, "what happened"),
        ("happened", None),
        ("occurred_on", None),
        (None, "date"),
    ]


def test_a_mapping_by_the_user_counts_first():
    matches = ENTRY_NAMES.match(["Title", "what happened", "a=b"], ["title=happened", "a=b=why"])
    assert [match.field for match in matches] == ["happened", None, "why"]
    assert ENTRY_NAMES.match(["Title"], ["Title="])[0].field is None
