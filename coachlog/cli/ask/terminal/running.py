"""How a prompt ends that is not answered: by an error or a signal, as by Ctrl-C."""

import asyncio
import signal
import sys
from typing import Any

from prompt_toolkit.application import Application


def run_until_answered(app: "Application[Any]") -> Any:
    """Show a prompt until a key ends it, and return its result.

    Raises:
        KeyboardInterrupt: a signal has come meanwhile.
        BaseException: any other error in the work of a key.
    """
    interruptions = _Interruptions(app)
    try:
        # One that came while the loop is made or closed would leave it half made, or end the
        # process without a word.
        interruptions.hold_back()
        result = asyncio.run(_answer(app, interruptions))
    finally:
        interruptions.stop_listening()
    if interruptions.errors:
        # It came when a key had ended the prompt already.
        raise interruptions.errors[0]
    return result


async def _answer(app: "Application[Any]", interruptions: "_Interruptions") -> Any:
    try:
        return await app.run_async(
            pre_run=interruptions.listen,
            set_exception_handler=False,
            handle_sigint=False,
        )
    finally:
        interruptions.hold_back()


class _Interruptions:
    """What ends a prompt from outside.

    Attributes:
        errors: what has ended it, or has come too late for that.
    """

    def __init__(self, app: "Application[Any]") -> None:
        self.errors: list[BaseException] = []
        self._app = app
        self._handlers = handlers_of_signals()

    def hold_back(self) -> None:
        """Let signals wait until somebody can take them."""
        if self._handlers:  # Windows has none, and no masks
            signal.pthread_sigmask(signal.SIG_BLOCK, self._handlers)

    def _let_through(self) -> None:
        if self._handlers:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, self._handlers)

    def listen(self) -> None:
        """Let errors and signals end the prompt; its loop has just begun."""
        loop = asyncio.get_running_loop()
        # Otherwise an error would wait for Enter, and its traceback would show texts.
        loop.set_exception_handler(lambda _, context: self._end(context.get("exception")))
        for number in self._handlers:
            # Otherwise its handler could raise in the middle of the loop, which drops the error.
            loop.add_signal_handler(number, self._receive, number)
        self._let_through()

    def stop_listening(self) -> None:
        """Leave the signals to those again who had them before."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._let_through()

    def _receive(self, number: int) -> None:
        try:
            self._handlers[number](number, None)
        except KeyboardInterrupt as error:
            self._end(error)
        if signal.getsignal(number) == signal.SIG_IGN:
            self._handlers[number] = signal.SIG_IGN  # it wants no second one

    def _end(self, error: BaseException | None) -> None:
        if error is None:
            return
        self.errors.append(error)
        if self._app.is_running and not self._app.is_done:
            self._app.exit(exception=error)


def handlers_of_signals() -> dict[int, Any]:
    """Return what happens at the signals that end a command, as far as they are not ignored."""
    if sys.platform == "win32":
        return {}
    handlers = {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        handler = signal.getsignal(number)
        if callable(handler):
            handlers[int(number)] = handler
    return handlers
