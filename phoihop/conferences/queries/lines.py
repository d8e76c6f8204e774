"""The sites' lines as the secretary reads them before a conference: last test, faults with what to do, replies."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import format_number
from phoihop.conferences.formulas import uplink_kbps
from phoihop.conferences.models import Conference, LineTest, Paper, Readiness, Reading, Site

FRESH = datetime.timedelta(hours=24)
"""A test older than this is said to be old."""


@dataclass(frozen=True)
class SiteReady:
    """One site before the conference. `faults` are sentences; replies count seats; `read` of `to_read` openings."""

    site: Site
    test: LineTest | None
    is_old: bool
    faults: tuple[str, ...]
    seats: int
    coming: int
    absent: int
    silent: int
    read: int
    to_read: int

    @property
    def is_well(self) -> bool:
        """Tested and nothing to mend."""
        return self.test is not None and not self.faults


@dataclass(frozen=True)
class Ready:
    """All sites, the uplink the host's line needs, and the last decision with those before it."""

    sites: tuple[SiteReady, ...]
    uplink_kbps: int
    host_up_kbps: int | None
    decisions: tuple[Readiness, ...]

    @property
    def unwell(self) -> int:
        """Sites with something to mend, or not tested."""
        return sum(not one.is_well for one in self.sites)


def fault_words(test: LineTest) -> tuple[str, ...]:
    """Each fault of a test as a sentence that says what to do."""
    return tuple(_sentence(code, test) for code in test.faults)


def _sentence(code: str, test: LineTest) -> str:
    kbps = {"down": test.down_kbps, "up": test.up_kbps}
    sentences: Mapping[str, str] = {
        "camera": _("Máy không lấy được hình. Cắm lại máy ảnh, cho trình duyệt dùng máy ảnh rồi kiểm tra lại."),
        "sound": _("Máy không thu được tiếng. Cắm lại micro, bật tiếng, cho trình duyệt dùng micro rồi kiểm tra lại."),
        "browser": _("Trình duyệt này không truyền được hình và tiếng. Cập nhật trình duyệt hoặc dùng máy khác."),
        "down": _("Đường xuống chỉ %(kbps)s kbit/s. Dùng cáp thay sóng, tắt bớt máy đang tải."),
        "up": _("Đường lên chỉ %(kbps)s kbit/s. Dùng cáp thay sóng, tắt bớt máy đang gửi."),
        "delay": _("Độ trễ %(ms)s mi-li-giây. Đổi đường truyền, hoặc chuẩn bị họp bằng tiếng và tài liệu."),
    }
    if code == "clock":
        return _clock(test.clock_ms)
    if test.by_hand and code in kbps:
        return _("Đường truyền rất yếu, theo lời đầu mối. Đổi đường truyền rồi đo lại bằng máy.")
    facts = {"kbps": format_number(kbps.get(code, 0)), "ms": format_number(test.delay_ms)}
    return sentences[code] % facts


def _clock(off: int) -> str:
    minutes, seconds = divmod(round(abs(off) / 1000), 60)
    by = _("%(n)s phút") % {"n": format_number(minutes)} if minutes else _("%(n)s giây") % {"n": seconds}
    say = (
        _("Đồng hồ máy lệch: nhanh hơn máy chủ %(by)s. Bật đặt giờ tự động trên máy rồi kiểm tra lại.")
        if off > 0
        else _("Đồng hồ máy lệch: chậm hơn máy chủ %(by)s. Bật đặt giờ tự động trên máy rồi kiểm tra lại.")
    )
    return say % {"by": by}


def ready_of(conference: Conference) -> Ready:
    """What the readiness page shows. Five statements whatever the number of sites."""
    last = LineTest.objects.filter(site=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    counts = {
        "n_seats": Count("delegates"),
        "n_coming": Count("delegates", filter=Q(delegates__state__in=["comes", "delegated"])),
        "n_absent": Count("delegates", filter=Q(delegates__state="absent")),
        "n_silent": Count("delegates", filter=Q(delegates__state="invited")),
    }
    rows = list(
        conference.sites.select_related("contact__body", "unit")
        .annotate(last_test=Subquery(last), **counts)
        .order_by("order", "pk")
    )
    keys = [row.last_test for row in rows if row.last_test]
    tests = {one.pk: one for one in LineTest.objects.filter(pk__in=keys).select_related("by__body")}
    papers = Paper.objects.filter(conference=conference, taken_off_at__isnull=True).count()
    opened = Reading.objects.filter(paper__conference=conference, paper__taken_off_at__isnull=True)
    counted = opened.exclude(delegate__state="absent").values("delegate__site").annotate(n=Count("pk"))
    read = dict(counted.values_list("delegate__site", "n"))
    sites = tuple(_site(row, tests.get(row.last_test), read.get(row.pk, 0), papers) for row in rows)
    return Ready(
        sites=sites,
        uplink_kbps=uplink_kbps(_tiers(sites)),
        host_up_kbps=_host_up(sites),
        decisions=tuple(conference.readiness.all()),
    )


def _site(row: Site, test: LineTest | None, read: int, papers: int) -> SiteReady:
    seats, absent = row.n_seats, row.n_absent  # type: ignore[attr-defined]
    return SiteReady(
        site=row,
        test=test,
        is_old=test is not None and clock.now() - test.at > FRESH,
        faults=fault_words(test) if test else (),
        seats=seats,
        coming=row.n_coming,  # type: ignore[attr-defined]
        absent=absent,
        silent=row.n_silent,  # type: ignore[attr-defined]
        read=read,
        to_read=papers * (seats - absent),
    )


def _tiers(sites: tuple[SiteReady, ...]) -> list[str]:
    """What each site beside the host draws; one that was not tested is taken to draw pictures."""
    return [one.test.tier if one.test else "video" for one in sites if not one.site.is_host]


def _host_up(sites: tuple[SiteReady, ...]) -> int | None:
    """What the host's own line can send, where it was measured."""
    host = next((one for one in sites if one.site.is_host), None)
    return host.test.up_kbps if host and host.test and not host.test.by_hand else None
