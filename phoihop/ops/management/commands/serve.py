"""`phoihop serve`: production pages and live stream."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from phoihop.ops import server


class Command(BaseCommand):
    help = "Serve pages on PORT and the live stream on PORT + 1 until told to stop. Run `phoihop work` beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes for pages")

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        sys.exit(server.serve(host=host, port=port, workers=workers))
