"""Breaking a text between words while it is typed.

prompt_toolkit 3.0.53 breaks a line wherever the terminal ends. Here blanks fill a row up to its end
where the next word would be cut, on the screen alone.
"""

from bisect import bisect_right

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.utils import get_cwidth

# Every key wraps the whole line anew: a longer one would lag behind the keys.
MOST = 20_000


class WordWrap(Processor):
    """Fill each row of a line where the next word does not fit into it."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Return the line as it is shown, and where each character of it stands."""
        fragments = transformation_input.fragments
        text = fragment_list_to_text(fragments)
        width = transformation_input.width
        if len(text) > MOST or get_cwidth(text) < width:
            return Transformation(fragments)
        fills = fills_of(text, width)
        shown: StyleAndTextTuples = []
        # Where each character stands on the screen, and one place behind the last.
        places = []
        length = 0
        for index, fragment in enumerate(explode_text_fragments(fragments)):
            fill = fills.get(index, 0)
            if fill:
                shown.append(("", " " * fill))
            length += fill
            places.append(length)
            shown.append(fragment)
            length += 1
        places.append(length)

        def to_display(index: int) -> int:
            beyond = max(index - len(text), 0)
            return places[index - beyond] + beyond

        def to_source(index: int) -> int:
            return max(bisect_right(places, index) - 1, 0)

        return Transformation(shown, to_display, to_source)


def fills_of(text: str, width: int) -> dict[int, int]:
    """Return how many blanks belong before some characters, so that no row cuts a word.

    Args:
        text: one line.
        width: the cells of a row. A word that is wider than that is cut.
    """
    fills = {}
    column = 0
    index = 0
    for number, word in enumerate(text.split(" ")):
        cells = get_cwidth(word)
        if number:
            # The blank before the word.
            column = (column + 1) % width
        if column and column + cells > width >= cells:
            fills[index] = width - column
            column = 0
        column = (column + cells) % width
        index += len(word) + 1
    return fills
