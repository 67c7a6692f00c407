"""`search`: how it ranks, marks and falls back, whatever is typed."""

import json

import pytest

from tests.work import add_entries

HOSTILE_QUERIES = [
    '"',
    "can't",
    "e-mail",
    "AND",
    "NOT",
    "*",
    "(",
    "^fee",
    "fee*",
    "col:fee",
    "a NEAR b",
    "-fee",
    "x" * 100_000,
    "word " * 20_000,
]


def test_search_ranks_marks_and_stems(csv_rows, some_entries):
    (row,) = csv_rows("search", "subrecipient")
    assert row["snippet"] == "Charged the «subrecipients» twice"
    assert [row["team"] for row in csv_rows("search", "rule", "@finance")] == ["finance"]
    assert csv_rows("search", "rule", "@permits") == []


def test_an_entry_whose_topic_matches_shows_what_happened(coachlog, csv_rows):
    coachlog("log", "@permits", "+fees", "Kim stayed calm")
    coachlog("log", "@permits", "+fees", "Charged fees twice")
    snippets = [row["snippet"] for row in csv_rows("search", "fees")]
    assert sorted(snippets) == ["Charged «fees» twice", "Kim stayed calm"]


def test_search_finds_ones_own_private_entries(coachlog, some_entries):
    assert "worry" in coachlog("search", "worry").out


def test_search_falls_back_to_beginnings_and_then_to_any_word(coachlog, csv_rows, some_entries):
    assert len(csv_rows("search", "waiv")) == 1
    code, out, err = coachlog("search", "waiver", "twice", "--format", "csv")
    assert (code, len(out.splitlines()), err) == (
        0,
        3,
        "No entry has all of these words. These have some of them.\n",
    )


def test_a_search_without_a_match_tells_what_to_try(coachlog, some_entries):
    code, out, err = coachlog("search", "zebra", "--format", "jsonl")
    assert (code, out) == (0, "")
    assert err == "No entries match. Try fewer words, or only their beginnings.\n"


@pytest.mark.parametrize("query", HOSTILE_QUERIES, ids=range(len(HOSTILE_QUERIES)))
def test_whatever_is_typed_is_words_to_look_for(coachlog, some_entries, query):
    code, out, err = coachlog("search", "--format", "csv", "--", query)
    assert code in (0, 2)
    assert err.count("\n") <= 1
    if code == 2:
        assert (out, err) == ("", "coachlog: there is nothing to search for. Type a word or two.\n")


def test_a_word_that_an_entry_repeats_thousands_of_times_is_shown_once(coachlog):
    # SQLite's own snippet of this text takes longer than all other tests together.
    coachlog("log", "@permits", "Before it: " + "stamp " * 60_000)
    code, out, err = coachlog("search", "STAMP", "-f", "json")
    assert (code, err) == (0, "")
    (hit,) = json.loads(out)
    assert hit["snippet"].startswith("…Before it: «stamp» stamp stamp")
    assert len(hit["snippet"]) < 140


def test_a_long_entry_has_a_snippet_even_if_its_word_is_spelt_otherwise(coachlog):
    coachlog("log", "@permits", "--lesson", "Ask the café", "words " * 1_000)
    (hit,) = json.loads(coachlog("search", "cafe", "-f", "json").out)
    assert hit["snippet"].startswith("words words")


@pytest.fixture
def many_entries(log, monkeypatch):
    """Fill the log with 25 entries of which each has the same word."""
    monkeypatch.setenv("COACHLOG_DB", log.path)
    add_entries(log, 25, happened="A stamp was missing")


def test_a_table_tells_how_many_matches_it_leaves_out(coachlog, many_entries):
    code, out, err = coachlog("search", "stamp")
    assert (code, out.count("«stamp»")) == (0, 20)
    assert err == "And 5 more. To list them, add -n 25.\n"
    for limit in ("3", "25"):
        code, out, err = coachlog("search", "stamp", "-n", limit)
        assert (code, out.count("«stamp»"), err) == (0, int(limit), "")


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "md"])
def test_a_format_for_data_has_all_matches_unless_a_limit_is_typed(coachlog, many_entries, form):
    code, out, err = coachlog("search", "stamp", "-f", form)
    assert (code, out.count("«stamp»"), err) == (0, 25, "")
    code, out, err = coachlog("search", "stamp", "-f", form, "-n", "3")
    assert (code, out.count("«stamp»"), err) == (0, 3, "")


def test_matches_that_are_too_many_to_be_ranked_are_not_left_out_in_silence(
    coachlog, many_entries, monkeypatch
):
    monkeypatch.setattr("coachlog.storage.queries.search.MOST_RANKED", 22)
    code, out, err = coachlog("search", "stamp")
    assert (code, out.count("«stamp»")) == (0, 20)
    assert err == "And over 2 more. To list more, add -n N.\n"
    code, out, err = coachlog("search", "stamp", "-f", "csv")
    assert (code, out.count("«stamp»")) == (0, 22)
    assert err == (
        "There may be more matches: without -n N, at most 22 are given, chosen from the newest.\n"
    )
    code, out, err = coachlog("search", "stamp", "-f", "csv", "-n", "30")
    assert (code, out.count("«stamp»"), err) == (0, 25, "")
