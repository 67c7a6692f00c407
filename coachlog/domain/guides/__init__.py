"""Guides: decision trees, from the text that somebody wrote to what the walks through them add up to."""
