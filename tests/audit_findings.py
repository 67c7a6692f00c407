"""Real findings of audits, which are too large to be kept here; AUDIT_FINDINGS names their file."""

import csv
import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

_BESIDE_THE_SOURCE = "../shared/data/fac_findings_corrective_actions.csv"
FINDINGS = Path(os.environ.get("AUDIT_FINDINGS") or Path(__file__).parents[1] / _BESIDE_THE_SOURCE)
needs_findings = pytest.mark.skipif(
    not FINDINGS.exists(), reason="the audit findings are not here: name them in AUDIT_FINDINGS"
)

# Findings of one auditee that are the same slip in another programme, sorted by hand. No column
# says so: there is no reference to a prior finding, and no auditee is in two audit years.
_SAME_SLIP = (
    ("auditee-147110", "subawards not reported", "030 048 056 072 091"),
    ("auditee-147110", "schedule of expenditures wrong or late", "023 034 053 060 064 092"),
    ("auditee-147110", "audits of subrecipients not followed", "035 042 076"),
    ("auditee-147110", "risk of subrecipients not evaluated", "044 071"),
    ("auditee-147110", "cash drawn before it was needed", "040 065 090"),
    ("auditee-147110", "meal claims not checked", "031 041"),
    ("auditee-147110", "dates of death not taken over", "026 086"),
    ("auditee-147110", "typed applications not checked", "079 082"),
    ("auditee-171944", "subawards not reported", "008 013 016 024 028"),
    ("auditee-171944", "expenditures on the wrong line of a report", "003 012 027"),
    ("auditee-171944", "costs outside the period of performance", "004 007 019"),
)


class RepeatedFinding(NamedTuple):
    """Two findings of the same slip; the lower number counts as the earlier one."""

    earlier: str
    later: str
    topic: str


def repeated_findings() -> Iterator[RepeatedFinding]:
    """Yield each pair of findings that are the same slip; nothing when the file is not here.

    The earlier text has the lesson too, the later one only what happened. A later finding comes
    once for each of its earlier ones: an answer is right when it offers any of them.
    """
    if not FINDINGS.exists():
        return
    with FINDINGS.open(newline="", encoding="utf-8") as file:
        findings = {(row["auditee"], row["ref"]): row for row in csv.DictReader(file)}
    for auditee, _, numbers in _SAME_SLIP:
        rows = [findings[auditee, f"2022-{number}"] for number in numbers.split()]
        for earlier, later in combinations(rows, 2):
            yield RepeatedFinding(
                earlier=f"{earlier['what_happened']}\n{earlier['lesson']}",
                later=later["what_happened"],
                topic=later["topic"],
            )
