"""A network of the test's own, so that pictures between browsers and a video server never touch the machine's.

As root: a network namespace for this thread and what it starts, with an address on a virtual cable, since the video
server sends no pictures over loopback; and, if wanted, a second one at the other end, over a line that can be made
slow. Where that may not be made, the machine as it is: the server then uses the machine's own address, and packets
between two programs on it stay inside it.
"""

import contextlib
import ctypes
import os
import shlex
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CLONE_NEWNET = 0x40000000
HERE, THERE = "10.77.0.1", "10.77.0.2"
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Network:
    """`media`: the address over which pictures go; `address`: under which the program is reached from here.
    `way_in`: what to put before a command that somebody else starts."""

    media: str
    way_in: tuple[str, ...] = ()
    address: str = "127.0.0.1"

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
    _ip("link set lo up", "link add v0 type veth peer name v1", "link set v0 up", "link set v1 up")
    _ip(f"addr add {HERE}/24 dev v0")
    return Network(HERE, ("nsenter", f"--net=/proc/{os.getpid()}/task/{threading.get_native_id()}/ns/net"))


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


def _ip(*lines: str, way_in: tuple[str, ...] = ()) -> None:
    for line in lines:
        subprocess.run([*way_in, "ip", *line.split()], check=True)


@contextlib.contextmanager
def behind_a_line(network: Network, ports: list[int]) -> Iterator[Network]:
    """A second network at the other end of the cable, from which those ports of this one's loopback are reached."""
    holder = subprocess.Popen(["unshare", "--net", "sleep", "600"])
    try:
        way_in = ("nsenter", f"--net=/proc/{holder.pid}/ns/net")
        _wait_until_apart(holder.pid)
        _ip(f"link set v1 netns {holder.pid}")
        _ip("link set lo up", f"addr add {THERE}/24 dev v1", "link set v1 up", way_in=way_in)
        _ip(f"route add default via {HERE}", way_in=way_in)
        doors = [_Door(port) for port in ports]
        yield Network(network.media, way_in, HERE)
        for door in doors:
            door.close()
    finally:
        holder.kill()
        holder.wait()


def _wait_until_apart(pid: int) -> None:
    here = os.readlink(f"/proc/self/task/{threading.get_native_id()}/ns/net")
    for _time in range(100):
        if os.readlink(f"/proc/{pid}/ns/net") != here:
            return
        time.sleep(0.05)
    pytest.fail("No second network could be made.")


def slow(kbit: int) -> None:
    """From here to the other end no more than so many kbit/s; 0 takes the limit away."""
    limit = (
        f"qdisc replace dev v0 root tbf rate {kbit}kbit burst 5kb latency 400ms" if kbit else "qdisc del dev v0 root"
    )
    subprocess.run(["tc", *limit.split()], check=True)


class _Door:
    """Hands what comes to HERE:port on to loopback's port, and back."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.listening = socket.create_server((HERE, port))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                came, _from = self.listening.accept()
                goes = socket.create_connection(("127.0.0.1", self.port))
                for one, other in ((came, goes), (goes, came)):
                    threading.Thread(target=_hand_on, args=(one, other), daemon=True).start()

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
    for end in (one, other):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
