"""`phoihop mail`: the outbox, as the operator sees it."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from phoihop.base.commands import SpokenCommand
from phoihop.journal import actions, queries
from phoihop.journal.models import Mail


class Command(SpokenCommand):
    help = "Count the letters that wait or were given up, with the server's words; never what they say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--again", action="store_true", help="put the letters that were given up back in the outbox")
        one.add_argument("--test", metavar="ADDRESS", help="send one letter there now and say what came of it")

    def work(self, *, again: bool, test: str | None, **options: Any) -> None:
        if test:
            self._test(test)
            return
        if again:
            self.stdout.write(_("Đưa lại vào hộp thư đi: %(n)s thư.") % {"n": actions.try_again()})
        counts = queries.mail_counts()
        self.stdout.write(_("Chờ gửi: %(n)s") % {"n": counts.waiting})
        self.stdout.write(_("Không gửi được: %(n)s") % {"n": counts.given_up})
        for to, said in queries.mail_given_up():
            self.stdout.write(f"  {to}: {said}")
        if not settings.EMAIL_HOST:
            self.stderr.write(_("Chưa đặt máy chủ thư (PHOIHOP_MAIL_HOST): thư chờ, không gửi."))

    def _test(self, to: str) -> None:
        if not settings.EMAIL_HOST:
            self.fail(_("Chưa đặt máy chủ thư (PHOIHOP_MAIL_HOST): thư chờ, không gửi."))
        mail = actions.queue_mail(
            to=to,
            subject=_("Thư thử của Phối Hợp"),
            body=_("Máy chủ thư nhận được thư của Phối Hợp. Không cần trả lời."),
            key=f"test.{uuid.uuid4().hex}",
        )
        try:
            actions.send_waiting(key=mail.key)
        except actions.ServerAway as away:
            self.fail(_("Không nói chuyện được với máy chủ thư: %(said)s") % {"said": away})
        mail.refresh_from_db()
        if mail.state != Mail.State.SENT:
            self.fail(_("Máy chủ thư chưa nhận: %(said)s") % {"said": mail.last_error})
        self.stdout.write(_("Máy chủ thư đã nhận thư gửi %(to)s.") % {"to": to})
