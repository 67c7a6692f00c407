"""Questions in their order: forwards, back, and what is said where somebody leaves halfway."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from coachlog.cli.ask.prompts import Back
from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError

Item = TypeVar("Item")


def ask_in_order(items: Sequence[Item], ask_about: Callable[[int, Item], bool]) -> bool:
    """Ask about one item after the other, and return whether the user got to the end.

    Args:
        items: what to ask about; more may be added meanwhile.
        ask_about: gets the index and the item. It returns whether to go on; `Back` from it goes to
            the item before.

    Raises:
        Back: the user went back from the first item.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal in a question.
    """
    index = 0
    while index < len(items):
        try:
            if not ask_about(index, items[index]):
                return False
            index += 1
        except Back:
            if index == 0:
                raise
            index -= 1
    return True


def go_through(items: Sequence[Item], ask_about: Callable[[int, Item], bool], noun: str) -> bool:
    """Ask as `ask_in_order` does, but say so and ask again where there is nothing to go back to.

    Args:
        items: what to ask about; more may be added meanwhile.
        ask_about: as there.
        noun: what an item is called.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal in a question.
    """
    while True:
        try:
            return ask_in_order(items, ask_about)
        except Back:
            say_first(noun)


def say_first(noun: str = "question") -> None:
    """Say that there is nothing to go back to."""
    say(f"This is the first {noun}. Esc leaves.")


@contextmanager
def stopping(summary: Callable[[], str]) -> Iterator[None]:
    """Let the error by which a user leaves say what was recorded and what was not."""
    try:
        yield
    except InterruptedByUserError as error:
        raise type(error)(f"stopped; {summary()}") from error
