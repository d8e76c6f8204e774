"""Lines tested before a conference: every fault named and none made up, and go or no-go with a reason."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries
from phoihop.conferences.formulas import Measured, browser_name
from phoihop.conferences.models import Conference, LineTest, Readiness, Site
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Body, Unit
from tests.cast import SINCE, Cast, signed_in
from tests.conferences.papers import paper
from tests.conferences.world import World, further_post, key

GOOD = Measured(
    has_camera=True, has_sound=True, down_kbps=8000, up_kbps=3000, delay_ms=60, clock_ms=400, can_video=True
)
SEEDED: dict[int, dict[str, Any]] = {
    3: {"has_camera": False},
    8: {"has_sound": False},
    11: {"can_video": False},
    17: {"down_kbps": 64, "up_kbps": 32},
    22: {"delay_ms": 2400},
    29: {"clock_ms": -420_000},
}
"""Site → what is wrong there: six faults of six kinds (a narrow line is narrow both ways)."""
NAMED = {
    3: ["Máy không lấy được hình."],
    8: ["Máy không thu được tiếng."],
    11: ["Trình duyệt này không truyền được hình và tiếng."],
    17: ["Đường xuống chỉ 64 kbit/s.", "Đường lên chỉ 32 kbit/s."],
    22: ["Độ trễ 2.400 mi-li-giây."],
    29: ["Đồng hồ máy lệch: chậm hơn máy chủ 7 phút."],
}


def many_sites(cast: Cast, conference: Conference, count: int) -> dict[int, Site]:
    """Further sites, each with a unit and a contact of its own."""
    made = {}
    for number in range(1, count + 1):
        unit = Unit.objects.create()
        body = Body.objects.create(unit=unit, kind="police", name_vi=f"Công an {number}", valid_from=SINCE)
        made[number] = Site.objects.create(
            conference=conference,
            unit=unit,
            name_vi=f"Điểm cầu {number}",
            order=10 + number,
            contact=further_post(body, "Đầu mối"),
        )
    return made


def measured(conference: Conference, site: Site, line: Measured) -> LineTest:
    return actions.record_line_test(
        by=site.contact, conference=conference, site=site, line=line, browser="Chromium 126", key=key()
    )


def test_six_faults_in_thirty_sites_are_all_named_and_none_is_made_up(world: World) -> None:
    sites = many_sites(world.cast, world.conference, 30)
    for number, site in sites.items():
        measured(world.conference, site, replace(GOOD, **SEEDED.get(number, {})))
    found = {one.site.pk: one for one in queries.ready_of(world.conference).sites}
    said = {number: list(found[site.pk].faults) for number, site in sites.items() if found[site.pk].faults}
    assert set(said) == set(SEEDED)
    for number, beginnings in NAMED.items():
        assert len(said[number]) == len(beginnings)
        for sentence, beginning in zip(said[number], beginnings, strict=True):
            assert sentence.startswith(beginning)
            assert len(sentence) > len(beginning), "and says what to do"
    tiers = {number: found[site.pk].test.tier for number, site in sites.items()}  # type: ignore[union-attr]
    assert {number for number, tier in tiers.items() if tier != "video"} == {3, 11, 17}
    assert Notice.objects.filter(entry__verb="conference.line_tested", to_post_id=world.cast.secretary.pk).count() == 6


def test_the_uplink_is_what_the_sites_draw(world: World) -> None:
    """Two sites beside the host: one draws pictures (1.400 kbit/s), one sound (61); untested counts as pictures."""
    assert queries.ready_of(world.conference).uplink_kbps == 2800
    measured(world.conference, world.sites["A"], GOOD)
    measured(world.conference, world.sites["B"], replace(GOOD, has_camera=False))
    measured(world.conference, world.sites["host"], replace(GOOD, up_kbps=1200))
    now = queries.ready_of(world.conference)
    assert (now.uplink_kbps, now.host_up_kbps, now.unwell) == (1461, 1200, 1)
    page = signed_in(world.cast.secretary).get(reverse("conferences:ready", args=[world.conference.pk]))
    assert "1.461 kbit/s" in page.content.decode()
    assert "Đường lên của điểm cầu chính chưa đủ" in page.content.decode()


def test_the_script_sends_once_whatever_is_repeated(world: World) -> None:
    client = signed_in(world.cast.reviewer_a)
    address = reverse("conferences:line_record", args=[world.conference.pk])
    sent = {**GOOD.__dict__, "clock_ms": 425_000, "key": "a" * 32}
    for _time in range(2):
        answer = client.post(address, json.dumps(sent), content_type="application/json")
        assert answer.json() == {"tier": "video", "faults": ["clock"]}
    kept = LineTest.objects.get()
    assert (kept.site, kept.by_hand, kept.clock_ms) == (world.sites["A"], False, 425_000)
    page = client.get(reverse("conferences:line", args=[world.conference.pk])).content.decode()
    assert "nhanh hơn máy chủ 7 phút" in page
    for broken in (b"{", b"[]", json.dumps({**sent, "down_kbps": -5, "key": "b"}).encode(), b'{"key": "c"}'):
        assert client.post(address, broken, content_type="application/json").status_code == 422
    assert LineTest.objects.count() == 1
    other = signed_in(world.cast.leader_a).post(address, json.dumps(sent), content_type="application/json")
    assert other.status_code == 403
    assert signed_in(world.cast.stranger).post(address, "{}", content_type="application/json").status_code == 404


def test_what_is_measured_with_is_small_and_cannot_be_packed(world: World) -> None:
    client = signed_in(world.cast.reviewer_a)
    down, up, ping = (reverse(f"conferences:line_{way}", args=[world.conference.pk]) for way in ("down", "up", "ping"))
    body = client.get(down, {"n": "99999999"}, headers={"Accept-Encoding": "gzip"})
    assert len(body.content) == 256 * 1024
    assert len(set(body.content)) == 256
    assert client.post(up, b"x" * 9000, "application/octet-stream").json() == {"bytes": 9000}
    assert client.get(ping).json()["now"] > 1_600_000_000_000


def test_without_a_script_the_contact_says_it_by_hand(world: World) -> None:
    client = signed_in(world.cast.reviewer_b)
    address = reverse("conferences:line", args=[world.conference.pk])
    nothing = client.post(address, {"key": "x"})
    assert nothing.status_code == 422
    assert "Chọn mức của đường truyền" in nothing.content.decode()
    client.post(address, {"has_sound": "1", "can_video": "1", "line": "weak", "clock": "03:00", "key": "x"})
    kept = LineTest.objects.get()
    assert (kept.by_hand, kept.tier) == (True, "audio")
    assert "camera" in kept.faults
    assert "đầu mối khai, chưa đo" in client.get(address).content.decode()
    assert signed_in(world.cast.leader).get(address).status_code == 403


def test_ready_in_spite_of_faults_says_why_and_no_decision_is_changed(world: World) -> None:
    world_fresh = world.fresh()
    address = reverse("conferences:ready", args=[world_fresh.pk])
    secretary = signed_in(world.cast.secretary)
    bare = secretary.post(address, {"say": "ready", "reason": ""})
    assert bare.status_code == 422
    assert "Còn 3 điểm cầu có lỗi hoặc chưa kiểm tra" in bare.content.decode()
    secretary.post(address, {"say": "not_ready", "reason": "Chờ điểm cầu B đổi micro."})
    for site in world.sites.values():
        measured(world_fresh, site, GOOD)
    assert signed_in(world.cast.leader).post(address, {"say": "ready", "reason": ""}).status_code == 302
    said = list(Readiness.objects.values_list("is_ready", "faults").order_by("pk"))
    assert said == [(False, 3), (True, 0)]
    assert Entry.objects.filter(verb__in=["conference.ready", "conference.not_ready"]).count() == 2
    assert signed_in(world.cast.reviewer_a).get(address).status_code == 403
    told = Notice.objects.filter(entry__verb="conference.not_ready").values_list("to_post_id", flat=True)
    assert {world.cast.leader.pk, world.cast.reviewer_b.pk} <= set(told)
    world.open()
    with pytest.raises(Refusal, match="đã khai mạc"):
        actions.say_ready(by=world.cast.leader, conference=world_fresh, is_ready=True, reason="")


def test_the_page_costs_the_same_with_many_sites(world: World) -> None:
    paper(world)
    counts = []
    for more in (3, 27):
        for site in many_sites(world.cast, world.conference, more).values():
            measured(world.conference, site, GOOD)
        with CaptureQueriesContext(connection) as asked:
            queries.ready_of(world.conference)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_browser_is_called_by_its_name() -> None:
    chromium = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
    assert browser_name(chromium) == "Chromium 126"
    assert browser_name(f"{chromium} Edg/126.0.2592.87") == "Edge 126"
    assert browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0") == "Firefox 128"
    assert browser_name("curl/8") == "curl/8"
