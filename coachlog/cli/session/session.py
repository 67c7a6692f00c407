"""The recording session: one line is one entry, and the prompt stays.

What has a receipt is recorded. A line that has none is given back, however the session ends.
"""

from shutil import get_terminal_size

from coachlog import unrecorded
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.new_names import are_meant
from coachlog.cli.ask.prompts import Back, line_editor
from coachlog.cli.context import Context
from coachlog.cli.entry_options import read_fields
from coachlog.cli.messages import begin_dialogue, give_back, say
from coachlog.cli.recording import check_owner
from coachlog.cli.session.key_list import key_lines
from coachlog.cli.session.last_entry import LastEntry
from coachlog.cli.session.next_entry import NextEntry
from coachlog.cli.session.recovery import ask_for_recovery
from coachlog.cli.session.typed_line import SessionNames, TypedLine, objection_to
from coachlog.errors import CoachlogError, InterruptedByUserError, LeftError, StorageError
from coachlog.render.words import count_of
from coachlog.services.record import record
from coachlog.services.typed_fields import typed_text
from coachlog.storage.recent import texts_of_reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.cli.ask.terminal.line_editor import LineEditor

MOST_EARLIER = 200  # texts that the up arrow brings back
PROMPT = ">"
INTRODUCTION = "One line is one entry. An empty line ends, ? lists the keys."
THE_LAST = "Ctrl-F changes or deletes the last entry."
CLEAR = "c-c"
ENDS = ("", CLEAR)  # Enter and Ctrl-C, in an empty line


def open_session(context: Context) -> bool:
    """Record entries until the user ends the session.

    Returns:
        False where no line can be edited, and so no session was opened.

    Raises:
        InterruptedByUserError: something was typed and not recorded.
        StorageError: the log cannot be written.
    """
    editor = line_editor()
    if editor is None:
        return False
    context.check_writable()
    begin_dialogue()
    with editor.without_echo():
        Session(context, editor).run()
    return True


class Session:
    """A session, from its first prompt to its end.

    Attributes:
        count: how many entries were recorded.
    """

    def __init__(self, context: Context, editor: "LineEditor") -> None:
        self.count = 0
        self._is_recording = False
        self._context = context
        self._editor = editor
        self._names = SessionNames(context.log)
        self._next = NextEntry(context, self._names)
        self._last = LastEntry(context, self._names)
        self._actions = {
            "f2": self._next.ask_for_team,
            "f3": self._next.ask_for_topics,
            "f5": self._next.ask_for_day,
            "c-o": self._last.show,
            "c-f": self._change_last,
        }
        self._tools = LineTools(
            names=self._names.handles,
            earlier=texts_of_reader(context.log, MOST_EARLIER),
            below=self._next.lines,
            step={"s-tab": self._next.step_kind, "f4": self._next.switch_private},
            leave=(CLEAR, *self._actions),
        )

    def run(self) -> None:
        """Take one line after the other, and say at the end how many were recorded.

        Raises:
            InterruptedByUserError: something was typed and not recorded, or a signal came.
            StorageError: the log cannot be written.
        """
        say(INTRODUCTION)
        try:
            self._take_lines()
        except EOFError:
            if unrecorded.noted() or self._tools.drafts:
                raise InterruptedByUserError(self._summary()) from None
        except (InterruptedByUserError, KeyboardInterrupt):
            if self._is_recording and not unrecorded.noted():
                self.count += 1  # Ctrl-C came between the commit and the receipt
            raise InterruptedByUserError(self._summary()) from None
        except CoachlogError:
            say(self._summary())
            raise
        finally:
            for draft in self._tools.drafts:
                unrecorded.note(draft)
        say(self._summary())

    def _summary(self) -> str:
        if not self.count:
            return "nothing was recorded."
        return f"{count_of(self.count, 'entry')} recorded."

    def _take_lines(self) -> None:
        text = ""
        while True:
            # Many press Enter behind the key that answered a question.
            is_behind_key = self._editor.answered_by_key
            text = self._read_line(text)
            key = self._tools.pressed
            if text.strip() or key not in ENDS:
                text = self._act(key, text)
            elif not (is_behind_key or self._tools.drafts):
                return

    def _read_line(self, text: str) -> str:
        """Let the user type on, and return what stands in the line then.

        Args:
            text: what stands in the line. In an empty one a draft stands again, the last one first.
        """
        # What stands in the line is noted by the line editor itself, if an error ends it: what was
        # noted before may have been changed since.
        unrecorded.forget()
        if not text.strip() and self._tools.drafts:
            text = self._tools.drafts.pop()
        text = self._editor.read_line(PROMPT, text, self._tools)
        if text not in self._tools.recorded:
            unrecorded.note(text)
        return text

    def _act(self, key: str, text: str) -> str:
        """Do what a key means, and return what stands in the line afterwards.

        Args:
            key: the key that has ended the line; empty for Enter.
            text: the line. One that was not taken stands there again.
        """
        if key == CLEAR:
            give_back()
            self._tools.earlier.append(text)
            return ""
        try:
            if not key:
                return self._take(text)
            self._actions[key]()
        except Back:
            pass
        except LeftError:
            if unrecorded.noted() != text:
                give_back()  # what was typed at another question
        except (InterruptedByUserError, StorageError):
            raise
        except CoachlogError as error:
            say(str(error))
            if key:
                give_back()  # what was typed at another question
        return text

    def _change_last(self) -> None:
        if self._last.change():
            self.count -= 1

    def _take(self, text: str) -> str:
        """Record a line, or do what else it says; return what stands in the line afterwards.

        Args:
            text: the line. One that was not taken stands there again.
        """
        if text.strip() == "?":
            for keys in key_lines(get_terminal_size().columns - 1):
                say(keys)
            return ""
        objection = objection_to(text)
        if objection:
            say(f"Not recorded: {objection} {THE_LAST}")
            return text
        line = TypedLine(text, self._context)
        if line.text is None:
            return "" if self._next.adopt(line.fields()) else text
        if not self._record(line):
            return text
        self._tools.earlier.append(text)
        return ""

    def _record(self, line: TypedLine) -> bool:
        """Record a line, and print its receipt.

        Args:
            line: a line with a text. What it does not say is as it holds in the session.

        Returns:
            False if a name in it is new and not meant: the user wants the line back.

        Raises:
            Back: the user wants the line back, too.
            UsageError: it cannot be stored.
            StorageError: it was not recorded.
        """
        context = self._context
        if not are_meant(context, line.fields()):
            return False
        fields = read_fields(context, self._next.fields_of(line))
        check_owner(context, fields)
        if fields["kind"] == "mistake" and "recovery" not in fields:
            ask_for_recovery(context, fields)
        team_was_asked = "team" not in fields
        if team_was_asked:
            if not self._next.ask_for_team():
                raise Back
            self._next.add_names(fields)
        unrecorded.restate(typed_text(fields))
        self._is_recording = True
        recorded = record(context.log, context.settings, fields, remember_team=team_was_asked)
        self.count += 1
        self._is_recording = False
        self._names.forget()
        self._next.look_up_team()
        self._last.say(recorded, line)
        return True
