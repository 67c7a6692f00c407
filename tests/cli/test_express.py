"""The express lane stores the same as the long way, and leaves questions to it."""

import io
import json
import re
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachlog.cli import express

HANDLES = ["@permits", "@Permits", "+fees", "+Fees", "@", "+", "+1", "@3pm", "+a;b"]
WORD = st.one_of(
    st.sampled_from([*HANDLES, "Showed", "a fee waiver", " ", "", "a;b"]),
    st.text(max_size=12),
    st.text(alphabet="@+ab \t\n\u00e9e\u0301\u200d\u202e\x1b[]", max_size=12),
)
WORDS = st.lists(WORD, min_size=1, max_size=5)
IDS = re.compile(r"\b[0-9a-f]{4,32}\b")


def stored(result):
    (record,) = json.loads(result.out)
    return {name: value for name, value in record.items() if name not in ("uuid", "short_id")}


@pytest.fixture
def lanes(coachlog, home, monkeypatch):
    """Record the same words in both ways, each into its own log.

    `lanes("log", "Text")` returns the `(code, out, receipt, entry)` of the express lane and of the
    long way.
    """
    monkeypatch.setenv("COACHLOG_SIMILAR", "yes")
    long_log, express_log = str(home / "long.db"), str(home / "express.db")
    for path in (long_log, express_log):
        assert coachlog("--db", path, "log", "@permits", "+fees", "The first entry").code == 0

    def run(*arguments):
        monkeypatch.setenv("COACHLOG_DB", express_log)
        results = []
        for path, way in ((express_log, arguments), (long_log, ("--db", long_log, *arguments))):
            code, out, err = coachlog(*way)
            shown = coachlog("--db", path, "show", "last", "--format", "json")
            results.append((code, out, IDS.sub("ID", err), stored(shown)))
        return results

    return run


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, command=st.sampled_from(["log", "mistake", "oops"]))
@example(words=["@permits", "-", "text"], command="log")
@example(words=["@a", "@b", "text"], command="log")
@example(words=["text", "\ud800"], command="log")
@example(words=["text", "\x00"], command="oops")
@example(words=["@permits", "+fees"], command="log")
@example(words=["@pemits", "+fee", "A name that is almost known"], command="log")
@example(words=["The", "first", "@permits", "entry"], command="log")
def test_both_lanes_store_the_same_entry_and_print_the_same_receipt(lanes, words, command):
    short, long = lanes(command, *words)
    assert short == long


@pytest.mark.parametrize(
    "words", [["log", "a"], ["mistake", "a", "b"], ["oops", "@a +b c"], ["log", "\u202e", "a\nb"]]
)
def test_words_alone_take_the_express_lane(words, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert express.can_record(words)
    assert not express.can_record([*words, "--lesson", "x"])
    assert not express.can_record([*words, "--"])


@pytest.mark.parametrize("words", [[], ["log"], ["list", "a"], ["--db", "x", "log"]])
def test_everything_else_goes_the_long_way(words):
    assert not express.can_record(words)


def test_shell_completion_never_records(coachlog, monkeypatch):
    assert coachlog("log", "@permits", "+fees", "First words").code == 0
    monkeypatch.setenv("_COACHLOG_COMPLETE", "bash")
    coachlog("log", "some", "words")
    monkeypatch.delenv("_COACHLOG_COMPLETE")
    assert coachlog("list", "--format", "jsonl").out.count("\n") == 1


def test_words_with_a_team_and_a_topic_make_an_entry(coachlog):
    coachlog("log", "@permits", "+fees", "First words")
    text = "Showed how to look up a fee waiver"
    code, out, err = coachlog("log", "@permits", "+fees", *text.split())
    assert (code, out) == (0, "")
    assert err.startswith("Thu 19 Nov 15:00 · correction · permits / fees · ")
    newest = coachlog("list", "--format", "csv").out.splitlines()[1]
    assert newest.endswith(f"permits,fees,{text}")


def test_without_a_team_the_long_way_asks_for_a_decision(coachlog):
    code, out, err = coachlog("log", "Some", "words")
    assert (code, out) == (6, "")
    assert "which team?" in err
    assert "Some words" in err
    assert coachlog("list", "--format", "jsonl").out == ""
