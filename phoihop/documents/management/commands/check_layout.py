"""`phoihop check_layout FILE --profile NAME`: the faults of an official paper against a dated layout."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from phoihop.base.commands import SpokenCommand
from phoihop.documents import check, layouts, read


class Command(SpokenCommand):
    help = "Name the faults of a .docx against the layout of official papers that NAME stands for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, choices=sorted(layouts.profiles()))

    def work(self, *args: Any, **options: Any) -> None:
        """Exit 0 without faults, 1 with them, each on a line of standard output; 2 when the file cannot be read."""
        layout = layouts.profile(options["profile"])
        try:
            faults = check.check(options["file"].read_bytes(), layout)
        except FileNotFoundError as missing:
            raise CommandError(_("Không có tệp %(file)s.") % {"file": options["file"]}, returncode=2) from missing
        except read.Unreadable as error:
            said = _("Không đọc được %(file)s: đây không phải tệp .docx.") % {"file": options["file"]}
            raise CommandError(said, returncode=2) from error
        for fault in faults:
            self.stdout.write(f"{fault.code}: {fault.text}")
        if faults:
            sys.exit(1)
        self.stdout.write(_("Không thấy lỗi theo %(layout)s.") % {"layout": layout.name})
