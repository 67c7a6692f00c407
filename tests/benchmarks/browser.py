"""The time and memory of `serve`: `python -m tests.benchmarks.browser LOG`.

LOG is a file that `corpus.py` has made; it is changed. The times are those of the processor in the
server, which a busy machine does not lengthen.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.corpus import NOW
from tests.cli.web_browser import WebBrowser

PAGES = ("/log", "/log/entries", "/log/entries?team=permits", "/log/entries?_search=waiver")
LISTS = ("/log/this-week", "/log/repeats", "/log/open", "/log/lessons-waiting")
CHANGES = {
    "after an entry": "log @permits +fees Asked for the passport",
    "after an edit": "edit last --lesson Ask",
    "after a deletion": "delete last",
    "after an undo": "undo",
    "after a renaming": "teams rename permits permissions",
}


def main() -> None:
    """Print a line for each page."""
    environment = {**os.environ, "COACHLOG_DB": sys.argv[1], "COACHLOG_NOW": NOW}
    browser = WebBrowser(env=environment)
    print(f"{processor_time(browser):5.2f} s  start")
    for path in ("/log", *PAGES, *LISTS):
        measure(browser, path, path)
    for name, change in CHANGES.items():
        command = [sys.executable, "-m", "coachlog", *change.split()]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        measure(browser, "/log", name)
    status = Path(f"/proc/{browser.process.pid}/status").read_text()
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(f"{int(peak) // 1024:5} MB at most")
    browser.end()


def measure(browser: WebBrowser, path: str, name: str) -> None:
    """Print how long the server computes for a page."""
    before = processor_time(browser)
    assert browser.get(path).status == 200
    print(f"{processor_time(browser) - before:5.2f} s  {name}")


def processor_time(browser: WebBrowser) -> float:
    """Return how many seconds the server has computed so far."""
    fields = Path(f"/proc/{browser.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
