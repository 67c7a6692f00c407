"""The published profile is the one that statements are made by."""

import json
from pathlib import Path

import pytest

from coachlog.exchange.xapi.profile import profile, profile_text
from coachlog.exchange.xapi.vocabulary import PROFILE_VERSION

PUBLISHED = Path(__file__).parents[2] / "docs" / "xapi-profile.jsonld"


def test_the_published_profile_says_what_the_program_sends(request):
    if request.config.getoption("--update-docs"):
        PUBLISHED.write_text(profile_text(), encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == profile_text()


def test_it_has_what_the_specification_of_profiles_requires():
    shape = profile()
    required = "@context id type conformsTo prefLabel definition versions author".split()
    assert [name for name in required if not shape[name]] == []
    assert [version["id"] for version in shape["versions"]] == [PROFILE_VERSION]
    ids = []
    for each in [*shape["concepts"], *shape["templates"]]:
        ids.append(each["id"])
        assert each["inScheme"] == PROFILE_VERSION
        assert each["prefLabel"]["en"]
        assert each["definition"]["en"]
    assert len(set(ids)) == len(ids)


def test_what_determines_a_template_is_its_own():
    determining = [
        (each["verb"], each.get("objectActivityType")) for each in profile()["templates"]
    ]
    assert len(set(determining)) == len(determining)


@pytest.mark.parametrize("concept", profile()["concepts"], ids=lambda each: each["id"])
def test_the_schema_of_an_extension_is_one(concept):
    assert json.loads(concept["inlineSchema"])


def test_no_value_is_empty():
    def values(value):
        yield value
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                yield from values(each)

    assert [value for value in values(profile()) if value in ({}, [], "", None)] == []
