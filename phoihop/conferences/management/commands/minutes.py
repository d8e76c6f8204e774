"""`phoihop minutes CONFERENCE --out FILE.docx|.pdf|.html`: the minutes, adopted or as they stand."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Reason, Refusal
from phoihop.conferences.management.asked import conference_of, put, refuse_kind
from phoihop.conferences.models import Conference
from phoihop.conferences.papers import minutes as papers
from phoihop.conferences.queries import latest_minutes


class Command(SpokenCommand):
    help = "The minutes of a conference: the adopted ones, else the latest revision, else as they follow from the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conference", metavar="CONFERENCE", help="code of the conference")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def work(self, *, conference: str, out: Path, **options: Any) -> None:
        refuse_kind(out)
        found = conference_of(conference)
        if found.state != Conference.State.CLOSED:
            raise Refusal([Reason(_("Hội nghị chưa bế mạc. Biên bản lập từ nhật ký đã niêm khi bế mạc."))])
        latest = latest_minutes(found)
        with override("vi"):
            parts = latest.parts if latest else papers.drawn(found)
            put(out, papers.paper(found, parts, latest))
        adopted = latest is not None and latest.adopted_at is not None
        said = {"file": out, "state": _("đã thông qua") if adopted else _("bản thảo")}
        self.stderr.write(_("Đã ghi %(file)s (%(state)s).") % said)
