"""`card`: what the entries on a topic teach, at a glance."""

from collections.abc import Iterator

from coachlog.cli.context import Context
from coachlog.cli.documents import DOCUMENT_FORMAT, IN_BROWSER, read_target
from coachlog.cli.filter_options import with_filters
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import FORCE, OUTPUT, Format
from coachlog.domain.card import Card
from coachlog.domain.filters import Filter
from coachlog.render.columns import Column
from coachlog.render.page import Block, Paragraph, sheet
from coachlog.render.words import count_of, shell_handle, shorten
from coachlog.services.card import TopicCards, mask_cards, topic_cards

MOST_CHARACTERS = 280  # a card is read at a glance; `show` has the whole text
MASKED = "What the team may see; known names are masked."
COLUMNS = [
    Column("short_id", "id"),
    Column("wrong", "wrong way", wide=True),
    Column("right", "right way", wide=True),
    Column("next_time", wide=True),
    Column("why", wide=True),
    Column("rule"),
    Column("also", "also wrong", wide=True),
]


@with_filters(plain="TOPIC")
def card(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    format_: str | None = DOCUMENT_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
) -> None:
    """Show the wrong way, the right way and the rule of a TOPIC.

    All of it comes from the entries themselves. In a format for files known names are masked.
    """
    target = read_target("card", format_, output, force=force, in_browser=in_browser)
    on_topic = topic_cards(context.reading, text, entry_filter)
    if on_topic.too_short:
        _say_too_short(on_topic)
    if target.format_ == Format.table:
        target.write_page(_page(on_topic, on_topic.cards))
        return
    # It leaves the screen, for people who may not know the team.
    cards, mask = mask_cards(context.reading, on_topic.cards)
    if target.format_ == Format.html:
        # A topic may be named after a person, too.
        masked = on_topic._replace(topic=mask.text(on_topic.topic))
        title, *groups = _page(masked, cards)
        target.write_page([title, Paragraph(MASKED, quiet=True), *groups])
    else:
        target.write_records(COLUMNS, cards)
    say_masked(mask)


def _page(on_topic: TopicCards, cards: list[Card]) -> Iterator[Block]:
    title = f"{on_topic.topic}: {_count_text(on_topic)} to remember"
    return sheet(title, [_card_lines(card) for card in cards])


def _say_too_short(on_topic: TopicCards) -> None:
    entries = count_of(on_topic.too_short, "more entry says", "more entries say")
    command = f"coachlog list {shell_handle(on_topic.topic, '+')}"
    say(f"{entries} only what happened:  {command}  ·  coachlog edit ID  adds the rest")


def _count_text(on_topic: TopicCards) -> str:
    if len(on_topic.cards) < on_topic.total:
        return f"{len(on_topic.cards)} of {on_topic.total}"
    if on_topic.total == 0:
        return "nothing"
    return str(on_topic.total)


def _card_lines(card: Card) -> list[tuple[str, str]]:
    lines = []
    for column in COLUMNS:
        value = column.value(card) or ()
        # Each wrong way has a line of its own.
        for text in (value,) if isinstance(value, str) else value:
            lines.append((column.label, shorten(text, MOST_CHARACTERS)))
    return lines
