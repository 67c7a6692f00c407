"""What shells ask at a press of Tab, and how they take candidates."""

import pytest

from coachlog.cli.completion.quoting import read_question

BREAKS = " \t\n\"'@><=;|&(:"


def bash(line, breaks=BREAKS):
    return read_question(
        {"_COACHLOG_COMPLETE": "bash", "_COACHLOG_LINE": line, "_COACHLOG_BREAKS": breaks}
    )


@pytest.mark.parametrize(
    ("line", "words", "current", "value", "reply"),
    [
        ("coachlog ", [], "", "list", "list"),
        ("coachlog list @per", ["list"], "@per", "@permits", "@permits"),
        ("coachlog list @", ["list"], "@", "@permits", "@permits"),
        ("coachlog list +fe", ["list"], "+fe", "+fees", "+fees"),
        ("coachlog log a:b", ["log"], "a:b", "a:bc", "bc"),
        ("coachlog list --team=ci", ["list"], "--team=ci", "--team=city hall", "city\\ hall"),
        ("coachlog list --team ci", ["list", "--team"], "ci", "city hall's", "city\\ hall\\'s"),
        ('coachlog list --team "ci', ["list", "--team"], "ci", 'city "$x"', 'city \\"\\$x\\"'),
        ("coachlog list --team 'ci", ["list", "--team"], "ci", "city hall", "city hall"),
        ("coachlog list --team city\\ h", ["list", "--team"], "city h", "city hall", "city\\ hall"),
        ("coachlog log 'some text' @", ["log", "some text"], "@", "@permits", "@permits"),
        ("coachlog list @Ämt", ["list"], "@Ämt", "@Ämter", "@Ämter"),
        ("coachlog log '' ", ["log", ""], "", "x", "x"),
    ],
)
def test_bash_gets_the_part_behind_its_word_break(line, words, current, value, reply):
    question = bash(line)
    assert (question.words, question.current) == (words, current)
    assert question.quoted(value) == reply


def test_bash_without_word_breaks_gets_the_whole_word():
    assert bash("coachlog list --team=per", " \t\n").quoted("--team=permits") == "--team=permits"


@pytest.mark.parametrize(
    ("value", "reply"),
    [("permits", "permits"), ("@permits", "'@permits'"), ("o'hara st", "'o''hara st'")],
)
def test_powershell_gets_single_quotes(value, reply):
    question = read_question(
        {
            "_COACHLOG_COMPLETE": "powershell",
            "_COACHLOG_LINE": "coachlog\nlist",
            "_COACHLOG_WORD": "'o",
        }
    )
    assert (question.words, question.current, question.quoted(value)) == (["list"], "o", reply)
