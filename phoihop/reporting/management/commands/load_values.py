"""phoihop load_values FILE --form CODE --period LABEL [--dry-run]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from phoihop.base.commands import SpokenCommand
from phoihop.base.errors import Refusal
from phoihop.documents.tables import read_table
from phoihop.duties.models import Period
from phoihop.orgs.models import Post
from phoihop.reporting import actions
from phoihop.reporting.models import Form


class Command(SpokenCommand):
    """Put the values of a .csv or .xlsx into the drafts of its units: all rows, or none with every fault by row."""

    help = "Load the values of many units from a .csv or .xlsx into their drafts: all rows, or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--form", required=True, help="Code of the report form.")
        parser.add_argument("--period", required=True, help="Label of the period, such as 2021-Q4.")
        parser.add_argument(
            "--post", type=int, help="Number of the post that loads; without it the program does, for every unit."
        )
        parser.add_argument("--dry-run", action="store_true", help="Check only, record nothing.")

    def work(self, *args: Any, **options: Any) -> None:
        form = Form.objects.filter(code=options["form"]).first()
        if form is None:
            codes = ", ".join(Form.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                _("Không có mẫu %(code)s. Các mẫu: %(codes)s.") % {"code": options["form"], "codes": codes}
            )
        period = Period.objects.filter(label=options["period"], kind=form.every).first()
        if period is None:
            raise CommandError(
                _("Mẫu %(code)s không có kỳ %(label)s.") % {"code": form.code, "label": options["period"]}
            )
        post = None
        if options["post"] is not None:
            post = Post.objects.select_related("body").filter(pk=options["post"]).first()
            if post is None:
                raise CommandError(_("Không có chức vụ số %(n)s.") % {"n": options["post"]})
        try:
            data = options["file"].read_bytes()
        except OSError as wrong:
            said = {"file": options["file"], "why": wrong.strerror}
            raise CommandError(_("Không đọc được tệp %(file)s: %(why)s.") % said) from wrong
        try:
            table = read_table(data, options["file"].name)
            act = actions.plan_load if options["dry_run"] else actions.load_values
            done = act(by=post, form=form, period=period, table=table)
        except Refusal as refusal:
            raise CommandError(_faults(refusal.reasons)) from refusal
        if done.reasons:
            raise CommandError(_faults(list(done.reasons)))
        said = {"units": len(done.changes), "cells": done.cells_changed}
        text = (
            _("Sẽ nạp %(cells)s số của %(units)s đơn vị.")
            if options["dry_run"]
            else _("Đã nạp %(cells)s số của %(units)s đơn vị vào bản nháp.")
        )
        self.stdout.write(text % said)


def _faults(reasons: list[Any]) -> str:
    return "\n".join([*(str(reason) for reason in reasons), _("Chưa nạp gì. Sửa tệp rồi nạp lại.")])
