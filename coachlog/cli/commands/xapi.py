"""`coachlog xapi`: what the team learned as statements for the record store of an LMS."""

from functools import partial
from itertools import chain

from coachlog.cli.ask.store_key import credentials
from coachlog.cli.context import Context
from coachlog.cli.file_output import is_file, open_output, say_written, with_progress
from coachlog.cli.filter_options import with_filters
from coachlog.cli.groups import Group
from coachlog.cli.messages import say, say_hint
from coachlog.cli.options import FORCE, OUTPUT, flag, text
from coachlog.domain.filters import Filter
from coachlog.errors import RemoteError
from coachlog.exchange.xapi.record_store import RecordStore, statements_address
from coachlog.render.json_writer import json_text
from coachlog.render.words import count_of
from coachlog.services import xapi, xapi_sending, xapi_unsent
from coachlog.storage.queries.entries import count_entries

LEARNERS = flag("--learners", "Name the learners of your own entries, by their alias.")
CANNOT_FORGET = (
    "A record store cannot forget: what is withdrawn later is only marked as void there. So no"
    " free text is in it."
)


@with_filters()
def export(
    context: Context,
    entry_filter: Filter,
    *,
    learners: bool = LEARNERS,
    output: str | None = OUTPUT,
    force: bool = FORCE,
) -> None:
    """Write statements into a file that a record store imports.

    One xAPI statement a line (1.0.3, which 2.0 accepts). A statement keeps its id, so importing the
    next file as well changes only what is new. What was exported before and is private, deleted or
    erased now is withdrawn by it.
    """
    log = context.log
    is_first = not xapi.has_sent(log, xapi_sending.FILES)
    count = 0
    with open_output(output, force=force) as out:
        progress = partial(
            with_progress,
            length=lambda: count_entries(log, entry_filter),
            to_file=is_file(output),
        )
        with progress(xapi.entries_to_send(log, entry_filter)) as entries:
            steps = chain(
                xapi.withdrawn_steps(log, xapi_sending.FILES),
                xapi.steps(log, xapi_sending.FILES, entry_filter, entries, with_learners=learners),
            )
            for statement in xapi_sending.noting_files(log, steps):
                out.write(f"{json_text(statement)}\n")
                count += 1
    say_written(output, count_of(count, "statement"))
    if is_first:
        say_hint(CANNOT_FORGET)


@with_filters()
def send(
    context: Context,
    entry_filter: Filter,
    *,
    endpoint: str = text("ENDPOINT", "The xAPI address of the record store."),
    learners: bool = LEARNERS,
) -> int:
    """Send statements to a learning record store.

    Only what is new there, or is to be withdrawn. If it stops half-way, run it again: it goes on
    where it stopped. The user and the key come from COACHLOG_XAPI_USER and COACHLOG_XAPI_KEY, or
    you are asked for them.
    """
    address = statements_address(endpoint)
    log = context.log
    sending = xapi_sending.Sending(log, RecordStore(address, *credentials()))
    store = xapi_sending.store_name(address)
    if not xapi.has_sent(log, store):
        say_hint(CANNOT_FORGET)
    unsent = xapi_unsent.unsent(log, store, entry_filter, with_learners=learners)
    progress = with_progress(
        unsent.entries,
        length=unsent.length,
        to_file=True,
        long_work=xapi_sending.BATCH,
    )
    try:
        with progress as entries:
            steps = xapi.steps(
                log,
                store,
                entry_filter,
                entries,
                with_learners=learners,
            )
            sending.send(steps)
    finally:
        # Also after Ctrl-C, and where the store does not take the rest.
        _say_sent(sending)
    if sending.conflicts:
        return RemoteError.exit_code
    xapi_unsent.note_all_sent(log, store, unsent)
    if not sending.sent:
        say("Nothing to send: the record store has it all.")
    return 0


def _say_sent(sending: xapi_sending.Sending) -> None:
    if sending.sent:
        line = f"Sent {count_of(sending.sent, 'statement')}"
        if sending.withdrawn:
            line += f", {sending.withdrawn} of them to withdraw others"
        say(f"{line}.")
    if sending.conflicts:
        statements = count_of(sending.conflicts, "statement is", "statements are")
        say(
            f"{statements} there already with another content (409), which stays. Does another"
            " computer send this team's entries, too? Let one of them do it."
        )


group = Group(
    """Send to the record store of an LMS, or write a file for it.

    Teams are the actors; trainers get an account that does not tell their name, learners are left
    out. Private entries, answers to feedback and free texts are never sent.
    """,
    {"export": export, "send": send},
)
