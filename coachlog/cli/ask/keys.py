"""What the keys are called that mean the same at every question."""

BACK = "<"
BACK_KEYS = (BACK, "b", "B")  # where one key is pressed
QUIT = "q"
HELP = "?"
KEYS_HINT = f"({HELP} for keys)"  # behind every question about one key

# What an engine returns for a key that has no character of its own.
ENTER = ""
ESCAPE = "\x1b"
NO_CHARACTER = " "
