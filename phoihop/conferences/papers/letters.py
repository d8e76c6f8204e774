"""Letters about a conference: the invitation, a chase, that it is off. One to an address, whatever its posts."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.base.numbers import format_moment
from phoihop.conferences.models import Conference
from phoihop.journal.actions import Letter
from phoihop.orgs.queries import addresses


def letters(conference: Conference, post_ids: Sequence[int], opening: str, key: str) -> list[Letter]:
    """A letter to each address behind these posts: `opening` says what it is about. `key` names the occasion.

    One statement.
    """
    found = {to for those in addresses(post_ids).values() for to in those}
    body = "\n".join([opening, "", *_facts(conference), "", _where(conference)]) + "\n"
    subject = f"{conference.code}: {opening}"
    return [Letter(to, subject, body, f"conference.{conference.pk}.{key}.{to}") for to in sorted(found)]


def _facts(conference: Conference) -> list[str]:
    return [
        conference.title_vi,
        _("Thời gian: %(start)s – %(end)s")
        % {"start": format_moment(conference.starts_at), "end": format_moment(conference.ends_at)},
        _("Nơi họp: %(place)s") % {"place": conference.place_vi},
        _("Chủ trì: %(chair)s") % {"chair": conference.chair.journal_label},
    ]


def _where(conference: Conference) -> str:
    if not settings.PUBLIC_ADDRESS:
        return _("Xem và trả lời ở trang Hội nghị của chương trình Phối Hợp.")
    way = reverse("conferences:conference", args=[conference.pk])
    return _("Xem và trả lời: %(address)s") % {"address": settings.PUBLIC_ADDRESS + way}
