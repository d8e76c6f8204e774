"""The pages of key areas: a year through them, who sees what, what was typed, statements, the desk."""

import datetime
import html

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.orgs.models import Unit, UnitVersion
from phoihop.registers import actions, queries
from phoihop.registers.models import AreaDecision, KeyArea
from tests.cast import SINCE, Cast, signed_in
from tests.registers.world import PDF, areas

LIST, IN, OUT = "/so/dia-ban/", "/so/dia-ban/dua-vao?nam=2022", "/so/dia-ban/dua-ra?nam=2022"
JAN = datetime.date(2022, 1, 10)


def paper(name: str = "qd.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def text_of(client: Client, where: str, **query: str) -> str:
    answer = client.get(where, query)
    assert answer.status_code == 200, where
    return html.unescape(answer.content.decode())


def test_a_year_of_the_programme_through_the_pages(cast: Cast) -> None:
    secretary, clerk = signed_in(cast.secretary), signed_in(cast.clerk_a1)
    a1, a2 = (str(cast.units[name].pk) for name in ("a1", "a2"))
    assert "Huyện Mường Thượng: 2 đơn vị" in text_of(secretary, IN)
    assert secretary.post(IN).status_code == 422, "nothing chosen"
    preview = secretary.post(IN, {"chon": [a1, a2]}).content.decode()
    assert "Xã Nà Pang" in preview
    assert not AreaDecision.objects.exists(), "a preview changes nothing"

    given = {
        "chon": [a1, a2], f"types_{a1}": ["ma_tuy", "ttxh"], "year": "2022", "number": "05/QĐ-BCĐ",
        "decided_on": "2022-01-10", "confirm": "1",
    }  # fmt: skip
    refused = secretary.post(IN, given)
    page = html.unescape(refused.content.decode())
    assert refused.status_code == 422
    assert "Thị trấn Chợ Mới: Chưa chọn loại địa bàn." in page
    assert 'value="05/QĐ-BCĐ"' in page
    assert page.count("checked") == 2, "what was marked stays"
    assert not AreaDecision.objects.exists()
    done = secretary.post(IN, given | {f"types_{a2}": ["kinh_te"], "file": paper()}, follow=True)
    assert "Đã đưa 2 đơn vị vào danh sách." in done.content.decode()
    again = secretary.post(IN, given | {f"types_{a2}": ["ttxh"], "number": "06/QĐ-BCĐ"})
    assert "đã ở trong danh sách năm 2022 với loại “Ma túy”" in html.unescape(again.content.decode())

    area, other = (KeyArea.objects.get(unit=cast.units[name]) for name in ("a1", "a2"))
    where = reverse("registers:area", args=[area.pk])
    report = {"step": "report", "converted_on": "2022-01-12", "result": "Không còn điểm nóng", "title": ""}
    assert "Chưa có minh chứng nào" in clerk.post(where, report).content.decode()
    assert "Nhập tên minh chứng" in clerk.post(where, report | {"file": paper("bc.pdf")}).content.decode()
    assert not area.evidence.exists()
    sent = clerk.post(where, report | {"file": paper("bc.pdf"), "title": "Báo cáo"}, follow=True)
    assert "Đã báo chuyển hóa" in sent.content.decode()
    [waiting] = [one for one in queries.waiting_for(cast.secretary) if one.kind == "convert"]
    assert text_of(secretary, waiting.url).count("data-ph-row>") == 1
    assert "Xem 1 địa bàn báo đã chuyển hóa: năm 2022" in text_of(secretary, "/")

    chosen = {"chon": [str(area.pk), str(other.pk)]}
    preview = secretary.post(OUT, chosen).content.decode()
    assert "Một quyết định cho 2 địa bàn: 1 đã chuyển hóa, 1 chưa." in preview
    writing = chosen | {"confirm": "1", "number": "90/QĐ-BCĐ", "decided_on": "2022-01-13"}
    refused = secretary.post(OUT, writing)
    assert refused.status_code == 422
    assert "Thị trấn Chợ Mới: Đưa ra khi chưa chuyển hóa thì phải ghi lý do." in html.unescape(refused.content.decode())
    done = secretary.post(OUT, writing | {f"reason_{other.pk}": "Theo dõi tiếp"}, follow=True)
    assert "Đã đưa ra 2 địa bàn, trong đó 1 đã chuyển hóa." in done.content.decode()
    year = text_of(secretary, LIST, nam="2022")
    assert "1/2" in year
    assert "còn thiếu 1 địa bàn" in year
    assert "chỉ tiêu từ 60 %, tức 2 địa bàn".replace(" %", "\xa0%") in year
    shown = text_of(clerk, where)
    for words in ("05/QĐ-BCĐ", "90/QĐ-BCĐ", "Không còn điểm nóng", "Báo cáo"):
        assert words in shown
    decision = AreaDecision.objects.get(number="05/QĐ-BCĐ")
    assert clerk.get(reverse("documents:download", args=[decision.file_id])).status_code == 200
    assert signed_in(cast.clerk_b1).get(reverse("documents:download", args=[decision.file_id])).status_code == 404


def test_each_post_sees_its_branch_and_only_who_decides_decides(cast: Cast) -> None:
    made = areas(cast, {"a1": ["ttxh"], "a2": ["ma_tuy"], "b1": ["kinh_te"]}, year=2022, day=JAN)
    seen, listed = {}, {}
    for name, post in cast.posts().items():
        client = signed_in(post)
        seen[name] = {
            unit
            for unit, one in made.items()
            if client.get(reverse("registers:area", args=[one.pk])).status_code == 200
        }
        page = client.get(LIST, {"nam": "2022"}).content.decode()
        listed[name] = {unit for unit, one in made.items() if reverse("registers:area", args=[one.pk]) + '"' in page}
        if name != "secretary":
            assert client.get(IN).status_code == 403, name
            assert client.post(OUT, {"chon": [str(made["a1"].pk)], "confirm": "1"}).status_code == 403, name
            assert client.post(IN, {"chon": [str(cast.units["b2"].pk)], "confirm": "1"}).status_code == 403, name
    assert seen["clerk_a1"] == {"a1"}
    assert seen["reviewer_a"] == {"a1", "a2"}
    assert seen["reviewer_b"] == {"b1"}
    assert seen["secretary"] == seen["leader"] == set(made)
    for nobody in ("stranger", "operator", "inspector"):
        assert seen[nobody] == set(), nobody
    assert listed == seen
    assert not KeyArea.objects.exclude(state="chosen").exists()


def test_odd_addresses_are_answered(cast: Cast) -> None:
    secretary = signed_in(cast.secretary)
    for year in ("", "abc", "0", "99999", "2022"):
        assert secretary.get(LIST, {"nam": year}).status_code == 200
        assert secretary.get("/so/dia-ban/dua-vao", {"nam": year}).status_code == 200
    other = str(cast.units["elsewhere"].pk)
    assert secretary.post(IN, {"chon": ["x", other], "confirm": "1"}).status_code == 422
    assert secretary.post(OUT, {"chon": ["x", "999999"]}).status_code == 422
    assert secretary.get(OUT).status_code == 405


def test_the_pages_ask_the_database_as_often_for_three_rows_as_for_thirty(cast: Cast) -> None:
    secretary = signed_in(cast.secretary)
    made = areas(cast, {"a1": ["ttxh"], "a2": ["ma_tuy"], "b1": ["kinh_te"]}, year=2022, day=JAN)
    where = reverse("registers:area", args=[made["a1"].pk])

    def asked(address: str) -> int:
        text_of(secretary, address)
        with CaptureQueriesContext(connection) as statements:
            text_of(secretary, address)
        return len(statements)

    addresses = (f"{LIST}?nam=2022", "/so/", "/", where, IN)
    few = [asked(address) for address in addresses]
    units = []
    for n in range(30):
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit, code=f"8{n:04}", level="commune", type="xa", name_vi=f"Xã Thử {n}",
            parent=cast.units["a"], valid_from=SINCE,
        )  # fmt: skip
        units.append(unit)
    actions.decide_areas(
        by=cast.secretary, number="7/QĐ", decided_on=JAN, year=2022, areas=[(u.pk, ["ttxh", "ma_tuy"]) for u in units]
    )
    assert [asked(address) for address in addresses] == few
    assert text_of(secretary, LIST, nam="2022").count("data-ph-row>") == 33
