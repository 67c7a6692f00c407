"""`names`: the names that the log was taught, for its masks.

They belong to the file and so to the team, and they stay: a name that is removed is remembered as a
word that is not a name, so that `clear` does not ask about it again.
"""

from collections.abc import Iterable

from coachlog.domain.people.masking import Mask
from coachlog.domain.people.names import Names
from coachlog.domain.typed_text import clean_name, name_key
from coachlog.errors import AsUsageError, UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.people import (
    TaughtName,
    known_people,
    name_change,
    taught_names,
    taught_words,
)


class NamesChange(NamedTuple):
    """What became of names that somebody typed.

    Attributes:
        changed: the names that were added or removed, as they were typed.
        unchanged: the others.
    """

    changed: list[str]
    unchanged: list[str]


def add(log: Log, typed: Iterable[str]) -> NamesChange:
    """Mask some names from now on; the arguments and errors are those of `remove`."""
    return _change(log, typed, is_name=True)


def remove(log: Log, typed: Iterable[str]) -> NamesChange:
    """Remember that some words are not names, as one action.

    Args:
        log: the log to change.
        typed: the words; one that was never a name is remembered, too.

    Raises:
        UsageError: one of them cannot be a name.
        StorageError: nothing was changed.
    """
    return _change(log, typed, is_name=False)


def no_names(log: Log) -> set[str]:
    """Return the keys (`name_key`) of the words that somebody said are not names."""
    return {key for key, word in taught_words(log).items() if not word.is_name}


def list_words(log: Log) -> list[TaughtName]:
    """Return the names, and then the words that are not names; each sorted."""
    return sorted(taught_words(log).values(), key=lambda word: not word.is_name)


def teach(log: Log, words: dict[str, bool], verb: str) -> list[str]:
    """Note whether some words are names, as one action; return those for which that is new.

    Args:
        log: the log to change.
        words: each word, and whether it is a name.
        verb: what undo and history call the action.
    """
    changes = []
    changed = []
    with log.atomic():
        # Read inside the transaction, so that two people who teach a name make one record of it.
        before = taught_words(log)
        for word, is_name in words.items():
            change = name_change(before, word, log.clock.uuid7(), log.user, is_name=is_name)
            if change:
                changes.append(change)
                changed.append(word)
        if changes:
            ledger.write_action(log, verb, changes)
    return changed


def make_mask(log: Log, *people: str, months_only: bool = False) -> Mask:
    """Return a mask of everybody whom the log knows or was taught.

    Args:
        log: the log to read.
        people: names to mask as well, such as the user's.
        months_only: whether days in texts become months, and clock times go.
    """
    known = {*known_people(log), *people} - {""}
    return Mask(known, taught_names(log), no_names(log), months_only=months_only)


def all_names(log: Log, *people: str) -> Names:
    """Return the names of everybody whom the log knows or was taught, and of some `people`."""
    return Names({*known_people(log), *people}, taught_names(log))


def _change(log: Log, typed: Iterable[str], *, is_name: bool) -> NamesChange:
    by_key: dict[str, str] = {}
    for word in map(_clean, typed):
        by_key.setdefault(name_key(word), word)
    words = dict.fromkeys(by_key.values(), is_name)
    verb = "names add" if is_name else "names remove"
    changed = teach(log, words, verb)
    return NamesChange(changed, [word for word in words if word not in changed])


def _clean(typed: str) -> str:
    """Return a name as it is stored.

    Raises:
        UsageError: it has no letter, or cannot be stored.
    """
    with AsUsageError():
        # People also type @ana, as they do for a team.
        name = clean_name(typed, "name")
    if name is None or not any(map(str.isalpha, name)):
        raise UsageError(f"{typed!r} is not a name: it has no letter.")
    return name
