"""Tests of `import` with lists as people and other programs keep them."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def full(coachlog):
    """Return every field of every entry: `full()`."""
    return lambda: json.loads(coachlog("export", "--for", "full", "--format", "json").out)


def put(name, content):
    """Write a file of text or bytes; return its name."""
    if isinstance(content, str):
        content = content.encode()
    Path(name).write_bytes(content)
    return name


def test_a_list_as_a_form_asks_comes_in_without_a_mapping(coachlog, full):
    put(
        "form.csv",
        "Timestamp,Which team are you on?,What happened?,What did you do to fix it?,"
        "Root cause,Near miss,Status\n"
        "2026-11-02 09:30,permits,Charged twice,Paid it back,Two forms,Yes,Closed\n"
        "2026-11-03 10:00,fees,Lost a form,,,No,Open\n",
    )
    done = coachlog("import", "form.csv")
    assert (done.code, "0 rejected" in done.err, "Skipped" in done.err) == (0, True, False)
    first, second = full()
    assert (first["team"], first["recovery"], first["why"]) == (
        "permits",
        "Paid it back",
        "Two forms",
    )
    assert (first["caught"], first["status"], first["kind"]) == (
        "before-effect",
        "closed",
        "mistake",
    )
    assert (second["caught"], second["status"]) == (None, "logged")


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_german_list_comes_in_without_a_mapping(coachlog, full, language):
    coachlog("config", "set", "language", language)
    put(
        "liste.csv",
        "Datum;Abteilung;Vorfall;Maßnahme;Ursache;Stand\n"
        "19.11.2025;Kasse;Doppelt gebucht;Storniert;Zwei Formulare;Erledigt\n",
    )
    assert coachlog("import", "liste.csv").code == 0
    (entry,) = full()
    assert (entry["team"], entry["occurred_on"]) == ("Kasse", "2025-11-19")
    assert (entry["recovery"], entry["why"], entry["status"]) == (
        "Storniert",
        "Zwei Formulare",
        "closed",
    )


def test_the_same_row_with_other_blanks_around_it_is_known_again(coachlog, full):
    put("one.csv", 'team,happened,lesson\npermits,"Charged\ntwice","Look first"\n')
    put("two.csv", 'team,happened,lesson\n permits ," Charged\r\ntwice \n","Look first\xa0"\n')
    assert coachlog("import", "one.csv").code == 0
    again = coachlog("import", "two.csv")
    assert (again.code, "0 entries imported" in again.err) == (0, True)
    assert "1 already there" in again.err
    assert [entry["happened"] for entry in full()] == ["Charged\ntwice"]


def test_html_in_a_cell_becomes_text_before_topics_are_separated(coachlog, full):
    put(
        "html.csv",
        "team,topics,happened\n"
        "AT&T,fees &amp; waivers;travel,Charged twice<br/>Paid back &lt;5 &euro;\n"
        "R&amp;D,a<b,Is 3 < 4 & 5 > 4?\n",
    )
    assert coachlog("import", "html.csv").code == 0
    first, second = full()
    assert (first["team"], first["topics"]) == ("AT&T", ["fees & waivers", "travel"])
    assert first["happened"] == "Charged twice\nPaid back <5 €"
    assert (second["team"], second["topics"]) == ("R&D", ["a<b"])
    assert second["happened"] == "Is 3 < 4 & 5 > 4?"


def test_what_comes_out_of_a_log_goes_back_in_as_it_was_typed(coachlog, full):
    text = "Type &amp; for an ampersand,<br/>never &lt;"
    coachlog("log", "--team", "permits", "--topic", "html", "--happened", text)
    coachlog("export", "--for", "full", "-o", "own.csv")
    assert coachlog("--db", "other.db", "import", "own.csv").code == 0
    other = coachlog("--db", "other.db", "export", "--for", "full", "--format", "json")
    assert [entry["happened"] for entry in json.loads(other.out)] == [text]
