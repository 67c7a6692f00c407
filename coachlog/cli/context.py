"""What a command works with: the clock, the log, the settings in force.

They are made here and nowhere else, and only when a command asks for them.
"""

import os
import sys

from coachlog import unrecorded
from coachlog.cli.messages import say, say_signature, sign_as
from coachlog.clock import system_clock
from coachlog.domain.settings import SETTINGS
from coachlog.errors import SettingsError, StorageError, UsageError, sentence_of
from coachlog.paths import default_log
from coachlog.services.settings import Settings, open_for_user
from coachlog.storage.file.open import open_log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from coachlog.domain.dates.parser import DateParser
    from coachlog.storage.file.connection import Log


# What Python raises where a value is not what it should be. Our own errors are none of these.
BY_DAMAGED_VALUES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Context:
    """The things of one command. The log is opened when it is first asked for."""

    def __init__(self, db: str | None = None, given_name: str | None = None) -> None:
        self._given_name = given_name
        self._named = os.environ.get("COACHLOG_DB") if db is None else db
        self.is_default = self._named is None
        self.clock = system_clock()
        self._log: Log | None = None
        self._settings: Settings | None = None

    @property
    def path(self) -> str:
        """Where the log is. Help is shown also where this cannot be told."""
        if self._named == "":
            # From a script's unset variable: another log than the one that was meant.
            raise UsageError("COACHLOG_DB is empty. Name a log file, or unset it.")
        if self._named is None:
            return default_log()
        return os.path.expanduser(self._named)

    @property
    def log(self) -> "Log":
        """The log, for commands that write; a missing one is created."""
        # A log that was opened for reading may not exist yet.
        if self._log is None or not self._log.exists:
            self.close()
            log = self._open(create=True)
            if log.is_new:
                _warn_of_network_disk(self.path)
            return log
        return self._log

    @property
    def reading(self) -> "Log":
        """The log, for commands that only read; a missing one is empty and is not created."""
        return self._log or self._open(create=False)

    def read_instead(self, log: "Log") -> None:
        """Let everything that reads from now on read another log than the user's own."""
        self.close()
        self._log = log

    def _open(self, *, create: bool) -> "Log":
        """Open the log on behalf of the person at the keyboard, and load the settings."""
        log = open_log(self.path, self.clock, default=self.is_default, create=create)
        self._log = log
        self._settings = open_for_user(log, self._given_name)
        sign_as(self._settings.acts_as)
        for note in log.notes:
            say(note)
        return log

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        if self._settings is None:
            self._open(create=False)
        return self._settings  # type: ignore[return-value]  # `_open` has loaded them

    def date_parser(self) -> "DateParser":
        """Return what reads dates as the user writes them.

        It is made for each command anew, and late: most commands read no date.
        """
        from coachlog.domain.dates.parser import DateParser

        settings = self.settings
        return DateParser(
            self.clock.now(),
            settings.date_order,
            settings.language,
            settings.week_start,
        )

    @property
    def today(self) -> "date":
        """The user's day."""
        return self.clock.today()

    def is_in_use(self, sign: str, name: str) -> bool:
        """Return whether a name is in use, for a word that may or may not be a handle.

        Args:
            sign: `@` for a team, `+` for a topic.
            name: the name behind it.
        """
        from coachlog.storage.names import known_name

        table = "team" if sign == "@" else "topic"
        return known_name(self.reading, table, name) is not None

    def check_writable(self) -> None:
        """Make sure that the log can be written, before the user answers questions in vain.

        Raises:
            StorageError: it cannot.
        """
        with self.log.atomic():
            pass

    def end(self) -> None:
        """Close the log at the end of a command, and name the user unless a receipt has."""
        self.close()
        say_signature()
        if unrecorded.was_recorded() and self._syncs_by_itself():
            from coachlog.cli.sync_later import start_sync

            start_sync(self.path, self._given_name)

    def _syncs_by_itself(self) -> bool:
        try:
            return self._settings is not None and self._settings.auto_sync == "yes"
        except SettingsError:
            return False  # the change is recorded, and `doctor` tells of the setting

    def close(self) -> None:
        """Close the log.

        Raises:
            DamagedError: an error that nobody expected has ended the command, and the log holds a
                value that explains it.
        """
        log, self._log = self._log, None
        if log is None:
            return
        error = sys.exc_info()[1]
        try:
            if isinstance(error, BY_DAMAGED_VALUES):
                _look_for_damage(log, error)
        finally:
            if log.is_new and not unrecorded.was_recorded():
                from coachlog.storage.file.create import remove_unused

                remove_unused(log.db, log.path, default=self.is_default)
            log.close()
            if isinstance(error, StorageError):
                _note_damage(log, error)


def context_by(values: "dict[str, Any]") -> Context:
    """Return the context that the options before a command ask for.

    Args:
        values: what was typed, by the names of `options.ROOT_OPTIONS`.

    Raises:
        UsageError: nobody can have the name of `--as`.
    """
    if values["no_color"]:
        os.environ["NO_COLOR"] = "1"
    if values["no_pager"]:
        os.environ["PAGER"] = "cat"
    name = values["as_"]
    if name is not None:
        try:
            name = SETTINGS["trainer"].check(name)
        except ValueError as error:
            raise UsageError(f"--as {name!r} cannot be used: {sentence_of(error)}") from None
    return Context(values["db"], name)


def _look_for_damage(log: "Log", error: BaseException) -> None:
    """Raise a `DamagedError` if the log holds values that no command can expect."""
    from coachlog.storage.checked import DamagedError
    from coachlog.storage.mending import first_damage

    damage = first_damage(log)
    if damage:
        raise DamagedError(log, damage) from error


def _note_damage(log: "Log", error: StorageError) -> None:
    """Let no later command write to a log in which this one has met damaged pages.

    The log is closed, so that its file stays in the state that the note is about.
    """
    from coachlog.storage.file.damage_mark import mark_damaged, tells_of_damage

    # It may be about another file, from which the log was to get something.
    if error.path == log.path and tells_of_damage(error) and not log.was_replaced():
        mark_damaged(log.path)


def _warn_of_network_disk(path: str) -> None:
    """Warn once of a new log on a network disk, where entries can get lost."""
    from coachlog.storage.file.location import network_warning, remote_file_system

    kind = remote_file_system(path)
    if kind:
        say(network_warning(path, kind))
