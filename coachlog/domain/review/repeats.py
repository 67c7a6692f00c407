"""Repeats: a mistake like an earlier one, after a lesson about it was shared or adopted.

That two texts are about the same is a guess until somebody has looked, so a link has a state.
"""

LOOKS_LIKE, CONFIRMED, DISMISSED = "looks-like", "confirmed", "dismissed"
# A lesson that somebody else has heard of; before that nothing can come back after it.
TAUGHT = ("shared", "adopted")
