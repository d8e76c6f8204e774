"""Processes: everything in one for a desk or a demonstration, pages and stream apart for an office."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from django.db import DatabaseError, close_old_connections

from phoihop.ops import actions

POLL_SECONDS = 20.0
_log = logging.getLogger(__name__)


def run_all(port: int, *, host: str = "127.0.0.1", ready: Callable[[], None] | None = None) -> None:
    """Serve pages, live stream and worker in this process until it is told to stop; call `ready` once it listens."""
    config = uvicorn.Config(
        "phoihop.config.asgi:application",
        host=host,
        port=port,
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, ready)
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(stop,), name="worker", daemon=True)
    worker.start()
    try:
        server.run()
    finally:
        stop.set()
        worker.join(timeout=5)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started and self._ready:
            self._ready()


def work(stop: threading.Event) -> None:
    """Run due chores every few seconds until `stop` is set."""
    while not stop.is_set():
        try:
            close_old_connections()
            actions.run_due()
        except DatabaseError:
            _log.exception("the worker could not reach the database; trying again")
        stop.wait(POLL_SECONDS)


def serve(*, host: str, port: int, workers: int) -> int:
    """Production: pages under WSGI on `port`, the live stream on the next one; ends when either does, or on a signal.

    One single-threaded worker a core takes a third of the processor time of the same page under ASGI.
    """
    python = [sys.executable, "-m"]
    pages = [*python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    pages += ["--blocking-threads", "1", "--no-access-log", "--log-level", "warning", "phoihop.config.wsgi:application"]
    stream = [*python, "uvicorn", "--host", host, "--port", str(port + 1), "--lifespan", "off", "--no-access-log"]
    stream += ["--log-level", "warning", "--timeout-graceful-shutdown", "2", "phoihop.config.asgi:application"]
    processes = [subprocess.Popen(command) for command in (pages, stream)]  # noqa: S603 - our own program

    def end(number: int = 0, frame: FrameType | None = None) -> None:
        for process in processes:
            if process.poll() is None:
                process.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    pid, status = os.wait()
    end()
    codes = [process.wait() for process in processes if process.pid != pid]
    return os.waitstatus_to_exitcode(status) or max(codes, default=0)
