"""The express lane."""


def test_words_with_a_team_and_a_topic_make_an_entry(coachlog):
    coachlog("--version")
    coachlog("log", "--help")
    assert coachlog("log", "@permits", "+fees", "First words", stdin="").code == 0
    code, out, err = coachlog("log", "@permits", "+fees", "Showed", "how", "to", "look", "up", "a", "fee", "waiver")
    assert (code, out) == (0, "")
    assert err.startswith("Thu 19 Nov 15:00 · correction · permits / fees · ")
    assert coachlog("list", "--format", "csv").out.splitlines()[1].endswith("permits,fees,Showed how to look up a fee waiver")
