"""Tell random stories of four people who share, and print those in which something leaked.

    python -m tests.benchmarks.interleavings                   100,000 stories (an hour)
    python -m tests.benchmarks.interleavings 2000 --first 500  fewer, from another seed on
    python -m tests.benchmarks.interleavings 500 --road hub    through a real hub

The exit code is 1 if anything was wrong. Each story that went wrong is printed with as few steps as
still show it. `tests/sharing` has the stories, and tells 2,000 of them with the other tests.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from tests.hub_server import HubServer
from tests.sharing.story import Step, make_template, run_story, shrink, steps_of
from tests.sharing.story_roads import Roads


def main() -> int:
    """Tell the stories, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("stories", type=int, nargs="?", default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first story")
    parser.add_argument("--road", choices=Roads.KINDS, default="memory")
    parser.add_argument("--steps", type=int, default=45, help="at most so many in a story")
    arguments = parser.parse_args()
    begin = time.process_time()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = make_template(folder / "empty.db")
        servers = ExitStack()
        roads = Roads(arguments.road, folder, lambda: servers.enter_context(closing(HubServer())))
        servers.callback(roads.close)

        def tell(steps: Sequence[Step]) -> str:
            return run_story(template, folder, steps, roads.next())

        for seed in range(arguments.first, arguments.first + arguments.stories):
            steps = steps_of(seed, arguments.steps)
            problem = tell(steps)
            if problem:
                wrong += 1
                fewer = shrink(steps, lambda few: tell(few) != "")
                print(f"seed {seed}: {problem[:500]}")
                print("".join(f"    {tuple(step)}\n" for step in fewer), flush=True)
        servers.close()
    seconds = time.process_time() - begin
    print(f"{arguments.stories:,} stories, {wrong} wrong, {seconds:.0f} s of processor time")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
