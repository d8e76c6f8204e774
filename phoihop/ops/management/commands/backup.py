"""`phoihop backup DIR`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from phoihop.base.commands import SpokenCommand
from phoihop.ops.backup import backup


class Command(SpokenCommand):
    help = "Copy database and files into a new folder in DIR, while people work; prints the folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def work(self, *, folder: Path, **options: Any) -> None:
        self.stdout.write(str(backup(folder)))
