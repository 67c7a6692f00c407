"""Tests of `import --as feedback`: the feedback answers of a form."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from coachlog.exchange.feedback_form import FEEDBACK_NAMES

HEAD = (
    "Timestamp,Email,Name,How was the pace?,Were there enough examples?,"
    "How useful was it (1-5)?,Comments,Session ID"
)
ROWS = [
    "11/16/2026 9:12:04,kim@example.org,Kim Doe,Too fast,Yes,4 - useful,Slow down,{id}",
    "11/16/2026 9:13:04,lou@example.org,Lou,About right,Yes,5,,{id}",
    "11/16/2026 9:14:04,max@example.org,Max,About right,No,3,More cases,{id}",
    "11/17/2026 9:14:04,pat@example.org,Pat,Too slow,,,,{id}",
    "11/17/2026 9:14:04,sam@example.org,Sam,Too slow,,,,{id}",
]


@pytest.fixture
def by(coachlog, monkeypatch):
    """Run a command as another user of the computer: `by("lea", "import", "form.csv")`."""

    def call(login, *arguments, **options):
        monkeypatch.setenv("LOGNAME", login)
        return coachlog(*arguments, **options)

    return call


@pytest.fixture
def ids(by):
    """Record a coaching moment, a private one and a mistake, all Ana's; return their ids."""
    short_ids = []
    for words in (
        ["log", "+fees", "Showed how"],
        ["log", "--private", "A worry"],
        ["mistake", "Old form", "--recovery", "New"],
    ):
        result = by("ana", *words, "--format", "json", "--team", "permits")
        short_ids.append(json.loads(result.out)["short_id"])
    return short_ids


def form(*rows, head=HEAD, name="form.csv", **values):
    """Write a CSV file whose rows get `values`; return its name."""
    Path(name).write_text("\n".join([head, *rows]).format(**values) + "\n", encoding="utf-8")
    return name


def answers(home):
    with sqlite3.connect(next(home.rglob("*.db"))) as db:
        return db.execute(
            "SELECT pace, examples, usefulness, comment, answered_on FROM feedback"
            " ORDER BY answered_on, comment, usefulness"
        ).fetchall()


def log_bytes(home):
    return next(home.rglob("*.db")).read_bytes()


def test_answers_of_a_form_are_imported_without_its_names(by, ids, home):
    done = by("lea", "import", form(*ROWS, id=ids[0]), "--as", "feedback")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "5 feedback answers imported from form.csv, 0 rejected, 0 already there"
        " · undo: coachlog undo",
        "Never imported, because feedback is anonymous: Email, Name",
    ]
    assert answers(home) == [
        ("right", "enough", 5, None, "2026-11-16"),
        ("right", "too-few", 3, "More cases", "2026-11-16"),
        ("too-fast", "enough", 4, "Slow down", "2026-11-16"),
        ("too-slow", None, None, None, "2026-11-17"),
        ("too-slow", None, None, None, "2026-11-17"),
    ]
    for name in (b"Kim Doe", b"example.org", b"09:12", b"9:12:04"):
        assert name not in log_bytes(home)
    (row,) = json.loads(by("ana", "feedback", "report", "--format", "json").out)
    assert (row["answers"], row["pace_answered"], row["usefulness"]) == (5, 5, 4.0)
    assert row["comments"] == ["More cases", "Slow down"]


def test_a_signature_in_a_comment_is_masked(by, ids, home):
    rows = [
        "11/16/2026 9:12:04,j.lopez@example.org,Kim Doe,,,4,"
        '"Thanks, Kim (kim.doe@example.org)",{id}',
        "11/16/2026 9:13:04,marla.quint@example.org,,,,4,Marla was here and had no questions,{id}",
        "11/16/2026 9:14:04,,,,,4,Nothing to hide,{id}",
    ]
    file = form(*rows, id=ids[0])
    assert by("lea", "import", file, "--as", "feedback").err.startswith(
        "3 feedback answers imported"
    )
    assert [answer[3] for answer in answers(home)] == [
        "Nothing to hide",
        "Thanks, [name] ([e-mail])",
        "[name] was here and had no questions",
    ]
    for name in (b"Kim", b"Marla", b"kim.doe"):
        assert name not in log_bytes(home)
    assert by("lea", "import", file, "--as", "feedback").err.startswith(
        "0 feedback answers imported from form.csv, 0 rejected, 3 already"
    )


def test_a_file_imported_twice_adds_nothing_and_equal_answers_all_count(by, ids, home):
    command = ["import", form("right,5", "right,5", "right,5", head="pace,useful")]
    command += ["--as", "feedback", "--set"]
    first = by("lea", *command, f"entry={ids[0]}")
    assert first.err.startswith("3 feedback answers imported")
    again = by("lea", *command, f"entry={ids[0]}")
    assert again.code == 0
    assert again.err == "0 feedback answers imported from form.csv, 0 rejected, 3 already there\n"
    other = json.loads(by("ben", "log", "--format", "json", "@permits", "Showed more").out)
    of_other = by("lea", *command, f"entry={other['short_id']}")
    assert of_other.err.startswith("3 feedback answers imported")
    assert len(answers(home)) == 6


def test_every_row_of_a_form_is_an_answer_beside_the_importers_own(by, ids, home):
    rows = [
        "11/16/2026 9:12:04,kim@example.org,Kim Doe,Too fast,,,,{id}",
        "11/17/2026 9:12:04,kim@example.org,Kim Doe,About right,,,,{id}",
        "11/17/2026 9:12:04,kim@example.org,Kim Doe,About right,,,,{id}",
    ]
    command = ["import", form(*rows, id=ids[0]), "--as", "feedback"]
    assert by("lea", "feedback", ids[0], "--pace", "too-slow").code == 0
    assert by("lea", *command).err.startswith("3 feedback answers imported")
    assert by("lea", *command).err.startswith("0 feedback answers imported")
    assert by("max", *command).err.startswith("0 feedback answers imported")
    own = by("lea", "feedback", ids[0], "--pace", "too-fast")
    assert own.code == 0
    assert by("max", "feedback", ids[0], "--pace", "right").code == 0
    assert sorted(answer[0] for answer in answers(home)) == [
        "right",
        "right",
        "right",
        "too-fast",
        "too-fast",
    ]


def test_equal_answers_of_another_time_are_answers_of_their_own(by, ids, home):
    for time in ("9:14:04", "9:15:10"):
        file = form(f"11/17/2026 {time},pat@example.org,Pat,Too slow,,,,{{id}}", id=ids[0])
        done = by("lea", "import", file, "--as", "feedback")
        assert done.err.startswith("1 feedback answer imported")
    assert answers(home) == [("too-slow", None, None, None, "2026-11-17")] * 2


def test_an_answer_is_known_again_without_the_column_that_masked_its_comment(by, ids, home):
    row = ["11/16/2026 9:12:04", "Kim Doe", "4", '"Thanks, Kim"', ids[0]]
    head = ["Timestamp", "Name", "How useful was it (1-5)?", "Comments", "Session ID"]
    with_name = form(",".join(row), head=",".join(head))
    assert by("lea", "import", with_name, "--as", "feedback").code == 0
    del row[1], head[1]
    done = by("lea", "import", form(",".join(row), head=",".join(head)), "--as", "feedback")
    assert done.err == "0 feedback answers imported from form.csv, 0 rejected, 1 already there\n"
    assert [answer[3] for answer in answers(home)] == ["Thanks, [name]"]


def test_an_initial_in_an_address_masks_no_word(by, ids, home):
    row = "11/16/2026 9:12:04,a.lo.quint@example.org,,,,4,A good hour by Quint: lo and behold,{id}"
    assert by("lea", "import", form(row, id=ids[0]), "--as", "feedback").code == 0
    assert [answer[3] for answer in answers(home)] == ["A good hour by [name]: lo and behold"]


def test_undo_takes_an_import_back_without_a_name_and_it_can_be_repeated(by, ids, home):
    file = form(*ROWS, id=ids[0])
    by("lea", "import", file, "--as", "feedback")
    before = by("ana", "feedback", "report").out
    assert by("lea", "undo").err.splitlines()[0] == "Undone: import: 5 answers are gone"
    assert answers(home) == []
    assert by("lea", "import", file, "--as", "feedback").err.startswith(
        "5 feedback answers imported"
    )
    assert by("ana", "feedback", "report").out == before
    assert b'"lea"' not in log_bytes(home)
    assert by("ana", "doctor").code == 0


def test_rejected_rows_go_to_a_file_without_names(by, ids, home):
    rows = [
        ROWS[0],
        "11/17/2026 9:15:04,a@example.org,Amy,Blue,,,,{id}",
        "11/17/2026 9:15:04,b@example.org,Bo,,,,,{id}",
        "11/17/2026 9:15:04,c@example.org,Cy,Too slow,,,,ffff1",
        "11/17/2026 9:15:04,d@example.org,Di,Too slow,,,,{private}",
        "11/17/2026 9:15:04,e@example.org,Ed,Too slow,,,,{mistake}",
        "11/17/2026 9:15:04,f@example.org,Flo,Too slow,,,,",
        "11/17/2026 9:15:04,g@example.org,Gus,Too slow,,7,,{id}",
        "11/17/2026 9:15:04,h@example.org,Hal,Too slow,,,,last",
        "11/17/2026 9:15:04,i@example.org,Ivo,Too slow,,,,{id},more,cells",
    ]
    file = form(*rows, id=ids[0], private=ids[1], mistake=ids[2])
    done = by("lea", "import", file, "--as", "feedback")
    assert done.code == 0
    assert done.err.startswith(
        "1 feedback answer imported from form.csv, 9 rejected, 0 already there"
        " · undo: coachlog undo\n"
    )
    text = (home / "form.rejects.csv").read_text(encoding="utf-8-sig")
    for name in ("example.org", "Amy", "Ivo"):
        assert name not in text
    table = list(csv.reader(io.StringIO(text)))
    assert table[0] == [
        "line",
        "reason",
        "Timestamp",
        "How was the pace?",
        "Were there enough examples?",
        "How useful was it (1-5)?",
        "Comments",
        "Session ID",
    ]
    assert [row[1].partition(".")[0] for row in table[1:]] == [
        "How was the pace?: pace must be one of too-slow, right, too-fast; not 'Blue'",
        "it has no answer",
        "no entry is called ffff1",
        f"no entry is called {ids[1]}",
        f"{ids[2]} is a mistake, and feedback is for coaching moments",
        "it names no coaching moment; give one with --set entry=ID",
        "How useful was it (1-5)?: usefulness must be 1 to 5, where 5 is very useful; not '7'",
        "`last` means a different entry every day; give an id instead",
        "it has 10 cells, but the header has 8",
    ]
    assert table[5][1].endswith(f" To thank its writer:  coachlog thanks {ids[2]}")


def test_a_dry_run_shows_no_names_and_writes_nothing(by, ids, home):
    before = log_bytes(home)
    options = ["--as", "feedback", "--dry-run", "--format", "csv"]
    done = by("lea", "import", form(*ROWS, id=ids[0]), *options)
    rows = list(csv.reader(io.StringIO(done.out)))
    assert [row[:2] for row in rows[1:]] == [
        ["Timestamp", "answered_on"],
        ["Email", "(skipped)"],
        ["Name", "(skipped)"],
        ["How was the pace?", "pace"],
        ["Were there enough examples?", "examples"],
        ["How useful was it (1-5)?", "usefulness"],
        ["Comments", "comment"],
        ["Session ID", "entry"],
    ]
    assert "Kim" not in done.out
    assert "5 feedback answers would be imported from form.csv" in done.err
    assert log_bytes(home) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["form.csv"],
            6,
            "which coaching moment is form.csv about? Add --set entry=ID, or --map COLUMN=entry.",
        ),
        (["form.csv", "--set", "entry=ffff1"], 4, "no entry is called ffff1"),
        (["form.csv", "--set", "entry=PRIVATE"], 4, "no entry is called"),
        (["form.csv", "--set", "entry=MISTAKE"], 2, "feedback is for coaching moments"),
        (
            ["form.csv", "--map", "Name=comment", "--set", "entry=ID"],
            2,
            "Name tells who a person is, so it is never imported",
        ),
        (
            ["form.csv", "--set", "pace=blue"],
            2,
            "pace must be one of too-slow, right, too-fast; not 'blue'",
        ),
        (["form.csv", "--set", "colour=blue"], 2, "there is no field 'colour'"),
        (["form.csv", "--kind", "strength"], 2, "there is no field 'kind'"),
        (
            ["bare.csv", "--set", "entry=ID"],
            2,
            "has no column for an answer (pace, examples, usefulness or a comment)",
        ),
        (
            ["none.csv", "--set", "entry=ID"],
            2,
            "no rows could be imported. Check the column mapping with --dry-run.",
        ),
        (["either.csv", "--set", "entry=ID"], 6, "could be two days"),
    ],
)
def test_an_unreadable_file_or_option_is_refused_and_nothing_is_imported(
    by, ids, home, arguments, code, message
):
    form("Kim,right", head="Name,Pace")
    form("Kim,blue", head="Name,Colour", name="bare.csv")
    form(" ,", head="Comment,Pace", name="none.csv")
    form("3/4/2026,right", head="Timestamp,Pace", name="either.csv")
    names = {"ID": ids[0], "PRIVATE": ids[1], "MISTAKE": ids[2]}
    for name, value in names.items():
        arguments = [argument.replace(f"={name}", f"={value}") for argument in arguments]
    done = by("lea", "import", *arguments, "--as", "feedback")
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert answers(home) == []


def test_columns_can_be_mapped_by_hand_and_a_date_set_for_all(by, ids, home):
    file = form("zu schnell,Mehr Zeit", "zu schnell,", head="Tempo,Was noch", name="de.csv")
    command = ["import", file, "--as", "feedback", "--set", f"entry={ids[0]}"]
    refused = by("lea", *command)
    assert (
        "Tempo is skipped, because no value in it is one of too-slow, right, too-fast"
        in refused.err
    )
    assert refused.code == 2
    mapping = ["--map", "Was noch=comment", "--map", "Tempo=", "--set", "answered_on=2026-11-02"]
    done = by("lea", *command, *mapping)
    assert done.code == 0
    assert answers(home) == [(None, None, None, "Mehr Zeit", "2026-11-02")]


def test_answers_without_a_date_get_today(by, ids, home):
    file = form("right", head="pace")
    done = by("lea", "import", file, "--as", "feedback", "--set", f"entry={ids[0]}")
    assert "1 row has no date, so today was used." in done.err
    assert answers(home) == [("right", None, None, None, "2026-11-19")]


def test_the_first_word_of_a_cell_names_the_coaching_moment(by, ids, home):
    file = form(
        "right,#{id}",
        "right,{upper}: Fee waivers",
        "right, {id} ",
        head="pace,session",
        id=ids[0],
        upper=ids[0].upper(),
    )
    assert by("lea", "import", file, "--as", "feedback").err.startswith(
        "3 feedback answers imported"
    )


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("How was the pace of the session?", "pace"),
        ("Was it too fast or too slow?", "pace"),
        ("Were there enough examples?", "examples"),
        ("How useful was it (1-5)?", "usefulness"),
        ("How helpful was this?", "usefulness"),
        ("Is there anything else you would like to say?", "comment"),
        ("Comments (leave your name if you like)", "comment"),
        ("Completion time", "answered_on"),
        ("Session ID", "entry"),
        ("How useful were the examples?", None),
        ("ID", None),
        ("E-mail address", None),
        ("What is your name?", None),
    ],
)
def test_the_questions_of_a_form_are_recognised_or_skipped(heading, field):
    assert FEEDBACK_NAMES.field_of(heading) == field


@pytest.mark.parametrize(
    "heading",
    ["Email", "E-mail address", "Name", "Your name", "What is your name?", "Username", "Name 2"],
)
def test_a_column_that_identifies_a_person_is_recognised(heading):
    assert FEEDBACK_NAMES.is_person(heading)


def test_answers_can_be_imported_from_json(by, ids, home):
    answer = {"entry": ids[0], "pace": "right", "usefulness": 5, "name": "Kim Doe"}
    Path("form.json").write_text(json.dumps([answer]))
    assert by("lea", "import", "form.json", "--as", "feedback").code == 0
    assert answers(home) == [("right", None, 5, None, "2026-11-19")]
    assert b"Kim Doe" not in log_bytes(home)
