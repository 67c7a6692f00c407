"""How a command declares that it has commands of its own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Group:
    """A command that has commands of its own, such as `guide`.

    Attributes:
        meaning: its help; the first line says what it does.
        commands: by their names, in the order of the help.
        default: what runs if none is named; without it, the help is shown.
        shortcut: the command of words that begin with no command's name.
        resolve: gets what follows the group's options, and returns what is meant by it.
        hidden: names that are not in the help.
    """

    def __init__(
        self,
        meaning: str,
        commands: dict[str, Callable[..., Any]],
        *,
        default: Callable[..., Any] | None = None,
        shortcut: str = "",
        resolve: Callable[[list[str]], list[str]] | None = None,
        hidden: tuple[str, ...] = (),
    ) -> None:
        self.meaning = meaning
        self.commands = commands
        self.default = default
        self.shortcut = shortcut
        self.resolve = resolve
        self.hidden = hidden
