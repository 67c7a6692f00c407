"""An exercise made of real entries: `tabletop`."""

from coachlog.cli.context import Context
from coachlog.cli.documents import DOCUMENT_FORMAT, IN_BROWSER, read_target
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import FORCE, OUTPUT, flag
from coachlog.domain.filters import Filter
from coachlog.domain.tabletop import answer_rows, player_rows
from coachlog.render.tabletop import COLUMNS, NOTE, answers_page, players_page
from coachlog.services.tabletop import Exercise, make_exercise

# Nothing that picks one person's entries.
FILTERS = ("words", "team", "topic", "kind", "since", "until", "status", "limit")


@with_filters(names=FILTERS, plain="TOPIC|ID")
def tabletop(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    answers: bool = flag("--answers", "Make the facilitator's sheet: the expected actions."),
    format_: str | None = DOCUMENT_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
) -> None:
    """Make a scenario sheet from real entries.

    From the entries that you name, or from those on a TOPIC that say most (3, or --limit).

    A team plays it through at the table: scenario, decision points, discussion, improvement plan.
    The expected actions are on the facilitator's sheet (--answers). Known names are masked, and
    days become months.
    """
    target = read_target("tabletop", format_, output, force=force, in_browser=in_browser)
    exercise = make_exercise(context.reading, entry_filter, text)
    page, rows = players_page, player_rows
    if answers:
        page, rows = answers_page, answer_rows
    if target.is_page:
        target.write_page(page(exercise.sheet))
    else:
        # Records have no room for what the page says of itself.
        say(NOTE)
        target.write_records(COLUMNS, rows(exercise.sheet))
    if not answers:
        # By their ids, because another entry may be among the fullest by then.
        say(f"For the facilitator:  coachlog tabletop {' '.join(exercise.short_ids)} --answers")
    _say_result(exercise)
    # An unknown topic was an error before this; an unknown team only makes the choice smaller.
    warn_unknown_names(context, entry_filter._replace(topics=()))


def _say_result(exercise: Exercise) -> None:
    used = len(exercise.sheet.scenarios)
    if exercise.considered > used:
        say(f"Used {used} of {exercise.considered:,} suitable entries; --limit takes more.")
    say_masked(exercise.mask)
