"""Asking for an entry on a terminal: only what is missing, at most two questions, then the rest by one key."""

from typing import Any, NamedTuple

from coachlog.cli.ask.prompts import Back, ask, press
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.domain.fields import COACHING_KINDS
from coachlog.domain.handles import parse_words
from coachlog.errors import InterruptedByUserError, UsageError
from coachlog.services.record import FALLBACK_TOPIC
from coachlog.services.team_and_topics import known_team_and_topics, likely_team_and_topics
from coachlog.services.typed_fields import clean_fields, typed_text

Fields = dict[str, Any]
Place = tuple[str | None, list[str]]


class Asked(NamedTuple):
    """What the dialogue adds up to: the fields, the words kept as text, and whether the team was asked for."""

    fields: Fields
    ignored_handles: list[str]
    team_asked: bool


class Key(NamedTuple):
    """What one key adds: a field that is asked for, or a value that is set at once."""

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
# What the line names, so that it is one line of 80 columns; the other keys work as well.
OFFERED = {"mistake": "rlewcop", "strength": "lewup", "correction": "lewup", "question": "lewup"}
QUESTIONS = {
    "happened": "What happened? (@team +topic too, if you like)",
    "recovery": "How was it put right? (Enter leaves it open)",
    "place": "Where? (@team +topic)",
}


def ask_for_entry(context: Context, given: Fields) -> Asked:
    """Ask for what `given` does not say.

    Raises:
        InterruptedByUserError: the writer left; what was typed so far is given back.
    """
    dialogue = Dialogue(context, given)
    try:
        dialogue.run()
    except InterruptedByUserError as error:
        error.typed = typed_text(dialogue.fields)
        raise
    team_asked = (
        "place" in dialogue.typed
        and context.settings.team is None
        and known_team_and_topics(context.settings, {})[0] is None
    )
    return Asked(dialogue.fields, dialogue.ignored_handles, team_asked)


class Dialogue:
    """What the writer said so far. `fields` and `ignored_handles` are what it adds up to; `<` goes back in it."""

    def __init__(self, context: Context, given: Fields) -> None:
        self.context = context
        self.given = dict(given)
        self.typed: dict[str, str] = {}  # by question, in the order in which they were asked
        self.before: dict[str, str] = {}  # answers that the writer went back from
        self.added: Fields = {}
        self.fields = dict(given)
        self.ignored_handles: list[str] = []
        self.guess: Place = (None, [])

    def run(self) -> None:
        """Ask, until there is an entry that the writer agrees to."""
        while True:
            try:
                while (name := self._missing()) is not None:
                    self._put(name)
                if "happened" in self.given or self._offer():
                    return
            except Back:
                self._go_back()

    def _missing(self) -> str | None:
        """The next question, or None."""
        fields, typed = self.fields, self.typed
        if "happened" not in fields:
            return "happened"
        if fields["kind"] == "mistake" and "recovery" not in fields and "recovery" not in typed:
            return "recovery"
        if "place" in typed:
            return None
        team, topics = known_team_and_topics(self.context.settings, fields)
        self.guess = likely_team_and_topics(self.context.reading, self.context.settings, fields)
        # What is only guessed from earlier entries is asked for where that makes no third question.
        is_second = "happened" in typed and "recovery" not in typed
        return "place" if self.guess[0] is None or (is_second and not (team and topics)) else None

    def _put(self, name: str) -> None:
        team, topics = self.guess
        default = (
            f"{team} / {', '.join(topics or [FALLBACK_TOPIC])}"
            if name == "place" and team
            else None
        )
        question = (
            "Which team? (+topic too, if you like)"
            if name == "place" and not team
            else QUESTIONS[name]
        )
        self.typed[name] = ask(question, self.before.pop(name, None) or default)
        if name == "place" and self.typed[name] == default:
            self.typed[name] = ""
        try:
            self._add_up()
        except UsageError as error:
            say(str(error))
            del self.typed[name]
            self._add_up()
        if name == "happened" and name not in self.fields:
            say("say in a few words what happened; Ctrl-C leaves without recording.")
            self.given |= {
                field: self.fields[field] for field in ("team", "topics") if field in self.fields
            }
            self.typed.pop(name, None)
        if name == "place" and "team" not in self.fields:
            say("an entry needs a team, such as @permits.")
            self.typed.pop(name, None)

    def _add_up(self) -> None:
        """Put together the fields from what was given, typed and added.

        Raises:
            UsageError: one of them cannot be stored.
        """
        fields, ignored_handles = dict(self.given), []
        for name, answer in self.typed.items():
            try:
                words = parse_words([answer])
            except ValueError as error:
                raise UsageError(f"{error}.") from None
            team, topics = (
                (words.team, words.topics)
                if name != "place"
                else self._place(words.team, words.topics, words.text)
            )
            if team:
                fields["team"] = team
            if topics:
                fields["topics"] = topics
            if name != "place" and words.text:
                fields[name] = words.text
                ignored_handles += words.ignored_handles
        fields |= self.added
        clean_fields(fields)
        self.fields, self.ignored_handles = fields, ignored_handles

    def _place(self, team: str | None, topics: list[str], text: str | None) -> Place:
        """`@permits +fees`, `permits / fees, waivers` or only a part of it; the rest as guessed."""
        if text and text.strip()[0] in "@+":
            raise UsageError(
                f"{text.strip()!r} is no team and no topic: they begin with a letter, as in @permits +fees."
            )
        if text:
            named, _, listed = text.partition(" / ") if team is None else ("", "", text)
            team = team or named.strip()
            topics = topics + [topic for topic in listed.split(",") if topic.strip()]
        if team in (None, self.guess[0]):
            return self.guess[0], topics or self.guess[1]
        return team, topics

    def _offer(self) -> bool:
        """Offer the optional fields, by one key each; whether the entry is to be recorded now."""
        is_mistake = self.fields["kind"] == "mistake"
        kind = self.fields["kind"]
        labels = [KEYS[key].label for key in OFFERED[kind] if KEYS[key].field not in self.fields]
        shown = " ".join([*([] if is_mistake else ["[k]ind"]), *labels, "[<]"])
        pressed = press(f"{kind}: Enter saves; {shown}").lower()
        if pressed == "k" and not is_mistake:
            kinds = COACHING_KINDS
            self.added["kind"] = kinds[(kinds.index(kind) + 1) % len(kinds)]
        elif pressed in KEYS:
            self._add(KEYS[pressed])
        self._add_up()
        return pressed == ""

    def _add(self, key: Key) -> None:
        try:
            value = key.value or ask(
                f"{key.question} (Enter leaves it out)", self.fields.get(key.field)
            )
            if value:
                clean_fields({key.field: value})
                self.added[key.field] = value
        except Back:
            return
        except UsageError as error:
            say(str(error))

    def _go_back(self) -> None:
        if not self.typed:
            say("this is the first question; Ctrl-C leaves without recording.")
            return
        name, answer = self.typed.popitem()
        self.before[name] = answer
        self._add_up()
