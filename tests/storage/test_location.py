"""Tests of which file system a log is on."""

import subprocess

from coachlog.storage.file.location import (
    linux_mounts,
    mac_mounts,
    mounted_as,
    remote_file_system,
)


def test_the_innermost_mount_counts_and_blanks_in_its_name_are_read():
    mounts = linux_mounts(
        "/dev/sda1 / ext4 rw 0 0\nsrv:/x /home nfs4 rw 0 0\n"
        "//srv/y /media/my\\040share cifs rw 0 0\nz /home/me fuse.sshfs rw 0 0\n"
    )
    assert mounted_as("/etc/a.db", mounts) == "ext4"
    assert mounted_as("/home/a.db", mounts) == "nfs4"
    assert mounted_as("/homework/a.db", mounts) == "ext4"
    assert mounted_as("/media/my share/a.db", mounts) == "cifs"
    assert mounted_as("/home/me/a.db", mounts) == "fuse.sshfs"


def test_the_mounts_of_a_mac_are_read():
    mounts = mac_mounts(
        "/dev/disk1s1 on / (apfs, local)\n//me@srv/Our%20Team on /Volumes/Our Team (smbfs, nodev)\n"
    )
    assert mounted_as("/Volumes/Our Team/a.db", mounts) == "smbfs"
    assert mounted_as("/Users/me/a.db", mounts) == "apfs"


def test_a_mac_that_does_not_list_its_mounts_in_time_is_no_error(monkeypatch):
    def hang(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(subprocess, "run", hang)
    assert remote_file_system("/Users/me/a.db") is None
