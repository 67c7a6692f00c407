"""Whatever three people write, a copy has all of a person that its reader may know, and no more.

Each text that is written has a number of its own, so that what a copy has can be compared with what
`history` tells the same reader, and with what the file has in private entries.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coachlog.clock import FixedClock
from coachlog.errors import CoachlogError, NotFoundError
from coachlog.services import edit, reply, undo
from coachlog.services.delete import bring_back, delete
from coachlog.services.history import entry_history
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.subject_access import subject_access
from coachlog.storage.conditions import marks
from coachlog.storage.file.open import open_log
from coachlog.storage.folds import fold_many

PEOPLE = ("ana", "ben", "kim")
SUBJECT = "Zara"
# With the name and without it, in spellings that a mask knows.
WORDS = ("Zara", "ZARA", "zára", "Nobody")
FIELDS = ("happened", "lesson", "why", "recovery")
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["record"] * 3
            + ["private", "learner", "edit", "edit", "reply", "delete", "bring back"]
            + ["undo", "redo", "hide", "show", "hand over"]
        ),
        st.sampled_from(PEOPLE),
        st.integers(0, 5),
        st.sampled_from(WORDS),
        st.sampled_from(FIELDS),
    ),
    min_size=2,
    max_size=16,
)


class Office:
    """A log in which three people write texts, each of them with a number."""

    def __init__(self, folder):
        self.clock = FixedClock(datetime(2026, 11, 2, 9, tzinfo=UTC), seed=1)
        self.log = open_log(str(folder / "log.db"), self.clock, default=False, create=True)
        self.log.disable_fsync()
        self.entries = []
        self.count = 0

    def become(self, name):
        self.log.reader = self.log.login = name
        return Settings({"trainer": name, "team": "permits", "similar": "no"})

    def text(self, word):
        self.count += 1
        return f"{word} did thing n{self.count}."

    def act(self, action, name, index, word, field):
        """Do one thing as somebody; what is refused changes nothing."""
        self.clock.at += timedelta(hours=5)
        person = self.become(name)
        text = self.text(word)
        if action in ("record", "private", "learner"):
            fields = {"kind": "correction", "topics": ["fees"], "happened": text}
            if action == "private":
                fields["share"] = "private"
            if action == "learner":
                fields["learner"] = word
            self.entries.append(record(self.log, person, fields).fields["uuid"])
        elif action == "undo":
            undo.undo(self.log)
        elif action == "redo":
            undo.redo(self.log)
        elif self.entries:
            self.change(action, person, self.entries[index % len(self.entries)], text, field)

    def change(self, action, person, uuid, text, field):
        if action == "edit":
            edit.edit(self.log, person, uuid, {field: text})
        elif action == "reply":
            reply.reply(self.log, uuid, "idea", text)
        elif action == "delete":
            delete(self.log, [uuid])
        elif action == "bring back":
            bring_back(self.log, [uuid])
        elif action == "hide":
            edit.edit(self.log, person, uuid, {"share": "private"})
        elif action == "show":
            edit.edit(self.log, person, uuid, {"share": "team"})
        elif action == "hand over":
            edit.edit(self.log, person, uuid, {"trainer": PEOPLE[self.count % 3]})

    def readable_texts(self):
        """Return the texts of entries whose history the reader sees, and the answers to those."""
        texts = []
        for uuid in self.entries:
            with suppress(NotFoundError):
                for change in entry_history(self.log, uuid.replace("-", "")):
                    texts.append(str(change.after))
                # Those of a deleted entry are there as long as it is.
                texts += self.log.column("SELECT text FROM reply WHERE entry = ?", (uuid,))
        return texts

    def private_numbers(self):
        """Return the numbers in entries that are somebody else's and private, from the file."""
        hidden = []
        for uuid, fields in fold_many(self.log, self.entries).items():
            if fields.get("share") == "private" and fields["trainer"] != self.log.reader:
                hidden.append(uuid)
        patches = self.log.column(
            f"SELECT patch FROM revision WHERE record IN ({marks(hidden)})", hidden
        )
        return numbers_in(" ".join(patches))

    def copy(self, name):
        """Return the rows of a copy for the reader; none where there is nothing."""
        try:
            return subject_access(self.log, [name]).rows
        except NotFoundError:
            return []


def numbers_in(text):
    return set(re.findall(r"\bn\d+\b", text))


def numbers_of(rows):
    return numbers_in(" ".join(str(row.text) for row in rows))


def names_subject(text):
    return re.search(r"\bz[aá]ra\b", text.lower()) is not None


SHARED_AFTER_IT_WAS_PRIVATE = [
    ("private", "ana", 0, "Zara", "happened"),
    ("edit", "ana", 0, "Nobody", "happened"),
    ("show", "ana", 0, "Nobody", "happened"),
    ("edit", "ben", 0, "ZARA", "lesson"),
    ("reply", "kim", 0, "zára", "lesson"),
    ("hide", "ana", 0, "Nobody", "happened"),
]
DELETED_AND_HANDED_OVER = [
    ("learner", "ana", 0, "Zara", "happened"),
    ("hand over", "ana", 0, "Zara", "happened"),
    ("edit", "kim", 0, "Zara", "why"),
    ("delete", "ben", 0, "Zara", "why"),
]


@settings(max_examples=30)
@example(SHARED_AFTER_IT_WAS_PRIVATE[:5])
@example(SHARED_AFTER_IT_WAS_PRIVATE)
@example(DELETED_AND_HANDED_OVER)
@given(ACTIONS)
def test_a_copy_has_every_readable_text_that_names_somebody_and_nothing_else(
    tmp_path_factory, actions
):
    office = Office(tmp_path_factory.mktemp("office"))
    for action in actions:
        with suppress(CoachlogError):
            office.act(*action)
    for reader in PEOPLE:
        office.become(reader)
        readable = office.readable_texts()
        naming = numbers_in(" ".join(filter(names_subject, readable)))
        private = office.private_numbers()
        rows = office.copy(SUBJECT)
        named = [row for row in rows if row.role == "named" and names_subject(str(row.text))]
        assert naming <= numbers_of(rows)
        # An answer that the reader took back is theirs to read, too.
        own = office.log.column("SELECT patch FROM revision WHERE author = ?", (reader,))
        allowed = numbers_in(" ".join([*readable, *own])) - private
        assert numbers_of(rows) <= allowed
        assert [row for row in rows if row.role == "named"] == named
        # Whom an entry is about: known to its owner, and to whoever wrote that down.
        own = office.log.column(
            """SELECT uuid FROM entry WHERE trainer = :reader
               UNION SELECT record FROM revision WHERE author = :reader""",
            {"reader": reader},
        )
        learning = {row.record for row in rows if row.field == "learner"}
        assert learning <= set(own)
        for other in PEOPLE:
            assert numbers_of(office.copy(other)).isdisjoint(private)
            shown = {row.text for row in office.copy(other) if row.field in ("trainer", "author")}
            assert shown <= {other, "[name]"}
