"""A network of the test's own, so that pictures between browsers and a video server never touch the machine's.

As root: a network namespace for this thread and what it starts, with 127.0.1.1 on a pair of virtual cables, since the
video server sends no pictures over loopback. Where that may not be made, the machine as it is: the server then uses
the machine's own address, and packets between two programs on it stay inside it.
"""

import contextlib
import ctypes
import os
import shlex
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CLONE_NEWNET = 0x40000000
MEDIA = "127.0.1.1"
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Network:
    """`media`: the address over which pictures go. `way_in`: what to put before a command that somebody else starts."""

    media: str
    way_in: tuple[str, ...] = ()

    def inside(self, program: str, folder: Path) -> str:
        """The program, to be started inside by whoever stands outside."""
        if not self.way_in:
            return program
        script = folder / f"inside-{Path(program).name}"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(self.way_in)} {program} "$@"\n')
        script.chmod(0o755)
        return str(script)


@contextlib.contextmanager
def own_network() -> Iterator[Network]:
    here = f"/proc/self/task/{threading.get_native_id()}/ns/net"
    outside = os.open(here, os.O_RDONLY)
    try:
        if os.geteuid() == 0 and _libc.unshare(CLONE_NEWNET) == 0:
            try:
                yield _furnished()
            finally:
                assert _libc.setns(outside, CLONE_NEWNET) == 0, "back in the machine's network"
        else:
            yield Network(_own_address())
    finally:
        os.close(outside)


def _furnished() -> Network:
    for line in (
        "link set lo up",
        "link add v0 type veth peer name v1",
        "link set v0 up",
        "link set v1 up",
        f"addr add {MEDIA}/32 dev v0",
    ):
        subprocess.run(["ip", *line.split()], check=True)
    return Network(MEDIA, ("nsenter", f"--net=/proc/{os.getpid()}/task/{threading.get_native_id()}/ns/net"))


def _own_address() -> str:
    """The address from which this machine would speak to the outside; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.fail(
                "Pictures need an address besides loopback: run the tests as root, which makes a network of their own, "
                "or give this machine one."
            )
        return str(probe.getsockname()[0])
