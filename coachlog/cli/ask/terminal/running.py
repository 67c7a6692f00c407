"""How a prompt ends that is not answered: by an error or a signal, as by Ctrl-C."""

import asyncio
import signal
import sys
from typing import Any

from prompt_toolkit.application import Application


def run_until_answered(app: "Application[Any]") -> Any:
    """Show a prompt until a key ends it, and return its result.

    Raises:
        KeyboardInterrupt: a signal has ended it, too.
        BaseException: any other error in the work of a key.
    """
    handlers: dict[int, Any] = {}

    def end(error: BaseException | None) -> None:
        if error and not app.is_done:
            app.exit(exception=error)

    def receive(number: int) -> None:
        handler = handlers[number]
        handlers[number] = signal.SIG_IGN  # as the handler does: the next one would cut it off
        try:
            handler(number, None)
        except KeyboardInterrupt as error:
            end(error)

    def listen() -> None:
        loop = asyncio.get_running_loop()
        # Otherwise an error would wait for Enter, and its traceback would show texts.
        loop.set_exception_handler(lambda _, context: end(context.get("exception")))
        for number in _ending_signals():
            handlers[number] = signal.getsignal(number)
            # Otherwise its handler could raise in the middle of the loop, which drops the error.
            loop.add_signal_handler(number, receive, number)

    try:
        return app.run(pre_run=listen, set_exception_handler=False)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _ending_signals() -> list[int]:
    """Return the signals that the program lets end a command."""
    if sys.platform == "win32":
        return []
    numbers = (signal.SIGTERM, signal.SIGHUP)
    return [number for number in numbers if callable(signal.getsignal(number))]
