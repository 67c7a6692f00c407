"""What people who share through a hub have, and what others put there with other programs."""

from coachlog.exchange.segments import encode
from coachlog.services.sync_status import status
from coachlog.storage.departures import departures


def held(person):
    return [(count.reason, count.author, count.revisions) for count in status(person.log).held]


def names_in(hub):
    return sorted(name for (name,) in hub.run("SELECT name FROM coachlog.segment"))


def put_forged(hub, login, revisions, device="aaaaaaaaaaaa"):
    """Put revisions on the hub as a login can with any program."""
    name, data = encode(device=device, seq=1, team="permits", revisions=revisions)
    hub.run(
        "INSERT INTO coachlog.segment (key, team, name, bytes) VALUES (%s, %s, %s, %s)",
        ("permits", "permits", name, data),
        login=login,
    )


def revisions_of(person):
    """Return the revisions of a log that may leave."""
    return list(departures(person.log, ["permits"]).revisions)
