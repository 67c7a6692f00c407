"""Did you mean: which known names are close to what was typed, and how they are offered."""

from coachlog.domain.typed_text import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_OFFERED = 3


def close_names(
    typed: str,
    known: "Iterable[str]",
    limit: int = 1,
    cutoff: float = 0.6,
) -> list[str]:
    """Return the known names that `typed` may be a slip of, the most similar first.

    Args:
        typed: what was typed.
        known: names that exist; upper and lower case do not count.
        limit: how many are returned at most.
        cutoff: how similar they must be, from 0 to 1 (see `difflib.get_close_matches`).
    """
    from difflib import get_close_matches  # 4 ms, which `log` must not pay

    by_key = {name_key(name): name for name in known}
    return [by_key[key] for key in get_close_matches(name_key(typed), by_key, limit, cutoff)]


def no_such(what: str, typed: str, close: "Sequence[str]", otherwise: str) -> str:
    """Return the message about a name that does not exist, with the close ones or what to do.

    Args:
        what: what it should have been, such as `team`.
        typed: what was typed.
        close: the names that may be meant.
        otherwise: what to do where no name is close, a sentence of its own.
    """
    return f"there is no {what} {typed!r}. {did_you_mean(close) or otherwise}"


def did_you_mean(close: "Sequence[str]") -> str:
    """Return the question whether one of the close names is meant, or nothing without any."""
    if not close:
        return ""
    return f"Did you mean {' or '.join(map(repr, close[:MOST_OFFERED]))}?"
