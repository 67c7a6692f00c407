"""What the commands say that erase for good: `purge` and `retention`."""

from coachlog.cli.messages import say
from coachlog.errors import DecisionNeededError
from coachlog.render.words import count_of
from coachlog.storage.file.backup_files import copies_of
from coachlog.storage.file.connection import Log


def confirm_erasing(question: str) -> bool:
    """Return whether the user wants to erase what a question is about; say it if they do not."""
    from coachlog.cli.ask.prompts import can_ask, confirm
    from coachlog.cli.ask.walks import stopping

    question += " This cannot be undone."
    if not can_ask():
        raise DecisionNeededError(f"{question} Confirm with --yes, or list them with --dry-run.")
    with stopping(lambda: "nothing was erased."):
        is_confirmed = confirm(question)
    if not is_confirmed:
        say("Nothing was erased.")
    return is_confirmed


def say_copies(log: Log) -> None:
    """Name the backups of a log that may still have what was erased."""
    for path in copies_of(log.path):
        say(f"This copy may still contain the text: {path}")


def say_held(count: int) -> None:
    """Say how many entries were left alone because they are held."""
    if count:
        reason = "it is held" if count == 1 else "they are held"
        entries = count_of(count, "entry")
        say(f"Left alone, because {reason}: {entries}. To see the holds:  coachlog hold")
