"""Try a text or a whole file against the wording rules, without recording anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from coachlog.domain.language.advice import find_wording
from coachlog.domain.language.quick_check import WordingAdviser
from coachlog.exchange.csv_files import CsvTable
from coachlog.exchange.headings import ENTRY_NAMES
from coachlog.exchange.source import Source, open_source
from coachlog.services.settings import Settings


class WordingHit(NamedTuple):
    """Words that a recording would ask about, and the line of a file in which they stand."""

    line: int | None
    text: str
    grade: str
    phrase: str
    question: str


class WordingCheck:
    """Tries texts with the settings of a log, as a recording for a team would.

    Attributes:
        rows: the line numbers of a file that were read so far.
    """

    def __init__(self, settings: Settings, team: str | None) -> None:
        adviser = WordingAdviser(settings.language, settings.wording_list)
        self._languages = adviser.languages
        self._phrases = adviser.phrases_for(team)
        self.rows: set[int] = set()

    def text(
        self,
        text: str,
        *,
        field: str = "happened",
        line: int | None = None,
    ) -> Iterator[WordingHit]:
        """Yield what a recording would ask about in a text of a field."""
        for match in find_wording(text, self._languages, self._phrases, field=field):
            yield WordingHit(
                line=line,
                text=match.quote,
                grade=match.grade,
                phrase=match.rule,
                question=match.question,
            )

    def file(self, name: str, stdin: IO[bytes]) -> Iterator[WordingHit]:
        """Yield what a recording would ask about in a CSV file, or in the lines of another.

        Args:
            name: the file; `-` for stdin.
            stdin: is read for `-`.

        Raises:
            UsageError: the file cannot be read.
        """
        source = open_source("stdin", stdin) if name == "-" else open_source(name)
        is_table = Path(name).suffix.lower() in (".csv", ".tsv")
        read = _cells if is_table else _lines
        try:
            for line, field, text in read(source):
                # Counted before the check, so that rows without any hit count, too.
                self.rows.add(line)
                yield from self.text(text, field=field, line=line)
        finally:
            source.close()


def _lines(source: Source) -> Iterator[tuple[int, str, str]]:
    with source.text() as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, "happened", line


def _cells(source: Source) -> Iterator[tuple[int, str, str]]:
    # The columns are mapped as for an import, so that a file can be tried before it.
    table = CsvTable(source, ENTRY_NAMES.knows)
    # A column that is not a field of an entry is read as what happened.
    fields = [ENTRY_NAMES.field_of(column) or "happened" for column in table.columns]
    for row in table.rows():
        for field, cell in zip(fields, row.cells, strict=False):
            yield row.line, field, cell
