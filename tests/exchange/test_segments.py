"""Segments: what goes in comes out, and whatever else a file has is refused with a reason."""

import gzip
import json
from hashlib import sha256
from itertools import chain

import pytest

from coachlog.exchange import packing, segments
from coachlog.exchange.segment_names import parse_name
from coachlog.exchange.segments import SegmentError, batches, decode, decode_all, encode
from tests.exchange.shelf_contract import KIM, revision_of, segment_of

HEADER = {
    "coachlog": "segment",
    "format": 1,
    "device": KIM,
    "seq": 7,
    "team": "Permits",
    "count": 0,
    "newest": "1763564400001-0000",
    "version": "0.1.0",
}
LINE = {
    "id": "0" * 31 + "1",
    "record": "0198a2c4-0000-7000-8000-000000000001",
    "table": "entry",
    "hlc": "1763564400001-0000",
    "device": KIM,
    "author": "kim",
    "patch": {"happened": "Found the form"},
}


def file_of(*lines, **header):
    """Return the name and the bytes of a file with these lines, whatever they are."""
    texts = [json.dumps({**HEADER, "count": len(lines), **header})]
    texts += [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return named("\n".join([*texts, ""]).encode("utf-8", "surrogatepass"))


def named(content, packed=gzip.compress):
    data = packed(content)
    return f"{KIM}-00000007-{sha256(data).hexdigest()[:16]}.jsonl.gz", data


def reason_of(name, data):
    with pytest.raises(SegmentError) as caught:
        decode(name, data)
    assert caught.value.exit_code == 7
    return str(caught.value)


def test_a_segment_comes_back_as_it_was():
    revisions = [
        revision_of(1),
        revision_of(2, happened="Zeile 1\nZeile 2\u2028\r\tund \u0007 🙂 Ünï", deleted=False),
        revision_of(3, share="private", seen={"share": ["0" * 32]}, topics=[], lesson=None),
        revision_of(4, happened="x" * 1_000_000, n=1.5),
        revision_of(5, happened="half of a pair: \ud83d"),
    ]
    name, data = encode(device=KIM, seq=12, team="Équipe/1", revisions=revisions)
    segment = decode(name, data)
    assert segment.revisions == revisions
    assert segment[:5] == (KIM, 12, "Équipe/1", "1763564400005-0000", "0.1.0")
    assert segment.malformed == []
    assert name.startswith(f"{KIM}-00000012-")


def test_the_same_revisions_give_the_same_file():
    assert segment_of() == segment_of()


def test_the_file_is_what_other_programs_can_read():
    name, data = segment_of(count=2)
    lines = gzip.decompress(data).decode().splitlines()
    header = json.loads(lines[0])
    assert header == {**HEADER, "seq": 1, "count": 2, "newest": "1763564401001-0000"}
    assert json.loads(lines[1]) == {
        "id": "000000000000000000000000000003e8",
        "record": "0198a2c4-0000-7000-8000-000000000001",
        "table": "entry",
        "hlc": "1763564401000-0000",
        "device": KIM,
        "author": "kim",
        "patch": {"happened": "Showed how to look up a fee waiver", "topics": ["fees"]},
    }
    assert name == f"{KIM}-00000001-{sha256(data).hexdigest()[:16]}.jsonl.gz"
    assert data[4:8] == bytes(4)  # no time


def test_a_segment_without_revisions_can_be_read():
    name, data = encode(device=KIM, seq=1, team="Permits", revisions=[])
    assert decode(name, data).revisions == []


def test_keys_beside_the_known_ones_do_not_matter():
    name, data = file_of({**LINE, "mood": ["good", {"x": 1}], "signature": "abc"}, LINE)
    segment = decode(name, data)
    assert segment.malformed == []
    first, second = segment.revisions
    assert first == second


@pytest.mark.parametrize("end", [1, 2, 9, 10, 11, 18, 19, -9, -8, -5, -4, -1])
def test_a_file_that_is_cut_off_is_not_whole_yet(end):
    # Within the magic bytes, the header of gzip, the data, and the sum and the size at its end.
    name, data = segment_of(count=20)
    reason = reason_of(name, data[:end])
    assert reason == (
        "is not whole yet. Wait until the folder is up to date; if that does not help,"
        " delete it, and its device will write it again."
    )


def test_a_file_without_bytes_is_not_downloaded():
    name, _ = segment_of()
    assert reason_of(name, b"") == (
        "is empty: it has not been downloaded yet. Wait until the folder is up to date."
    )


def test_a_flipped_bit_anywhere_is_noticed():
    name, data = segment_of(count=3)
    reasons = set()
    for index in range(len(data)):
        damaged = bytearray(data)
        damaged[index] ^= 1 << index % 8
        reasons.add(reason_of(name, bytes(damaged)).partition(".")[0].partition(":")[0])
    assert reasons <= {
        "is damaged",
        "is damaged, or not a segment of coachlog",
        "is not whole yet",
    }


def test_zeros_at_the_end_are_noticed():
    name, data = segment_of()
    assert reason_of(name, data + bytes(512)).startswith("is damaged: it has other bytes")


def test_a_file_that_goes_on_behind_its_segment_is_refused():
    _, data = segment_of()
    name, both = named(b"", packed=lambda _: data + data)
    assert "another device or number" in reason_of(name, both)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"format": 2}, "was written by a newer coachlog. Update coachlog to read it."),
        ({"format": 2, "count": 99}, "was written by a newer coachlog."),
        ({"coachlog": "folder"}, "is not a segment of coachlog."),
        ({"device": "ffffffffffff"}, "has another device or number than its name says."),
        ({"seq": 8}, "has another device or number than its name says."),
        ({"seq": "7"}, "has a header that does not fit its lines."),
        ({"seq": True}, "has a header that does not fit its lines."),
        ({"count": 2}, "has a header that does not fit its lines."),
        ({"team": None}, "has a header without 'team'."),
        ({"team": ["Permits"]}, "has a header without 'team'."),
        ({"newest": 5}, "has a header without 'newest'."),
    ],
)
def test_a_header_that_does_not_fit_is_refused(header, reason):
    assert reason_of(*file_of(LINE, **header)).startswith(reason)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"[]\n", b"{}\n", b"{\n", b"\xff\xfe\n", b"null\n", b"[" * 100_000, b"happened\n"],
)
def test_gzip_of_something_else_is_not_a_segment(content):
    assert reason_of(*named(content)) == "is not a segment of coachlog."


def test_a_last_line_without_its_end_is_not_read():
    text = "\n".join([json.dumps({**HEADER, "count": 1}), json.dumps(LINE)])
    assert reason_of(*named(text.encode())) == "is not a segment of coachlog."
    assert decode(*named(text.encode() + b"\n")).malformed == []


def test_a_file_that_is_not_gzip_is_not_a_segment():
    name, data = named(b"<!DOCTYPE html><title>Sign in</title>", packed=bytes)
    assert reason_of(name, data) == "is damaged, or not a segment of coachlog."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "not a revision"),
        ("{", "not a revision"),
        ("5", "not a revision"),
        ("[]", "not a revision"),
        ("\0", "not a revision"),
        ('{"id": NaN}', "not a revision"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("9" * 10_000, "not a revision"),
        (json.dumps(LINE) * 2, "not a revision"),
        (json.dumps(LINE) + "\r", "not a revision"),
        ({key: LINE[key] for key in LINE if key != "author"}, "not a revision"),
        ({**LINE, "id": "0" * 31}, "id is not 32 hexadecimal digits"),
        ({**LINE, "id": "0" * 31 + "G"}, "id is not 32 hexadecimal digits"),
        ({**LINE, "id": "0" * 32 + "\n"}, "id is not 32 hexadecimal digits"),
        ({**LINE, "id": 5}, "id is not a text"),
        ({**LINE, "hlc": None}, "hlc is not a text"),
        ({**LINE, "record": {}}, "record is not a text"),
        ({**LINE, "table": ["entry"]}, "table is not a text"),
        ({**LINE, "patch": "x"}, "patch is not an object"),
        ({**LINE, "patch": [["x"]]}, "patch is not an object"),
        (json.dumps(LINE).replace('"Found the form"', "-Infinity"), "not a revision"),
        (json.dumps(LINE).replace('"Found the form"', "[" * 30 + "]" * 30), "nested too deeply"),
        (json.dumps({**LINE, "new": 0}).replace("0}", "[" * 30 + "]" * 30 + "}"), "nested too"),
    ],
)
def test_a_line_that_is_no_revision_is_set_aside_and_the_others_go_on(line, reason):
    segment = decode(*file_of(LINE, line, {**LINE, "id": "f" * 32}))
    assert [revision.id.hex() for revision in segment.revisions] == [LINE["id"], "f" * 32]
    (malformed,) = segment.malformed
    assert malformed.startswith(f"line 3: {reason}")


def test_a_small_file_cannot_fill_the_memory(monkeypatch):
    monkeypatch.setattr(packing, "ALWAYS_ALLOWED", 1 << 16)
    name, data = named(b" " * (1 << 26))
    assert len(data) < 1 << 17
    assert reason_of(name, data) == (
        "would unpack to more than a segment can have, so it was left alone."
    )


def test_nothing_is_written_that_could_not_be_read(monkeypatch):
    monkeypatch.setattr(packing, "MOST_UNPACKED", 1 << 16)
    with pytest.raises(SegmentError, match="too large"):
        encode(
            device=KIM, seq=1, team="Permits", revisions=[revision_of(1, happened="x" * (1 << 16))]
        )


def test_batches_hold_everything_in_order_and_can_be_written(monkeypatch):
    monkeypatch.setattr(segments, "BATCH", 10_000)
    revisions = [revision_of(number, happened="\0" * 1000) for number in range(100)]
    parts = list(batches(revisions))
    assert list(chain.from_iterable(parts)) == revisions
    assert {len(part) for part in parts} == {8, 4}
    assert list(batches([])) == []


def test_segments_that_stand_one_behind_the_other_are_read_in_turn():
    files = [segment_of(seq=seq, team=team) for seq, team in ((1, "Permits"), (2, "Fire"))]
    data = b"".join(data for _, data in files)
    assert list(decode_all(data)) == [decode(*file) for file in files]
    assert list(decode_all(b"")) == []
    with pytest.raises(SegmentError, match="not whole"):
        list(decode_all(data[:-1]))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "team.json",
        f"{KIM}-1-{'0' * 16}.jsonl.gz",
        f"{KIM}-00000001-{'0' * 15}.jsonl.gz",
        f"{KIM}-00000001-{'0' * 16}.jsonl.gz\n",
        f"{KIM}-0000000١-{'0' * 16}.jsonl.gz",
        f"../{KIM}-00000001-{'0' * 16}.jsonl.gz",
        f"{KIM.upper()}-00000001-{'0' * 16}.jsonl.gz",
    ],
)
def test_other_names_are_not_those_of_segments(name):
    assert parse_name(name) is None
    assert reason_of(name, segment_of()[1]) == "does not have the name of a segment."


def test_a_name_says_who_wrote_a_segment():
    name, _ = segment_of(seq=12345678)
    assert parse_name(name)[:2] == (KIM, 12345678)
