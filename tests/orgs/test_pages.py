"""The pages of units: the tree of any day, a forgiving search, loading with a preview, the posts of one's branch."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base.errors import Refusal
from phoihop.orgs import actions, queries
from phoihop.orgs.models import Person, UnitVersion
from tests.cast import DAY, SINCE, Cast, signed_in

HEAD = "code,parent_code,level,type,name_vi,valid_from,valid_to\n"


def test_the_tree_of_a_day_and_a_search_without_marks(cast: Cast) -> None:
    client = signed_in(cast.clerk_a1)
    page = client.get("/don-vi/", {"on": "2022-01-13", "name": "chieng on"}).content.decode()
    assert "Xã Chiềng Ơn" in page
    assert "Tìm thấy 1 đơn vị" in page
    assert "Chưa có đơn vị nào tại ngày này" in client.get("/don-vi/?on=2001-01-01").content.decode()
    assert "Ngày không đọc được" in client.get("/don-vi/?on=hom-nay").content.decode()
    assert client.get("/don-vi/?under=999").status_code == 404
    rows = json.loads(client.get("/don-vi/tep?format=json&on=2022-01-13").content)
    assert [row["code"] for row in rows][:4] == ["90", "901", "90101", "90102"]


def test_names_alike_are_pointed_out_and_the_exact_one_comes_first(cast: Cast) -> None:
    twin = UnitVersion.objects.get(code="90102")
    twin.name_vi, twin.type = "Xã Chiềng On", "xa"
    twin.save()
    tree = queries.tree(DAY)
    assert [place.code for place in queries.find(tree, "chiềng ơn")] == ["90202", "90102"]
    assert [place.code for place in queries.find(tree, "Chiềng On")] == ["90102", "90202"]
    assert [place.code for place in queries.find(tree, "901")] == ["901", "90102", "90101"]
    page = signed_in(cast.secretary).get("/don-vi/").content.decode()
    assert "khác với" in page


def test_the_page_costs_the_same_for_many_units(cast: Cast) -> None:
    client = signed_in(cast.secretary)
    client.get("/don-vi/")
    with CaptureQueriesContext(connection) as done:
        client.get("/don-vi/")
    rows = "".join(f"9{n},901,commune,xa,Xã Số {n},2010-01-01,\n" for n in range(1000, 1040))
    form = {"units": SimpleUploadedFile("a.csv", (HEAD + rows).encode())}
    assert "Phiên bản mới: 40" in client.post("/don-vi/nap", form).content.decode()
    client.post("/don-vi/nap", {"name": "a.csv", "text": HEAD + rows})
    client.get("/don-vi/")
    with CaptureQueriesContext(connection) as more:
        assert "Xã Số 1039" in client.get("/don-vi/").content.decode()
    assert len(more) <= len(done)


def test_loading_shows_first_and_writes_on_confirmation(cast: Cast) -> None:
    client = signed_in(cast.secretary)
    text = HEAD + "90103,901,commune,xa,Xã Mới <b>,2022-01-01,\n"
    before = UnitVersion.objects.count()
    page = client.post("/don-vi/nap", {"units": SimpleUploadedFile("moi.csv", text.encode())}).content.decode()
    assert "Xã Mới &lt;b&gt;" in page
    assert UnitVersion.objects.count() == before
    assert client.post("/don-vi/nap", {"name": "moi.csv", "text": text}).status_code == 302
    assert UnitVersion.objects.count() == before + 1
    again = client.post("/don-vi/nap", {"units": SimpleUploadedFile("moi.csv", text.encode())}).content.decode()
    assert "Mọi dòng đã có" in again
    bad = client.post("/don-vi/nap", {"units": SimpleUploadedFile("moi.csv", b"\xff\xfea\0")})
    assert bad.status_code == 422
    assert "UTF-16" in bad.content.decode()
    assert client.post("/don-vi/nap", {}).status_code == 422


def test_posts_are_seen_in_ones_own_branch(cast: Cast) -> None:
    assert "Cán bộ duyệt" in signed_in(cast.reviewer_a).get("/don-vi/chuc-vu").content.decode()
    assert signed_in(cast.reviewer_a).get("/don-vi/chuc-vu?under=90101").status_code == 200
    for code in ("902", "90201", "90"):
        assert signed_in(cast.reviewer_a).get(f"/don-vi/chuc-vu?under={code}").status_code == 404
    assert signed_in(cast.stranger).get("/don-vi/chuc-vu?under=90").status_code == 404


def test_a_post_passes_from_one_holder_to_the_next(cast: Cast) -> None:
    newcomer = Person.objects.create(name="Lò Văn A")
    actions.hold_post(by=cast.operator, post=cast.clerk_a1, person=newcomer, since=DAY)
    now, before = queries.holders(cast.clerk_a1)
    assert (now.person, now.valid_from) == (newcomer, DAY)
    assert (before.valid_from, (DAY - before.valid_to).days) == (SINCE, 1)
    with pytest.raises(Refusal, match="Chọn ngày sau ngày đó"):
        actions.hold_post(by=cast.operator, post=cast.clerk_a1, person=newcomer, since=DAY)
    with pytest.raises(Refusal, match="không có quyền"):
        actions.hold_post(by=cast.secretary, post=cast.clerk_a2, person=newcomer)
