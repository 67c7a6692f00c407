"""Where a benchmark runs: an installed copy of coachlog, logs of many entries, a clean environment.

The copy and the logs are kept in the temporary folder from one run to the next, apart for each
source folder, because a log of a million entries takes minutes to make.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from measure import Command, run_once

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CORPUS = HERE / "corpus.py"
STORAGE = ROOT / "coachlog" / "storage"
NOW = "2026-11-19T15:00:00+00:00"  # as in corpus.py
# As pip writes it since https://github.com/pypa/pip/pull/13166. What comes with Python 3.11 writes
# one that imports `re`, which `log` does not: that is a sixth of its time.
CURRENT_START_SCRIPT = """\
#!{python}
import sys
from coachlog.cli.main import main
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(main())
"""
BORROWED_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")


class Bench:
    """The folders, the installed program and the environment of one run.

    Attributes:
        cache: what is kept from one run to the next.
        folder: what this run makes; `close` deletes it.
        python: the Python that has coachlog installed.
        bin: where the programs are that were installed with it.
    """

    def __init__(self, python: str | None) -> None:
        name = f"coachlog-benchmarks-{_digest(os.fsencode(ROOT))}"
        self.cache = Path(tempfile.gettempdir()) / name
        self.cache.mkdir(exist_ok=True)
        self.python = python or self._installed_python()
        self.bin = Path(self.python).parent
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.cache))
        self.home = self.folder / "home"
        self.home.mkdir()

    def close(self) -> None:
        """Delete what this run made."""
        shutil.rmtree(self.folder)

    def _installed_python(self) -> str:
        """Return the Python of an environment in which this source is installed as users do it."""
        sources = sorted((ROOT / "coachlog").rglob("*.py"))
        digest = _digest_of_files([ROOT / "pyproject.toml", *sources])
        folder = self.cache / f"installed-{digest}"
        python = folder / "bin" / "python"
        if os.name == "nt":
            python = folder / "Scripts" / "python"
        if not python.exists():
            print(f"installing coachlog in {folder} …", file=sys.stderr)
            for old in self.cache.glob("installed-*"):
                shutil.rmtree(old)
            venv.create(folder, with_pip=True)
            install = [str(python), "-m", "pip", "install", "-q", f"{ROOT}[hub]"]
            subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        return str(python)

    def environment(self, **variables: str) -> dict[str, str]:
        """Return an environment in which nobody has settings of their own."""
        environment = {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "LOGNAME": "robin",
            "TZ": "UTC",
            "COACHLOG_NOW": NOW,
        }
        for name in BORROWED_VARIABLES:
            if name in os.environ:
                environment[name] = os.environ[name]
        return environment | variables

    def coachlog(
        self, log: Path, *arguments: str, output: str = os.devnull, **variables: str
    ) -> Command:
        """Return a command of coachlog on a log."""
        return Command(
            arguments=[str(self.bin / "coachlog"), *arguments],
            environment=self.environment(COACHLOG_DB=str(log), **variables),
            output=output,
        )

    def started_by_current_pip(self, command: Command) -> Command:
        """Return a command of coachlog as it is where a current pip has installed it."""
        script = self.folder / "coachlog"
        script.write_text(CURRENT_START_SCRIPT.format(python=self.python), encoding="utf-8")
        script.chmod(0o755)
        return Command([str(script), *command.arguments[1:]], command.environment)

    def corpus(self, what: str, count: int) -> Path:
        """Return a `log`, a `csv` file or a `list` of `count` entries; it is made once and kept."""
        sources = [CORPUS, *sorted((STORAGE / "file").glob("schema*.py"))]
        for name in ("entry_table.py", "ledger.py", "revisions.py"):
            sources.append(STORAGE / name)
        path = self.cache / f"{what}-{count}-{_digest_of_files(sources)}"
        if not path.exists():
            print(f"making a {what} of {count:,} entries …", file=sys.stderr)
            for old in self.cache.glob(f"{what}-{count}-*"):
                old.unlink()
            new = self.folder / path.name
            arguments = [self.python, str(CORPUS), what, str(new), str(count)]
            run_once(Command(arguments, self.environment()))
            new.rename(path)
        return path

    def log_of(self, count: int) -> Path:
        """Return a log of `count` entries that belongs to this run alone."""
        log = self.folder / f"log-{count}.db"
        shutil.copyfile(self.corpus("log", count), log)
        log.chmod(0o600)  # as coachlog makes it, or `doctor` finds fault with it
        return log


def _digest_of_files(paths: list[Path]) -> str:
    """Return a text that changes when one of the files does."""
    return _digest(b"".join(path.read_bytes() for path in paths))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
