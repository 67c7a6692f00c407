"""`history ID` numbers the values of an entry, and `edit ID --restore` puts one back."""

import csv
import io
import json
import shlex

import pytest

from coachlog.cli.completion.candidates import candidates
from coachlog.domain.fields import FIELD_NAMES

UNNUMBERED = {"uuid", "short_id", "recorded_at", "updated_at"}


@pytest.fixture
def short_id(by):
    """Record an entry of Robin's with three texts, one after the other; return its short id."""
    by("robin", "log", "@permits", "+fees", "Charged twice", "--learner", "guava")
    by("robin", "edit", "last", "--happened", "Charged the subrecipients twice this week")
    short_id = json.loads(by("robin", "show", "last", "--format", "json").out)[0]["short_id"]
    by("kim", "edit", short_id, "--happened", "Charged once")
    by("robin", "show", short_id)
    return short_id


def entry_of(by, short_id, name="robin"):
    return json.loads(by(name, "show", short_id, "--format", "json").out)[0]


def history(by, short_id, name="robin"):
    return json.loads(by(name, "history", short_id, "--format", "json").out)


def number_of(by, short_id, after, name="robin"):
    (number,) = [row["number"] for row in history(by, short_id, name) if row["after"] == after]
    return str(number)


def test_every_value_has_a_number_in_every_format(by, short_id):
    rows = history(by, short_id)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    values = [(row["author"], row["after"]) for row in rows if row["field"] == "happened"]
    assert values == [
        ("robin", "Charged twice"),
        ("robin", "Charged the subrecipients twice this week"),
        ("kim", "Charged once"),
    ]
    lines = by("robin", "history", short_id, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = csv.DictReader(io.StringIO(by("robin", "history", short_id, "--format", "csv").out))
    assert [row["number"] for row in table] == [str(row["number"]) for row in rows]
    markdown = by("robin", "history", short_id, "--format", "md").out.splitlines()
    assert markdown[0].startswith("| no. |")
    screen = by("robin", "history", short_id).out.splitlines()
    assert screen[0].split()[0] == "no."
    assert [line.split()[0] for line in screen[-2:]] == [str(len(rows) - 1), str(len(rows))]


def test_a_value_is_put_back_by_one_action_and_shown(by, short_id):
    first = number_of(by, short_id, "Charged twice")
    assert by("robin", "edit", short_id, "--restore", first) == (
        0,
        "",
        f"{short_id} · happened Charged once → Charged twice · undo: coachlog undo\n",
    )
    assert entry_of(by, short_id)["happened"] == "Charged twice"
    assert by("robin", "undo").code == 0
    assert entry_of(by, short_id)["happened"] == "Charged once"


def test_the_beginning_of_a_long_text_is_shown(by, short_id):
    second = number_of(by, short_id, "Charged the subrecipients twice this week")
    assert by("robin", "edit", "last", "--restore", second).err == (
        f'{short_id} · happened "Charged the subrecipients twice this week" is back'
        " · undo: coachlog undo\n"
    )


def test_the_numbers_stay_while_the_history_grows(by, short_id):
    before = history(by, short_id)
    by("robin", "edit", short_id, "--restore", number_of(by, short_id, "Charged twice"))
    after = history(by, short_id)
    assert after[: len(before)] == before
    assert [(row["number"], row["after"]) for row in after[len(before) :]] == [
        (len(before) + 1, "Charged twice")
    ]


def test_a_value_that_is_there_now_is_no_change(by, short_id):
    rows = history(by, short_id)
    result = by("robin", "edit", short_id, "--restore", str(rows[-1]["number"]))
    assert result == (0, "", f"No change: {short_id} already has this.\n")
    assert history(by, short_id) == rows


@pytest.mark.parametrize("number", ["99", "1000000"])
def test_a_number_that_is_not_there_is_refused_with_those_that_are(by, short_id, number):
    count = len(history(by, short_id))
    assert by("robin", "edit", short_id, "--restore", number) == (
        4,
        "",
        f"coachlog: {short_id} has no value {number}. Its values have the numbers 1 to {count}:"
        f"  coachlog history {short_id}\n",
    )


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_what_is_no_number_is_refused(by, short_id, number):
    result = by("robin", "edit", short_id, "--restore", number)
    assert (result.code, result.out, "--restore" in result.err) == (2, "", True)


@pytest.mark.parametrize(
    "more",
    [
        ["--lesson", "Ask first"],
        ["More words"],
        ["@finance"],
        ["--clear", "learner"],
        ["--editor"],
        ["--not-own"],
        ["--private"],
    ],
)
def test_nothing_else_goes_with_it(by, short_id, more):
    rows = history(by, short_id)
    result = by("robin", "edit", short_id, "--restore", "1", *more)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "coachlog: --restore puts one value back and changes nothing else. Leave the rest out.\n"
    )
    assert ("More words" in result.err) is (more == ["More words"])
    assert history(by, short_id) == rows


# Of each field two values, as they are typed.
VALUES = {
    "kind": ["--kind correction", "--kind question"],
    "team": ["--team finance", "--team permits"],
    "topics": ["--topic forms --topic travel", "--topic fees"],
    "happened": ["--happened Once", "--happened Twice"],
    "recovery": ["--recovery Paid", "--clear recovery"],
    "expected": ["--expected Once", "--clear expected"],
    "why": ["--why Rule", "--why Law"],
    "lesson": ["--lesson Ask", "--lesson Wait"],
    "trainer": ["--trainer kim", "--trainer robin"],
    "learner": ["--learner guava", "--clear learner"],
    "basis": ["--basis rule", "--clear basis"],
    "rule_ref": ["--rule '2 CFR 200.318'", "--clear rule"],
    "decision": ["--decision asked", "--decision followed"],
    "caught": ["--caught before-effect", "--clear caught"],
    "detected_by": ["--detected-by peer", "--clear detected-by"],
    "factors": ["--factor tool --factor training", "--clear factor"],
    "own": ["--own", "--not-own"],
    "share": ["--share meeting", "--private"],
    "status": ["--status closed", "--status logged"],
    "changed_what": ["--status adopted --changed-what Form", "--clear changed-what"],
    "occurred_at": ["--on '2026-11-17 09:30'", "--on 2026-11-17"],
    "occurred_on": ["--on '2026-11-16 09:30'", "--on 2026-11-15"],
    "role": ["--role leader", "--role member"],
    "follow_up": ["--follow-up '10, 20'", "--no-follow-up"],
}


def test_every_field_is_tried():
    assert VALUES.keys() | UNNUMBERED == set(FIELD_NAMES)


@pytest.mark.parametrize("field", VALUES)
def test_every_field_is_put_back(by, at, field):
    def owner():
        return entry_of(by, "last")["trainer"]

    def entry():
        shown = entry_of(by, "last", owner())
        return {name: shown[name] for name in FIELD_NAMES if name != "updated_at"}

    by("robin", "mistake", "@permits", "+fees", "Charged twice")
    states = []
    numbers = []
    for minute, typed in enumerate(VALUES[field]):
        at(f"2026-11-19T15:0{minute}:00+00:00")
        assert by(owner(), "edit", "last", *shlex.split(typed)).code == 0
        states.append(entry())
        rows = [row for row in history(by, "last", owner()) if row["field"] == field]
        numbers.append(str(rows[-1]["number"]))
    assert states[0][field] != states[1][field]
    for index in (0, 1, 0):
        result = by(owner(), "edit", "last", "--restore", numbers[index])
        assert (result.code, result.out) == (0, "")
        assert result.err.endswith(" · undo: coachlog undo\n")
        assert entry() == states[index]


def test_a_time_is_put_back_with_its_day(by):
    by("robin", "log", "@permits", "Charged twice", "--on", "2026-11-16 09:30")
    by("robin", "edit", "last", "--on", "2026-11-16 10:45")
    by("robin", "edit", "last", "--on", "2026-11-17")
    at_a_quarter_to = number_of(by, "last", "2026-11-16T10:45:00.000Z")
    by("robin", "edit", "last", "--restore", at_a_quarter_to)
    entry = entry_of(by, "last")
    moment = (entry["occurred_on"], entry["occurred_at"])
    assert moment == ("2026-11-16", "2026-11-16T10:45:00.000Z")


def test_a_deletion_has_no_number(by, short_id):
    count = len(history(by, short_id))
    by("robin", "delete", short_id)
    by("robin", "undo")
    assert [(row["number"], row["field"]) for row in history(by, short_id)[count:]] == [
        (None, "deleted"),
        (None, "deleted"),
    ]
    by("robin", "edit", short_id, "--happened", "Charged thrice")
    assert number_of(by, short_id, "Charged thrice") == str(count + 1)
    by("robin", "delete", short_id)
    assert by("robin", "edit", short_id, "--restore", "1").code == 4


def test_others_do_not_count_and_cannot_put_back_what_they_could_not_see(by):
    by("robin", "log", "@permits", "--private", "Hidden words", "--learner", "guava")
    by("robin", "edit", "last", "--happened", "Milder words")
    by("robin", "edit", "last", "--share", "team")
    by("robin", "edit", "last", "--lesson", "Since then")
    short_id = entry_of(by, "last")["short_id"]
    rows = history(by, short_id, "kim")
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    values = [row["after"] for row in rows]
    assert ("Hidden words" in values, "guava" in values) == (False, False)
    assert [row["after"] for row in rows if row["field"] == "happened"] == ["Milder words"]
    assert len(rows) < len(history(by, short_id))
    by("robin", "edit", short_id, "--happened", "Newer words")
    too_high = str(len(rows) + 2)
    result = by("kim", "edit", short_id, "--restore", too_high)
    assert (result.code, result.out) == (4, "")
    assert f"1 to {len(rows) + 1}:" in result.err
    by("kim", "edit", short_id, "--restore", number_of(by, short_id, "Milder words", "kim"))
    assert entry_of(by, short_id)["happened"] == "Milder words"


def test_what_was_withdrawn_stays_so_for_others_when_the_entry_is_shared_again(by):
    by("robin", "log", "@permits", "Zebra text")
    by("kim", "edit", entry_of(by, "last")["short_id"], "--lesson", "Zebra lesson")
    by("robin", "edit", "last", "--private")
    by("robin", "edit", "last", "--happened", "Milder words", "--lesson", "Milder lesson")
    by("robin", "edit", "last", "--share", "team")
    shown = by("kim", "history", "last").out
    assert ("Zebra" in shown, "Milder words" in shown) == (False, True)
    assert history(by, "last", "kim")[0]["number"] == 1
    assert "Zebra text" in by("robin", "history", "last").out
    # In the list of actions her own one stays, with the words of now.
    actions = by("kim", "history").out
    assert ("Zebra" in actions, '(lesson) "Milder words"' in actions) == (False, True)
    assert "Zebra text" in by("robin", "history").out
    assert "Zebra" not in by("kim", "undo", "--dry-run").err


def test_what_an_adoption_changed_can_be_withdrawn_too(by):
    by("robin", "log", "@permits", "Charged twice", "--lesson", "Ask first")
    by("kim", "status", "last", "adopted", "Zebra change")
    by("robin", "edit", "last", "--private")
    by("robin", "edit", "last", "--changed-what", "Milder change")
    by("robin", "edit", "last", "--share", "team")
    for command in ("status", "show"):
        shown = by("kim", command, "last").out
        assert ("Zebra" in shown, "Milder change" in shown) == (False, True)
    rows = json.loads(by("kim", "status", "last", "--format", "json").out)
    assert [(row["status"], row["author"], row["changed_what"]) for row in rows] == [
        ("logged", "robin", None),
        ("adopted", "kim", "Milder change"),
    ]
    by("robin", "edit", "last", "--share", "meeting")
    assert json.loads(by("kim", "status", "last", "--format", "json").out) == rows


def test_a_status_that_changed_meanwhile_leaves_the_earlier_one_without_its_words(by):
    by("robin", "log", "@permits", "Charged twice", "--lesson", "Ask first")
    by("kim", "status", "last", "adopted", "Zebra change")
    by("robin", "edit", "last", "--private")
    by("robin", "status", "last", "closed", "Milder change")
    by("robin", "edit", "last", "--share", "team")
    rows = json.loads(by("kim", "status", "last", "--format", "json").out)
    assert [(row["status"], row["changed_what"]) for row in rows] == [
        ("logged", None),
        ("adopted", None),
        ("closed", "Milder change"),
    ]
    assert "Zebra change" in by("robin", "status", "last").out


def test_only_the_owner_puts_the_trainer_the_learner_and_a_private_share_back(by, short_id):
    by("robin", "edit", short_id, "--private")
    by("robin", "edit", short_id, "--share", "team")
    for owner, next_owner in (("robin", "kim"), ("kim", "robin"), ("robin", "kim")):
        by(owner, "edit", short_id, "--trainer", next_owner)
    before = entry_of(by, short_id, "kim")
    for value, reader, deed in (
        ("robin", "ada", "hand this entry over"),
        ("guava", "robin", "say whom this entry is about"),
        ("private", "robin", "make this entry private"),
    ):
        numbers = [row["number"] for row in history(by, short_id, reader) if row["after"] == value]
        result = by(reader, "edit", short_id, "--restore", str(numbers[-1]))
        assert result == (2, "", f"coachlog: only kim can {deed}.\n")
    assert entry_of(by, short_id, "kim") == before


def test_a_private_entry_of_another_has_no_values(by, short_id):
    by("robin", "edit", short_id, "--private")
    missing = by("kim", "edit", "ffffffff", "--restore", "1")
    result = by("kim", "edit", short_id, "--restore", "1")
    assert (result.code, result.out) == (4, "")
    assert result.err == missing.err.replace("ffffffff", short_id)


def test_completion_offers_the_numbers_with_their_texts(by, short_id):
    offered = candidates(["edit", short_id, "--restore"], "")
    assert [number for number, _ in offered] == [
        str(row["number"]) for row in history(by, short_id)
    ]
    first = number_of(by, short_id, "Charged twice")
    assert (first, "happened: Charged twice") in offered
    assert "guava" not in str(offered)
    assert candidates(["edit", short_id, "--restore"], first) == [
        (first, "happened: Charged twice")
    ]
    assert candidates(["edit", short_id], "--res") == [
        ("--restore", "Put back the value with this number in `history ID`.")
    ]


def test_completion_offers_no_values_of_a_private_entry(by, short_id):
    by("robin", "edit", short_id, "--private")
    assert candidates(["edit", short_id, "--restore"], "") == []
