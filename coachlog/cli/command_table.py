"""The table of commands: what the help, the completion and the tests know of a command stands here.

Nothing of Typer is imported, and a command's module only by `load_command`: `coachlog --help` took
0.3 s when it loaded them all for their summaries, and a press of Tab must not load Typer. The
commands that are not typed every day are in `every_command`, which recording does not load.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HANDLES = "handles..."  # @teams and +topics, in any position


class Command:
    """One command.

    Attributes:
        name: as it is typed.
        summary: the first line of its help; the command's docstring begins with the same line.
        words: what Tab offers for its plain words, position by position: sets of candidates by
            name (see `completion.candidates`), alternatives joined by `|`. Three dots repeat the
            last set; otherwise what follows is text. A name of no set stands for itself.
        subcommands: for a group, the words of each of its commands.
        module: in `cli.commands`; named after the command unless it says otherwise.
        may_load: slow modules that it may load to draw its report or do its work.
        runs_others: whether it runs another command line.
        text_after: the subcommand after which a text is typed that gets recorded; empty where it
            follows the command itself, None where there is none.
    """

    def __init__(
        self,
        name: str,
        summary: str,
        words: str = "",
        subcommands: dict[str, str] | None = None,
        *,
        module: str = "",
        may_load: tuple[str, ...] = (),
        runs_others: bool = False,
        text_after: str | None = None,
    ) -> None:
        self.name = name
        self.summary = summary
        self.words = words
        self.subcommands = subcommands or {}
        self.module = module or name.replace("-", "_")
        self.may_load = may_load
        self.runs_others = runs_others
        self.text_after = text_after

    @property
    def is_quick(self) -> bool:
        """Whether it is run without Typer wherever its arguments are understood.

        Groups are Typer's work, and so are commands that run another command line.
        """
        return not self.subcommands and not self.runs_others

    def words_of_text(self, words: list[str]) -> list[str]:
        """Return those of the words after its name that are a text to record, or options of it."""
        subcommand = words[0] if words else ""
        if self.text_after and subcommand != self.text_after:
            return []
        if self.text_after is None:
            return []
        return words[1:] if subcommand in self.subcommands else words

    @property
    def words_before_text(self) -> int:
        """How many words come before a text: an id, and a status."""
        words = self.subcommands.get(self.text_after or "", self.words)
        return 0 if words == HANDLES else len(words.split())


def _recording(name: str, summary: str, module: str = "") -> Command:
    return Command(name, summary, HANDLES, module=module, text_after="")


TABLE = ("rich",)  # it draws tables on a screen, or wraps text to its width


def listing(name: str, summary: str) -> Command:
    """Return a command that lists what matches some handles."""
    return Command(name, summary, HANDLES, may_load=TABLE)


# In the order of the help.
EVERYDAY_GROUPS = {
    "Record": (
        _recording("log", "Record a coaching moment."),
        _recording("mistake", "Record a mistake and how it was put right.", "kinds"),
        _recording("oops", "Record a mistake and how it was put right.", "kinds"),
        _recording("good", "Record something that went well.", "kinds"),
        _recording("asked", "Record a question that somebody asked.", "kinds"),
        _recording("again", "Record another entry for your last team and topics."),
        Command("use", "Set or show the team and topics you are working on.", HANDLES),
    ),
    "Change": (
        Command("edit", "Change an entry.", "ids...", text_after=""),
        listing("finish", "Say how your open mistakes were put right."),
        Command("delete", "Delete entries. `coachlog undo` brings them back.", "ids..."),
        Command("undo", "Take back your last change, whatever it was."),
        Command("redo", "Redo what you undid last.", module="undo"),
        Command(
            "history",
            "Show the latest actions; with an ID, who changed what.",
            "ids...",
            may_load=TABLE,
        ),
    ),
    "Find": (
        listing("list", "List entries, the newest first."),
        Command("show", "Show everything about an entry.", "ids...", may_load=TABLE),
        listing("search", "Find entries by their words, the best matches first."),
        Command(
            "card",
            "Show the wrong way, the right way and the rule of a TOPIC.",
            "topics...",
            may_load=TABLE,
        ),
        Command("serve", "Show what the team may read in a web browser.", may_load=TABLE),
    ),
    "Review": (
        Command("week", "Review a week with your team.", "this|last|handles...", may_load=TABLE),
        listing("summary", "Count entries by topic, team, month and more."),
        listing("repeats", "List what came back after a lesson."),
    ),
    "Answer": (
        Command("thanks", "Thank a colleague for an entry.", "ids", text_after=""),
        Command(
            "reply",
            "Answer a question, share an idea, or say you had that too.",
            "ids",
            may_load=TABLE,
            text_after="",
        ),
        Command(
            "status",
            "Show or set how far an entry got, and what changed.",
            "ids statuses",
            may_load=TABLE,
            text_after="",
        ),
        listing("news", "List what became of your entries, the newest first."),
        listing("due", "List the check-ins: overdue, due this week, and coming."),
        Command(
            "checkin", "Record whether the coaching is sticking.", "ids results", text_after=""
        ),
        Command(
            "feedback",
            "Tell a trainer how it was to be coached, without a name.",
            "ids",
            {"give": "ids", "report": HANDLES},
            may_load=TABLE,
            text_after="",
        ),
    ),
}
_EVERYDAY_COMMANDS = {
    command.name: command for commands in EVERYDAY_GROUPS.values() for command in commands
}
# What other programs call a command; `synonyms` says when one is used.
SYNONYMS = {
    "add": "log",
    "note": "log",
    "find": "search",
    "ls": "list",
    "today": "list --today",
    "last": "show last",
}


def command_index(arguments: list[str]) -> int:
    """Return where the name of the command stands, after the options before it."""
    index = 0
    while index < len(arguments) and arguments[index].startswith("-"):
        index += 2 if arguments[index] in ("--db", "--as") else 1
    return index


def command_named(name: str) -> Command | None:
    """Return the command of a name; None if there is none."""
    if name in _EVERYDAY_COMMANDS:
        return _EVERYDAY_COMMANDS[name]
    # It imports this module, so it is loaded by its name.
    others = __import__("coachlog.cli.every_command", fromlist=["COMMANDS"])
    command: Command | None = others.COMMANDS.get(name)
    return command


def load_command(name: str) -> "Any":
    """Return the function of a command, or its `Group`, from its module.

    A module has either a `group`, or functions that are named after their commands, with `_` for a
    hyphen; where Python has a use for the name already, it ends in `_`.
    """
    command = command_named(name)
    assert command is not None
    function = name.replace("-", "_")
    # `importlib` would do the same, and load `warnings`: as long as three modules of our own.
    module = __import__(f"coachlog.cli.commands.{command.module}", fromlist=[function])
    attributes = vars(module)
    return attributes.get("group") or attributes.get(function) or attributes[f"{function}_"]
