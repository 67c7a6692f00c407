"""Earlier entries that are like a new one, ranked by the rare words that they share.

Each longer word of the new text is looked up in the full-text index, which knows its stem. The
fewer entries have a word, the more it counts; a topic counts twice as much as a word that is as
rare. Only the newest entries with a word are read, so that recording is as quick with a million
entries as with a hundred: a rare word reaches back to the first entry, a frequent one some weeks.
Lessons that were shared or adopted are found by their topics as well, however old they are.

Private entries are left out before anything is counted. Otherwise a rank, or an entry that goes
missing, would tell what somebody else has recorded for themselves.
"""

from math import log as logarithm
from math import sqrt

from coachlog.domain.fields import LIST_SEPARATOR, TAUGHT_STATUSES
from coachlog.domain.typed_text import name_key
from coachlog.storage.conditions import SHARED_ENTRY, marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.domain.fields import Fields
    from coachlog.storage.file.connection import Log

MOST_WORDS = 7  # six find less, and eight find no more
SHORTEST_WORD = 3
READ_CHARACTERS = 2_000  # of a text
MOST_MATCHES = 40  # newest entries that are read for a word or a topic
MOST_CANDIDATES = 12  # entries whose texts are read
MOST_LESSONS = 8  # beside those: lessons that were shared or adopted
MOST_TOPICS = 3
MARK_EVERY = 100  # shared entries
MOST_MARKS = 2
# By these a third of the repeats among the pairs of notes in the tests get a link, nine in ten of
# them the right one, and so does one in ten of the notes that repeat nothing.
LEAST_LIKENESS = 80
LEAST_WORDS = 3
ENOUGH_WORDS = 2  # that two entries share, to be alike whatever their topics are
PER_UNIQUE_WORD = 25  # percent, for what only one entry of the log has
FEW_ENTRIES = 50  # in which nothing is rare yet
# What counts beside the words. They were chosen on half of the trades in the pairs of notes that
# tests/storage/test_likeness.py measures; between half and twice as much changes little.
TOPIC_WEIGHT = 2.0  # times as much as a word that is as rare
TEAM_WEIGHT = 3.0
LESSON_WEIGHT = 3.0
# Texts about anything have them, so looking them up would tell nothing.
_EVERYWHERE = """
    about after again all and any are because been before being but can could did does done for from
    got had has have her him his how into its just not now only our out over same she should some
    than that the their them then there they this too very was were what when where which while who
    why will with would you your one two under"""
_AFTER_ALL = 1 << 62
NEWEST_WITH = f"""
    SELECT f.rowid FROM entry_fts f LEFT JOIN entry p INDEXED BY entry_private_by_id
    ON p.share = 'private' AND p.id = f.rowid
    WHERE entry_fts MATCH ? AND f.rowid < ? AND p.id IS NULL
    ORDER BY f.rowid DESC LIMIT {MOST_MATCHES}"""
LESSONS_ON = f"""
    SELECT id FROM entry INDEXED BY entry_taught
    WHERE topics = ? AND lesson IS NOT NULL AND status IN ('shared', 'adopted')
    AND share <> 'private' AND id < ? ORDER BY id DESC LIMIT {MOST_LESSONS}"""

MARK = f"""SELECT id FROM entry e WHERE +{SHARED_ENTRY} AND id < ?
            ORDER BY id DESC LIMIT 1 OFFSET ?"""


class LikeEntry:
    """An entry that is like a new one.

    Attributes:
        number: its row number.
        uuid: its uuid.
        short_id: its id.
        happened: the beginning of its text.
        lesson: its lesson, if it has one.
        status: what became of it.
        team: its team.
        topics: its topics, joined.
        is_own: whether the reader wrote it.
        has_topic: whether it shares a topic.
        has_team: whether the team is the same.
        words: how many words it shares.
        likeness: how much it shares in percent; 100 is as much as four words that no other has.
        weight: how rare all that is, as the sum of natural logarithms.
    """

    def __init__(self, row: "Sequence[Any]", team: str | None) -> None:
        self.number, self.uuid, self.short_id = row[:3]
        self.happened, self.lesson, self.status, self.team, self.topics, self.is_own = row[3:]
        self.has_topic = False
        self.has_team = self.team == team
        self.words = 0
        self.likeness = 0
        self.weight = TEAM_WEIGHT if self.has_team else 0.0
        if self.lesson:
            self.weight += LESSON_WEIGHT

    @property
    def is_like(self) -> bool:
        """Whether it is worth reading for the writer of the new entry.

        A lesson may be about the same without a word in common: texts are short. One's own lesson
        needs a word in common, or every entry on its topic would bring it back.
        """
        if self.words >= ENOUGH_WORDS:
            return True
        is_news_to_team = self.has_team and not self.is_own
        is_near = is_news_to_team or self.words > 0
        return bool(self.lesson and self.has_topic and is_near)


def like_entries(log: "Log", fields: "Fields", before: int = _AFTER_ALL) -> list[LikeEntry]:
    """Return shared entries that may be like an entry, the most alike first.

    Args:
        log: the log.
        fields: the fields of the entry; `happened` is needed, team, topics and rule are looked at.
        before: the row number of the entry, if it is recorded.
    """
    search = _Search(log, before)
    for word in distinctive_words(fields["happened"]):
        search.add_word(word)
    topics = fields.get("topics") or []
    for topic in topics[:MOST_TOPICS]:
        search.add_topic(topic)
    if fields.get("rule_ref"):
        search.add_rule(fields["rule_ref"])
    lessons = log.column(LESSONS_ON, (LIST_SEPARATOR.join(topics), before))
    return search.ranked(lessons, fields.get("team"))


def similar_team_and_topics(
    log: "Log", text: str, team: str | None = None
) -> tuple[str, list[str]] | None:
    """Return the team and topics of the most similar entry; None where none is similar.

    Args:
        log: the log.
        text: the text to compare with.
        team: only entries of this team, in whatever spelling; None for any.
    """
    for entry in like_entries(log, {"happened": text}):
        if entry.is_like and (team is None or name_key(team) == name_key(entry.team)):
            return entry.team, entry.topics.split(LIST_SEPARATOR)
    return None


def earlier_lesson(entries: "Iterable[LikeEntry]") -> LikeEntry | None:
    """Return the entry whose lesson a mistake looks like; None where that is not sure enough."""
    best = None
    for entry in entries:
        is_taught = entry.lesson and entry.status in TAUGHT_STATUSES
        if not is_taught or entry.words < LEAST_WORDS or entry.likeness < LEAST_LIKENESS:
            continue
        if best is None or entry.likeness > best.likeness:
            best = entry
    return best


def distinctive_words(text: str) -> list[str]:
    """Return the longest words of a text in lower case, at most seven."""
    characters = [
        character if character.isalnum() else " " for character in text[:READ_CHARACTERS].lower()
    ]
    words = {word for word in "".join(characters).split() if len(word) >= SHORTEST_WORD}
    words.difference_update(_EVERYWHERE.split())
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


class _Search:
    """What the entries before a row number share with an entry, counted word by word."""

    def __init__(self, log: "Log", before: int) -> None:
        self._log = log
        self._shared = max(log.number("SELECT coalesce(sum(entries), 0) FROM team"), 1)
        self._marks = [before]
        self._weights: dict[int, float] = {}
        # `(word, its newest entries, weight)`.
        self._words: list[tuple[str, list[int], float]] = []
        self._on_topic: set[int] = set()

    def add_word(self, word: str) -> None:
        """Count a word of the text."""
        # A topic counts by itself.
        numbers, weight = self._add(f'- topics : "{word}"', 1.0)
        if numbers:
            self._words.append((word, numbers, weight))

    def add_topic(self, topic: str) -> None:
        """Count a topic."""
        self._on_topic.update(self._add(f"topics : {_phrase(topic)}", TOPIC_WEIGHT)[0])

    def add_rule(self, rule: str) -> None:
        """Count the number of a rule."""
        self._add(f"rule_ref : {_phrase(rule)}", TOPIC_WEIGHT)

    def _add(self, match: str, factor: float) -> tuple[list[int], float]:
        """Count the newest entries that match, and return them and how rare such entries are."""
        numbers = self._log.column(NEWEST_WITH, (match, self._marks[0]))
        span: float = self._shared
        if len(numbers) == MOST_MATCHES:
            span = min(span, self._entries_since(numbers[-1]))
        weight = logarithm(max(span / max(len(numbers), 1), 1.0))
        for number in numbers:
            self._weights[number] = self._weights.get(number, 0.0) + factor * weight
        return numbers, weight

    def ranked(self, lessons: list[int], team: str | None) -> list[LikeEntry]:
        """Return the entries with the greatest weights, and some lessons on the same topics."""
        # Sorting is stable: of equally similar entries the newest comes first, here and below.
        newest_first = sorted(self._weights, reverse=True)
        best = sorted(newest_first, key=self._weights.__getitem__, reverse=True)
        candidates = {*best[:MOST_CANDIDATES], *lessons}
        if not candidates:
            return []
        self._on_topic.update(lessons)
        rows = self._log.all(
            f"""SELECT id, uuid, short_id, substr(happened, 1, {READ_CHARACTERS}), lesson, status,
                       team, topics, trainer IS ?
                FROM entry e WHERE id IN ({marks(candidates)}) AND {SHARED_ENTRY}
                ORDER BY id DESC""",
            [self._log.reader, *candidates],
        )
        entries = [LikeEntry(row, team) for row in rows]
        for entry in entries:
            self._compare(entry)
        entries.sort(key=lambda entry: -entry.weight)
        return entries

    def _compare(self, entry: LikeEntry) -> None:
        """Note what an entry shares."""
        number = entry.number
        entry.has_topic = number in self._on_topic
        shared = self._weights.get(number, 0.0)
        text = f"{entry.happened} {entry.lesson or ''}".lower()
        for word, numbers, weight in self._words:
            if number >= numbers[-1]:
                entry.words += number in numbers
            # Of a frequent word the newest entries alone were looked up.
            elif len(numbers) == MOST_MATCHES and word in text:
                entry.words += 1
                shared += weight
        entry.weight += shared
        unique = logarithm(max(self._shared, FEW_ENTRIES))
        entry.likeness = min(round(PER_UNIQUE_WORD * shared / unique), 100)

    def _entries_since(self, number: int) -> float:
        """Return about how many shared entries were recorded since one of them.

        Row numbers do not tell: private entries, and every change of one, have some between them.
        """
        marks_at = self._marks
        while marks_at[-1] > number and len(marks_at) <= MOST_MARKS:
            marks_at.append(self._log.value(MARK, (marks_at[-1], MARK_EVERY - 1)) or 0)
        for index, mark in enumerate(marks_at):
            if mark <= number:
                return index * MARK_EVERY
        # Somewhere between the last mark and the first entry.
        return sqrt(MOST_MARKS * MARK_EVERY * self._shared)


def _phrase(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'
