"""`python -m coachlog`."""

import os
import sys

if __name__ == "__main__":
    # A module of another package in the current folder is not ours to import.
    sys.path = [entry for entry in sys.path if entry not in ("", os.getcwd())]
    from coachlog.cli.main import main

    main()
