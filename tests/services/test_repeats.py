"""How often a mistake came back before and after a change, and how much work it is to find out."""

import pytest

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.filters import Filter
from coachlog.domain.review.repeats import effect_of
from coachlog.services.repeats import MOST_LOOKED_AT, list_repeats
from tests.work import add_entries


def entry_of(day):
    fields = dict.fromkeys(FIELD_NAMES)
    return Entry(**{**fields, "occurred_on": day, "topics": (), "factors": (), "own": False})


def test_days_between_repeats_are_counted_on_both_sides_of_the_change():
    days = ["2026-01-11", "2026-01-21", "2026-03-01", "2026-01-31", "2026-05-01"]
    effect = effect_of(entry_of("2026-01-01"), "2026-02-01", days)
    assert (effect.before, effect.days_before) == (3, 10.0)
    assert (effect.after, effect.days_after) == (2, 44.5)
    assert effect.caution is None


@pytest.mark.parametrize(
    ("days", "caution"),
    [
        ([], "No repeat is too few to tell."),
        (["2026-03-01"], "One repeat is too few to tell."),
        (["2026-01-05", "2026-03-01"], "Two repeats are too few to tell."),
    ],
)
def test_few_repeats_get_a_word_of_caution(days, caution):
    assert effect_of(entry_of("2026-01-01"), "2026-02-01", days).caution == caution


def test_nothing_is_between_where_nothing_came_back():
    effect = effect_of(entry_of("2026-01-01"), "2026-02-01", [])
    assert (effect.days_before, effect.days_after) == (None, None)


def test_no_more_mistakes_without_a_link_are_compared_than_stated(log, monkeypatch):
    add_entries(log, MOST_LOOKED_AT + 20)
    log.run("UPDATE entry SET kind = 'mistake'")
    looks = []
    monkeypatch.setattr(
        "coachlog.services.repeats.like_entries", lambda *_, **__: looks.append(1) or []
    )
    result = list_repeats(log, Filter())
    assert len(looks) == MOST_LOOKED_AT
    assert (result.repeats, result.are_unseen) == ([], True)
