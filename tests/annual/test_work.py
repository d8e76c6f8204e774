"""How work was done, in the annual report: quoted from shares, and by district in an annex."""

import datetime

from phoihop.annual.actions import choose_figures
from phoihop.annual.figures import live, needed
from phoihop.annual.models import Block
from phoihop.annual.papers import draft
from phoihop.documents.paper import Table, text_of
from phoihop.duties.actions import assign
from phoihop.duties.models import Assignment
from phoihop.duties.rules import NewTask
from phoihop.reporting.models import Indicator, IndicatorRule
from tests.annual.world import CODES, World
from tests.cast import Cast


def define(*codes: str) -> None:
    """T01 given, T02 done, … and shares, as a secretary would."""
    whole = {"T": "tasks", "C": "directives"}
    which = {"01": "given", "02": "done", "03": "on_time", "04": "effective"}
    for order, code in enumerate(codes, start=50):
        indicator = Indicator.objects.create(code=code, name_vi=code, measure_vi="phần việc", order=order)
        if code[1:] in which:
            name = f"{whole[code[0]]}.{which[code[1:]]}"
            IndicatorRule.objects.create(indicator=indicator, kind="counted", set_name=name)
        else:
            above = Indicator.objects.get(code=f"{code[0]}0{int(code[2]) + 1}")
            below = Indicator.objects.get(code=f"{code[0]}01")
            IndicatorRule.objects.create(
                indicator=indicator, kind="share", numerator=above, denominator=below, decimals=2
            )


ALL = [f"{letter}{part}" for letter in "TC" for part in ("01", "02", "03", "04", "D1", "D2", "D3")]


def year_of_work(world: World, cast: Cast) -> None:
    """Three directives: to both districts, done by A on time and by B late; one more to B that is not done."""
    rows = [("a", 0, True), ("b", 5, False), ("b", None, None)]
    for number, (unit, late_by, effective) in enumerate(rows):
        task = assign(
            by=world.secretary,
            task=NewTask(
                code=f"CD-{number}",
                kind="directive",
                title_vi="Chỉ đạo",
                period=world.period,
                due_on=datetime.date(2021, 10, 1),
                starts_on=datetime.date(2021, 9, 1),
            ),
            leads=[cast.units[unit].pk],
        )
        if late_by is not None:
            at = datetime.datetime(2021, 10, 1 + late_by, 9, tzinfo=datetime.UTC)
            Assignment.objects.filter(task=task).update(
                state="done", round=1, submitted_at=at, submitted_by=world.secretary, closed_at=at, effective=effective
            )


def test_a_paragraph_stands_only_where_every_figure_it_quotes_is_defined(world: World) -> None:
    define(*ALL)
    bodies = "\n".join(Block.objects.filter(section__edition=world.edition()).values_list("body", flat=True))
    assert "[[C02/C01]]" in bodies
    assert "[[T02/T01]]" in bodies
    assert "[[V02/V01]]" not in bodies


def test_directives_are_quoted_and_every_district_has_its_line(world: World, cast: Cast) -> None:
    define(*ALL)
    year_of_work(world, cast)
    choose_figures(by=world.secretary, regulation=world.regulation, codes=[*CODES, *ALL])
    edition = world.edition()
    book = live(edition, needed(edition))
    printed = {key: book.quotes[key].printed for key in ("C02/C01", "CD1", "CD2", "CD3", "T02/T01")}
    assert printed == {
        "C02/C01": "2/3",
        "CD1": "66,67\u00a0%",
        "CD2": "33,33\u00a0%",
        "CD3": "33,33\u00a0%",
        "T02/T01": "2/3",
    }
    assert [member.counted for member in book.quotes["CD1"].members] == [True, True, False]
    assert {member.kind for member in book.quotes["CD1"].members} == {"share"}
    paper, _book = draft(edition, None)
    annex = next(one for one in paper.annexes if one.title == "Thực hiện nhiệm vụ theo huyện, thành phố")
    table = annex.blocks[0]
    assert isinstance(table, Table)
    rows = [[text_of(cell) for cell in row] for row in table.rows]
    assert rows == [
        ["1", "Huyện Mường Thượng", "1", "100,00\u00a0%", "100,00\u00a0%", "100,00\u00a0%"],
        ["2", "Huyện Mường Hạ", "2", "50,00\u00a0%", "0,00\u00a0%", "0,00\u00a0%"],
        ["", "Cộng", "3", "66,67\u00a0%", "33,33\u00a0%", "33,33\u00a0%"],
    ]
