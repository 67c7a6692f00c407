"""Roads between two copies of a shared folder, driven by the programs that people sync with.

None of the programs has to be there: a road without its program skips the test. Nothing leaves this
computer: rclone copies between two folders, and two Syncthing processes talk over the loopback.
"""

import shutil
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

import pytest

from tests.processes import wait_until

SYNCTHING_FILES = (".stfolder", ".syncthing.")  # the beginnings of their names

CONFIG = """<configuration version="36">
  <folder id="share" label="share" path="{path}" type="sendreceive" rescanIntervalS="1"
      fsWatcherEnabled="false" ignorePerms="true">
    <device id="{own_id}"></device>
    <device id="{other_id}"></device>
  </folder>
  <device id="{own_id}" name="here"><address>tcp://127.0.0.1:{own_port}</address></device>
  <device id="{other_id}" name="there"><address>tcp://127.0.0.1:{other_port}</address></device>
  <gui enabled="false"></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{own_port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <reconnectionIntervalS>1</reconnectionIntervalS>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled>
    <startBrowser>false</startBrowser>
  </options>
</configuration>
"""


def contents_of(folder):
    """Return the bytes of every file in a folder and below, without those of Syncthing itself."""
    contents = {}
    for path in sorted(folder.rglob("*")):
        location = path.relative_to(folder)
        is_of_syncthing = path.name.startswith(SYNCTHING_FILES)
        if path.is_file() and not is_of_syncthing:
            # What is being replaced at this moment is not there, which is not alike either.
            with suppress(FileNotFoundError):
                contents[str(location)] = path.read_bytes()
    return contents


class Road:
    """Two folders, and a program that makes them alike."""

    program = ""
    keeps_deletions = True

    def __init__(self, folder):
        if shutil.which(self.program) is None:
            pytest.skip(f"{self.program} is not installed")
        self.left = folder / "left"
        self.right = folder / "right"
        self.work = folder / "work"
        for part in (self.left, self.right, self.work):
            part.mkdir(parents=True)

    def carry(self):
        """Make the two folders alike."""
        raise NotImplementedError

    def close(self):
        """End what was started."""


class RcloneCopy(Road):
    """New files are copied both ways; what one side deletes comes back from the other."""

    program = "rclone"
    keeps_deletions = False

    def carry(self):
        for source, target in ((self.left, self.right), (self.right, self.left)):
            self._run("copy", str(source), str(target), "--ignore-existing")

    def _run(self, *arguments):
        command = ["rclone", *arguments, "--config", str(self.work / "rclone.conf")]
        done = subprocess.run(command, stdout=PIPE, stderr=STDOUT, text=True, check=False)
        assert done.returncode == 0, done.stdout


class RcloneBisync(RcloneCopy):
    """Changes and deletions go both ways."""

    keeps_deletions = True

    def carry(self):
        options = ["--workdir", str(self.work), "--force"]
        if not list(self.work.glob("*.lst")):
            options.append("--resync")
        self._run("bisync", str(self.left), str(self.right), *options)


class Syncthing(Road):
    """Two processes, each with its folder and its own identity."""

    program = "syncthing"

    def __init__(self, folder):
        super().__init__(folder)
        self._processes = []
        homes = self._homes = [self.work / "left", self.work / "right"]
        ids = [self._make_device(home) for home in homes]
        ports = free_ports(2)
        for index, path in enumerate((self.left, self.right)):
            config = CONFIG.format(
                path=path,
                own_id=ids[index],
                other_id=ids[1 - index],
                own_port=ports[index],
                other_port=ports[1 - index],
            )
            (homes[index] / "config.xml").write_text(config, encoding="utf-8")
            (path / ".stfolder").mkdir()

    def carry(self):
        if not self._processes:
            for home in self._homes:
                self._start(home)
        wait_until(lambda: contents_of(self.left) == contents_of(self.right))
        # Alike by chance, before anything was carried, is not alike for long.
        for process in self._processes:
            assert process.poll() is None, (self.work / "syncthing.log").read_text()

    def close(self):
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(30)

    def _make_device(self, home):
        options = [f"--home={home}"]
        command = ["syncthing", "generate", *options, "--no-default-folder", "--skip-port-probing"]
        subprocess.run(command, stdout=DEVNULL, check=True)
        command = ["syncthing", "--device-id", *options]
        return subprocess.run(command, stdout=PIPE, text=True, check=True).stdout.strip()

    def _start(self, home):
        options = ["--no-browser", "--no-restart", "--no-upgrade", f"--home={home}"]
        with (self.work / "syncthing.log").open("ab") as log:
            command = ["syncthing", "serve", *options]
            self._processes.append(subprocess.Popen(command, stdout=log, stderr=STDOUT))


def free_ports(count):
    """Return numbers of ports that nobody listened on a moment ago."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


ROADS = (RcloneCopy, RcloneBisync, Syncthing)


def open_road(kind: type[Road], folder: Path) -> Road:
    """Return a road of a kind between two new folders; skip the test without its program."""
    return kind(folder)
