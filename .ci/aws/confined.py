#!/usr/bin/env python3
"""Runs a command as Lambda runs a function, as far as this machine allows it:

  confined.py FOLDER [NAME…] -- COMMAND…

/tmp is FOLDER and the only writable place, the user is FOLDER's owner and not root, Lambda's limits on files and processes hold,
and the filter of refusing.py refuses the calls NAME…, or all of its calls. Without root, only the limits and the
filter can be had (`holds` tells). Not imitated: Lambda's own kernel, its network, the size of /tmp."""
import ctypes
import itertools
import os
import pathlib
import resource
import struct
import sys
import time

import refusing

# Another command that runs at the same time has other users.
FIRST_USER = 100_000 + os.getpid() % 10_000 * 100
USERS = itertools.count(FIRST_USER)
FILES = PROCESSES = 1024
CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 0x1000, 0x4000, 0x40000
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, READ_ONLY = 442, -100, 0x8000, 1


def whole():
    """Whether this machine allows everything: not only the limits and the filter."""
    return os.geteuid() == 0


def holds():
    """What confines the functions on this machine."""
    calls = "behind the refused calls"
    return f"{calls}, a user that is not root, only /tmp writable" if whole() else f"{calls} only: this user may not do more"


def done(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), what)


def only_tmp_writable(folder):
    """https://man7.org/linux/man-pages/man2/mount_setattr.2.html"""
    libc = ctypes.CDLL(None, use_errno=True)

    def change(path, flags, set_, clear):
        attributes = struct.pack("QQQQ", set_, clear, 0, 0)
        done(libc.syscall(MOUNT_SETATTR, AT_FDCWD, path, flags, attributes, len(attributes)), f"mount_setattr {path}")

    done(libc.unshare(CLONE_NEWNS), "unshare")
    done(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "private mounts")
    change(b"/", AT_RECURSIVE, READ_ONLY, 0)
    done(libc.mount(os.fsencode(folder), b"/tmp", None, MS_BIND, None), "/tmp")
    change(b"/tmp", 0, 0, READ_ONLY)


def main():
    end = sys.argv.index("--")
    folder, names, command = sys.argv[1], sys.argv[2:end], sys.argv[end + 1 :]
    # The command starts now: what this script takes is not part of its start.
    pathlib.Path(folder).with_name("began").write_text(str(time.monotonic()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    root, user = whole(), os.stat(folder).st_uid
    if root:
        only_tmp_writable(folder)
    # The filter refuses `unshare`, and only root may install it without no_new_privs.
    refusing.install(names or list(refusing.CALLS))
    if root:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    os.execvp(command[0], command)


def make(folder):
    """Makes the folder of a new environment. Each has a user of its own, because they share a kernel here."""
    folder.mkdir(mode=0o700)
    if whole():
        user = next(USERS)
        os.chown(folder, user, user)


def confined(folder, names=()):
    """The beginning of a command line that runs the rest like this."""
    return [sys.executable, str(pathlib.Path(__file__).resolve()), str(folder), *names, "--"]


if __name__ == "__main__":
    main()
