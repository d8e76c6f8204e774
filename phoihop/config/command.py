"""The one console script, `phoihop`: its sub-commands are Django management commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["PHOIHOP_DEMONSTRATION"] = "yes"
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings are named first

    execute_from_command_line(sys.argv)
