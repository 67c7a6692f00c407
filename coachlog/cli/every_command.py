"""The whole table of commands: those of every day, and the others."""

from coachlog.cli.command_table import EVERYDAY_GROUPS, HANDLES, TABLE, Command, listing


def _naming(name: str) -> Command:
    names = f"{name}..."
    subcommands = {"list": "", "rename": names, "merge": names}
    summary = f"List, rename and merge {name}."
    return Command(name, summary, subcommands=subcommands, module="teams", may_load=TABLE)


# In the order of the help.
GROUPS = EVERYDAY_GROUPS | {
    "Meet and practise": (
        Command("clear", "Clear entries for a meeting to see.", "ids..."),
        Command(
            "meeting",
            "Plan the next staff meeting, and record what was read out.",
            subcommands={"plan": HANDLES, "done": HANDLES, "skip": HANDLES, "list": HANDLES},
            may_load=TABLE,
        ),
        Command(
            "guide",
            "Decide a case that the procedure does not answer.",
            subcommands={
                "list": "",
                "add": "files",
                "edit": "guides",
                "show": "guides",
                "run": "guides",
                "stats": "guides",
                "export": "guides",
                "remove": "guides",
            },
            may_load=TABLE,
            text_after="run",
        ),
        Command(
            "tabletop", "Make a scenario sheet from real entries.", "topics|ids...", may_load=TABLE
        ),
        listing("drill", "Practise what the team has learned."),
        Command("handbook", "Write the team's handbook.", "topics...", may_load=TABLE),
    ),
    "Exchange": (
        Command("export", "Export entries for the team, a meeting or yourself.", HANDLES),
        Command(
            "import",
            "Import entries or feedback from CSV, xlsx, JSON or JSONL.",
            "files...",
            module="import_",
        ),
        Command("sync", "Exchange changes with others through a folder or a hub.", may_load=TABLE),
        Command(
            "hub",
            "Make a hub: sharing through PostgreSQL. Let people in.",
            subcommands={"init": "", "invite": "", "members": "", "remove": ""},
            may_load=TABLE,
        ),
        Command("bundle", "Write what your teams may read into a file to hand over."),
        Command(
            "merge",
            "Take in what others have, from their bundle, folder or log.",
            "files...",
            may_load=TABLE,
        ),
        Command(
            "xapi",
            "Send to the record store of an LMS, or write a file for it.",
            subcommands={"export": HANDLES, "send": HANDLES},
        ),
    ),
    "Look after": (
        Command(
            "config",
            "List, read and change the settings.",
            subcommands={
                "list": "",
                "get": "settings",
                "set": "settings values",
                "unset": "settings",
            },
            may_load=TABLE,
        ),
        _naming("teams"),
        _naming("topics"),
        Command(
            "names",
            "Teach coachlog names to mask.",
            subcommands={"list": "", "add": "", "remove": ""},
            may_load=TABLE,
            text_after="add",
        ),
        Command(
            "wording",
            "Show and change the phrases that wording advice looks for.",
            subcommands={"list": "", "add": "", "remove": "", "edit": "", "check": "files"},
            may_load=TABLE,
            text_after="add",
        ),
        Command("doctor", "Check the log for damage and open permissions."),
        Command("backup", "Make a checked copy of the log and print its path."),
        Command("restore", "Replace the log with a backup.", "files..."),
        Command(
            "hold",
            "Let nothing erase your entries while a claim is open.",
            "ids...",
            may_load=TABLE,
        ),
        Command("purge", "Erase your deleted entries for good. This cannot be undone."),
        Command("retention", "Take people out of your old entries, and keep the lessons."),
        Command("subject-access", "Show what is recorded about one person.", may_load=TABLE),
        Command(
            "completion",
            "Print the script that completes what you type with Tab.",
            "bash|zsh|fish|powershell",
        ),
        Command(
            "help",
            "Show every command, or how one is used.",
            "commands subcommands",
            runs_others=True,
        ),
        Command(
            "demo",
            "Show a week of a made-up log. Your own log is not touched.",
            may_load=TABLE,
            runs_others=True,
        ),
    ),
}
COMMANDS = {command.name: command for commands in GROUPS.values() for command in commands}
