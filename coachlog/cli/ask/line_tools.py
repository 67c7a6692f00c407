"""What a line can do beyond being typed: keys of its own, earlier texts, names to complete."""

from collections.abc import Callable


class LineTools:
    """What the line editor offers while a text is typed.

    Attributes:
        earlier: texts that the up arrow brings back, the oldest first.
        below: returns the lines below the text, given the text and the width.
        names: returns what Tab may put before the cursor, given what stands there: how many
            characters are replaced, and the names.
        step: keys that do something and leave the line as it is, by prompt_toolkit's names.
        leave: keys that hand the line over unfinished.
        pressed: the key among `leave` that ended the line last; empty for Enter.
        recorded: texts that need not be given back as long as nobody changes them.
        drafts: texts that were typed or changed and then left by the up arrow, which brings them
            back. Nothing else has them.
        cursor: where the cursor was then, and will be when the line is continued; None for its end.
    """

    def __init__(
        self,
        *,
        names: Callable[[str], tuple[int, list[str]]],
        earlier: list[str] | None = None,
        recorded: list[str] | None = None,
        below: Callable[[str, int], list[str]] | None = None,
        step: dict[str, Callable[[], None]] | None = None,
        leave: tuple[str, ...] = (),
    ) -> None:
        self.earlier = earlier or []
        self.recorded = recorded or self.earlier
        self.drafts: list[str] = []
        self.below = below or (lambda _text, _width: [])
        self.names = names
        self.step = step or {}
        self.leave = leave
        self.pressed = ""
        self.cursor: int | None = None
