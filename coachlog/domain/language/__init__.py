"""Advice on wording: a quick look at what was written, and a closer one where that is worth its time."""
