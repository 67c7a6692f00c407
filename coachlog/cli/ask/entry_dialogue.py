"""Ask for an entry on a terminal: two questions at most, and every other field by one key.

Only what is missing is asked for. `<` goes back to the question before, with the answer that was
typed there as its default.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from coachlog import unrecorded
from coachlog.cli.ask.keys import ENTER
from coachlog.cli.ask.known_names import KnownNames
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.ask.new_names import are_meant
from coachlog.cli.ask.prompts import Back, ask, press_one_of
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.domain.fields import COACHING_KINDS, Fields
from coachlog.domain.handles import Words
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.services.record import FALLBACK_TOPIC
from coachlog.services.team_and_topics import known_team_and_topics, likely_team_and_topics
from coachlog.services.typed_fields import clean_fields, typed_text

ReadAnswer = Callable[[Context, str], tuple[Words, Fields]]


class Key(NamedTuple):
    """What one key does: ask for a field, or set it to `value` at once."""

    label: str
    field: str
    question: str = ""
    value: Any = None


KEYS = {
    "r": Key("[r]ecovery", "recovery", "How was it put right?"),
    "l": Key("[l]esson", "lesson", "What do we do next time?"),
    "e": Key("[e]xpected", "expected", "What is the right way?"),
    "w": Key("[w]hy", "why", "Why is that so?"),
    "u": Key("r[u]le", "rule_ref", "Which rule?"),
    "n": Key("lear[n]er", "learner", "Who learned it (an alias)?"),
    "c": Key("[c]aught", "caught", value="before-effect"),
    "o": Key("[o]wn", "own", value=True),
    "p": Key("[p]rivate", "share", value="private"),
}
# The keys that the prompt shows, so that it fits into 80 columns. The others work as well.
OFFERED = {"mistake": "rlewcop", "strength": "lewup", "correction": "lewup", "question": "lewup"}

# The questions, by the name of what is asked for. `where` stands for team and topics.
WHERE = "where"
QUESTIONS = {
    "happened": "What happened? (@team +topic too, if you like)",
    "recovery": "How was it put right? (Enter leaves it open)",
    WHERE: "Where? (@team +topic)",
}
WHICH_TEAM = "Which team? (+topic too, if you like)"


def ask_for_entry(
    context: Context,
    fields: Fields,
    read_answer: ReadAnswer,
) -> tuple[Fields, list[str], bool]:
    """Ask for what `fields` does not say.

    Args:
        context: the log and the settings, which know the likely team and topics.
        fields: the fields from the command line.
        read_answer: returns the words of an answer, and the fields that its options stand for.

    Returns:
        All fields, the words of the answers that were kept as text though they look like a team or
        a topic, and whether the user was asked for the team.

    Raises:
        InterruptedByUserError: The user left. What was typed so far is printed back.
    """
    dialogue = Dialogue(context, fields, read_answer)
    dialogue.run()
    team, _ = known_team_and_topics(context.settings, {})
    team_was_asked = WHERE in dialogue.answers and team is None
    return dialogue.fields, dialogue.ignored_handles, team_was_asked


class Dialogue:
    """The answers so far, and the fields that they add up to.

    Attributes:
        fields: The fields from the command line, the answers and the keys, put together.
        answers: What was typed, by question, in the order in which the questions were asked.
    """

    def __init__(self, context: Context, fields: Fields, read_answer: ReadAnswer) -> None:
        self.context = context
        self.read_answer = read_answer
        self.start = dict(fields)
        self.fields = dict(fields)
        self.answers: dict[str, str] = {}
        self.parts: dict[str, tuple[Words, Fields]] = {}  # the same, taken apart
        self.withdrawn: dict[str, str] = {}  # answers that the user went back from
        self.set_by_key: Fields = {}
        self.ignored_handles: list[str] = []
        self.tools = LineTools(names=KnownNames(context.reading).handles)
        self.likely_team: str | None = None
        self.likely_topics: list[str] = []

    def run(self) -> None:
        """Ask until the user saves the entry."""
        while True:
            try:
                name = self._next_question()
                if name is not None:
                    self._ask(name)
                elif "happened" in self.start or self._offer_keys():
                    return
            except Back:
                self._go_back()

    def _next_question(self) -> str | None:
        fields = self.fields
        if "happened" not in fields:
            return "happened"
        is_open = fields["kind"] == "mistake" and "recovery" not in fields
        if is_open and "recovery" not in self.answers:
            return "recovery"
        if WHERE in self.answers:
            return None
        return self._question_where()

    def _question_where(self) -> str | None:
        context = self.context
        likely = likely_team_and_topics(context.reading, context.settings, self.fields)
        self.likely_team, self.likely_topics = likely
        if self.likely_team is None:
            return WHERE
        team, topics = known_team_and_topics(context.settings, self.fields)
        # A guess from earlier entries is confirmed only if that is not a third question.
        is_second_question = "happened" in self.answers and "recovery" not in self.answers
        if is_second_question and not (team and topics):
            return WHERE
        return None

    def _ask(self, name: str) -> None:
        question = QUESTIONS[name]
        default = None
        if name == WHERE and self.likely_team:
            default = f"{self.likely_team} / {', '.join(self.likely_topics or [FALLBACK_TOPIC])}"
        elif name == WHERE:
            question = WHICH_TEAM
        answer = ask(question, default, self.withdrawn.pop(name, ""), self.tools)
        if name == WHERE and answer == default:
            # Enter alone: the likely team and topics hold, even if they change with the fields.
            answer = ""
        self.answers[name] = answer
        before = self.fields
        try:
            self.parts[name] = self.read_answer(self.context, answer)
            self._put_together()
        except (UsageError, DecisionNeededError) as error:
            say(str(error))
            self.withdrawn[name] = self.answers.pop(name)
            self._put_together()
            return
        self._check_answer(name)
        self._check_names(before)

    def _check_answer(self, name: str) -> None:
        """Drop an answer that does not say what was asked for, so that it is asked again."""
        if name == "happened" and name not in self.fields:
            say("Say in a few words what happened. Esc leaves without recording.")
            # A team, a topic or an option that was typed alone is kept.
            self.start |= self.parts[name][1]
            for field in ("team", "topics"):
                if field in self.fields:
                    self.start[field] = self.fields[field]
            self.answers.pop(name, None)
        if name == WHERE and "team" not in self.fields:
            say("An entry needs a team, such as @permits.")
            self.answers.pop(name, None)

    def _check_names(self, before: Fields) -> None:
        """Ask about names that are new since `before`; the answer can be changed if it is no."""
        typed: Fields = {}
        for field in ("team", "topics"):
            if self.fields.get(field) != before.get(field):
                typed[field] = self.fields[field]
        if not are_meant(self.context, typed):
            raise Back

    def _put_together(self) -> None:
        """Work out the fields from the command line, the answers and the keys.

        Raises:
            UsageError: One of them cannot be stored.
        """
        fields = dict(self.start)
        ignored: list[str] = []
        for name in self.answers:
            words, options = self.parts[name]
            fields |= options
            team, topics = words.team, words.topics
            if name == WHERE:
                team, topics = self._team_and_topics(team, topics, words.text)
            elif words.text:
                fields[name] = words.text
                ignored += words.ignored_handles
            if team:
                fields["team"] = team
            if topics:
                fields["topics"] = topics
        fields |= self.set_by_key
        clean_fields(fields)
        self.fields = fields
        self.ignored_handles = ignored
        unrecorded.restate(typed_text(fields))

    def _team_and_topics(
        self,
        team: str | None,
        topics: list[str],
        text: str | None,
    ) -> tuple[str | None, list[str]]:
        """Return the team and topics of an answer such as `@permits +fees` or `permits / fees`.

        What the answer leaves out is as it was offered.
        """
        text = (text or "").strip()
        if text.startswith(("@", "+")):
            raise UsageError(
                f"{text!r} is not a team or topic. They begin with a letter, as in @permits +fees."
            )
        if text and team is None:
            team, _, text = text.partition(" / ")
            team = team.strip()
        topics = topics + [topic for topic in text.split(",") if topic.strip()]
        if team is None or team == self.likely_team:
            return self.likely_team, topics or self.likely_topics
        return team, topics

    def _offer_keys(self) -> bool:
        """Offer a key for each optional field.

        Those that are set already are not offered, and those that few entries of a kind have; the
        keys of all work, and `?` lists them.

        Returns:
            Whether to record the entry now.
        """
        kind = self.fields["kind"]
        labels = [f"{kind}: Enter saves;"]
        meanings = {ENTER: "save"}
        if kind != "mistake":
            labels.append("[k]ind")
            meanings["k"] = "the next kind"
        for letter, key in KEYS.items():
            meanings[letter] = key.label.replace("[", "").replace("]", "")
            if letter in OFFERED[kind] and key.field not in self.fields:
                labels.append(key.label)
        pressed = press_one_of(" ".join(labels), meanings, "[?]")
        if pressed == "k":
            next_index = (COACHING_KINDS.index(kind) + 1) % len(COACHING_KINDS)
            self.set_by_key["kind"] = COACHING_KINDS[next_index]
        elif pressed in KEYS:
            self._set_by_key(KEYS[pressed])
        self._put_together()
        return pressed == ENTER

    def _set_by_key(self, key: Key) -> None:
        value = key.value
        question = f"{key.question} (Enter leaves it empty)"
        typed = ""
        while value is None:
            try:
                typed = ask(question, self.fields.get(key.field), typed)
                clean_fields({key.field: typed})
                value = typed
            except Back:
                return
            except UsageError as error:
                say(str(error))
        if value:
            self.set_by_key[key.field] = value

    def _go_back(self) -> None:
        if not self.answers:
            say("This is the first question. Esc leaves without recording.")
            return
        name, answer = self.answers.popitem()
        self.withdrawn[name] = answer
        self._put_together()
