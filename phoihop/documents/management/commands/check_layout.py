"""`phoihop check_layout FILE --profile NAME`: the faults of an official paper against a dated layout."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from phoihop.documents import check, layouts, read


class Command(BaseCommand):
    help = "Chỉ ra lỗi trình bày của một văn bản .docx theo mẫu có hiệu lực từng thời kỳ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, choices=sorted(layouts.profiles()))

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 without faults, 1 with them, each on a line of standard output; 2 when the file cannot be read."""
        layout = layouts.profile(options["profile"])
        try:
            faults = check.check(options["file"].read_bytes(), layout)
        except FileNotFoundError as missing:
            raise CommandError(f"Không có tệp {options['file']}.", returncode=2) from missing
        except read.Unreadable as error:
            raise CommandError(f"Không đọc được {options['file']}: đây không phải tệp .docx.", returncode=2) from error
        for fault in faults:
            self.stdout.write(f"{fault.code}: {fault.text}")
        if faults:
            sys.exit(1)
        self.stdout.write(f"Không thấy lỗi theo {layout.name}.")
