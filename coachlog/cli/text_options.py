"""Where a text begins and ends on the command line, before anybody reads its options.

The words after a text option belong to it, up to the next option: nobody at a desk thinks of
quotes. `--` ends the options only before the text; further on it is a word as people type it.
Both readers of arguments, the quick one and Typer, get what this returns, so they cannot differ.
"""

from coachlog.cli.options import FLAG, LITERAL, Option
from coachlog.domain.handles import count_handles_at_end, is_handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

END = "--"
# What the help calls the value of an option that is a text; a rule is one, too: 2 CFR 200.318.
TEXT_METAVARS = ("TEXT", "RULE")
# And of options whose value may have several words, but then in quotes.
SEVERAL_WORDS_METAVARS = ("ALIAS", "DATE", "DAYS", "NAME", "TEAM", "TOPIC", "WEEK")
# What it calls loose words that are a text.
TEXT_WORDS = ("COMMENT", "NOTE", "PHRASE", "WORDS")


def gather_texts(
    options: dict[str, Option],
    arguments: "Sequence[str]",
) -> tuple[list[str], str | None]:
    """Return a command's arguments with the words of each text option in one, and the literal text.

    Args:
        options: the options of the command.
        arguments: what was typed after its name.

    Returns:
        The options, and after `--` the words; and the text after a `--` of the user's, None if
        there is none or the command takes none.
    """
    return _Line(options, arguments).read()


class _Line:
    """A command line that is being sorted into options and words.

    Attributes:
        rest: what was not read yet, the next argument last.
        options: the options that were read, with their values.
        words: all other arguments.
        begun: how many plain words were read beyond those that come before the text.
        literal: the text after `--`.
    """

    def __init__(self, options: dict[str, Option], arguments: "Sequence[str]") -> None:
        self.by_name: dict[str, Option] = {}
        for option in options.values():
            for name in option.names + option.opposites:
                self.by_name[name] = option
        self.takes_literal = LITERAL in options
        words_before = _words_before_text(options)
        self.has_text = words_before is not None
        self.rest = list(arguments[::-1])
        self.options: list[str] = []
        self.words: list[str] = []
        self.begun = -(words_before or 0)
        self.literal: str | None = None

    def read(self) -> tuple[list[str], str | None]:
        """Read everything; see `gather_texts`."""
        while self.rest:
            argument = self.rest.pop()
            if self._ends_options(argument):
                self._take_the_rest()
            elif _is_option(argument) and argument != END:
                if not self._read_option(argument):
                    # Without its value: whoever reads the options says so.
                    return self.options, self.literal
            else:
                self._add_word(argument)
        if self.words:
            self.options += [END, *self.words]
        return self.options, self.literal

    def _ends_options(self, argument: str) -> bool:
        return argument == END and (not self.has_text or self.begun <= 0)

    def _take_the_rest(self) -> None:
        after = self.rest[::-1]
        self.rest = []
        if self.takes_literal:
            self.literal = " ".join(after)
        else:
            self.words += after

    def _add_word(self, word: str) -> None:
        self.words.append(word)
        if not is_handle(word):
            self.begun += 1

    def _read_option(self, argument: str) -> bool:
        """Read an option with its value; return whether it has the value that it needs."""
        if argument[2:3] == "=" and argument[:2] in self.by_name:
            # `-l=x` is meant as `--lesson=x`, not as a lesson that begins with a sign.
            argument = f"{self.by_name[argument[:2]].names[0]}{argument[2:]}"
        name, option = self._needing_value(argument)
        if option is None:
            self.options.append(argument)
            name, _, value = argument.partition("=")
            self._check_end_of_value(name, value)
            return True
        if not self.rest or (self.takes_literal and self.rest[-1] == END):
            self.options.append(argument)
            return False
        if option.metavar not in TEXT_METAVARS:
            value = self.rest.pop()
            self.options += [argument, value]
            self._check_end_of_value(name, value)
            return True
        if self.rest[-1].partition("=")[0] in self.by_name:
            self.options.append(argument)
            return False
        if argument != name:  # flags before it, as in `-sr`
            self.options.append(argument.removesuffix(name[1:]))
        self.options.append(f"{option.names[0]}={self._words_of_option()}")
        return True

    def _check_end_of_value(self, name: str, value: str) -> None:
        """Refuse a date or a name that may go on in the plain words behind it."""
        option = self.by_name.get(name)
        if option is None or option.metavar not in SEVERAL_WORDS_METAVARS:
            return
        following = self._plain_words_next()
        # What was typed in quotes ends with them.
        if following and value and not _has_blanks(value):
            from coachlog.cli.unquoted import check_end_of_value

            check_end_of_value(
                option,
                value,
                following,
                is_in_text=self.has_text and self.begun > 0,
            )

    def _plain_words_next(self) -> list[str]:
        words: list[str] = []
        for argument in reversed(self.rest):
            if _is_option(argument) or is_handle(argument) or _has_blanks(argument):
                break
            words.append(argument)
        return words

    def _needing_value(self, argument: str) -> tuple[str, Option | None]:
        """Return the option whose value comes next, and its name; None if nothing is needed."""
        if argument.startswith(END):
            option = self.by_name.get(argument)
            return argument, None if option is None or option.value_type == FLAG else option
        for index, letter in enumerate(argument[1:], 2):
            option = self.by_name.get(f"-{letter}")
            if option is None:
                break
            if option.value_type != FLAG:
                # With more behind it, as in `-n20`, it has its value.
                return f"-{letter}", option if index == len(argument) else None
        return argument, None

    def _words_of_option(self) -> str:
        """Return the words of a text option: up to the next option, without handles at the end."""
        words = [self.rest.pop()]
        # Before any other text, an argument in quotes is a text of its own: this one, or the next.
        may_be_quoted = self.begun <= 0
        if not words[0].strip() or (may_be_quoted and _has_blanks(words[0])):
            return words[0]
        while self.rest and not self._is_next_option():
            if may_be_quoted and _has_blanks(self.rest[-1]):
                break
            words.append(self.rest.pop())
        end = max(1, len(words) - count_handles_at_end(words))
        self.words += words[end:]
        return " ".join(words[:end])

    def _is_next_option(self) -> bool:
        argument = self.rest[-1]
        if argument == END:
            return self._ends_options(argument)
        return _is_option(argument)


def takes_text(options: dict[str, Option]) -> bool:
    """Return whether a command takes words that are a text."""
    return _words_before_text(options) is not None


def _words_before_text(options: dict[str, Option]) -> int | None:
    """Return how many words, such as an id, come before the text; None if there is no text."""
    if LITERAL in options:
        return options[LITERAL].least
    words_before = 0
    for option in options.values():
        if not option.is_argument:
            continue
        for word in option.metavar.replace("[", "").replace("]", "").split():
            if word.removesuffix("...") in TEXT_WORDS:
                return words_before
            words_before += 1
    return None


def _has_blanks(argument: str) -> bool:
    return len(argument.split(None, 1)) > 1


def _is_option(argument: str) -> bool:
    return argument[:1] == "-" and argument != "-"
