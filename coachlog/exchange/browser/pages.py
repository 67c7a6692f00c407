"""The pages of a snapshot. Only this module knows Datasette (https://datasette.io)."""

import json
import re
import sys
import warnings
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from coachlog.errors import SettingsError
from coachlog.exchange.browser.gate import NO_PAGE, NOT_WORKING, UNEXPECTED, Receive, Scope, Send

MISSING = "serve needs the library datasette, which is not installed:  pip install 'coachlog[web]'"
SETTINGS = {
    # Only the ready-made queries: the pages need no other, and nobody has to think about them.
    "default_allow_sql": False,
    "allow_download": False,
    # All in the thread of the server: what it has open is closed when a snapshot is replaced.
    "num_sql_threads": 0,
    "suggest_facets": False,
    "default_page_size": 50,
    # The busiest, of which the newest week need not be one: so all weeks of ten years.
    "default_facet_size": 520,
    # On a busy computer the topics of 100,000 entries take longer than the 0.2 s of the default.
    "facet_time_limit_ms": 5_000,
    "sql_time_limit_ms": 10_000,
}
# What the links of the pages have, and how many rows and in which shape a program gets them.
# Datasette takes fifty more, of which some end in its own errors, set its limits, or count people.
PARAMETER = re.compile(
    r"_(search|next|sort|sort_desc|size)=.*|_shape=(array|arrays|objects)"
    r"|[a-z]+(_[a-z]+)*(__arraycontains)?=.*",
    re.DOTALL,
)
ID_COLUMNS = ("id", "earlier")
LIST_COLUMNS = ("topics", "factors")


def load_datasette(report: Callable[[Exception], None]) -> None:
    """Import Datasette without the plugins that happen to be installed.

    Args:
        report: is told of an error on a page that nobody expected.

    Raises:
        SettingsError: it is not installed.
    """
    # The only way to tell it before 1.0. A plugin would be run on people's entries.
    sys._called_from_test = True  # type: ignore[attr-defined]
    try:
        import datasette.app
    except ImportError:
        raise SettingsError(MISSING) from None
    finally:
        del sys._called_from_test  # type: ignore[attr-defined]
    from datasette import handle_exception

    # It would print what every variable holds.
    handle_exception.rich = None
    manager = datasette.app.pm
    manager.unregister(name="datasette.handle_exception")
    manager.unregister(name="datasette.facets")
    manager.register(_make_plugin(report))
    # It counts the groups of a page together, and drops the others if one of them fails.
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)


class Pages:
    """The pages of one snapshot, as an ASGI application."""

    def __init__(self, path: str, metadata: dict[str, Any]) -> None:
        """Make the pages.

        Args:
            path: the snapshot, which is never changed. Its name without the ending is part of
                every address.
            metadata: titles, descriptions and ready-made queries, as Datasette's documentation on
                metadata has them.
        """
        from datasette.app import Datasette

        templates = files("coachlog.exchange.browser").joinpath("templates")
        self._datasette = Datasette(
            immutables=[path],
            metadata=metadata,
            settings=SETTINGS,
            template_dir=str(templates),
        )
        for database in self._datasette.databases.values():
            database.execute = _without_printing(database.execute)
        self._app = self._datasette.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if _has_only_known_parameters(scope["query_string"]):
            await self._app(scope, receive, send)
            return
        from datasette import Request

        response = await _answer_plainly(self._datasette, Request(scope, receive), 400)
        await response.asgi_send(send)

    def close(self) -> None:
        """Close the snapshot."""
        for database in self._datasette.databases.values():
            database.close()


def _has_only_known_parameters(query: bytes) -> bool:
    """Return whether an address has only what the links of the pages have.

    Args:
        query: what is behind its question mark.
    """
    text = query.decode("latin-1")
    for name, value in parse_qsl(text, keep_blank_values=True):
        if not PARAMETER.fullmatch(f"{name}={value}"):
            return False
    return True


def _answer_plainly(datasette: Any, request: Any, status: int) -> Any:
    """Answer that there is no such page, or that its address does not work.

    Args:
        datasette: whose pages these are.
        request: for JSON it gets JSON.
        status: 404 for no such page.
    """
    from datasette import handle_exception
    from datasette.views.base import DatasetteError

    message = NOT_WORKING
    if status == 404:
        message = NO_PAGE
    error = DatasetteError(message, status=status)
    return handle_exception.handle_exception(datasette, request, error)()


def _without_printing(execute: Callable[..., Any]) -> Callable[..., Any]:
    """Return what runs SQL, and does not print it with its words if it fails."""

    def execute_silently(*arguments: Any, **options: Any) -> Any:
        return execute(*arguments, **{**options, "log_sql_errors": False})

    return execute_silently


def _make_plugin(report: Callable[[Exception], None]) -> object:
    """Return what changes Datasette: how an error ends, and how ids and lists look."""
    from datasette import hookimpl
    from datasette.facets import ArrayFacet, ColumnFacet
    from datasette.utils.asgi import Base400, Response
    from datasette.views.base import DatasetteError
    from markupsafe import Markup

    link = Markup('<a href="/log/entries/{0}">{0}</a>')

    class TopicFacet(ArrayFacet):  # type: ignore[misc]
        """The groups by topic, for which Datasette would sort whole entries in a file."""

        def __init__(self, *arguments: Any, sql: str, **options: Any) -> None:
            sql = f"SELECT id, topics FROM ({sql})"
            super().__init__(*arguments, sql=sql, **options)

    class Plugin:
        __name__ = "coachlog"

        @hookimpl  # type: ignore[untyped-decorator]
        def register_facet_classes(self) -> list[type]:
            return [ColumnFacet, TopicFacet]

        @hookimpl  # type: ignore[untyped-decorator]
        def handle_exception(self, datasette: Any, request: Any, exception: Exception) -> Any:
            if isinstance(exception, (Base400, DatasetteError)):
                # Its own messages are about SQL, and an unknown column has status 500.
                status = exception.status if exception.status < 500 else 400
                return _answer_plainly(datasette, request, status)
            report(exception)
            return Response.text(f"{UNEXPECTED}\n", status=500)

        @hookimpl  # type: ignore[untyped-decorator]
        def render_cell(self, value: Any, column: str, table: str | None) -> Any:
            if not value:
                return None
            if column in LIST_COLUMNS:
                return ", ".join(json.loads(value))
            if column in ID_COLUMNS and table is None:
                return link.format(value)
            return None

    return Plugin()
