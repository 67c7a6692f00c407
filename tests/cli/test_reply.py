"""`reply` and `thanks`, in a pipe and on a terminal."""

import json
import shlex
import sys

import pytest

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def one(by):
    """The id of an entry of Robin's."""
    return recorded(by, "robin", "log", "@permits", "+fees", "Showed how to look up a fee waiver")


def recorded(by, name, *words):
    assert by(name, *words).code == 0
    return by(name, "show", "last", "-f", "csv").out.splitlines()[1].split(",")[1]


def replies(by, name, which):
    return json.loads(by(name, "reply", which, "-f", "json").out)


def asking(by, name, *filters):
    return [
        (row["short_id"], row["question"])
        for row in json.loads(by(name, "reply", *filters, "-f", "json").out)
    ]


def test_an_idea_a_question_and_the_same_are_shown_with_the_entry(by, one):
    other = recorded(by, "kim", "log", "@permits", "+fees", "We charged it twice as well")
    assert by("kim", "reply", one, "Put the table", "at the counter", "+now") == (
        0, "", f'{one} · an idea for robin · "Showed how to look up a fee waiver" · undo: coachlog undo\n',
    )  # fmt: skip
    assert by("kim", "reply", one, "--question", "Which", "table?").code == 0
    assert "a word on your own note" in by("robin", "reply", one, "The", "blue", "one").err
    assert by("kim", "reply", one, "--same", other) == (
        0, "", f'{one} · the same as {other} · "Showed how to look up a fee waiver" · undo: coachlog undo\n',
    )  # fmt: skip
    assert by("ana", "thanks", one, "Saved me a call").code == 0
    assert by("kim", "thanks", one).code == 0
    assert by("ana", "show", one).out.endswith(
        "\n\nidea             Thu 19 Nov · kim\n"
        "                 Put the table at the counter +now\n"
        "question         Thu 19 Nov · kim\n"
        "                 Which table?\n"
        "idea             Thu 19 Nov · robin\n"
        "                 The blue one\n"
        f"we had that too  Thu 19 Nov · kim\n"
        f"                 {other} We charged it twice as well\n"
        "thanks           2: ana, kim\n"
        "                 Saved me a call\n"
        "\n30 days  check-in due on Sat 19 Dec\n"
    )
    assert [
        (row["kind"], row["author"], row["text"], row["other"]) for row in replies(by, "ana", one)
    ] == [
        ("idea", "kim", "Put the table at the counter +now", None),
        ("question", "kim", "Which table?", None),
        ("idea", "robin", "The blue one", None),
        ("same", "kim", None, other),
        ("thanks", "ana", "Saved me a call", None),
        ("thanks", "kim", None, None),
    ]
    assert list(json.loads(by("ana", "show", one, "-f", "json").out)[0])[-1] == "follow_up"


@pytest.mark.parametrize("words", [("reply",), ("thanks",), ("status",), ("edit",)])
def test_where_text_with_a_dash_goes_is_shown_as_it_works(by, one, words):
    mine = "kim" if words[0] in ("reply", "thanks") else "robin"
    code, _, err = by(mine, *words, one, "-5", "degrees")
    assert code == 2
    example = shlex.split(err.splitlines()[0].split("goes after --:  coachlog ")[1])
    assert by(mine, *[one if word == "8f3a" else word for word in example]).code == 0


def test_what_follows_the_id_is_text_whatever_it_looks_like(by, one):
    for words in (
        ["Ask", "@ana"],
        ["+1"],
        ["@permits", "knows", "+fees"],
        ["--", "-5 degrees"],
        ["last", "--", "--question"],
    ):
        assert by("kim", "reply", one, *words).code == 0
    texts = [row["text"] for row in replies(by, "kim", one)]
    assert texts == ["Ask @ana", "+1", "@permits knows +fees", "-5 degrees", "last --question"]


def test_the_words_may_come_by_stdin(by, one):
    assert by("kim", "reply", one, stdin="Two\nlines\n").code == 0
    assert by("kim", "reply", one, "-", "-q", stdin="Which?").code == 0
    assert by("kim", "thanks", one, "-", stdin="For the table").code == 0
    assert [(row["kind"], row["text"]) for row in replies(by, "kim", one)] == [
        ("idea", "Two\nlines"), ("question", "Which?"), ("thanks", "For the table"),
    ]  # fmt: skip


def test_nobody_thanks_twice_or_themselves(by, one):
    code, out, err = by("robin", "thanks", one)
    assert (code, out, err) == (
        2,
        "",
        f"coachlog: {one} is your own entry; thanks are for a colleague's. But well done.\n",
    )
    assert by("kim", "thanks", one).code == 0
    assert by("kim", "thanks", one, "Again") == (
        0, "",
        f"you thanked for {one} already (Thu 19 Nov); nothing was added.\n"
        f"to say more:  coachlog reply {one} WORDS\nnot recorded, your text:\nAgain\n",
    )  # fmt: skip
    assert len(replies(by, "kim", one)) == 1
    assert by("kim", "undo").err.splitlines()[0].endswith(": the thanks are gone")
    assert by("kim", "thanks", one).err.startswith(f"{one} · thanks to robin")


def test_a_reply_can_be_taken_back_and_put_back(by, one):
    by("kim", "reply", one, "An idea")
    code, _, err = by("kim", "undo")
    assert (code, err.splitlines()[0]) == (
        0, f'Undone: reply {one} "Showed how to look up a fee waiver": the reply is gone',
    )  # fmt: skip
    assert "An idea" not in by("kim", "show", one).out
    by("kim", "redo")
    assert "An idea" in by("kim", "show", one).out


def test_undo_in_a_shared_file_says_whose_step_it_takes_back(by, one):
    by("kim", "reply", one, "An idea")
    words = f'reply {one} "Showed how to look up a fee waiver": the reply'
    assert (
        by("robin", "undo", "--dry-run").err.splitlines()[0]
        == f"Would undo: kim's {words} would be gone"
    )
    assert by("robin", "undo").err.splitlines()[0] == f"Undone: kim's {words} is gone"
    assert by("kim", "redo").err.splitlines()[0] == f"Redone: {words} is back"


def test_a_private_entry_is_its_writers_alone(by, one):
    hidden = recorded(by, "robin", "log", "@permits", "--private", "Between us")
    for words in (
        ["reply", hidden, "An idea"],
        ["reply", one, "--same", hidden, "An idea"],
        ["reply", hidden, "-f", "json"],
    ):
        code, out, err = by("kim", *words)
        assert (code, out) == (4, "")
        assert err.startswith(f"coachlog: {hidden} is robin's private entry.\n")
        assert ("An idea" in err) == ("-f" not in words)
    assert by("kim", "thanks", hidden).code == 4
    assert by("kim", "status", hidden).code == 4
    assert by("robin", "reply", hidden, "Note to self").code == 0
    code, _, err = by("robin", "reply", one, "--same", hidden)
    assert (code, f"{hidden} is private" in err, "--share team" in err) == (4, True, True)
    assert by("robin", "reply", hidden, "--same", one).code == 0


def test_a_link_to_what_became_private_or_is_gone_tells_nobody_of_it(by, one):
    other = recorded(by, "kim", "log", "@permits", "The same over here")
    by("ana", "reply", one, "--same", other)
    by("kim", "edit", other, "--share", "private")
    assert "over here" not in by("robin", "show", one).out
    assert "an entry that is gone, or not yours to see" in by("robin", "show", one).out
    assert f"{other} The same over here" in by("kim", "show", one).out
    by("kim", "delete", other)
    assert "an entry that is gone" in by("kim", "show", one).out
    assert replies(by, "kim", one)[0]["other"] is None


def test_what_cannot_be_said_is_given_back_with_what_to_do(by, one):
    for words, code, told in (
        (["reply", one], 2, "there is nothing to record: say it after the id"),
        (["reply", "zzzz", "My words"], 2, "'zzzz' is not an id"),
        (["reply", "fade", "My words"], 4, "no entry is called fade"),
        (["reply", one, "--same", one, "My words"], 2, "is that entry itself"),
        (
            ["reply", one, "-q", "--same", one, "My words"],
            2,
            "--question and --same are both given",
        ),
        (["reply", one, "My words", "--mine"], 2, "an id and a filter are both named"),
        (["reply", one, "My words", "-f", "csv"], 2, "--format lists what was said"),
        (["reply", "--", "My words"], 2, "which entry? Its id comes first"),
        (["reply", "-q"], 2, "on which entry?"),
        (["reply", one, "--same", "fade", "My words"], 4, "no entry is called fade"),
        (["thanks", "fade", "My words"], 4, "no entry is called fade"),
    ):
        result = by("kim", *words)
        assert (result.code, result.out, told in result.err) == (code, "", True), (words, result)
        assert result.err.endswith("not recorded, your text:\nMy words\n") == (
            "My words" in words
        ), words
    assert by("kim", "thanks").code == 2
    assert replies(by, "kim", one) == []
    assert by("kim", "reply", one, "x" * 1_000_001).code == 2


def test_hostile_words_are_shown_and_do_nothing(by, one):
    by("kim\x1b[31m", "reply", one, "[red]no[/red] \x1b]0;title\x07 \u202eright :smile:")
    for result in (
        by("robin", "show", one),
        by("robin", "news"),
        by("robin", "log", "@permits", "Next"),
    ):
        said = result.out + result.err
        assert "\x1b" not in said
        assert "\x07" not in said
        assert "\u202e" not in said
    assert "[red]no[/red]" in by("robin", "show", one).out
    assert replies(by, "robin", one)[0]["text"].startswith("[red]no[/red] \x1b]0;")


def test_a_question_waits_until_somebody_answers(by, at):
    first = recorded(by, "robin", "log", "@permits", "+fees", "-q", "Who signs a waiver?")
    answered = recorded(
        by, "robin", "log", "@permits", "+fees", "-q", "Who files?", "--expected", "The desk"
    )
    at("2026-11-20T09:00")
    plain = recorded(by, "robin", "log", "@finance", "+letters", "Sent it by post")
    assert asking(by, "ana") == [(first, "Who signs a waiver?")]
    by("kim", "thanks", first)
    assert asking(by, "ana") == [(first, "Who signs a waiver?")]
    by("kim", "reply", first, "-q", "Which waiver?")
    by("kim", "reply", first, "-q", "The fee waiver?")
    by("kim", "reply", plain, "-q", "Why?")
    assert asking(by, "ana") == [
        (plain, "Why?"),
        (first, "The fee waiver?"),
        (first, "Which waiver?"),
    ]
    assert (
        asking(by, "ana", "@permits")
        == asking(by, "ana", "+fees")
        == asking(by, "ana", "--kind", "question")
    )
    assert asking(by, "ana", "@finance", "--since", "2026-11-20") == [(plain, "Why?")]
    assert asking(by, "ana", "--until", "2026-11-19") == []
    assert asking(by, "ana", "--limit", "1") == [(plain, "Why?")]
    by("kim", "thanks", plain)
    assert by("robin", "reply", first, "Any").code == 0
    assert asking(by, "ana") == [(plain, "Why?")]
    by("robin", "undo")
    assert len(asking(by, "ana")) == 3
    by("robin", "edit", plain, "--share", "private")
    assert [short_id for short_id, _ in asking(by, "robin")] == [first, first]
    assert answered not in by("ana", "reply").out


def test_the_list_of_questions_says_what_to_do(by, one):
    code, out, err = by("kim", "reply")
    assert (code, out.split()[:3]) == (0, ["asked", "id", "who"])
    assert (
        err
        == "no question waits for an answer. To say a word on an entry:  coachlog reply ID WORDS\n"
    )
    by("kim", "reply", one, "-q", "Which table?")
    code, out, err = by("kim", "reply")
    assert (code, err) == (0, "to answer one:  coachlog reply ID WORDS\n")
    assert out.splitlines()[2].split() == [
        "2026-11-19", one, "kim", "permits", "fees", "Which", "table?", *"Showed how to look up a fee waiver".split(),
    ]  # fmt: skip
    for _ in range(20):
        by("kim", "log", "@permits", "-q", "One more?")
    _, out, err = by("kim", "reply")
    assert (len(out.splitlines()), err.splitlines()[0]) == (
        22,
        "and 1 more:  coachlog reply --limit N  shows so many",
    )
    assert "there is no team 'permit'" in by("kim", "reply", "@permit").err


@on_a_terminal
def test_on_a_terminal_it_asks_for_the_words(coachlog, terminal):
    import pexpect

    coachlog("log", "@permits", "+fees", "Showed how")
    child = terminal("reply", "last")
    child.expect("what do you want to say: ")
    child.sendline("<")
    child.expect("this is the first question; Ctrl-C stops")
    child.expect(
        "what do you want to say: "
    )  # what is typed before a question is not taken for its answer
    child.sendline("Put it at the counter")
    child.expect("a word on your own note")
    child.wait()
    child = terminal("reply", "last", "--question")
    child.expect("your question: ")
    child.sendintr()
    # Python notes a Ctrl-C between the question and its reading, and acts on it at the next key.
    while child.expect(["nothing was recorded", pexpect.TIMEOUT], timeout=2) == 1:
        child.sendintr()
    child.wait()
    assert child.exitstatus == 130
    assert [row["text"] for row in json.loads(coachlog("reply", "last", "-f", "json").out)] == [
        "Put it at the counter"
    ]
