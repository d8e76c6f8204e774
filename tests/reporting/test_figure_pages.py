"""The roll-up, the sources of a figure and the files: what is shown, to whom, at what cost."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
import python_calamine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.orgs.models import Body, Holding, Person, Post, UnitVersion
from phoihop.reporting.figures import figures
from phoihop.reporting.figures.notes import Note, _tellers, beside
from tests.cast import DAY
from tests.reporting.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.standing_at(DAY):
        yield


def dressed(communes: int) -> World:
    """Counted sets, a share, and a form with two entered figures of which some reports are missing."""
    world = build(communes, communes)
    all_of_them = world.indicator("S01", "counted", set_name="units", population_level="commune")
    passed = world.indicator("S02", "counted", set_name="standard.passed", population_level="commune")
    world.indicator("D01", "derived", formula="S01 - S02")
    world.indicator("D02", "share", numerator=passed, denominator=all_of_them, decimals=2)
    a, b = world.indicator("A", "entered"), world.indicator("B", "entered")
    form = world.form("quarter", a, b)
    for n, commune in enumerate(world.communes):
        for quarter in world.quarters[: 4 - n % 2]:
            world.report(commune, form, quarter, {a: n + 1, b: 1000 + n})
    world.rule_on({c: n % 4 != 0 for n, c in enumerate(world.communes)})
    return world


def enter(unit_id: int, role: str = "reviewer") -> Client:
    body = Body.objects.create(unit_id=unit_id, kind="police", name_vi="Công an")
    post = Post.objects.create(body=body, title_vi="Cán bộ", role=role)
    user = User.objects.create_user(username=f"u{post.pk}", password="Nha-San-2022-Tay")
    Holding.objects.create(person=Person.objects.create(user=user), post=post)
    client = Client()
    client.force_login(user)
    return client


def code_of(unit_id: int) -> str:
    return UnitVersion.objects.get(unit_id=unit_id).code


def test_every_number_of_the_rollup_opens_its_own_sources() -> None:
    world = dressed(9)
    client = enter(world.province)
    page = client.get(reverse("reporting:rollup"), {"ky": "2021", "mo": "tat-ca"}).content.decode()
    links = re.findall(r'<td[^>]*><a href="([^"]+)">([^<]+)</a>', page)
    assert len(links) == (1 + len(world.districts) + 9) * 4
    for address, text in links:
        sources = client.get(address.replace("&amp;", "&"))
        assert sources.status_code == 200
        headline = re.search(r'<span class="headline">([^<]+)</span>', sources.content.decode())
        assert headline is not None
        assert text.replace(" · ", " = ").split(" ")[0] in headline[1].split(" ")[0]


def test_the_share_shows_both_numbers_its_units_and_its_split() -> None:
    world = dressed(9)
    page = enter(world.province).get(reverse("reporting:sources", args=["D02", "2021"])).content.decode()
    assert "6/9 = 66,67\u00a0%" in page
    assert len(re.findall(r'<rect x="\d+" y="\d+" width="9" height="9" class="in">', page)) == 6
    assert len(re.findall(r'<rect x="\d+" y="\d+" width="9" height="9" class="out">', page)) == 3
    assert page.count("2415/QĐ-UBND") == 9
    only = enter(world.province).get(reverse("reporting:sources", args=["D02", "2021"]), {"kq": "khong"})
    assert only.content.decode().count("2415/QĐ-UBND") == 3


def test_the_fragment_is_the_part_of_the_page() -> None:
    world = dressed(6)
    client = enter(world.province)
    asked = {"ky": "2021", "bieu": "F0", "mo": code_of(next(iter(world.districts)))}
    page = client.get(reverse("reporting:rollup"), asked).content.decode()
    fragment = client.get(reverse("reporting:rollup"), asked, headers={"HX-Request": "true", "HX-Target": "rollup"})
    assert fragment.content.decode().strip() in page
    address, narrowed = reverse("reporting:sources", args=["D02", "2021"]), {"loai": "xa"}
    page = client.get(address, narrowed).content.decode()
    fragment = client.get(address, narrowed, headers={"HX-Request": "true", "HX-Target": "lines"})
    assert fragment.content.decode().strip() in page


def test_the_files_hold_exactly_what_is_shown_and_no_formula() -> None:
    world = dressed(5)
    name = '=HYPERLINK("http://example.org")'
    district = next(iter(world.districts))
    UnitVersion.objects.filter(unit_id=district).update(name_vi=name)
    client = enter(world.province)
    address, asked = reverse("reporting:rollup"), {"ky": "2021", "bieu": "F0"}
    lines = list(csv.reader(io.StringIO(client.get(address, {**asked, "dang": "csv"}).content.decode("utf-8-sig"))))
    whole = figures(["A", "B"], world.year, world.province)
    assert lines[1][:5] == ["90", "tinh 90", str(whole["A"].value), str(whole["B"].value), "20"]
    assert len(lines) == 2 + len(world.districts)
    assert not [cell for line in lines for cell in line if cell.lstrip().startswith("=")]
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(address, {**asked, "dang": "xlsx"}).content)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows if row[0] == "90"] == [float(whole["A"].value or 0)]
    assert [row[1].strip() for row in rows if row[0] == code_of(district)] == [name]


def test_receipts_are_counted_over_the_periods_inside() -> None:
    world = dressed(5)
    page = enter(world.province).get(reverse("reporting:rollup"), {"ky": "2021", "bieu": "F0", "dang": "csv"})
    line = next(row for row in csv.reader(io.StringIO(page.content.decode("utf-8-sig"))) if row[0] == "90")
    assert line[-3:] == ["20", "0", "0"]
    report = next(iter(world.forms.values())).reports.filter(period=world.quarters[0]).first()
    assert report is not None
    report.first_submitted_at = clock.now()
    report.save()
    page = enter(world.province).get(reverse("reporting:rollup"), {"ky": "2021", "bieu": "F0", "dang": "csv"})
    line = next(row for row in csv.reader(io.StringIO(page.content.decode("utf-8-sig"))) if row[0] == "90")
    assert line[-3:] == ["20", "1", "0"]


def test_a_post_sees_its_own_branch_and_nothing_beside_it() -> None:
    world = dressed(8)
    mine, other = (d for d in list(world.districts)[:2])
    client = enter(mine)
    address = reverse("reporting:rollup")
    assert f"{len(world.districts[mine])}" in client.get(address, {"ky": "2021"}).content.decode()
    for outside in (world.province, other, world.districts[other][0]):
        assert client.get(address, {"don-vi": code_of(outside)}).status_code == 404
        sources = client.get(reverse("reporting:sources", args=["D02", "2021"]), {"unit": code_of(outside)})
        assert sources.status_code == 404
    inside = client.get(reverse("reporting:sources", args=["D02", "2021"]), {"unit": code_of(world.districts[mine][0])})
    assert inside.status_code == 200
    assert enter(mine, "press").get(address).status_code == 403
    for missing in (["D99", "2021"], ["D02", "1999"]):
        assert client.get(reverse("reporting:sources", args=missing)).status_code == 404
    assert client.get(address, {"ngay": "14-12-2021"}).status_code == 404


def test_pages_use_the_same_statements_for_three_and_thirty_units() -> None:
    used = []
    for communes in (3, 30):
        with transaction.atomic():
            world = dressed(communes)
            used.append(_statements(enter(world.province)))
            transaction.set_rollback(True)
    assert used[0] == used[1]
    assert max(used[1]) <= 30


def _statements(client: Client) -> list[int]:
    counts = []
    for address in (
        reverse("reporting:rollup") + "?ky=2021&mo=tat-ca",
        reverse("reporting:rollup") + "?ky=2021&mo=tat-ca&bieu=F0",
        reverse("reporting:over_time") + "?ky=2021",
        reverse("reporting:sources", args=["D02", "2021"]),
        reverse("reporting:sources", args=["A", "2021"]),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        counts.append(len(caught))
    return counts


def test_what_upper_rooms_say_stands_beside_the_figure() -> None:
    world = dressed(3)

    @beside
    def changed(figure: object) -> list[Note]:
        return [Note("Đã đổi từ bản phát hành: 7 thành 6.", "/bao-cao-nam/", changed=True)]

    try:
        page = enter(world.province).get(reverse("reporting:sources", args=["D02", "2021"])).content.decode()
    finally:
        _tellers.remove(changed)
    assert "Đã đổi từ bản phát hành: 7 thành 6." in page


def test_every_rule_can_be_read() -> None:
    world = dressed(3)
    page = enter(world.province).get(reverse("reporting:indicators")).content.decode()
    for words in ("mọi đơn vị cấp xã", "D01 = S01 − S02", "S02 trên S01", "cộng các đơn vị"):
        assert words in page
