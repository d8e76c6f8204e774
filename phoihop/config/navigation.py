"""The main navigation: what stands in it, in which order, and which right each entry asks for."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phoihop.orgs import roles


@dataclass(frozen=True)
class Entry:
    """One entry. `needs` names the capability a post must hold; empty when every post may open it."""

    label: str | Promise
    url_name: str
    needs: str = ""


ENTRIES = (
    Entry(_("Vào việc"), "desk:home"),
    Entry(_("Lãnh đạo"), "desk:leader", "leader.read"),
    Entry(_("Công việc"), "tasks:list", "task.read"),
    Entry(_("Báo cáo"), "reporting:reports", "report.read"),
    Entry(_("Duyệt"), "reporting:queue", "report.accept"),
    Entry(_("Tổng hợp"), "reporting:rollup", "figure.read"),
    Entry(_("Sổ theo dõi"), "registers:home", "register.read"),
    Entry(_("Quy chế"), "duties:regulations", "regulation.read"),
    Entry(_("Báo cáo năm"), "annual:editions", "annual.read"),
    Entry(_("Hội nghị"), "conferences:list", "conference.read"),
    Entry(_("Thư"), "letters:incoming", "letter.read"),
    Entry(_("Đơn vị"), "orgs:units", "units.read"),
    Entry(_("Lịch"), "desk:calendar"),
    Entry(_("Nhật ký"), "journal:log", "journal.read"),
)


@dataclass(frozen=True)
class Item:
    label: str
    url: str
    current: bool


def items(post: object | None, path: str) -> list[Item]:
    """The entries this post may open, the one whose address is the longest beginning of `path` marked as current."""
    found = []
    for entry in ENTRIES:
        if post is None or (entry.needs and not roles.can(getattr(post, "role", ""), entry.needs)):
            continue
        address = resolved(entry.url_name)
        if address is not None:
            found.append((str(entry.label), address))
    fitting = [address for _label, address in found if path == address or (address != "/" and path.startswith(address))]
    current = max(fitting, key=len, default=None)
    return [Item(label, address, address == current) for label, address in found]


def resolved(url_name: str) -> str | None:
    """The address, or None where this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
