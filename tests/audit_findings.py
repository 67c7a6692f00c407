"""Real findings of audits, which are too large to be kept here; AUDIT_FINDINGS names their file."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_SOURCE = "../shared/data/fac_findings_corrective_actions.csv"
FINDINGS = Path(os.environ.get("AUDIT_FINDINGS") or Path(__file__).parents[1] / _BESIDE_THE_SOURCE)
needs_findings = pytest.mark.skipif(
    not FINDINGS.exists(), reason="the audit findings are not here: name them in AUDIT_FINDINGS"
)
