"""The page of a week to look at and to hand around: first what needs somebody, then the pictures.

Each part says what it counts and of which time. At the end it says what is left out, and why.
"""

from collections.abc import Iterator

from coachlog.domain.fields import KINDS
from coachlog.domain.review.checkin_results import rate_text
from coachlog.domain.review.decision_signals import RuleDecisions, stands_out
from coachlog.domain.review.flow import FEWEST_DAYS, AdoptionLine
from coachlog.domain.review.repeats import FEWEST_TO_TELL
from coachlog.domain.review.usual import Usual
from coachlog.domain.review.week_document import MOST_TOPICS, ChangeLine, WeekDocument
from coachlog.render.front_commands import handles
from coachlog.render.grid import grid_block
from coachlog.render.page import (
    TOTAL,
    Block,
    FigureHead,
    FigureRow,
    Figures,
    FrontLines,
    Heading,
    Paragraph,
    TextList,
    WeekLine,
    WeekLines,
)
from coachlog.render.repeats import frequency_text
from coachlog.render.usual import series_name, week_text
from coachlog.render.week_front import week_lines, week_title
from coachlog.render.week_left_out import left_out
from coachlog.render.words import count_of, moment_text, plural_of

FEWEST_TO_COMPARE = 2  # teams, and topics: a map of one is a list
ADOPTION_HEADS = [
    FigureHead("recorded"),
    FigureHead("adopted"),
    FigureHead("median days until then"),
    FigureHead("unprompted at 60 days"),
]
CHANGE_HEADS = [
    FigureHead("adopted on", number=False),
    FigureHead("came back before", number=False),
    FigureHead("came back after", number=False),
]
RULE_HEADS = [
    FigureHead("decisions"),
    FigureHead("documented exceptions"),
    FigureHead("escalations"),
    FigureHead("may need", number=False),
]


def document_page(document: WeekDocument) -> Iterator[Block]:
    """Yield the blocks of the page, in the order in which it is read."""
    yield Heading(week_title(document.front), level=1)
    yield FrontLines(week_lines(document.front))
    yield Paragraph(_scope_note(document), quiet=True)
    if document.front.is_empty:
        return
    yield from _map(document)
    yield from _lines(document)
    yield from _adoption(document)
    yield from _changes(document)
    yield from _rules(document)
    yield Heading("What this page leaves out, and why")
    yield TextList(list(left_out(document)))


def _scope_note(document: WeekDocument) -> str:
    entry_filter = document.front.entry_filter
    scope = handles(entry_filter)
    scope += [plural_of(kind) for kind in KINDS if kind in entry_filter.kinds]
    note = f"For the team; known names are masked. Days are those of {document.time_zone}."
    if scope:
        note += f" Only {', '.join(scope)}."
    return note


def _map(document: WeekDocument) -> Iterator[Block]:
    grid = document.grid
    if len(grid.rows) < FEWEST_TO_COMPARE or len(grid.columns) < FEWEST_TO_COMPARE:
        return
    yield Heading("Which team wrote about which topic this week")
    yield grid_block(grid)


def _lines(document: WeekDocument) -> Iterator[Block]:
    """Yield the lines of all entries and each kind, then of teams and of topics."""
    yield Heading("The last 26 weeks")
    yield Paragraph(
        "Entries in each week; the last one is the week of this page. The band shows what would"
        " be usual that week, judging by the weeks before.",
        quiet=True,
    )
    yield from _lines_of(
        "All entries, and each kind", "kind", document.series("all") + document.series("kind")
    )
    for sort in ("team", "topic"):
        title = plural_of(sort).capitalize()
        yield from _lines_of(title, sort, document.series(sort))


def _lines_of(title: str, name: str, series: list[Usual]) -> Iterator[Block]:
    if not series:
        return
    yield Heading(title, level=3)
    lines = []
    for usual in series:
        line = WeekLine(
            name=series_name(usual),
            weeks=usual.weeks,
            low=usual.low,
            high=usual.high,
            text=week_text(usual),
            is_unusual=usual.is_unusual,
        )
        lines.append(line)
    yield WeekLines(name, lines)


def _adoption(document: WeekDocument) -> Iterator[Block]:
    *topics, total = document.adoption
    if not total.recorded:
        return
    yield Heading("From recorded to adopted to done unprompted")
    yield Paragraph(
        "What became of the entries of these 26 weeks. A check-in after 60 days tells whether it"
        f" was done without a reminder. A median needs {FEWEST_DAYS} entries or more.",
        quiet=True,
    )
    rows = [_adoption_row(line) for line in topics[:MOST_TOPICS]]
    rows.append(_adoption_row(total))
    yield Figures("topic", ADOPTION_HEADS, rows)


def _adoption_row(line: AdoptionLine) -> FigureRow:
    days = ""
    if line.days is not None:
        days = f"{line.days:g}"
    cells = [
        f"{line.recorded:,}",
        f"{line.adopted:,}",
        days,
        rate_text(line.answers_60, line.unprompted_60),
    ]
    return FigureRow(line.topic or TOTAL, cells, strong=line.topic is None)


def _changes(document: WeekDocument) -> Iterator[Block]:
    adopted = len(document.changes) + document.changes_left_out + document.changes_without_repeats
    if not adopted:
        return
    yield Heading("Before and after each change")
    if document.changes:
        rows = [_change_row(document, change) for change in document.changes]
        yield Figures("change", CHANGE_HEADS, rows)
    remarks = _remarks_on_changes(document)
    if remarks:
        yield Paragraph(remarks, quiet=True)


def _change_row(document: WeekDocument, change: ChangeLine) -> FigureRow:
    name = change.changed_what
    if change.short_id:
        name += f" ({change.short_id})"
    cells = [
        moment_text(change.adopted_on, document.front.today),
        frequency_text(change.before, change.days_before),
        frequency_text(change.after, change.days_after),
    ]
    return FigureRow(name, cells)


def _remarks_on_changes(document: WeekDocument) -> str:
    parts = []
    if document.changes_left_out:
        parts.append(f"{count_of(document.changes_left_out, 'older change')} with repeats")
    if document.changes_without_repeats:
        without = count_of(document.changes_without_repeats, "change")
        parts.append(f"{without} without repeats, before or after")
    sentences = []
    if parts:
        sentences.append(f"Also adopted in these 26 weeks: {' and '.join(parts)}.")
    if document.changes_are_capped:
        sentences.append("Older ones were not looked at.")
    if any(change.caution for change in document.changes):
        sentences.append(
            f"With fewer than {FEWEST_TO_TELL} repeats it is too early to compare before and after."
        )
    return " ".join(sentences)


def _rules(document: WeekDocument) -> Iterator[Block]:
    if not document.decided_rules:
        return
    yield Heading("Rules that may need clarifying or practice")
    rows = list(map(_rule_row, document.rules))
    if rows:
        yield Figures("rule", RULE_HEADS, rows)
    stands_out_if = (
        "a third or more of at least five decisions in these 26 weeks were documented exceptions"
        " or escalations"
    )
    if rows:
        yield Paragraph(f"A rule is listed if {stands_out_if}.", quiet=True)
    else:
        yield Paragraph(f"None. A rule is listed if {stands_out_if}.")


def _rule_row(rule: RuleDecisions) -> FigureRow:
    needs = []
    if stands_out(rule.exceptions, rule.decisions):
        needs.append("clarifying")
    if stands_out(rule.escalations, rule.decisions):
        needs.append("practice")
    cells = [
        f"{rule.decisions:,}",
        f"{rule.exceptions:,}",
        f"{rule.escalations:,}",
        " and ".join(needs),
    ]
    return FigureRow(rule.rule, cells)
