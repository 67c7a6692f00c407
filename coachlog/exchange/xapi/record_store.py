"""A learning record store, as xAPI talks to it: POST of a list of statements.

The user and the key are sent to the address that was named and to no other: a redirect is not
followed. They stand in no message.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from coachlog.errors import RemoteError, UsageError
from coachlog.exchange.xapi.statements import Statement

EXAMPLE = "https://lrs.example.org/xapi"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PATIENCE = 60  # seconds
LONGEST_ANSWER = 1_000_000  # bytes
# As which the statements are sent: a store need not know both.
VERSION, NEXT_VERSION = "1.0.3", "2.0.0"
_VERSION_HEADER = "X-Experience-API-Version"

_RUN_AGAIN = "Nothing is lost: run this again later."
_MESSAGES = {
    400: "refused a statement as invalid (400). Is it a record store for xAPI 1.0.3 or later?",
    401: "did not take the user and the key (401).",
    403: "does not let this user add statements (403).",
    404: "has nothing at this address (404). Ask for its xAPI address, such as " + EXAMPLE,
    429: f"asks to wait (429). {_RUN_AGAIN}",
}


class ConflictError(RemoteError):
    """The store has another statement with the id of one of these (409)."""


class TooLargeError(RemoteError):
    """The store takes no more at a time than a part of these (413)."""


def statements_address(endpoint: str) -> str:
    """Return the address to which statements are sent.

    Raises:
        UsageError: The endpoint is not an address, is not safe, or has a password, which is not
            repeated.
    """
    parts = _parts_of(endpoint)
    if "@" in parts.netloc:
        raise UsageError(
            "leave the user and the key out of the address: other programs could read them there."
            " coachlog asks for them, or takes them from COACHLOG_XAPI_USER and COACHLOG_XAPI_KEY"
        )
    if parts.query or parts.fragment:
        raise UsageError(f"leave out what follows the path of the address:  {EXAMPLE}")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise UsageError(
            "the address has to begin with https: on the way to another computer, others could"
            " read the key."
        )
    address = endpoint.rstrip("/").removesuffix("/statements")
    return f"{address}/statements"


def _parts_of(endpoint: str) -> SplitResult:
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    try:
        parts = urlsplit(endpoint)
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_plain or not is_address or parts.scheme not in ("http", "https"):
        raise UsageError(f"the address of a record store looks like this:  {EXAMPLE}")
    return parts


class RecordStore:
    """A record store at an address, for a user.

    Args:
        address: What `statements_address` returned.
        user: The user, or what the store calls the key.
        key: The password, or what the store calls the secret.
    """

    def __init__(self, address: str, user: str, key: str) -> None:
        self.address = address
        # The environment may hold bytes that are not text.
        credentials = b64encode(f"{user}:{key}".encode("utf-8", "surrogateescape")).decode()
        self._headers = {
            "Authorization": f"Basic {credentials}",
            "Content-Type": "application/json",
            _VERSION_HEADER: VERSION,
        }
        self._opener = _opener_for(address)

    def post(self, statements: Sequence[Statement]) -> None:
        """Send statements: all of them are taken, or none is.

        Raises:
            ConflictError: The store has one of them already, with another content.
            TooLargeError: They are too many at a time.
            RemoteError: The store is away, or does not take them.
        """
        body = json.dumps(statements, ensure_ascii=False).encode()
        status, answer = self._answer(body)
        if status == 400 and self._headers[_VERSION_HEADER] == VERSION:
            self._headers[_VERSION_HEADER] = NEXT_VERSION
            status, answer = self._answer(body)
        if status == 204:  # it has them all
            return
        if status != 200:
            raise self._refusal(status)
        if not _are_ids(answer, statements):
            raise RemoteError(f"{self._name} did not answer as a record store does.")

    def _answer(self, body: bytes) -> tuple[int, bytes]:
        """Send a list of statements, and return the status and the answer."""
        request = Request(  # noqa: S310 - the address was checked
            self.address, data=body, headers=self._headers, method="POST"
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as response:
                return response.status, response.read(LONGEST_ANSWER)
        except HTTPError as error:
            error.close()
            return error.code, b""
        except (URLError, OSError, HTTPException) as error:
            raise RemoteError(f"{self._name} cannot be reached: {_reason_of(error)}") from None

    @property
    def _name(self) -> str:
        return f"the record store at {urlsplit(self.address).hostname}"

    def _refusal(self, status: int) -> RemoteError:
        if status == 409:
            return ConflictError(f"{self._name} has another statement with the same id (409).")
        if status == 413:
            return TooLargeError(f"{self._name} does not take so much at a time (413).")
        if 300 <= status < 400:
            message = f"is at another address ({status}). Ask for its xAPI address."
        elif status >= 500:
            message = f"has a problem of its own ({status}). {_RUN_AGAIN}"
        else:
            message = _MESSAGES.get(status, f"did not take the statements ({status}).")
        return RemoteError(f"{self._name} {message}")


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect, which would take the key along."""

    def redirect_request(self, *_arguments: Any, **_others: Any) -> None:
        return None


def _opener_for(address: str) -> OpenerDirector:
    handlers: list[Any] = [_NoRedirect]
    if urlsplit(address).hostname in LOOPBACK:
        # A proxy for the network outside does not lead to this computer.
        handlers.append(ProxyHandler({}))
    return build_opener(*handlers)


def _reason_of(error: Exception) -> str:
    """Return in a few words why a store cannot be reached."""
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, TimeoutError):
        return f"it did not answer within {PATIENCE} seconds. {_RUN_AGAIN}"
    distrust = getattr(reason, "verify_message", None)
    if distrust:
        return f"its certificate is not trusted ({distrust}). Ask the people who run it."
    words = getattr(reason, "strerror", None) or type(reason).__name__
    return f"{words}. {_RUN_AGAIN}"


def _are_ids(answer: bytes, statements: Sequence[Statement]) -> bool:
    """Return whether an answer lists ids of these statements: of all, or of those that are new.

    The page on which a network asks for a login is none.
    """
    try:
        ids = json.loads(answer)
    except ValueError:
        return False
    if not isinstance(ids, list):
        return False
    return {statement["id"] for statement in statements}.issuperset(map(str, ids))
