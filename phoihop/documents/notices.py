"""The names of this room's verbs in the journal, and who is told of a letter: those who read letters at the body."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phoihop.base import clock
from phoihop.documents.models import Letter
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.orgs.models import Post
from phoihop.orgs.roles import roles_with

name_verbs(
    {
        "documents.keep_file": _("Lưu tệp"),
        "documents.open_series": _("Mở dãy số văn bản"),
        "documents.issue": _("Phát hành văn bản"),
        "letter.drafted": _("soạn thư"),
        "letter.changed": _("sửa bản thảo thư"),
        "letter.enclosed": _("kèm tệp vào thư"),
        "letter.taken_out": _("bỏ tệp khỏi thư"),
        "letter.dropped": _("bỏ bản thảo thư"),
        "letter.sent": _("gửi thư"),
        "letter.opened": _("mở thư"),
        "letter.taken_in": _("vào sổ thư đến"),
        "letter.recalled": _("thu hồi thư"),
        "letter.paper_noted": _("ghi văn bản giữ bằng giấy"),
    }
)


def _address(entry: Entry) -> str:
    return reverse("letters:letter", args=[entry.subject_id])


def _readers(bodies: Iterable[int]) -> list[int]:
    today = clock.today()
    posts = Post.objects.filter(body_id__in=bodies, valid_from__lte=today, valid_to__gte=today)
    return list(posts.filter(role__in=roles_with("letter.read")).values_list("pk", flat=True))


@tells("letter.sent", words=lambda entry: gettext("Có thư đến chờ mở."), address=_address)
def sent(entry: Entry, about: Any) -> Iterable[int]:
    """Whoever reads letters at each body it goes to."""
    assert isinstance(about, Letter)
    return _readers(about.addressees.values_list("body_id", flat=True))


@tells("letter.recalled", words=lambda entry: gettext("Một thư đã gửi đến bị thu hồi."), address=_address)
def recalled(entry: Entry, about: Any) -> Iterable[int]:
    assert isinstance(about, Letter)
    return _readers(about.addressees.values_list("body_id", flat=True))


@tells("letter.taken_in", words=lambda entry: gettext("Thư của cơ quan đã được nơi nhận vào sổ."), address=_address)
def taken_in(entry: Entry, about: Any) -> Iterable[int]:
    """Who sent it learns that it arrived."""
    assert isinstance(about, Letter)
    return [about.sent_by_id] if about.sent_by_id else []
