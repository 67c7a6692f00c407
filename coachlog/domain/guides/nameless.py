"""Guides without the people in their texts, for what is handed around."""

from collections.abc import Callable

from coachlog.domain.guides.guide import Guide, Step


def guide_without_people(guide: Guide, clean: Callable[[str], str]) -> Guide:
    """Return a guide with a function applied to all its texts.

    Args:
        guide: the guide. The names of its steps stay, because its branches lead to them.
        clean: masks the people in a text.
    """
    return Guide(
        name=clean(guide.name),
        topics=tuple(clean(topic) for topic in guide.topics),
        rule=_cleaned(guide.rule, clean),
        steps={name: _clean_step(step, clean) for name, step in guide.steps.items()},
    )


def _clean_step(step: Step, clean: Callable[[str], str]) -> Step:
    ending = step.ending
    if ending:
        ending = ending._replace(
            text=clean(ending.text),
            to=_cleaned(ending.to, clean),
            bring=_cleaned(ending.bring, clean),
        )
    branches = [branch._replace(label=clean(branch.label)) for branch in step.branches]
    return step._replace(
        question=clean(step.question),
        branches=tuple(branches),
        ending=ending,
        rule=_cleaned(step.rule, clean),
        judgement=_cleaned(step.judgement, clean),
    )


def _cleaned(text: str | None, clean: Callable[[str], str]) -> str | None:
    if not text:
        return text
    return clean(text)
