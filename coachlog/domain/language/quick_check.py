"""Wording advice, as far as most recordings need it: a quick look that says whether a closer one is worth its time.

It is on the path of every recording. `advice.py` looks closer, and is loaded only where this finds something.
"""

from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.typed_text import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coachlog.domain.language.phrase_list import Phrase

    Fields = dict[str, Any]

LOOKED_AT = 5_000  # characters of a text; who writes more is told about the beginning
THANKS = "Thank you for putting this on record."
ADMITTING = ("mistake", "correction")  # the kinds in which people write of their own mistakes

# Parts of words without which nothing is found in a text, by language.
_SIGNS = {
    "en": (
        *(
            "careless",
            "negligen",
            "neglect",
            "lazy",
            "lazi",
            "slopp",
            "incompeten",
            "inept",
            "unprofessional",
            "irresponsib",
        ),
        *(
            "reckless",
            "thoughtless",
            "inattentive",
            "clueless",
            "stupid",
            "dumb",
            "hopeless",
            "useless",
            "unreliable",
        ),
        *(
            "idiot",
            "moron",
            "slacker",
            "ignoran",
            "blam",
            "fault",
            "culprit",
            "guilty",
            "always",
            "never",
            "human",
            "operator",
        ),
        *(
            "user",
            "why ",
            "bother",
            "forg",
            "fail",
            "refus",
            "d have",
            "t have",
            "d've",
            "t've",
            "d of",
            "ought to",
            "missed",
        ),
        *(
            "overlooked",
            "misread",
            "mixed up",
            "mistake",
            "error",
            "my bad",
            "wrong",
            "shoulda",
            "coulda",
            "shouldn",
            "couldn",
        ),
        *("should ", "could "),
    ),
    "de": (
        *(
            "nachlässig",
            "fahrlässig",
            "schlamp",
            "faul",
            "unfähig",
            "inkompeten",
            "unprofessionell",
            "unzuverlässig",
            "dumm",
        ),
        *(
            "unaufmerksam",
            "unverantwortlich",
            "leichtsinn",
            "gedankenlos",
            "däml",
            "idiot",
            "trottel",
            "versag",
            "schuld",
        ),
        *(
            "immer",
            "nie",
            "bedienfehler",
            "anwenderfehler",
            "warum",
            "wieso",
            "weshalb",
            "vergess",
            "vergaß",
            "vergiss",
        ),
        *(
            "versäum",
            "unterlass",
            "weiger",
            "hätte",
            "aufgepasst",
            "für nötig",
            "mein fehler",
            "unser fehler",
            "übersehen",
        ),
        *("verwechselt", "verpasst"),
    ),
}


class WordingAdviser:
    """What advice is given by: the languages looked for, and the team's own list."""

    __slots__ = ("languages", "phrases")

    def __init__(self, languages: str, listed: str | None) -> None:
        self.languages = [code.strip() for code in languages.split(",")]
        self.phrases: list[Phrase] = []
        if listed:
            from coachlog.domain.language.phrase_list import readable

            self.phrases = [
                phrase for phrase in readable(listed) if phrase.language in self.languages
            ]

    def advice_for(self, fields: "Fields", *, thanks: bool = True) -> str | None:
        """One line about the texts in `fields`, or None where there is nothing to say.

        Args:
            fields: of one recording, as far as somebody typed them just now; beside them `team`, `kind`, `own`, `short_id`.
            thanks: whether a mistake of one's own is thanked for.
        """
        thanks = thanks and fields.get("kind") in ADMITTING
        if fields.get("own"):
            return THANKS if thanks else None
        texts = {field: text[:LOOKED_AT] for field in LONG_TEXTS if (text := fields.get(field))}
        if not self._worth_a_look(texts.values()):
            return None
        from coachlog.domain.language.advice import admits, advice, find_wording

        rules = self.for_team(fields.get("team"))
        if line := advice(
            [
                found
                for field, text in texts.items()
                for found in find_wording(text, *rules, field=field)
            ]
        ):
            # As every hint does, it says where to do something about it.
            return f"{line}  coachlog edit {fields['short_id']}" if "short_id" in fields else line
        return (
            THANKS
            if thanks and any(admits(text, self.languages) for text in texts.values())
            else None
        )

    def for_team(self, team: str | None) -> "tuple[list[str], list[Phrase]]":
        """The languages, and what the list says for one team; of two lines about one phrase the team's own counts."""
        key = name_key(team) if team else None
        mine = [
            phrase for phrase in self.phrases if phrase.team is None or name_key(phrase.team) == key
        ]
        mine.sort(key=lambda phrase: phrase.team is not None)
        return self.languages, list(
            {(phrase.language, phrase.phrase.lower()): phrase for phrase in mine}.values()
        )

    def _worth_a_look(self, texts: "Iterable[str]") -> bool:
        signs = [sign for language in self.languages for sign in _SIGNS.get(language, ())]
        signs += [" ".join(phrase.phrase.lower().split()) for phrase in self.phrases]
        for text in texts:
            lowered = " ".join(text.lower().replace("’", "'").split()) + " "
            if any(sign in lowered for sign in signs):
                return True
        return False
