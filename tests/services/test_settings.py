"""Tests of the settings in force for one command."""

import pytest

from coachlog.domain.settings import SETTINGS
from coachlog.errors import SettingsError
from coachlog.services.settings import Settings


def test_the_environment_overrides_the_file_and_the_file_the_default(monkeypatch):
    monkeypatch.setenv("COACHLOG_KIND", "strength")
    settings = Settings({"kind": "question", "week-start": "sunday"})
    assert (settings.kind, settings.week_start, settings.language) == ("strength", "sunday", "en")
    assert settings.topic is None


def test_settings_are_worked_out_once(monkeypatch):
    settings = Settings({"use": "@permits +fees"})
    monkeypatch.setenv("COACHLOG_USE", "@finance")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert (settings.used_team, settings.used_topics) == ("permits", ["fees"])
    assert settings.user == "robin"


@pytest.mark.parametrize(
    ("variable", "value", "unusable"),
    [
        ("COACHLOG_WEEK_START", "someday", ["week_start"]),
        ("COACHLOG_TRAINER", " ", ["trainer", "user"]),
        ("COACHLOG_USE", "permits", ["use", "used_team", "used_topics"]),
    ],
)
def test_a_broken_value_in_the_environment_is_an_error_only_where_it_is_used(
    monkeypatch, variable, value, unusable
):
    monkeypatch.setenv(variable, value)
    settings = Settings({})
    for attribute in unusable:
        with pytest.raises(SettingsError, match=rf"^{variable} cannot be used: .*\.$"):
            getattr(settings, attribute)
    readable = {"user", "used_team", "kind", "language", "follow_up"} - set(unusable)
    assert all(hasattr(settings, attribute) for attribute in readable)


def test_a_setting_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="teem"):
        _ = Settings({}).teem


def test_every_setting_is_an_attribute_with_a_type():
    assert {setting.attribute for setting in SETTINGS.values()} == set(Settings.__annotations__)
    for setting in SETTINGS.values():
        has_default = Settings.__annotations__[setting.attribute] is str
        assert has_default == (setting.default is not None)
