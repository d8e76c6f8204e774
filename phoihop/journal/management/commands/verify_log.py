"""`phoihop verify_log`: does the chain of the log hold?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.journal import queries, registry

KINDS = {
    "missing": gettext_lazy("mục %(seq)s không còn trong nhật ký"),
    "changed": gettext_lazy("mục %(seq)s không còn như khi được ghi"),
    "cut": gettext_lazy("nhật ký bị cắt từ mục %(seq)s"),
}


class Command(BaseCommand):
    help = (
        "Exit 0 when every entry of the log and of each conference's is as written, or 1 naming the first that is not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", metavar="SEQ:HASH", help="a head noted earlier outside this machine, as this command printed it"
        )

    def handle(self, *args: Any, anchor: str | None, **options: Any) -> None:
        broken = queries.verify(_anchor(anchor) if anchor else None)
        if broken:
            raise CommandError(str(KINDS[broken.kind]) % {"seq": broken.seq})
        elsewhere = registry.first_break_elsewhere()
        if elsewhere:
            raise CommandError(elsewhere)
        seq, digest = queries.head()
        self.stdout.write(
            _("Nhật ký nguyên vẹn: %(seq)s mục. Mốc để ghi lại: %(anchor)s") % {"seq": seq, "anchor": f"{seq}:{digest}"}
        )


def _anchor(text: str) -> tuple[int, str]:
    seq, colon, digest = text.partition(":")
    if not (seq.isdigit() and colon and len(digest) == 64):
        raise CommandError(_("Mốc phải có dạng SỐ:MÃ BĂM, như lệnh này đã in ra."))
    return int(seq), digest
