"""Tests of `use`: the context that stays until it is ended."""

import json

import pytest


def test_the_context_holds_for_recording_and_finding(coachlog):
    assert coachlog("use", "@permits", "+fees", "+waivers") == (
        0,
        "",
        "Using @permits +fees +waivers for recording and finding · end it: coachlog use --off\n",
    )
    assert coachlog("use") == (0, "@permits +fees +waivers\n", "")
    record = json.loads(coachlog("log", "Text", "-f", "json").out)
    assert (record["team"], record["topics"]) == ("permits", ["fees", "waivers"])
    assert coachlog("log", "@finance", "Other text").code == 0
    code, out, err = coachlog("list", "--format", "jsonl")
    assert (code, out.count("\n")) == (0, 1)
    assert "Only @permits +fees +waivers, as set" in err
    assert coachlog("use", "--off") == (
        0,
        "",
        "The context has ended: commands cover all teams again.\n",
    )
    assert coachlog("list", "--format", "jsonl").out.count("\n") == 2


def test_ending_no_context_is_no_action(coachlog):
    none = (0, "", "No context is set. Set one with  coachlog use @team +topic\n")
    assert coachlog("use", "--off") == none
    assert coachlog("log", "@permits", "+fees", "Text").code == 0
    assert coachlog("use", "--off") == none
    assert coachlog("undo").err.startswith("Undone: log ")


def test_there_is_no_context_at_first(coachlog):
    code, out, err = coachlog("use")
    assert (code, out) == (0, "")
    assert err.startswith("No context is set")


@pytest.mark.parametrize("word", ["off", "Off", "none", "end"])
def test_a_word_for_ending_is_told_the_option(coachlog, word):
    assert coachlog("use", "@permits", "+fees").code == 0
    message = "coachlog: use takes @team and +topic. To end it:  coachlog use --off\n"
    assert coachlog("use", word) == (2, "", message)
    assert coachlog("use").out == "@permits +fees\n"


def test_words_without_a_sign_are_refused(coachlog):
    code, out, err = coachlog("use", "permits")
    assert (code, out, err.count("\n")) == (2, "", 1)
