"""Nested lists in HTML, with links to the headings of the same page."""

from collections.abc import Iterable, Iterator

from coachlog.render.html_text import one_line
from coachlog.render.page import Outline, Span

_TAGS = {"": "bdi", "strong": "strong", "emphasis": "em"}


def outline_list(outline: Outline) -> Iterator[str]:
    """Yield a lead text, if there is one, and the list under it."""
    if outline.lead:
        yield f"<p>{_spans(outline.lead)}</p>"
    # An item stays open until the next one that is not below it.
    open_depth = -1
    for item_depth, spans in outline.items:
        depth = min(item_depth, open_depth + 1)
        if depth > open_depth:
            yield "<ul>"
        else:
            yield f"</li>{'</ul></li>' * (open_depth - depth)}"
        yield f"<li>{_spans(spans)}"
        open_depth = depth
    if open_depth >= 0:
        yield f"</li>{'</ul></li>' * open_depth}</ul>"


def _spans(spans: Iterable[Span]) -> str:
    return " ".join(map(_span, spans))


def _span(span: Span) -> str:
    tag = _TAGS[span.style]
    words = f'<{tag} dir="auto">{one_line(span.text)}</{tag}>'
    if span.anchor:
        return f'<a href="#{span.anchor}">{words}</a>'
    return words
