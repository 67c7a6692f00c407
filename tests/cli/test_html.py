"""Tests of pages as HTML: which commands write one, where it goes, and how it is shown."""

import re
import stat

import pytest

LINES = {
    "week": "<h1",
    "week last": "<h1",
    "summary": "Entries by topic",
    "summary --by team,kind": "Entries by team and kind",
    "summary --by team --across month": "Entries by team and month",
    "summary --flow": "What became of entries",
    "repeats": "What came back after a lesson",
    "repeats --changes": "Before and after each change",
    "card fees": "to remember",
    "handbook": "Handbook",
    "meeting plan": "<h1",
    "tabletop fees": "Tabletop exercise: fees",
    "subject-access ada": "What is recorded about ada",
}


@pytest.mark.parametrize("line", LINES)
def test_a_page_is_written_to_a_file_whose_name_says_html(line, full_log, by, home):
    result = by("kim", *line.split(), "-o", "page.html")
    assert (result.code, result.out) == (0, "")
    assert "ritten to page.html.\n" in result.err
    html = (home / "page.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>\n")
    assert LINES[line] in html
    assert html.count("<h1") == 1
    assert stat.S_IMODE((home / "page.html").stat().st_mode) == 0o600
    assert by("kim", *line.split(), "--format", "html").out == html
    again = by("kim", *line.split(), "-o", "page.html")
    assert (again.code, again.out) == (6, "")
    assert "page.html already exists. Add --force" in again.err
    assert by("kim", *line.split(), "-o", "page.htm").code == 0
    assert (home / "page.htm").read_text(encoding="utf-8") == html


@pytest.mark.parametrize("line", ["week --format csv", "summary --format jsonl", "card fees -f md"])
def test_what_is_no_page_goes_to_a_file_too(line, full_log, by, home):
    expected = by("kim", *line.split()).out
    assert by("kim", *line.split(), "-o", "data").code == 0
    assert (home / "data").read_bytes().decode() == expected


@pytest.fixture
def browser(home, monkeypatch):
    """Let a program that writes down what it is asked to show stand for the browser."""
    program = home / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> {home}/shown\n', encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    monkeypatch.setenv("LOGNAME", "kim")
    return lambda: (home / "shown").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_open_shows_the_page_from_a_file_of_the_users_own(line, full_log, process, home, browser):
    for _ in range(2):  # the second replaces the first
        result = process(*line.split(), "--open")
        assert (result.code, result.out) == (0, "")
    path = re.search(r"ritten to (.*)\.\n", result.err)[1]
    assert path.startswith(str(home))
    assert browser() == [f"file://{path}"] * 2
    folder, _, name = path.rpartition("/")
    assert name == f"{line.split()[0]}.html"
    assert stat.S_IMODE((home / path).stat().st_mode) == 0o600
    assert stat.S_IMODE((home / folder).stat().st_mode) == 0o700


def test_open_shows_the_file_that_is_named(full_log, process, home, browser):
    assert process("week", "-o", "monday.html", "--open").code == 0
    assert browser() == [f"file://{home}/monday.html"]


@pytest.mark.parametrize("arguments", [["--format", "md"], ["-o", "week.md"]])
def test_a_browser_shows_html_alone(full_log, by, home, browser, arguments):
    result = by("kim", "week", "--open", *arguments)
    message = "coachlog: --open only works with HTML, and this is md.\n"
    assert (result.code, result.out, result.err) == (2, "", message)
    assert not (home / "shown").exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("drill", "only works with --stats"),
        ("import moments.csv", "only works with --dry-run"),
        ("merge adas.coachlog", "only works with --dry-run"),
        ("purge", "only works with --dry-run"),
        ("sync", "only works with --status"),
        ("status last closed", "lists the statuses so far. Leave it out to set one"),
        ("repeats --confirm 8f3a", "Leave the other options out"),
    ],
)
def test_a_format_is_refused_where_nothing_is_listed(full_log, by, line, reason):
    before = by("kim", "history", "-f", "csv").out
    code, out, err = by("kim", *line.split(), "--format", "json")
    assert (code, out) == (2, "")
    assert reason in err
    assert by("kim", "history", "-f", "csv").out == before


def test_without_a_browser_the_file_is_named(full_log, process, monkeypatch):
    monkeypatch.setenv("BROWSER", "/there/is/none %s")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    result = process("week", "--open")
    assert (result.code, result.out) == (0, "")
    assert "week.html.\nNo browser was found. Open the file yourself.\n" in result.err


@pytest.mark.parametrize("line", ["list", "search fee", "due", "news", "teams"])
def test_a_plain_list_is_no_page(full_log, by, line):
    result = by("kim", *line.split(), "--format", "html")
    assert (result.code, result.out) == (2, "")
    assert "html" in result.err


@pytest.fixture
def named(by, at):
    """Record entries of three writers, with their names in texts, in a team and in a topic."""
    at("2026-10-01T09:00:00+00:00")
    names = ("quietbird", "kestrel", "ptarmigan")
    text = "Quietbird issued the permit before the school impact fee receipt was in the file"
    for name in names:
        line = [
            "oops",
            "@permits",
            "+fees",
            text,
            "-r",
            f"{name} held it",
            "--lesson",
            "Ask Kestrel",
        ]
        assert by(name, *line).code == 0
        assert by(name, "status", "last", "adopted", "Ptarmigan checks the receipt").code == 0
    at("2026-11-17T09:00:00+00:00")
    for name in names:
        line = ["oops", "@quietbird", "+kestrel", "+fees", text]
        assert by(name, *line, "--decision", "escalated", "--learner", "firecrest").code == 0
    assert by("kestrel", "clear", "--yes", "--since", "2026-01-01").code == 0
    return [*names, "firecrest"]


NAMELESS = [
    "week",
    "summary",
    "summary --by team,topic",
    "summary --by topic,team",
    "summary --by team --across topic",
    "summary --by topic --across month",
    "summary --flow",
    "repeats",
    "repeats --changes",
    "card fees",
    "handbook",
    "meeting plan",
    "tabletop fees",
]


@pytest.mark.parametrize("line", NAMELESS)
def test_no_page_has_a_name_that_the_log_knows_and_each_says_so(line, named, by):
    result = by("robin", *line.split(), "--format", "html")
    assert result.code == 0, result.err
    shown = result.out.lower()
    assert [name for name in named if name in shown] == []
    assert re.search("known names[^.]* are masked", shown)
