"""Giving tasks from the command line."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Refusal
from phoihop.documents.tables import read_table
from phoihop.duties import actions
from phoihop.duties.models import Programme
from phoihop.orgs.models import Post


class Command(SpokenCommand):
    """Give the tasks of an .xlsx or .csv: all rows, or none with every fault by row and column."""

    help = "Give the tasks of an .xlsx or .csv: all rows, or none with every fault by row and column."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check only, give nothing.")
        parser.add_argument("--programme", help="Number of the work programme the tasks belong to.")
        parser.add_argument(
            "--post", type=int, help="Number of the post that gives; the only secretary of a regulation without it."
        )

    def work(self, *args: Any, **options: Any) -> None:
        post, origin = _post(options["post"]), _programme(options["programme"])
        try:
            data = options["file"].read_bytes()
        except OSError as wrong:
            said = {"file": options["file"], "why": wrong.strerror}
            raise CommandError(_("Không đọc được tệp %(file)s: %(why)s.") % said) from wrong
        try:
            table = read_table(data, options["file"].name)
            act = actions.plan_tasks if options["dry_run"] else actions.load_tasks
            done = act(by=post, table=table, origin=origin)
        except Refusal as refusal:
            raise CommandError(_faults(refusal.reasons)) from refusal
        if done.reasons:
            raise CommandError(_faults(done.reasons))
        text = (
            _("Sẽ giao %(n)s việc, %(shares)s phần việc, cho %(units)s đơn vị.")
            if options["dry_run"]
            else _("Đã giao %(n)s việc, %(shares)s phần việc, cho %(units)s đơn vị.")
        )
        self.stdout.write(text % {"n": len(done.rows), "shares": done.shares, "units": len(done.units)})


def _post(number: int | None) -> Post:
    today = clock.today()
    held = Post.objects.select_related("body").filter(valid_from__lte=today, valid_to__gte=today)
    if number is not None:
        post = held.filter(pk=number).first()
        if post is None:
            raise CommandError(_("Không có chức vụ số %(n)s.") % {"n": number})
        return post
    able = [post for post in held.order_by("pk") if post.can("task.assign") and post.can("regulation.write")]
    if len(able) != 1:
        listed = "".join(f"\n  {post.pk}  {post}" for post in able)
        raise CommandError(_("Chọn chức vụ giao việc bằng --post.") + listed)
    return able[0]


def _programme(number: str | None) -> Programme | None:
    if number is None:
        return None
    found = list(Programme.objects.select_related("regulation", "period").filter(number=number))
    if len(found) != 1:
        known = ", ".join(Programme.objects.order_by("-issued_on").values_list("number", flat=True)[:10])
        said = {"number": number, "n": len(found), "known": known or "–"}
        raise CommandError(_("Có %(n)s chương trình mang số %(number)s. Các số: %(known)s.") % said)
    return found[0]


def _faults(reasons: Any) -> str:
    return "\n".join([*(str(reason) for reason in reasons), _("Chưa giao gì. Sửa tệp rồi nạp lại.")])
