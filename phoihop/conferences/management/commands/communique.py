"""`phoihop communique CONFERENCE --out FILE.docx|.pdf|.html`: the communiqué, as issued or as it stands."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Reason, Refusal
from phoihop.conferences.management.asked import conference_of, put, refuse_kind
from phoihop.conferences.papers import communique as papers
from phoihop.conferences.queries import Press
from phoihop.documents import store


class Command(SpokenCommand):
    help = "The communiqué of a conference, made of released facts only: the issued paper, else the draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conference", metavar="CONFERENCE", help="code of the conference")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def work(self, *, conference: str, out: Path, **options: Any) -> None:
        refuse_kind(out)
        found = conference_of(conference)
        facts, issued = Press(found).released, found.communique
        if not facts:
            raise Refusal([Reason(_("Chưa cho đưa tin nội dung nào. Chọn ít nhất một nội dung."))])
        with override("vi"):
            on = issued.issued_on if issued else clock.today()
            paper = papers.paper(found, facts, on, issued.number if issued else None)
            put(out, paper, store.read(issued.file) if issued else None)
        said = {"file": out, "state": issued.symbol if issued else _("bản thảo")}
        self.stderr.write(_("Đã ghi %(file)s (%(state)s).") % said)
