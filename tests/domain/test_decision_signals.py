"""Tests of signals: when many decisions of one sort mean something."""

from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.guides.parser import read_guide
from coachlog.domain.guides.stats import count_guide, count_steps, guide_signals
from coachlog.domain.review.decision_signals import stands_out, topic_signals

GUIDE = read_guide(
    "guide: g\nrule: G\nstart: q?\n  rule: S\n  yes -> do It\n"
    "  no -> document it\n    rule: E\n  other -> next\n"
    "next: r?\n  yes -> document that\n  no -> escalate to Ana with it\n"
)[0]


def test_five_decisions_are_needed_and_a_third_of_them():
    assert [total for total in range(1, 12) if stands_out(total, total)] == list(range(5, 12))
    assert [part for part in range(7) if stands_out(part, 6)] == [2, 3, 4, 5, 6]
    assert not stands_out(3, 10)


def test_topics_with_many_exceptions_or_escalations_are_named_most_first():
    rows = [
        ("fees", "exception-documented", "R 1", 3),
        ("fees", "exception-documented", None, 1),
        ("fees", "followed", "R 1", 4),
        ("fees", None, None, 90),
        ("forms", "escalated", "R 2", 5),
        ("forms", "exception-documented", "R 2", 5),
        ("few", "escalated", None, 4),
        ("calm", "followed", None, 50),
    ]
    assert topic_signals(rows) == [
        "forms: 5 of 10 decisions were documented exceptions from R 2."
        " The rule may need clarifying.",
        "forms: 5 of 10 decisions were escalations. The topic may need practice.",
        "fees: 4 of 8 decisions were documented exceptions, 3 of them from R 1."
        " The rule may need clarifying.",
    ]


def test_exceptions_are_counted_by_the_rule_that_applied_at_the_question():
    ways = [
        ("start: no", "start → no", 5, 0),
        ("start: other\nnext: yes", "next → yes", 1, 0),
        ("start: yes", "start → yes", 9, 2),
        ("start: other\nnext", None, 8, 0),
    ]
    assert list(guide_signals(GUIDE, ways)) == [
        "g: 5 of 15 decisions were documented exceptions from E. The rule may need clarifying.",
        "g: 8 of 23 walks stopped at 'next'. The question may need rewording.",
    ]
    assert count_guide(GUIDE, ways) == ("g", 23, 9, 6, 0, 8, 2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["start: yes", "start: no", "start: other\nnext: no", "start", "gone: x", "", ": "]
            ),
            st.sampled_from([None, "start → yes", "start → no", "next → no", "start", "gone", ""]),
            st.integers(1, 9),
            st.integers(0, 1),
        ),
        max_size=8,
        unique_by=lambda way: way[:2],
    )
)
def test_no_walk_is_lost_or_counted_twice_whatever_the_guide_is_now(ways):
    rows = count_steps(GUIDE, ways)
    assert (
        sum(row.walks for row in rows)
        == count_guide(GUIDE, ways).walks
        == sum(way[2] for way in ways)
    )
    assert len({(row.step, row.kind) for row in rows}) == len(rows)
    assert GUIDE.endings.keys() <= {row.step for row in rows}
    list(guide_signals(GUIDE, ways))
