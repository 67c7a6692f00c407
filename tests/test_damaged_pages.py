"""Bytes of the file flipped, pages overwritten, its end cut off: no traceback, and no exit 1."""

import random  # noqa: TID251 - the same damage in every run
import shlex

import pytest

SEED = 9
ROUNDS = 30  # about five seconds
HEADER = 100  # bytes, which `test_doctor` damages
PAGE = 4096
READING = (
    "list",
    "show last",
    "week",
    "search waiver",
    "history",
    "due",
    "export --for full",
    "log @permits +fees One more",
    "undo",
)


def damaged(whole, seed):
    """Return the bytes of a file with some damage behind its header."""
    choose = random.Random(seed)
    content = bytearray(whole)
    kind = choose.choice(("bits", "zeros", "noise", "cut"))
    first = choose.randrange(1, len(content) // PAGE) * PAGE
    if kind == "bits":
        for _ in range(choose.choice((1, 8, 64))):
            content[choose.randrange(HEADER, len(content))] ^= 1 << choose.randrange(8)
    elif kind == "zeros":
        content[first : first + PAGE] = bytes(PAGE)
    elif kind == "noise":
        content[first : first + PAGE] = choose.randbytes(PAGE)
    else:
        del content[choose.randrange(PAGE, len(content)) :]
    return bytes(content)


def fault_of(coachlog, path, content, outputs):
    """Return what went wrong with commands on a damaged file, or None."""
    results = {}
    for line in ("doctor", *READING):
        path.write_bytes(content)
        path.with_name(f"{path.name}.damaged").unlink(missing_ok=True)
        results[line] = coachlog(*shlex.split(line))
        result = results[line]
        if result.code == 1 or "Traceback" in result.err:
            return f"{line}: {result}"
    if results["doctor"].code != 0:
        return None
    # What doctor calls whole has to say what it said before.
    for line in READING[:-2]:
        if results[line].out != outputs[line]:
            return f"{line}: another answer, and doctor sees nothing: {results[line]}"
    return None


@pytest.mark.parametrize("half", [0, 1])
def test_a_damaged_file_never_ends_in_exit_1_nor_in_a_silent_wrong_answer(
    coachlog, home, full_log, half
):
    path = home / ".local/share/coachlog/coachlog.db"
    whole = path.read_bytes()
    outputs = {line: coachlog(*shlex.split(line)).out for line in READING[:-2]}
    faults = []
    for seed in range(SEED + half, SEED + ROUNDS, 2):
        fault = fault_of(coachlog, path, damaged(whole, seed), outputs)
        if fault:
            faults.append(f"seed {seed}: {fault}")
    assert faults == []
