"""`phoihop work`: the worker."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from phoihop.ops import actions, queries, server


class Command(BaseCommand):
    help = "Run chores when they are due, until told to stop; --once: run what is due, say what came of it, end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            for name, said in queries.last_words(actions.run_due()):
                self.stdout.write(f"{name}: {said}" if said else name)
            return
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        server.work(stop)
