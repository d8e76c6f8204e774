"""What the program does by itself. Each chore calls one action of one room and is safe to run twice."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phoihop.base import clock, news
from phoihop.duties import actions as duties
from phoihop.journal import actions as mail
from phoihop.journal import queries as journal
from phoihop.journal import registry
from phoihop.registers import actions as registers
from phoihop.reporting import actions as reporting

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """A chore's name, its words for the operator, how often it runs, and what it does (returning what to say).

    It runs in one transaction, unless it talks to another machine (`alone`): then it opens its own, around its writes.
    """

    name: str
    label: str | Promise
    every: datetime.timedelta
    run: Callable[[], str]
    alone: bool = False


def _forget_sessions() -> str:
    call_command("clearsessions")
    return ""


def _trim_news() -> str:
    return str(news.trim())


def _verify_log() -> str:
    broken = journal.verify()
    if broken:
        raise RuntimeError(f"the log does not hold at entry {broken.seq} ({broken.kind})")
    elsewhere = registry.first_break_elsewhere()
    if elsewhere:
        raise RuntimeError(elsewhere)
    return "{}:{}".format(*journal.head())


def _open_occurrences() -> str:
    return str(duties.open_occurrences(on=clock.today()))


def _open_reports() -> str:
    return str(reporting.open_reports())


def _follow_units() -> str:
    return str(duties.follow_units(on=clock.today()))


def _send_reminders() -> str:
    return str(duties.send_reminders(on=clock.today()))


def _send_mail() -> str:
    return str(mail.send_waiting())


def _raise_dragging() -> str:
    return str(registers.raise_dragging())


JOBS: tuple[Job, ...] = (
    Job("open_occurrences", _("mở các lần thực hiện nghĩa vụ đến kỳ"), HOUR, _open_occurrences),
    Job("open_reports", _("mở báo cáo các đơn vị phải nộp"), HOUR, _open_reports),
    Job("follow_units", _("chuyển việc của đơn vị đã nhập, tách sang đơn vị mới"), HOUR, _follow_units),
    Job("send_reminders", _("nhắc việc của ngày"), HOUR, _send_reminders),
    Job("send_mail", _("gửi thư chờ trong hộp thư đi"), MINUTE, _send_mail, alone=True),
    Job("raise_dragging", _("chuyển vụ việc kéo dài lên cấp trên"), HOUR, _raise_dragging),
    Job("forget_sessions", _("bỏ các phiên đăng nhập đã hết hạn"), DAY, _forget_sessions),
    Job("trim_news", _("bỏ tin báo trang đã cũ"), HOUR, _trim_news),
    Job("verify_log", _("kiểm tra chuỗi nhật ký"), DAY, _verify_log),
)
