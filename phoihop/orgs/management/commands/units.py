"""`phoihop units [--on DATE] [--format table|json|csv]`: the tree on a day."""

import csv
import datetime
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from phoihop.base.commands import day
from phoihop.orgs import queries


class Command(BaseCommand):
    help = "The units on a day, upper units before lower: code, parent_code, level, type, name_vi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=day, default=None, metavar="DATE", help="YYYY-MM-DD; today when not given")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table")

    def handle(self, *args: Any, on: datetime.date | None, format: str, **options: Any) -> None:
        rows = queries.tree_rows(queries.tree(on))
        if format == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        elif format == "csv":
            writer = csv.DictWriter(self.stdout, fieldnames=queries.TREE_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            for row in rows:
                self.stdout.write(
                    f"{row['code']:<8}{row['parent_code']:<8}{row['level']:<10}{row['type']:<10}{row['name_vi']}"
                )
