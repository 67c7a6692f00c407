"""Regular expressions that are compiled when they are first used.

Masks have fifty of them, and to compile them all takes as long as the whole front page of a week;
but most are only tried on a text with digits, and a name, topic or short text has none.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _LazyPattern:
    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> "Any":
        # Only for what is not there yet: a method is looked up here once.
        method = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method


def lazy_pattern(source: str, flags: int = 0) -> "re.Pattern[str]":
    """Return what `re.compile` does, to all who use its methods; nothing is checked before that."""
    return _LazyPattern(source, flags)  # type: ignore[return-value]
