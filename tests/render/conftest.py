"""What tests of drawing share."""

import pytest


@pytest.fixture(autouse=True)
def _fresh_styles():
    from rich.style import Style

    # A style of rich remembers its codes for the first terminal that it is drawn on.
    Style.parse.cache_clear()
    yield
    Style.parse.cache_clear()
