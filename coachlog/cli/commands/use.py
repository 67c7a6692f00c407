"""`use`: the standing context, a team and topics that recording and finding take for granted."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import flag, texts
from coachlog.domain.handles import as_handles, parse_words
from coachlog.errors import AsUsageError, UsageError
from coachlog.render.visible import visible
from coachlog.services.settings import change_setting

_WORDS_FOR_ENDING = ("off", "none", "end", "stop", "clear")


def use(
    context: Context,
    *,
    words: list[str] = texts("[@TEAM] [+TOPIC]...", "What to work on."),
    off: bool = flag("--off", "End it."),
) -> None:
    """Set or show the team and topics you are working on.

    They hold for recording and finding alike.
    """
    if words and off:
        raise UsageError("--off ends the context, so it takes no words. Give one or the other.")
    settings = context.settings
    if words:
        _change(context, _as_line(context, words))
    elif off and "use" in settings.stored:
        _change(context, None)
    elif settings.use:
        sys.stdout.write(f"{visible(settings.use)}\n")
    else:
        # Also for --off: an action that changes nothing would waste the next undo.
        say("No context is set. Set one with  coachlog use @team +topic")


def _as_line(context: Context, arguments: list[str]) -> str:
    """Return the words as one line, in which a name with blanks stands in quotes."""
    with AsUsageError():
        words = parse_words(arguments, is_known=context.is_in_use, with_text=False)
    if words.text and words.text.lower() in _WORDS_FOR_ENDING:
        raise UsageError("use takes @team and +topic. To end it:  coachlog use --off")
    return f"{as_handles(words.team, words.topics)} {words.text or ''}".strip()


def _change(context: Context, value: str | None) -> None:
    _, stored = change_setting(context.log, name="use", value=value, verb="use")
    if stored:
        say(f"Using {stored} for recording and finding · end it: coachlog use --off")
    else:
        say("The context has ended: commands cover all teams again.")
