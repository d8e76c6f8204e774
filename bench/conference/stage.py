"""A conference of the size of the province in a database of its own, and the program that serves it.

python -m bench.conference.stage    builds it in $PHOIHOP_VAR and prints what a driver has to know
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
CSRF = "b" * 32
ALL_IN_ONE = (
    "import django; django.setup()\nfrom phoihop.ops import server\nimport sys; server.run_all(int(sys.argv[1]))"
)


@dataclass
class Hall:
    """A site: the session of its console, that of its first delegate, its seats and their PINs."""

    site: int
    session: str
    delegate_session: str
    seats: list[int]
    pins: list[str]


@dataclass
class Stage:
    """The conference, its items, and who can sign in."""

    conference: int
    items: list[int]
    leader: str
    secretary: str
    halls: list[Hall]
    environment: dict[str, str] = field(default_factory=dict)

    def two_items(self) -> list[int]:
        """Two items to go to and fro between, the first not the one that is running."""
        running = self.look("q.room_now(c.pk, c.last_seq, c.log_hash).item")
        return [item for item in self.items if item != running][:2]

    def look(self, what: str) -> Any:
        """A Python expression over `q` (conferences.queries), `m` (models), `c` (the conference), as JSON."""
        program = (
            "import django, json; django.setup()\n"
            "from phoihop.conferences import models as m, queries as q\n"
            f"c = m.Conference.objects.get(pk={self.conference})\n"
            f"print(json.dumps({what}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)


def build(folder: Path, *, sites: int = 30, seats: int = 20) -> Stage:
    """Made anew in an empty folder, on SQLite, or on the database that PHOIHOP_BENCH_DATABASE names."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PHOIHOP_")}
    environment |= {"PHOIHOP_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "phoihop.config.settings"}
    if database := os.environ.get("PHOIHOP_BENCH_DATABASE"):
        environment["PHOIHOP_DATABASE_URL"] = database
    command = [sys.executable, "-m", "bench.conference.stage", str(sites), str(seats)]
    made = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    said = json.loads(made.stdout.splitlines()[-1])
    halls = [Hall(**hall) for hall in said.pop("halls")]
    return Stage(**said, halls=halls, environment=environment)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """The program in one process on a port, started, killed and started again."""

    def __init__(self, stage: Stage, command: list[str] | None = None) -> None:
        self.port = free_port()
        self.stage = stage
        self.command = command or [sys.executable, "-c", ALL_IN_ONE]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen([*self.command, str(self.port)], env=self.stage.environment, cwd=ROOT)
        for _ in range(1200):
            if self.process.poll() is not None:
                raise RuntimeError("the server ended")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/suc-khoe", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server never listened")

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid


@contextlib.contextmanager
def serving(stage: Stage, command: list[str] | None = None) -> Iterator[Server]:
    server = Server(stage, command)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def processor_seconds(pid: int) -> float:
    """User and system time a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _build_here(sites: int, seats: int) -> dict[str, Any]:
    """Everybody is in the room and the conference is open."""
    import django

    django.setup()
    from django.test import Client

    from phoihop.accounts.models import User
    from phoihop.base import ensure
    from phoihop.conferences import actions
    from phoihop.conferences.rules import pin_of
    from tests import cast as standing
    from tests.conferences.crowd import account, gather
    from tests.conferences.world import build as build_world

    def session(user: int) -> str:
        browser = Client()
        browser.force_login(User.objects.get(pk=user))
        return browser.cookies["sessionid"].value

    ensure.database()
    people = standing.bring_on()
    world = build_world(people)
    halls = gather(world, sites=sites, seats=seats)
    seats_ = [*world.seats.values(), *(seat for hall in halls for seat in hall.seats)]
    marks = {seat.pk: "room" for seat in seats_}
    actions.mark(by=people.secretary, conference=world.conference, marks=marks, key="roll")
    actions.open_room(by=people.leader, conference=world.conference, key="open")
    return {
        "conference": world.conference.pk,
        "items": [item.pk for item in world.items],
        "leader": session(people.leader.acting_user_id or 0),
        "secretary": session(people.secretary.acting_user_id or 0),
        "halls": [
            {
                "site": hall.site.pk,
                "session": session(hall.contact.acting_user_id or 0),
                "delegate_session": session(account(hall.seats[0].post, f"seat_{number}").pk),
                "seats": [seat.pk for seat in hall.seats],
                "pins": [pin_of(seat) for seat in hall.seats],
            }
            for number, hall in enumerate(halls)
        ],
    }


if __name__ == "__main__":
    print(json.dumps(_build_here(int(sys.argv[1]), int(sys.argv[2]))))
