"""What each log may have, from what was done and what its doer knew, whatever the program says.

It shares no code with the fold. For each change it has the revisions of the entry that were in the
writer's log; a log is judged by those that are in it.
"""

from typing import NamedTuple

PRIVATE = "private"
WIDTH = {PRIVATE: 0, "team": 1, "meeting": 2}


class Change(NamedTuple):
    """A change of an entry.

    Attributes:
        id: Its revision.
        device: The log in which it was made.
        author: Who made it.
        known: The revisions of the entry that were in that log before.
        share: Who may read the entry by it; an empty text if it does not say.
        team: The team to which it moves the entry; an empty text if it does not.
        is_purge: Whether it erases the entry.
        words: The words that it adds.
        whole: All words that the entry had after it.
    """

    id: bytes
    device: str
    author: str
    known: frozenset[bytes]
    share: str
    team: str
    is_purge: bool
    words: frozenset[str]
    whole: frozenset[str]


class Truth:
    """What was done to one entry.

    Attributes:
        changes: By their revisions.
        about: The words that others wrote about it.
        secrets: The words that never leave the log in which they were written: of a learner.
    """

    def __init__(self) -> None:
        self.changes: dict[bytes, Change] = {}
        self.about: set[str] = set()
        self.secrets: dict[str, set[str]] = {}

    @property
    def first(self) -> Change:
        """The change that made the entry."""
        return next(iter(self.changes.values()))

    def words(self) -> set[str]:
        """Return all words that were ever in the entry."""
        result: set[str] = set()
        for change in self.changes.values():
            result |= change.words | change.whole
        return result

    def _in(self, ids: set[bytes]) -> list[Change]:
        return [change for number, change in self.changes.items() if number in ids]

    def is_withdrawn(self, ids: set[bytes]) -> bool:
        """Return whether a log with some revisions knows that its writer has it to themselves."""
        changes = self._in(ids)
        widened = [change for change in changes if WIDTH.get(change.share, 0)]
        for change in changes:
            if change.share == PRIVATE and not any(change.id in wide.known for wide in widened):
                return True
        return False

    def is_purged(self, ids: set[bytes]) -> bool:
        """Return whether a log with some revisions knows that it was erased."""
        return any(change.is_purge for change in self._in(ids))

    def may_be_in_meeting(self, ids: set[bytes]) -> bool:
        """Return whether a log with some revisions may show it in a meeting."""
        changes = self._in(ids)
        cleared = [change for change in changes if change.share == "meeting"]
        for change in changes:
            is_narrower = change.share in (PRIVATE, "team") and change.id != self.first.id
            if is_narrower and not any(change.id in other.known for other in cleared):
                return False
        return True

    def forbidden(self, ids: set[bytes], device: str, teams: set[str]) -> set[str]:
        """Return the words that must not be in a log.

        Args:
            ids: The revisions of the entry that it has.
            device: The log.
            teams: The names of the teams whose changes it ever took.
        """
        secret: set[str] = set()
        for writer, words in self.secrets.items():
            if writer != device:
                secret |= words
        if self.is_purged(ids):
            return self.words() | secret | self.about
        if device == self.first.device:
            return secret
        changes = self._in(ids)
        if self.is_withdrawn(ids):
            narrowed = {change.device for change in changes if change.share == PRIVATE}
            return secret if device in narrowed else self.words() | secret
        return secret | self._replaced(changes, device, teams)

    def may_wait(self, ids: set[bytes]) -> set[str]:
        """Return the words that may wait, unread, in a log with some revisions.

        They were written under a share that has not arrived, and nothing that has arrived tells
        that this share was withdrawn. Whose the entry is has to be known, too.
        """
        present = self._in(ids)
        if self.first not in present and not any(map(self._begins_anew, present)):
            return self.words()
        withdrawn = self._followed_by_withdrawals(ids)
        allowed: set[str] = set()
        for change in self.changes.values():
            seen = set(change.known) | {change.id}
            begins = [each for each in self._in(seen) if self._begins_anew(each)]
            epochs = {
                each.id for each in begins if not any(each.id in other.known for other in begins)
            }
            if epochs - withdrawn:
                allowed |= change.words | change.whole
        return allowed

    def _followed_by_withdrawals(self, ids: set[bytes]) -> set[bytes]:
        """Return the shares that withdrawals have seen, along what a log with `ids` has."""
        shares = [change for change in self.changes.values() if change.share]
        pending = [change for change in shares if change.share == PRIVATE and change.id in ids]
        followed: set[bytes] = set()
        while pending:
            seen = pending.pop().known
            known = [share for share in shares if share.id in seen]
            for share in known:
                is_last = not any(share.id in other.known for other in known)
                if is_last and share.id not in followed:
                    followed.add(share.id)
                    if share.id in ids:
                        pending.append(share)
        return followed

    def _replaced(self, changes: list[Change], device: str, teams: set[str]) -> set[str]:
        """Return the words of before it was shared again, or moved."""
        begins = [change for change in changes if self._begins_anew(change)]
        newest = [each for each in begins if not any(each.id in other.known for other in begins)]
        if not newest:
            return set()
        allowed: set[str] = set()
        for begin in newest:
            if begin.device == device:
                return set()
            if begin.team and begin.team not in teams:
                continue
            allowed |= begin.whole
            for change in changes:
                if begin.id in change.known:
                    allowed |= change.words
        return self.words() - allowed

    def _begins_anew(self, change: Change) -> bool:
        if change.team:
            return True
        if not WIDTH.get(change.share, 0):
            return False
        # Of all that its writer knew, it takes back a withdrawal that nobody had taken back.
        before = self._in(set(change.known))
        widened = [each for each in before if WIDTH.get(each.share, 0)]
        for each in before:
            if each.share == PRIVATE and not any(each.id in wide.known for wide in widened):
                return True
        return False
