"""The pages of campaigns: planning, the grid and who sees which rows, the form of the field, the closing report."""

import gzip
import io
import re
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from phoihop.base import clock
from phoihop.documents import layouts
from phoihop.documents.check import check
from phoihop.duties import actions, kinds
from phoihop.duties.models import Campaign, Situation, Task
from phoihop.orgs.models import Unit, UnitVersion
from tests.cast import DAY, SINCE, signed_in
from tests.duties.drill import at, report, running, slot_of
from tests.duties.office import PDF, Office


def test_planned_on_two_pages_and_started(office: Office) -> None:
    cast = office.cast
    browser = signed_in(cast.secretary)
    address = reverse("tasks:plan_campaign")
    what = {"kind": "flood", "title_vi": "Ứng phó mưa lũ", "starts_on": "2022-01-13", "ends_on": "2022-01-14"}
    what |= {"level": "co-so", "types": ["xa"]}
    bad = browser.get(address, {**what, "ends_on": "2022-01-12"})
    assert (bad.status_code, "đứng trước ngày bắt đầu" in bad.content.decode()) == (422, True)
    preview = browser.get(address, what).content.decode()
    assert "13/01/2022: 06:00 10:00 14:00 18:00 22:00" in preview
    assert "Bản, tổ dân phố bị chia cắt | bản, tổ" in preview
    assert [name in preview for name in ("Xã Nà Pang", "Thị trấn Chợ Mới", "Xã Bản Lầu", "Xã Chiềng Ơn")] == [
        True,
        False,
        True,
        True,
    ]
    assert Campaign.objects.count() == 0
    chosen = [cast.units[name].pk for name in ("a1", "b1")]
    typed = {**what, "units": chosen, "slots": "13/01/2022: 08:00, 16h30\n14/1: 8", "fields": "Mực nước | cm\n"}
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "Dòng 2 không đọc được" in refused.content.decode()
    assert "14/1: 8" in refused.content.decode(), "nothing typed is lost"
    assert f'value="{cast.units["b2"].pk}" checked' not in refused.content.decode()
    paper = SimpleUploadedFile("ke-hoach.pdf", PDF)
    typed |= {"slots": "13/01/2022: 08:00, 16h30", "file": paper}
    made = browser.post(address, typed, follow=True).content.decode()
    campaign = Campaign.objects.get()
    assert campaign.code == "MLTT-220113"
    assert [slot.time for slot in campaign.slots.order_by("at")] == ["08:00", "16:30"]
    assert set(campaign.participants.values_list("unit_id", flat=True)) == set(chosen)
    assert [(field.label_vi, field.unit_vi) for field in campaign.asked] == [("Mực nước", "cm")]
    assert campaign.file is not None
    assert "Bắt đầu đợt" in made
    assert browser.get(reverse("documents:download", args=[campaign.file_id])).status_code == 200
    assert signed_in(cast.clerk_a1).get(reverse("documents:download", args=[campaign.file_id])).status_code == 200
    assert signed_in(cast.clerk_a2).get(reverse("documents:download", args=[campaign.file_id])).status_code == 404
    slots = reverse("tasks:campaign_slots", args=[campaign.pk])
    assert browser.post(slots, {"slots": "15/01/2022: 08:00"}).status_code == 422
    assert browser.post(slots, {"slots": "13/01/2022: 08:00"}).status_code == 302
    assert browser.post(reverse("tasks:start_campaign", args=[campaign.pk])).status_code == 302
    assert Campaign.objects.get().state == "running"
    assert browser.get(slots).status_code == 403


def test_each_sees_its_own_branch_and_nobody_anothers(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    said = report(office, campaign, "a1", 7, cast.clerk_a1, level="trouble", note="Mất điện ở bản Nà.")
    a1, b1 = cast.units["a1"].pk, cast.units["b1"].pk
    grid = reverse("tasks:campaign", args=[campaign.pk])
    own = [grid, reverse("tasks:campaign_unit", args=[campaign.pk, a1]), reverse("tasks:situation", args=[said.pk])]
    for post in (cast.secretary, cast.leader, cast.reviewer_a, cast.leader_a, cast.clerk_a1):
        browser = signed_in(post)
        assert [browser.get(page).status_code for page in own] == [200, 200, 200]
        assert "Mất điện ở bản Nà." in browser.get(grid).content.decode()
    for post in (cast.reviewer_b, cast.clerk_b1, cast.clerk_a2):
        browser = signed_in(post)
        assert [browser.get(page).status_code for page in own] == [200, 404, 404]
        pages = [grid + "?mo=tat-ca", reverse("tasks:campaign_report", args=[campaign.pk])]
        for page in pages:
            text = browser.get(page).content.decode()
            assert "Mất điện" not in text
            assert "Xã Nà Pang" not in text
        sheet = browser.get(reverse("tasks:campaign_file", args=[campaign.pk, "xlsx"])).content
        names = [cell.value for cell in load_workbook(io.BytesIO(sheet)).active["B"]]
        assert "Xã Nà Pang" not in names
    report_page = reverse("tasks:report_situation", args=[campaign.pk])
    for post, unit in ((cast.reviewer_b, a1), (cast.clerk_a2, a1), (cast.reviewer_a, b1)):
        assert signed_in(post).get(f"{report_page}?dv={unit}").status_code == 404
        answer = signed_in(post).post(f"{report_page}?dv={unit}", {"level": "calm", "key": "x"})
        assert answer.status_code == 404
    stranger = signed_in(cast.stranger)
    assert campaign.title_vi not in stranger.get(reverse("tasks:campaigns")).content.decode()
    for page in [*own, report_page, reverse("tasks:campaign_report", args=[campaign.pk])]:
        assert stranger.get(page).status_code == 404
    assert Situation.objects.count() == 1


def test_the_field_reports_corrects_and_is_refused_with_all_it_typed(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    browser = signed_in(cast.clerk_a1)
    address = reverse("tasks:report_situation", args=[campaign.pk])
    page = browser.get(address).content.decode()
    assert "Khung giờ 13/01/2022 09:00" in page
    typed = {"level": "trouble", "so-voted": "41,5", "so-areas": "1", "note": "Gọi 0912345678", "key": "k"}
    refused = browser.post(address, typed)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "số điện thoại" in text
    assert "Gọi 0912345678</textarea>" in text
    assert 'value="41,5"' in text
    assert 'value="trouble" checked' in text
    assert 'name="key" value="k"' in text
    wrong = browser.post(address, {**typed, "note": "Mất điện.", "so-voted": "đông"})
    assert "Cử tri đã bỏ phiếu: “đông” không phải là số" in wrong.content.decode()
    assert 'href="#id_so-voted"' in wrong.content.decode()
    too_much = browser.post(address, {**typed, "note": "Mất điện.", "so-voted": "141,5"})
    assert 'href="#id_so-voted"' in too_much.content.decode()
    assert Situation.objects.count() == 0
    right = {**typed, "note": "Mất điện."}
    for _time in range(2):
        assert browser.post(address, right).status_code == 302
    assert browser.post(address, right, headers={"X-Send": "1"}).status_code == 204
    assert Situation.objects.get().numbers == {"areas": "1", "voted": "41.5"}
    done = browser.get(address).content.decode()
    assert "đã gửi lúc 13/01/2022 09:00" in done
    assert "Gửi báo" not in done
    seven = slot_of(campaign, 7)
    late = browser.get(f"{address}?gio={seven.pk}").content.decode()
    assert "Khung giờ 13/01/2022 07:00" in late
    assert browser.post(f"{address}?gio={seven.pk}", {"level": "calm", "key": "k2"}).status_code == 302
    assert Situation.objects.filter(slot=seven, at__gt=seven.due_at).count() == 1
    eleven = slot_of(campaign, 11)
    early = browser.post(f"{address}?gio={eleven.pk}", {"level": "calm", "key": "k3"})
    assert (early.status_code, "chưa mở" in early.content.decode()) == (422, True)
    above = signed_in(cast.reviewer_a)
    choose = above.get(address).content.decode()
    assert "Xã Nà Pang" in choose
    assert "Xã Bản Lầu" not in choose
    a2 = cast.units["a2"].pk
    assert above.post(f"{address}?dv={a2}", {"level": "watch", "key": "k4"}).status_code == 302
    grid = above.get(reverse("tasks:campaign", args=[campaign.pk])).content.decode()
    assert "thay" in grid


def test_trouble_becomes_work_and_the_closing_report_tells_how_it_ended(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    report(office, campaign, "a1", 7, cast.clerk_a1, level="trouble", note="Mất điện ở bản Nà.")
    with clock.standing_at(at(7, 10)):
        report(office, campaign, "b1", 7, cast.clerk_b1, numbers={"voted": Decimal("20"), "areas": Decimal(2)})
    said = Situation.objects.get(level="trouble")
    page = reverse("tasks:situation", args=[said.pk])
    secretary = signed_in(cast.secretary)
    assert "Giao việc xử lý" in secretary.get(page).content.decode()
    assert "Giao việc xử lý" not in signed_in(cast.reviewer_a).get(page).content.decode()
    given = {"title_vi": "Nối lại điện trước 12 giờ", "due_on": "2022-01-13"}
    assert secretary.post(page, {**given, "title_vi": ""}).status_code == 422
    assert signed_in(cast.reviewer_a).post(page, given).status_code == 422
    assert secretary.post(page, given).status_code == 302
    task = Task.objects.get(kind="campaign")
    share = office.share(task, "a1")
    actions.submit(by=cast.clerk_a1, share=share, text="Đã có điện.")
    actions.accept(by=cast.secretary, share=office.share(task, "a1"), key="other")
    with clock.standing_at(at(11)):
        report(office, campaign, "a1", 11, cast.clerk_a1)
        ended = secretary.get(reverse("tasks:campaign_report", args=[campaign.pk])).content.decode()
        assert "Kết quả đến nay" in ended
        close = reverse("tasks:close_campaign", args=[campaign.pk])
        assert signed_in(cast.reviewer_a).post(close, {"text": "Xong."}).status_code == 403
        kept = secretary.post(close, {"text": "Gọi 0912345678"})
        assert (kept.status_code, "Gọi 0912345678</textarea>" in kept.content.decode()) == (422, True)
        assert secretary.post(close, {"text": "Bầu cử an toàn.\nKhông có điểm nóng."}).status_code == 302
    ended = secretary.get(reverse("tasks:campaign_report", args=[campaign.pk])).content.decode()
    # Due by 11:00 are the slots of 5, 7 and 9, four units each, and of the one of 11:00 what was reported.
    for words in ("2 trên 4", "3 trên 13 lượt phải báo", "2 · 15,38", "niêm còn nguyên", "BC-01", "đã xong"):
        assert words in ended, words
    assert "ổn định từ 13/01/2022 11:00" in ended
    Situation.objects.filter(pk=said.pk).update(note="Không có gì.")
    assert "niêm không khớp" in secretary.get(reverse("tasks:campaign_report", args=[campaign.pk])).content.decode()


def test_the_closing_report_as_a_paper_and_as_a_sheet(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    report(office, campaign, "a1", 7, cast.clerk_a1, level="trouble", note="Mất điện ở bản Nà.")
    report(office, campaign, "b1", 9, cast.clerk_b1)
    campaign = actions.close_campaign(by=cast.secretary, campaign=campaign, text="Bầu cử an toàn.")
    browser = signed_in(cast.secretary)
    paper = browser.get(reverse("tasks:campaign_file", args=[campaign.pk, "docx"])).content
    faults = check(paper, layouts.profile("party-2018"))
    assert {fault.part for fault in faults} <= {"number", "place_date"}, "a draft has neither number nor date"
    document = docx.Document(io.BytesIO(paper))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "2/4 đơn vị đã báo" in words
    assert "Bầu cử an toàn." in words
    assert "Mất điện ở bản Nà." in cells
    assert "Huyện Mường Hạ" in cells
    sheet = load_workbook(
        io.BytesIO(browser.get(reverse("tasks:campaign_file", args=[campaign.pk, "xlsx"])).content)
    ).active
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=5)}
    head = [cell.value for cell in sheet[4]]
    at_seven = head.index("13/01 07:00")
    assert rows["Xã Nà Pang"][at_seven : at_seven + 2] == ["có sự việc (muộn)", 31.5]
    assert rows["Xã Chiềng Ơn"][at_seven] == "chưa báo"
    assert browser.get(reverse("tasks:campaign_file", args=[campaign.pk, "pdf"])).status_code == 404


def _many(office: Office, districts: int, communes: int) -> list[int]:
    """A further branch of so many districts of the province with so many communes each; the keys of the communes."""
    found = []
    for d in range(districts):
        above = _unit(office, f"7{d:02}", "district", "huyen", f"Huyện Thử {d}", office.cast.units["province"])
        for n in range(communes):
            found.append(_unit(office, f"7{d:02}{n:02}", "commune", "xa", f"Xã Thử {d}-{n}", above).pk)
    return found


def _unit(office: Office, code: str, level: str, kind: str, name: str, parent: Unit) -> Unit:
    unit = Unit.objects.create()
    UnitVersion.objects.create(
        unit=unit, code=code, level=level, type=kind, name_vi=name, parent=parent, valid_from=SINCE
    )
    return unit


def _filled(office: Office, campaign: Campaign, units: list[int], level: str = "calm") -> None:
    """Every unit in every slot, straight into the table; every seventh is in trouble."""
    rows = []
    for s, slot in enumerate(campaign.slots.order_by("at")):
        for n, unit_id in enumerate(units):
            how = "trouble" if (s + n) % 7 == 0 else level
            numbers = {"voted": f"{(13 * s + 7 * n) % 9999 / 100}", "areas": str(n % 3)}
            rows.append(
                Situation(
                    slot=slot,
                    unit_id=unit_id,
                    revision=1,
                    level=how,
                    numbers=numbers,
                    note="Mất điện." if how == "trouble" else "",
                    by=office.cast.secretary,
                    at=slot.at,
                    key=f"{s}-{n}",
                )
            )
    Situation.objects.bulk_create(rows)


def test_pages_ask_as_often_for_thirty_units_as_for_three(office: Office) -> None:
    small = running(office, units=_many(office, 1, 3))
    _filled(office, small, [one.unit_id for one in small.participants.all()])
    counted = _statements(office, small)
    large = running(office, code="BC-30", units=_many_more(office))
    _filled(office, large, [one.unit_id for one in large.participants.all()])
    assert _statements(office, large) == counted


def _many_more(office: Office) -> list[int]:
    return [
        _unit(office, f"8{d}{n:02}", "commune", "xa", f"Xã Khác {d}-{n}", above).pk
        for d in range(3)
        for above in [_unit(office, f"8{d}", "district", "huyen", f"Huyện Khác {d}", office.cast.units["province"])]
        for n in range(10)
    ]


def _statements(office: Office, campaign: Campaign) -> list[int]:
    browser = signed_in(office.cast.secretary)
    unit = campaign.participants.all()[0].unit_id
    pages = [
        reverse("tasks:campaigns"),
        reverse("tasks:campaign", args=[campaign.pk]) + "?mo=tat-ca",
        reverse("tasks:campaign_report", args=[campaign.pk]),
        reverse("tasks:campaign_unit", args=[campaign.pk, unit]),
    ]
    counts = []
    for page in pages:
        browser.get(page)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(page).status_code == 200
        counts.append(len(asked))
    return counts


def test_the_whole_grid_of_a_province_is_light(office: Office) -> None:
    """204 units × 12 slots, every cell filled, opened to the last unit; with an empty cache, as over a weak link."""
    units = _many(office, 12, 17)
    assert len(units) == 204
    campaign = running(office, units=units, slots=[at(hour) for hour in range(6, 18)])
    _filled(office, campaign, units)
    browser = signed_in(office.cast.secretary)
    with clock.standing_at(at(18)):
        answer = browser.get(reverse("tasks:campaign", args=[campaign.pk]) + "?mo=tat-ca")
    text = answer.content.decode()
    assert text.count("<td") >= 204 * 12
    parts = re.findall(r'<(?:link|script)[^>]*(?:href|src)="/static/([^"?]+)', text)
    files = [Path(str(finders.find(part))).read_bytes() for part in parts]
    assert len(files) > 8, "the page names its sheets and scripts"
    assert sum(len(gzip.compress(data)) for data in [answer.content, *files]) < 100_000


def test_the_live_part_is_the_page_without_its_frame(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    report(office, campaign, "a1", 7, cast.clerk_a1)
    browser = signed_in(cast.secretary)
    address = reverse("tasks:campaign", args=[campaign.pk])
    whole = browser.get(address).content.decode()
    part = browser.get(address, headers={"X-Part": "1"}).content.decode()
    assert "<html" not in part
    assert part.strip() in whole
    assert part.count('data-ph-topic="campaign"') == 2


def test_long_campaigns_are_shown_by_the_dozen(office: Office) -> None:
    epidemic = kinds.kind_of("epidemic", DAY)
    assert epidemic is not None
    last = DAY.replace(day=31)
    slots = epidemic.usual_slots(DAY, last)
    campaign = running(office, kind="epidemic", ends_on=last, slots=slots, fields=epidemic.fields)
    browser = signed_in(office.cast.secretary)
    address = reverse("tasks:campaign", args=[campaign.pk])
    first = browser.get(address).content.decode()
    assert re.findall(r"<span>(\d\d/01)</span> 16:00", first) == [f"{day}/01" for day in range(13, 25)]
    with clock.standing_at(at(17).replace(day=30)):
        text = browser.get(address).content.decode()
    assert re.findall(r"<span>(\d\d/01)</span> 16:00", text) == [f"{day}/01" for day in range(20, 32)]
    assert "Khung giờ trước đó" in text
    for odd in ("?tu=999999999", "?tu=-1", "?mo=%00,x", "?so=khong-co"):
        assert browser.get(address + odd).status_code == 200


@pytest.mark.parametrize("address", ["?dv=abc", "?dv=999999", "?gio=abc", "?gio=999999"])
def test_made_up_addresses_of_the_field_find_nothing(office: Office, address: str) -> None:
    campaign = running(office)
    page = reverse("tasks:report_situation", args=[campaign.pk]) + address
    assert signed_in(office.cast.clerk_a1).get(page).status_code == 404
