"""`coachlog bundle`: what others may have, as one file to hand over or to mail."""

import os

from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_hint
from coachlog.cli.options import FORCE, OUTPUT, text, texts
from coachlog.domain.suggestions import close_names, no_such
from coachlog.domain.typed_text import bare_name, name_key
from coachlog.errors import NotFoundError, UsageError
from coachlog.render.words import count_of, join_names


def bundle(
    context: Context,
    *,
    for_: str | None = text("--for NAME", "The recipient; what they wrote is left out."),
    team: list[str] = texts("--team -t TEAM", "For this team alone (repeat for more)."),
    output: str | None = OUTPUT,
    force: bool = FORCE,
) -> None:
    """Write what your teams may read into a file to hand over.

    It has everything that the teams share, by any writer, and nothing private. The recipient runs
    `coachlog merge FILE`, and can answer with a bundle of their own.
    """
    if not output:
        raise UsageError("where should it go? Name a file:  coachlog bundle -o week47.coachlog")
    # Not loaded for a press of Tab.
    from coachlog.services.bundle import write_bundle

    log = context.reading
    if not log.exists:
        raise NotFoundError(f"there is no log at {log.path} yet, so there is nothing to share.")
    teams = _teams_in_use(context, team)
    bundle = write_bundle(log, os.path.expanduser(output), teams, for_, force=force)
    records = count_of(bundle.records, "record")
    say(f"{records} of {join_names(bundle.teams)} written to {output}.")
    say_hint(f"{for_ or 'The recipient'} can take it in with:  coachlog merge FILE")
    say_hint("What you withdraw later stays readable in this file. Delete it once it is merged.")


def _teams_in_use(context: Context, typed: list[str]) -> list[str]:
    """Return the teams that were typed.

    Raises:
        NotFoundError: One of them has no shared entries.
    """
    if not typed:
        return []
    from coachlog.storage.shelves import shared_entries

    teams = list(shared_entries(context.reading))
    keys = set(map(name_key, teams))
    names = [bare_name(name) for name in typed]
    for name in names:
        if name_key(name) not in keys:
            close = close_names(name, teams)
            otherwise = "To list the teams:  coachlog teams"
            raise NotFoundError(no_such("team", name, close, otherwise))
    return names
