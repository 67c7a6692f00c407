"""How the options of commands are declared, and the options that several commands share.

An option is a plain value, and a command has it as the default of a parameter after the `*`:

    def list_(context: Context, *, format_: str = FORMAT) -> None:

So it is declared once for everybody: `arguments` reads what was typed by it, and only
`typer_commands` makes of it what Typer needs, because Typer takes as long to load as everything
else together.
"""

from coachlog.domain.typed_text import bare_name
from coachlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# What a value is: True or False, one text, a list of texts, a number.
FLAG, TEXT, TEXTS, COUNT = "flag", "text", "texts", "count"
LITERAL = "literal"  # the text after `--`, whatever it looks like
# The most that a count may be: no log has more entries, and SQLite's integers reach further.
MOST = 1_000_000_000
# What editors and phones make of `--` and `-`: the dashes of Unicode, and the minus sign.
DASHES = ("\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212")
EMPTY_ARGUMENT = "what follows the command is empty. Give a value, or leave it out."


class Option:
    """What can be typed after the name of a command: an option, or an argument.

    Attributes:
        value_type: `FLAG`, `TEXT`, `TEXTS`, `COUNT` or `LITERAL`.
        declaration: the names as they are typed, and what the help calls the value.
        meaning: a sentence for the help.
        default: the value if nothing is typed.
        choices: the texts that it can be; all if there are none.
        least: the smallest number; of a `LITERAL`, how many words come before the text.
        most: the largest number.
        shown_default: what the help says of the default; by default the default itself.
        instead: what to type where the value is not such a number.
    """

    def __init__(
        self,
        value_type: str,
        declaration: str = "",
        meaning: str = "",
        *,
        default: "Any" = None,
        choices: tuple[str, ...] = (),
        least: int = 0,
        most: int = MOST,
        shown_default: str | bool = True,
        instead: str = "",
    ) -> None:
        self.value_type = value_type
        self.declaration = declaration
        self.meaning = meaning
        self.default = default
        self.choices = choices
        self.least = least
        self.most = most
        self.shown_default = shown_default
        self.instead = instead

    # Read from the declaration when they are asked for: most commands are typed with words alone.

    @property
    def names(self) -> list[str]:
        """The names as they are typed; an argument has none."""
        return [name.partition("/")[0] for name in self._names()]

    @property
    def opposites(self) -> list[str]:
        """The names that turn a flag off."""
        return [name.partition("/")[2] for name in self._names() if "/" in name]

    @property
    def metavar(self) -> str:
        """What the help calls the value. An argument in brackets may be left out."""
        words = self.declaration.split()
        return " ".join(word for word in words if not word.startswith("-"))

    @property
    def is_argument(self) -> bool:
        """Whether it has no name, and is known by its position."""
        return not self.declaration.startswith("-")

    @property
    def is_required(self) -> bool:
        """Whether it is an argument that cannot be left out."""
        return self.declaration[:1] not in ("-", "[", "")

    def _names(self) -> list[str]:
        return [word for word in self.declaration.split() if word.startswith("-")]


# Each returns the type of the value, as which the command uses its parameter.


def flag(names: str, meaning: str, *, default: bool | None = False) -> bool:
    """Declare an option without a value; `--header/--no-header` can be turned off, too."""
    option: Any = Option(FLAG, names, meaning, default=default)
    return option  # type: ignore[no-any-return]


def text(names: str, meaning: str, *, default: str | None = None) -> "Any":
    """Declare an option or an argument with one text, such as `--output -o FILE` or `[ID]`."""
    return Option(TEXT, names, meaning, default=default)


def texts(names: str, meaning: str) -> list[str]:
    """Declare an option that can be repeated, or all the words that are not options."""
    option: Any = Option(TEXTS, names, meaning)
    return option  # type: ignore[no-any-return]


def count(names: str, meaning: str, **settings: "Any") -> "Any":
    """Declare an option or an argument that is a whole number, with settings of `Option`."""
    return Option(COUNT, names, meaning, **settings)


def choice(names: str, meaning: str, choices: tuple[str, ...], **settings: "Any") -> "Any":
    """Declare an option or an argument that is one of a few words, with settings of `Option`."""
    return Option(TEXT, names, meaning, choices=choices, **settings)


def check_not_empty(options: "dict[str, Option]", values: "dict[str, Any]") -> None:
    """Refuse an empty value: a script whose variable is unset does not mean "everything".

    Args:
        options: what can be typed, by the name of the parameter.
        values: what was typed, by the same names.

    Raises:
        UsageError: a text of an option, or all words together, are empty or blank.
    """
    for name, option in options.items():
        value = values.get(name)
        if option.value_type not in (TEXT, TEXTS) or value in (None, []):
            continue
        # A command checks its required words itself, with a better message; but not a file's name.
        has_own_check = option.is_required and not _is_file(option)
        if not has_own_check:
            _check_option(option, value)


def _is_file(option: Option) -> bool:
    return option.metavar in ("FILE", "FILE|-", "FILE...")


def _check_option(option: Option, value: str | list[str]) -> None:
    typed = [value] if isinstance(value, str) else value
    blank = [text for text in typed if not text.strip()]
    # Of several files each is meant; of several words the others may do.
    if option.is_argument and blank and (_is_file(option) or blank == typed):
        raise UsageError(EMPTY_ARGUMENT)
    if blank and not option.is_argument:
        name = option.names[0]
        raise UsageError(f"{name} is empty. Give it a value, or leave {name} out.")


def options_of(command: "Callable[..., Any]") -> dict[str, Option]:
    """Return the options of a command by the name of the parameter, in the order of the help."""
    options: dict[str, Option] | None = getattr(command, "options", None)
    if options is None:
        options = getattr(command, "__kwdefaults__", None)
    return options or {}


def wrap(
    wrapper: "Callable[..., Any]",
    command: "Callable[..., Any]",
    options: dict[str, Option],
) -> "Callable[..., Any]":
    """Return what runs in place of a command: a wrapper, with its options before the command's.

    Args:
        wrapper: it gets the values of them all, and passes on those of the command's own.
        command: the command.
        options: the wrapper's own.
    """
    both = options | options_of(command)
    # Arguments of the command's own, such as an id, come before the loose words.
    required = {name: option for name, option in both.items() if option.is_required}
    wrapper.options = required | both  # type: ignore[attr-defined]
    wrapper.__doc__ = command.__doc__
    wrapper.__name__ = command.__name__
    return wrapper


class Format:
    """How a command that lists writes its records."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"
    html = "html"  # of pages alone
    xlsx = "xlsx"  # of the few commands whose records people hand around as a workbook


FORMATS = (Format.table, Format.csv, Format.json, Format.jsonl, Format.md)
RECORDS = (Format.json, Format.jsonl)  # they hold whole entries, whatever a table shows of them
# For reading, with headings; the others are records for a program.
PAGES = (Format.table, Format.md, Format.html)

# They stand before a command.
ROOT_OPTIONS = {
    "db": text("--db FILE", "Use this log file (or set COACHLOG_DB)."),
    "as_": text("--as NAME", "Read and sign as NAME on a shared login (or set COACHLOG_TRAINER)."),
    "no_color": flag("--no-color", "Turn colour off (or set NO_COLOR)."),
    "no_pager": flag("--no-pager", "Write past the end of the screen (or set PAGER=cat)."),
    "debug": flag("--debug", "Show where an unexpected error happened."),
    "version": flag("--version", "Show the version and exit."),
}

FORMAT = choice("--format -f", "How to write the records.", FORMATS, default=Format.table)
OUTPUT = text("--output -o FILE", "Write to this file.")
FORCE = flag("--force", "Replace the file if it exists.")
EXCEL = flag("--excel", "Begin a CSV with the mark that Excel needs for UTF-8.")
LIMIT = count("--limit -n N", "Show at most this many.")
DRY_RUN = flag("--dry-run", "Only show what would be done.")
YES = flag("--yes -y", "Do not ask for confirmation.")
EDITOR = flag("--editor", "Write it in $VISUAL or $EDITOR.")
ENCODING = text("--encoding NAME", "The encoding of the file, if it is not UTF-8.")
AHEAD = flag("--ahead", "Confirm a date that is more than a day ahead.")
IDS = texts("ID...", "Ids as `list` shows them, or `last`.")


def check_format(format_: str, option: str, *, is_used: bool) -> None:
    """Refuse a format without the option with which a command lists something."""
    if format_ != Format.table and not is_used:
        raise UsageError(f"--format only works with {option}.")


def one_team(handle: str | None, option_value: str | None) -> str | None:
    """Return the team of `@team`, which is typed without its sign here, or else of `--team`.

    Raises:
        UsageError: both name one.
    """
    if option_value:
        option_value = bare_name(option_value)
    if handle and option_value:
        raise UsageError(f"two teams are named: @{handle} and --team {option_value}. Name one.")
    return handle or option_value
