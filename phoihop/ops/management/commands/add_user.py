"""phoihop add_user NAME: give an account and print its one-time password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.accounts import actions
from phoihop.accounts.models import User
from phoihop.base.errors import Refusal
from phoihop.journal.actions import record


class Command(BaseCommand):
    help = "Give an account, or with --again a new one-time password to an account that is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--again", action="store_true", help="the account exists; its holder forgot the password")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if options["again"]:
            user = User.objects.filter(username=name).first()
            if user is None:
                raise CommandError(_("Không có tài khoản “{name}”.").format(name=name))
            with transaction.atomic():
                password = actions.give_new_password(user=user)
                record("accounts.give_new_password", by=None, facts={"username": user.username})
        else:
            try:
                with transaction.atomic():
                    user, password = actions.add_user(username=name)
                    record("accounts.add_user", by=None, facts={"username": user.username})
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
        self.stdout.write(password)
        self.stderr.write(_("Mật khẩu dùng một lần của {name}. Người dùng đổi ngay khi đăng nhập.").format(name=name))
