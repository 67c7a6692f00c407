"""A fixture that opens a file as a source."""

import pytest

from coachlog.exchange.source import open_source


@pytest.fixture
def open_file(tmp_path):
    """Write a file and open it as a source.

    Call it as `open_file(content, name="some.csv", encoding="utf-8")`.
    """
    sources = []

    def write(content, name="some.csv", encoding="utf-8"):
        if isinstance(content, str):
            content = content.encode(encoding)
        path = tmp_path / name
        path.write_bytes(content)
        sources.append(open_source(str(path)))
        return sources[-1]

    yield write
    for source in sources:
        source.close()
