"""A year of a coordination regulation on any tree of units: results, models, operations, texts."""

import csv
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import phoihop.orgs
from phoihop.annual import actions
from phoihop.annual.models import Edition
from phoihop.base import clock
from phoihop.documents.models import File
from phoihop.documents.store import put
from phoihop.duties.models import Period, Regulation, Side
from phoihop.orgs.models import BEGINNING, OPEN_END, Body, Post, Unit, UnitVersion
from phoihop.registers.actions import load_criteria
from phoihop.registers.models import (
    CriteriaSet,
    Evidence,
    Model,
    Operation,
    OperationBody,
    Ruling,
    StandardResult,
)
from phoihop.reporting.models import Decision, Form, FormText, Indicator, IndicatorRule, Report, Revision, Text

DAY = datetime.date(2022, 1, 13)
CODES = ["S01", "S02", "S03", "S04", "S05", "S06", "S07", *(f"D{n:02}" for n in range(1, 11))]
NAMES = {
    "S01": "Tổng số xã, phường, thị trấn được xét",
    "S02": "Xã, phường, thị trấn đạt tiêu chuẩn",
    "D02": "Tỷ lệ xã, phường, thị trấn đạt",
}


@dataclass(frozen=True)
class World:
    regulation: Regulation
    period: Period
    standard: Period
    secretary: Post
    leader: Post
    recogniser: Post
    communes: tuple[Unit, ...]

    def edition(self) -> Edition:
        return actions.open_edition(by=self.secretary, regulation=self.regulation, period=self.period, paper_on=DAY)

    def rule(self, unit: Unit, *, passed: bool, number: str = "2999/QĐ-UBND") -> Ruling:
        """A later decision on a unit replaces the one that counts."""
        result = StandardResult.objects.get(unit=unit, period=self.standard)
        ruling = ruling_of(result, self.recogniser, passed, number)
        StandardResult.objects.filter(pk=result.pk).update(ruling=ruling)
        return ruling


def ruling_of(result: StandardResult, by: Post, passed: bool, number: str) -> Ruling:
    return Ruling.objects.create(
        result=result,
        passed=passed,
        number=number,
        decided_on=datetime.date(2021, 12, 1),
        reason="" if passed else "Chưa đủ tỷ lệ khu dân cư được công nhận.",
        by=by,
        at=clock.now(),
    )


def settled(world: World, unit: Unit) -> StandardResult:
    """One more unit, with a decision and evidence."""
    criteria = CriteriaSet.objects.get(valid_from__lte=world.standard.ends_on, valid_to__gte=world.standard.ends_on)
    result = StandardResult.objects.create(
        unit=unit, period=world.standard, criteria_set=criteria, state="proposed", assessed_at=clock.now()
    )
    proof(result, f"Biên bản {unit.pk}".encode())
    world.rule(unit, passed=True)
    StandardResult.objects.filter(pk=result.pk).update(state="decided")
    return result


def period(label: str, kind: str, year: int, first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period.objects.create(
        label=label,
        kind=kind,
        year=year,
        name_vi=f"Năm {year}",
        starts_on=datetime.date(*first),
        ends_on=datetime.date(*last),
        opens_on=datetime.date(*last),
    )


def indicators() -> None:
    """S01–S07 and D01–D10 with the rules of the seed."""
    made = {
        code: Indicator.objects.create(code=code, name_vi=NAMES.get(code, f"Chỉ tiêu {code}"), measure_vi="", order=n)
        for n, code in enumerate(CODES, start=1)
    }
    sets = {
        "S01": ("units", []),
        "S02": ("standard.passed", []),
        "S03": ("units", ["xa"]),
        "S04": ("standard.passed", ["xa"]),
    }
    for code, (name, types) in sets.items():
        IndicatorRule.objects.create(
            indicator=made[code], kind="counted", set_name=name, population=types, population_level="commune"
        )
    for code, name in (("S05", "models.kept"), ("S06", "models.new"), ("S07", "operations.joint")):
        IndicatorRule.objects.create(indicator=made[code], kind="counted", set_name=name)
    sums = {"D01": "S01 - S02", "D03": "S03 - S04", "D05": "S01 - S03", "D06": "S02 - S04", "D07": "D05 - D06"}
    for code, formula in (*sums.items(), ("D09", "S05 + S06")):
        IndicatorRule.objects.create(indicator=made[code], kind="derived", formula=formula)
    shares = {"D02": ("S02", "S01"), "D04": ("S04", "S03"), "D08": ("D06", "D05"), "D10": ("S06", "D09")}
    for code, (above, below) in shares.items():
        IndicatorRule.objects.create(
            indicator=made[code], kind="share", numerator=made[above], denominator=made[below], decimals=2
        )


def build(
    province: Unit,
    communes: Iterable[Unit],
    posts: Mapping[str, Post],
    *,
    failed: Iterable[Unit] = (),
    kept: int = 2,
    new: int = 1,
    joint: int = 1,
    district_body: Body | None = None,
) -> World:
    """The year 2021: every commune has a decision, with evidence on the first three; models at the first commune."""
    communes = tuple(communes)
    body = posts["secretary"].body
    Body.objects.filter(pk=body.pk).update(symbol="ĐUCA", name_vi="Đảng ủy Công an tỉnh")
    for post in posts.values():
        post.refresh_from_db()
    year = period("2021", "year", 2021, (2020, 12, 15), (2021, 12, 14))
    standard = period("2021-ANTT", "standard_year", 2021, (2020, 11, 16), (2021, 11, 15))
    regulation = Regulation.objects.create(
        code="QCPH",
        title_vi="Quy chế phối hợp giữa Đảng ủy Công an tỉnh với Thường trực các huyện ủy, thành ủy",
        decision="306-QĐ/TU",
        issuer="Ban Thường vụ Tỉnh ủy",
        issued_on=datetime.date(2021, 1, 5),
        term_from=datetime.date(2020, 12, 1),
        term_to=datetime.date(2025, 12, 31),
    )
    Side.objects.create(regulation=regulation, order=1, name_vi="Đảng ủy Công an tỉnh", body=body)
    indicators()
    load_criteria()
    criteria = CriteriaSet.objects.get(valid_from__lte=standard.ends_on, valid_to__gte=standard.ends_on)
    world = World(regulation, year, standard, posts["secretary"], posts["leader"], posts["recogniser"], communes)
    failing = {unit.pk for unit in failed}
    results = [
        StandardResult.objects.create(
            unit=unit, period=standard, criteria_set=criteria, state="proposed", assessed_at=clock.now()
        )
        for unit in communes
    ]
    for result in results:
        ruling = ruling_of(result, world.recogniser, result.unit_id not in failing, "2415/QĐ-UBND")
        StandardResult.objects.filter(pk=result.pk).update(ruling=ruling, state="decided")
    for result in results[:3]:
        proof(result, f"Biên bản của đơn vị {result.unit_id}".encode())
    for n in range(kept + new):
        built = datetime.date(2019, 3, 1) if n < kept else datetime.date(2021, 3, 1)
        Model.objects.create(
            code=f"MH{n:03}",
            name_vi=f"Mô hình {n}",
            unit=communes[n % len(communes)],
            field_vi="Phòng ngừa tội phạm",
            built_on=built,
            confirmed_at=clock.now(),
            confirmed_by=world.secretary,
        )
    for n in range(joint):
        operation = Operation.objects.create(code=f"CA-{n}", opened_on=datetime.date(2021, 5, 1))
        OperationBody.objects.create(operation=operation, body=body)
        if district_body is not None:
            OperationBody.objects.create(operation=operation, body=district_body)
    actions.choose_figures(by=world.secretary, regulation=regulation, codes=CODES, headline=["D02", "S05"])
    return world


def proof(result: StandardResult, words: bytes) -> File:
    file = put(words, "bien-ban.txt", None)
    Evidence.objects.create(file=file, result=result, title="Biên bản họp", fact_on=datetime.date(2021, 10, 1))
    return file


def accepted_text(world: World, unit: Unit, code: str, words: str, by: Post) -> Text:
    """A unit's words in an accepted report of the year."""
    form, _new = Form.objects.get_or_create(
        code="NAM", defaults={"title_vi": "Báo cáo năm", "level": "district", "every": "year"}
    )
    block, _new = FormText.objects.get_or_create(
        form=form, code=code, defaults={"order": form.texts.count() + 1, "title_vi": code}
    )
    report, made = Report.objects.get_or_create(unit=unit, form=form, period=world.period, defaults={"due_on": DAY})
    if made:
        revision = Revision.objects.create(report=report, number=1, sealed_at=clock.now(), sealed_by=by)
        Decision.objects.create(revision=revision, by=by, at=clock.now(), kind="accept")
        Report.objects.filter(pk=report.pk).update(
            state="accepted",
            submitted_at=clock.now(),
            submitted_by=by,
            accepted_at=clock.now(),
            counted_revision=revision,
        )
    revision = Revision.objects.get(report=report)
    return Text.objects.create(revision=revision, block=block, body=words)


def filled(world: World) -> Edition:
    """An edition in which every required section has words."""
    edition = world.edition()
    for section in edition.sections.all():
        if section.required and not section.blocks.exists():
            actions.add_block(by=world.secretary, section=section, body="Một số nơi gửi báo cáo còn chậm.")
    return edition


def real_units() -> tuple[Unit, list[Unit], dict[str, Post]]:
    """The province as it stood on 31/12/2021: 12 districts and 204 communes, and the posts a report needs."""
    rows = _rows(Path(phoihop.orgs.__file__).parent / "data" / "sonla" / "units_history_sonla.csv")
    units: dict[str, Unit] = {}
    communes = []
    versions = []
    for row in rows:
        unit = Unit.objects.create()
        units[row["code"]] = unit
        versions.append((row, unit))
        if row["level"] == "commune":
            communes.append(unit)
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit,
            code=row["code"],
            level=row["level"],
            type=row["type"],
            name_vi=row["name_vi"],
            parent=units.get(row["parent_code"]),
            valid_from=row["valid_from"] or BEGINNING,
            valid_to=OPEN_END,
        )
        for row, unit in versions
    )
    province = units["14"]
    police = Body.objects.create(unit=province, kind=Body.Kind.POLICE_COMMITTEE, name_vi="Đảng ủy Công an tỉnh")
    people = Body.objects.create(unit=province, kind=Body.Kind.PEOPLES_COMMITTEE, name_vi="Ủy ban nhân dân tỉnh")
    posts = {
        "secretary": Post.objects.create(body=police, title_vi="Thư ký quy chế", role="secretary"),
        "leader": Post.objects.create(body=police, title_vi="Phó Bí thư", role="leader"),
        "recogniser": Post.objects.create(body=people, title_vi="Chủ tịch", role="recogniser"),
    }
    return province, communes, posts


def _rows(path: Path) -> list[dict[str, str]]:
    """The register's rows in force at the end of 2021, upper levels first."""
    with path.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    order = {"province": 0, "district": 1, "commune": 2}
    valid = [row for row in rows if (row["valid_from"] or "0") <= "2021-12-31" <= (row["valid_to"] or "9999")]
    return sorted(valid, key=lambda row: order[row["level"]])
