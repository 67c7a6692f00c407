"""Words that follow the texts of many people who write at once: each tells who planted it."""

import gzip
import re
import sqlite3
from contextlib import closing, suppress

_LETTERS = "bcdfghjkmpqtvwx"  # no ends that a stemmer would cut off
_WRITER, _NUMBER = 2, 5  # letters
_WORD = re.compile(rb"zqz([bcdfghjkmpqtvwx]{7})")


def planted_word(chance, writer, number):
    """Return the word with a number of a writer; a full-text index stores most of it."""
    beginning = "".join(chance.choices(_LETTERS, k=4))
    return f"{beginning}zqz{_letters(writer, _WRITER)}{_letters(number, _NUMBER)}"


def _letters(number, count):
    text = ""
    for _ in range(count):
        number, digit = divmod(number, len(_LETTERS))
        text += _LETTERS[digit]
    return text


def planted_in(data):
    """Return the ends of the planted words in a text or in bytes."""
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogateescape")
    return {end.decode() for end in _WORD.findall(data)}


def planted_in_file(path):
    """Return the ends of the planted words in a file, as it is and unpacked."""
    data = path.read_bytes()
    words = planted_in(data)
    with suppress(OSError, EOFError):
        words |= planted_in(gzip.decompress(data))
    return words


def planted_in_log(path):
    """Return the ends of the planted words in all rows of a log, and in its full-text index.

    Not in the free parts of its pages: SQLite leaves copies there when it divides a page.
    """
    words = set()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        for table, sql in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"):
            if not sql.startswith("CREATE VIRTUAL"):
                for row in db.execute(f"SELECT * FROM {table}"):
                    words |= planted_in_row(row)
    return words


def planted_in_row(row):
    """Return the ends of the planted words in the values of a row."""
    words = set()
    for value in row:
        if isinstance(value, str | bytes):
            words |= planted_in(value)
    return words
