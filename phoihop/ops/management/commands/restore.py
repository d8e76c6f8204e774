"""`phoihop restore DIR`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from phoihop.base import ensure
from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Reason, Refusal
from phoihop.journal import queries as journal
from phoihop.journal import registry
from phoihop.ops.backup import restore


class Command(SpokenCommand):
    help = "Put a backup (a folder that `backup` made) into an empty installation, bring it up to date, check its log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def work(self, *, folder: Path, **options: Any) -> None:
        restore(folder)
        ensure.database()
        broken = journal.verify()
        if broken:
            raise Refusal(
                [Reason(_("Đã khôi phục, nhưng nhật ký không còn nguyên từ mục %(seq)s.") % {"seq": broken.seq})]
            )
        elsewhere = registry.first_break_elsewhere()
        if elsewhere:
            raise Refusal([Reason(elsewhere)])
        self.stdout.write(_("Đã khôi phục. Nhật ký nguyên vẹn: %(seq)s mục.") % {"seq": journal.head()[0]})
