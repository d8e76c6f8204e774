"""The security-and-order standard of 2020 and 2021, unit by unit: self-assessment, evidence, proposal, ruling."""

import datetime
from typing import Any

from django.core.files.base import ContentFile

from phoihop.duties.models import Period
from phoihop.ops.demo import papers
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.invent import chance, quarter_values
from phoihop.ops.demo.story import Story
from phoihop.orgs.queries import Place
from phoihop.registers import actions
from phoihop.registers.formulas import Given
from phoihop.registers.models import StandardResult

QUESTIONS = (1, 2, 3, 4)
SHARE = 5
"""Number of the criterion on the share of residential areas in the set of 2012."""
RETURNED = {"116": "03658", "120": "03832", "125": "04117", "126": "04177"}
"""District -> the commune whose self-assessment is sent back once, in 2021."""

TAKEN_UP_AGAIN = {"120": "03820", "125": "04105", "126": "04201"}


def failed(year: int) -> dict[str, dict[str, Any]]:
    """Code -> why it was not recognised that year; invented, the article names no unit."""
    found: dict[str, dict[str, Any]] = read("standards")["failed"][str(year)]
    return found


def shares(code: str, year: int) -> tuple[int, int]:
    """Residential areas recognised and in all, as the dossier and the last quarterly report have them."""
    fixed = failed(year).get(code, {}).get("share") if year in (2020, 2021) else None
    if fixed:
        return fixed[0], fixed[1]
    values = quarter_values(code, year, 4)
    return int(values["X01"]), int(values["X02"])


def tell(story: Story, cast: Cast, year: int) -> None:
    """Everything that happens with the standard of one year."""
    story.at(f"{year}-11-02T08:00", lambda: actions.open_results(by=None, period=_period(year)))
    for _district, commune in cast.all_communes():
        chances = chance("standard", commune.code, year)
        moment = datetime.datetime(year, 11, chances.randint(16, 24), chances.randint(8, 16), chances.randint(0, 59))
        story.at(moment, _assessing(cast, commune, year))
    for number, district in enumerate(cast.districts()):
        story.at(datetime.datetime(year, 11, 30, 8, 10 + number), _proposing(cast, district, year))
        decided = datetime.datetime(year, 12, 3 + number % 7, 15, 5 + number)
        story.at(decided, _ruling(cast, district, year, 2300 + 17 * number + year % 10, decided.date()))
    if year == 2021:
        for above, code in RETURNED.items():
            _send_back_once(story, cast, above, code, year)


def take_up_again(story: Story, cast: Cast) -> None:
    """In January 2022 three units that failed ask to be looked at again; until a new ruling the old one counts."""
    for district, code in TAKEN_UP_AGAIN.items():

        def scene(district: str = district, code: str = code) -> None:
            why = "Đơn vị báo cáo đã khắc phục, đề nghị xem xét lại."
            actions.reopen_result(by=cast.recognisers[district], result=_result(code, 2021, cast), reason=why)

        story.at("2022-01-11T14:30", scene)


def correct(story: Story, cast: Cast) -> None:
    """In March 2021 one result of 2020 is taken up again: a second ruling counts, the first stays to be read."""
    change = read("standards")["corrected"]
    code, year, why = change["code"], change["year"], change["reason"]
    place = cast.tree.by_code(code)
    district = cast.tree.superior(place.unit_id) if place else None
    if district is None:
        raise LookupError(f"no unit {code}")
    clerk, reviewer = cast.clerks[code], cast.reviewers[district.code]
    recogniser = cast.recognisers[district.code]

    def reopen() -> None:
        actions.reopen_result(by=recogniser, result=_result(code, year, cast), reason=why)
        actions.return_result(by=reviewer, result=_result(code, year, cast), remark=why)

    def answer() -> None:
        result = _result(code, year, cast)
        actions.answer_criteria(by=clerk, result=result, given={1: Given(met=True, note="Đã bổ sung trang còn thiếu.")})
        actions.assess_result(by=clerk, result=_result(code, year, cast))

    def decide() -> None:
        result = _result(code, year, cast)
        actions.propose_results(by=reviewer, results=[result])
        result = _result(code, year, cast)
        day = datetime.date.fromisoformat(change["on"])
        actions.rule_on_results(
            by=recogniser, results=[result], number="412/QĐ-UBND", decided_on=day, reasons={result.pk: why}
        )

    story.at("2021-03-05T10:00", reopen)
    story.at("2021-03-08T09:30", answer)
    story.at(f"{change['on']}T14:00", decide)


def _assessing(cast: Cast, commune: Place, year: int) -> Any:
    def scene() -> None:
        clerk, result = cast.clerks[commune.code], _result(commune.code, year, cast)
        actions.answer_criteria(by=clerk, result=result, given=_answers(commune.code, year))
        file = ContentFile(papers.minutes(commune.name, year), name=f"bien-ban-tu-danh-gia-{commune.code}-{year}.docx")
        actions.attach_evidence(
            by=clerk,
            record_of=result,
            file=file,
            title=f"Biên bản họp tự đánh giá năm {year} (minh hoạ)",
            fact_on=datetime.date(year, 11, 12),
        )
        actions.assess_result(by=clerk, result=result)

    return scene


def _answers(code: str, year: int) -> dict[int, Given]:
    wrong = failed(year).get(code, {})
    part, whole = shares(code, year)
    given = {
        number: Given(
            met=wrong.get("criterion") != number, note=wrong["reason"] if wrong.get("criterion") == number else ""
        )
        for number in QUESTIONS
    }
    return given | {SHARE: Given(part=part, whole=whole)}


def _proposing(cast: Cast, district: Place, year: int) -> Any:
    def scene() -> None:
        results = [r for r in _results(cast, district, year) if r.state == StandardResult.State.ASSESSED]
        actions.propose_results(by=cast.reviewers[district.code], results=results)

    return scene


def _ruling(cast: Cast, district: Place, year: int, number: int, day: datetime.date) -> Any:
    def scene() -> None:
        results = _results(cast, district, year)
        codes = {place.unit_id: place.code for place in cast.communes(district)}
        reasons = {r.pk: failed(year)[codes[r.unit_id]]["reason"] for r in results if codes[r.unit_id] in failed(year)}
        actions.rule_on_results(
            by=cast.recognisers[district.code],
            results=results,
            number=f"{number}/QĐ-UBND",
            decided_on=day,
            reasons=reasons,
        )

    return scene


def _send_back_once(story: Story, cast: Cast, district: str, code: str, year: int) -> None:
    reviewer, clerk = cast.reviewers[district], cast.clerks[code]
    remark = "Biên bản họp chưa ghi số khu dân cư đăng ký. Đề nghị bổ sung rồi gửi lại."

    def back() -> None:
        actions.return_result(by=reviewer, result=_result(code, year, cast), remark=remark)

    def again() -> None:
        actions.assess_result(by=clerk, result=_result(code, year, cast))

    story.at(f"{year}-11-25T14:20", back)
    story.at(f"{year}-11-26T09:40", again)


def _period(year: int) -> Period:
    return Period.objects.get(label=f"{year}-ANTT")


def _results(cast: Cast, district: Place, year: int) -> list[StandardResult]:
    units = [place.unit_id for place in cast.communes(district)]
    rows = StandardResult.objects.select_related("period", "criteria_set", "ruling")
    return list(rows.filter(period__label=f"{year}-ANTT", unit_id__in=units).order_by("unit_id"))


def _result(code: str, year: int, cast: Cast) -> StandardResult:
    place = cast.tree.by_code(code)
    rows = StandardResult.objects.select_related("period", "criteria_set", "ruling")
    return rows.get(period__label=f"{year}-ANTT", unit_id=place.unit_id if place else 0)
