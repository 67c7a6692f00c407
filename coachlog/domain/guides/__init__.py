"""Guides: decision trees that a team writes, from their text to what the walks through them show."""
