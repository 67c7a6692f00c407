"""Guides: decision trees that a team writes, from their text to the counts of their walks."""
