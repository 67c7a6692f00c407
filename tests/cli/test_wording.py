"""Wording advice after a recording, and `wording`, which shows and changes what it looks for."""

import itertools
import json
from pathlib import Path

import pytest

from tests.work import hints_of

TRAIT_QUESTION = "What happened, and what did you see?"
CARELESS = f"'careless' judges a person. {TRAIT_QUESTION}  coachlog edit "
RECEIPT = "Thu 19 Nov 15:00 · {} · permits / fees · {} · undo: coachlog undo\n"
THANKS = "Thank you for putting this on record.\n"


def stderr_lines(result):
    """Return the lines of stderr, without the command at the end of advice."""
    return [line.partition("  coachlog edit ")[0] for line in result.err.splitlines()]


def newest(coachlog):
    (row,) = json.loads(coachlog("list", "--limit", "1", "--format", "json").out)
    return row


def test_a_word_about_a_person_gets_one_line_and_is_recorded_as_typed(coachlog):
    code, out, err = coachlog("log", "@permits", "+fees", "Ben was careless with the plans")
    assert (code, out) == (0, "")
    entry = newest(coachlog)
    assert entry["happened"] == "Ben was careless with the plans"
    receipt = RECEIPT.format("correction", entry["short_id"])
    assert err.startswith(f"{receipt}  Ben was careless with the plans\n")
    assert hints_of(err) == [f"{CARELESS}{entry['short_id']}"]


def test_the_line_comes_after_the_hints_and_before_similar_entries(coachlog):
    coachlog("log", "@permits", "+fees", "The original plans of Ben were careless, clerk")
    _, _, err = coachlog("mistake", "@permits", "+fees", "Ben was careless with the original plans")
    assert [line.split(" ")[0] for line in hints_of(err)] == ["Still", "'careless'"]
    _, _, err = coachlog(
        "log", "@permits", "+fees", "Ben was careless with the original plans again"
    )
    assert [line.split(" ")[0] for line in hints_of(err)] == ["'careless'", "Similar:"]


def test_harmless_words_get_no_line(coachlog):
    for text in (
        "The printer failed",
        "Showed how to look up a fee waiver",
        "He never got the letter",
    ):
        assert hints_of(coachlog("log", "@permits", "+fees", text).err) == []


@pytest.mark.parametrize(
    "words",
    [
        ("mistake", "I forgot the annex"),
        ("mistake", "--own", "Took the old form"),
        ("log", "We missed a page"),
    ],
)
def test_admitting_a_mistake_is_thanked_once(coachlog, words):
    _, _, err = coachlog(words[0], "@permits", "+fees", "--recovery", "Sent it after", *words[1:])
    assert hints_of(err) == [THANKS.strip()]


def test_both_lanes_and_every_way_of_typing_give_the_same_advice(coachlog, process):
    text = "The clerk failed to sign"
    advice = "'failed to sign' says what someone did not do. What got in the way?"
    coachlog("config", "set", "similar", "no")
    coachlog("config", "set", "team", "permits")
    ways = [
        coachlog("log", text),
        coachlog("log", "--topic", "fees", text),
        coachlog("log", stdin=text),
        process("log", text),
    ]
    ways.append(coachlog("again", text))
    assert [stderr_lines(way)[-1] for way in ways] == [advice] * 5


def test_an_edit_gets_advice_on_the_text_just_typed_only(coachlog):
    coachlog("log", "@permits", "+fees", "Ben was careless with the plans")
    assert "careless" not in coachlog("edit", "last", "--lesson", "Count the sheets").err
    assert stderr_lines(coachlog("edit", "last", "--lesson", "Ben is lazy"))[1:] == [
        f"'lazy' judges a person. {TRAIT_QUESTION}"
    ]
    assert len(coachlog("edit", "last", "--lesson", "Ben is lazy").err.splitlines()) == 1
    assert THANKS not in coachlog("edit", "last", "--lesson", "I forgot to ask").err


def test_a_setting_turns_the_advice_off(coachlog, monkeypatch):
    coachlog("config", "set", "wording", "no")
    for words in (("mistake", "--own", "I forgot"), ("log", "Ben was careless")):
        command, *text = words
        assert "?" not in coachlog(command, "@permits", "+fees", "--recovery", "Mended", *text).err
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
def test_an_invalid_setting_stops_the_recording_before_anything_is_written(
    coachlog, monkeypatch, variable, value
):
    monkeypatch.setenv(f"COACHLOG_{variable}", value)
    code, out, err = coachlog("log", "@permits", "+fees", "Ben was careless")
    assert (code, out) == (3, "")
    assert err.startswith(f"coachlog: COACHLOG_{variable} cannot be used: ")
    assert err.endswith("Not recorded. Your text:\nBen was careless\n")


def test_german_is_read_where_the_language_setting_says_so(coachlog):
    text = "Die Kollegin war schlampig"
    assert hints_of(coachlog("log", "@permits", "+fees", text).err) == []
    coachlog("config", "set", "language", "de,en")
    advice = "'schlampig' sagt, wie jemand ist. Was ist passiert, und woran sieht man es?"
    assert advice in stderr_lines(coachlog("log", "@permits", "+fees", text))
    assert CARELESS in coachlog("log", "@permits", "+fees", "Ben was careless").err


def test_a_quoted_text_cannot_act_on_the_terminal(coachlog):
    coachlog("config", "set", "wording-list", "en: [red]oops[/]")
    err = coachlog(
        "log", "@permits", "+fees", "\x1b[31m He is [red]oops[/] \x1b]0;x\x07 and lazy\u202e again"
    ).err
    (hint,) = hints_of(err)
    assert hint.startswith("'[red]oops[/]' is on your list")
    assert not any(sign in err for sign in "\x1b\x07\u202e")


def test_a_text_of_a_million_characters_gets_advice_on_its_beginning(coachlog):
    code, _, err = coachlog(
        "log", "@permits", "+fees", stdin="Ben was careless. " + "She never reads. " * 58_000
    )
    assert code == 0
    assert hints_of(err)[0].startswith("'careless' judges a person (also: 'She never reads').")


def rows(coachlog, *arguments):
    return json.loads(coachlog("wording", *arguments, "--format", "json").out)


def test_the_list_shows_where_each_phrase_is_from(coachlog):
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


def test_a_phrase_is_added_asked_about_and_taken_back_with_a_message_each(coachlog):
    message = "'chaotic desk' (en, @permits) is now asked about · undo: coachlog undo\n"
    assert coachlog("wording", "add", "chaotic", "desk", "@permits") == (0, "", message)
    assert coachlog("wording", "add", "@permits", "chaotic desk") == (
        0,
        "",
        "No change: the list already says this.\n",
    )
    advice = f"'chaotic desk' is on your list. {TRAIT_QUESTION}"
    assert advice in stderr_lines(coachlog("log", "@permits", "+fees", "A chaotic desk again"))
    assert advice not in stderr_lines(coachlog("log", "@fees", "+fees", "A chaotic desk again"))
    assert (
        coachlog("undo", "3").err.splitlines()[2] == "Undone: wording add en @permits: chaotic desk"
    )
    assert coachlog("redo").err.splitlines()[0] == "Redone: wording add en @permits: chaotic desk"
    message = "'chaotic desk' (en, @permits) is no longer asked about · undo: coachlog undo\n"
    assert coachlog("wording", "remove", "@permits", "chaotic", "desk") == (0, "", message)
    assert "wording remove" in coachlog("history").out
    assert "without en @permits: chaotic desk" in coachlog("history", "--format", "json").out


def test_a_built_in_phrase_is_switched_off(coachlog):
    assert coachlog("wording", "remove", "careless").err.startswith(
        "'careless' (en) is no longer asked about · "
    )
    assert hints_of(coachlog("log", "@permits", "+fees", "Ben was careless").err) == []
    assert coachlog("undo", "2").code == 0
    assert CARELESS in coachlog("log", "@permits", "+fees", "Ben was careless").err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("lazy",), 2, "To try a text:  coachlog wording check TEXT"),
        (("remove", "lazzy"), 4, "'lazzy' is not on the list (en). Did you mean 'lazy'?"),
        (
            ("remove", "lazy", "-l", "fr"),
            4,
            "'lazy' is not on the list (fr). To see the list:  coachlog wording",
        ),
        (
            ("add", "a;b"),
            2,
            "a phrase cannot start with '-' or '#', or contain ';' or ' = '; not 'a;b'.",
        ),
        (("add", " "), 2, "a phrase cannot be empty."),
        (
            ("add", "chaotic", "+fees"),
            2,
            "a list belongs to a team, not to a topic. Leave out the +.",
        ),
        (
            ("add", "chaotic", "@a", "--team", "b"),
            2,
            "two teams are named: @a and --team b. Name one.",
        ),
        (("add", "chaotic", "@a", "@b"), 2, "an entry has only one team, but this names @a and @b"),
        (
            ("add", "chaotic", "-l", "german"),
            2,
            "'german' is not a language code. Use one such as en or de.",
        ),
        (
            ("add", "chaotic", "--team", "a: b"),
            2,
            "a team with ': ' in its name cannot have phrases of its own",
        ),
    ],
)
def test_a_refusal_is_one_line_with_its_reason_and_the_words(coachlog, words, code, message):
    result = coachlog("wording", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"coachlog: {message}")
    _, *rest = result.err.splitlines()
    text = " ".join(itertools.takewhile(lambda word: word[0] != "-", words[1:]))
    assert rest == (["Not recorded. Your text:", text] if words[0] == "add" else [])


def test_the_list_follows_a_renamed_team(coachlog):
    coachlog("log", "@permits", "+fees", "One")
    coachlog("wording", "add", "chaotic", "@Permits")
    coachlog("teams", "rename", "permits", "zoning")
    assert coachlog("config", "get", "wording-list").out == "en @zoning: chaotic\n"
    coachlog("undo")
    assert coachlog("config", "get", "wording-list").out == "en @Permits: chaotic\n"


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """Return a function that sets an editor which appends lines, and returns the text it saw."""
    seen = tmp_path / "seen.txt"

    def name(*lines):
        script = tmp_path / "editor.sh"
        adding = "".join(f"echo '{line}' >> \"$1\"\n" for line in lines)
        script.write_text(f'#!/bin/sh\ncp "$1" {seen}\n{adding}', encoding="utf-8")
        script.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(script))
        return seen

    return name


def test_the_list_is_edited_in_an_editor_one_phrase_a_line(coachlog, editor, tmp_path):
    coachlog("wording", "add", "chaotic")
    seen = editor("de @permits: Saftladen = Was ist passiert?", "# a note", "", "en: -lazy")
    assert coachlog("wording", "edit") == (0, "", "The list was changed · undo: coachlog undo\n")
    assert seen.read_text(encoding="utf-8").splitlines()[-1] == "en: chaotic"
    assert (
        coachlog("config", "get", "wording-list").out
        == "en: chaotic; de @permits: Saftladen = Was ist passiert?; en: -lazy\n"
    )
    assert list((tmp_path / "tmp").iterdir()) == []
    editor()
    assert coachlog("wording", "edit") == (
        130,
        "",
        "coachlog: the text was not changed, so nothing was saved.\n",
    )
    editor("# only a note")
    assert coachlog("wording", "edit") == (
        0,
        "",
        "No change: the list already says this.\n",
    )


def test_an_unreadable_list_stays_in_its_file(coachlog, editor):
    editor("chaotic")
    code, out, err = coachlog("wording", "edit")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "it must start with a language" in err
    path = err.rpartition(" ")[2].strip()
    assert Path(path).read_text(encoding="utf-8").endswith("chaotic\n")
    assert coachlog("config", "get", "wording-list").code == 4


def test_a_text_is_tried_without_recording_it(coachlog):
    code, out, err = coachlog("wording", "check", "Ben", "was", "careless", "--format", "json")
    assert (code, err) == (0, "A recording would ask about this.\n")
    assert json.loads(out) == [
        {
            "line": None,
            "found": "careless",
            "grade": "1 trait",
            "phrase": "careless",
            "question": TRAIT_QUESTION,
        }
    ]
    assert (
        coachlog("wording", "check", "The printer failed to print").err
        == "A recording would ask about nothing here.\n"
    )
    assert coachlog("list", "--format", "csv").out.count("\n") == 1


def test_a_file_is_tried_row_by_row_and_summed_up(coachlog, home):
    (home / "old.csv").write_text(
        "date,what happened,expected\n"
        "2026-11-01,She is lazy,She should have asked\n"
        "2026-11-02,The valve failed,\n",
        encoding="utf-8",
    )
    code, out, err = coachlog("wording", "check", "old.csv", "--format", "csv")
    assert (code, err) == (0, "A recording would ask about 1 of 2 rows (50.0%).\n")
    assert [line.split(",")[:2] for line in out.splitlines()] == [["line", "found"], ["2", "lazy"]]
    code, out, err = coachlog(
        "wording", "check", "-", "--format", "csv", stdin="Fine\n\nHe forgot to sign\n"
    )
    assert (code, err) == (0, "A recording would ask about 1 of 2 rows (50.0%).\n")
    assert out.splitlines()[1].startswith("3,forgot to sign,3 omission,forgot")
    assert coachlog("wording", "check", "-", stdin="").code == 2


def test_a_list_in_the_environment_counts_and_is_reported(coachlog, monkeypatch):
    monkeypatch.setenv("COACHLOG_WORDING_LIST", "en: chaotic; en: -lazy")
    assert rows(coachlog)[0]["phrase"] == "chaotic"
    hint = "COACHLOG_WORDING_LIST is set in the environment and overrides the list in the file."
    assert coachlog("wording", "add", "messy").err.splitlines()[1] == hint
    monkeypatch.setenv("COACHLOG_WORDING_LIST", "chaotic")
    code, out, err = coachlog("wording")
    assert (code, out, err.count("\n")) == (3, "", 1)


def test_the_list_says_when_advice_is_off(coachlog):
    coachlog("config", "set", "wording", "no")
    assert (
        coachlog("wording").err
        == "Wording advice is off. To turn it on: coachlog config set wording yes\n"
    )


def test_wording_about_a_person_speaks_against_reading_an_entry_out(terminal, coachlog):
    coachlog(
        "log",
        "@permits",
        "+fees",
        "--lesson",
        "Count the sheets",
        "The clerk was careless with the plans",
    )
    child = terminal("clear")
    child.expect("'careless' judges a person. What happened, and what did you see")
    child.expect("clear it")
    child.send("y")
    child.expect("Cleared for a meeting")


def test_a_note_of_a_check_in_gets_advice_too(coachlog, at):
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee", "--lesson", "Look")
    at("2026-12-22T09:00:00+00:00")
    _, _, err = coachlog("checkin", "last", "not-yet", "He still forgets the second page")
    assert err.splitlines()[1:] == ["'forgets' says what someone did not do. What got in the way?"]
    assert (
        len(
            coachlog(
                "checkin", "last", "unprompted", "The printer failed once", "--early"
            ).err.splitlines()
        )
        == 1
    )


def test_a_reply_to_a_colleague_gets_advice_too(coachlog):
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee")
    _, _, err = coachlog("reply", "last", "Why didn't you ask the clerk first?")
    assert err.splitlines()[1:] == [
        "'Why didn't you' puts someone on the defensive. How did it look at the time?"
    ]
    assert (
        len(coachlog("reply", "last", "We had the same with the blue form").err.splitlines()) == 1
    )


def test_a_text_longer_than_a_file_name_is_tried_as_a_text(coachlog):
    code, out, err = coachlog("wording", "check", "Ben was careless. " * 300)
    assert (code, "careless" in out) == (0, True)
    assert err == "A recording would ask about this.\n"


def test_a_language_that_is_no_code_is_refused_before_it_is_a_file_name(coachlog):
    for language in ("../rules", "9" * 300):
        code, out, err = coachlog("wording", "list", "-l", language)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "is not a language code. Use one such as en or de." in err
