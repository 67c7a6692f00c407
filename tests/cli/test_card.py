"""`card`: what the entries on a topic teach."""

import json

import pytest


def test_a_card_shows_the_wrong_and_the_right_way_and_counts_the_rest(coachlog, some_entries):
    code, out, err = coachlog("card", "fees")
    assert (code, err.count("\n")) == (0, 1)
    assert (
        "wrong way  Charged the subrecipients twice\nright way  Paid it back the same day\n" in out
    )
    assert "1 more entry says only what happened" in err


def test_a_card_of_several_entries_lists_each_wrong_way(coachlog):
    for happened in ("Charged twice", "Charged too much", "Charged the wrong fund"):
        coachlog("mistake", "@permits", "+fees", happened, "--expected", "Charge once")
    out = coachlog("card", "fees").out
    assert "wrong way   Charged the wrong fund\n" in out
    assert "also wrong  Charged too much\nalso wrong  Charged twice\n" in out
    (card,) = json.loads(coachlog("card", "fees", "-f", "json").out)
    assert card["also"] == ["Charged too much", "Charged twice"]


@pytest.mark.parametrize(("typed", "code"), [("fee", 0), ("FEES", 0), ("travle", 4), ("zzz", 4)])
def test_a_part_of_a_topic_is_enough_and_a_near_miss_gets_a_hint(
    coachlog, some_entries, typed, code
):
    result = coachlog("card", typed)
    assert result.code == code
    if typed == "travle":
        assert result.err == "coachlog: there is no topic 'travle'. Did you mean 'travel'?\n"


@pytest.mark.parametrize(
    ("options", "heading"),
    [
        ([], "fees: 2 to remember"),
        (["-n", "1"], "fees: 1 of 2 to remember"),
        (["-n", "0"], "fees: 0 of 2 to remember"),
    ],
)
def test_a_card_tells_how_many_there_are_in_all(coachlog, some_entries, options, heading):
    coachlog("log", "@permits", "+fees", "Asked first", "--lesson", "Ask first")
    assert coachlog("card", "fees", *options).out.splitlines()[0] == heading


def test_a_card_without_a_topic_asks_for_one(coachlog, some_entries):
    code, out, err = coachlog("card")
    assert (code, out) == (2, "")
    assert err == (
        "coachlog: which topic? For example:  coachlog card fees  ·  coachlog topics  lists them.\n"
    )
