"""`reply` and `thanks`, by command and on a terminal."""

import json
import shlex
import sys

import pytest

from tests.processes import is_asleep, needs_proc, wait_until

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def entry(by):
    """Record an entry of Robin's, and return its id."""
    return recorded(by, "robin", "log", "@permits", "+fees", "Showed how to look up a fee waiver")


def recorded(by, name, *words):
    """Record an entry as somebody, and return its id."""
    assert by(name, *words).code == 0
    return by(name, "show", "last", "-f", "csv").out.splitlines()[1].split(",")[1]


def replies(by, name, which):
    return json.loads(by(name, "reply", which, "-f", "json").out)


def open_questions(by, name, *filters):
    return [
        (row["short_id"], row["question"])
        for row in json.loads(by(name, "reply", *filters, "-f", "json").out)
    ]


def test_replies_of_every_kind_are_shown_with_their_entry(by, entry):
    other = recorded(by, "kim", "log", "@permits", "+fees", "We charged it twice as well")
    happened = '"Showed how to look up a fee waiver" · undo: coachlog undo'
    assert by("kim", "reply", entry, "Put the table", "at the counter", "+now") == (
        0,
        "",
        f"{entry} · an idea for robin · {happened}\n",
    )
    assert by("kim", "reply", entry, "--question", "Which", "table?").code == 0
    assert "a reply to your own entry" in by("robin", "reply", entry, "The", "blue", "one").err
    assert by("kim", "reply", entry, "--same", other) == (
        0,
        "",
        f"{entry} · the same as {other} · {happened}\n",
    )
    assert by("ana", "thanks", entry, "Saved me a call").code == 0
    assert by("kim", "thanks", entry).code == 0
    assert by("ana", "show", entry).out.endswith(
        "\n\nidea             Thu 19 Nov · kim\n"
        "                 Put the table at the counter +now\n"
        "question         Thu 19 Nov · kim\n"
        "                 Which table?\n"
        "answer           Thu 19 Nov · robin\n"
        "                 The blue one\n"
        f"we had that too  Thu 19 Nov · kim\n"
        f"                 {other} We charged it twice as well\n"
        "thanks           2: ana, kim\n"
        "                 Saved me a call\n"
    )
    assert [
        (row["kind"], row["author"], row["text"], row["other"]) for row in replies(by, "ana", entry)
    ] == [
        ("idea", "kim", "Put the table at the counter +now", None),
        ("question", "kim", "Which table?", None),
        ("idea", "robin", "The blue one", None),
        ("same", "kim", None, other),
        ("thanks", "ana", "Saved me a call", None),
        ("thanks", "kim", None, None),
    ]
    assert list(json.loads(by("ana", "show", entry, "-f", "json").out)[0])[-1] == "follow_up"


@pytest.mark.parametrize("words", [("reply",), ("thanks",), ("status",), ("edit",)])
def test_the_example_for_text_with_a_dash_works(by, entry, words):
    user = "kim" if words[0] in ("reply", "thanks") else "robin"
    code, _, err = by(user, *words, entry, "-5", "degrees")
    assert code == 2
    example = shlex.split(err.splitlines()[0].split("goes after --:  coachlog ")[1])
    assert by(user, *[entry if word == "8f3a" else word for word in example]).code == 0


def test_everything_after_the_id_is_text(by, entry):
    for words in (
        ["Ask", "@ana"],
        ["+1"],
        ["@permits", "knows", "+fees"],
        ["--", "-5 degrees"],
        ["Told", "--", "twice"],
        ["--", "last", "--", "--question"],
    ):
        assert by("kim", "reply", entry, *words).code == 0
    texts = [row["text"] for row in replies(by, "kim", entry)]
    assert texts == [
        "Ask @ana",
        "+1",
        "@permits knows +fees",
        "-5 degrees",
        "Told -- twice",
        "last -- --question",
    ]


def test_the_text_can_come_from_stdin(by, entry):
    assert by("kim", "reply", entry, stdin="Two\nlines\n").code == 0
    assert by("kim", "reply", entry, "-", "-q", stdin="Which?").code == 0
    assert by("kim", "thanks", entry, "-", stdin="For the table").code == 0
    assert [(row["kind"], row["text"]) for row in replies(by, "kim", entry)] == [
        ("idea", "Two\nlines"),
        ("question", "Which?"),
        ("thanks", "For the table"),
    ]


def test_thanks_are_given_once_and_never_to_oneself(by, entry):
    code, out, err = by("robin", "thanks", entry)
    assert (code, out, err) == (
        2,
        "",
        f"coachlog: {entry} is your own entry, and thanks are for a colleague's. But well done!\n",
    )
    assert by("kim", "thanks", entry).code == 0
    assert by("kim", "thanks", entry, "Again") == (
        0,
        "",
        f"No change: you already said thanks for {entry} (Thu 19 Nov).\n"
        f"To say more:  coachlog reply {entry} WORDS\nNot recorded. Your text:\nAgain\n",
    )
    assert len(replies(by, "kim", entry)) == 1
    assert by("kim", "undo").err.splitlines()[0].endswith(": the thanks are gone")
    assert by("kim", "thanks", entry).err.startswith(f"{entry} · thanks to robin")


def test_undo_removes_a_reply_and_redo_restores_it(by, entry):
    by("kim", "reply", entry, "An idea")
    code, _, err = by("kim", "undo")
    assert (code, err.splitlines()[0]) == (
        0,
        f'Undone: reply {entry} "Showed how to look up a fee waiver": the reply is gone',
    )
    assert "An idea" not in by("kim", "show", entry).out
    by("kim", "redo")
    assert "An idea" in by("kim", "show", entry).out


def test_undo_in_a_shared_file_takes_back_ones_own_actions_only(by, entry):
    by("kim", "reply", entry, "An idea")
    text = '"Showed how to look up a fee waiver"'
    for arguments, beginning in ((["--dry-run"], "Would undo"), ([], "Undone")):
        line = by("robin", "undo", *arguments).err.splitlines()[0]
        assert line.startswith(f"{beginning}: log {entry} {text}: the entry ")
    assert by("robin", "redo").code == 0
    line = by("kim", "undo").err.splitlines()[0]
    assert line == f"Undone: reply {entry} {text}: the reply is gone"
    # What robin does meanwhile takes nothing away from kim.
    by("robin", "log", "@permits", "Something else")
    assert by("robin", "redo").code == 4
    line = by("kim", "redo").err.splitlines()[0]
    assert line == f"Redone: reply {entry} {text}: the reply is back"


def test_nobody_else_can_reply_to_a_private_entry_or_link_to_it(by, entry):
    hidden = recorded(by, "robin", "log", "@permits", "--private", "Between us")
    for words in (
        ["reply", hidden, "An idea"],
        ["reply", entry, "--same", hidden, "An idea"],
        ["reply", hidden, "-f", "json"],
    ):
        code, out, err = by("kim", *words)
        assert (code, out) == (4, "")
        assert err.startswith(
            f"coachlog: no entry is called {hidden}.  coachlog list  shows their ids.\n"
        )
        assert ("An idea" in err) == ("-f" not in words)
    assert by("kim", "thanks", hidden).code == 4
    assert by("kim", "status", hidden).code == 4
    assert by("robin", "reply", hidden, "Note to self").code == 0
    code, _, err = by("robin", "reply", entry, "--same", hidden)
    assert (code, err) == (
        4,
        f"coachlog: {hidden} is private, so others could not open the link."
        f" To share it:  coachlog edit {hidden} --share team\n",
    )
    assert by("robin", "reply", hidden, "--same", entry).code == 0


def test_a_link_to_an_entry_that_became_private_or_is_gone_shows_nothing_of_it(by, entry):
    other = recorded(by, "kim", "log", "@permits", "The same over here")
    by("ana", "reply", entry, "--same", other)
    by("kim", "edit", other, "--share", "private")
    assert "over here" not in by("robin", "show", entry).out
    assert "in an entry that is gone, or that you may not see" in by("robin", "show", entry).out
    assert f"{other} The same over here" in by("kim", "show", entry).out
    by("kim", "delete", other)
    assert "an entry that is gone" in by("kim", "show", entry).out
    assert replies(by, "kim", entry)[0]["other"] is None


def test_a_refused_reply_is_printed_back_with_what_to_do(by, entry):
    for words, code, message in (
        (["reply", entry], 2, "there is nothing to record. Write it after the id"),
        (["reply", "zzzz", "My words"], 2, "'zzzz' is not an id"),
        (["reply", "fade", "My words"], 4, "no entry is called fade"),
        (["reply", entry, "--same", entry, "My words"], 2, f"--same {entry} is the entry itself"),
        (
            ["reply", entry, "-q", "--same", entry, "My words"],
            2,
            "--question and --same are both given",
        ),
        (["reply", entry, "My words", "--mine"], 2, "an id and a filter are both given"),
        (["reply", entry, "My words", "-f", "csv"], 2, "--format lists the replies to an entry"),
        (["reply", "--", "My words"], 2, "which entry? Its id comes first"),
        (["reply", "-q"], 2, "which entry? Its id comes first"),
        (["reply", entry, "--same", "fade", "My words"], 4, "no entry is called fade"),
        (["thanks", "fade", "My words"], 4, "no entry is called fade"),
    ):
        result = by("kim", *words)
        assert (result.code, result.out, message in result.err) == (code, "", True), (words, result)
        assert result.err.endswith("Not recorded. Your text:\nMy words\n") == (
            "My words" in words
        ), words
    assert by("kim", "thanks").code == 2
    assert replies(by, "kim", entry) == []
    assert by("kim", "reply", entry, "x" * 1_000_001).code == 2


def test_hostile_words_are_shown_as_text(by, entry):
    by("kim\x1b[31m", "reply", entry, "[red]no[/red] \x1b]0;title\x07 \u202eright :smile:")
    for result in (
        by("robin", "show", entry),
        by("robin", "news"),
        by("robin", "log", "@permits", "Next"),
    ):
        output = result.out + result.err
        assert "\x1b" not in output
        assert "\x07" not in output
        assert "\u202e" not in output
    assert "[red]no[/red]" in by("robin", "show", entry).out
    assert replies(by, "robin", entry)[0]["text"].startswith("[red]no[/red] \x1b]0;")


def test_a_question_is_open_until_somebody_answers(by, at):
    first = recorded(by, "robin", "log", "@permits", "+fees", "-q", "Who signs a waiver?")
    answered = recorded(
        by, "robin", "log", "@permits", "+fees", "-q", "Who files?", "--expected", "The desk"
    )
    at("2026-11-20T09:00")
    plain = recorded(by, "robin", "log", "@finance", "+letters", "Sent it by post")
    assert open_questions(by, "ana") == [(first, "Who signs a waiver?")]
    by("kim", "thanks", first)
    assert open_questions(by, "ana") == [(first, "Who signs a waiver?")]
    by("kim", "reply", first, "-q", "Which waiver?")
    by("kim", "reply", first, "-q", "The fee waiver?")
    by("kim", "reply", plain, "-q", "Why?")
    assert open_questions(by, "ana") == [
        (plain, "Why?"),
        (first, "The fee waiver?"),
        (first, "Which waiver?"),
    ]
    assert (
        open_questions(by, "ana", "@permits")
        == open_questions(by, "ana", "+fees")
        == open_questions(by, "ana", "--kind", "question")
    )
    assert open_questions(by, "ana", "@finance", "--since", "2026-11-20") == [(plain, "Why?")]
    assert open_questions(by, "ana", "--until", "2026-11-19") == []
    assert open_questions(by, "ana", "--limit", "1") == [(plain, "Why?")]
    by("kim", "thanks", plain)
    assert by("robin", "reply", first, "Any").code == 0
    assert open_questions(by, "ana") == [(plain, "Why?")]
    by("robin", "undo")
    assert len(open_questions(by, "ana")) == 3
    by("robin", "edit", plain, "--share", "private")
    assert [short_id for short_id, _ in open_questions(by, "robin")] == [first, first]
    assert answered not in by("ana", "reply").out


def test_the_list_of_open_questions_says_what_to_do(by, entry):
    code, out, err = by("kim", "reply")
    assert (code, out.split()[:3]) == (0, ["asked", "id", "who"])
    assert err == "No open questions. To reply to an entry:  coachlog reply ID WORDS\n"
    by("kim", "reply", entry, "-q", "Which table?")
    code, out, err = by("kim", "reply")
    assert (code, err) == (0, "To answer one:  coachlog reply ID WORDS\n")
    happened = "Showed how to look up a fee waiver"
    row = ["2026-11-19", entry, "kim", "permits", "fees", "Which", "table?", *happened.split()]
    assert out.splitlines()[2].split() == row
    for _ in range(20):
        by("kim", "log", "@permits", "-q", "One more?")
    _, out, err = by("kim", "reply")
    assert (len(out.splitlines()), err.splitlines()[0]) == (
        22,
        "And 1 more. To list all of them, add -n 21.",
    )
    assert "there is no team 'permit'" in by("kim", "reply", "@permit").err


def test_a_reply_to_a_question_is_called_an_answer(by):
    question = recorded(by, "robin", "log", "@permits", "+fees", "-q", "Who signs a waiver?")
    assert by("kim", "reply", question, "The head of the desk") == (
        0,
        "",
        f'{question} · an answer for robin · "Who signs a waiver?" · undo: coachlog undo\n',
    )
    assert "\nanswer  Thu 19 Nov · kim\n" in by("robin", "show", question).out
    assert replies(by, "robin", question)[0]["kind"] == "idea"


@on_a_terminal
def test_on_a_terminal_it_asks_for_the_answer_to_a_question(coachlog, terminal):
    coachlog("log", "@permits", "+fees", "-q", "Who signs a waiver?")
    child = terminal("reply", "last")
    child.expect_exact("Your answer:")
    child.sendline("The head of the desk")
    child.expect("a reply to your own entry")
    assert child.wait() == 0


@needs_proc
def test_on_a_terminal_it_asks_for_the_text(coachlog, terminal):
    coachlog("log", "@permits", "+fees", "Showed how")
    child = terminal("reply", "last")
    child.expect("What do you want to say:")
    child.sendline("<")
    child.expect("This is the first question. Esc leaves.")
    # What is typed before a question is not taken for its answer.
    child.expect("What do you want to say:")
    child.sendline("Put it at the counter")
    child.expect("a reply to your own entry")
    child.wait()
    child = terminal("reply", "last", "--question")
    child.expect("Your question:")
    # Python notes a Ctrl-C between the question and its reading, and acts on it at the next key.
    wait_until(lambda: is_asleep(child.pid))
    child.sendintr()
    child.expect("nothing was recorded")
    child.wait()
    assert child.exitstatus == 130
    assert [row["text"] for row in json.loads(coachlog("reply", "last", "-f", "json").out)] == [
        "Put it at the counter"
    ]
