"""Which teams to share in a folder: asked where several could be meant, or none is known."""

from collections.abc import Sequence

from coachlog.cli.ask.prompts import Back, ask
from coachlog.cli.ask.walks import say_first, stopping
from coachlog.cli.messages import say
from coachlog.domain.suggestions import close_names, did_you_mean
from coachlog.domain.typed_text import bare_name, name_key
from coachlog.render.words import join_names

SEPARATOR = ","  # no name has one


def ask_for_teams(known: Sequence[str]) -> list[str]:
    """Ask until every name is that of a team; without any known one, a new team is named.

    Args:
        known: the teams of the folder and of the log.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    question = "Your team"
    if known:
        say(f"Teams to share: {join_names(known, most=len(known))}.")
        question = "Which will you share (several with commas)"
    with stopping(lambda: "nothing was joined."):
        while True:
            try:
                answer = ask(question)
            except Back:
                say_first()
                continue
            teams = [bare_name(name) for name in answer.split(SEPARATOR) if name.strip()]
            if teams and _are_known(teams, known):
                return teams


def _are_known(teams: Sequence[str], known: Sequence[str]) -> bool:
    """Return whether teams can be taken, and say which one cannot."""
    keys = set(map(name_key, known))
    for team in teams:
        if known and name_key(team) not in keys:
            say(f"{team!r} is not one of them. {did_you_mean(close_names(team, known))}".rstrip())
            return False
    return True
