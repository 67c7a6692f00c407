"""Options in a line that no shell has split: those of `coachlog log`, before or after the text.

Behind the text all words up to the next option are the value of one. Before it nobody thinks of
quotes either, so a date takes the words that make a date. In the middle of a text `--` is text.
"""

import re
from contextlib import suppress
from itertools import islice

from coachlog.cli.context import Context
from coachlog.cli.entry_options import entry_options, read_fields
from coachlog.cli.options import FLAG, TEXTS, Option, check_not_empty
from coachlog.cli.synonyms import meant_options
from coachlog.cli.text_options import END, TEXT_METAVARS
from coachlog.domain.fields import Fields
from coachlog.domain.handles import Words, is_handle, parse_words
from coachlog.errors import AsUsageError, UsageError

OPTIONS = entry_options(kinds=True)
WORD = re.compile(r'[@+]"[^"]+"[.,:;!?]*(?!\S)|\S+')
IN_QUOTES = re.compile(r'"([^"]*)"(?!\S)')
LOOKS_LIKE_OPTION = re.compile(r"--[^\W\d_]")
LONGEST_DATE = 6  # words, as in `the day before yesterday at 3pm`
AS_TEXT = "If it is text, begin the line with  --"


def _options_by_name() -> dict[str, tuple[str, Option]]:
    """Return each option after its parameter, by its long names.

    Short ones are read in no line: `-r` and `-c` are too often words of a text.
    """
    by_name = {}
    for parameter, option in OPTIONS.items():
        for name in option.names + option.opposites:
            if name.startswith(END):
                by_name[name] = (parameter, option)
    return by_name


BY_NAME = _options_by_name()


class LineOptions:
    """A line whose options are taken out of it.

    Attributes:
        line: the line without them.
        literal: what stands behind a `--` before the text, and is text whatever it looks like; None
            if there is none.
    """

    def __init__(self, line: str, context: Context) -> None:
        """Take the options out of a line.

        Raises:
            UsageError: a word at an end of it looks like an option, but is none.
        """
        self.line = line
        self.literal: str | None = None
        self._context = context
        self._typed: list[tuple[str, str]] = []  # names and values, as they follow each other
        if END in line:
            handles = self._take_before_text()
            handles_behind = self._take_behind_text()
            self._check_ends()
            self.line = " ".join([*handles, self.line, *handles_behind]).strip()

    @property
    def are_there(self) -> bool:
        """Whether the line has options, or the `--` that ends them."""
        return bool(self._typed) or self.literal is not None

    @property
    def text(self) -> str:
        """The line without its options, with what stood behind a `--`."""
        return f"{self.line} {self.literal or ''}".strip()

    def entry_fields(self) -> Fields:
        """Return the fields that the options stand for; the errors are those of `read_fields`."""
        return read_fields(self._context, self.fields())

    def fields(self) -> Fields:
        """Return what the options say, by the names of `entry_options`.

        Raises:
            UsageError: an option is given twice, or is empty.
        """
        values: Fields = {}
        for name, value in self._typed:
            parameter, option = BY_NAME[name]
            if option.value_type == FLAG:
                values[parameter] = name not in option.opposites
            elif option.value_type == TEXTS:
                values.setdefault(parameter, []).append(value)
            elif parameter not in values:
                values[parameter] = value
            elif option.metavar in TEXT_METAVARS or values[parameter] != value:
                raise UsageError(f"{name} is given twice. Give it once.")
        check_not_empty(OPTIONS, values)
        return values

    def _take_before_text(self) -> list[str]:
        """Take the options before the text off the line, and return the handles among them."""
        handles = []
        while match := WORD.match(self.line.lstrip()):
            word = match[0]
            rest = self.line.lstrip()[len(word) :]
            if word == END:
                self.literal = rest.strip()
                self.line = ""
            elif is_handle(word, self._context.is_in_use):
                handles.append(word)
                self.line = rest
            elif option := _option_in(word):
                name, _, start = word.partition("=")
                self.line = self._take_value(name, option, start + rest)
            else:
                break
        return handles

    def _take_value(self, name: str, option: Option, rest: str) -> str:
        """Take the value of an option before the text, and return what follows it."""
        rest = rest.lstrip()
        if option.value_type == FLAG:
            self._typed.append((name, ""))
            return rest
        in_quotes = IN_QUOTES.match(rest)
        if in_quotes:
            self._typed.append((name, in_quotes[1]))
            return rest[in_quotes.end() :]
        if option.metavar in TEXT_METAVARS or not rest:
            raise UsageError(f"{name} goes behind the text, with its value. {AS_TEXT}")
        end = self._end_of_date(rest) if name == "--on" else 0
        end = end or len(rest.split(None, 1)[0])
        self._typed.append((name, rest[:end]))
        return rest[end:]

    def _end_of_date(self, text: str) -> int:
        """Return where a date at the beginning of a text ends; 0 if none begins it."""
        parser = self._context.date_parser()
        words = islice(WORD.finditer(text), LONGEST_DATE)
        for end in sorted((match.end() for match in words), reverse=True):
            with suppress(ValueError):
                parser.moment(text[:end])
                return end
        return 0

    def _take_behind_text(self) -> list[str]:
        """Take the options behind the text off the line, and return the handles among them."""
        handles: list[str] = []
        behind_text: list[tuple[str, str]] = []
        words = list(WORD.finditer(self.line))
        # The first one begins the text.
        for match in words[:0:-1]:
            option = _option_in(match[0])
            if option is None:
                continue
            name, sign, _ = match[0].partition("=")
            start = match.start() + len(name + sign)
            is_flag = option.value_type == FLAG
            value, behind = self._split_handles(self.line[start:].strip(), least=int(not is_flag))
            if is_flag == bool(value):
                break  # `--private by mistake`, or `--on` without a day
            behind_text.insert(0, (name, _without_quotes(value)))
            handles = behind + handles
            self.line = self.line[: match.start()].rstrip()
        self._typed += behind_text
        return handles

    def _split_handles(self, text: str, *, least: int) -> tuple[str, list[str]]:
        """Return a text without the handles at its end, and those; it keeps its first words.

        Args:
            text: what follows an option.
            least: how many words belong to the option, even if they look like handles.
        """
        words = list(WORD.finditer(text))
        count = len(words)
        while count > least and is_handle(words[count - 1][0], self._context.is_in_use):
            count -= 1
        end = words[count - 1].end() if count else 0
        return text[:end], [match[0] for match in words[count:]]

    def _check_ends(self) -> None:
        """Refuse what looks like an option at an end, or anywhere if other programs have it."""
        words = self.line.split()
        ends = words[:1] + words[-1:]
        for word in ends:
            if _option_in(word):
                raise UsageError(f"{word} needs a value behind it. {AS_TEXT}")
        for word in words:
            if LOOKS_LIKE_OPTION.match(word):
                advice = meant_options(word.partition("=")[0], OPTIONS.values())
                if advice or word in ends:
                    advice = f"{advice} {AS_TEXT}".lstrip()
                    raise UsageError(f"{word} is not an option of a line. {advice}")


def read_answer(context: Context, answer: str) -> tuple[Words, Fields]:
    """Take the answer to a question about an entry apart.

    Args:
        context: the names and the dates that the user knows.
        answer: what was typed.

    Returns:
        The words, and the fields that options among them stand for.

    Raises:
        UsageError: a word at an end looks like an option, but is none; or an option cannot be used.
        DecisionNeededError: a date is ahead, and not meant.
        InterruptedByUserError: the user left a question about that.
    """
    options = LineOptions(answer, context)
    with AsUsageError():
        words = parse_words([options.line], options.literal, context.is_in_use)
    return words, options.entry_fields()


def read_part(context: Context, part: str, answer: str) -> Fields:
    """Return an answer about one part, and what its options say; `read_answer` has the errors."""
    options = LineOptions(answer, context)
    return {part: options.text} | options.entry_fields()


def offer_options(text: str) -> tuple[int, list[str]] | None:
    """Return what Tab may put before the cursor, as `LineTools.names` does; None but for options.

    Args:
        text: what stands before the cursor.
    """
    word = text.rsplit(" ", maxsplit=1)[-1]
    if not word.startswith(END):
        return None
    return len(word), [name for name in BY_NAME if name.startswith(word.lower())]


def _option_in(word: str) -> Option | None:
    """Return the option that a word names, with its value or without; None for a word of a text."""
    name, sign, _ = word.partition("=")
    _, option = BY_NAME.get(name, ("", None))
    return None if option and sign and option.value_type == FLAG else option


def _without_quotes(value: str) -> str:
    in_quotes = IN_QUOTES.fullmatch(value)
    return in_quotes[1] if in_quotes else value
