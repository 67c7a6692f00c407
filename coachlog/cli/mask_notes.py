"""What to say to whoever makes something that goes from hand to hand."""

from coachlog.cli.messages import say
from coachlog.render.words import shorten

NAMED_AT_MOST = 5
NAME_WIDTH = 30


def say_masked(masked: list[str], maybe: list[tuple[str, str]]) -> None:
    """In which entries something was masked, and which may still name somebody."""
    if masked:
        say(
            f"masked, because it looked like a name, an address or a number of somebody: {_some(masked)}"
        )
    if maybe:
        named = _some([f'{short_id} ("{shorten(name, NAME_WIDTH)}")' for short_id, name in maybe])
        say(
            f"may name somebody whom the log does not know: {named}. To reword it:  coachlog edit {maybe[0][0]}"
        )


def _some(texts: list[str]) -> str:
    more = len(texts) - NAMED_AT_MOST
    return ", ".join(texts[:NAMED_AT_MOST]) + (f" and {more:,} more" if more > 0 else "")
