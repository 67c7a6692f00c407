"""Reading from the log: one module for each question."""
