"""Everything that is said to a person: on stderr, safe to show."""

import sys

from coachlog.render.receipt import receipt, similar_line
from coachlog.render.visible import visible
from coachlog.render.words import count_of, join_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from coachlog.domain.people.masking import Mask
    from coachlog.services.record import Recorded
    from coachlog.services.settings import Settings

MOST_MASKED = 5
MOST_HANDLES = 3


def say(line: str) -> None:
    """One line on stderr."""
    _speak(visible(line) + "\n")


def say_recorded(recorded: "Recorded", ignored_handles: list[str], today: "date") -> None:
    """Print the receipt, hints, similar entries, and what became of the writer's earlier ones."""
    say(receipt(recorded.fields, today))
    say_ignored_handles(ignored_handles)
    for hint in recorded.hints:
        say(hint)
    if recorded.similar:
        say(similar_line(recorded.similar))
    if recorded.news:
        from coachlog.render.news import news_text_line

        if line := news_text_line(recorded.news):
            say(line)


def say_ignored_handles(handles: list[str]) -> None:
    """Say which words inside the text look like a team or topic, and were kept as text."""
    if not handles:
        return
    shown = ", ".join(handles[:MOST_HANDLES])
    if len(handles) > MOST_HANDLES:
        shown += ", …"
    say(f"Kept as text: {shown}. Teams and topics go before the first word or after the last one.")


def shell_handle(name: str, sign: str = "@") -> str:
    """A team (or with `+` a topic) as it is typed in a shell: `@permits`, `--team "school office"`."""
    if name[:1].isalpha() and name.replace("-", "").replace("_", "").isalnum():
        return sign + name
    plain = not set(name) & set('"$`\\!')
    return f"{'--team' if sign == '@' else '--topic'} " + (
        f'"{name}"' if plain else "'" + name.replace("'", "'\\''") + "'"
    )


def say_advice(settings: "Settings", team: str, text: str | None) -> None:
    """What there is to say about the words of a text that stands beside an entry: a note, a reply."""
    if (
        text
        and (adviser := settings.wording_adviser)
        and (line := adviser.advice_for({"team": team, "happened": text}, thanks=False))
    ):
        say(line)


def say_masked(mask: "Mask") -> None:
    """Report what was masked in the texts, and in which entries."""
    if not mask.counts:
        return
    counts = [count_of(number, category) for category, number in mask.counts.items()]
    message = f"masked: {', '.join(counts)}"
    if mask.short_ids:
        message += f" (in {join_names(mask.short_ids, MOST_MASKED)})"
    say(f"{message}. Please check the texts before you share them.")


def say_possible_names(possible_names: "list[tuple[str, str]]") -> None:
    """Report which entries may name a person whom the log does not know, so cannot mask.

    Args:
        possible_names: a short id and a given name each.
    """
    if not possible_names:
        return
    short_id, _ = possible_names[0]
    shown = [f'{short_id} ("{name}")' for short_id, name in possible_names]
    entries = join_names(shown, MOST_MASKED)
    say(
        f"may name a person the log does not know: {entries}."
        f" To reword it:  coachlog edit {short_id}"
    )


def give_back(typed: str) -> None:
    """The text that was typed and not recorded, so that it can be used again."""
    _speak("not recorded, your text:\n" + visible(typed, lines=True) + "\n")


def _speak(text: str) -> None:
    try:
        sys.stderr.write(text)
    except (OSError, ValueError):
        return  # nobody listens; what was done is done, and what is on stdout is still to come
