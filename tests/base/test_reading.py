"""What a reading request keeps, and that nothing of it outlives the request."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base.reading import keeping, once
from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries import tree
from tests.cast import Cast, signed_in


def test_asked_once_within_and_each_time_outside() -> None:
    asked: list[str] = []

    def ask() -> None:
        asked.append("asked")

    for _time in range(3):
        once("a", ask)
    assert len(asked) == 3
    with keeping():
        for _time in range(3):
            once("a", ask)
            once("b", ask)
    assert len(asked) == 5, "an answer of nothing is kept as well, each key by itself"
    with keeping():
        once("a", ask)
    assert len(asked) == 6, "the next request asks anew"


def test_many_trees_of_one_page_ask_once_whether_units_have_changed(cast: Cast) -> None:
    day = cast.units["a1"].versions.get().valid_from
    tree(day)
    with keeping(), CaptureQueriesContext(connection) as statements:
        for _time in range(5):
            tree(day)
    assert len(statements) == 1


def test_a_page_shows_what_changed_since_the_page_before(cast: Cast) -> None:
    reader = signed_in(cast.secretary)
    reader.get("/don-vi/")
    version = cast.units["a1"].versions.get()
    version.name_vi = "Xã Vừa Đổi Tên"
    version.save()
    assert UnitVersion.objects.filter(name_vi="Xã Vừa Đổi Tên").exists()
    assert "Xã Vừa Đổi Tên" in reader.get("/don-vi/").content.decode()
