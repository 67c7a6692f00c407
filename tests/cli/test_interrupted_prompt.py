"""A signal ends a prompt cleanly, whatever the prompt is doing at that moment."""

import json
import subprocess
import sys

import pytest

# Shows a prompt that is answered at once, again and again; each time a signal comes at another
# moment. It prints how often each end came.
PROMPTS = """
import gc, json, os, signal, sys, warnings
from prompt_toolkit.application import Application
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from coachlog.cli.ask.terminal.running import run_until_answered

NUMBER = getattr(signal, sys.argv[1])
ends = {}
unraisable = []
sys.unraisablehook = lambda error: unraisable.append(repr(error.exc_value))
warnings.simplefilter("always")
warnings.showwarning = lambda message, *_: unraisable.append(str(message))

def handler(*_):
    raise KeyboardInterrupt

signal.signal(NUMBER, handler)

class Interruption:
    def __init__(self, calls):
        self.calls = calls

    def __call__(self, *_):
        self.calls -= 1
        if self.calls == 0:
            sys.setprofile(None)
            os.kill(os.getpid(), NUMBER)

def ask(interruption):
    with create_pipe_input() as keyboard:
        keyboard.send_text("\\r")
        # Without a layout it has one that Enter ends.
        app = Application(input=keyboard, output=DummyOutput())
        try:
            sys.setprofile(interruption)
            run_until_answered(app)
            result = "answered"
        except KeyboardInterrupt:
            result = "interrupted"
        sys.setprofile(None)
    if result == "answered" and interruption.calls <= 0:
        result = "swallowed"
    assert signal.getsignal(NUMBER) is handler
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, [])
    return result

# The first prompt loads modules.
for _ in range(2):
    counting = Interruption(sys.maxsize)
    assert ask(counting) == "answered"
total = sys.maxsize - counting.calls
# While the loop is made, while the prompt is shown, and while the loop is closed.
moments = [*range(1, 400, 15), *range(400, total, total // 12), *range(total - 600, total, 15)]
for calls in moments:
    end = ask(Interruption(calls))
    ends[end] = ends.get(end, 0) + 1
gc.collect()
print(json.dumps([ends, unraisable]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_at_any_moment_ends_a_prompt_without_a_traceback(name):
    command = [sys.executable, "-c", PROMPTS, name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    ends, unraisable = json.loads(done.stdout)
    assert unraisable == []
    assert ends.keys() <= {"interrupted", "answered"}  # the last moments may be after the answer
    assert ends["interrupted"] > 60
