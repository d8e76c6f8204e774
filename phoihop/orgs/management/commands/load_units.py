"""`phoihop load_units FILE.csv [FILE.csv] [--dry-run]`: lists of units and of changes, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.orgs import actions, forms, queries


class Command(BaseCommand):
    help = "Load versions of units and the changes between them; a file is recognised by its columns. All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE.csv", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        try:
            lists = forms.read_lists((path.name, path.read_bytes()) for path in files)
        except OSError as error:
            raise CommandError(_("Không đọc được %(file)s.") % {"file": error.filename}) from error
        plan = queries.load_plan(lists.versions, lists.changes, lists.unread)
        self._refuse([*lists.reasons, *plan.reasons])
        for note in [*lists.notes, *plan.notes]:
            self.stderr.write(str(note))
        for line in plan.summary():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("Chạy thử: chưa ghi gì."))
            return
        actions.load_units(by=None, versions=lists.versions, changes=lists.changes)
        self.stdout.write(_("Đã ghi.") if not plan.changes_nothing else _("Không có gì mới để ghi."))

    def _refuse(self, reasons: list[Reason]) -> None:
        if reasons:
            for reason in reasons:
                self.stderr.write(str(reason))
            raise CommandError(_("%(n)s lỗi; không ghi gì. Sửa tệp rồi nạp lại.") % {"n": len(reasons)})
