"""One line at recording about a number or an address that the whole team will read.

`log` comes here only after its quick look at a text, because the patterns take longer to load than
a recording may take.
"""

from collections.abc import Iterable

from coachlog.domain.people.masking import find_personal_data
from coachlog.domain.people.patterns import BIRTH_DATE, CARD, E_MAIL, IBAN, PHONE

# Names, case numbers and streets are often meant; nobody means to show these to a team.
_HINTED = (PHONE, CARD, IBAN, E_MAIL, BIRTH_DATE)


def personal_data_hint(texts: Iterable[str], short_id: str) -> str | None:
    """Return `The team will read this phone number.`, with what to do; None if there is none.

    Args:
        texts: What was typed into an entry that the team may see.
        short_id: The entry's.
    """
    categories: set[str] = set()
    for text in texts:
        categories.update(match.category for match in find_personal_data(text))
    hinted = [category for category in _HINTED if category in categories]
    if not hinted:
        return None
    *others, data = hinted
    if others:
        data = f"{', '.join(others)} and {data}"
    return f"The team will read this {data}. To take it out:  coachlog edit {short_id}"
