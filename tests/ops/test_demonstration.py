"""The demonstration is what a stranger sees first: its totals are the published ones, and one changed recognition shows
everywhere."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.test import Client

from phoihop.annual import rules
from phoihop.annual.models import Direction, Edition
from phoihop.annual.papers import verify
from phoihop.annual.papers.file import draft, written
from phoihop.base import clock
from phoihop.desk.queries import home
from phoihop.duties.models import Assignment, Period
from phoihop.journal.queries import verify as verify_log
from phoihop.ops.demo import load
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from phoihop.registers import actions
from phoihop.registers.models import KeyArea, Matter, StandardResult
from phoihop.reporting.figures import figures
from phoihop.reporting.models import Decision, Report, Text

SEED = Path(__file__).resolve().parent.parent / "annual" / "seed_2021.csv"
"""The figures the published article states, and what follows from them; see the notes on data in the README."""


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The whole story, played once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        clock.instance.cache_clear()
        load.load(lambda done, of, moment: None)
        yield
        transaction.set_rollback(True)
    clock.instance.cache_clear()


def published() -> dict[str, Decimal]:
    with SEED.open(encoding="utf-8", newline="") as opened:
        rows = {row["id"]: row["value"] for row in csv.DictReader(opened)}
    wanted = [f"S0{n}" for n in range(1, 8)] + [f"D0{n}" for n in range(1, 10)] + ["D10"]
    return {code: Decimal(rows[code]) for code in wanted}


def printed(command: str, *arguments: str) -> Any:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return json.loads(out.getvalue())


def sitting_at(post: Post) -> Client:
    holding = post.holdings.select_related("person__user").get()
    client = Client()
    client.force_login(holding.person.user)
    return client


def post_of(role: str, code: str = "14") -> Post:
    place = tree().by_code(code)
    assert place is not None
    return Post.objects.select_related("body").filter(role=role, body__unit_id=place.unit_id).order_by("pk")[0]


PLANTED = [
    ("clause", "QC-UBKT điều 2"),
    ("duty_without_work", "NV-CTKT"),
    ("duty_without_result", "NV-PHOBIEN"),
    ("directive", "31-CT/TU"),
    ("conclusion", "HN-2021 · 7"),
]
"""What the story leaves undone on purpose."""


def test_the_loop_check_names_exactly_what_was_left_undone(province: None, db: None) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("loop_check", "2021", "--format", "json", stdout=out)
    assert [(row["kind"], row["code"]) for row in json.loads(out.getvalue())] == PLANTED


def test_the_year_is_full_of_work(province: None, db: None) -> None:
    """Every kind of ending is there to be seen, in believable amounts, and every desk has something of its own."""
    states = dict(Assignment.objects.filter(task__period__year=2021).values_list("state").annotate(Count("pk")))
    assert {"assigned", "doing", "submitted", "done", "dropped", "disagreed"} <= set(states)
    assert states["disagreed"] == 1
    given = sum(states.values())
    assert 0.6 < states["done"] / given < 0.95
    for kind in ("duty", "programme", "directive"):
        assert Assignment.objects.filter(task__kind=kind, task__period__year=2021).count() >= 60
    assert Matter.objects.filter(state="open").count() >= 5
    assert KeyArea.objects.filter(year=2021, converted=True).count() == 10


def test_the_published_figures_come_out_of_unit_records(province: None, db: None) -> None:
    found = {row["id"]: row for row in printed("figures", "2021", "--format", "json")}
    assert {code: Decimal(str(found[code]["value"])) for code in published()} == published()
    assert (found["D02"]["numerator"], found["D02"]["denominator"]) == (195, 204)
    assert (found["D04"]["numerator"], found["D04"]["denominator"]) == (180, 188)


def test_the_districts_add_up_to_the_province(province: None, db: None) -> None:
    period = Period.objects.get(label="2021")
    on = tree(period.ends_on)
    codes = ["S01", "S02", "S03", "S04", "S05", "S06"]
    districts = on.below(on.roots()[0].unit_id)
    assert len(districts) == 12
    by_district = [figures(codes, period, place.unit_id) for place in districts]
    assert {code: sum(one[code].value or 0 for one in by_district) for code in codes} == {
        code: published()[code] for code in codes
    }


def test_behind_the_share_stand_204_units_with_their_dossiers(province: None, db: None) -> None:
    rows = printed("sources", "D02", "2021", "--format", "json")
    assert len({row["unit"] for row in rows}) == 204
    assert sum(row["in_numerator"] for row in rows) == 195
    assert all(row["decision"] and row["decided_on"] and row["evidence"] for row in rows)


def test_every_desk_has_life_on_it(province: None, db: None) -> None:
    waiting = {
        post.body.unit_id: home.columns(post) for post in Post.objects.select_related("body").filter(role="reviewer")
    }
    assert len(waiting) == 12
    assert not [unit for unit, columns in waiting.items() if columns.is_empty]
    secretary = home.columns(post_of("secretary"))
    assert secretary.today
    assert secretary.decide
    sent = Text.objects.filter(block__code="phuong_huong", revision__report__period__label="2021").exclude(body="")
    assert sent.values("revision__report__unit").distinct().count() == 12
    assert Decision.objects.filter(kind="return").exclude(remark="").count() >= 10
    late = Report.objects.filter(due_on__lt=load.STANDS_ON, first_submitted_at=None)
    assert late.exists()
    assert Report.objects.filter(period__label="2020", counted_revision__isnull=False).count() == 12


def test_the_chain_of_the_log_holds(province: None, db: None) -> None:
    assert verify_log() is None


def test_one_recognition_taken_back_shows_everywhere(province: None, db: None) -> None:
    edition = Edition.objects.select_related("regulation", "period").get(period__label="2021")
    paper, book = draft(edition)
    file = written(paper, edition, book)
    assert verify(file) == []
    secretary = sitting_at(post_of("secretary"))
    pages = {
        "roll-up": "/bao-cao/tong-hop/?ky=2021",
        "leader": "/lanh-dao?chiso=D02",
        "draft": f"/bao-cao-nam/{edition.pk}/",
    }
    for page in pages.values():
        assert "195/204" in secretary.get(page).content.decode().replace("</b>", "")

    take_back("03658")

    for name, page in pages.items():
        content = secretary.get(page).content.decode()
        assert "194/204" in content, name
        assert "195/204" not in content, name
    told = [str(finding) for finding in verify(file)]
    assert any("S02" in one for one in told)
    assert any("Chiềng Cọ" in one for one in told)


def test_the_issued_paper_keeps_its_figure_and_says_what_has_changed(province: None, db: None) -> None:
    """2020 was issued with 191/204; a ruling of March 2021 made it 192, which stands beside the paper."""
    edition = Edition.objects.get(period__label="2020")
    content = sitting_at(post_of("secretary")).get(f"/bao-cao-nam/{edition.pk}/").content.decode()
    assert "191/204" in content
    assert "192/204" in content
    assert "Long Hẹ" in content


def take_back(code: str) -> None:
    """A recognised commune is taken up again and not recognised this time."""
    place = tree(datetime.date(2021, 12, 14)).by_code(code)
    assert place is not None
    rows = StandardResult.objects.select_related("period", "criteria_set", "ruling")
    result = rows.get(unit_id=place.unit_id, period__label="2021-ANTT")
    recogniser, why = post_of("recogniser", "116"), "Rà lại: còn khu dân cư chưa đăng ký."
    actions.reopen_result(by=recogniser, result=result, reason=why)
    actions.rule_on_results(
        by=recogniser,
        results=[rows.get(pk=result.pk)],
        number="15/QĐ-UBND",
        decided_on=load.STANDS_ON,
        outcomes={result.pk: False},
        reasons={result.pk: why},
    )


def test_the_directions_of_2020_became_work_of_2021(province: None, db: None) -> None:
    rows = Direction.objects.filter(edition__period__label="2020").order_by("order")
    assert [rules.state_of(one) for one in rows] == ["given", "given", "waived"]
    given = Assignment.objects.filter(task__kind="direction", task__period__year=2021)
    assert given.values("unit").distinct().count() == 12
    assert all(one.citations.exists() for one in Direction.objects.all())
    edition = Edition.objects.get(period__label="2021")
    draft = sitting_at(post_of("secretary")).get(f"/bao-cao-nam/{edition.pk}/phuong-huong").content.decode()
    assert "195/204" in draft
