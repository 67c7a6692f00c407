"""What every shelf does, whatever it is made of.

A subclass has the fixtures `shelf`, an empty one, and `other`, the same one as another computer
sees it.
"""

import pytest

from coachlog.domain.merging import Revision
from coachlog.exchange.segments import SegmentError, SegmentGoneError, decode, encode

TEAMS = (
    "Permits",
    "Permits/Intake",
    "permits intake",
    "CON",
    "Équipe",
    "a" * 200,
    "審査",
    "..north..",
    "' OR 1=1 --",
)
KIM = "a1b2c3d4e5f6"
LEE = "0f0f0f0f0f0f"


def revision_of(number=1, device=KIM, **patch):
    return Revision(
        id=number.to_bytes(16, "big"),
        record="0198a2c4-0000-7000-8000-000000000001",
        table="entry",
        hlc=f"{1763564400000 + number}-0000",
        device=device,
        author="kim",
        patch=patch or {"happened": "Showed how to look up a fee waiver", "topics": ["fees"]},
    )


def segment_of(seq=1, team="Permits", device=KIM, count=1):
    numbers = range(seq * 1000, seq * 1000 + count)
    revisions = [revision_of(number, device=device) for number in numbers]
    return encode(device=device, seq=seq, team=team, revisions=revisions)


class ShelfContract:
    def test_an_empty_shelf_has_no_teams_and_no_segments(self, shelf):
        shelf.check()
        assert shelf.teams() == []
        assert shelf.list("Permits") == []
        assert shelf.ignored.get("Permits", []) == []
        assert shelf.troubles == []

    def test_another_computer_sees_the_same_shelf(self, shelf, other):
        assert shelf.id == other.id

    def test_another_computer_reads_what_was_put(self, shelf, other):
        name, data = segment_of()
        assert shelf.put_if_absent("Permits", name, data) is True
        assert other.list("Permits") == [name]
        assert other.get("Permits", name) == data
        assert decode(name, other.get("Permits", name)).revisions == [revision_of(1000)]
        assert other.teams() == ["Permits"]

    def test_names_are_sorted_by_device_and_number(self, shelf):
        segments = [
            segment_of(seq=seq, device=device) for seq in (2, 10, 1, 99) for device in (KIM, LEE)
        ]
        for name, data in segments:
            shelf.put_if_absent("Permits", name, data)
        beginnings = [name[:21] for name in shelf.list("Permits")]
        assert beginnings == [
            f"{device}-{seq:08}" for device in (LEE, KIM) for seq in (1, 2, 10, 99)
        ]

    def test_a_name_is_taken_once(self, shelf, other):
        name, data = segment_of()
        shelf.put_if_absent("Permits", name, data)
        assert other.put_if_absent("Permits", name, b"other bytes") is False
        assert shelf.get("Permits", name) == data

    def test_one_segment_of_two_teams_lies_in_both(self, shelf):
        name, data = segment_of()
        shelf.put_if_absent("Permits", name, data)
        assert shelf.put_if_absent("Fire", name, data) is True
        shelf.delete("Permits", name)
        assert (shelf.list("Permits"), shelf.list("Fire")) == ([], [name])

    def test_a_deleted_segment_is_gone_for_everybody(self, shelf, other):
        name, data = segment_of()
        shelf.put_if_absent("Permits", name, data)
        assert other.list("Permits") == [name]
        shelf.delete("Permits", name)
        assert other.list("Permits") == []
        with pytest.raises(SegmentGoneError):
            other.get("Permits", name)

    def test_deleting_twice_changes_nothing(self, shelf, other):
        name, data = segment_of()
        shelf.put_if_absent("Permits", name, data)
        shelf.delete("Permits", name)
        other.delete("Permits", name)
        assert shelf.put_if_absent("Permits", name, data) is True

    def test_teams_of_any_name_are_kept_apart(self, shelf, other):
        for team in TEAMS:
            name, data = segment_of(team=team)
            assert shelf.put_if_absent(team, name, data) is True
        assert other.teams() == sorted(TEAMS)
        for team in TEAMS:
            (name,) = other.list(team)
            assert decode(name, other.get(team, name)).team == team

    def test_spellings_of_a_name_are_one_team(self, shelf, other):
        name, data = segment_of(team="Équipe A")
        shelf.put_if_absent("Équipe A", name, data)
        for spelling in ("équipe a", "ÉQUIPE A", "E\u0301quipe A"):
            assert other.list(spelling) == [name]
            assert other.get(spelling, name) == data
        assert other.teams() == ["Équipe A"]

    @pytest.mark.parametrize("name", ["../x", "team.json", "x.jsonl.gz", "", "a/b", ".."])
    def test_only_names_of_segments_are_taken(self, shelf, name):
        for call in (
            lambda: shelf.get("Permits", name),
            lambda: shelf.put_if_absent("Permits", name, b""),
            lambda: shelf.delete("Permits", name),
        ):
            with pytest.raises(ValueError, match="name of a segment"):
                call()

    def test_a_segment_that_is_not_there_is_an_error_of_that_segment(self, shelf):
        name, _ = segment_of()
        with pytest.raises(SegmentError):
            shelf.get("Permits", name)
