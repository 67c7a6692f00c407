"""What is withdrawn elsewhere leaves no byte in the free parts of a log's pages."""

from pathlib import Path

ENTRIES = 60


def test_many_withdrawn_entries_are_in_no_byte_of_another_log(replica):
    kim, robin = replica("kim"), replica("robin")
    uuids = []
    for number in range(ENTRIES):
        uuids.append(kim.record(f"Told zarathustra{number}"))
    kept = []
    for number in range(ENTRIES):
        kept.append(f"Showed form {number}")
        kim.record(kept[-1])
    robin.take(kim.revisions())
    for uuid in uuids:
        kim.edit(uuid, share="private")
    robin.take(kim.revisions())
    assert robin.texts() == sorted(kept)
    copies = Path(robin.path).read_bytes().count(b"zarathustra")
    assert copies == 0
