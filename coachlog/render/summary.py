"""Counts as columns of a table: by what they are counted, the kinds, the check-ins."""

from collections.abc import Sequence
from functools import partial

from coachlog.domain.fields import FIELDS, KINDS
from coachlog.domain.review.summary import SummaryLine
from coachlog.render.columns import Column
from coachlog.render.rates import rate_numbers, rate_texts
from coachlog.render.week_figures import KINDS_LEGEND

KIND_LETTERS = {kind: kind[0].upper() for kind in KINDS}
RATES_LEGEND = "30 days, 60 days: of the check-ins, how many saw it done unprompted"
ABSENT = "not given"


def columns_for_people(
    keys: Sequence[str],
    lines: Sequence[SummaryLine],
    *,
    with_rates: bool,
    short: bool,
) -> tuple[list[Column], list[str]]:
    """Return the columns of lines of counts for a person, and what their heads mean.

    Args:
        keys: what is counted by.
        lines: the lines. Without a check-in among them there are no columns for check-ins.
        with_rates: whether check-ins can be counted by these keys.
        short: with letters for the kinds.
    """
    labels = {}
    legends = []
    if short and "kind" not in keys:
        labels = KIND_LETTERS
        legends.append(KINDS_LEGEND)
    columns = _columns(keys, absent=ABSENT, labels=labels)
    if with_rates and any(line.answers_30 or line.answers_60 for line in lines):
        columns += [rate_texts(30), rate_texts(60)]
        legends.append(RATES_LEGEND)
    return columns, legends


def columns_for_file(keys: Sequence[str], *, with_rates: bool) -> list[Column]:
    """Return the columns of lines of counts for a file: the same whatever is in the log."""
    columns = _columns(keys, absent=None, labels={})
    if with_rates:
        columns += rate_numbers(30) + rate_numbers(60)
    return columns


def _columns(keys: Sequence[str], *, absent: str | None, labels: dict[str, str]) -> list[Column]:
    columns = []
    for index, key in enumerate(keys):
        name = key.replace("-", "_")
        label = FIELDS[name].label if name in FIELDS else name
        columns.append(Column(name, label, partial(_key, index, absent)))
    columns.append(Column("entries", number=True))
    if "kind" not in keys:
        for kind in KINDS:
            columns.append(Column(kind, labels.get(kind, kind), number=True))
    columns.append(Column("percent", "%", number=True))
    return columns


def _key(index: int, absent: str | None, line: SummaryLine) -> str | None:
    return line.keys[index] or absent
