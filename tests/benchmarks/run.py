"""Print what coachlog's commands cost, as ratios to what nothing can undercut on the same machine in the same run.

    python tests/benchmarks/run.py                    100,000 entries, and a tenth of them for what must not grow
    python tests/benchmarks/run.py --also 1000000     and a million (about 5 minutes and 5 GB for the first run)

P is a bare Python process that opens a SQLite file with the same pragmas, inserts one row and commits. B is a Typer app of
one empty command with the same libraries. The table is Markdown. It is a report, not a test: nothing fails when it is slow.
Logs and an installed copy of coachlog are kept in the temporary folder, in one of their own for each source folder.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from measure import Command, Runs, run_in_turns, run_once

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NOW = "2026-11-19T15:00:00+00:00"  # as in corpus.py
WORDS = "Showed how to look up the fee waiver before asking the customer for the amount".split()
SMALLER = 10

P = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
db.execute("PRAGMA synchronous = EXTRA")
db.execute("PRAGMA foreign_keys = ON")
db.execute("BEGIN IMMEDIATE")
db.execute("INSERT INTO entry VALUES (?)", ("Showed how to look up the fee waiver",))
db.execute("COMMIT")
"""
B = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def empty() -> None:
    pass
app()
"""

# name, aim, arguments; measured against P, or against B, on the log of --entries.
AGAINST_P = [
    ("log, words only", "2.5 P", ["log", "@permits", "+fees", *WORDS]),
    ("oops, words only", "2.5 P", ["oops", "@permits", "+fees", *WORDS]),
]
AGAINST_B = [
    (
        "log with options",
        "1.25 B",
        ["log", "--team", "permits", "--topic", "fees", "--lesson", "Look it up first", *WORDS],
    ),
    ("week", "2.0 B", ["week"]),
    ("search, two words", "2.0 B", ["search", "fee", "waiver"]),
    ("search, two frequent words", "", ["search", "form", "customer"]),
    ("list --limit 20", "2.0 B", ["list", "--limit", "20"]),
    ("list @team --limit 20", "", ["list", "@permits", "--limit", "20"]),
    ("due", "2.0 B", ["due"]),
]
TABS = [("Tab: teams", "list @p"), ("Tab: topics", "list +re"), ("Tab: ids", "show ")]
# What must cost the same whatever is stored, and how much it may differ.
FLAT = {
    "log, words only": "10 %",
    "oops, words only": "",
    "log with options": "10 %",
    "week": "25 %",
}


class Bench:
    """The folder, the installed program and the environment of one run."""

    def __init__(self, python: str | None) -> None:
        self.kept = (
            Path(tempfile.gettempdir()) / f"coachlog-benchmarks-{short_hash(os.fsencode(ROOT))}"
        )
        self.kept.mkdir(exist_ok=True)
        self.python = python or self._installed()
        self.bin = Path(self.python).parent
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.kept))
        self.home = self.folder / "home"
        self.home.mkdir()

    def _installed(self) -> str:
        """The Python of an environment in which this source is installed as a user installs it."""
        found = (
            self.kept
            / f"installed-{digest([ROOT / 'pyproject.toml', *sorted((ROOT / 'coachlog').rglob('*.py'))])}"
        )
        python = found / ("Scripts" if os.name == "nt" else "bin") / "python"
        if not python.exists():
            print(f"installing coachlog in {found} …", file=sys.stderr)
            for old in self.kept.glob("installed-*"):
                shutil.rmtree(old)
            venv.create(found, with_pip=True)
            subprocess.run(
                [str(python), "-m", "pip", "install", "-q", str(ROOT)],
                check=True,
                stderr=subprocess.DEVNULL,
            )
        return str(python)

    def environment(self, log: Path | None = None, **more: str) -> dict[str, str]:
        """An environment in which nobody has settings of their own."""
        own = {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "LOGNAME": "robin",
            "TZ": "UTC",
            "COACHLOG_NOW": NOW,
        }
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
        }
        return kept | own | ({"COACHLOG_DB": str(log)} if log else {}) | more

    def coachlog(
        self, log: Path, *arguments: str, output: str = os.devnull, **more: str
    ) -> Command:
        """A command of coachlog on a log."""
        return Command(
            [str(self.bin / "coachlog"), *arguments], self.environment(log, **more), output
        )

    def made(self, what: str, count: int) -> Path:
        """A log or a CSV file of `count` entries; made once and kept."""
        sources = [
            HERE / "corpus.py",
            *(ROOT / "coachlog" / "storage" / name for name in ("schema.py", "entries.py")),
        ]
        kept = self.kept / f"{what}-{count}-{digest(sources)}.{'db' if what == 'log' else 'csv'}"
        if not kept.exists():
            print(f"making a {what} of {count:,} entries …", file=sys.stderr)
            for old in self.kept.glob(f"{what}-{count}-*"):
                old.unlink()
            new = self.folder / kept.name
            run_once(
                Command(
                    [self.python, str(HERE / "corpus.py"), what, str(new), str(count)],
                    self.environment(),
                )
            )
            new.rename(kept)
        return kept

    def log_of(self, count: int) -> Path:
        """A log of `count` entries of this run's own."""
        return Path(shutil.copyfile(self.made("log", count), self.folder / f"log-{count}.db"))


def digest(files: list[Path]) -> str:
    """What tells one state of some files from another."""
    return short_hash(b"".join(path.read_bytes() for path in files))


def short_hash(content: bytes) -> str:
    """A name for some content."""
    return hashlib.sha256(content).hexdigest()[:12]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000, help="how many are stored (100000)")
    parser.add_argument(
        "--also", type=int, help="a second size, for what must not grow (a tenth of --entries)"
    )
    parser.add_argument("--rounds", type=int, default=15, help="runs of each quick command (15)")
    parser.add_argument(
        "--heavy", type=int, default=3, help="runs of import and export; 0 leaves them out (3)"
    )
    parser.add_argument(
        "--only", default="", help="only the lines that have these letters in their name"
    )
    parser.add_argument(
        "--python", help="the Python of an environment that has coachlog; otherwise one is made"
    )
    wanted = parser.parse_args()
    bench = Bench(wanted.python)
    try:
        print(heading(bench, wanted.entries))
        quick(bench, wanted)
        if wanted.heavy:
            heavy(bench, wanted)
    finally:
        shutil.rmtree(bench.folder)


def heading(bench: Bench, entries: int) -> str:
    """The head of the table."""
    version = subprocess.run(
        [bench.python, "-VV"], capture_output=True, text=True, check=True
    ).stdout.split()[1]
    return (
        f"{entries:,} entries, Python {version}, {os.cpu_count()} processors\n\n"
        "| what | aim | ratio of the best | of the medians | best | median | peak memory |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    )


def row(name: str, aim: str, runs: Runs, base: Runs | None = None, unit: str = "") -> None:
    """One line of the table."""
    if runs.failed is not None or not runs.seconds:
        print(f"| {name} | {aim} | {runs.failed} | | | | |", flush=True)
        return
    ratios = ["", ""]
    if base is not None and base.seconds:
        ratios = [f"{runs.best / base.best:.2f}{unit}", f"{runs.median / base.median:.2f}{unit}"]
    times = [f"{seconds * 1000:,.1f} ms" for seconds in (runs.best, runs.median)]
    megabytes = runs.kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print("| " + " | ".join([name, aim, *ratios, *times, f"{megabytes:.0f} MB"]) + " |", flush=True)


def quick(bench: Bench, wanted: argparse.Namespace) -> None:
    """The commands that somebody waits for at a desk, all in turns."""
    log = bench.log_of(wanted.entries)
    other_count = wanted.also or wanted.entries // SMALLER
    other = bench.log_of(other_count)
    bare = bench.folder / "bare.db"
    make = (
        f"import sqlite3; sqlite3.connect({str(bare)!r}).execute('CREATE TABLE entry (happened)')"
    )
    run_once(Command([bench.python, "-c", make], bench.environment()))
    commands = {
        "P": Command([bench.python, "-c", P, str(bare)], bench.environment()),
        "B": Command([bench.python, "-c", B], bench.environment()),
    }
    lines = [line for line in (*AGAINST_P, *AGAINST_B) if wanted.only in line[0]]
    for name, _, arguments in lines:
        commands[name] = bench.coachlog(log, *arguments)
        if name in FLAT:
            commands[f"{name}, {other_count:,}"] = bench.coachlog(other, *arguments)
    tabs = [tab for tab in TABS if wanted.only in tab[0]]
    for name, typed in tabs:
        commands[name] = bench.coachlog(
            log, output=str(bench.folder / name.replace(": ", "-")), **pressed(typed)
        )
    runs = run_in_turns(commands, wanted.rounds)
    row("P, bare Python and SQLite", "", runs["P"])
    row("B, an empty Typer command", "", runs["B"])
    for name, aim, _ in lines:
        unit = " P" if (name, aim) in [line[:2] for line in AGAINST_P] else " B"
        row(name, aim, runs[name], runs[unit.strip()], unit)
        if name in FLAT:
            row(
                f"{name}, {other_count:,} entries",
                aim,
                runs[f"{name}, {other_count:,}"],
                runs[unit.strip()],
                unit,
            )
    for name, _ in tabs:
        if not (bench.folder / name.replace(": ", "-")).read_text():
            runs[name].failed = "no answer"
        row(name, "1.3 B", runs[name], runs["B"], " B")
    for name, aim in FLAT.items():
        pair = runs.get(name), runs.get(f"{name}, {other_count:,}")
        if aim and pair[0] and pair[1] and pair[0].seconds and pair[1].seconds:
            small, large = pair if other_count > wanted.entries else pair[::-1]
            difference = [
                f"{(getattr(large, key) / getattr(small, key) - 1) * 100:+.0f} %"
                for key in ("best", "median")
            ]
            sizes = " against ".join(
                f"{count:,}" for count in sorted((other_count, wanted.entries), reverse=True)
            )
            print(f"| {name}: {sizes} | {aim} | {difference[0]} | {difference[1]} | | | |")


def pressed(typed: str) -> dict[str, str]:
    """The environment in which bash asks for completions of `coachlog` and what was typed."""
    breaks = " \t\n\"'@><=;|&(:"
    return {
        "_COACHLOG_COMPLETE": "bash",
        "_COACHLOG_LINE": f"coachlog {typed}",
        "_COACHLOG_BREAKS": breaks,
    }


def heavy(bench: Bench, wanted: argparse.Namespace) -> None:
    """Import and export, against the tools that do nothing else."""
    if wanted.only in "import":
        _import(bench, wanted)
    if wanted.only in "export":
        _export(bench, wanted)


def _import(bench: Bench, wanted: argparse.Namespace) -> None:
    rows = bench.made("csv", wanted.entries)
    ours, theirs = bench.folder / "imported.db", bench.folder / "inserted.db"
    tool = f"{bench.bin / 'sqlite-utils'}"
    columns = "happened recovery expected why lesson topics"
    script = (
        f"rm -f {theirs} && {tool} insert {theirs} entry {rows} --csv"
        f" && {tool} enable-fts {theirs} entry {columns} --tokenize porter --create-triggers"
        f" && {tool} create-index {theirs} entry team"
    )
    again = f"rm -f {ours} && exec {bench.bin / 'coachlog'} --db {ours} import {rows}"
    runs = run_in_turns(
        {
            "theirs": Command(["sh", "-c", script], bench.environment()),
            "ours": Command(["sh", "-c", again], bench.environment()),
        },
        wanted.heavy,
    )
    row(
        f"sqlite-utils insert --csv, enable-fts, create-index, {wanted.entries:,} rows",
        "",
        runs["theirs"],
    )
    row(f"import of {wanted.entries:,} rows (time)", "3", runs["ours"], runs["theirs"], " x")


def _export(bench: Bench, wanted: argparse.Namespace) -> None:
    log = bench.log_of(wanted.entries)
    written = bench.folder / "exported.csv"
    commands = {"ours": bench.coachlog(log, "export", output=str(written))}
    shell = shutil.which("sqlite3")
    if shell:
        run = run_in_turns(commands, 0)["ours"]
        with written.open(
            encoding="utf-8"
        ) as file:  # the peak of a child begins at our own, so nothing large is read here
            header = file.readline().strip() if run.failed is None else "*"
        query = f"SELECT {header} FROM entry WHERE share <> 'private' ORDER BY occurred_on DESC, id DESC"
        arguments = [shell, "-csv", "-header", str(log), query]
        commands = {
            "theirs": Command(arguments, bench.environment(), str(bench.folder / "shell.csv"))
        } | commands
    runs = run_in_turns(commands, wanted.heavy)
    if shell:
        row(f"sqlite3 -csv -header, {wanted.entries:,} entries", "", runs["theirs"])
    else:
        print("| sqlite3 -csv -header | | there is no sqlite3 shell here | | | | |")
    row(f"export of {wanted.entries:,} entries", "3", runs["ours"], runs.get("theirs"), " x")


if __name__ == "__main__":
    main()
