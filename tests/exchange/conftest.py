"""Files of all kinds."""

import pytest

from coachlog.exchange.source import open_source


@pytest.fixture
def opened(tmp_path):
    """Write a file and open it as a source: `opened(content, name="some.csv", encoding="utf-8")`."""
    sources = []

    def write(content, name="some.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        sources.append(open_source(str(path)))
        return sources[-1]

    yield write
    for source in sources:
        source.close()
