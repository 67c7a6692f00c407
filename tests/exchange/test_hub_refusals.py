"""How long a client tries again, after what a server says in whatever language."""

import pytest

from coachlog.exchange.hub.refusals import PATIENCE, SHORT_PATIENCE, is_wrong_password, patience

BEGINNING = 'connection failed: connection to server at "kim.example.org", port 5432 failed: '
FOR_A_MOMENT = (
    "FATAL:  sorry, too many clients already",
    "FATAL:  the database system is starting up",
    "FATAL:  tut mir leid, schon zu viele Verbindungen",
    "FATAL:  die verbleibenden Verbindungen sind für Superuser reserviert",
    "FATAL:  le système de bases de données se lance",
    "ВАЖНО:  извините, уже слишком много клиентов",
)
NOT_AT_ALL = (
    'FATAL:  role "kim" does not exist',
    'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "kim", database "coachlog"',
    "SSL error: certificate verify failed",
)
UNCLEAR = (
    "FATAL:  Rolle »kim« existiert nicht",
    "FATAL:  la base de données « coachlog » n'existe pas",
    "Connection refused",
    "Verbindung verweigert (0x0000274D/10061)",
)


@pytest.mark.parametrize(
    ("reasons", "seconds"),
    [(FOR_A_MOMENT, PATIENCE), (NOT_AT_ALL, 0), (UNCLEAR, SHORT_PATIENCE)],
)
def test_what_passes_by_itself_is_waited_for(reasons, seconds):
    for reason in reasons:
        assert patience(f"{BEGINNING}{reason}", ["kim", "coachlog"]) == seconds, reason


def test_a_wrong_password_is_known_in_english_alone():
    assert is_wrong_password(f'{BEGINNING}FATAL:  password authentication failed for user "kim"')
    for reason in (*NOT_AT_ALL, *FOR_A_MOMENT[:2], *UNCLEAR[2:]):
        assert is_wrong_password(f"{BEGINNING}{reason}") is False, reason
    for reason in (*FOR_A_MOMENT[2:], *UNCLEAR[:2]):
        assert is_wrong_password(f"{BEGINNING}{reason}") is None, reason
