"""Watches what people do, and looks in logs and files for what must not be there."""

from collections import defaultdict

from coachlog.domain.typed_text import name_key
from coachlog.storage.patch_json import patch_text, read_patch
from tests.sharing.truth import PRIVATE, WIDTH, Change, Truth
from tests.sharing.words import words_in

# Nobody's device: a file that leaves is read by anybody.
OUTSIDE = "outside"
_NOT_TEXT = ("snapshot", "learner", "known", "epoch")


class BrokenError(AssertionError):
    """Something is where it must not be, or is not where it must be."""


class Witness:
    """What was done to all entries, and which revisions each log has of them."""

    def __init__(self):
        self.truths = defaultdict(Truth)
        self._have = {}
        self._last = {}

    def begin(self, replica):
        self._last[replica] = replica.newest_number()
        self._have[replica] = {}

    def ids(self, replica, record):
        return self._have[replica].get(record, set())

    def refresh(self, replica):
        have = defaultdict(set)
        for number, record in replica.log.all(
            "SELECT id, record FROM revision WHERE tbl = 'entry'"
        ):
            have[record].add(number)
        self._have[replica] = have
        self._last[replica] = replica.newest_number()

    def note(self, replica):
        """Note what was just done in a log."""
        rows = replica.log.all(
            "SELECT id, tbl, record, author, patch FROM revision WHERE number > ? ORDER BY number",
            (self._last[replica],),
        )
        for number, table, record, author, text in rows:
            patch = read_patch(text)
            if table == "entry":
                self._note_change(replica, number, record, author, patch)
            elif table == "feedback" and patch.get("entry"):
                secrets = self.truths[patch["entry"]].secrets
                secrets.setdefault(replica.device, set()).update(words_in(patch))
            elif patch.get("entry"):
                self.truths[patch["entry"]].about |= words_in(patch)
        self.refresh(replica)

    def _note_change(self, replica, number, record, author, patch):
        truth = self.truths[record]
        if patch.get("learner"):
            truth.secrets.setdefault(replica.device, set()).update(words_in(patch["learner"]))
        texts = {name: value for name, value in patch.items() if name not in _NOT_TEXT}
        share = patch.get("share") or ""
        if "share" in patch or not truth.changes:
            share = share or "team"
        truth.changes[number] = Change(
            id=number,
            device=replica.device,
            author=author,
            known=frozenset(self.ids(replica, record)),
            share=share,
            team=patch["team"] if "moved_from" in patch else "",
            is_purge=bool(patch.get("purged")),
            words=frozenset(words_in(texts)),
            whole=frozenset(self._row_words(replica, record)),
        )
        self._have[replica].setdefault(record, set()).add(number)

    def _row_words(self, replica, record):
        row = replica.log.db.execute("SELECT * FROM entry WHERE uuid = ?", (record,))
        names = [column[0] for column in row.description]
        values = row.fetchone()
        if values is None:
            return set()
        fields = dict(zip(names, values, strict=True))
        del fields["learner"]
        return words_in(fields)

    def check_log(self, replica):
        """Look for everything that a log must not have."""
        self.refresh(replica)
        rows = dict(replica.log.all("SELECT uuid, share FROM entry"))
        trainers = dict(replica.log.all("SELECT uuid, trainer FROM entry"))
        present = stored_words(replica.log)
        for record, truth in self.truths.items():
            if not truth.changes:
                continue
            ids = self.ids(replica, record)
            self._check_width(replica, truth, rows.get(record), trainers.get(record), ids)
            forbidden = truth.forbidden(ids, replica.device, replica.heard | set(replica.teams))
            for table, words in present.items():
                leaked = words & forbidden
                if leaked and table == "held" and not truth.is_purged(ids):
                    leaked -= truth.may_wait(ids)
                if leaked:
                    raise BrokenError(f"withdrawn text in {table} of {replica.name}: {leaked}")

    def _check_width(self, replica, truth, share, trainer, ids):
        if share is None:
            return
        if truth.is_purged(ids):
            raise BrokenError(f"{replica.name} shows what was erased")
        if truth.is_withdrawn(ids) and share != PRIVATE:
            raise BrokenError(f"{replica.name} shows a withdrawn entry as {share}")
        if share == PRIVATE and trainer != replica.name:
            raise BrokenError(f"{replica.name} has a private entry of {trainer}")
        if WIDTH[share] > 1 and not truth.may_be_in_meeting(ids):
            raise BrokenError(f"{replica.name} has in the meeting what was taken back")

    def check_leaving(self, replica, team, revisions):
        """Look for everything that must not leave a log for a team."""
        words = words_in([patch_text(revision.patch) for revision in revisions])
        self.check_words(replica, team, words)

    def check_words(self, replica, team, words):
        """Look among words for all that others of a team must not read, as a log knows it."""
        self.refresh(replica)
        rows = replica.log.all("SELECT uuid, team, share FROM entry WHERE share <> 'private'")
        readable = {uuid for uuid, name, _ in rows if name_key(name) == name_key(team)}
        for record, truth in self.truths.items():
            if not truth.changes:
                continue
            if record in readable:
                forbidden = truth.forbidden(self.ids(replica, record), OUTSIDE, {team})
            else:
                forbidden = truth.words() | truth.about
            for secret in truth.secrets.values():
                forbidden = forbidden | secret
            if words & forbidden:
                raise BrokenError(f"{replica.name} sends {words & forbidden} to {team}")


def stored_words(log):
    """Return by table the planted words in all that SQLite shows of a log."""
    result = {}
    for table in _TABLES or _note_tables(log):
        rows = log.db.execute(f"SELECT * FROM {table}").fetchall()
        if rows:
            result[table] = words_in(repr(rows))
    return result


_TABLES = []


def _note_tables(log):
    names = log.column(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    # The full-text index is looked at in a test of its own.
    _TABLES.extend(name for name in names if not name.startswith(("entry_fts", "_")))
    return _TABLES
