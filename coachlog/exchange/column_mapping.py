"""Which column of a file is which field: by its name, by a synonym, or as the user says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from coachlog.domain.suggestions import close_names, no_such
from coachlog.errors import UsageError

_WORD = re.compile(r"[^\W_]+")
# Forms number their questions: `1. Which team are you on?`
_NUMBER = re.compile(r"\s*\d+\s*[.):]\s*(?=\D)")
FEWEST_WORDS = 3  # of a question without its sign


class Match(NamedTuple):
    """A column and its field; a column without a field is skipped.

    `rival` is the column that is used instead. `is_person` says that the column tells who a person
    is, and is never imported. `is_mapped` says that the user decided what it is, or to skip it.
    """

    column_index: int
    column: str
    field: str | None
    rival: str | None = None
    is_person: bool = False
    is_mapped: bool = False


_Meaning = tuple[int, str]  # how unlikely it is that a name stands for a field, and the field


# Guessing the separator of a CSV file asks for the same names again and again.
@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a name without case, accents, blanks, underscores, hyphens and other signs.

    Args:
        name: the heading of a column, or one of ours; `What happened?` becomes `whathappened`.
    """
    return "".join(filter(str.isalnum, _without_accents(name)))


class FieldNames:
    """The fields that rows can fill, and what other programs and people call them."""

    def __init__(
        self,
        fields: Sequence[str],
        synonyms: Iterable[tuple[str, str]],
        hints: Mapping[str, str] | None = None,
        questions: Mapping[str, str] | None = None,
        person_words: str = "",
    ) -> None:
        """Know these fields.

        Args:
            fields: their own names.
            synonyms: fields with their other names, separated by commas, the likelier name first.
                A name means the first field that has it.
            hints: by field the words that stand for it inside a longer heading, such as a form's
                question, separated by commas. A heading with words of two fields is neither.
            questions: by field a pattern of what a form asks, for headings of several words. It is
                matched with the words in small letters, without accents. A heading that matches
                those of two fields is neither.
            person_words: the words in the names of columns that tell who a person is, separated
                by commas.
        """
        self.fields = fields
        self._meanings = {plain_name(field): (0, field) for field in fields}
        for field, names in synonyms:
            for rank, name in enumerate(names.split(","), 1):
                self._meanings.setdefault(plain_name(name), (rank, field))
        self._hints: dict[str, str] = {}
        for field, words in (hints or {}).items():
            self._hints.update(dict.fromkeys(words.split(","), field))
        self._questions = {
            field: re.compile(pattern) for field, pattern in (questions or {}).items()
        }
        self._person_words = frozenset(filter(None, person_words.split(",")))

    def field_of(self, name: str) -> str | None:
        """Return the field that `name` means, or None where it means none."""
        meaning = self._meaning_of(name)
        return meaning[1] if meaning else None

    def knows(self, name: str) -> bool:
        """Whether the name of a column says which field it is."""
        return self._meaning_of(name) is not None

    def is_person(self, name: str) -> bool:
        """Whether the name of a column says that it tells who a person is, and nothing else."""
        # "Comments (leave your name if you like)" is a comment.
        if self.knows(name):
            return False
        return not self._person_words.isdisjoint(_words(name))

    def require(self, name: str) -> str:
        """Return the field that the user means.

        Raises:
            UsageError: there is no field of that name.
        """
        field = self.field_of(name)
        if field is not None:
            return field
        close = close_names(name.strip(), self.fields, limit=2, cutoff=0.5)
        every_field = f"The fields are {', '.join(self.fields)}."
        raise UsageError(no_such("field", name, close, every_field))

    def match(self, columns: Sequence[str], mappings: Iterable[str]) -> list[Match]:
        """Decide which field each column is.

        Args:
            columns: their names, from left to right.
            mappings: pairs `column=field` as the user gives them, which count first; `column=`
                skips that column. Several columns may be mapped to one field.

        Returns:
            A match for each column, in their order. Of several columns that could be one field,
            the likeliest is it, or the first of equally likely ones.

        Raises:
            UsageError: there is no such column or field, or the column tells who a person is.
        """
        mapped = self._mapped(columns, mappings)
        fields = dict(mapped)
        self._add_likeliest(fields, columns)
        used = {field: columns[index] for index, field in fields.items() if field}
        matches = []
        for index, column in enumerate(columns):
            rival = None
            if index not in fields:
                rival = used.get(self.field_of(column) or "")
            match = Match(
                column_index=index,
                column=column,
                field=fields.get(index),
                rival=rival,
                is_person=self.is_person(column),
                is_mapped=index in mapped,
            )
            matches.append(match)
        return matches

    def _meaning_of(self, name: str) -> _Meaning | None:
        """Return what a name stands for, by itself or by a word in it."""
        name = _NUMBER.sub("", name, count=1)
        if meaning := self._meanings.get(plain_name(name)):
            return meaning
        words = _words(name)
        fields = {self._hints[word] for word in words if word in self._hints}
        if len(words) >= FEWEST_WORDS or name.rstrip().endswith("?"):
            heading = " ".join(words)
            fields.update(
                field for field, pattern in self._questions.items() if pattern.search(heading)
            )
        if len(fields) != 1:
            return None
        # A hint is less likely than any synonym.
        return len(self._meanings), fields.pop()

    def _mapped(self, columns: Sequence[str], mappings: Iterable[str]) -> dict[int, str | None]:
        """Return by column index what the user maps, with None for a column to skip.

        Args:
            columns: their names, from left to right.
            mappings: pairs `column=field`.

        Raises:
            UsageError: there is no such column or field, or the column tells who a person is.
        """
        fields: dict[int, str | None] = {}
        for pair in mappings:
            # From the right: the name of a column may have an equals sign in it, a field has none.
            column, equals, field = pair.rpartition("=")
            if not equals or not column:
                raise UsageError(
                    f"--map {pair!r} is not COLUMN=FIELD. For example: --map what_happened=happened"
                )
            index = _index_of(columns, column)
            fields[index] = self.require(field) if field.strip() else None
            if fields[index] and self.is_person(columns[index]):
                raise UsageError(
                    f"{columns[index]} tells who a person is, so it is never imported."
                )
        return fields

    def _add_likeliest(self, fields: dict[int, str | None], columns: Sequence[str]) -> None:
        """Add for every field that is not mapped the column that is most likely to be it.

        Args:
            fields: by column index what the user mapped. They are added to.
            columns: their names, from left to right.
        """
        candidates = []
        for index, column in enumerate(columns):
            meaning = self._meaning_of(column)
            if meaning and index not in fields:
                candidates.append((meaning[0], index, meaning[1]))
        # By likeliness, then from left to right.
        for _, index, field in sorted(candidates):
            if field not in fields.values():
                fields[index] = field


def _words(name: str) -> list[str]:
    """Return the words of a heading in small letters, without accents."""
    return _WORD.findall(_without_accents(name))


def _without_accents(name: str) -> str:
    """Return a name in small letters without accents: spreadsheets often leave them out."""
    if name.isascii():
        return name.casefold()
    return "".join(filter(_is_no_mark, normalize("NFKD", name).casefold()))


def _is_no_mark(character: str) -> bool:
    return not combining(character)


def _index_of(columns: Sequence[str], name: str) -> int:
    """Return the index of a column by its exact name, or by the only similar one.

    Raises:
        UsageError: there is none, or several are similar.
    """
    if name in columns:
        return columns.index(name)
    plain = plain_name(name)
    alike = [index for index, column in enumerate(columns) if plain_name(column) == plain]
    if len(alike) != 1:
        raise UsageError(f"there is no column {name!r}. The columns are {', '.join(columns)}.")
    return alike[0]
