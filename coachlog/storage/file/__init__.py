"""The log file: opening, creating, copying, restoring, checking it."""
