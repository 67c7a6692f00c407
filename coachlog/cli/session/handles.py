"""The teams and topics that Tab offers in a session: those of the log that the user may see."""

from unicodedata import combining, normalize

from coachlog.domain.handles import is_handle
from coachlog.errors import CoachlogError
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names

SIGNS = {"@": "team", "+": "topic"}
MOST = 100


class Names:
    """The names in use, read once and again after something was recorded."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._names: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Read the names anew when they are needed next: there may be more."""
        self._names.clear()

    def handles(self, word: str) -> list[str]:
        """Return `@team` and `+topic` in place of a word that begins one, or of no word at all.

        Names with blanks or signs at their beginning cannot be typed behind a sign.

        Args:
            word: what stands before the cursor.
        """
        found = []
        for sign, table in SIGNS.items():
            if word[:1] in (sign, ""):
                names = [sign + name for name in self.beginning(table, word[1:])]
                found += [name for name in names if is_handle(name) and len(name.split()) == 1]
        return found[:MOST]

    def completions(self, table: str, word: str) -> list[str]:
        """Return the teams or topics in place of a word, with its sign if it has one."""
        sign = word[:1] if word[:1] in SIGNS else ""
        return [sign + name for name in self.beginning(table, word[len(sign) :])]

    def beginning(self, table: str, start: str) -> list[str]:
        """Return the teams or topics that begin with a text, whatever its case and accents.

        Args:
            table: `team` or `topic`.
            start: the text; all names begin with an empty one.
        """
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
