"""Advice on wording, as somebody meets it who records; and `wording`, which shows and changes what it looks for."""

import json

import pytest

CARELESS = "'careless' says what somebody is. What happened, and how would one see it?\n"
RECEIPT = "Thu 19 Nov 15:00 · {} · permits / fees · {} · undo: coachlog undo\n"
THANKS = "Thank you for putting this on record.\n"


def newest(coachlog):
    (row,) = json.loads(coachlog("list", "--limit", "1", "--format", "json").out)
    return row


def test_a_word_about_a_person_is_answered_by_one_line_and_recorded_as_it_was_typed(coachlog):
    code, out, err = coachlog("log", "@permits", "+fees", "Ben was careless with the plans")
    assert (code, out) == (0, "")
    assert newest(coachlog)["happened"] == "Ben was careless with the plans"
    assert err == RECEIPT.format("correction", newest(coachlog)["short_id"]) + CARELESS


def test_the_line_stands_after_the_hints_and_before_the_entries_like_it(coachlog):
    coachlog("log", "@permits", "+fees", "The original plans of Ben were careless, clerk")
    _, _, err = coachlog("mistake", "@permits", "+fees", "Ben was careless with the original plans")
    lines = err.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["Thu", "still", "'careless'", "like"]


def test_harmless_words_get_no_line(coachlog):
    for text in ("The printer failed", "Showed how to look up a fee waiver", "He never got the letter"):
        assert len(coachlog("log", "@permits", "+fees", text).err.splitlines()) == 1


@pytest.mark.parametrize(
    "words", [("mistake", "I forgot the annex"), ("mistake", "--own", "Took the old form"), ("log", "We missed a page")]
)
def test_who_tells_of_their_own_mistake_is_thanked_once(coachlog, words):
    _, _, err = coachlog(words[0], "@permits", "+fees", "--recovery", "Sent it after", *words[1:])
    assert err.splitlines()[1:] == [THANKS.strip()]


def test_both_lanes_and_every_way_of_typing_say_the_same(coachlog, process):
    text = "The clerk failed to sign"
    said = "'failed to sign' says what somebody did not do. What got in the way, and what would have shown it in time?"
    coachlog("config", "set", "similar", "no")
    coachlog("config", "set", "team", "permits")
    ways = [coachlog("log", text), coachlog("log", "--topic", "fees", text), coachlog("log", stdin=text), process("log", text)]
    assert [way.err.splitlines()[-1] for way in ways] == [said] * 4
    assert coachlog("again", text).err.splitlines()[-1] == said


def test_an_edit_is_answered_for_what_was_typed_just_now_alone(coachlog):
    coachlog("log", "@permits", "+fees", "Ben was careless with the plans")
    assert "careless" not in coachlog("edit", "last", "--lesson", "Count the sheets").err
    assert coachlog("edit", "last", "--lesson", "Ben is lazy").err.splitlines()[1:] == [
        "'lazy' says what somebody is. What happened, and how would one see it?"
    ]
    assert len(coachlog("edit", "last", "--lesson", "Ben is lazy").err.splitlines()) == 1
    assert THANKS not in coachlog("edit", "last", "--lesson", "I forgot to ask").err


def test_it_is_off_by_a_setting(coachlog, monkeypatch):
    coachlog("config", "set", "wording", "no")
    for words in (("mistake", "--own", "I forgot"), ("log", "Ben was careless")):
        assert "?" not in coachlog(words[0], "@permits", "+fees", "--recovery", "Mended", *words[1:]).err
    monkeypatch.setenv("COACHLOG_WORDING", "yes")
    assert CARELESS in coachlog("edit", "last", "She was careless").err


@pytest.mark.parametrize(
    ("variable", "value"), [("WORDING", "loud"), ("LANGUAGE", "e"), ("WORDING_LIST", "chaotic"), ("WORDING_LIST", "en: a; de")]
)
def test_an_odd_setting_stops_the_recording_before_anything_is_written(coachlog, monkeypatch, variable, value):
    monkeypatch.setenv(f"COACHLOG_{variable}", value)
    code, out, err = coachlog("log", "@permits", "+fees", "Ben was careless")
    assert (code, out) == (3, "")
    assert err.startswith(f"coachlog: COACHLOG_{variable} cannot be used: ")
    assert err.endswith("not recorded, your text:\nBen was careless\n")


def test_german_is_looked_for_where_the_setting_says_so(coachlog):
    text = "Die Kollegin war schlampig"
    assert "schlampig" not in coachlog("log", "@permits", "+fees", text).err
    coachlog("config", "set", "language", "de,en")
    said = "'schlampig' sagt, wie jemand ist. Was ist passiert, und woran sieht man es?"
    assert said in coachlog("log", "@permits", "+fees", text).err.splitlines()
    assert CARELESS in coachlog("log", "@permits", "+fees", "Ben was careless").err


def test_what_is_quoted_from_a_text_does_nothing_to_the_screen(coachlog):
    coachlog("config", "set", "wording-list", "en: [red]oops[/]")
    err = coachlog("log", "@permits", "+fees", "\x1b[31m He is [red]oops[/] \x1b]0;x\x07 and lazy\u202e again").err
    assert err.splitlines()[1].startswith("'[red]oops[/]' is on your list")
    assert not any(sign in err for sign in "\x1b\x07\u202e")
    assert len(err.splitlines()) == 2


def test_a_text_of_a_million_characters_is_answered_for_its_beginning(coachlog):
    code, _, err = coachlog("log", "@permits", "+fees", stdin="Ben was careless. " + "She never reads. " * 58_000)
    assert code == 0
    assert err.splitlines()[1].startswith("'careless' says what somebody is (also: 'She never reads').")
