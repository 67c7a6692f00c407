"""Everything that is said to a person: on stderr, safe to show."""

import sys

from coachlog.render.receipt import receipt, similar_line
from coachlog.render.visible import visible
from coachlog.render.words import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from coachlog.domain.people.masking import Mask
    from coachlog.services.record import Recorded
    from coachlog.services.settings import Settings

MASKED_AT_MOST = 5


def say(line: str) -> None:
    """One line on stderr."""
    _speak(visible(line) + "\n")


def say_recorded(recorded: "Recorded", kept: list[str], today: "date") -> None:
    """The receipt, what to look at, entries like the new one, and what became of those before it."""
    say(receipt(recorded.fields, today))
    if kept:
        shown = ", ".join(kept[:3]) + (", …" if kept[3:] else "")
        say(f"kept as text: {shown} (a team or topic goes before the first word or after the last)")
    for hint in recorded.hints:
        say(hint)
    if recorded.similar:
        say(similar_line(recorded.similar))
    if recorded.news:
        from coachlog.render.news import news_text_line

        if line := news_text_line(recorded.news):
            say(line)


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
    """How often something of a person was taken out of the words, and of which entries."""
    if counts := mask.counts:
        what = ", ".join(count_of(number, noun) for noun, number in counts.items())
        named = ", ".join(mask.short_ids[:MASKED_AT_MOST]) + (
            " …" if len(mask.short_ids) > MASKED_AT_MOST else ""
        )
        say(
            f"masked in the words: {what}{f' ({named})' if named else ''}. Look before you hand it out."
        )


def give_back(typed: str) -> None:
    """The text that was typed and not recorded, so that it can be used again."""
    _speak("not recorded, your text:\n" + visible(typed, lines=True) + "\n")


def _speak(text: str) -> None:
    try:
        sys.stderr.write(text)
    except (OSError, ValueError):
        return  # nobody listens; what was done is done, and what is on stdout is still to come
