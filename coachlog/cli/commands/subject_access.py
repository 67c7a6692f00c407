"""`subject-access`: what is recorded about one person, to print and hand over."""

from coachlog.cli.context import Context
from coachlog.cli.documents import IN_BROWSER, SHEET_FORMAT, read_target
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import say
from coachlog.cli.options import FORCE, OUTPUT, texts
from coachlog.render.subject_access import COLUMNS, limits, rows_text, subject_page
from coachlog.render.words import join_names
from coachlog.services.subject_access import SubjectAccess
from coachlog.services.subject_access import subject_access as look_up
from coachlog.storage.file.backup_files import copies_of

NAMES = texts("ALIAS...", 'Whom it is about: an alias or a name, such as ana "Ana Lopez".')


def subject_access(
    context: Context,
    *,
    typed: list[str] = NAMES,
    format_: str | None = SHEET_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
) -> None:
    """Show what is recorded about one person.

    For a person who asks what the log holds about them: every record in which they stand, and
    every text that names them, as far as you may read it. Earlier versions and deleted entries are
    in it, other people are masked, and it says what it cannot have. Each of several names is
    another name of the same person.
    """
    target = read_target(
        "subject-access",
        format_,
        output,
        force=force,
        in_browser=in_browser,
        takes_workbooks=True,
    )
    log = context.reading
    result = look_up(log, typed)
    if target.is_page:
        page = subject_page(
            result.names,
            result.rows,
            reader=log.reader or "",
            today=log.clock.today().isoformat(),
            is_reader=result.is_reader,
        )
        target.write_page(page, content=rows_text(result.rows))
    else:
        target.write_records(COLUMNS, result.rows)
        for text in limits(is_reader=result.is_reader):
            say(text)
    _say_remarks(result)
    for path in copies_of(log.path):
        say(f"This copy may have more: {path}")


def _say_remarks(result: SubjectAccess) -> None:
    if result.also:
        say(
            f"Also in this log: {join_names(result.also)}. If that is the same person, add the name"
            " to the command."
        )
    say_masked(result.mask)
