"""coachlog: coaching moments and mistake-recovery notes, at the command line."""

__version__ = "0.1.0"
VERSION_LINE = f"coachlog {__version__}"
