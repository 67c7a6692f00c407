"""Floor 1: what an entry is. Pure: no SQL, no terminal."""
