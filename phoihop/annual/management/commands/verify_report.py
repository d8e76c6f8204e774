"""`phoihop verify_report FILE`: exit 0, or 1 naming each figure, line, source or evidence that no longer holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from phoihop.annual.papers import verify
from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Reason, Refusal


class Command(SpokenCommand):
    help = "Check a report's .docx against its ledger, and the ledger against the records of today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def work(self, *, file: Path, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            words = _("Không mở được %(file)s: %(why)s. Kiểm tra đường dẫn.")
            raise Refusal([Reason(words % {"file": file, "why": error.strerror})]) from error
        found = verify(data)
        if found:
            self.fail(*(str(one) for one in found))
        self.stdout.write(_("%(file)s: mọi số, lời, nguồn và minh chứng đều khớp.") % {"file": file.name})
