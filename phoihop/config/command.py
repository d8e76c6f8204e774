"""The one console script, `phoihop`: its sub-commands are Django management commands."""

import os
import sys

WITHOUT_DATABASE = {
    "check", "collectstatic", "compilemessages", "createcachetable", "diffsettings", "flush", "help", "makemessages",
    "makemigrations", "migrate", "restore", "restore_drill", "showmigrations", "sqlmigrate", "test", "version",
    "--help", "-h", "--version",
}  # fmt: skip
"""Commands that make the database themselves or need none; before any other it is made and brought up to date."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.config.settings")
    asked = sys.argv[1:2]
    if asked == ["demo"]:
        os.environ["PHOIHOP_DEMONSTRATION"] = "yes"
    # Settings are named before anything of the framework is imported.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    if asked and asked[0] not in WITHOUT_DATABASE and not {"-h", "--help"} & set(sys.argv):
        _ensure_database()
    execute_from_command_line(sys.argv)


def _ensure_database() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from phoihop.base import ensure  # noqa: PLC0415

    ensure.database()
