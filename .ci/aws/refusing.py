#!/usr/bin/env python3
"""Runs a command behind a filter that refuses system calls with EPERM, as Lambda's own is reported to do:

  refusing.py [NAME…] -- COMMAND…     without names: all of CALLS

The command and all its children are behind the filter. Public reports name `prctl` and further filters; which
of the others Lambda refuses is not known, so they are refused too."""
import ctypes
import os
import platform
import struct
import sys

# x86-64 and arm64.
CALLS = {
    "prctl": (157, 167),
    "seccomp": (317, 277),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
    "setsid": (112, 157),
    "unshare": (272, 97),
    "setpriority": (141, 140),
}
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, MODE_FILTER = 22, 38, 2
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1


def program(names):
    """https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html"""
    column, architecture = ARCHITECTURES[platform.machine()]
    code = [(LOAD, 0, 0, 4), (JUMP_IF_EQUAL, 1, 0, architecture), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 0)]
    for name in names:
        code += [(JUMP_IF_EQUAL, 0, 1, CALLS[name][column]), (RETURN, 0, 0, REFUSE)]
    code.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in code), len(code)


def install(names):
    code, length = program(names)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("HxxxxxxP", length, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    # Without no_new_privs only root may do it; Lambda's runtime does not start with no_new_privs either.
    if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, filter_, 0, 0) != 0:
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.prctl(PR_SET_SECCOMP, MODE_FILTER, filter_, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the filter cannot be installed")


def main():
    end = sys.argv.index("--")
    install(sys.argv[1:end] or list(CALLS))
    os.execvp(sys.argv[end + 1], sys.argv[end + 1 :])


if __name__ == "__main__":
    main()
