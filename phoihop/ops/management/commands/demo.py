"""phoihop demo: the demonstration province, served with everything it needs in one process."""

import sys
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from phoihop.ops.management.commands.load_demo import prepare
from phoihop.ops.server import run_all


class Command(BaseCommand):
    help = "Load the demonstration (the first time) and serve pages, live updates and worker on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="load the demonstration anew")

    def handle(self, *args: Any, port: int, fresh: bool, **options: Any) -> None:
        prepare(fresh)
        with suppress(KeyboardInterrupt):  # the server passes Ctrl-C on once it has stopped
            run_all(port, ready=lambda: _say(port))


def _say(port: int) -> None:
    sys.stderr.write(
        f"\n  Phối Hợp đang chạy: http://127.0.0.1:{port}/\n"
        "  Bản minh hoạ năm 2021 của Sơn La, đứng ở ngày 13/01/2022. Chọn một chức vụ để vào.\n"
        "  Dừng: Ctrl-C\n\n"
    )
    sys.stderr.flush()
