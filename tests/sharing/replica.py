"""A log on a computer of its own, whose user does what people do."""

import shutil
from datetime import timedelta

from coachlog.clock import FixedClock
from coachlog.errors import CoachlogError
from coachlog.services import checkin, clear, delete, edit, feedback, record, reply, status, undo
from coachlog.services.settings import load_settings
from coachlog.storage import purge, shelves
from coachlog.storage.arrivals import arrive
from coachlog.storage.departures import departures
from coachlog.storage.file.open import open_log
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.revisions import device_of
from coachlog.storage.shelves import Shelf

TOPICS = ("fees", "forms", "tone")
_TEXTS = ("happened", "recovery", "lesson")


class Replica:
    """A log and its user; each action takes a number that says what it is done with."""

    def __init__(self, template, path, name, teams, at, seed):
        shutil.copyfile(template, path)
        self.path = str(path)
        self.name = name
        self.teams = list(teams)
        self.clock = FixedClock(at, seed=seed)
        self.log = open_log(self.path, self.clock, default=False, create=True)
        self.log.reader = self.log.login = name
        self.log.disable_fsync()
        # Nobody else has the file. A lock for each query would take half of the time.
        self.log.run("PRAGMA locking_mode = EXCLUSIVE")
        self.log.run("PRAGMA journal_mode = MEMORY")
        with self.log.atomic():
            new_device = f"{seed % (1 << 48):012x}"
            self.log.run("UPDATE meta SET value = ? WHERE name = 'device'", (new_device,))
        self.device = device_of(self.log)
        self.settings = load_settings(self.log, given_name=name)
        self.heard = set()

    def wait(self, seconds):
        self.clock.at += timedelta(seconds=seconds)

    def act(self, action, number, word):
        """Do something; return whether it could be done."""
        try:
            getattr(self, f"do_{action}")(number, word)
        except CoachlogError:
            return False
        return True

    def newest_number(self):
        return newest_number(self.log)

    def entries(self, condition="1"):
        return self.log.column(f"SELECT uuid FROM entry WHERE {condition} ORDER BY uuid")

    def chosen(self, number, condition="1"):
        """Return the uuid of one of the entries that the user may see."""
        uuids = self.log.column(
            "SELECT uuid FROM entry WHERE (share <> 'private' OR trainer = ?)"
            f" AND {condition} ORDER BY uuid",
            (self.name,),
        )
        return uuids[number % len(uuids)] if uuids else "ffffffff"

    def _edit(self, uuid, patch):
        edit.edit(self.log, self.settings, uuid, patch)

    def do_record(self, number, word):
        typed = {
            "kind": ("correction", "mistake")[number % 2],
            "team": self.teams[number // 2 % len(self.teams)],
            "topics": [TOPICS[number // 4 % 3]],
            "happened": word,
            "share": ("team", "team", "private", "meeting")[number // 12 % 4],
        }
        record.record(self.log, self.settings, typed)

    def do_edit(self, number, word):
        self._edit(self.chosen(number // 3), {_TEXTS[number % 3]: word})

    def do_topics(self, number, word):
        uuid = self.chosen(number // 3)
        topics = list(find_entry(self.log, uuid).topics)
        topic = TOPICS[number % 3]
        if topic in topics and len(topics) > 1:
            topics.remove(topic)
        else:
            topics.append(topic)
        self._edit(uuid, {"topics": topics})

    def _own(self, number, condition):
        return self.chosen(number, f"trainer = '{self.name}' AND {condition}")

    def do_private(self, number, word):
        self._edit(self._own(number, "share <> 'private'"), {"share": "private"})

    def do_share(self, number, word):
        share = ("team", "team", "meeting")[number % 3]
        self._edit(self._own(number, "share = 'private'"), {"share": share})

    def do_clear(self, number, word):
        entry = find_entry(self.log, self.chosen(number, "share = 'team'"))
        clear.clear(self.log, self.settings, [entry])

    def do_take_back(self, number, word):
        entry = find_entry(self.log, self.chosen(number, "share = 'meeting'"))
        clear.take_back(self.log, [entry])

    def do_move(self, number, word):
        team = self.teams[number % len(self.teams)]
        self._edit(self.chosen(number // 2, f"team <> '{team}'"), {"team": team})

    def do_learner(self, number, word):
        self._edit(self._own(number, "1"), {"learner": word})

    def do_delete(self, number, word):
        delete.delete(self.log, [self.chosen(number)])

    def do_bring_back(self, number, word):
        deleted = self.log.column(
            "SELECT DISTINCT record FROM revision WHERE tbl = 'entry'"
            " AND record NOT IN (SELECT uuid FROM entry) ORDER BY record"
        )
        if deleted:
            delete.bring_back(self.log, [deleted[number % len(deleted)]])

    def do_undo(self, number, word):
        undo.undo(self.log)

    def do_redo(self, number, word):
        undo.redo(self.log)

    def do_purge(self, number, word):
        purge.purge(self.log)

    def do_reply(self, number, word):
        reply.reply(self.log, self.chosen(number), "idea", word)

    def do_thanks(self, number, word):
        reply.reply(self.log, self.chosen(number), "thanks", word)

    def do_checkin(self, number, word):
        checkin.check_in(self.log, self.chosen(number), "unprompted", word, early=True)

    def do_adopt(self, number, word):
        status.set_status(self.log, self.settings, self.chosen(number), "adopted", word)

    def do_feedback(self, number, word):
        feedback.give(self.log, self.chosen(number), {"pace": "right", "comment": word})

    def bundle(self, team):
        """Return what others of a team may have, as it would leave in a bundle."""
        return list(departures(self.log, [team]).revisions)

    def take(self, team, revisions):
        self.heard.add(team)
        with self.log.atomic():
            return arrive(self.log, revisions, "merge")

    def exchange(self, shelf):
        """Exchange all of the user's teams through a shelf, as `sync` does."""
        from coachlog.services.sync import exchange

        with self.log.atomic():
            shelves.add_shelf(self.log, Shelf(shelf.id, shelves.FOLDER, "-"))
            for team in self.teams:
                shelves.add_team(self.log, shelf.id, team)
        self.heard.update(self.teams)
        synced = exchange(self.log, [shelf])
        # What others wrote and came in a bundle goes on to a hub from a supervisor alone.
        troubles = [each for each in synced.troubles if not each.name.startswith("Changes by ")]
        assert (synced.away, troubles) == ([], [])
