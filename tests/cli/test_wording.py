"""Advice on wording, as somebody meets it who records; and `wording`, which shows and changes what it looks for."""

import json
from pathlib import Path

import pytest

CARELESS = (
    "'careless' says what somebody is. What happened, and how would one see it?  coachlog edit "
)
RECEIPT = "Thu 19 Nov 15:00 · {} · permits / fees · {} · undo: coachlog undo\n"
THANKS = "Thank you for putting this on record.\n"


def said_lines(result):
    """What was said, without the command that a line about words ends with."""
    return [line.partition("  coachlog edit ")[0] for line in result.err.splitlines()]


def newest(coachlog):
    (row,) = json.loads(coachlog("list", "--limit", "1", "--format", "json").out)
    return row


def test_a_word_about_a_person_is_answered_by_one_line_and_recorded_as_it_was_typed(coachlog):
    code, out, err = coachlog("log", "@permits", "+fees", "Ben was careless with the plans")
    assert (code, out) == (0, "")
    assert newest(coachlog)["happened"] == "Ben was careless with the plans"
    assert (
        err
        == RECEIPT.format("correction", (short_id := newest(coachlog)["short_id"]))
        + CARELESS
        + short_id
        + "\n"
    )


def test_the_line_stands_after_the_hints_and_before_the_entries_like_it(coachlog):
    coachlog("log", "@permits", "+fees", "The original plans of Ben were careless, clerk")
    _, _, err = coachlog("mistake", "@permits", "+fees", "Ben was careless with the original plans")
    lines = err.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["Thu", "still", "'careless'"]
    _, _, err = coachlog(
        "log", "@permits", "+fees", "Ben was careless with the original plans again"
    )
    assert [line.split(" ")[0] for line in err.splitlines()] == ["Thu", "'careless'", "similar:"]


def test_harmless_words_get_no_line(coachlog):
    for text in (
        "The printer failed",
        "Showed how to look up a fee waiver",
        "He never got the letter",
    ):
        assert len(coachlog("log", "@permits", "+fees", text).err.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("mistake", "I forgot the annex"),
        ("mistake", "--own", "Took the old form"),
        ("log", "We missed a page"),
    ],
)
def test_who_tells_of_their_own_mistake_is_thanked_once(coachlog, words):
    _, _, err = coachlog(words[0], "@permits", "+fees", "--recovery", "Sent it after", *words[1:])
    assert err.splitlines()[1:] == [THANKS.strip()]


def test_both_lanes_and_every_way_of_typing_say_the_same(coachlog, process):
    text = "The clerk failed to sign"
    said = "'failed to sign' says what somebody did not do. What got in the way?"
    coachlog("config", "set", "similar", "no")
    coachlog("config", "set", "team", "permits")
    ways = [
        coachlog("log", text),
        coachlog("log", "--topic", "fees", text),
        coachlog("log", stdin=text),
        process("log", text),
    ]
    assert [said_lines(way)[-1] for way in [*ways, coachlog("again", text)]] == [said] * 5


def test_an_edit_is_answered_for_what_was_typed_just_now_alone(coachlog):
    coachlog("log", "@permits", "+fees", "Ben was careless with the plans")
    assert "careless" not in coachlog("edit", "last", "--lesson", "Count the sheets").err
    assert said_lines(coachlog("edit", "last", "--lesson", "Ben is lazy"))[1:] == [
        "'lazy' says what somebody is. What happened, and how would one see it?"
    ]
    assert len(coachlog("edit", "last", "--lesson", "Ben is lazy").err.splitlines()) == 1
    assert THANKS not in coachlog("edit", "last", "--lesson", "I forgot to ask").err


def test_it_is_off_by_a_setting(coachlog, monkeypatch):
    coachlog("config", "set", "wording", "no")
    for words in (("mistake", "--own", "I forgot"), ("log", "Ben was careless")):
        assert (
            "?"
            not in coachlog(words[0], "@permits", "+fees", "--recovery", "Mended", *words[1:]).err
        )
    monkeypatch.setenv("COACHLOG_WORDING", "yes")
    assert CARELESS in coachlog("edit", "last", "She was careless").err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WORDING", "loud"),
        ("LANGUAGE", "e"),
        ("WORDING_LIST", "chaotic"),
        ("WORDING_LIST", "en: a; de"),
    ],
)
def test_an_odd_setting_stops_the_recording_before_anything_is_written(
    coachlog, monkeypatch, variable, value
):
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
    assert said in said_lines(coachlog("log", "@permits", "+fees", text))
    assert CARELESS in coachlog("log", "@permits", "+fees", "Ben was careless").err


def test_what_is_quoted_from_a_text_does_nothing_to_the_screen(coachlog):
    coachlog("config", "set", "wording-list", "en: [red]oops[/]")
    err = coachlog(
        "log", "@permits", "+fees", "\x1b[31m He is [red]oops[/] \x1b]0;x\x07 and lazy\u202e again"
    ).err
    assert err.splitlines()[1].startswith("'[red]oops[/]' is on your list")
    assert not any(sign in err for sign in "\x1b\x07\u202e")
    assert len(err.splitlines()) == 2


def test_a_text_of_a_million_characters_is_answered_for_its_beginning(coachlog):
    code, _, err = coachlog(
        "log", "@permits", "+fees", stdin="Ben was careless. " + "She never reads. " * 58_000
    )
    assert code == 0
    assert err.splitlines()[1].startswith(
        "'careless' says what somebody is (also: 'She never reads')."
    )


def rows(coachlog, *arguments):
    return json.loads(coachlog("wording", *arguments, "--format", "json").out)


def test_the_list_is_shown_with_where_each_phrase_is_from(coachlog):
    code, out, err = coachlog("wording")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split() == ["phrase", "in", "team", "grade", "from", "question"]
    assert coachlog("wording", "add", "chaotic", "@permits", "-q", "What did you see?").code == 0
    assert rows(coachlog)[0] == {
        "phrase": "chaotic",
        "language": "en",
        "team": "permits",
        "grade": "own list",
        "source": "yours",
        "question": "What did you see?",
    }
    assert (
        rows(coachlog, "@permits") == rows(coachlog, "list", "--team", "Permits") == rows(coachlog)
    )
    assert {row["language"] for row in rows(coachlog, "list", "--language", "de")} == {"de"}
    assert "chaotic" not in {row["phrase"] for row in rows(coachlog, "@fees")}


def test_a_phrase_is_added_asked_about_taken_back_and_each_step_says_so(coachlog):
    said = "'chaotic desk' (en, @permits) is asked about from now on · undo: coachlog undo\n"
    assert coachlog("wording", "add", "chaotic", "desk", "@permits") == (0, "", said)
    assert coachlog("wording", "add", "@permits", "chaotic desk") == (
        0,
        "",
        "the list says so already; nothing was changed.\n",
    )
    asked = "'chaotic desk' is on your list. What happened, and how would one see it?"
    assert asked in said_lines(coachlog("log", "@permits", "+fees", "A chaotic desk again"))
    assert asked not in said_lines(coachlog("log", "@fees", "+fees", "A chaotic desk again"))
    assert (
        coachlog("undo", "3").err.splitlines()[2] == "Undone: wording add en @permits: chaotic desk"
    )
    assert coachlog("redo").err.splitlines()[0] == "Redone: wording add en @permits: chaotic desk"
    said = "'chaotic desk' (en, @permits) is asked about no more · undo: coachlog undo\n"
    assert coachlog("wording", "remove", "@permits", "chaotic", "desk") == (0, "", said)
    assert "wording remove" in coachlog("history").out
    assert "without en @permits: chaotic desk" in coachlog("history", "--format", "json").out


def test_a_built_in_phrase_is_taken_away(coachlog):
    assert coachlog("wording", "remove", "careless").err.startswith(
        "'careless' (en) is asked about no more"
    )
    assert len(coachlog("log", "@permits", "+fees", "Ben was careless").err.splitlines()) == 1
    assert coachlog("undo", "2").code == 0
    assert CARELESS in coachlog("log", "@permits", "+fees", "Ben was careless").err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("lazy",), 2, "to try a text: coachlog wording check TEXT"),
        (("remove", "lazzy"), 4, "'lazzy' is not on the list (en). Did you mean 'lazy'?"),
        (
            ("remove", "lazy", "-l", "fr"),
            4,
            "'lazy' is not on the list (fr). coachlog wording  shows what is.",
        ),
        (("add", "a;b"), 2, "a phrase cannot begin with '-' or '#' or have ';' or ' = ' in it"),
        (("add", " "), 2, "a phrase needs at least one character."),
        (("add", "chaotic", "+fees"), 2, "a list is a team's, not a topic's. Leave out the +."),
        (
            ("add", "chaotic", "@a", "--team", "b"),
            2,
            "two teams are named: @a and --team b. Name one.",
        ),
        (("add", "chaotic", "@a", "@b"), 2, "an entry has one team"),
        (
            ("add", "chaotic", "-l", "german"),
            2,
            "a language is a code such as en or de; not 'german'.",
        ),
        (
            ("add", "chaotic", "--team", "a: b"),
            2,
            "a team whose name has ': ' in it cannot have a list of its own",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(coachlog, words, code, said):
    found = coachlog("wording", *words)
    assert (found.code, found.out, found.err.count("\n")) == (code, "", 1)
    assert found.err.startswith(f"coachlog: {said}")


def test_the_list_follows_a_team_that_is_renamed(coachlog):
    coachlog("log", "@permits", "+fees", "One")
    coachlog("wording", "add", "chaotic", "@Permits")
    coachlog("teams", "rename", "permits", "zoning")
    assert coachlog("config", "get", "wording-list").out == "en @zoning: chaotic\n"
    coachlog("undo")
    assert coachlog("config", "get", "wording-list").out == "en @Permits: chaotic\n"


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """An editor that puts some lines at the end of what it is given, and what it was given."""
    seen = tmp_path / "seen.txt"

    def name(*lines):
        script = tmp_path / "editor.sh"
        adding = "".join(f"echo '{line}' >> \"$1\"\n" for line in lines)
        script.write_text(f'#!/bin/sh\ncp "$1" {seen}\n{adding}', encoding="utf-8")
        script.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(script))
        return seen

    return name


def test_the_list_is_changed_in_an_editor_a_phrase_a_line(coachlog, editor, tmp_path):
    coachlog("wording", "add", "chaotic")
    seen = editor("de @permits: Saftladen = Was ist passiert?", "# a note", "", "en: -lazy")
    assert coachlog("wording", "edit") == (0, "", "the list is changed · undo: coachlog undo\n")
    assert seen.read_text(encoding="utf-8").splitlines()[-1] == "en: chaotic"
    assert (
        coachlog("config", "get", "wording-list").out
        == "en: chaotic; de @permits: Saftladen = Was ist passiert?; en: -lazy\n"
    )
    assert list((tmp_path / "tmp").iterdir()) == []
    editor()
    assert coachlog("wording", "edit") == (130, "", "coachlog: the list was left as it was.\n")
    editor("# only a note")
    assert coachlog("wording", "edit") == (
        0,
        "",
        "the list says so already; nothing was changed.\n",
    )


def test_a_list_that_cannot_be_read_stays_in_its_file(coachlog, editor):
    editor("chaotic")
    code, out, err = coachlog("wording", "edit")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "it begins with a language" in err
    kept = err.rpartition(" ")[2].strip()
    assert Path(kept).read_text(encoding="utf-8").endswith("chaotic\n")
    assert coachlog("config", "get", "wording-list").code == 4


def test_words_are_tried_without_recording_them(coachlog):
    code, out, err = coachlog("wording", "check", "Ben", "was", "careless", "--format", "json")
    assert (code, err) == (0, "this is what a recording would ask about.\n")
    assert json.loads(out) == [
        {
            "line": None,
            "found": "careless",
            "grade": "1 trait",
            "phrase": "careless",
            "question": "What happened, and how would one see it?",
        }
    ]
    assert (
        coachlog("wording", "check", "The printer failed to print").err
        == "nothing would be asked about.\n"
    )
    assert coachlog("list", "--format", "csv").out.count("\n") == 1


def test_a_file_is_tried_row_by_row_and_its_share_is_told(coachlog, home):
    (home / "old.csv").write_text(
        "date,what happened,expected\n2026-11-01,She is lazy,She should have asked\n2026-11-02,The valve failed,\n",
        encoding="utf-8",
    )
    code, out, err = coachlog("wording", "check", "old.csv", "--format", "csv")
    assert (code, err) == (0, "1 of 2 rows would be asked about (50.0%).\n")
    assert [line.split(",")[:2] for line in out.splitlines()] == [["line", "found"], ["2", "lazy"]]
    code, out, err = coachlog(
        "wording", "check", "-", "--format", "csv", stdin="Fine\n\nHe forgot to sign\n"
    )
    assert (code, err) == (0, "1 of 2 rows would be asked about (50.0%).\n")
    assert out.splitlines()[1].startswith("3,forgot to sign,3 omission,forgot")
    assert coachlog("wording", "check", "-", stdin="").code == 2


def test_a_list_in_the_environment_counts_and_is_told(coachlog, monkeypatch):
    monkeypatch.setenv("COACHLOG_WORDING_LIST", "en: chaotic; en: -lazy")
    assert rows(coachlog)[0]["phrase"] == "chaotic"
    hint = "COACHLOG_WORDING_LIST is set in the environment, and counts for more than the file."
    assert coachlog("wording", "add", "messy").err.splitlines()[1] == hint
    monkeypatch.setenv("COACHLOG_WORDING_LIST", "chaotic")
    code, out, err = coachlog("wording")
    assert (code, out, err.count("\n")) == (3, "", 1)


def test_the_list_says_when_the_advice_is_off(coachlog):
    coachlog("config", "set", "wording", "no")
    assert (
        coachlog("wording").err
        == "advice on wording is off. To have it: coachlog config set wording yes\n"
    )


def test_before_a_meeting_words_about_a_person_speak_against_an_entry(terminal, coachlog):
    coachlog(
        "log",
        "@permits",
        "+fees",
        "--lesson",
        "Count the sheets",
        "The clerk was careless with the plans",
    )
    child = terminal("clear")
    child.expect("look: 'careless' says what somebody is. What happened, and how would one see it")
    child.expect("read it out")
    child.send("y")
    child.expect("cleared for a meeting")


def test_a_note_beside_an_entry_is_asked_about_too(coachlog, at):
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee")
    at("2026-12-22T09:00:00+00:00")
    _, _, err = coachlog("checkin", "last", "not-yet", "He still forgets the second page")
    assert err.splitlines()[1:] == ["'forgets' says what somebody did not do. What got in the way?"]
    assert (
        len(
            coachlog(
                "checkin", "last", "unprompted", "The printer failed once", "--early"
            ).err.splitlines()
        )
        == 1
    )


def test_what_is_said_to_a_colleague_is_asked_about_too(coachlog):
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee")
    _, _, err = coachlog("reply", "last", "Why didn't you ask the clerk first?")
    assert err.splitlines()[1:] == [
        "'Why didn't you' asks for a defence. How did it look at that moment?"
    ]
    assert (
        len(coachlog("reply", "last", "We had the same with the blue form").err.splitlines()) == 1
    )
