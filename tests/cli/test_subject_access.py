"""`subject-access`: all that the reader may know of one person is in the copy, and nobody else."""

import json
from pathlib import Path

import pytest

from coachlog.cli.context import Context
from coachlog.domain.filters import Filter
from coachlog.services.drill import lessons_for, rate
from tests.render.test_html import HOSTILE

HAPPENED = "Zara found the old form"


@pytest.fixture
def rows(by):
    """Return the rows of a copy: `rows("kim", "ana")`; none where nothing is found."""

    def call(reader, *names):
        result = by(reader, "subject-access", *names, "--format", "json")
        assert result.code in (0, 4), result
        return json.loads(result.out or "[]")

    return call


@pytest.fixture
def recorded(by):
    """Record an entry as a person; return its short id."""

    def call(name, *arguments):
        result = by(name, "log", "@permits", "+fees", *arguments)
        assert result.code == 0, result
        entries = json.loads(by(name, "list", "--mine", "--format", "json").out)
        return entries[0]["short_id"]

    return call


def texts_of(rows, **values):
    matching = [row for row in rows if values.items() <= row.items()]
    return [row["text"] for row in matching]


def test_an_entry_of_ones_own_is_there_whole(rows, recorded):
    number = recorded("ana", HAPPENED, "--lesson", "Ask first", "--own")
    copy = rows("kim", "ana")
    assert {row["role"] for row in copy} == {"trainer"}
    assert {row["short_id"] for row in copy} == {number}
    assert texts_of(copy, field="happened") == [HAPPENED]
    assert texts_of(copy, field="lesson") == ["Ask first"]
    assert texts_of(copy, field="share") == ["team"]
    assert texts_of(copy, field="own") == [True]


def test_a_learner_is_known_to_the_owner_of_the_entry_alone(by, rows, recorded):
    number = recorded("kim", "Told her of it", "--learner", "Zara", "--lesson", "Ask")
    by("robin", "reply", number, "I had that, too")
    by("kim", "checkin", number, "unprompted", "--early", "She did it alone")
    by("zara", "reply", number, "Thank you")
    copy = rows("kim", "zara")
    assert {row["role"] for row in copy} == {"learner"}
    assert texts_of(copy, field="learner") == ["Zara"]
    assert texts_of(copy, field="trainer") == ["[name]"]
    assert texts_of(copy, field="note") == ["She did it alone"]
    assert sorted(texts_of(copy, field="text")) == ["I had that, too", "Thank you"]
    assert sorted(texts_of(copy, field="author")) == ["[name]", "[name]", "zara"]
    for reader in ("robin", "zara"):
        assert texts_of(rows(reader, "zara")) == ["Thank you", "zara"]


def test_a_learner_whom_a_later_edit_replaced_is_still_there(by, rows, recorded):
    number = recorded("kim", "Told her of the table", "--learner", "Zara")
    by("kim", "edit", number, "--learner", "Ben")
    (row,) = [row for row in rows("kim", "zara") if row["text"] == "Zara"]
    assert (row["role"], row["until"]) == ("learner", "2026-11-19")
    by("kim", "edit", number, "--trainer", "ana")
    assert rows("ana", "zara") == []


@pytest.mark.parametrize("typed", ["zara", "ZARA", "Zára", "@zara", " Zara "])
def test_a_name_is_found_however_it_is_typed(rows, recorded, typed):
    recorded("kim", HAPPENED)
    assert texts_of(rows("kim", typed)) == [HAPPENED]


@pytest.mark.parametrize("text", ["ZARA's form", "The form that zára lost", "Zaras Form"])
def test_a_text_names_somebody_as_masks_find_them(rows, recorded, text):
    recorded("kim", text)
    assert texts_of(rows("robin", "Zara"), role="named", field="happened") == [text]


def test_a_part_of_a_word_is_no_name(rows, recorded):
    recorded("kim", "The Zarathustra form")
    assert rows("kim", "zara") == []


def test_of_a_text_that_names_somebody_only_that_text_is_there(rows, recorded):
    recorded("kim", "Nobody here", "--lesson", "Ask Zara", "--learner", "Ben")
    (row,) = rows("kim", "zara")
    assert (row["role"], row["field"], row["text"]) == ("named", "lesson", "Ask Zara")


def test_what_a_text_said_before_is_there_with_the_day_until_which_it_did(by, at, rows, recorded):
    number = recorded("kim", HAPPENED)
    at("2026-11-21T09:00")
    by("kim", "edit", number, "--happened", "Somebody found it")
    (row,) = rows("robin", "zara")
    assert (row["text"], row["until"]) == (HAPPENED, "2026-11-21")


def test_a_deleted_entry_is_there_until_it_is_purged(by, at, rows, recorded):
    number = recorded("kim", HAPPENED)
    at("2026-11-22T09:00")
    by("kim", "delete", number)
    for reader in ("kim", "robin"):
        (row,) = rows(reader, "zara")
        assert (row["text"], row["until"]) == (HAPPENED, "2026-11-22")
    by("kim", "purge", "--yes")
    assert rows("kim", "zara") == []


def test_private_entries_are_there_for_their_writer_alone(by, rows, recorded):
    number = recorded("kim", HAPPENED, "--private")
    assert texts_of(rows("kim", "zara")) == [HAPPENED]
    for reader in ("robin", "zara"):
        code, out, err = by(reader, "subject-access", "zara")
        assert (code, out) == (4, "")
        assert by(reader, "subject-access", "zora").err == err.replace("zara", "zora")
    by("kim", "edit", number, "--happened", "Somebody found it", "--share", "team")
    assert rows("robin", "zara") == []
    assert texts_of(rows("kim", "zara")) == [HAPPENED]


def test_answers_check_ins_and_thanks_are_there_for_who_gave_them(by, rows, recorded):
    number = recorded("kim", "Told her of the table", "--lesson", "Ask")
    by("zara", "reply", number, "Ask them first")
    by("zara", "thanks", number)
    by("zara", "checkin", number, "with-help", "--early", "Needed the table")
    copy = rows("robin", "zara")
    assert {row["role"] for row in copy} == {"author"}
    assert sorted({row["kind"] for row in copy}) == ["check-in", "idea", "thanks"]
    assert {row["short_id"] for row in copy} == {number}
    assert texts_of(copy, field="text") == ["Ask them first"]
    assert texts_of(copy, field="seen") == ["with-help"]
    by("kim", "edit", number, "--private")
    assert rows("robin", "zara") == []


def test_a_meeting_that_read_an_entry_out_follows_on_the_entry(by, rows, recorded):
    number = recorded("ana", HAPPENED, "--lesson", "Ask first")
    by("ana", "clear", number, "--yes")
    assert by("kim", "meeting", "done", "@permits", "--on", "2026-11-19").code == 0
    copy = [row for row in rows("robin", "ana") if row["kind"] == "meeting"]
    assert {(row["role"], row["short_id"], row["day"]) for row in copy} == {
        ("trainer", number, "2026-11-19")
    }
    assert texts_of(copy, field="team") == ["permits"]


def test_an_answer_that_was_taken_back_is_there_for_who_gave_it(by, rows, recorded):
    number = recorded("kim", "Told her of the table")
    by("zara", "reply", number, "Ask them first")
    by("zara", "undo")
    assert "Ask them first" in texts_of(rows("zara", "zara"))
    assert rows("kim", "zara") == []
    by("zara", "delete", recorded("zara", "Said it"))
    assert by("zara", "purge", "--yes").err.startswith("Erased 1 deleted entry")
    assert rows("zara", "zara") == []


def test_what_an_answer_said_while_its_entry_was_private_stays_with_its_writer(by, rows, recorded):
    number = recorded("kim", "Told somebody", "--lesson", "Ask", "--private")
    by("kim", "checkin", number, "with-help", "--early", HAPPENED)
    by("kim", "undo")
    by("kim", "checkin", number, "with-help", "--early", "Somebody found it")
    by("kim", "edit", number, "--share", "team")
    assert texts_of(rows("kim", "zara"), kind="check-in") == [HAPPENED]
    assert rows("robin", "zara") == []


def test_an_answer_to_an_entry_that_names_its_writer_is_theirs(by, rows, recorded):
    number = recorded("kim", HAPPENED)
    by("zara", "reply", number, "It was on the desk")
    by("ana", "reply", number, "Good")
    recorded("zara", "Said it")
    copy = rows("robin", "zara")
    assert list(dict.fromkeys(row["role"] for row in copy)) == ["trainer", "author", "named"]
    assert texts_of(copy, role="author") == ["It was on the desk", "zara"]
    assert texts_of(copy, role="named") == [HAPPENED]


def test_what_somebody_changed_in_the_entries_of_others_is_there(by, at, rows, recorded):
    number = recorded("kim", "Told her of the table")
    at("2026-11-21T09:00")
    by("zara", "edit", number, "--lesson", "Look it up")
    by("zara", "delete", number)
    copy = rows("robin", "zara")
    assert {(row["role"], row["day"]) for row in copy} == {("changed", "2026-11-21")}
    assert [(row["field"], row["text"]) for row in copy] == [
        ("lesson", "Look it up"),
        ("deleted", True),
    ]


def test_guides_names_teams_and_settings_that_name_somebody_are_there(by, rows):
    Path("a.guide").write_text("guide: Ask Zara?\n\nstart: Is she there?\n  yes -> do Ask\n")
    assert by("kim", "guide", "add", "a.guide").code == 0
    by("kim", "names", "add", "Zara")
    by("kim", "log", "@zara", "+fees", "Said it")
    by("kim", "teams", "rename", "zara", "permits")
    by("kim", "config", "set", "trainer", "Zara")
    kinds = {row["kind"] for row in rows("robin", "zara")}
    assert {"guide", "name", "team name"} <= kinds
    assert "setting" not in kinds
    (setting,) = [row for row in rows("kim", "zara") if row["kind"] == "setting"]
    assert (setting["day"], setting["text"]) == ("2026-11-19", "Zara")


def test_an_alias_that_is_a_word_of_a_choice_names_nobody(rows, recorded):
    recorded("kim", "Said it")
    for word in ("team", "logged", "correction", "2026"):
        assert rows("robin", word) == []


def test_a_repeat_does_not_lead_to_an_entry_that_was_made_private(by, at, rows, recorded):
    at("2026-10-01T09:00")
    for count in range(30):
        recorded("kim", f"Showed customer {count} how to read this map")
    number = recorded("kim", "Waived the permit fee without the hardship form", "--lesson", "Ask")
    by("kim", "status", number, "shared")
    at("2026-11-10T09:00")
    by("robin", "oops", "@permits", "+fees", "Waived a permit fee without any hardship form")
    again = json.loads(by("robin", "list", "--mine", "--format", "json").out)[0]["short_id"]
    assert by("zara", "repeats", "--confirm", again).code == 0
    assert texts_of(rows("robin", "zara"), kind="repeat") == ["confirmed"]
    by("kim", "edit", number, "--private")
    assert rows("robin", "zara") == []
    assert texts_of(rows("kim", "zara"), kind="repeat") == ["confirmed"]


def test_feedback_and_practice_are_there_for_the_person_alone(by, rows, recorded):
    number = recorded("ana", HAPPENED, "--lesson", "Ask first")
    for count in range(5):
        answer = ("feedback", number, "--usefulness", "4", "--comment", f"Kim said it {count}")
        assert by(f"lea{count}", *answer).code == 0
    recorded("kim", "Said it")
    context = Context()
    for name in ("ana", "kim"):
        context.log.reader = context.log.login = name
        for lesson in lessons_for(context.log, Filter()):
            rate(context.log, lesson, "good")
    context.close()
    own = rows("ana", "ana")
    assert texts_of(own, kind="feedback", field="answers") == [5]
    assert texts_of(own, kind="feedback", field="comment") == [
        f"[name] said it {count}" for count in range(5)
    ]
    assert {row["day"] for row in own if row["kind"] == "feedback"} == {"2026-W47"}
    assert texts_of(own, kind="practice", field="begun_on") == ["2026-11-19"]
    for reader in ("kim", "lea4"):
        assert {row["kind"] for row in rows(reader, "ana")} == {"correction"}
    assert rows("robin", "lea4") == rows("lea4", "lea4") == []
    # A single comment is shown to nobody, whomever it names.
    assert {row["role"] for row in rows("robin", "kim")} == {"trainer"}


def test_everybody_else_is_masked_and_the_name_itself_is_not(by, rows, recorded):
    recorded("ana", "Told Zara Lopez, Mr. Brook and Kim; zara@example.org, 030 12345678")
    recorded("kim", "Said it to Ana")
    by("kim", "names", "add", "Zara Lopez")
    masked = "Told Zara [name], Mr. [name] and [name]; zara@example.org, [phone]"
    assert texts_of(rows("ana", "zara"), field="happened") == [masked]
    assert texts_of(rows("ana", "Zara Lopez"), field="happened") == [
        masked.replace("Zara [name]", "Zara Lopez")
    ]
    result = by("ana", "subject-access", "zara")
    assert "Masked: 4 names, 1 phone number." in result.err
    assert "Also in this log: Zara Lopez. If that is the same person" in result.err


def test_a_hold_that_names_somebody_is_there_for_who_set_it(by, rows, recorded):
    number = recorded("kim", "Said it")
    assert by("kim", "hold", number, "--why", "claim of Zara").code == 0
    assert texts_of(rows("kim", "zara"), kind="hold", field="why") == ["claim of Zara"]
    assert rows("robin", "zara") == []
    assert "hold" not in {row["kind"] for row in rows("robin", "kim")}
    assert texts_of(rows("kim", "kim"), role="changed", kind="hold") == ["claim of Zara"]
    by("kim", "hold", "--off", number, "--why", "claim of Zara")
    assert rows("robin", "zara") == []


def test_topics_are_masked_and_looked_into(by, rows, recorded):
    by("kim", "names", "add", "Miriam")
    by("ana", "log", "@permits", "+miriam", "+zara", "Said it")
    assert texts_of(rows("kim", "ana"), field="topics") == [["[name]", "zara"]]
    assert texts_of(rows("kim", "zara"), field="topics") == [["[name]", "zara"]]


def test_a_name_between_whose_parts_nothing_is_left_stays_whole(by, rows, recorded):
    by("kim", "names", "add", "Zara Lopez")
    recorded("kim", "Told Zara Lopez")
    assert texts_of(rows("kim", "zara", "lopez"), field="happened") == ["Told Zara Lopez"]


def test_the_name_of_an_account_and_one_of_signs_are_names_too(rows, recorded):
    recorded("kim", "Told root of it", "--learner", "!!!")
    assert texts_of(rows("kim", "root"), field="happened") == ["Told root of it"]
    assert texts_of(rows("kim", "!!!"), field="learner") == ["!!!"]
    assert rows("kim", "???") == []


def test_a_renamed_team_has_the_name_that_it_has_now(by, rows):
    by("ana", "log", "@old", "+fees", "Said it")
    by("kim", "teams", "rename", "old", "new")
    assert texts_of(rows("robin", "ana"), field="team") == ["new"]


def test_what_came_from_another_log_is_there(by, rows, recorded, monkeypatch):
    number = recorded("kim", HAPPENED, "--private")
    by("kim", "edit", number, "--share", "team")
    assert by("kim", "bundle", "-o", "kims.coachlog").code == 0
    monkeypatch.setenv("COACHLOG_DB", "robins.db")
    by("robin", "log", "@permits", "+fees", "Said it")
    assert by("robin", "merge", "kims.coachlog").code == 0
    assert texts_of(rows("robin", "zara")) == [HAPPENED]


def test_several_names_are_one_person(by, rows, recorded):
    recorded("zara", "Said it")
    recorded("kim", "Told Miriam")
    copy = rows("robin", "zara", "Miriam")
    assert {row["role"] for row in copy} == {"trainer", "named"}
    assert by("robin", "subject-access", "zara", "Miriam").err == ""


def test_close_names_are_offered_unless_only_the_unreadable_has_them(by, recorded):
    recorded("kim", "Said it", "--learner", "Zarastro")
    recorded("ana", "Said it")
    assert by("robin", "subject-access", "anna") == (
        4,
        "",
        "coachlog: nothing that you may read is about 'anna'. Did you mean 'ana'?\n",
    )
    assert "Zarastro" in by("kim", "subject-access", "zarastra").err
    recorded("zarastru", "Said it", "--private")
    assert by("robin", "subject-access", "zarastra").err == (
        "coachlog: nothing that you may read is about 'zarastra'."
        " Try another spelling, or a full name in quotes.\n"
    )


@pytest.mark.parametrize("arguments", [(), ("",), ("ana", " ")])
def test_a_missing_name_is_asked_for(coachlog, arguments):
    code, out, err = coachlog("subject-access", *arguments)
    assert (code, out) == (2, "")
    assert "is missing" in err or "is empty" in err


def test_a_page_says_what_it_has_and_what_it_cannot_have(by, recorded):
    recorded("ana", HAPPENED)
    page = by("kim", "subject-access", "ana").out
    assert "What kim may read of it, on 19 November 2026." in page
    assert "kind" not in page
    assert "Not here: feedback on coaching" in page
    assert "Not here: feedback on coaching" not in by("ana", "subject-access", "ana").out
    err = by("kim", "subject-access", "ana", "--format", "csv").err
    for line in page.splitlines():
        if line.startswith("  - "):
            assert line[4:] in err


@pytest.mark.parametrize("ending", ["html", "md", "csv", "json", "jsonl", "xlsx"])
def test_a_file_has_the_format_of_its_ending(by, recorded, ending):
    recorded("ana", HAPPENED)
    result = by("kim", "subject-access", "ana", "-o", f"ana.{ending}")
    assert (result.code, result.out) == (0, "")
    data = Path(f"ana.{ending}").read_bytes()
    starts = {"html": b"<!DOCTYPE", "md": b"# What", "csv": b"role,", "json": b"[", "xlsx": b"PK"}
    assert data.startswith(starts.get(ending, b'{"role"'))
    assert ending == "xlsx" or HAPPENED.encode() in data


def test_a_backup_is_named(by, recorded):
    recorded("ana", HAPPENED)
    backup = by("kim", "backup").out.strip()
    assert f"This copy may have more: {backup}" in by("kim", "subject-access", "ana").err


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(by, text):
    result = by("ana", "log", "@permits", "+fees", f"--lesson={text}", "--", f"x {text}")
    if result.code:
        pytest.skip("it cannot be recorded")
    for format_ in ("html", "table", "md"):
        result = by("kim", "subject-access", "ana", "--format", format_)
        assert result.code == 0
        assert "\x1b" not in result.out
        if format_ == "html":
            assert "<script" not in result.out
            assert "<img" not in result.out
    assert by("kim", "subject-access", text or "x").code in (0, 2, 4)
