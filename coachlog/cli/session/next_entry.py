"""Where the next entry of the session goes, and as what."""

from collections.abc import Callable
from contextlib import suppress

from coachlog.cli.ask.entry_date import entry_date
from coachlog.cli.ask.known_names import KnownNames, Offer
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.new_names import are_meant
from coachlog.cli.ask.prompts import ask
from coachlog.cli.context import Context
from coachlog.cli.entry_options import read_fields
from coachlog.cli.line_options import OPTIONS
from coachlog.cli.session.toolbar import KINDS, SHARED, day_text, toolbar_lines
from coachlog.cli.session.typed_line import TypedLine
from coachlog.domain.fields import Fields
from coachlog.domain.handles import Words, name_in, parse_words
from coachlog.domain.typed_text import name_key
from coachlog.errors import AsUsageError, CoachlogError, UsageError
from coachlog.services.record import FALLBACK_TOPIC
from coachlog.services.team_and_topics import usual_team_and_topics
from coachlog.services.typed_fields import clean_fields

WHICH_TEAM = "Which team? (+topic too, if you like)"
OTHERS = ("share", "occurred_on", "occurred_at")
HOLDING = {"kind", "team", "topics", "share", "on", "ahead"}
LONGEST_SHOWN = 2_000  # characters of a line that are read again at every key


class NextEntry:
    """The team, topics, kind, readers and day that hold until something else is typed.

    Attributes:
        team: None as long as nobody knows it.
        topics: empty for the usual one.
        kind: one of the four kinds.
        others: the share and the day, as far as they are not the usual ones.
    """

    def __init__(self, context: Context, names: KnownNames) -> None:
        self._context = context
        self._names = names
        self.kind = context.settings.kind
        self.team: str | None = None
        self.topics: list[str] = []
        self.others: Fields = {}
        self.look_up_team()

    def look_up_team(self) -> None:
        """Take the team and topics that go without saying, unless there is a team already."""
        if self.team is None:
            context = self._context
            self.team, self.topics = usual_team_and_topics(context.log, context.settings, {})

    def step_kind(self) -> None:
        """Go on to the next of the four kinds."""
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]

    def switch_private(self) -> None:
        """Make the next entries private, or shared with the team again."""
        if self.others.pop("share", None) != "private":
            self.others["share"] = "private"

    def lines(self, text: str, width: int) -> list[str]:
        """Return the lines below the prompt: what holds for the text as it is typed so far.

        Args:
            text: the line; of a very long one only the beginning is read at each key.
            width: the columns of the terminal.
        """
        fields: Fields = {"team": self.team, "topics": self.topics, "kind": self.kind}
        fields |= self.others
        with suppress(CoachlogError):  # it is said when the line is ended
            fields = self.fields_of(TypedLine(text[:LONGEST_SHOWN], self._context))
        return toolbar_lines(fields, self._context.today, width)

    def fields_of(self, line: TypedLine) -> Fields:
        """Return the fields of an entry: what a line says, and what holds where it says nothing.

        Args:
            line: the line. Topics of the session belong to its team: where the line names another
                one, they are those that the writer used there last.

        Returns:
            `kind` and what was typed, and `team` and `topics` as far as they are known.

        Raises:
            UsageError: what the line says cannot be stored.
        """
        fields = {"kind": self.kind, **self.others, **line.fields()}
        self.add_names(fields)
        return fields

    def add_names(self, fields: Fields) -> None:
        """Add the team and topics that hold to fields that have none, as far as they are known."""
        if self.team:
            fields.setdefault("team", self.team)
        if "topics" not in fields and "team" in fields:
            fields["topics"] = self._topics_of(fields["team"])

    def adopt(self, fields: Fields) -> bool:
        """Let what a line without a text says hold from now on.

        Args:
            fields: what it says.

        Returns:
            False if there is a new name that the user does not mean. Then nothing has changed.

        Raises:
            UsageError: a name cannot be stored, or it says something that only an entry has.
            DecisionNeededError: its day is ahead, and not meant.
            InterruptedByUserError: the user left the question.
        """
        for name in fields.keys() - HOLDING:
            raise UsageError(f"{OPTIONS[name].names[0]} is for one entry. Type it behind a text.")
        if not are_meant(self._context, fields):
            return False
        fields = read_fields(self._context, fields)
        self.kind = fields.get("kind", self.kind)
        if "team" in fields:
            self.topics = self._topics_of(fields["team"])
            self.team = fields["team"]
        self.topics = fields.get("topics", self.topics)
        self._hold(fields)
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
        self._ask_for_names(question, self._names.teams, self._team_in)
        return self.team is not None

    def ask_for_topics(self) -> None:
        """Ask for the topics, which hold from now on; the errors are those of `ask_for_team`."""
        current = ", ".join(self.topics or [FALLBACK_TOPIC])
        question = f"Topics, with commas between (Enter keeps {current})"
        self._ask_for_names(question, self._names.topics, self._topics_in)

    def _ask_for_names(
        self,
        question: str,
        known: Callable[[str], Offer],
        fields_in: Callable[[str], Fields],
    ) -> None:
        """Ask for names until the user means them; an empty answer changes nothing."""
        answer = ""
        while True:
            answer = ask(question, text=answer, tools=LineTools(names=known)).strip()
            fields = clean_fields(fields_in(answer))
            if not fields or self.adopt(fields):
                return

    def _team_in(self, answer: str) -> Fields:
        words = self._words(answer)
        if words.team and words.text:
            # The sign may be typed here, but quotes need not: `@school office` is one name.
            words = self._words(answer[1:])
        return {"team": words.team or words.text, "topics": words.topics}

    def _topics_in(self, answer: str) -> Fields:
        words = self._words(answer)
        topics = words.topics
        if words.text and words.team:
            topics += words.text.split(",")
        elif words.text:
            names = [name.strip() for name in answer.split(",")]
            topics = [name_in(name) if name[:1] == "+" else name for name in names]
        return {"team": words.team, "topics": topics}

    def ask_for_day(self) -> None:
        """Ask for the day, which holds from now on.

        Raises:
            Back: the user typed `<`.
            UsageError: the answer is not a date.
            DecisionNeededError: it is ahead, and not meant.
            InterruptedByUserError: the user left.
        """
        context = self._context
        current = "today"
        if self.others.get("occurred_on"):
            current = day_text(self.others, context.today)
        phrase = ask(f"Day, such as yesterday or last Friday (Enter keeps {current})")
        if phrase:
            self._hold(entry_date(context, phrase))

    def _words(self, answer: str) -> Words:
        with AsUsageError():
            return parse_words([answer], is_known=self._context.is_in_use)

    def _hold(self, fields: Fields) -> None:
        """Let the share and the day among some fields hold, unless they are the usual ones."""
        others = self.others
        others |= {name: fields[name] for name in OTHERS if name in fields}
        if others.get("share") == SHARED:
            del others["share"]
        today = {"occurred_on": self._context.today.isoformat(), "occurred_at": None}
        if today.items() <= others.items():
            del others["occurred_on"], others["occurred_at"]

    def _topics_of(self, team: str) -> list[str]:
        """Return the topics that go without saying for a team.

        Topics that were set before anybody knew the team are meant for it.
        """
        if self.team is None or name_key(team) == name_key(self.team):
            return self.topics
        context = self._context
        return usual_team_and_topics(context.log, context.settings, {"team": team})[1]
