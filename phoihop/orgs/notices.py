"""The words of this room's verbs in the log, and who is told of them: only a stand-in and whom he stands in for."""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phoihop.base.numbers import format_date
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.orgs.models import Delegation

name_verbs(
    {
        "orgs.load_units": _("nạp danh sách đơn vị"),
        "orgs.add_body": _("thêm cơ quan"),
        "orgs.add_post": _("thêm chức vụ"),
        "orgs.add_person": _("thêm người giữ chức vụ"),
        "orgs.hold_post": _("giao chức vụ"),
        "orgs.leave_post": _("thôi giữ chức vụ"),
        "orgs.change_contact": _("ghi địa chỉ thư điện tử"),
        "orgs.delegate_post": _("ghi người thay khi vắng mặt"),
        "orgs.end_delegation": _("kết thúc việc thay"),
    }
)


def _words(entry: Entry) -> str:
    first, last = (format_date(datetime.date.fromisoformat(entry.facts[key])) for key in ("from", "to"))
    words = {"post": entry.subject_label, "stand_in": entry.facts["stand_in"], "first": first, "last": last}
    return gettext("%(stand_in)s thay %(post)s từ %(first)s đến %(last)s.") % words


def _ended(entry: Entry) -> str:
    words = {"post": entry.subject_label, "stand_in": entry.facts["stand_in"]}
    return gettext("%(stand_in)s thôi thay %(post)s.") % words


def _page(entry: Entry) -> str:
    return reverse("orgs:away")


@tells("orgs.delegate_post", words=_words, address=_page)
def _delegated(entry: Entry, about: Delegation) -> Iterable[int]:
    return (about.post_id, about.stand_in_id)


@tells("orgs.end_delegation", words=_ended, address=_page)
def _taken_back(entry: Entry, about: Delegation) -> Iterable[int]:
    return (about.post_id, about.stand_in_id)
