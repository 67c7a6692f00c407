"""Writing a bundle, as people do it."""

import gzip
import re
import stat

import pytest


@pytest.fixture
def robins(some_entries, home):
    """Return the path of a bundle that is not written yet; the log has some entries."""
    return home / "week.coachlog"


def text_of(path):
    return gzip.decompress(path.read_bytes()).decode()


def test_a_bundle_has_what_the_teams_may_read(robins, coachlog):
    done = coachlog("bundle", "-o", str(robins))
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        f"3 records of finance and permits written to {robins}.",
        "The recipient can take it in with:  coachlog merge FILE",
        "What you withdraw later stays readable in this file. Delete it once it is merged.",
    ]
    text = text_of(robins)
    assert "fee waiver" in text
    assert "private worry" not in text
    assert '"ana"' not in text, "a learner never leaves"
    assert stat.S_IMODE(robins.stat().st_mode) == 0o600


def test_a_bundle_is_for_one_team_or_several_in_any_spelling(robins, coachlog):
    done = coachlog("bundle", "--team", "@Finance", "-o", str(robins))
    assert (done.code, done.err.splitlines()[0]) == (0, f"1 record of finance written to {robins}.")
    assert "fee waiver" not in text_of(robins)
    both = coachlog("bundle", "-t", "finance", "-t", "PERMITS", "-o", str(robins), "--force")
    assert both.code == 0
    assert re.match("3 records of finance and permits", both.err)


def test_a_bundle_for_somebody_leaves_out_what_they_wrote(robins, by, coachlog):
    assert by("kim", "log", "@permits", "+fees", "Words of Kim").code == 0
    assert by("robin", "bundle", "-o", str(robins)).code == 0
    assert "Words of Kim" in text_of(robins)
    done = by("robin", "bundle", "--for", "kim", "-o", str(robins), "--force")
    assert done.code == 0
    assert "kim can take it in with:  coachlog merge FILE" in done.err
    assert "Words of Kim" not in text_of(robins)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "where should it go? Name a file:  coachlog bundle -o week47.coachlog"),
        (["-o", ""], 2, "--output is empty. Give it a value, or leave --output out."),
        (["-o", "x", "--team", "permit"], 4, "there is no team 'permit'. Did you mean 'permits'?"),
        (
            ["-o", "x", "--team", "zoo"],
            4,
            "there is no team 'zoo'. To list the teams:  coachlog teams",
        ),
        (["-o", "nowhere/x"], 2, "there is no folder nowhere. Make it, or name another file."),
    ],
)
def test_a_bundle_that_cannot_be_written_says_what_to_do(
    some_entries, coachlog, home, arguments, code, message
):
    done = coachlog("bundle", *arguments)
    assert (done.code, done.out, done.err) == (code, "", f"coachlog: {message}\n")
    assert not (home / "x").exists()


def test_a_file_that_exists_is_replaced_only_by_force(robins, coachlog):
    robins.write_text("something else")
    done = coachlog("bundle", "-o", str(robins))
    assert done.code == 6
    assert "--force" in done.err
    assert robins.read_text() == "something else"
    assert coachlog("bundle", "-o", str(robins), "--force").code == 0


def test_nothing_to_share_makes_no_log_and_no_file(coachlog, home):
    done = coachlog("bundle", "-o", "x.coachlog")
    assert done.code == 4
    assert "so there is nothing to share." in done.err
    assert list(home.iterdir()) == []


def test_a_log_with_private_entries_alone_has_nothing_to_share(coachlog, home):
    assert coachlog("log", "@permits", "+fees", "--private", "A worry").code == 0
    done = coachlog("bundle", "-o", "x.coachlog")
    assert (done.code, done.out) == (4, "")
    assert done.err == "coachlog: there is nothing to share, so x.coachlog was not written.\n"
    assert not (home / "x.coachlog").exists()
