"""What Tab offers: nothing but candidates is written, no error is shown, and no file changes."""

import os
import sys

from coachlog.cli.completion.words import FILES, SETS, Candidates, Typed, handles, matching
from coachlog.cli.every_command import COMMANDS
from coachlog.domain.typed_text import name_key

PATIENCE = "0.2"  # seconds to wait for a log that is being written


def complete() -> int:
    """Answer the shell's question, which stands in the environment; the exit code is always 0."""
    from coachlog.cli.completion.quoting import read_question

    # Rather no candidates than a shell that hangs while somebody else writes to the log.
    os.environ["COACHLOG_LOCK_TIMEOUT"] = PATIENCE
    try:
        question = read_question(os.environ)
        offered = candidates(question.words, question.current)
        for value, note in keeping_what_is_typed(question.current, offered):
            line = question.quoted(value)
            if note and question.shows_notes:
                line += f"\t{note}"
            print(line)  # noqa: T201 - the shell reads it
        sys.stdout.flush()
    except Exception:  # noqa: S110 - an error would stand in the middle of what is being typed
        pass
    return 0


def keeping_what_is_typed(current: str, offered: Candidates) -> Candidates:
    """Return the candidates, with what is typed at their beginning where they differ in it.

    A shell types what all candidates have in common: of `@Perm`, `@permits` and `@Permits/Intake`
    it would leave `@`. A team is found in any spelling, so the typed one is as good.
    """
    length = len(current)
    beginnings = {value[:length] for value, _ in offered}
    if len(beginnings) < 2:
        return offered
    kept: Candidates = []
    for value, note in offered:
        is_same = name_key(value[:length]) == name_key(current)
        kept.append((current + value[length:] if is_same else value, note))
    return kept


def candidates(words: list[str], current: str) -> Candidates:
    """Return what may stand in place of `current`, after `words` (without the program's name)."""
    # Global options stand before the command; only these have values.
    values: dict[str, str | None] = {"--db": None, "--as": None}
    index = 0
    while index < len(words) and words[index].startswith("-"):
        option, sign, value = words[index].partition("=")
        index += 1
        if option not in values:
            continue
        if not sign:
            if index == len(words):
                return FILES if option == "--db" else []
            value = words[index]
            index += 1
        values[option] = value
    if index == len(words):
        return _commands(current)
    return _after_command(Typed(words[index], words[index + 1 :], current, values["--db"]))


def _commands(current: str) -> Candidates:
    if not current.startswith("-"):
        return matching(COMMANDS, current)
    from coachlog.cli.completion.options import root_options

    return root_options(current)


def _after_command(typed: Typed) -> Candidates:
    words = typed.words
    if "--" in words:
        return []  # all that follows is text
    if typed.current.startswith("-") or (words and words[-1].startswith("-")):
        from coachlog.cli.completion.options import option_candidates

        offered = option_candidates(typed)
        if offered is not None:
            return offered
    return _plain_words(typed)


def _plain_words(typed: Typed) -> Candidates:
    if typed.current.startswith(("@", "+")):
        return handles(typed)
    command = COMMANDS.get(typed.command)
    if command is None:
        return []
    # Options do not count as positions. Their values do: which have one, only the command's module
    # says, and it is not loaded for plain words.
    before = [word for word in typed.words if not word.startswith("-")]
    if not command.subcommands:
        return _offer(command.words, typed, position=len(before))
    if before:
        words = command.subcommands.get(before[0], "")
        return _offer(words, typed, position=len(before) - 1)
    subcommands = matching(command.subcommands, typed.current)
    return subcommands + _offer(command.words, typed, position=0)


def _offer(words: str, typed: Typed, position: int) -> Candidates:
    """Return the candidates for one position of a command's words, as the table writes them."""
    positions = words.removesuffix("...").split()
    if words.endswith("..."):
        position = min(position, len(positions) - 1)
    if position >= len(positions):
        return []
    offered: Candidates = []
    for name in positions[position].split("|"):
        if name in SETS:
            offered += SETS[name](typed)
        else:
            offered += matching([name], typed.current)
    return offered
