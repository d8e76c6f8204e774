"""Make the database fit the program before a command runs: tables, later migrations, the shared cache."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def database() -> None:
    """Create and migrate the database when it is missing or behind; silent and quick when it is not.

    Says what it does on standard error only, so that a command's own output stays clean. Two processes that start at
    once take turns.
    """
    if not behind():
        return
    with _turn():
        if behind():
            print("Chuẩn bị cơ sở dữ liệu …", file=sys.stderr)  # noqa: T201 - before any command has an output of its own
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)


def behind() -> bool:
    """Whether any migration of the program has not been applied to the database."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _turn() -> Iterator[None]:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
