"""Advice on wording: a quick look at every recording, and a closer one where it is worth it."""
