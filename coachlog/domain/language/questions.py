"""What wording advice says and asks, by language and by category of the words.

A question about what happened is the only help that comes in time: the line is read right after an
entry was recorded, when its writer still remembers.
"""

OWN_GRADE = "own list"
# category of a rule -> grade
GRADE_OF = {
    "trait": "1 trait",
    "blame": "2 blame",
    "always": "2 blame",
    "hindsight": "3 omission",
    "omission": "3 omission",
    "error": "3 omission",
    "why": "3 omission",
}
# By language: the category, what such words do, and what to ask instead.
_TABLES = {
    "en": """
    trait | judges a person | What happened, and what did you see?
    blame | points at a person | What made it likely to happen?
    always | turns one time into every time | When was it, and what happened?
    hindsight | says what did not happen | What did happen, and what made that likely?
    omission | says what someone did not do | What got in the way?
    error | ends the search too early | What made the slip likely, and what would catch it?
    why | puts someone on the defensive | How did it look at the time?
    own | is on your list | What happened, and what did you see?
    """,
    "de": """
    trait | sagt, wie jemand ist | Was ist passiert, und woran sieht man es?
    blame | sucht, wer es war | Was hat es wahrscheinlich gemacht?
    always | macht aus einem Mal jedes Mal | Wann war es, und was ist passiert?
    hindsight | sagt, was nicht geschah | Was geschah, und was hat es nahegelegt?
    omission | sagt, was jemand nicht tat | Was kam dazwischen?
    error | beendet die Suche zu früh | Was machte den Fehler leicht, und was würde ihn abfangen?
    why | verlangt eine Rechtfertigung | Wie sah es in dem Moment aus?
    own | steht auf eurer Liste | Was ist passiert, und woran sieht man es?
    """,
}


def _questions(table: str) -> dict[str, tuple[str, str]]:
    questions = {}
    for row in table.strip().splitlines():
        category, statement, question = map(str.strip, row.split("|"))
        questions[category] = (statement, question)
    return questions


QUESTIONS = {language: _questions(table) for language, table in _TABLES.items()}
ALSO = {"en": "also", "de": "auch"}


def usual_question(language: str, category: str) -> str:
    """Return what is asked about words of a category, in English for other languages."""
    return QUESTIONS.get(language, QUESTIONS["en"])[category][1]
