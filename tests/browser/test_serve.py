"""A walk through the pages of `serve` in a browser, as a person would take it."""

import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from coachlog.paths import default_log
from tests.browser.test_pages import BROWSER, HERE, MODULES, NODE, missing
from tests.cli.served_log import PLANTED, plant_words, share_entries
from tests.cli.web_browser import LISTS, WebBrowser

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all is there")

NO_LINK = "Open the link that `coachlog serve` printed: without it nothing is shown.\n"
VIEWED = {"log", "entries", "search", "nothing", "open", "repeats", "entry", "error"}
# What a browser notes of a page that is not there, or whose address does not work.
NOTED = {
    "Failed to load resource: the server responded with a status of 403 (Forbidden)",
    "Failed to load resource: the server responded with a status of 400 (Bad Request)",
}


@pytest.fixture
def walk(by, monkeypatch):
    """Return what a browser saw of a log with planted words."""
    share_entries(by)
    plant_words(by)
    long = "Donaudampfschifffahrtsgesellschaftskapitaen" * 9
    for words in ("Asked for the passport", f"<img src=https://example.org/x.png> {long}"):
        result = by("kim", "mistake", "@permits", "+fees", "--lesson", long, "--", words)
        assert result.code == 0, result
    server = WebBrowser()
    try:
        command = [NODE, HERE / "walk.mjs", MODULES, BROWSER, server.link]
        done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
        assert done.returncode == 0, done.stderr
        code, err = server.end()
    finally:
        server.process.kill()
        server.process.communicate()
    assert (code, err.count("\n")) == (0, 2), err
    return {**json.loads(done.stdout), "origin": f"http://127.0.0.1:{server.port}"}


def test_a_person_walks_through_the_pages_and_meets_no_private_word(coachlog, walk):
    origin = walk["origin"]
    # Nobody gets in without the link.
    assert len(walk["refused"]) == 5
    for path, answer in walk["refused"].items():
        assert (path, *answer) == (path, 403, NO_LINK)
    assert walk["landedOn"] == f"{origin}/log"
    # Search, each group, a ready-made list, an entry.
    (passport,) = json.loads(coachlog("search", "passport", "--format", "json").out)
    assert walk["search"] == [passport["short_id"]]
    assert list(walk["facets"]) == ["team", "topics", "kind", "week"]
    for choice in walk["facets"].values():
        count = int(choice["text"].split()[-1])
        assert 0 < len(choice["entries"]) == count < 50, choice
    expected = json.loads(coachlog("list", "--open", "--format", "json").out)
    assert walk["openMistakes"] == [each["short_id"] for each in expected] != []
    assert walk["entry"].startswith(f"Entry {walk['openMistakes'][0]}\n")
    check_pages(walk["pages"])
    # Every page is wide enough and readable, and nothing comes from elsewhere.
    assert set(walk["views"]) == VIEWED
    for name, views in walk["views"].items():
        assert len(views) == 12
        for view, state in views.items():
            assert (name, view, state) == (name, view, {"scrollsBy": 0, "violations": []})
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in walk["requests"]} == {
        origin
    }
    assert set(walk["errors"]) <= NOTED


def check_pages(pages):
    """Make sure that each link leads to a page, and that none has a word that was planted."""
    paths = {urlsplit(address).path for address in pages}
    assert {"/log", "/log/entries", *(f"/log/{name}" for name in LISTS)} <= paths
    assert 100 < len(pages) < 1000
    assert {status for status, _ in pages.values()} == {200}
    stored = Path(default_log()).read_bytes().lower()
    planted = {word for word in PLANTED if word.encode() in stored}
    assert {*PLANTED} - planted <= {"zqlogin"}
    text = "\n".join(text for _, text in pages.values()).lower()
    assert "asked for the passport" in text
    assert "with a learner" in text
    assert [word for word in PLANTED if word in text] == []
