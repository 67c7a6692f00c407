"""How shells ask for candidates, and how they want them: each has its own idea of a word and of a quote."""

import re
from collections.abc import Mapping
from typing import NamedTuple

BASH_PLAIN = re.compile(r"[\w@%+=:,./-]")
POWERSHELL_PLAIN = re.compile(r"[\w+=:./-]+")
SPECIAL_PREFIXES = (
    "$@"  # bash's value of `rl_special_prefixes`: they break a word, and belong to the new one
)
IN_DOUBLE_QUOTES = re.compile(r'(["\\$`])')


class Question(NamedTuple):
    """The words before the cursor's, and that word as far as it is typed, both without their quotes.

    `replaced` says how many characters at the beginning of the word the shell leaves as they are; `quote` is the quote
    that stands open at the cursor.
    """

    shell: str
    words: list[str]
    current: str
    replaced: int = 0
    quote: str = ""

    @property
    def notes(self) -> bool:
        """Whether the shell shows a note beside a candidate."""
        return self.shell != "bash"

    def ready(self, value: str) -> str:
        """A candidate as the shell wants it."""
        if self.shell == "bash":
            return _for_bash(value[self.replaced :], self.quote)
        if self.shell == "powershell" and not POWERSHELL_PLAIN.fullmatch(value):
            return "'" + value.replace("'", "''") + "'"
        return value


def read_question(environment: Mapping[str, str]) -> Question:
    """What a script of `completion.py` asks."""
    shell, line = environment["_COACHLOG_COMPLETE"], environment.get("_COACHLOG_LINE", "")
    if shell == "bash":
        return _read_bash(line, environment.get("_COACHLOG_BREAKS", ""))
    current = environment.get("_COACHLOG_WORD", "")
    quote = current[:1] if current[:1] in ("'", '"') else ""
    return Question(
        shell, line.split("\n")[1:], current.removeprefix(quote).replace("\\", ""), quote=quote
    )


def _for_bash(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote:
        return IN_DOUBLE_QUOTES.sub(r"\\\1", text)
    return "".join(
        character if BASH_PLAIN.match(character) else "\\" + character for character in text
    )


def _read_bash(line: str, breaks: str) -> Question:
    """Split a command line up to the cursor into words, as bash does.

    Readline begins a new word behind each of `breaks` (https://www.gnu.org/software/bash/manual/bash.html#index-COMP_005fWORDBREAKS)
    and behind a quote, and replaces the last. `@` it replaces together with what follows.
    """
    words: list[str] = []
    current = quote = ""
    replaced, inside, escaped = 0, False, False
    for character in line:
        if escaped:
            current, escaped = current + character, False
        elif character == "\\" and quote != "'":
            escaped = inside = True
        elif quote:
            if character == quote:
                quote = ""
            else:
                current += character
        elif character in "\"'":
            quote, inside, replaced = character, True, len(current)
        elif character.isspace():
            if inside:
                words.append(current)
            current, replaced, inside = "", 0, False
        else:
            current, inside = current + character, True
            if character in breaks:
                replaced = len(current) - (character in SPECIAL_PREFIXES)
    return Question("bash", words[1:], current, replaced, quote)
