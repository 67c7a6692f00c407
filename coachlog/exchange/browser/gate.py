"""The gate before the pages: what is refused, whatever Datasette would do with it.

A server on this computer alone can still be reached by each person who is logged in to it, and by
each page that the browser has open. So a request has to bring the token of the link, in a cookie
after the first one; it has to name this server as its host, because the name of a foreign page may
lead to 127.0.0.1 as well; and it has to ask for one of the few pages that are listed here.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from secrets import compare_digest, token_urlsafe
from typing import Any
from urllib.parse import parse_qs

from coachlog.errors import CoachlogError

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

HOST = "127.0.0.1"
FIRST_PAGE = "/log"
PAGES = re.compile(r"/log(/[a-z-]+)?(\.json)?|/log/entries/\w+(\.json)?")
CSV = re.compile(r"/log/[a-z-]+\.csv")

NO_LINK = "Open the link that `coachlog serve` printed: without it nothing is shown."
OTHER_HOST = "This is not the address that `coachlog serve` printed."
ONLY_READING = "The log can only be read here."
NO_PAGE = "Page not found."
NO_CSV = "For a file that is safe to open in a spreadsheet:  coachlog export -o entries.csv"
NOT_WORKING = "This search or address does not work. Try other words, or begin at All entries."
UNEXPECTED = "Something unexpected went wrong. The terminal says where it is written down."

# Nothing is loaded, no script runs, nothing is kept, and no other page may frame or read these.
SAFE_HEADERS: list[Header] = [
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
        b" frame-ancestors 'none'",
    ),
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
# Those of Datasette that do not count: the pages have no form that needs its cookie.
REPLACED = {b"cache-control", b"set-cookie"}


class Gate:
    """An ASGI application that lets the holder of the link see the pages, and nobody else.

    Attributes:
        link: where the pages begin, for as long as the server runs.
    """

    def __init__(
        self,
        port: int,
        newest_pages: Callable[[], App],
        report: Callable[[Exception], None],
    ) -> None:
        """Make a gate.

        Args:
            port: where the server listens.
            newest_pages: returns the pages of the log as it is now.
            report: is told of an error that nobody expected.
        """
        # All values of the header that names the host, of which there must be one.
        self._hosts = [[f"{name}:{port}".encode()] for name in (HOST, "localhost")]
        # A cookie goes to every server on this computer, whatever its port.
        self._cookie = f"coachlog-{port}"
        self._token = token_urlsafe()
        self._used_once: set[str] = set()
        self._address = f"http://{HOST}:{port}/?token="
        self._newest_pages = newest_pages
        self._report = report
        self.link = self._address + self._token

    def link_for_once(self) -> str:
        """Return a link that works once: others can see the arguments of a browser that starts."""
        token = token_urlsafe()
        self._used_once.add(token)
        return self._address + token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        refusal = self._refusal(scope)
        if refusal:
            await _answer(send, *refusal)
            return
        if scope["path"] == "/":
            cookie = f"{self._cookie}={self._token}; HttpOnly; SameSite=Lax; Path=/"
            headers = [(b"location", FIRST_PAGE.encode()), (b"set-cookie", cookie.encode())]
            await _answer(send, 303, "", headers)
            return
        await self._show(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the reason for which a request is refused; None if it is not."""
        path = scope["path"]
        if _values(scope, b"host") not in self._hosts:
            return 421, OTHER_HOST
        if not self._has_token(scope):
            return 403, NO_LINK
        if scope["method"] not in ("GET", "HEAD"):
            return 405, ONLY_READING
        if CSV.fullmatch(path):
            return 404, NO_CSV
        # What was escaped in an address is compared as it was sent.
        if path != "/" and not PAGES.fullmatch(scope["raw_path"].decode("ascii", "replace")):
            return 404, NO_PAGE
        return None

    def _has_token(self, scope: Scope) -> bool:
        if scope["path"] == "/":
            query = parse_qs(scope["query_string"].decode("ascii", "replace"))
            given = query.get("token", [""])[0]
            for token in self._used_once:
                if _is_same(given, token):
                    self._used_once.remove(token)
                    return True
            if given:
                return _is_same(given, self._token)
        for line in _values(scope, b"cookie"):
            for cookie in line.decode("latin-1").split(";"):
                name, _, value = cookie.strip().partition("=")
                if name == self._cookie and _is_same(value, self._token):
                    return True
        return False

    async def _show(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_begun = False

        async def send_safely(message: dict[str, Any]) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                headers = [row for row in message["headers"] if row[0].lower() not in REPLACED]
                message = {**message, "headers": [*headers, *SAFE_HEADERS]}
            await send(message)

        try:
            pages = self._newest_pages()
            await pages(scope, receive, send_safely)
        except CoachlogError as error:
            await _answer(send, 503, f"coachlog: {error}")
        except Exception as error:
            self._report(error)
            if not is_begun:
                await _answer(send, 500, UNEXPECTED)


def _values(scope: Scope, name: bytes) -> list[bytes]:
    return [value for header, value in scope["headers"] if header == name]


def _is_same(given: str, token: str) -> bool:
    return compare_digest(given.encode(), token.encode())


async def _answer(send: Send, status: int, text: str, headers: Sequence[Header] = ()) -> None:
    """Answer with a line of text."""
    kind = (b"content-type", b"text/plain; charset=utf-8")
    rows = [kind, *headers, *SAFE_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": rows})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
