"""How shells ask for candidates, and how they take them.

Each shell has its own idea of a word and of a quote, so this is the one place that knows shells.
Regular expressions would take longer to load than the rest of an answer.
"""

from collections.abc import Mapping

from coachlog.named_tuple import NamedTuple

# Beside letters and digits, these mean themselves.
BASH_PLAIN = "_@%+=:,./-"
POWERSHELL_PLAIN = "_+=:./-"
BASH_SPECIAL_IN_DOUBLE_QUOTES = '"\\$`'
# Bash's value of `rl_special_prefixes`: they break a word, and belong to the new one.
SPECIAL_PREFIXES = "$@"


class Question(NamedTuple):
    """What a shell asks.

    Attributes:
        shell: its name.
        words: the words before the cursor's, without their quotes.
        current: the cursor's word as far as it is typed, without its quotes.
        unchanged: how many characters at the beginning of that word the shell leaves as they are.
        quote: the quote that is open at the cursor.
    """

    shell: str
    words: list[str]
    current: str
    unchanged: int = 0
    quote: str = ""

    @property
    def shows_notes(self) -> bool:
        """Whether the shell shows a note beside a candidate."""
        return self.shell != "bash"

    def quoted(self, value: str) -> str:
        """Return a candidate as the shell takes it."""
        if self.shell == "bash":
            return _quoted_for_bash(value[self.unchanged :], self.quote)
        if self.shell == "powershell" and not _is_plain(value, POWERSHELL_PLAIN):
            return "'" + value.replace("'", "''") + "'"
        return value


def read_question(environment: Mapping[str, str]) -> Question:
    """Return what a shell's script asks, from the variables that it sets."""
    shell = environment["_COACHLOG_COMPLETE"]
    line = environment.get("_COACHLOG_LINE", "")
    if shell == "bash":
        return _BashLine(environment.get("_COACHLOG_BREAKS", "")).read(line)
    current = environment.get("_COACHLOG_WORD", "")
    quote = ""
    if current.startswith(("'", '"')):
        quote = current[0]
    return Question(
        shell=shell,
        words=line.split("\n")[1:],
        current=current.removeprefix(quote).replace("\\", ""),
        quote=quote,
    )


def _quoted_for_bash(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "'\\''")
    quoted = ""
    for character in text:
        if quote:
            is_plain = character not in BASH_SPECIAL_IN_DOUBLE_QUOTES
        else:
            is_plain = _is_plain(character, BASH_PLAIN)
        quoted += character if is_plain else f"\\{character}"
    return quoted


def _is_plain(text: str, signs: str) -> bool:
    return all(character.isalnum() or character in signs for character in text)


class _BashLine:
    """Splits a command line up to the cursor into words, as bash does.

    Readline begins a new word behind each of its break characters and behind a quote, and replaces
    the last word only; `@` it replaces together with what follows. See
    https://www.gnu.org/software/bash/manual/bash.html#index-COMP_005fWORDBREAKS
    """

    def __init__(self, breaks: str) -> None:
        self.breaks = breaks
        self.words: list[str] = []
        self.quote = ""
        self.is_escaped = False
        self._begin_word()

    def _begin_word(self) -> None:
        self.current = ""
        self.unchanged = 0
        self.is_inside = False  # an empty word in quotes is a word, too

    def read(self, line: str) -> Question:
        """Return the question at the end of a line."""
        for character in line:
            if self.is_escaped:
                self.current += character
                self.is_escaped = False
            elif character == "\\" and self.quote != "'":
                self.is_escaped = True
                self.is_inside = True
            elif self.quote:
                self._read_quoted(character)
            else:
                self._read_plain(character)
        words = self.words[1:]
        return Question("bash", words, self.current, unchanged=self.unchanged, quote=self.quote)

    def _read_quoted(self, character: str) -> None:
        if character == self.quote:
            self.quote = ""
        else:
            self.current += character

    def _read_plain(self, character: str) -> None:
        if character in "\"'":
            self.quote = character
            self.is_inside = True
            self.unchanged = len(self.current)
        elif character.isspace():
            if self.is_inside:
                self.words.append(self.current)
            self._begin_word()
        else:
            self.current += character
            self.is_inside = True
            if character in self.breaks:
                self.unchanged = len(self.current)
                if character in SPECIAL_PREFIXES:
                    self.unchanged -= 1
