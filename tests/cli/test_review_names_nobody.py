"""No page of a review names a person: who wrote an entry, whom it is about, or who answered it."""

import pytest

WRITERS = ("quietbird", "kestrel", "ptarmigan")
LEARNER = "firecrest"
LESSON = "Issued the permit before the school impact fee receipt was in the file"
LATER = "Issued a permit without the school fee receipt from the district"
PAGES = [
    "week",
    "week --full",
    "summary",
    "summary --by team --across month",
    "summary --by topic --across status --top 1",
    "summary --flow",
    "repeats",
    "repeats --changes",
]
FORMS = dict.fromkeys(PAGES, ("table", "csv", "json", "jsonl", "md"))
FORMS["week"] = FORMS["week --full"] = ("table", "csv", "json", "md")


@pytest.fixture
def written(by, at):
    """Record, answer, adopt and repeat something, each by somebody else."""

    def run(name, *arguments):
        result = by(name, *arguments)
        assert result.code == 0, result

    first, second, third = WRITERS
    at("2026-10-01T09:00:00+00:00")
    for number in range(30):
        run(first, "log", "@maps", "+maps", "--learner", LEARNER, f"Showed map {number} around")
    run(
        first, "oops", "@permits", "+fees", LESSON, "--lesson", "No receipt, no issue", "-r", "Held"
    )
    run(second, "status", "last", "adopted", "The receipt comes first")
    at("2026-11-17T09:00:00+00:00")
    run(second, "oops", "@counter", "+fees", LATER, "--own", "--role", "leader")
    run(second, "asked", "@counter", "+fees", "Which receipt?")
    run(third, "reply", "last", "The second one")
    run(third, "reply", "last", "--question", "Of which year?")
    run(third, "thanks", "last", "Well asked")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_anybody(by, written, page):
    # The names are there to be read.
    assert all(name in by("robin", "list", "--format", "json").out for name in WRITERS[:2])
    shown = [by("robin", *page.split(), "--format", form) for form in FORMS[page]]
    for result in shown:
        assert result.code == 0, result.err
        assert result.out
        for name in (*WRITERS, LEARNER, "robin"):
            assert name not in result.out
            assert name not in result.err
