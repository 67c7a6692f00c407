"""The commands of a front page, narrowed as the page is."""

from coachlog.domain.filters import Filter
from coachlog.render.words import shell_handle


def listing(entry_filter: Filter, options: str) -> str:
    """Return the command that lists what a line counts.

    Args:
        entry_filter: its team, topics and kinds narrow the list.
        options: what names the list, or its span of time.
    """
    return narrowed(entry_filter, f"coachlog list {options}")


def narrowed(entry_filter: Filter, command: str) -> str:
    """Return a command with the team, topics and kinds of a filter."""
    words = [command, *handles(entry_filter)]
    words += [f"--kind {kind}" for kind in entry_filter.kinds]
    return " ".join(words)


def handles(entry_filter: Filter) -> list[str]:
    """Return the team and topics of a filter as people type them."""
    words = [shell_handle(topic, "+") for topic in entry_filter.topics]
    if entry_filter.team:
        words.insert(0, shell_handle(entry_filter.team))
    return words
