"""`python -m coachlog`."""

import sys

if __name__ == "__main__":
    # `-m` puts the current folder first, unless -P or -I forbid it. A file there that is called
    # like a module of ours would be imported in its place.
    if not sys.flags.safe_path:
        del sys.path[0]
    try:
        from coachlog.cli.main import main

        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
