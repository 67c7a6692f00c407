"""How coachlog 0.1.0 made `v1.db`, once. A file that is made today has a later schema.

export COACHLOG_DB=tests/data/v1.db COACHLOG_NOW=2026-11-19T15:00+00:00 TZ=UTC LOGNAME=robin
python tests/data/make_v1.py
"""

from coachlog.cli.main import run

FIRST = ["log", "@permits", "+fees", "Showed how to look up a fee waiver"]
PRIVATE = ["log", "@permits", "+intake", "--kind", "strength", "--private"]
PRIVATE += ["Asked for the map before the form"]
OOPS = ["oops", "--team", "Zoning Café", "--topic", "fees"]
OOPS += ["--recovery", "Called the applicant and paid it back", "Charged the fee twice"]
MISTAKE = ["mistake", "@permits", "+deadlines", "--caught", "before-effect"]
MISTAKE += ["Sent the notice a day late"]

for words in (FIRST, PRIVATE, OOPS, MISTAKE):
    assert run(words) == 0
