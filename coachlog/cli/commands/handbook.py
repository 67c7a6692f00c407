"""`handbook`: what stays when a colleague leaves, as Markdown."""

from coachlog.cli.context import Context
from coachlog.cli.documents import document_ending
from coachlog.cli.file_output import open_output, say_written
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import FORCE, OUTPUT
from coachlog.cli.output import paging
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.handbook import Cover, handbook_page
from coachlog.render.markdown import write_markdown
from coachlog.render.words import count_of
from coachlog.services.handbook import Handbook
from coachlog.services.handbook import handbook as make_handbook

DATA = frozenset({"csv", "json", "jsonl"})


@with_filters(names=("words", "team", "topic", "kind", "since", "until"), plain="TOPIC")
def handbook(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    output: str | None = OUTPUT,
    force: bool = FORCE,
) -> None:
    """Write the team's handbook as Markdown.

    It has what was shared and adopted, by topic: the wrong way, the right way, why, the rule and
    what changed, with months and roles. Known names are masked. The same entries give the same
    file.
    """
    if output:
        ending = document_ending(output)
        if ending in DATA:
            raise UsageError(
                f"the handbook is Markdown, not {ending}. To write entries:"
                f"  coachlog export --status adopted -o {output}"
            )
    made = make_handbook(context.reading, entry_filter, text)
    span = entry_filter.period.label if entry_filter.period else None
    cover = Cover(made.topics, made.team, span)
    with open_output(output, force=force) as out, paging(out):
        write_markdown(handbook_page(cover, made.outline, made.chapters), out)
    say_written(output, count_of(made.outline.size.lessons, "lesson"))
    _say_remarks(made)
    warn_unknown_names(context, entry_filter)


def _say_remarks(made: Handbook) -> None:
    if made.silent_count:
        silent = count_of(made.silent_count, "more entry says", "more entries say")
        say(f"{silent} only what happened. To add the rest:  coachlog edit ID")
    say_masked(made.mask)
