"""`feedback`: learners, trainers and supervisors who share a log."""

import csv
import io
import json
import re
import sqlite3
import sys

import pytest

from coachlog.storage.nameless import is_mark

WEEK = "2026-W47"


@pytest.fixture
def by(coachlog, monkeypatch):
    """Return a function that runs a command as a user: `by("ana", "log", "Text")`.

    `lea` is another learner with each answer, because a login has one answer to an entry.
    """
    learners = ["lea"]

    def call(user, *arguments, **options):
        if user == "lea":
            if arguments[0] == "feedback":
                learners.append(f"lea{len(learners)}")
            user = learners[-1]
        monkeypatch.setenv("LOGNAME", user)
        return coachlog(*arguments, **options)

    return call


@pytest.fixture
def coached(by):
    """Return a function that records a coaching moment and returns its id."""

    def record(trainer, *words):
        done = by(
            trainer, "log", "--format", "json", *(words or ("@permits", "+fees", "Showed how"))
        )
        assert done.code == 0
        return json.loads(done.out)["short_id"]

    return record


@pytest.fixture
def entry(coached):
    return coached("ana")


@pytest.fixture
def five(by, entry):
    """Give five answers on Ana's entry, and return its id."""
    for number, pace in enumerate(("right", "right", "too-fast", "right", "too-slow"), 1):
        answer = ("--pace", pace, "-u", str(number), f"Word {6 - number}")
        assert by("lea", "feedback", entry, *answer).code == 0
    return entry


def stored(home, query):
    with sqlite3.connect(next(home.rglob("*.db"))) as db:
        return db.execute(query).fetchall()


def test_an_answer_is_recorded_without_a_name_or_a_time(by, entry, home):
    done = by(
        "lea",
        "feedback",
        entry,
        "--pace",
        "too fast",
        "--examples",
        "yes",
        "-u",
        "4 - useful",
        "More",
        "time",
    )
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"Thank you! Feedback on {entry}, without your name: pace too-fast, examples enough,"
        " usefulness 4, a comment · undo: coachlog undo\n"
    )
    ((pace, examples, useful, comment, day),) = stored(
        home, "SELECT pace, examples, usefulness, comment, answered_on FROM feedback"
    )
    assert (pace, examples, useful, comment, day) == (
        "too-fast",
        "enough",
        4,
        "More time",
        "2026-11-19",
    )
    ((author,),) = stored(home, "SELECT author FROM revision WHERE tbl = 'feedback'")
    assert is_mark(author)
    assert "lea" not in str(
        stored(home, "SELECT * FROM feedback") + stored(home, "SELECT * FROM revision")
    )


def test_the_id_of_an_answer_has_its_day_and_not_its_time(by, entry, home, at):
    for moment in ("2026-11-19T08:00", "2026-11-19T16:30"):
        at(moment)
        assert by("lea", "feedback", entry, "--pace", "right").code == 0
    first, second = [uuid for (uuid,) in stored(home, "SELECT uuid FROM feedback")]
    assert first[:13] == second[:13]
    assert first != second


def test_the_help_promises_no_more_than_the_file_keeps(by, entry, home):
    # Every revision has the time in its hlc: undo and the order of the answers need it.
    by("ben", "feedback", entry, "--pace", "right")
    assert stored(home, "SELECT substr(hlc, 1, 13) > '0' FROM revision WHERE tbl = 'feedback'") == [
        (1,)
    ]
    help_text = " ".join(by("ben", "feedback", "give", "--help").out.split())
    assert "nor the time of day is stored" not in help_text
    assert "The file's history keeps when an answer was given" in help_text


def test_one_answer_is_enough_and_the_comment_can_come_from_stdin(by, entry, home):
    assert by("lea", "feedback", entry, "--examples", "too-few").code == 0
    assert by("lea", "feedback", "last", "--comment", "-1 for the room").code == 0
    assert by("lea", "feedback", "give", entry, stdin="From a file\n").code == 0
    assert by("lea", "feedback", entry, "--", "--pace was fine").code == 0
    assert sorted(stored(home, "SELECT comment FROM feedback WHERE comment IS NOT NULL")) == [
        ("--pace was fine",),
        ("-1 for the room",),
        ("From a file",),
    ]


@pytest.mark.parametrize(
    ("user", "arguments", "code", "message"),
    [
        (
            "lea",
            ["ENTRY"],
            6,
            "what was it like? For example:  coachlog feedback ENTRY --pace right",
        ),
        ("lea", [], 2, "ID is missing. A coaching moment: an id from `list`, or `last`."),
        (
            "lea",
            ["ENTRY", "--pace", "blue"],
            2,
            "pace must be one of too-slow, right, too-fast; not 'blue'",
        ),
        (
            "lea",
            ["ENTRY", "-u", "6"],
            2,
            "usefulness must be 1 to 5, where 5 is very useful; not '6'",
        ),
        ("lea", ["ENTRY", "--pace", ""], 2, "--pace is empty"),
        (
            "lea",
            ["ENTRY", "One", "--comment", "Two"],
            2,
            "given as words and as --comment. Give it once.",
        ),
        ("lea", ["ffffffff", "-u", "5"], 4, "no entry is called ffffffff"),
        ("lea", ["nonsense", "-u", "5"], 2, "is not an id"),
        (
            "ana",
            ["ENTRY", "-u", "5"],
            2,
            "your own coaching moment, and feedback comes from those you coached",
        ),
        ("ana", ["ENTRY"], 2, "your own coaching moment"),
        (
            "lea",
            ["MISTAKE", "-u", "5"],
            2,
            "is a mistake, and feedback is for coaching moments."
            " To thank its writer:  coachlog thanks",
        ),
        ("lea", ["PRIVATE", "-u", "5"], 4, "no entry is called"),
        ("lea", ["NOBODY", "-u", "5"], 2, "has no trainer who could read the feedback"),
    ],
)
def test_feedback_that_cannot_be_recorded_is_refused_in_one_line(
    by, coached, entry, home, user, arguments, code, message
):
    ids = {
        "ENTRY": entry,
        "PRIVATE": coached("ana", "--private", "A worry"),
        "MISTAKE": json.loads(
            by(
                "ben", "mistake", "--format", "json", "@permits", "Old form", "--recovery", "New"
            ).out
        )["short_id"],
    }
    (home / "old.json").write_text(
        '[{"uuid": "019e3c6b-7777-7000-8000-00000000abcd", "team": "permits",'
        ' "kind": "correction", "happened": "Old"}]'
    )
    assert by("lea", "import", "old.json").code == 0
    ids["NOBODY"] = "abcd"
    done = by(user, "feedback", *[ids.get(word, word) for word in arguments])
    assert (done.code, done.out) == (code, "")
    assert re.sub(entry, "ENTRY", done.err).count(message) == 1
    assert len(done.err.split("Not recorded. Your text:")[0].splitlines()) == 1
    assert stored(home, "SELECT * FROM feedback") == []


def test_a_comment_that_is_given_twice_is_printed_back(by, entry):
    done = by("lea", "feedback", entry, "--comment", "As an option", "As", "words")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("Not recorded. Your text:\nAs words\nAs an option\n")


def test_a_comment_that_names_a_person_is_recorded_with_a_warning(by, entry):
    done = by("lea", "feedback", entry, "Ana took her time")
    assert done.code == 0
    assert done.err.splitlines()[1] == (
        "The comment names a person. Known names are masked when it is shown, but the trainer"
        " may guess who wrote it."
    )


def test_undo_takes_an_answer_back_and_history_shows_neither_words_nor_time(by, entry, home):
    by("lea", "feedback", entry, "-u", "1", "Too many forms")
    rows = list(csv.DictReader(io.StringIO(by("lea", "history", "--format", "csv").out)))
    assert rows[0] == {
        "at": WEEK,
        "verb": "feedback",
        "short_id": "",
        "entries": "0",
        "details": "",
        "undone": "no",
    }
    assert "orms" not in by("lea", "history", entry).out
    done = by("lea", "undo")
    assert (done.code, done.err.splitlines()[0]) == (0, "Undone: feedback: the answer is gone")
    assert stored(home, "SELECT * FROM feedback") == []
    assert by("lea", "redo").err.splitlines()[0] == "Redone: feedback: the answer is back"
    assert "lea" not in str(stored(home, "SELECT * FROM revision"))


def test_a_trainer_sees_figures_and_comments_from_five_answers_on(by, entry):
    for number in range(1, 5):
        by("lea", "feedback", entry, "-u", str(number), f"Word {number}")
        done = by("ana", "feedback", "report", "--format", "csv")
        assert (done.code, len(done.out.splitlines())) == (0, 1)
        answers = "1 answer" if number == 1 else f"{number} answers"
        assert done.err == (
            f"{answers} so far. Figures are shown once there are 5: {5 - number} more.\n"
        )
    by("lea", "feedback", entry, "--pace", "right", "Word 0")
    (row,) = json.loads(by("ana", "feedback", "report", "--format", "json").out)
    assert row == {
        "team": "permits",
        "topic": "fees",
        "first_week": WEEK,
        "last_week": WEEK,
        "answers": 5,
        "too_slow": 0,
        "right": 1,
        "too_fast": 0,
        "pace_answered": 1,
        "enough": 0,
        "too_few": 0,
        "examples_answered": 0,
        "usefulness": 2.5,
        "usefulness_answered": 4,
        "comments": ["Word 0", "Word 1", "Word 2", "Word 3", "Word 4"],
    }


def test_the_page_has_topics_weeks_figures_and_comments(by, five, coached, at):
    for day in range(5):
        at(f"2026-12-{28 + day // 2}T09:00:00+00:00")
        by("lea", "feedback", five, "--examples", "too-few")
    forms = coached("ana", "@permits", "+forms", "Showed the form")
    for _ in range(5):
        by("lea", "feedback", forms, "Good")
    done = by("ana", "feedback", "report")
    assert done.code == 0
    lines = [re.split(r"  +", line.strip()) for line in done.out.splitlines()]
    assert lines[0] == ["Feedback to ana, for ana alone"]
    assert lines[2] == ["fees", "10", "2026-W47–W53", "3.0", "5", "1", "3", "1", "5", "0", "5", "5"]
    assert lines[3][:3] == ["group 1", "5", WEEK]
    assert lines[4][:3] == ["group 2", "5", "2026-W53"]
    assert lines[5][:3] == ["forms", "5", "2026-W53"]
    assert lines[6][:2] == ["all", "15"]
    assert (
        done.out.index("In their words: fees, 2026-W47")
        < done.out.index("- Word 1")
        < done.out.index("- Word 5")
    )
    assert "In their words: forms, 2026-W53\n  - Good\n" in done.out
    assert "useful: mean of 1 to 5" in done.out
    mail = by("ana", "feedback", "report", "--format", "md").out
    assert mail.startswith("# Feedback to ana, for ana alone\n")
    assert "| **all** | 15 |" in mail


def test_the_report_stays_the_same_until_there_is_another_group(by, five):
    before = by("ana", "feedback", "report").out
    for number in range(1, 5):
        by("lea", "feedback", five, "-u", "1")
        done = by("ana", "feedback", "report")
        assert done.out == before
        answers = "1 more answer waits" if number == 1 else f"{number} more answers wait"
        assert done.err == f"{answers} for a group: 5 about one topic, or 10 in all.\n"
    by("lea", "feedback", five, "-u", "1")
    assert by("ana", "feedback", "report").out != before


@pytest.mark.parametrize(
    "gone",
    [
        ("lea", "undo"),
        ("ana", "delete", "ENTRY"),
        ("ana", "edit", "ENTRY", "--private"),
        ("ana", "edit", "ENTRY", "--kind", "mistake"),
        ("ana", "edit", "ENTRY", "--trainer", "ben"),
    ],
)
def test_a_group_is_no_longer_shown_once_a_part_of_it_is_gone(by, five, gone):
    user, *arguments = gone
    assert by(user, *[five if word == "ENTRY" else word for word in arguments]).code == 0
    done = by("ana", "feedback", "report")
    assert "Nothing to show yet." in done.out
    assert json.loads(by("ben", "feedback", "report", "--mine", "--format", "json").out) == []
    if gone[1] in ("undo",):
        assert done.err == (
            "1 group is no longer shown: an answer was taken back, or its entry was deleted, made"
            " private or moved.\n"
        )
        assert by("lea", "feedback", five, "-u", "5").code == 0
        assert "Nothing to show yet." in by("ana", "feedback", "report").out


def test_a_group_is_shown_again_once_it_is_whole_again(by, five):
    before = by("ana", "feedback", "report").out
    by("lea", "undo")
    assert by("ana", "feedback", "report").out != before
    by("lea", "redo")
    assert by("ana", "feedback", "report").out == before


def test_an_answer_counts_only_for_the_trainer_to_whom_it_was_given(by, coached, entry):
    other = coached("ben", "@permits", "+fees", "Ben showed")
    by("lea", "feedback", other, "Before")
    for _ in range(3):
        by("lea", "feedback", entry, "Mine")
    assert by("ben", "edit", other, "--trainer", "ana").code == 0
    assert by("ana", "feedback", "report").err.startswith("3 answers so far")
    for _ in range(2):
        by("lea", "feedback", other, "Since")
    page = by("ana", "feedback", "report").out
    assert "Since" in page
    assert "Before" not in page
    assert by("ben", "feedback", "report", "--mine").err.startswith("0 answers so far")


def test_renaming_a_team_or_a_topic_renames_it_in_the_report(by, five):
    by("ana", "teams", "rename", "permits", "licences")
    by("ana", "topics", "rename", "fees", "charges")
    (row,) = json.loads(by("ana", "feedback", "report", "--format", "json").out)
    assert (row["team"], row["topic"], row["answers"]) == ("licences", "charges", 5)


@pytest.fixture
def team(by, coached, five):
    """Give five answers to Ana, and one each to Ben and Cid, in one team."""
    for trainer in ("ben", "cid"):
        assert by("lea", "feedback", coached(trainer), "--pace", "right", f"To {trainer}").code == 0


def test_others_see_a_teams_figures_from_three_trainers_on_without_comments(by, five, coached):
    done = by("sue", "feedback", "report", "@permits")
    assert (done.code, "Nothing to show yet." in done.out) == (0, True)
    assert done.err == (
        "A team's figures are shown once it has 5 answers, to at least 3 trainers.\n"
    )
    by("lea", "feedback", coached("ben"), "-u", "5")
    assert "Nothing to show yet." in by("sue", "feedback", "report").out
    by("lea", "feedback", coached("cid"), "-u", "5", "A word")
    (row,) = json.loads(by("sue", "feedback", "report", "@permits", "--format", "json").out)
    assert (row["team"], row["topic"], row["answers"]) == ("permits", "fees", 7)
    assert "comments" not in row
    page = by("sue", "feedback", "report").out
    assert page.startswith("Feedback by team: figures only, no trainers, no comments\n")
    assert not re.search(r"ana|ben|cid|[Ww]ord \d|A word", page)


@pytest.mark.parametrize(
    "arguments", [["--trainer", "ana"], ["--trainer", "ana", "@permits"], ["@permits"], ["+fees"]]
)
def test_no_filter_shows_others_the_figures_of_one_trainer(by, team, arguments):
    for form in ("table", "csv", "json", "jsonl", "md"):
        done = by("sue", "feedback", "report", *arguments, "--format", form)
        assert done.code == 0
        assert "7" in done.out
        assert not re.search(r"Word|To ben|\bana\b", done.out)
    if "--trainer" in arguments:
        assert "Only ana sees the feedback to ana. These are the teams' figures.\n" in done.err


def test_a_trainer_sees_no_team_group_with_an_answer_to_them(by, team):
    done = by("ben", "feedback", "report", "@permits")
    assert (done.code, "Nothing to show yet." in done.out) == (0, True)
    assert done.err == (
        "1 group is left out because it has an answer to you: with your own figures, you could work"
        " out the others'.\n"
    )
    own = by("ben", "feedback", "report")
    assert own.out.startswith("Feedback to ben, for ben alone\n")
    assert own.err == "1 answer so far. Figures are shown once there are 5: 4 more.\n"


def test_a_trainer_sees_the_teams_without_an_answer_to_them(by, team, coached):
    for trainer in ("dot", "eva", "fay", "dot", "eva"):
        by("lea", "feedback", coached(trainer, "@schools", "+letters", "Showed how"), "-u", "3")
    rows = json.loads(by("ben", "feedback", "report", "--teams", "--format", "json").out)
    assert [(row["team"], row["answers"]) for row in rows] == [("schools", 5)]
    assert by("ben", "feedback", "report", "--teams", "--mine").code == 2


def test_a_team_set_with_use_does_not_turn_a_trainers_report_into_the_teams(by, five):
    by("ana", "use", "@permits")
    assert by("ana", "feedback", "report").out.startswith("Feedback to ana")
    assert by("ana", "feedback", "report", "--mine", "@permits").out.startswith("Feedback to ana")


def test_filters_show_whole_groups(by, five, at):
    at("2026-11-30T09:00:00+00:00")
    for _ in range(4):
        by("lea", "feedback", five, "-u", "1")
    at("2026-12-07T09:00:00+00:00")
    by("lea", "feedback", five, "-u", "1")

    def counts(*arguments):
        result = by("ana", "feedback", "report", *arguments, "--format", "json")
        return [row["answers"] for row in json.loads(result.out)]

    assert counts() == counts("+fees") == counts("@permits", "--mine") == [5, 5]
    assert counts("+forms") == counts("--week", "2026-W49") == []
    assert counts("--week", "2026-W47") == [5]
    assert counts("--since", "2026-11-30") == [5]
    assert counts("--since", "2026-12-01") == []
    december = ("--since", "2026-12-01", "--until", "2026-12-31")
    assert by("ana", "feedback", "report", *december).err.endswith(
        "\n2 groups are left out, because not all of each matches the filter.\n"
    )
    assert by("ana", "feedback", "report", "--since", "2026-11-30").err.endswith(
        "\n1 group is left out, because not all of it matches the filter.\n"
    )


def test_the_report_on_an_empty_log_is_empty_and_makes_no_file(by, home):
    done = by("sue", "feedback", "report", "--format", "csv")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert list(home.rglob("*.db")) == []


PLANTED = {
    "name": "Marta Nowak",
    "alias": "Blue Heron",
    "e-mail": "marta.nowak@example.org",
    "phone": "+1 555 123 4567",
    "case": "PRM-2026-0815",
}


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_no_name_address_or_number_in_a_comment_is_in_a_report(by, coached, form):
    trainers = ["ana", "ben", "Marta Nowak"]
    where = [
        "--team",
        f"permits of {PLANTED['name']}",
        "--topic",
        f"case {PLANTED['case']} {PLANTED['e-mail']}",
    ]
    ids = [
        coached(trainer, *where, "--learner", "Blue Heron", "Showed how") for trainer in trainers
    ]
    for number in range(5):
        comment = (
            f"Word {number}: ask {PLANTED['name']} or {PLANTED['alias']}, {PLANTED['e-mail']},"
            f" {PLANTED['phone']}, case {PLANTED['case']}"
        )
        for entry in ids:
            assert by("lea", "feedback", entry, "--comment", comment).code == 0
    own = by("ana", "feedback", "report", "--format", form)
    assert "Word 4: ask" in own.out.replace("\\", "")
    others = by("sue", "feedback", "report", "--format", form)
    assert "permits" in others.out
    assert "Word" not in others.out
    for shown in (own.out + own.err, others.out + others.err):
        for planted in (
            *PLANTED.values(),
            "Marta",
            "Heron",
            "example.org",
            "123 4567",
            "0815",
            "lea",
        ):
            assert planted not in shown


def test_feedback_is_in_no_other_output(by, five, home):
    by("lea", "feedback", five, "Zebra words")
    outputs = [
        by("ana", *line.split()).out
        for line in (
            f"show {five}",
            f"show {five} --format json",
            "list --format json",
            "week",
            "week --format json",
            "summary",
            "export --for full --format json",
            "export --for team",
            "search Zebra",
            "search Word",
            "card fees",
            f"history {five}",
            "history --format json",
        )
    ]
    assert not re.search(r"Zebra|Word|feedback on|too-fast|useful", "".join(outputs))
    assert by("ana", "doctor").code == 0


def test_purge_erases_the_feedback_on_a_deleted_entry(by, five, home):
    by("ana", "delete", five)
    assert by("ana", "purge", "--yes").code == 0
    assert b"Word 1" not in next(home.rglob("*.db")).read_bytes()
    done = by("ana", "doctor")
    assert (done.code, "All is well" in done.err + done.out) == (0, True)
    assert json.loads(by("ana", "feedback", "report", "--format", "json").out) == []


def test_hostile_comments_are_harmless_on_the_screen_and_in_a_spreadsheet(by, five, home):
    hostile = [
        "[red]x[/red]",
        "\x1b]0;owned\x07",
        "\u202egnp.exe",
        "=cmd|' /C calc'!A0",
        "x" * 5000,
    ]
    for words in hostile:
        assert by("lea", "feedback", five, "--comment", words).code == 0
    page = by("ana", "feedback", "report").out
    assert "[red]x[/red]" in page
    assert not re.search("[\x1b\x07\u202e]", page)
    rows = list(csv.DictReader(io.StringIO(by("ana", "feedback", "report", "--format", "csv").out)))
    assert not any(row["comments"].startswith("=") for row in rows)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
class TestOnATerminal:
    def answer(self, terminal, entry, keys):
        import pexpect

        child = terminal("feedback", entry)
        output = ""
        for key in keys:
            child.expect([r"\? for keys", "if you like:"])
            output += child.before + child.after
            child.send(key)
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, output + child.before

    def test_it_asks_for_one_key_each_and_a_comment(self, by, terminal, entry, home, monkeypatch):
        monkeypatch.setenv("LOGNAME", "lea")
        code, output = self.answer(terminal, entry, ["f", "e", "4", "Well done\r"])
        assert code == 0
        assert "Showed how" in output
        assert "Without your name" in output
        assert "Thank you! Feedback on" in output
        assert stored(home, "SELECT pace, examples, usefulness, comment FROM feedback") == [
            ("too-fast", "enough", 4, "Well done")
        ]

    def test_enter_leaves_a_question_out_and_back_keeps_the_answer(
        self, by, terminal, entry, home, monkeypatch
    ):
        monkeypatch.setenv("LOGNAME", "lea")
        code, output = self.answer(terminal, entry, ["s", "<", "\r", "\r", "\r", "\r"])
        assert (code, "Pace (now too-slow): " in output) == (0, True)
        assert stored(home, "SELECT pace, examples, usefulness, comment FROM feedback") == [
            ("too-slow", None, None, None)
        ]

    def test_without_an_answer_nothing_is_recorded(self, by, terminal, entry, home, monkeypatch):
        monkeypatch.setenv("LOGNAME", "lea")
        code, output = self.answer(terminal, entry, ["\r", "\r", "\r", "\r"])
        assert (code, "No answer was given, so nothing was recorded." in output) == (0, True)
        assert stored(home, "SELECT * FROM feedback") == []

    def test_ctrl_c_records_nothing(self, by, terminal, entry, home, monkeypatch):
        monkeypatch.setenv("LOGNAME", "lea")
        code, output = self.answer(terminal, entry, ["f", "\x03"])
        assert (code, "Traceback" in output) == (130, False)
        assert stored(home, "SELECT * FROM feedback") == []


def test_the_command_suggested_for_a_mistake_gives_thanks(by):
    by("ana", "oops", "@permits", "+fees", "Took it twice", "--recovery", "Paid it back")
    code, _, err = by("lea", "feedback", "last", "-u", "5")
    assert code == 2
    assert by("lea", *err.split("  coachlog ")[1].split()).code == 0


@pytest.fixture
def lea(coachlog, monkeypatch):
    """Return a function that gives feedback with one and the same login."""

    def give(*arguments):
        monkeypatch.setenv("LOGNAME", "lea")
        return coachlog("feedback", *arguments)

    return give


def test_a_login_has_one_answer_to_an_entry(lea, entry, home):
    assert lea(entry, "-u", "1", "Too many forms").err.count("\n") == 1
    done = lea(entry, "--pace", "right")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[1] == "It replaces your earlier feedback on this entry."
    answers = stored(home, "SELECT pace, usefulness, comment FROM feedback")
    assert answers == [("right", None, None)]


def test_an_answer_in_a_report_stays_as_it_is(lea, by, entry, home):
    assert lea(entry, "-u", "1").code == 0
    for number in range(4):
        by("lea", "feedback", entry, "-u", str(number + 2))
    before = by("ana", "feedback", "report").out
    done = lea(entry, "-u", "5")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"coachlog: your feedback on {entry} is part of a report by now, so it stays as it is.\n"
    )
    assert by("ana", "feedback", "report").out == before


def test_undo_takes_back_ones_own_answer_and_nobody_elses(lea, by, coachlog, entry, home):
    lea(entry, "-u", "1")
    assert by("sam", "undo").code == 4
    lea(entry, "-u", "2")
    done = by("lea", "undo")
    assert done.code == 0
    assert stored(home, "SELECT usefulness FROM feedback") == [(1,)]
