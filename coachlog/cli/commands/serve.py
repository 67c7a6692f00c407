"""`serve`: the log in a web browser."""

import sys
import tempfile
import webbrowser
from contextlib import suppress
from threading import Thread

from coachlog.cli.context import Context
from coachlog.cli.documents import IN_BROWSER
from coachlog.cli.messages import say
from coachlog.cli.options import count
from coachlog.domain.audience import TEAM
from coachlog.exchange.browser.gate import Gate
from coachlog.exchange.browser.pages import load_datasette
from coachlog.exchange.browser.server import listen, serve_until_stopped
from coachlog.services.serve import Snapshots
from coachlog.storage.file.connection import Log
from coachlog.storage.file.leftovers import SERVE_BEGINNING, remove, removed_unless_finished

HIGHEST_PORT = 65_535
PORT = count(
    "--port N", "Listen on this port; by default on a free one.", least=1, most=HIGHEST_PORT
)


def serve(context: Context, *, port: int | None = PORT, open_: bool = IN_BROWSER) -> None:
    """Show what the team may read in a web browser.

    Only this computer can open the link. Press Ctrl-C to end it.
    """
    load_datasette(_report)
    with listen(port) as listener:
        folder = tempfile.mkdtemp(prefix=SERVE_BEGINNING)
        with removed_unless_finished(folder):
            snapshots = Snapshots(folder, lambda: _open_again(context))
            snapshots.newest()
            gate = Gate(listener.getsockname()[1], snapshots.newest, _report)
            # Ctrl-C is the way to end it, and no error.
            with suppress(KeyboardInterrupt):
                say(f"{TEAM.note}. Ctrl-C ends it.")
                sys.stdout.write(f"{gate.link}\n")
                sys.stdout.flush()
                if open_:
                    _open_browser(gate.link_for_once())
                serve_until_stopped(gate, listener)
            remove(folder)
    say("Stopped. The snapshot is removed.")


def _open_browser(link: str) -> None:
    # One that runs in the terminal returns only when it is left.
    Thread(target=webbrowser.open, args=(link,), daemon=True).start()


def _open_again(context: Context) -> Log:
    context.close()
    return context.reading


def _report(error: Exception) -> None:
    """Tell of an error that nobody expected, without what it says, which may have a text."""
    from coachlog.cli.crash_log import write_crash_log

    name = type(error).__name__
    say(f"coachlog: something unexpected went wrong ({name}). {write_crash_log(error)}")
