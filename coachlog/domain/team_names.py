"""What teams are called now: the rule by which renames and merges lead from one name to the next.

An entry keeps the team that it was written with, and is shown under the name that this leads to. So
a rename is one record, however many entries the team has, and an entry from a computer that has not
heard of the rename arrives under the new name.

The old name of a renamed team is free for another team. Entries of that one are written with a
number behind the name: `Permits;2` is the second team called Permits. Nobody can type such a name,
because a semicolon separates names in files.
"""

from itertools import islice

from coachlog.domain.typed_text import name_key
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coachlog.domain.fields import Fields

_SEPARATOR = ";"
# More teams, one after another, than ever have the same name.
_MOST_TEAMS = 20


class Rename(NamedTuple):
    """A team that is called otherwise now, as its record says.

    Attributes:
        record: the uuid of the record, of which each team has one.
        old: the name, as entries are written with it.
        new: the other name, or another spelling of this one.
        hlc: when; of renames that lead in a circle, the newest counts.
    """

    record: str
    old: str
    new: str
    hlc: str


class TeamNames:
    """What every team is called now."""

    def __init__(self, renames: "Iterable[Rename]") -> None:
        self.renames = tuple(renames)
        self._rename_of: dict[str, Rename] = {}
        self._now: dict[str, str] = {}
        for rename in self.renames:
            key = name_key(rename.old)
            self._rename_of[key] = rename

    def name_now(self, written: str) -> str:
        """Return what a team is called now that entries were written with, in any spelling."""
        if written not in self._now:
            self._now[written] = self._follow(written)
        return self._now[written]

    def _follow(self, written: str) -> str:
        path: list[Rename] = []
        rename = self._rename_of.get(name_key(written))
        while rename is not None and rename not in path:
            path.append(rename)
            written = rename.new
            rename = self._rename_of.get(name_key(written))
        if rename is not None:
            # Two people have each renamed the other's team, or a team has another spelling.
            start = path.index(rename)
            circle = path[start:]
            written = max(circle, key=_age).new
        return label_of(written)

    def with_name_now(self, fields: "Fields") -> "Fields":
        """Return the fields of an entry with the name that its team has now."""
        team = fields.get("team")
        if not isinstance(team, str):
            return fields  # nothing is left of what was withdrawn or damaged
        now = self.name_now(team)
        if now == team:
            return fields
        return {**fields, "team": now}

    def with_newer_name(self, fields: "Fields") -> "Fields":
        """Return the fields of an entry as they were written, unless its team was renamed since."""
        team = fields.get("team")
        if not isinstance(team, str) or self.name_now(team) == label_of(team):
            return fields
        return self.with_name_now(fields)

    def written_name(self, name: str) -> str:
        """Return what an entry is written with whose team somebody calls by a name now."""
        for written in numbered(name):
            if self.name_now(written) == name:
                break
        return written


def _age(rename: Rename) -> tuple[str, str]:
    return rename.hlc, rename.record


def label_of(written: str) -> str:
    """Return the name that people see, without the number behind it."""
    name, _, number = written.rpartition(_SEPARATOR)
    if name and number.isdecimal():
        return name
    return written


def numbered(name: str) -> "Iterator[str]":
    """Yield what entries are written with of the first, the second … team of a name; endless."""
    yield name
    number = 2
    while True:
        yield f"{name}{_SEPARATOR}{number}"
        number += 1


def changed_names(
    before: TeamNames,
    after: TeamNames,
    in_use: "Iterable[str]",
) -> dict[str, set[str]]:
    """Return the names that some of their teams no longer have, each with the names since.

    Args:
        before: what the teams were called.
        after: what they are called.
        in_use: the names that entries are shown under, in every spelling.
    """
    since: dict[str, set[str]] = {}
    renames = [*before.renames, *after.renames]
    for written in _teams_of(renames, in_use):
        name = before.name_now(written)
        since.setdefault(name, set())
        since[name].add(after.name_now(written))
    return {name: newer for name, newer in since.items() if newer != {name}}


def _teams_of(renames: "list[Rename]", in_use: "Iterable[str]") -> set[str]:
    """Return what entries may be written with whose team has a name that is in renames."""
    teams = set()
    for rename in renames:
        teams.add(rename.old)
        teams.add(rename.new)
    labels = set(map(label_of, teams))
    keys = set(map(name_key, labels))
    for name in in_use:
        if name_key(name) in keys:
            labels.add(name)
    for label in labels:
        # Also the teams that are in no record, because they were never renamed themselves.
        teams.update(islice(numbered(label), _MOST_TEAMS))
    return teams
