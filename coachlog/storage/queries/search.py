"""Full-text search. Whatever is typed is words to look for, never the search engine's syntax."""

from itertools import islice

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.filters import Filter
from coachlog.named_tuple import NamedTuple
from coachlog.storage.file.connection import Log
from coachlog.storage.file.schema import SEARCHED
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES

DEFAULT_LIMIT = 20
MOST_WORDS = 40
MOST_RANKED = 2_000  # matches; ranking these takes some 10 ms
# What happened, the lesson and the topic say most about the subject of an entry.
_WEIGHTS = {
    "happened": 4.0,
    "recovery": 2.0,
    "expected": 2.0,
    "why": 1.0,
    "lesson": 3.0,
    "rule_ref": 3.0,
    "topics": 3.0,
}
_FULL_TEXT = FEW_ENTRIES._replace(tables="entry_fts CROSS JOIN entry e ON e.id = entry_fts.rowid")
_RANK = f"bm25({', '.join(str(_WEIGHTS[column]) for column in SEARCHED)})"
# SQLite weighs each match in an entry against all others: a word that stands there 40,000 times
# took 21 seconds. So it makes the snippets of short entries alone.
_LONGEST_FOR_SNIPPET = 4_000
_LENGTH = " + ".join(f"length(coalesce(e.{column}, ''))" for column in SEARCHED)
_SNIPPET = f"""CASE WHEN {_LENGTH} <= {_LONGEST_FOR_SNIPPET}
               THEN snippet(entry_fts, -1, '«', '»', '…', 16) END"""
_SNIPPET_SIDE = 60  # characters on either side of a match in a long entry
_NEWEST = """
    SELECT rowid FROM entry_fts WHERE entry_fts MATCH :match ORDER BY rowid DESC LIMIT :most
"""


class Hit(NamedTuple):
    """An entry that matches, and a snippet of it in which the matching words stand in « ».

    Attributes:
        entry: the entry.
        snippet: where the words stand; the beginning of its text if they stand in its topics only.
            None until it is made.
    """

    entry: Entry
    snippet: str | None


class SearchResult(NamedTuple):
    """The best matches, the best one first, and what there is to say about them.

    Attributes:
        hits: the matches.
        total: how many matches there are.
        is_exact: whether there are no more; very many are not counted.
        have_all_words: whether the matches have all of the words.
    """

    hits: list[Hit]
    total: int = 0
    is_exact: bool = True
    have_all_words: bool = True


def search(
    log: Log,
    text: str,
    entry_filter: Filter,
    default_limit: int = DEFAULT_LIMIT,
) -> SearchResult:
    """Return the entries that best match the words in a text.

    These are the entries with every word; if there are none, those with words that begin so; and
    if there are none either, those with any of the words. They are ranked by BM25
    (https://www.sqlite.org/fts5.html#the_bm25_function), of very many the newest.

    Args:
        log: the log.
        text: what was typed.
        entry_filter: which entries.
        default_limit: how many at most if the filter has no limit; `MOST_RANKED` or fewer.

    Raises:
        ValueError: there is no word in `text`.
    """
    words = query_words(text)
    if not words:
        raise ValueError("there is nothing to search for. Type a word or two")
    quoted = [f'"{word}"' for word in words]
    beginnings = [f"{word}*" for word in quoted]
    any_word = " OR ".join(quoted)
    for match in (" AND ".join(quoted), " AND ".join(beginnings), any_word):
        result = _matching(log, match, entry_filter, default_limit)
        if result.hits:
            hits = [hit if hit.snippet else _with_snippet(hit, words) for hit in result.hits]
            have_all_words = match != any_word or len(words) == 1
            return result._replace(hits=hits, have_all_words=have_all_words)
    return SearchResult([])


def query_words(text: str) -> list[str]:
    """Return the first 40 words to look for: whatever has a letter or digit, between blanks."""
    # A quote would end the query's string, and a NUL or a lone surrogate stops SQLite.
    clean = text.replace("\0", " ").replace('"', " ").encode("utf-8", "ignore").decode()
    words = (word for word in clean.split() if any(map(str.isalnum, word)))
    return list(islice(words, MOST_WORDS))


def _informative(snippet: str | None, entry: Entry) -> str | None:
    """Return the snippet of an entry, or the beginning of its text where that is its topics only.

    Listings show the topics anyway, and not what it is about.
    """
    if not snippet:
        return None
    text = snippet.replace("«", "").replace("»", "")
    if text == LIST_SEPARATOR.join(entry.topics) != entry.happened:
        return _beginning(entry)
    return snippet


def _beginning(entry: Entry) -> str:
    most = 2 * _SNIPPET_SIDE
    if len(entry.happened) <= most:
        return entry.happened
    return f"{entry.happened[:most]}…"


def _with_snippet(hit: Hit, words: list[str]) -> Hit:
    """Return a hit with a snippet around the first of the words in it, as far as it has them."""
    for column in SEARCHED:
        value = getattr(hit.entry, column) or ""
        text = value if isinstance(value, str) else LIST_SEPARATOR.join(value)
        lowered = text.lower()
        for word in words:
            start = lowered.find(word.lower())
            if start >= 0:
                end = start + len(word)
                before = text[max(0, start - _SNIPPET_SIDE) : start]
                after = text[end : end + _SNIPPET_SIDE]
                return hit._replace(snippet=f"…{before}«{text[start:end]}»{after}…")
    return hit._replace(snippet=_beginning(hit.entry))


def _matching(
    log: Log,
    match: str,
    entry_filter: Filter,
    default_limit: int,
) -> SearchResult:
    """Return the best matches.

    A frequent word is in half of all entries, and ranking those would take seconds: the newest
    matches are enough if as many of them as are asked for pass the filter.
    """
    enough = entry_filter.limit_or(DEFAULT_LIMIT)
    most = max(enough, MOST_RANKED)
    newest = _newest(log, match)
    if not newest:
        return SearchResult([])
    query = _matches(log, match, entry_filter).where("entry_fts.rowid >= :since", since=newest[-1])
    best = _best(query, most)
    is_exact = len(newest) < MOST_RANKED
    if len(best) < enough and not is_exact:
        best = _best(_matches(log, match, entry_filter), most)
        is_exact = len(best) < most
    if not best:
        return SearchResult([])  # all matches are somebody else's, or the filter has none of them
    total = len(best)
    best = best[: entry_filter.limit_or(default_limit)]
    # Apart, because a snippet would be made of every match to be ranked.
    numbers = ", ".join(map(str, best))
    of_best = _matches(log, match, entry_filter).where(
        "entry_fts.rowid BETWEEN :lowest AND :highest",
        lowest=min(best),
        highest=max(best),
    )
    # The plus keeps SQLite from searching the index again for each of the numbers.
    of_best.where(f"+entry_fts.rowid IN ({numbers})")
    hits = {}
    for row in of_best.rows(f"{ENTRY_COLUMNS}, {_SNIPPET}, e.id"):
        entry = to_entry(row, log)
        hits[row[-1]] = Hit(entry, _informative(row[-2], entry))
    return SearchResult([hits[number] for number in best], total=total, is_exact=is_exact)


def _newest(log: Log, match: str) -> list[int]:
    """Return the row numbers of the newest matches, whoever may see them, the newest first."""
    return log.column(_NEWEST, {"match": match, "most": MOST_RANKED})


def _matches(log: Log, match: str, entry_filter: Filter) -> Query:
    return Query(log, entry_filter, _FULL_TEXT).where("entry_fts MATCH :match", match=match)


def _best(query: Query, limit: int) -> list[int]:
    """Return the row numbers of the best matches, the best one first."""
    query.where(f"rank MATCH '{_RANK}'")
    return [number for (number,) in query.rows("e.id", f"ORDER BY rank LIMIT {limit}")]
