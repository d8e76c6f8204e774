"""phoihop load_demo: the demonstration province, without serving it."""

import datetime
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from phoihop.base import clock, ensure
from phoihop.base.errors import Refusal
from phoihop.ops.demo import load
from phoihop.orgs.models import Unit


class Command(BaseCommand):
    help = "Load the demonstration province into an empty database; --fresh throws an earlier demonstration away first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true")

    def handle(self, *args: Any, fresh: bool, **options: Any) -> None:
        prepare(fresh)


def prepare(fresh: bool) -> None:
    """Make sure the demonstration is there; with `fresh`, anew."""
    if fresh:
        throw_away()
    if load.is_loaded():
        return
    try:
        load.load(show_progress)
    except Refusal as refusal:
        raise CommandError(str(refusal)) from None
    sys.stderr.write("\n")


def throw_away() -> None:
    """Empty the database, if it holds a demonstration or nothing yet."""
    if Unit.objects.exists() and not load.is_loaded():
        raise CommandError("Cơ sở dữ liệu này không phải bản minh hoạ, nên không xoá.")
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    ensure.database()
    clock.instance.cache_clear()


def show_progress(done: int, of: int, moment: datetime.datetime) -> None:
    """A line that redraws itself on a terminal; a line a tenth elsewhere."""
    percent = 100 * done // of
    if sys.stderr.isatty():
        bar = "█" * (percent // 4)
        sys.stderr.write(f"\r  Dựng dữ liệu minh hoạ  {bar:<25} {percent:3d} %  {moment:%m/%Y}")
        sys.stderr.flush()
    elif done == of or done % max(of // 10, 1) == 0:
        sys.stderr.write(f"  Dựng dữ liệu minh hoạ: {percent} % ({moment:%m/%Y})\n")
