"""The teams and topics that Tab offers in a line: those of the log that the user may see."""

import re
from unicodedata import combining, normalize

from coachlog.domain.handles import SIGNS, as_handle
from coachlog.errors import CoachlogError
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names

TABLES = dict(zip(SIGNS, ("team", "topic"), strict=True))
MOST = 100
HANDLE = re.compile(r'[@+]"[^"]*$|\S*$')  # at the end of a text; in quotes it may have blanks
NAME = re.compile(r"[@+]?([^,@+]*)$")  # behind the last comma or sign

Offer = tuple[int, list[str]]  # how many characters before the cursor are replaced, and by what


class KnownNames:
    """The names in use.

    They are read at the first press of Tab, and not again until something was recorded: a log may
    have a hundred thousand topics, and accents are taken off here, because SQLite keeps them.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._names: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Read the names anew when they are needed next: there may be more."""
        self._names.clear()

    def handles(self, text: str) -> Offer:
        """Return `@team` and `+topic` in place of the word before the cursor.

        Args:
            text: what stands before the cursor. Where no word does, all handles are offered.
        """
        match = HANDLE.search(text)
        word = match[0] if match else ""
        offered = []
        for sign, table in TABLES.items():
            if word[:1] in (sign, ""):
                for name in self._beginning(table, word[1:].removeprefix('"')):
                    offered.append(as_handle(sign, name))
        return len(word), offered[:MOST]

    def teams(self, text: str) -> Offer:
        """Return the teams in place of the name before the cursor."""
        return self._in_place(text, "team")

    def topics(self, text: str) -> Offer:
        """Return the topics in place of the last name before the cursor."""
        return self._in_place(text, "topic")

    def _in_place(self, text: str, table: str) -> Offer:
        match = NAME.search(text)
        name = match[1].lstrip() if match else ""
        return len(name), self._beginning(table, name)

    def _beginning(self, table: str, start: str) -> list[str]:
        """Return the names that begin with a text, whatever its case and accents."""
        folded = _folded(start)
        return [name for name in self._all(table) if _folded(name).startswith(folded)][:MOST]

    def _all(self, table: str) -> list[str]:
        if table not in self._names:
            try:
                self._names[table] = all_names(self._log, table)
            except CoachlogError:
                return []  # a press of Tab ends no session
        return self._names[table]


def _folded(name: str) -> str:
    letters = normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if not combining(letter))
