"""`serve`: the log in a web browser, as a real server whose pages are read over HTTP."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest

from coachlog.cli.examples import examples_for
from coachlog.paths import default_log
from tests.cli.served_log import PLANTED, plant_words, share_entries
from tests.cli.web_browser import LISTS, ROUTES, WebBrowser, snapshot_files
from tests.processes import wait_until

NO_LINK = "Open the link that `coachlog serve` printed: without it nothing is shown.\n"
OTHER_HOST = "This is not the address that `coachlog serve` printed.\n"
# As `list` has them.
SAME_LISTS = {
    "this-week": "--this-week",
    "repeats": "--repeat",
    "open": "--open",
    "unanswered": "--unanswered",
    "lessons-waiting": "--undecided",
}
FACETS = {
    "team=permits": ["@permits"],
    "topics__arraycontains=fees": ["+fees"],
    "kind=mistake": ["--kind=mistake"],
    "week=2026-W47": ["--this-week"],
    "team=permits&topics__arraycontains=fees": ["@permits", "+fees"],
}


@pytest.fixture
def open_browser():
    """Start `serve` with some options; it is ended after the test."""
    started = []

    def start(*arguments, **environment):
        started.append(WebBrowser(*arguments, **environment))
        return started[-1]

    yield start
    for browser in started:
        browser.process.kill()
        browser.process.communicate()


@pytest.fixture
def shared(by):
    """Record what the team shares: a line on each list, one that came back, and a script."""
    share_entries(by)


@pytest.fixture
def planted(by, shared):
    """Plant a word in each place that nobody's browser shows."""
    plant_words(by)


def listed(coachlog, *options):
    """Return the ids that `list` has, in its order."""
    rows = json.loads(coachlog("list", *options, "--format", "json").out)
    return [row["short_id"] for row in rows]


def bytes_of(browser):
    """Return all that a browser gets by any route, and all that the snapshot's files hold."""
    found = [browser.get(route).body for route in ROUTES]
    found += [browser.get(f"/log/entries/{each}").body for each in browser.ids("/log/entries")]
    found += [path.read_bytes() for path in snapshot_files() if path.is_file()]
    return b"\n".join(found).lower()


def test_a_walk_by_search_facets_and_lists_to_an_entry(coachlog, shared, open_browser):
    browser = open_browser()
    front = browser.get("/log").text
    assert "For the team: private entries and learners are left out" in front
    assert "35 entries, by team, topic, kind and week." in front
    links = re.findall(r'href="/log/([a-z-]+)"', front)
    assert links == ["entries", "entries", *LISTS]
    assert browser.ids("/log/entries?_search=waivers") == listed(coachlog, "--limit", "1")
    assert "Show all" in browser.get("/log/entries?_search=waivers").text
    assert browser.ids("/log/entries?_search=cafe") == listed(coachlog, "--kind", "strength")
    assert browser.ids("/log/entries?_search=zebra") == []
    page = browser.get("/log/entries").text
    assert re.findall(r"<h2>(\w+)</h2>", page) == ["team", "topics", "kind", "week"]
    assert 'href="http://127.0.0.1:' in page
    for chosen, options in FACETS.items():
        assert f"/log/entries?{chosen.partition('&')[0]}" in page
        found = browser.ids(f"/log/entries?{chosen}")
        assert sorted(found) == sorted(listed(coachlog, *options)) != []
        narrowed = browser.get(f"/log/entries?{chosen}").text
        assert narrowed.count(">remove</a>") == len(options)
        assert f"<p>{len(found)} entr" in narrowed
    (mistake,) = listed(coachlog, "--open")
    entry = browser.get(f"/log/entries/{mistake}").text
    assert "<dt>topics</dt>\n<dd>forms, fees</dd>" in entry
    assert "<dt>trainer</dt>\n<dd>lou</dd>" in entry
    assert browser.end() == (0, browser_said())


def browser_said():
    """Return what `serve` says on stderr from its beginning to its end."""
    return (
        "For the team: private entries and learners are left out, texts are as written."
        " Ctrl-C ends it.\nStopped. The snapshot is removed.\n"
    )


def test_each_ready_made_list_has_exactly_what_list_has(coachlog, shared, open_browser):
    browser = open_browser()
    for name in LISTS:
        expected = listed(coachlog, SAME_LISTS[name])
        assert len(expected) > 0, name
        assert browser.ids(f"/log/{name}") == expected, name
        page = browser.get(f"/log/{name}").text
        assert all(f'<a href="/log/entries/{each}">' in page for each in expected)
        assert f"\n<p>{len(expected)} entr" in page
    (came_back,) = browser.rows("/log/repeats")
    assert came_back["earlier_lesson"] == "No receipt, no permit"
    assert f'<a href="/log/entries/{came_back["earlier"]}">' in browser.get("/log/repeats").text


def test_without_the_link_every_route_is_refused_with_the_same_words(shared, open_browser):
    browser = open_browser()
    name, _, token = browser.cookie.partition("=")
    wrong = ("", f"{name}=", f"{name}={token[:-1]}", f"{name}x={token}", f"other={token}", "é=;;")
    for cookie in wrong:
        for route in ROUTES if cookie == "" else ("/", "/log", "/log/entries.json", "/log.db"):
            refused = browser.get(route, cookie=cookie.encode().decode("latin-1"))
            assert (refused.status, refused.text) == (403, NO_LINK), (cookie, route)
            assert "set-cookie" not in refused.headers
    for query in ("token=", f"token={token[:-1]}", f"token=x&token={token}", f"Token={token}"):
        refused = browser.get(f"/?{query}", cookie="")
        assert (refused.status, refused.text) == (403, NO_LINK), query
    # A token on another page than the first would stay in its address.
    assert browser.get(f"/log?token={token}", cookie="").status == 403


def test_a_foreign_name_of_this_computer_gets_nothing(shared, open_browser):
    browser = open_browser()
    token = browser.link.partition("?")[2]
    for host in ("example.org", f"example.org:{browser.port}", "127.0.0.1", "localhost:1"):
        for path in ("/log", f"/?{token}"):
            refused = browser.get(path, host=host)
            assert (refused.status, refused.text) == (421, OTHER_HOST), (host, path)
            assert "set-cookie" not in refused.headers
    assert browser.get("/log", host=f"localhost:{browser.port}").status == 200


def test_only_the_pages_of_the_log_are_shown_and_nothing_is_written(shared, open_browser):
    browser = open_browser()
    shown = {route for route in ROUTES if browser.get(route).status == 200}
    assert shown == {
        *("/log", "/log.json", "/log/entries"),
        "/log/entries.json?_shape=array&_size=max",
        *(f"/log/{name}" for name in LISTS),
        *(f"/log/{name}.json" for name in LISTS),
    }
    for route in ("/log?sql=select+1", "/log.json?sql=select+1"):
        assert browser.get(route).status == 403, route
    assert "coachlog export" in browser.get("/log/entries.csv").text
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        refused = browser.get("/log", method=method)
        assert (refused.status, refused.text) == (405, "The log can only be read here.\n")
    assert browser.get("/log", method="HEAD").status == 200
    assert browser.end()[1] == browser_said()


def test_pages_run_no_script_and_are_kept_by_no_cache(shared, open_browser):
    browser = open_browser()
    for route in (*ROUTES, "/log/entries/none", "/log/none", "/log/entries?_sort=none"):
        answer = browser.get(route)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';"), route
        assert "script" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "<script" not in answer.text or answer.headers["content-type"] != "text/html"
        if route != "/":
            assert "set-cookie" not in answer.headers, route
    page = browser.get("/log/this-week").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ahead" in page


def test_no_planted_word_is_in_any_route_or_in_the_snapshot(by, planted, open_browser):
    # The words are there for somebody, or were: otherwise this test could not fail.
    stored = Path(default_log()).read_bytes().lower()
    absent = {word for word in PLANTED if word.encode() not in stored}
    assert absent <= {"zqlogin"}, "only who uses a setting may be stored otherwise"
    assert by("robin", "purge", "--yes").code == 0
    for reader in ("robin", "kim"):
        by(reader, "list")
        browser = open_browser()
        found = bytes_of(browser)
        assert b"newer words" in found
        assert b"with a learner" in found
        assert [word for word in PLANTED if word.encode() in found] == []
        browser.end()


def test_a_change_of_the_log_is_on_the_next_page(by, shared, open_browser):
    browser = open_browser()
    files = snapshot_files()
    assert browser.ids("/log/entries?_search=passport") == []
    by("kim", "log", "@permits", "+fees", "Asked for the passport")
    (short_id,) = browser.ids("/log/entries?_search=passport")
    assert short_id in browser.ids("/log/this-week")
    # Only the newest one is left.
    assert len(snapshot_files()) == len(files)
    assert not set(snapshot_files()) & set(files[1:])
    by("kim", "edit", short_id, "--private")
    assert browser.ids("/log/entries?_search=passport") == []
    assert browser.get(f"/log/entries/{short_id}").status == 404
    assert b"passport" not in bytes_of(browser).replace(b"_search=passport", b"")
    by("kim", "undo")
    assert browser.ids("/log/entries?_search=passport") == [short_id]
    by("kim", "delete", short_id)
    assert browser.ids("/log/entries?_search=passport") == []
    assert b"asked for the passport" not in bytes_of(browser)


def test_a_log_that_is_made_later_or_replaced_is_shown(by, coachlog, open_browser, tmp_path):
    browser = open_browser()
    assert browser.ids("/log/entries") == []
    by("kim", "log", "@permits", "First words")
    assert len(browser.ids("/log/entries")) == 1
    copy = tmp_path / "copy.db"
    assert coachlog("backup", "--output", str(copy)).code == 0
    by("kim", "log", "@permits", "Second words")
    assert len(browser.ids("/log/entries")) == 2
    assert coachlog("restore", str(copy)).code == 0
    assert len(browser.ids("/log/entries")) == 1


def test_a_log_that_cannot_be_read_shows_nothing_of_before(shared, open_browser):
    browser = open_browser()
    path = Path(default_log())
    kept = path.read_bytes()
    path.unlink()
    path.write_bytes(b"no log" * 1000)
    for route in ("/log", "/log/entries", "/log/open.json"):
        answer = browser.get(route)
        assert answer.status == 503
        assert answer.text.startswith(f"coachlog: {path} ")
        assert answer.text.count("\n") == 1
    assert [file for file in snapshot_files() if file.is_file()] == []
    path.unlink()
    path.write_bytes(kept)
    path.chmod(0o600)
    assert len(browser.ids("/log/entries")) == 35
    assert browser.end()[1] == browser_said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_removes_the_snapshot(shared, open_browser, number):
    browser = open_browser()
    assert len(snapshot_files()) == 3
    assert browser.end(number) == (0, browser_said())
    assert snapshot_files() == []


def test_after_a_kill_the_next_command_removes_the_snapshot(coachlog, shared, open_browser):
    running = open_browser()
    (folder, *_) = snapshot_files()
    killed = open_browser()
    killed.end(signal.SIGKILL)
    assert len(snapshot_files()) == 6
    assert coachlog("list").code == 0
    # That of the one that still runs stays.
    assert [path for path in snapshot_files() if folder not in path.parents] == [folder]
    assert running.get("/log").status == 200


def test_only_the_user_can_open_the_snapshot(shared, open_browser):
    open_browser(umask=0)
    folder, inner, file = snapshot_files()
    modes = [path.stat().st_mode & 0o777 for path in (folder, inner, file)]
    assert modes == [0o700, 0o700, 0o600]


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only /proc shows who listens where")
def test_it_listens_on_this_computer_alone(shared, open_browser):
    browser = open_browser()
    for table in ("tcp", "tcp6"):
        lines = Path(f"/proc/{browser.process.pid}/net/{table}").read_text().splitlines()[1:]
        addresses = {line.split()[1] for line in lines if line.split()[3] == "0A"}
        own = [each for each in addresses if each.endswith(f":{browser.port:04X}")]
        assert own == ([f"0100007F:{browser.port:04X}"] if table == "tcp" else [])


def test_a_port_can_be_chosen_unless_another_program_has_it(shared, open_browser):
    def refused(number):
        """Run `serve` in a process of its own: Datasette leaves a database open as it loads."""
        command = [sys.executable, "-m", "coachlog", "serve", "--port", str(number)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return ended.returncode, ended.stdout, ended.stderr

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, out, err = refused(port)
    assert (code, out) == (2, "")
    assert err == (
        f"coachlog: port {port} cannot be used: Address already in use. Choose another one, or"
        " leave out --port for a free one.\n"
    )
    assert open_browser("--port", str(port)).port == port
    assert refused(65536)[:2] == (2, "")


def test_a_browser_is_opened_by_a_link_that_works_once(shared, open_browser, monkeypatch, tmp_path):
    note = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{note}.new"\nmv "{note}.new" "{note}"\n')
    program.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    browser = open_browser("--open")
    wait_until(note.exists)
    link = note.read_text()
    assert link != browser.link
    path = link.partition(str(browser.port))[2]
    assert browser.get(path, cookie="").headers["set-cookie"].startswith(browser.cookie)
    assert browser.get(path, cookie="").status == 403
    again = browser.get(browser.link.partition(str(browser.port))[2], cookie="")
    assert again.status == 303


def test_its_examples_work(shared, open_browser, monkeypatch):
    monkeypatch.setenv("BROWSER", "true")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    lines = [example.line.replace("8001", port) for example in examples_for(("serve",))]
    assert lines[-1] == f"coachlog serve --port {port}"
    for line in lines:
        browser = open_browser(*line.split()[2:])
        assert browser.get("/log").status == 200
        assert browser.end() == (0, browser_said())


WITHOUT = """
import sys
sys.modules["datasette"] = None
from coachlog.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def test_without_its_library_one_line_says_how_to_install_it(shared):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "serve"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "coachlog: serve needs the library datasette, which is not installed:"
        "  pip install 'coachlog[web]'\n"
    )
    assert snapshot_files() == []


def test_a_plugin_of_datasette_is_not_run(shared, open_browser, monkeypatch, tmp_path):
    (tmp_path / "nosy.py").write_text("raise SystemExit('a plugin was run')\n")
    info = tmp_path / "nosy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nosy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[datasette]\nnosy = nosy\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(__file__).parents[1] / 'network_guard'}")
    import_it = [sys.executable, "-c", "import datasette.plugins"]
    done = subprocess.run(import_it, capture_output=True, text=True, check=False)
    assert "a plugin was run" in done.stderr
    assert open_browser().get("/log").status == 200


# In place of a mistake in Datasette, whose errors quote what they could not read.
BROKEN = """
import sys
from datasette.utils.asgi import Request
def broken(request):
    raise ValueError("zqsecret")
Request.{name} = property(broken)
from coachlog.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


# In a page, where Datasette handles it, and before it has found the page.
@pytest.mark.parametrize("name", ["args", "cookies"])
def test_an_unexpected_error_shows_no_text_and_names_the_crash_log(by, home, open_browser, name):
    by("kim", "log", "@permits", "Some words")
    browser = open_browser(code=BROKEN.format(name=name))
    answer = browser.get("/log/entries")
    assert (answer.status, answer.text) == (
        500,
        "Something unexpected went wrong. The terminal says where it is written down.\n",
    )
    code, err = browser.end()
    assert code == 0
    (crash_log,) = home.rglob("crash.log")
    first, *told, last = err.splitlines()
    assert (f"{first}\n{last}\n", len(told)) == (browser_said(), 1)
    assert told[0].startswith("coachlog: something unexpected went wrong (ValueError). ")
    assert f" is in {crash_log}; " in told[0]
    text = crash_log.read_text(encoding="utf-8")
    assert " broken\n" in text
    assert "zqsecret" not in err + text


NOT_WORKING = "This search or address does not work. Try other words, or begin at All entries."
KNOWN_PARAMETERS = {"_search", "_next", "_sort", "_sort_desc", "_size", "_shape"}


def parameters_of_datasette():
    """Return all that its source names like the parameters of an address that are its own."""
    names = set()
    for path in Path(find_spec("datasette").origin).parent.glob("**/*.py"):
        names.update(re.findall(r"""["'](_[a-z]+(?:_[a-z]+)*)["']""", path.read_text()))
    assert {"_timelimit", "_through", "_where", "_trace", "_facet_size"} | KNOWN_PARAMETERS <= names
    return sorted(names)


def test_no_parameter_of_an_address_makes_a_page_fail(shared, open_browser):
    browser = open_browser()
    names = [*parameters_of_datasette(), "_facet_none", "team__in", "day__gt", "team", "none", ""]
    values = ["x", "[", '{"table":1}', "9" * 5_000, "%00", "~~,%ff"]
    for name, value, page in product(names, values, ["/log/entries", "/log/open"]):
        answer = browser.get(f"{page}?{name}={value}")
        if answer.status != 200 or name not in {*KNOWN_PARAMETERS, "team", "none"}:
            seen = (answer.status, answer.text.count(NOT_WORKING))
            assert seen == (400, 2), (page, name, value)
    assert browser.end() == (0, browser_said())


def test_a_search_that_does_not_work_has_one_plain_answer(shared, open_browser):
    browser = open_browser()
    for query in (
        '_search="zqword&_searchmode=raw',
        '_search="',
        "_search=%00",
        "_sort=none",
        "_size=none",
        "_facet=trainer",
        "_shape=none",
        "happened__contains=x&team__in=[",
        "day__arraycontains=zqword",
    ):
        page = browser.get(f"/log/entries?{query}")
        assert (page.status, page.text.count(f"<h1>{NOT_WORKING}</h1>")) == (400, 1), query
        assert page.text.partition("<main>")[2].partition("</main>")[0].count("<") == 2, query
        answer = browser.get(f"/log/entries.json?{query}")
        assert (answer.status, json.loads(answer.body)["error"]) == (400, NOT_WORKING), query
    # What was searched for is not for the terminal.
    assert browser.end() == (0, browser_said())


def test_an_address_that_is_no_page_says_so(shared, open_browser):
    browser = open_browser()
    for path in ("/log/none", "/log/entries/none", "/log/none/none", "/none"):
        answer = browser.get(path)
        assert (answer.status, answer.text.count("Page not found.") > 0) == (404, True), path


def test_the_week_of_the_snapshot_is_that_of_the_day(coachlog, shared, at, open_browser):
    assert len(listed(coachlog, "--this-week")) > 0
    at("2026-11-30T09:00:00+00:00")
    assert open_browser().ids("/log/this-week") == listed(coachlog, "--this-week") == []
    assert time.tzname[0] == "UTC"
