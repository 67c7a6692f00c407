"""The web server: one thread, on this computer alone."""

import errno
import os
import signal
import socket

from coachlog.errors import UsageError
from coachlog.exchange.browser.gate import HOST, App

MOST_SECONDS_TO_END = 1  # for a download that somebody has paused


def listen(port: int | None) -> socket.socket:
    """Return a socket that listens on a port of this computer alone; on a free one by default.

    Raises:
        UsageError: another program has the port, or it is for administrators.
    """
    try:
        return socket.create_server((HOST, port or 0))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        # Its own message has the address, too.
        reason = os.strerror(error.errno)
        raise UsageError(
            f"port {port} cannot be used: {reason}. Choose another one, or leave out --port for a"
            " free one."
        ) from None


def serve_until_stopped(app: App, listener: socket.socket) -> None:
    """Answer requests until a signal ends it.

    Raises:
        KeyboardInterrupt: Ctrl-C, after the last request was answered.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        # Addresses have words that were searched for, and errors may have an entry's text.
        access_log=False,
        log_config=None,
        log_level="critical",
        lifespan="off",
        # Nobody stands between this server and the browser.
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=MOST_SECONDS_TO_END,
    )
    server = uvicorn.Server(config)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            # Our own handler raises an error amid a request, after which the loop can hang.
            signal.signal(number, server.handle_exit)
    server.run(sockets=[listener])
