"""Finding the answers that lead back to an earlier question, so that a walk might never end."""

Link = tuple[int, str]  # the line of a branch, and the name of the step it leads to

MAX_CYCLE_NAMES = 6


def find_cycles(links: dict[str, list[Link]]) -> list[Link]:
    """Find the branches that close a cycle, each of which is a fault of the guide.

    Args:
        links: for each step, the links to the steps that follow it.

    Returns:
        The line of each such branch, and its cycle as `a -> b -> a`, shortened if it is long.
    """
    cycles: list[Link] = []
    finished: set[str] = set()
    for start in links:
        if start not in finished:
            _search_from(start, links, finished, cycles)
    return cycles


def _search_from(
    start: str,
    links: dict[str, list[Link]],
    finished: set[str],
    cycles: list[Link],
) -> None:
    """Search depth-first, adding to `finished` and `cycles`."""
    # Without recursion, because a guide may be as deep as its text is long.
    trail = [start]
    depths = {start: 0}
    pending = [iter(links[start])]
    while trail:
        link = next(pending[-1], None)
        if link is None:
            pending.pop()
            step = trail.pop()
            finished.add(step)
            del depths[step]
            continue
        line, name = link
        if name in depths:
            cycles.append((line, _cycle_text(trail, depths[name])))
        elif name not in finished:
            # From a finished step every path ends, however one comes to it.
            depths[name] = len(trail)
            trail.append(name)
            pending.append(iter(links[name]))


def _cycle_text(trail: list[str], start: int) -> str:
    names = trail[start:]
    # Of a long cycle, where it begins and where it closes: that is where it can be broken.
    if len(names) > MAX_CYCLE_NAMES:
        names = [*names[:3], "…", *names[-2:]]
    return " -> ".join([*names, trail[start]])
