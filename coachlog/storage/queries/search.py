"""Full-text search. Whatever is typed is a query for words, never for the search engine's own syntax."""

from itertools import islice
from typing import NamedTuple

from coachlog.storage.entry_table import COLUMNS
from coachlog.storage.file.schema import SEARCHED
from coachlog.storage.queries.entries import conditions, to_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.entry import Entry
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

BEST = 20
MOST_WORDS = 40
SNIPPET_WORDS = 16
HIT_START, HIT_END = "«", "»"
# What happened, the lesson and the topic say most about what an entry is about.
WEIGHTS = {
    "happened": 4.0,
    "recovery": 2.0,
    "expected": 2.0,
    "why": 1.0,
    "lesson": 3.0,
    "rule_ref": 3.0,
    "topics": 3.0,
}


class Hit(NamedTuple):
    """An entry that was found, and a snippet of it in which the hits stand in « »."""

    entry: "Entry"
    snippet: str


def search(log: "Log", text: str, entry_filter: "Filter") -> tuple[list[Hit], bool]:
    """The entries that answer best to the words in `text`, and whether they have all of them.

    First those that have every word, then, where there are none, those with words that begin so, then those with any
    of the words. Ranked by BM25 (https://www.sqlite.org/fts5.html#the_bm25_function); at most 20 unless the
    filter has a limit of its own.

    Raises:
        ValueError: there is no word in `text`.
    """
    words = query_words(text)
    if not words:
        raise ValueError("there is nothing to search for: give a word or two")
    quoted = [f'"{word}"' for word in words]
    attempts = [
        " AND ".join(quoted),
        " AND ".join(f"{word}*" for word in quoted),
        " OR ".join(quoted),
    ]
    for query in dict.fromkeys(attempts):
        if found := _matching(log, query, entry_filter):
            return found, query != attempts[-1] or len(words) == 1
    return [], True


def query_words(text: str) -> list[str]:
    """The words to look for: what stands between blanks and has a letter or a digit, at most 40."""
    chunks = text.replace("\0", " ").replace('"', " ").encode("utf-8", "ignore").decode().split()
    return list(islice((chunk for chunk in chunks if any(map(str.isalnum, chunk))), MOST_WORDS))


def _matching(log: "Log", query: str, entry_filter: "Filter") -> list[Hit]:
    where, values = conditions(log, entry_filter)
    columns = ", ".join(f"e.{column}" for column in COLUMNS.split(", "))
    weights = ", ".join(str(WEIGHTS[column]) for column in SEARCHED)
    rows = log.all(
        f"""SELECT {columns}, snippet(entry_fts, -1, '{HIT_START}', '{HIT_END}', '…', {SNIPPET_WORDS})
            FROM entry_fts CROSS JOIN entry e ON e.id = entry_fts.rowid
            WHERE entry_fts MATCH :query AND rank MATCH 'bm25({weights})' AND {where}
            ORDER BY rank LIMIT :limit""",
        values
        | {"query": query, "limit": BEST if entry_filter.limit is None else entry_filter.limit},
    )
    return [Hit(to_entry(row[:-1]), row[-1]) for row in rows]
