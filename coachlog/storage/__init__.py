"""Floor 2: the only room that speaks SQL."""
