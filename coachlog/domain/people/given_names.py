"""Find frequent given names, for a second look at a text that may name somebody unknown."""

import re
from collections.abc import Container, Iterator

from coachlog.domain.language.sentences import word_set
from coachlog.domain.typed_text import name_key

# Frequent in many countries, and no word, month or place of office texts (no Grant, Mark, May).
GIVEN_NAMES = word_set("""
    Aaron Abdul Adam Adrian Ahmed Aisha Ali Alice Alina Amanda Amelia Amina Amy Ana Andrea Andreas
    Andrew Angela Anja Anna Anne Anthony Antonio Barbara Ben Benjamin Bernd Beth Birgit Bob
    Brandon Brian Carla Carlos Carmen Carol Caroline Catherine Chidi Chloe Christian Christina
    Christine Christopher Claire Claudia Craig Cynthia Daniel Daniela David Deborah Denise Dennis
    Diana Diane Diego Dimitri Dora Dorothy Doris Eduardo Elena Eli Elisabeth Elizabeth Ella Ellen
    Emil Emily Emma Eric Erik Esther Ethan Eva Evelyn Fatima Fatma Felix Fernando Frances
    Francesca Francisco Frank Franziska Fred Gabriel Gary George Gerald Gina Goran Greg Gregory
    Hana Hannah Hans Harold Heather Heidi Heike Helen Helena Henry Ibrahim Ingrid Irina Isabel
    Isabella Ivan Jack Jacob James Jamie Jana Jane Janet Janice Jasmine Jason Javier Jeff Jeffrey
    Jen Jennifer Jens Jeremy Jessica Jim Joan Joe Joel Johanna John Jonas Jonathan Jorge Jose José
    Joseph Joshua Juan Judith Judy Julia Julian Julie Justin Karen Karin Kate Katherine Kathleen
    Kathy Katja Keith Kelly Kenneth Kevin Khalid Kim Klaus Kristin Kyle Larry Lars Laura Lauren
    Lena Leon Leonie Linda Lisa Liz Lucas Lucia Luis Lukas Maja Manuel Marcus Margaret Maria Marie
    Marina Mario Marion Markus Marta Martin Martina Mary Mateo Matthew Matthias Mehmet Melanie
    Melissa Michael Michaela Michelle Miguel Mike Miriam Mohamed Mohammed Monica Monika Mustafa
    Nadia Nancy Natalie Natasha Nathan Nicholas Nicole Nina Noah Nora Olga Oliver Olivia Omar
    Oscar Pablo Pamela Patricia Patrick Paul Paula Pedro Peter Petra Philip Priya Rachel Rafael
    Ralf Raymond Rebecca Renate Ricardo Richard Robert Roberto Robin Roger Ronald Rosa Ruth Ryan
    Sabine Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean Sebastian Sergio Shannon Sharon
    Silvia Simon Sofia Sonja Sophia Sophie Stefan Stefanie Stephanie Stephen Steve Steven Susan
    Susanne Svetlana Sylvia Tamara Tanja Teresa Theresa Thomas Tim Timothy Tina Tobias Tom Tomas
    Tony Tracy Tyler Ulrike Ursula Uwe Valentina Vanessa Vera Vincent Vladimir Walter Wendy Werner
    William Wolfgang Yasmin Yusuf Yvonne Zoe
""")
_CAPITALIZED_WORD = re.compile(r"(?<!\w)[^\W\d_a-z]\w+")


def given_names(text: str, no_names: Container[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield where frequent given names start and end in a text.

    Args:
        text: any text.
        no_names: the keys (`name_key`) of words that somebody said are not names.
    """
    for match in _CAPITALIZED_WORD.finditer(text):
        if match[0] in GIVEN_NAMES and name_key(match[0]) not in no_names:
            yield match.span()
