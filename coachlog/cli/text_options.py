"""Where a text begins and ends on the command line, before anybody reads its options.

The words after a text option belong to it, up to the next option: nobody at a desk thinks of
quotes. `--` ends the options only before the text; further on it is a word as people type it.
Both readers of arguments, the quick one and Typer, get what this returns, so they cannot differ.
"""

from coachlog.cli.options import DASHES, FLAG, LITERAL, Option
from coachlog.domain.handles import count_handles_at_end, is_handle
from coachlog.errors import UsageError

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
        # The text of a new entry can follow a name: the receipt shows both. Of an entry that is
        # there it would replace the text, by what may be the rest of the name.
        self.begun_where_unclear = 0 if words_before else 1
        self.literal: str | None = None

    def read(self) -> tuple[list[str], str | None]:
        """Read everything; see `gather_texts`."""
        while self.rest:
            argument = self.rest.pop()
            if self._ends_options(argument):
                self._take_the_rest()
            elif argument != END and self._is_option(argument):
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
        flags, name, value = self._taken_apart(argument)
        if not name:
            self.options.append(argument)
            return True
        if flags:
            self.options.append(flags)
        option = self.by_name[name]
        is_text = option.metavar in TEXT_METAVARS
        if value is None and self._lacks_value(is_text=is_text):
            self.options.append(name)
            return False
        is_joined = value is not None
        if value is None:
            value = self.rest.pop()
        if not is_text:
            self._check_end_of_value(option, value)
        elif is_joined and self.begun <= 0:
            self._check_joined(option, value)
            value = value.strip()
        else:
            value = self._words_of_option(value)
        self._add_option(option, value)
        return True

    def _add_option(self, option: Option, value: str) -> None:
        argument = f"{option.names[0]}={value}"
        # Both readers take an equal value again, and a text would lose its words.
        if argument in self.options and option.metavar in TEXT_METAVARS:
            raise UsageError(f"{option.names[0]} is given twice. Give it once.")
        self.options.append(argument)

    def _taken_apart(self, argument: str) -> tuple[str, str, str | None]:
        """Return the flags in an argument, the option that takes a value, and a value joined to it.

        The option is empty if there is none; `-sl=x` is meant as `-s --lesson=x`.
        """
        if argument.startswith(END):
            name, sign, value = argument.partition("=")
            if name not in self.by_name or self.by_name[name].value_type == FLAG:
                name = ""
            return "", name, value if sign else None
        for index, letter in enumerate(argument[1:], 1):
            option = self.by_name.get(f"-{letter}")
            if option is None:
                break
            if option.value_type != FLAG:
                flags = argument[:index] if index > 1 else ""
                value = argument[index + 1 :]
                return flags, f"-{letter}", value.removeprefix("=") if value else None
        return "", "", None

    def _lacks_value(self, *, is_text: bool) -> bool:
        if not self.rest or (self.takes_literal and self.rest[-1] == END):
            return True
        return is_text and self.rest[-1].partition("=")[0] in self.by_name

    def _check_joined(self, option: Option, value: str) -> None:
        """Refuse `--recovery=Called back` where no text stands before it: `back` may begin one."""
        if not self.has_text or not value.strip() or _has_blanks(value):
            return
        following = self._plain_words_next(past_handles=True)
        # `edit --lesson=Ask 8f3a` has its id behind the option.
        if len(following) > -self.begun:
            from coachlog.cli.unquoted import refuse_joined

            refuse_joined(option, value, following[-self.begun])

    def _check_end_of_value(self, option: Option, value: str) -> None:
        """Refuse a date or a name that may go on in the plain words behind it."""
        if option.metavar not in SEVERAL_WORDS_METAVARS:
            return
        following = self._plain_words_next()
        # What was typed in quotes ends with them.
        if following and value and not _has_blanks(value):
            from coachlog.cli.unquoted import check_end_of_value

            check_end_of_value(
                option,
                value,
                following,
                is_in_text=self.has_text and self.begun >= self.begun_where_unclear,
            )

    def _plain_words_next(self, *, past_handles: bool = False) -> list[str]:
        words: list[str] = []
        for argument in reversed(self.rest):
            if past_handles and is_handle(argument):
                continue
            if self._is_option(argument) or is_handle(argument) or _has_blanks(argument):
                break
            words.append(argument)
        return words

    def _words_of_option(self, first: str) -> str:
        """Return the words of a text option: up to the next option, without handles at the end."""
        words = [first]
        # Before any other text, an argument in quotes is a text of its own: this one, or the next.
        may_be_quoted = self.begun <= 0
        if not first.strip() or (may_be_quoted and _has_blanks(first)):
            return first.strip()
        while self.rest and not self._is_next_option():
            if may_be_quoted and _has_blanks(self.rest[-1]):
                break
            words.append(self.rest.pop())
        end = max(1, len(words) - count_handles_at_end(words))
        self.words += words[end:]
        return " ".join(words[:end]).strip()

    def _is_next_option(self) -> bool:
        argument = self.rest[-1]
        if argument == END:
            return self._ends_options(argument)
        return self._is_option(argument)

    def _is_option(self, argument: str) -> bool:
        if argument[:1] in DASHES:
            self._check_dash(argument)
        return argument[:1] == "-" and argument != "-"

    def _check_dash(self, argument: str) -> None:
        """Refuse `—lesson` and `—l`; `—and` is a word of a text."""
        word = argument.lstrip("".join(DASHES)).partition("=")[0]
        name = f"{END}{word}"
        if len(word) == 1:
            name = f"-{word}"
        if name in self.by_name or name == "--help":
            from coachlog.cli.unquoted import refuse_dash

            refuse_dash(argument, name)


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
