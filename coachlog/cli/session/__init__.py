"""The recording session: it stays open, and every line is an entry."""
