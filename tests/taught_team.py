"""A team about which every sort of xAPI statement is made, with a planted word in every text."""

import json

PLANTED = "zqz"  # what a text has that must not leave
TRAINERS = ("adazqz", "benzqz", "cydzqz")


def fill(by, at):
    """Record what a team has learned.

    Args:
        by: runs a command as a person: `by("ada", "log", "@permits", "…")`.
        at: moves the clock.

    Returns:
        The short ids of entries, by what they are for.
    """

    def done(name, *arguments):
        result = by(name, *arguments)
        assert result.code == 0, (arguments, result)

    def last():
        return json.loads(by("adazqz", "list", "--format", "json", "-n", "1").out)[0]["short_id"]

    ids = {}
    at("2026-10-01T09:00:00+00:00")
    texts = ("--why", "Why zqz", "--expected", "Right zqz", "--lesson", "Lesson zqz")
    rule = ("--rule", "2 CFR 200.318")
    done("adazqz", "names", "add", "Millerzqz")
    for trainer in TRAINERS:
        done(trainer, "log", "@permits", "+fees", *texts, *rule, f"Showed zqz {trainer}")
        ids[trainer] = last()
    done("adazqz", "log", "@permits", "+fees", "--learner", "leazqz", "--strength", "Called zqz")
    ids["learner"] = last()
    recovery = ("--recovery", "Mended zqz", "--own")
    done("benzqz", "mistake", "@permits", "+forms", "+fees", *recovery, "Took zqz")
    ids["recovery"] = last()
    done("benzqz", "mistake", "@permits", "+forms", "Still open zqz")
    done("adazqz", "log", "@permits", "+secretzqz", "--private", "A worry zqz")
    done("adazqz", "asked", "@finance", "+forms", "--rule", "Ask Millerzqz", "Which form zqz?")
    ids["question"] = last()
    for trainer in TRAINERS:
        for learner in ("lou", "kim"):
            answer = ("--pace", "right", "--usefulness", "4", "A comment zqz")
            done(learner, "feedback", ids[trainer], *answer)
    done("benzqz", "reply", ids["adazqz"], "An idea zqz")
    done("benzqz", "thanks", ids["adazqz"], "Thanks zqz")
    at("2026-11-02T09:00:00+00:00")
    done("benzqz", "checkin", ids["adazqz"], "unprompted", "She did zqz")
    done("benzqz", "checkin", ids["benzqz"], "with-help", "He did zqz")
    at("2026-11-06T09:00:00+00:00")
    done("adazqz", "clear", "--yes", ids["recovery"], ids["cydzqz"])
    done("adazqz", "meeting", "done", "@permits", "--on", "2026-11-05")
    done("adazqz", "status", ids["recovery"], "adopted", "The form has a date zqz")
    at("2026-11-19T15:00:00+00:00")
    return ids
