"""Where the next entry of the session goes, and as what."""

from contextlib import suppress

from coachlog.cli.ask.known_names import KnownNames
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.new_names import are_meant
from coachlog.cli.ask.prompts import ask
from coachlog.cli.context import Context
from coachlog.cli.session.toolbar import KINDS, toolbar_lines
from coachlog.cli.session.typed_line import TypedLine
from coachlog.domain.fields import Fields
from coachlog.domain.handles import name_in
from coachlog.domain.typed_text import name_key
from coachlog.errors import CoachlogError
from coachlog.services.record import FALLBACK_TOPIC
from coachlog.services.team_and_topics import usual_team_and_topics

WHICH_TEAM = "Which team? (+topic too, if you like)"
LONGEST_SHOWN = 2_000  # characters of a line that are read again at every key


class NextEntry:
    """The team, topics and kind that hold until something else is typed.

    Attributes:
        team: None as long as nobody knows it.
        topics: empty for the usual one.
        kind: one of the four kinds.
    """

    def __init__(self, context: Context, names: KnownNames) -> None:
        self._context = context
        self._names = names
        self.kind = context.settings.kind
        self.team: str | None = None
        self.topics: list[str] = []
        self.look_up_team()

    def look_up_team(self) -> None:
        """Take the team and topics that go without saying, unless there is a team already."""
        if self.team is None:
            context = self._context
            self.team, self.topics = usual_team_and_topics(context.log, context.settings, {})

    def read(self, text: str) -> TypedLine:
        """Take a line apart, with the names that the log knows."""
        return TypedLine(text, self._context.is_in_use)

    def step_kind(self) -> None:
        """Go on to the next of the four kinds."""
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]

    def lines(self, text: str, width: int) -> list[str]:
        """Return the lines below the prompt: what holds for the text as it is typed so far.

        Args:
            text: the line; of a very long one only the beginning is read at each key.
            width: the columns of the terminal.
        """
        fields: Fields = {"kind": self.kind, "team": self.team, "topics": self.topics}
        with suppress(CoachlogError):  # it is said when the line is ended
            fields = self.fields_of(self.read(text[:LONGEST_SHOWN]))
        return toolbar_lines(fields.get("team"), fields.get("topics", []), fields["kind"], width)

    def fields_of(self, line: TypedLine) -> Fields:
        """Return the fields of an entry: what a line says, and what holds where it says nothing.

        Args:
            line: the line. Topics of the session belong to its team: where the line names another
                one, they are those that the writer used there last.

        Returns:
            `kind` and `happened`, and `team` and `topics` as far as they are known.

        Raises:
            UsageError: what the line says cannot be stored.
        """
        fields = {"kind": self.kind, **line.fields()}
        if self.team:
            fields.setdefault("team", self.team)
        if "topics" not in fields and "team" in fields:
            fields["topics"] = self._topics_of(fields["team"])
        return fields

    def adopt(self, line: TypedLine) -> bool:
        """Let what a line says hold from now on.

        Args:
            line: a line without a text.

        Returns:
            False if it has a new name that the user does not mean. Then nothing has changed.

        Raises:
            UsageError: a name cannot be stored.
            InterruptedByUserError: the user left the question.
        """
        fields = line.fields()
        if not are_meant(self._context, fields):
            return False
        self.kind = fields.get("kind", self.kind)
        if "team" in fields:
            self.topics = self._topics_of(fields["team"])
            self.team = fields["team"]
        self.topics = fields.get("topics", self.topics)
        return True

    def ask_for_team(self) -> bool:
        """Ask for the team, with topics if the user likes, which hold from now on.

        Returns:
            Whether there is a team now.

        Raises:
            Back: the user typed `<`.
            UsageError: a name cannot be stored.
            InterruptedByUserError: the user left.
        """
        question = WHICH_TEAM
        if self.team:
            question = f"Team (Enter keeps {self.team})"
        tools = LineTools(names=self._names.teams)
        line = self.read(ask(question, tools=tools))
        if line.team is None:
            line.team = line.text
        if line.team or line.topics:
            self.adopt(line)
        return self.team is not None

    def ask_for_topics(self) -> None:
        """Ask for the topics, which hold from now on; the errors are those of `ask_for_team`."""
        current = ", ".join(self.topics or [FALLBACK_TOPIC])
        tools = LineTools(names=self._names.topics)
        answer = ask(f"Topics, with commas between (Enter keeps {current})", tools=tools)
        line = self.read(answer)
        if line.text and line.team:
            line.topics = [*line.topics, *line.text.split(",")]
        elif line.text:
            names = [name.strip() for name in answer.split(",")]
            line.topics = [name_in(name) if name[:1] == "+" else name for name in names]
        if line.topics:
            self.adopt(line)

    def _topics_of(self, team: str) -> list[str]:
        """Return the topics that go without saying for a team.

        Topics that were set before anybody knew the team are meant for it.
        """
        if self.team is None or name_key(team) == name_key(self.team):
            return self.topics
        context = self._context
        return usual_team_and_topics(context.log, context.settings, {"team": team})[1]
