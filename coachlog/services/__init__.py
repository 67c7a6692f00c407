"""Floor 3: what a user can do, named by verbs."""
