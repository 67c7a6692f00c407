"""What is said of a mask: what it has masked, and which texts may still name somebody."""

from __future__ import annotations

from coachlog.cli.messages import say
from coachlog.render.words import count_of, join_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Its patterns take longer to load than a card that is not masked.
    from coachlog.domain.people.masking import Mask

MOST_MASKED = 5


def say_masked(mask: Mask) -> None:
    """Report what was masked in which texts, and which of them may still name somebody."""
    if mask.counts:
        counts = [count_of(number, category) for category, number in mask.counts.items()]
        message = f"Masked: {', '.join(counts)}"
        if mask.short_ids:
            message += f" (in {join_names(mask.short_ids, MOST_MASKED)})"
        say(f"{message}. Please check the texts before you share them.")
    say_possible_names(mask)


def say_possible_names(mask: Mask) -> None:
    """Report which of the texts that a mask has read may still name somebody."""
    if mask.possible_names:
        shown = [f"{source} (“{name}”)" for source, name in mask.possible_names.items()]
        say(
            f"May still name somebody: {join_names(shown, MOST_MASKED)}."
            " To mask a name:  coachlog names add NAME"
        )
