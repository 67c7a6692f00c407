"""Tests of a list that comes back: a row with an id of this log is that entry."""

import csv
import io
import json
from pathlib import Path

import pytest

from coachlog.storage.queries import counts


@pytest.fixture
def large_teams(monkeypatch):
    """Let one writer be enough for a team, so that a meeting's export has ids."""
    monkeypatch.setattr(counts, "FEWEST_WRITERS", 1)


@pytest.fixture
def entries(by):
    """Return the fields of every entry that Robin may read, by short id: `entries()`."""

    def read(name="robin"):
        out = by(name, "export", "--for", "full", "--format", "json").out
        return {entry["short_id"]: entry for entry in json.loads(out)}

    return read


@pytest.fixture
def ids(by):
    """Two entries of Robin and one of Kim; return their ids in this order."""
    by("robin", "oops", "@permits", "+fees", "Charged Mrs Miller twice", "-r", "Paid it back")
    by("robin", "log", "@permits", "+forms", "Showed how", "--lesson", "Look first")
    by("kim", "log", "@permits", "+fees", "Asked for the chart")
    out = by("robin", "export", "--for", "full", "--format", "json").out
    return [entry["short_id"] for entry in json.loads(out)]


def export(by, audience="team", name="robin"):
    """Return the rows of an export, each a dictionary."""
    text = by(name, "export", "--for", audience).out
    return list(csv.DictReader(io.StringIO(text)))


def save(name, rows, columns=None, delimiter=","):
    """Write rows as a spreadsheet would, with line ends of Windows; return the file's name."""
    with Path(name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(
            file, columns or list(rows[0]), delimiter=delimiter, extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
    return name


def test_without_update_it_says_which_rows_differ_and_changes_nothing(by, ids, entries):
    rows = export(by)
    rows[0]["recovery"] = "Paid it back the same day"
    rows[1]["status"] = "Closed"
    before = entries()
    done = by("robin", "import", save("team.csv", rows))
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "0 entries imported from team.csv, 0 rejected, 3 already there",
        f"{ids[0]} · recovery Paid it back → Paid it back the same day",
        f"{ids[1]} · status logged → closed",
        "2 entries differ from the file; the log was left as it was."
        " To take the changed cells:  coachlog import team.csv --update",
    ]
    assert entries() == before


def test_update_takes_changed_cells_and_one_undo_brings_all_of_them_back(by, ids, entries, at):
    rows = export(by)
    rows[0]["recovery"] = "Paid it back the same day"
    rows[0]["topics"] = "fees; waivers"
    rows[1]["occurred_on"] = "18.11.2026"
    rows[2]["happened"] = "Asked for the newer chart"
    rows.append({"team": "permits", "happened": "A new row", "occurred_on": "2026-11-17"})
    save("team.csv", rows, delimiter=";")
    before = entries()
    at("2026-11-20T09:00:00+00:00")
    done = by("robin", "import", "team.csv", "--update")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[:4] == [
        "1 entry imported from team.csv as a correction, 3 updated, 0 rejected, 0 already there"
        " · undo: coachlog undo",
        f"{ids[0]} · topics fees → fees; waivers,"
        " recovery Paid it back → Paid it back the same day",
        f"{ids[1]} · occurred_on 2026-11-19 → 2026-11-18,"
        f" occurred_at {before[ids[1]]['occurred_at']} → empty",
        f"{ids[2]} · happened Asked for the chart → Asked for the newer chart",
    ]
    after = entries()
    assert after[ids[0]]["recovery"] == "Paid it back the same day"
    assert after[ids[0]]["topics"] == ["fees", "waivers"]
    assert (after[ids[1]]["occurred_on"], after[ids[1]]["occurred_at"]) == ("2026-11-18", None)
    assert (after[ids[2]]["happened"], after[ids[2]]["trainer"]) == (
        "Asked for the newer chart",
        "kim",
    )
    again = by("robin", "import", "team.csv", "--update")
    assert (again.code, again.err) == (
        0,
        "0 entries imported from team.csv, 0 rejected, 4 already there\n",
    )
    assert by("robin", "undo").code == 0
    assert entries() == before


LONG = "The customer asked for the fee waiver at the counter and was sent to the second floor"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            f"{LONG} today",
            f"{LONG} twice",
            "…to the second floor today → …to the second floor twice",
        ),
        (LONG, f"{LONG} twice", "…sent to the second floor → …sent to the second floor twice"),
        (f"{LONG} twice", LONG, "…sent to the second floor twice → …sent to the second floor"),
        (
            LONG,
            LONG.replace("asked", "came"),
            "The customer asked for the fee waiver at the counter and… →"
            " The customer came for the fee waiver at the counter and…",
        ),
        ("x" * 90 + "y", "x" * 90 + "z", f"…{'x' * 20}y → …{'x' * 20}z"),
    ],
)
def test_a_difference_far_behind_in_a_long_text_is_shown(by, before, after, shown):
    assert by("robin", "log", "@permits", "+fees", before).code == 0
    rows = export(by)
    rows[0]["happened"] = after
    done = by("robin", "import", save("team.csv", rows))
    assert f"· happened {shown}\n" in done.err


def test_a_dry_run_shows_the_changed_cells_and_takes_none(by, ids, entries):
    rows = export(by)
    rows[0]["recovery"] = "Paid"
    before = entries()
    done = by("robin", "import", save("team.csv", rows), "--update", "--dry-run")
    assert done.code == 0
    assert "0 entries would be imported from team.csv, 1 updated," in done.err
    assert f"{ids[0]} · recovery Paid it back → Paid\n" in done.err
    assert entries() == before


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("audience", ["full", "team", "meeting"])
@pytest.mark.usefixtures("large_teams")
def test_an_export_comes_back_without_a_difference(by, ids, entries, audience, form):
    for short_id in ids:
        by("robin", "edit", short_id, "--share", "meeting")
    before = entries()
    by("robin", "export", "--for", audience, "--format", form, "-o", "own")
    for options in ([], ["--update"]):
        done = by("robin", "import", "own", *options)
        assert (done.code, done.err) == (
            0,
            "0 entries imported from own, 0 rejected, 3 already there\n",
        )
    assert entries() == before


@pytest.mark.usefixtures("large_teams")
def test_a_masked_text_and_a_week_never_overwrite_what_the_log_has(by, ids, entries):
    by("robin", "edit", ids[0], "--share", "meeting")
    (row,) = export(by, "meeting")
    assert row["happened"] == "Charged Mrs [name] twice"
    row["lesson"] = "Look at the receipt"
    row["week"] = "2026-W40"
    before = entries()[ids[0]]
    done = by("robin", "import", save("meeting.csv", [row]), "--update")
    assert (done.code, "1 updated, 0 rejected" in done.err) == (0, True)
    after = entries()[ids[0]]
    assert after == before | {"lesson": "Look at the receipt", "updated_at": after["updated_at"]}


@pytest.mark.usefixtures("large_teams")
def test_a_changed_text_with_a_mask_in_it_is_refused(by, ids, entries):
    by("robin", "edit", ids[0], "--share", "meeting")
    (row,) = export(by, "meeting")
    row["happened"] = "Charged Mrs [name] three times"
    before = entries()
    done = by("robin", "import", save("meeting.csv", [row]), "--update")
    assert (done.code, done.out) == (2, "")
    assert (
        f"line 2: happened has [name] for what {ids[0]} says here;"
        f" change it with  coachlog edit {ids[0]}"
    ) in done.err
    assert entries() == before


def test_rows_of_small_teams_without_ids_are_known_again_or_refused(by, ids, entries):
    for short_id in ids[:2]:
        by("robin", "edit", short_id, "--share", "meeting")
    rows = export(by, "meeting")
    assert [row["short_id"] for row in rows] == ["", ""]
    rows.append(dict.fromkeys(rows[0], "") | {"team": "permits", "happened": "A new one"})
    done = by("robin", "import", save("meeting.csv", rows))
    assert "1 entry imported from meeting.csv as a correction, 0 rejected, 2 already" in done.err
    rows[1]["lesson"] = "Another lesson"
    done = by("robin", "import", save("meeting.csv", rows), "--update")
    assert "0 entries imported from meeting.csv, 1 rejected, 2 already there" in done.err
    assert "line 3: it has a week but no id," in done.err
    assert len(entries()) == 4


def test_somebody_elses_private_entry_is_unknown_in_every_way(by, ids, entries):
    by("kim", "log", "@permits", "+fees", "A private worry", "--share", "private")
    (private,) = entries("kim").keys() - entries("robin").keys()
    before = entries("kim")[private]
    by("kim", "log", "@permits", "+fees", "Another worry", "--share", "private")
    (deleted,) = entries("kim").keys() - entries("robin").keys() - {private}
    by("kim", "delete", deleted)
    messages = []
    for number, short_id in enumerate([private, deleted, "beef"]):
        name = f"list{number}.csv"
        text = f"short_id,team,happened,lesson\n{short_id},permits,Row {number},x\n"
        Path(name).write_text(text)
        done = by("robin", "import", name, "--update")
        messages.append((done.code, done.err.replace(name, "list.csv")))
        text = f"short_id,status\n{short_id},closed\n"
        partial = by("robin", "import", "-", "--update", "--rejects", "bad.csv", stdin=text)
        Path("bad.csv").unlink()
        messages.append((partial.code, partial.err.replace(short_id, "ID")))
    assert messages[0] == messages[2] == messages[4]
    assert messages[1] == messages[3] == messages[5]
    assert messages[1][0] == 2
    assert "line 2: there is no entry ID here, and the row does not say" in messages[1][1]
    assert entries("kim")[private] == before
    assert len(entries("robin")) == 6


def test_by_uuid_somebody_elses_private_entry_is_unknown_too(by, ids, entries):
    by("kim", "log", "@permits", "+fees", "A private worry", "--share", "private")
    (private,) = entries("kim").keys() - entries("robin").keys()
    before = entries("kim")
    uuid = before[private]["uuid"]
    Path("list.csv").write_text(f"uuid,team,happened\n{uuid},permits,Mine now\n")
    done = by("robin", "import", "list.csv", "--update")
    assert done.err.startswith("1 entry imported from list.csv as a correction, 0 rejected")
    assert entries("kim")[private] == before[private]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("trainer", "robin", "only kim can hand this entry over"),
        ("learner", "ana", "only kim can say whom this entry is about"),
    ],
)
def test_what_is_the_owners_alone_is_refused(by, ids, entries, field, value, reason):
    before = entries("kim")
    Path("list.csv").write_text(f"short_id,{field}\n{ids[2]},{value}\n")
    done = by("robin", "import", "list.csv", "--update")
    assert (done.code, f"line 2: {reason}" in done.err) == (2, True)
    assert entries("kim") == before


def test_clearing_an_entry_for_a_meeting_waits_for_its_writer_if_they_are_to_be_asked(
    by, ids, entries
):
    by("kim", "config", "set", "clearing", "ask")
    text = f"short_id,share\n{ids[2]},meeting\n"
    done = by("robin", "import", "-", "--update", stdin=text)
    assert (done.code, f"{ids[2]} · share team → waits for kim's yes\n" in done.err) == (0, True)
    assert entries()[ids[2]]["share"] == "team"


def test_an_id_and_what_is_to_change_are_enough(by, ids, entries):
    Path("list.csv").write_text(f"short_id,Status,Lesson\n{ids[0].upper()},Done,\n{ids[1]},,\n")
    done = by("robin", "import", "list.csv", "--update")
    assert (done.code, "1 updated, 0 rejected, 1 already there" in done.err) == (0, True)
    after = entries()
    assert after[ids[0]]["status"] == "closed"
    # An empty cell changes nothing.
    assert after[ids[1]]["lesson"] == "Look first"


def test_a_uuid_that_is_not_here_is_said(by, ids, entries):
    uuid = entries()[ids[0]]["uuid"]
    unknown = ("0" if uuid[0] != "0" else "1") + uuid[1:]
    Path("list.csv").write_text(f"uuid,status\n{unknown},closed\n")
    done = by("robin", "import", "list.csv", "--update")
    assert (done.code, done.out) == (2, "")
    assert "there is no entry with this uuid here, and the row does not say what" in done.err


@pytest.mark.parametrize("options", [[], ["--update"], ["--update", "--dry-run"]])
@pytest.mark.parametrize("field", ["kind", "status", "share", "Share", "caught", "factors"])
def test_a_cell_that_cannot_be_read_is_said_where_no_other_row_has_a_word(
    by, ids, entries, field, options
):
    before = entries()
    Path("list.csv").write_text(f"short_id,{field}\n{ids[0]},bogus\n{ids[1]},\n")
    done = by("robin", "import", "list.csv", *options)
    assert (done.code, "1 rejected, 1 already there" in done.err) == (0, True), done.err
    assert f"line 2: {field.lower()} must be one of" in done.err
    assert "is skipped" not in done.err
    assert entries() == before


def test_a_column_of_free_text_beside_ids_is_skipped_and_said(by, ids, entries):
    Path("list.csv").write_text(f"short_id,Type,lesson\n{ids[0]},at the desk,Count twice\n")
    done = by("robin", "import", "list.csv", "--update")
    assert (done.code, "1 updated, 0 rejected" in done.err) == (0, True)
    assert "Type is skipped, because no value in it is one of strength" in done.err


def test_the_time_of_the_old_day_goes_with_a_corrected_day(by, ids, entries):
    rows = export(by)
    columns = ["short_id", "occurred_at", "occurred_on"]
    rows[0]["occurred_on"] = "2026-11-18"
    save("list.csv", rows, columns)
    by("robin", "import", "list.csv", "--update")
    after = entries()
    assert (after[ids[0]]["occurred_on"], after[ids[0]]["occurred_at"]) == ("2026-11-18", None)
    assert after[ids[1]]["occurred_at"] == rows[1]["occurred_at"]
    again = by("robin", "import", "list.csv", "--update")
    assert again.err == "0 entries imported from list.csv, 0 rejected, 3 already there\n"


def test_a_deleted_entry_does_not_come_back_by_its_short_id(by, ids, entries):
    rows = export(by)
    by("robin", "delete", ids[0])
    columns = [name for name in rows[0] if name != "uuid"]
    done = by("robin", "import", save("list.csv", rows, columns), "--update")
    assert "0 entries imported from list.csv, 0 rejected, 2 already there" in done.err
    assert "1 row skipped: deleted from this log earlier." in done.err
    assert ids[0] not in entries()


def test_what_changed_here_after_the_file_was_written_is_not_reverted(by, ids, entries, at):
    rows = export(by)
    at("2026-11-20T09:00:00+00:00")
    by("kim", "edit", ids[0], "--recovery", "Paid it back, and rang her")
    before = entries()
    done = by("robin", "import", save("team.csv", rows), "--update")
    assert (done.code, done.err) == (
        0,
        "0 entries imported from team.csv, 0 rejected, 3 already there\n",
    )
    assert entries() == before


def test_the_same_spreadsheet_can_be_changed_and_brought_back_again(by, ids, entries, at):
    rows = export(by)
    before = entries()
    at("2026-11-20T09:00:00+00:00")
    rows[0]["lesson"] = "Look at the receipt"
    by("robin", "import", save("team.csv", rows), "--update")
    at("2026-11-21T09:00:00+00:00")
    rows[0]["status"] = "closed"
    done = by("robin", "import", save("team.csv", rows), "--update")
    assert "1 updated, 0 rejected" in done.err
    assert f"{ids[0]} · status logged → closed\n" in done.err
    by("robin", "undo")
    by("robin", "undo")
    assert entries() == before
    done = by("robin", "import", "team.csv", "--update")
    assert f"{ids[0]} · lesson empty → Look at the receipt, status logged → closed" in done.err


def test_a_cell_that_both_changed_is_refused(by, ids, entries, at):
    rows = export(by)
    rows[0]["recovery"] = "Paid it back at the counter"
    rows[0]["lesson"] = "Look at the receipt"
    at("2026-11-20T09:00:00+00:00")
    by("kim", "edit", ids[0], "--recovery", "Paid it back, and rang her")
    before = entries()
    done = by("robin", "import", save("team.csv", rows), "--update")
    assert (done.code, done.out) == (0, "")
    assert (
        f"line 2: recovery of {ids[0]} was changed here after this file was written;"
        f" to see it:  coachlog show {ids[0]}"
    ) in done.err
    assert entries() == before


def test_a_row_tells_nobody_what_an_entry_said_before_it_was_shared(by, ids, entries, at):
    by("kim", "log", "@permits", "+fees", "A private worry", "--share", "private")
    (private,) = entries("kim").keys() - entries("robin").keys()
    then = entries("kim")[private]["updated_at"]
    at("2026-11-20T09:00:00+00:00")
    by("kim", "edit", private, "--happened", "A worry", "--share", "team")
    messages = set()
    for guess in ("A private worry", "Another worry"):
        text = f"short_id,happened,updated_at\n{private},{guess},{then}\n"
        done = by("robin", "import", "-", "--rejects", "bad.csv", "--update", stdin=text)
        Path("bad.csv").unlink()
        messages.add((done.code, done.err))
    assert len(messages) == 1


def test_two_rows_cannot_change_one_entry(by, ids, entries):
    text = f"short_id,lesson\n{ids[0]},One\n{ids[0]},Two\n"
    Path("list.csv").write_text(text)
    done = by("robin", "import", "list.csv", "--update")
    assert f"line 3: another row of this file also changes {ids[0]}" in done.err
    assert entries()[ids[0]]["lesson"] == "One"


def test_the_same_short_id_in_a_file_of_another_log_is_another_entry(by, ids, entries):
    Path("list.csv").write_text(f"short_id,team,happened\n{ids[0]},finance,Lost a form\n")
    before = entries()
    for options in ([], ["--update"]):
        done = by("robin", "import", "list.csv", *options)
        assert (
            f"line 2: {ids[0]} is a different entry in this log;"
            " empty the id to import the row as a new one"
        ) in done.err
    assert entries() == before


def test_numbers_in_a_column_called_id_are_no_ids_of_this_log(by, ids, entries):
    Path("list.csv").write_text(f"ID,team,happened\n{ids[0]},permits,Lost a form\n")
    done = by("robin", "import", "list.csv", "--update")
    assert (done.code, "1 entry imported" in done.err) == (0, True)
    assert len(entries()) == 4


def test_an_entry_known_by_its_content_is_never_updated(by, entries):
    Path("list.csv").write_text("team,happened,lesson\npermits,Lost a form,Look first\n")
    by("robin", "import", "list.csv")
    by("robin", "edit", "last", "--lesson", "Look twice")
    done = by("robin", "import", "list.csv", "--update")
    assert "1 entry already in the log differs from the file; the log was left as" in done.err
    assert [entry["lesson"] for entry in entries().values()] == ["Look twice"]


def test_feedback_answers_are_never_updated(by, ids):
    done = by("robin", "import", "list.csv", "--as", "feedback", "--update")
    assert (done.code, done.out) == (2, "")
    assert "--update only works with entries" in done.err


def test_many_changed_rows_are_one_action_and_a_short_message(by, entries):
    rows = "".join(f"permits,Row {number},2026-11-02\n" for number in range(30))
    Path("list.csv").write_text(f"team,happened,date\n{rows}")
    by("robin", "import", "list.csv")
    rows = export(by)
    for row in rows:
        row["lesson"] = "Look first"
    done = by("robin", "import", save("team.csv", rows), "--update")
    assert "30 updated" in done.err
    assert "… and 10 more entries" in done.err
    assert {entry["lesson"] for entry in entries().values()} == {"Look first"}
    by("robin", "undo")
    assert {entry["lesson"] for entry in entries().values()} == {None}


@pytest.mark.parametrize("team", ["@", "+", ",", " @ "])
def test_a_team_that_is_a_sign_is_refused(by, entries, team):
    Path("list.csv").write_text(f'team,happened\n"{team}",One\npermits,Two\n')
    done = by("robin", "import", "list.csv")
    assert (done.code, "1 rejected" in done.err) == (0, True)
    assert [entry["team"] for entry in entries().values()] == ["permits"]


def test_a_file_from_before_a_team_was_renamed_does_not_bring_its_old_name_back(
    by, ids, entries, large_teams
):
    rows = export(by)
    by("kim", "teams", "rename", "permits", "front desk")
    rows[1]["lesson"] = "Look twice"
    result = by("robin", "import", save("back.csv", rows), "--update")
    assert result.code == 0
    after = entries().values()
    assert {entry["team"] for entry in after} == {"front desk"}
    assert [entry["lesson"] for entry in after if entry["lesson"]] == ["Look twice"]
    assert by("robin", "teams", "-f", "csv").out.count("permits") == 0
