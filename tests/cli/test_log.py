"""Tests of `log`: what it stores, what it refuses, and its receipt."""

import json
import unicodedata

import pytest

from coachlog.domain.fields import FACTORS, FIELD_NAMES, LONG_TEXTS
from coachlog.domain.typed_text import MAX_TEXT
from tests.work import hints_of

HOSTILE = {
    "rich markup": "[red]x[/] [/] [link=http://e.vil]y[/link] [/home/x] :smile: \\",
    "escapes": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;http://e.vil\x1b\\x"
    " \x9b31m \x07\x08\x7f",
    "bidi": "abc \u202edef \u2066ghi\u2069 \u200b \u2028 \u2029 \ufeff x",
    "quotes": "'); DROP TABLE entry; -- \" ` ' \u201c",
    "formula": '=HYPERLINK("http://e.vil") +1 -1 @SUM(A1) x',
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd",
    "combining": "e\u0301 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f \uac01"
    " \u1100\u1161\u11a8",
    "right to left": "\u0634\u0644\u0627\u0645 \u05e9\u05dc\u05d5\u05dd abc",
    "line breaks": "one\ntwo\r\nthree\rfour\ttab",
    "leading dash": "--lesson -x",
    "fullwidth": "\uff1dSUM(1) \uff0b1",
    "a million": "x" * MAX_TEXT,
}
REFUSED = {
    "NUL": ("a\0b", "NUL at character 2"),
    "half a pair": ("a\ud83db", "not UTF-8"),
    "too long": ("x" * (MAX_TEXT + 1), "1,000,001"),
}


@pytest.fixture
def recorded(coachlog):
    """Record an entry; return the stored record and the receipt: `recorded("log", "Text")`."""
    coachlog("log", "@permits", "+fees", "The first entry")

    def call(*arguments, stdin=""):
        code, out, err = coachlog(*arguments, "--format", "json", stdin=stdin)
        assert code == 0, err
        return json.loads(out), err

    return call


def nfc(text):
    return unicodedata.normalize("NFC", text)


def is_safe(text):
    return all(character.isprintable() or character in "\n\u200c\u200d" for character in text)


def options_with(field, text):
    """Return the words of an entry that has a text in a field."""
    option = f"--{field.replace('_', '-')}={text}"
    if field == "happened":
        return [option]
    return ["Text", option]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("field", LONG_TEXTS)
def test_hostile_text_is_stored_as_typed_in_every_field(recorded, name, field):
    record, err = recorded("log", *options_with(field, HOSTILE[name]))
    assert record[field] == nfc(HOSTILE[name])
    assert is_safe(err)
    assert err.count("\n") <= 3


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_stored_as_typed_from_stdin_and_after_dashes(recorded, coachlog, name):
    record, _ = recorded("log", stdin=HOSTILE[name] + "\n")
    assert record["happened"] == nfc(HOSTILE[name])
    assert coachlog("log", "--", HOSTILE[name]).code == 0
    assert recorded("log", "-s", "--happened", "Text", "--why", "x")[0]["kind"] == "strength"


@pytest.mark.parametrize(
    "name", ["rich markup", "quotes", "emoji", "combining", "right to left", "fullwidth", "formula"]
)
@pytest.mark.parametrize(
    ("option", "field"),
    [
        ("--team", "team"),
        ("--trainer", "trainer"),
        ("--learner", "learner"),
        ("--rule", "rule_ref"),
    ],
)
def test_hostile_names_are_stored_on_a_single_line(recorded, name, option, field):
    text = HOSTILE[name].replace(";", ",")
    record, err = recorded("log", "Text", f"{option}={text}")
    assert record[field] == nfc(" ".join(text.split()))
    assert is_safe(err)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("field", LONG_TEXTS)
def test_a_text_that_cannot_be_stored_is_refused_with_the_position(coachlog, name, field):
    text, reason = REFUSED[name]
    code, out, err = coachlog("log", "@permits", *options_with(field, text))
    assert (code, out) == (2, "")
    assert reason in err.splitlines()[0]
    assert coachlog("list", "--format", "jsonl").out == ""


def test_refused_words_are_given_back(coachlog):
    words = ["Long", "and", "dear", "words"]
    code, out, err = coachlog("log", "@permits", "--basis", "gut", *words, "--lesson", "Ask")
    assert (code, out) == (2, "")
    first, *rest = err.splitlines()
    assert first == "coachlog: basis must be one of rule, judgement, both; not 'gut'."
    assert rest == ["Not recorded. Your text:", "happened: Long and dear words", "lesson: Ask"]


@pytest.mark.parametrize(
    "option",
    "--kind --basis --decision --caught --detected-by --factor --share --status --role".split(),
)
def test_an_unknown_value_is_refused_with_the_allowed_ones(coachlog, option):
    code, out, err = coachlog("log", "@permits", "Text", option, "[red]nonsense")
    assert (code, out) == (2, "")
    assert "must be one of" in err.splitlines()[0]


def test_a_dash_stands_for_stdin(coachlog):
    assert coachlog("log", "@permits", "-", stdin="From stdin\n").code == 0
    assert coachlog("list", "--format", "csv").out.endswith(",From stdin\r\n")


def test_stdin_may_begin_with_a_byte_order_mark(coachlog):
    code, _, err = coachlog("log", stdin="\ufeff@permits +fees Text\r\nof two lines\r\n")
    assert code == 0
    assert "permits / fees" in err
    (entry,) = json.loads(coachlog("list", "--format", "json").out)
    assert entry["happened"] == "Text\r\nof two lines"


@pytest.mark.parametrize(
    ("stdin", "reason"),
    [
        ("a\0b", "NUL at character 2"),
        ("one\ntwo \udcff", "line 2"),
        ("", "nothing to record"),
        (" \n ", "nothing to record"),
        ("x" * 5_000_000, "1,000,000 characters"),
    ],
)
def test_stdin_without_a_valid_text_is_refused(coachlog, stdin, reason):
    code, out, err = coachlog("log", "@permits", stdin=stdin)
    assert (code, out) == (2, "")
    assert reason in err.splitlines()[0]


def test_the_first_entry_without_a_team_needs_a_decision_and_makes_no_log(coachlog, home):
    code, out, err = coachlog("mistake", "Some words")
    assert (code, out) == (6, "")
    assert err.splitlines()[1:] == ["Not recorded. Your text:", "Some words"]


def test_team_and_topic_come_from_the_settings_then_from_the_last_entry(recorded, coachlog):
    assert recorded("log", "Text")[0]["topics"] == ["fees"]
    assert recorded("log", "@finance", "Text two")[0]["topics"] == ["general"]
    assert recorded("log", "@PERMITS", "+Fees", "+fees", "Text three")[0]["topics"] == ["fees"]
    coachlog("config", "set", "topic", "invoices")
    record, _ = recorded("log", "@finance", "Text four")
    assert (record["team"], record["topics"]) == ("finance", ["invoices"])
    assert record["trainer"] == "robin"


def test_the_receipt_of_an_open_mistake_says_how_to_close_it(coachlog):
    code, out, err = coachlog("oops", "@permits", "+fees", "Took the old fee")
    assert (code, out) == (0, "")
    assert "Still open. To add how it was put right:  coachlog edit" in err


def test_again_repeats_team_topics_and_learner(recorded):
    recorded("log", "@permits", "+fees", "+waivers", "Text", "--learner", "blue", "-s")
    record, _ = recorded("again", "Other text")
    assert (record["team"], record["topics"]) == ("permits", ["fees", "waivers"])
    assert record["learner"] == "blue"
    assert (record["kind"], record["happened"]) == ("correction", "Other text")
    assert recorded("again", "+forms", "More")[0]["topics"] == ["forms"]


def test_again_without_an_entry_has_nothing_to_repeat(coachlog):
    code, out, err = coachlog("again", "Text")
    assert (code, out) == (4, "")
    assert err.splitlines() == [
        "coachlog: you have no entry yet that could be repeated. To record one:  coachlog log",
        "Not recorded. Your text:",
        "Text",
    ]


def test_the_same_words_within_a_minute_are_recorded_with_a_note(recorded, at):
    recorded("log", "Exactly these words")
    assert "recorded a moment ago" in recorded("log", "Exactly these words")[1]
    assert "moment ago" not in recorded("log", "@another", "Exactly these words")[1]
    assert "moment ago" not in recorded("log", "Exactly these words", "--on", "yesterday")[1]
    at("2026-11-19T15:02:00+00:00")
    assert "moment ago" not in recorded("log", "Exactly these words")[1]


def test_the_same_text_is_not_offered_as_similar_too(recorded):
    words = ("Charged", "the", "reinspection", "fee", "twice")
    first, _ = recorded("log", *words)
    other, _ = recorded("log", "Charged the reinspection fee twice again")
    err = recorded("log", *words)[1]
    assert f"a moment ago as {first['short_id']}." in err
    (similar,) = [line for line in err.splitlines() if line.startswith("Similar: ")]
    assert first["short_id"] not in similar
    assert other["short_id"] in similar


def test_a_new_name_close_to_a_known_one_gets_a_suggestion(recorded):
    _, err = recorded("log", "@pemits", "+fee", "+forms", "Text")
    assert "New team pemits. Did you mean permits?  coachlog edit last --team permits" in err
    assert "New topic fee. Did you mean fees?  coachlog edit last --topic fees --topic forms" in err


def test_the_receipt_has_at_most_three_similar_entries_on_one_line(recorded):
    for number in range(4):
        recorded("log", f"Looked up the waiver table for school {number}")
    _, err = recorded("log", "The waiver table was looked up wrongly")
    (line,) = [line for line in err.splitlines() if line.startswith("Similar: ")]
    assert line.count("waiver table") == 3


def test_the_receipt_offers_at_most_three_lessons_even_after_two_hints(recorded):
    for number in range(4):
        recorded("log", f"Looked up the waiver table {number}", "--lesson", f"Ask school {number}")
    _, err = recorded("mistake", "+fess", "The waiver table was looked up, clerk failed to sign")
    lines = [line for line in err.splitlines() if line.startswith("You may want to read: ")]
    assert len(lines) == 3
    assert lines[0].endswith(" Ask school 3")
    assert "Similar: " not in err


def test_ones_own_lesson_comes_back_only_where_a_word_is_shared(coachlog, recorded):
    recorded("log", "Quoted last year's price", "--lesson", "Look at the year")
    _, err = recorded("good", "Kim stayed calm")
    assert "You may want to read" not in err
    _, err = recorded("log", "The price was wrong again")
    assert "You may want to read" in err
    colleague = coachlog("--as", "kim", "good", "@permits", "+fees", "Alex smiled")
    assert "Look at the year" in colleague.err


def test_handles_in_the_middle_stay_text_with_a_note(recorded):
    record, err = recorded("log", "showed", "@ana", "the", "+form", "here")
    assert record["happened"] == "showed @ana the +form here"
    assert "Kept as text: @ana, +form." in err


def test_an_unknown_time_zone_brings_a_warning(coachlog, at):
    at("2026-11-19T15:00:00+00:00", zone="Mars/Olympus")
    code, _, err = coachlog("log", "@permits", "Text")
    assert code == 0
    assert "TZ='Mars/Olympus' is not the name of a time zone" in err


def test_sunday_late_in_new_york_belongs_to_that_sunday(coachlog, at):
    at("2026-11-16T04:30:00+00:00", zone="America/New_York")
    code, out, err = coachlog("log", "@permits", "Text", "--format", "json")
    assert (code, err.split(" · ")[0]) == (0, "Sun 15 Nov 23:30")
    record = json.loads(out)
    assert record["occurred_on"] == "2026-11-15"
    assert record["occurred_at"] == "2026-11-16T04:30:00.000Z"
    at("2026-11-19T15:00:00+00:00", zone="Europe/Berlin")
    assert json.loads(coachlog("list", "--format", "json").out)[0]["occurred_on"] == "2026-11-15"


def test_every_format_prints_the_stored_record(coachlog):
    out = coachlog("log", "@permits", "Text", "--factor", FACTORS[0], "--format", "csv").out
    header, row = out.split("\r\n")[:2]
    assert header == ",".join(FIELD_NAMES)
    assert ",permits,general,Text," in row


def test_a_setting_that_cannot_be_used_stops_before_anything_is_recorded(coachlog, monkeypatch):
    coachlog("log", "@permits", "The first")
    monkeypatch.setenv("COACHLOG_SIMILAR", "perhaps")
    code, out, err = coachlog("log", "@permits", "The second")
    assert (code, out, "COACHLOG_SIMILAR" in err) == (3, "", True)
    monkeypatch.delenv("COACHLOG_SIMILAR")
    assert "The second" not in coachlog("list").out


def test_similar_entries_are_left_out_after_two_other_notes(coachlog):
    coachlog("log", "@permits", "+fees", "Showed the fee waiver table to a caller")
    assert "Similar: " in coachlog("oops", "+fees", "Read the fee waiver table wrong").err
    hints = hints_of(coachlog("oops", "+fess", "Read the fee waiver table twice").err)
    assert [hint.split(".")[0] for hint in hints] == ["New topic fess", "Still open"]


def test_a_number_that_the_team_will_read_gets_a_line(coachlog):
    err = coachlog("log", "@permits", "Call", "Miller", "at", "555-0100").err
    assert "The team will read this phone number. To take it out:  coachlog edit " in err
    err = coachlog("oops", "@permits", "--recovery", "Mailed a@b.org", "Sent it twice").err
    assert "The team will read this e-mail address." in err


def test_a_private_number_or_a_number_of_a_thing_gets_no_line(coachlog):
    for words in (["--private", "Call 555-0100"], ["Ordered part 8812-4471"], ["Room 12 in 2026"]):
        assert "will read" not in coachlog("log", "@permits", *words).err


def test_a_learner_who_is_named_in_the_text_is_told_to_the_writer(coachlog):
    hint = "The text names Kim, whom you entered as the learner; the team will read it."
    for text in ("Told kim about it", "It was Kim's idea"):
        assert hint in coachlog("log", "@permits", text, "--learner", "Kim").err.splitlines()
    for arguments in (
        ["Told Kimberly about it", "--learner", "Kim"],
        ["Told Kim about it", "--learner", "Kim", "--private"],
        ["Told Kim about it"],
    ):
        assert "whom you entered" not in coachlog("log", "@permits", *arguments).err


@pytest.mark.parametrize("name", ["@", "+", ",", "++", "-.", "'"])
@pytest.mark.parametrize("option", ["team", "topic"])
def test_signs_alone_are_no_name(coachlog, option, name):
    code, out, err = coachlog("log", f"--{option}", name, "Text")
    assert (code, out) == (2, "")
    message = f"{option} {name!r} has no letter and no digit; name the {option}."
    assert err == f"coachlog: {message}\nNot recorded. Your text:\nText\n"


@pytest.mark.parametrize("name", ["5", "🚒", "日", "c++", "@permits"])
def test_a_sign_beside_others_can_be_in_a_name(coachlog, name):
    assert coachlog("log", "--team", name, "Text").code == 0
