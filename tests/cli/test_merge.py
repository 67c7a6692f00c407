"""Merging what others have, from a file or a folder."""

import csv
import io
import json
import re

import pytest

from tests.cli.test_sync import Computers


@pytest.fixture
def two(tmp_path, by, monkeypatch):
    """Return the computers of kim and lou, who have a bundle of kim's on their drive."""
    computers = Computers(tmp_path, by, monkeypatch)
    computers.done("kim", "log @permits +fees Words of Kim")
    computers.done("kim", "log @permits +fees --private A worry of Kim")
    computers.done("kim", "bundle -o ~/OneDrive/kims.coachlog")
    return computers


def test_a_bundle_and_its_answer_go_both_ways(two):
    assert two.done("lou", "merge ~/OneDrive/kims.coachlog") == (
        "Came in from kims.coachlog: 1 new.\n"
    )
    two.done("lou", "thanks last")
    (entry,) = json.loads(two.run("lou", "list --format json").out)
    two.done("lou", f"edit {entry['short_id']} --lesson 'Look it up'")
    two.done("lou", "bundle --for kim -o ~/OneDrive/lous.coachlog")
    assert two.done("kim", "merge ~/OneDrive/lous.coachlog") == (
        "Came in from lous.coachlog: 1 new, 1 changed.\n"
    )
    assert "thanks" in two.run("kim", "news").out
    assert "Look it up" in two.run("kim", "list --format json").out
    assert "worry" not in two.run("lou", "list --format csv --private").out


def test_the_same_bundle_again_changes_nothing(two):
    two.done("lou", "merge ~/OneDrive/kims.coachlog")
    again = two.done("lou", "merge ~/OneDrive/kims.coachlog ~/OneDrive/kims.coachlog")
    assert again == "Came in from kims.coachlog and kims.coachlog: nothing new.\n"


def test_a_dry_run_lists_what_would_come_in(two):
    dry = two.run("lou", "merge ~/OneDrive/kims.coachlog --dry-run --format csv")
    assert dry.code == 0
    [row] = csv.DictReader(io.StringIO(dry.out))
    assert (row["outcome"], row["trainer"], row["happened"]) == ("new", "kim", "Words of Kim")
    assert dry.err == "Would come in from kims.coachlog: 1 new.\n"
    assert two.run("lou", "list --format csv").out.count("\n") == 1


def test_another_log_and_a_folder_are_merged_without_what_is_private(two):
    kims = two.path / "kim" / ".local" / "share" / "coachlog" / "coachlog.db"
    assert two.done("lou", f"merge {kims}") == "Came in from coachlog.db: 1 new.\n"
    assert two.done("ann", "merge ~/OneDrive") == "Came in from OneDrive: 1 new.\n"
    two.share("kim", "Shared words")
    assert two.done("ben", "merge ~/OneDrive/coachlog") == "Came in from coachlog: 2 new.\n"


def test_a_damaged_log_of_somebody_else_does_not_count_as_damage_of_ones_own(two):
    kims = two.path / "kim" / ".local" / "share" / "coachlog" / "coachlog.db"
    data = kims.read_bytes()
    damaged = two.path / "damaged.db"
    damaged.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    two.done("lou", "log @permits +fees Words of Lou")
    refused = two.run("lou", f"merge {damaged}")
    assert (refused.code, refused.out) == (5, "")
    assert refused.err == (
        f"coachlog: {damaged} is damaged. Ask whoever sent it for a bundle, or for a new copy.\n"
    )
    assert two.done("lou", f"merge {kims}") == "Came in from coachlog.db: 1 new.\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("", 2, "FILE is missing. Bundles, folders of bundles, or other log files. .*"),
        ("''", 2, "what follows the command is empty. Give a value, or leave it out."),
        ("~/OneDrive/kims.coachlog ''", 2, "what follows the command is empty. .*"),
        ("nothing.coachlog", 4, "nothing.coachlog does not exist."),
        (
            "~/OneDrive/half.coachlog",
            5,
            ".*half.coachlog is not a coachlog bundle, or not whole. Ask .*",
        ),
        ("~/OneDrive/notes.txt", 5, ".*notes.txt is not a coachlog bundle, or not whole. .*"),
        ("~/OneDrive/empty", 4, ".*has no bundles .*"),
        ("~/OneDrive/nothing.coachlog", 5, ".*nothing.coachlog is empty. Ask for it again."),
        ("/dev/zero", 5, "/dev/zero is neither a file nor a folder."),
    ],
)
def test_what_cannot_be_merged_says_what_to_do(two, words, code, message):
    bundle = (two.drive / "kims.coachlog").read_bytes()
    (two.drive / "half.coachlog").write_bytes(bundle[:-20])
    (two.drive / "notes.txt").write_text("Dear diary")
    (two.drive / "nothing.coachlog").write_bytes(b"")
    (two.drive / "empty").mkdir()
    done = two.run("lou", f"merge {words}")
    assert (done.code, done.out) == (code, "")
    assert re.fullmatch(f"coachlog: {message}\n", done.err), done.err
