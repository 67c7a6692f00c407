"""The spelling of teams and topics in revisions from elsewhere: that of this log.

A name has one spelling in a log, and two logs may have chosen different ones. So each keeps its
own in what it stores: to write a change of spelling would make two logs change it for ever.
"""

from coachlog.domain.fields import SNAPSHOT, Fields
from coachlog.domain.folding import SNAPSHOT_FIELDS
from coachlog.domain.merging import Revision, without_learner
from coachlog.domain.team_names import label_of
from coachlog.domain.typed_text import name_key
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name
from coachlog.storage.record_tables import TEAM_NAME

_TEAM, _TOPICS = map(SNAPSHOT_FIELDS.index, ("team", "topics"))


class ArrivalSpelling:
    """Gives names the spelling in use; of several new spellings of one name the first counts."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._as_written: dict[tuple[str, str], str] = {}
        self._by_key: dict[tuple[str, str], str] = {}

    def of(self, revision: Revision) -> Revision:
        """Return a revision of an entry as it is stored: never with a learner, either."""
        if revision.table == TEAM_NAME:
            return self._of_rename(revision)
        if revision.table != "entry":
            return revision
        public = without_learner(self._respelled(revision.patch))
        if public is revision.patch:
            return revision
        return revision._replace(patch=public)

    def _respelled(self, patch: Fields) -> Fields:
        """Return a patch with the names as they are spelled here; mostly it is as it was."""
        changed: Fields = {}
        if "team" in patch:
            changed["team"] = self._team(patch["team"])
        if "topics" in patch:
            changed["topics"] = self._topics(patch["topics"])
        snapshot = patch.get(SNAPSHOT)
        if snapshot:
            values = list(snapshot)
            values[_TEAM] = self._team(values[_TEAM])
            values[_TOPICS] = self._topics(values[_TOPICS])
            changed[SNAPSHOT] = values
        if all(patch[field] == value for field, value in changed.items()):
            return patch
        return {**patch, **changed}

    def _of_rename(self, revision: Revision) -> Revision:
        """Return a rename that leads to the spelling in use, unless it is a change of spelling."""
        patch = dict(revision.patch)
        old = patch.get("old")
        new = patch.get("new")
        if not old or not new:
            return revision
        if name_key(old) == name_key(new):
            return revision
        patch["new"] = self._team(new)
        return revision._replace(patch=patch)

    def _team(self, written: str) -> str:
        """Return a team as entries are written with it, perhaps with a number behind its name."""
        label = label_of(written)
        number = written.removeprefix(label)
        spelled = self._spelled("team", label)
        return spelled + number

    def _topics(self, topics: list[str]) -> list[str]:
        return list(dict.fromkeys(self._spelled("topic", topic) for topic in topics))

    def _spelled(self, table: str, name: str) -> str:
        spelled = self._as_written.get((table, name))
        if spelled is None:
            key = table, name_key(name)
            spelled = self._by_key.get(key) or known_name(self._log, table, name)
            if spelled is None:
                # Only entries that the reader may not see can have another spelling.
                ledger.respell_hidden(self._log, table, name)
                spelled = name
            self._by_key[key] = self._as_written[table, name] = spelled
        return spelled
