"""`handbook`: what stays when a colleague leaves, as Markdown or HTML."""

from coachlog.cli.context import Context
from coachlog.cli.documents import IN_BROWSER, read_target
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import FORCE, OUTPUT, Format, choice
from coachlog.cli.output import paging
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.handbook import Cover, handbook_page
from coachlog.render.words import count_of
from coachlog.services.handbook import Handbook
from coachlog.services.handbook import handbook as make_handbook

HANDBOOK_FORMAT = choice(
    "--format -f",
    "The format; by default that of the file's ending.",
    (Format.md, Format.html),
    shown_default=Format.md,
)


@with_filters(names=("words", "team", "topic", "kind", "since", "until"), plain="TOPIC")
def handbook(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    format_: str | None = HANDBOOK_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
) -> None:
    """Write the team's handbook.

    As Markdown, or as HTML if the file's name says so.

    It has what was shared and adopted, by topic: the wrong way, the right way, why, the rule and
    what changed, with months and roles. Known names are masked. The same entries give the same
    file.
    """
    target = read_target(
        "handbook",
        format_,
        output,
        force=force,
        in_browser=in_browser,
        on_stdout=Format.md,
    )
    if not target.is_page:
        raise UsageError(
            f"the handbook is Markdown or HTML, not {target.format_}. To write entries:"
            f"  coachlog export --status adopted -o {output}"
        )
    made = make_handbook(context.reading, entry_filter, text)
    span = entry_filter.period.label if entry_filter.period else None
    cover = Cover(made.topics, made.team, span)
    page = handbook_page(cover, made.outline, made.chapters)
    with paging(target.output):
        target.write_page(page, content=count_of(made.outline.size.lessons, "lesson"))
    _say_remarks(made)
    warn_unknown_names(context, entry_filter)


def _say_remarks(made: Handbook) -> None:
    if made.silent_count:
        silent = count_of(made.silent_count, "more entry says", "more entries say")
        say(f"{silent} only what happened. To add the rest:  coachlog edit ID")
    say_masked(made.mask)
