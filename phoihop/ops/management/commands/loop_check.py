"""`phoihop loop_check YEAR`: exit 0 when the cycle of the year is whole, else 1 and every orphan by name."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from phoihop.base.commands import SpokenCommand
from phoihop.duties.queries import loose_ends


class Command(SpokenCommand):
    help = "Orphans of the year's cycle: clauses without duty, duties without work or result, papers without tasks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def work(self, *args: Any, **options: Any) -> None:
        found = loose_ends(options["year"])
        if options["format"] == "json":
            rows = [{"kind": end.kind, "code": end.code, "title": end.title} for end in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for end in found:
                self.stdout.write(f"{end.word}: {end.code} {end.title}")
            if not found:
                self.stdout.write(_("Vòng việc năm %(year)s khép kín.") % {"year": options["year"]})
        if found:
            sys.exit(1)
