"""A server that `serve` has started in a process of its own, and a browser of a few lines."""

import http.client
import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

LISTS = ("this-week", "repeats", "open", "unanswered", "lessons-waiting")
# Every kind of route that Datasette 0.65 has, shown or not.
ROUTES = (
    "/",
    "/.json",
    "/favicon.ico",
    "/-/static/app.css",
    "/-/metadata.json",
    "/-/versions.json",
    "/-/plugins.json?all=1",
    "/-/settings.json",
    "/-/config.json",
    "/-/threads.json",
    "/-/databases.json",
    "/-/actor.json",
    "/-/auth-token?token=",
    "/-/logout",
    "/-/permissions",
    "/-/messages",
    "/-/allow-debug",
    "/-/patterns",
    "/:memory:",
    "/_memory?sql=select+1",
    "/_internal",
    "/_internal/tables.json",
    "/log",
    "/log/",
    "//log",
    "/log.db",
    "/log.json",
    "/log.csv?sql=select+1",
    "/log?sql=select+*+from+entries",
    "/log.json?sql=select+*+from+sqlite_master",
    "/log?_show_hidden=1",
    "/log/entries",
    "/log/entries.json?_shape=array&_size=max",
    "/log/entries.csv?_stream=1",
    "/log/entries.blob",
    "/log/entries?_where=1=1",
    "/log/entries?_facet=trainer&_facet_array=factors",
    "/log/entries?_trace=1&_context=1",
    "/log/on_list",
    "/log/entries_fts",
    "/log/entries_fts_data.json",
    "/log/sqlite_master",
    *(f"/log/{name}" for name in LISTS),
    *(f"/log/{name}.json" for name in LISTS),
)


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class WebBrowser:
    """A running `serve`, and how to read its pages with or without what the link gives.

    Attributes:
        process: the server.
        link: what it has printed.
        cookie: what the link has given.
    """

    def __init__(self, *arguments: str, code: str = "", **environment: str) -> None:
        """Start a server.

        Args:
            arguments: the options of `serve`.
            code: a program that runs coachlog with its own arguments, in place of coachlog itself.
            environment: of the process, as `subprocess.Popen` takes it.
        """
        program = ["-c", code] if code else ["-m", "coachlog"]
        self.process = subprocess.Popen(
            [sys.executable, *program, "serve", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Whoever runs tests in the background ignores these signals, and would pass that on.
            preexec_fn=_listen_to_signals,  # noqa: PLW1509 - a test has one thread
            **environment,
        )
        self.link = self.process.stdout.readline().strip()
        assert self.link, self.process.stderr.read()
        self.port = urlsplit(self.link).port
        first = self.get(self.link.partition(str(self.port))[2], cookie="")
        assert (first.status, first.headers["location"]) == (303, "/log")
        self.cookie = first.headers["set-cookie"].partition(";")[0]

    def get(self, path: str, *, cookie: str | None = None, host: str = "", method: str = "GET"):
        """Return what the server answers.

        Args:
            path: with its query.
            cookie: in place of the one that the link has given.
            host: the header of that name, in place of the server's own address.
            method: the verb.
        """
        headers = {"Cookie": self.cookie if cookie is None else cookie}
        if host:
            headers["Host"] = host
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def rows(self, path: str) -> list[dict[str, str]]:
        """Return the rows of a page."""
        page, _, query = path.partition("?")
        answer = self.get(f"{page}.json?{query}&_shape=objects")
        assert answer.status == 200, answer.text
        return json.loads(answer.body)["rows"]

    def ids(self, path: str) -> list[str]:
        """Return the ids on a page."""
        return [row["id"] for row in self.rows(path)]

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Send a signal; return the exit code and what was said."""
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=60)
        return self.process.returncode, err


def snapshot_files() -> list[Path]:
    """Return the files and folders of all snapshots in the folder for temporary files."""
    files = []
    for folder in Path(tempfile.gettempdir()).glob("coachlog-serve-*"):
        files += [folder, *folder.rglob("*")]
    return files


def _listen_to_signals() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
