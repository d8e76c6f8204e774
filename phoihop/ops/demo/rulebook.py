"""The rules of the demonstration: regulations, periods, criteria, indicators, forms."""

import datetime
from typing import Any

from phoihop.duties import actions
from phoihop.duties.actions import SideFacts
from phoihop.duties.models import Article, Duty, Regulation
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import PROVINCE, Cast
from phoihop.registers.actions import load_criteria
from phoihop.reporting.actions.defining import add_form, add_indicator
from phoihop.reporting.models import Indicator

YEARS = (2020, 2021, 2022)


def regulations(cast: Cast) -> None:
    for material in read("regulations")["regulations"]:
        _regulation(cast, material)


def _regulation(cast: Cast, material: dict[str, Any]) -> None:
    sides = [
        SideFacts(
            name_vi=side["name_vi"],
            name_en=side["name_en"],
            body=cast.bodies.get((side.get("body", ""), PROVINCE)),
            body_kind=side.get("body_kind", ""),
            level=side.get("level", ""),
        )
        for side in material["sides"]
    ]
    regulation = actions.add_regulation(
        by=cast.secretary,
        code=material["code"],
        title_vi=material["title_vi"],
        title_en=material["title_en"],
        decision=material["decision"],
        issuer=material["issuer"],
        issued_on=_day(material["issued_on"]),
        term_from=_day(material["term_from"]),
        term_to=_day(material["term_to"]),
        review_every_years=material["review_every_years"],
        sides=sides,
        invented=True,
    )
    chapter: Article | None = None
    for article in material["articles"]:
        above = None if article["kind"] == "chapter" else chapter
        made = _article(cast, regulation, article, article["kind"], above)
        chapter = made if article["kind"] == "chapter" else chapter
        for clause in article.get("clauses", ()):
            place = _article(cast, regulation, clause, "clause", made)
            for duty in clause.get("duties", ()):
                actions.add_duty(by=cast.secretary, article=place, valid_from=regulation.term_from, **duty)
    _terms(cast, regulation, material)


def _terms(cast: Cast, regulation: Regulation, material: dict[str, Any]) -> None:
    """Places of the text that give nobody work, and duties with a due day of their own."""
    for number, reason in material.get("waived", {}).items():
        article = regulation.articles.get(kind="article", number=number)
        actions.waive_clause(by=cast.secretary, article=article, reason=reason)
    for code, days in material.get("terms", {}).items():
        duty = Duty.objects.get(code=code)
        actions.set_terms(by=cast.secretary, duty=duty, valid_from=regulation.term_from, due_days=days)


def _article(
    cast: Cast, regulation: Regulation, material: dict[str, Any], kind: str, parent: Article | None
) -> Article:
    return actions.add_article(
        by=cast.secretary,
        regulation=regulation,
        kind=kind,
        number=material["number"],
        text_vi=material["text_vi"],
        text_en=material["text_en"],
        parent=parent,
    )


def amend(cast: Cast) -> None:
    """In June 2021 the article on conferences is reworded: both wordings stay readable."""
    for material in read("regulations")["regulations"]:
        change = material.get("amendment")
        if change:
            article = Article.objects.get(regulation__code=material["code"], kind="article", number=change["article"])
            actions.reword_article(
                by=cast.secretary,
                article=article,
                text_vi=change["text_vi"],
                text_en=change["text_en"],
                valid_from=_day(change["from"]),
            )


def periods(cast: Cast) -> None:
    for year in YEARS:
        actions.add_usual_periods(by=cast.secretary, year=year)


def indicators(cast: Cast) -> None:
    load_criteria(by=None)
    material = read("indicators")
    for order, figure in enumerate(material["figures"] + material["entered"] + material["work"], start=1):
        add_indicator(
            by=cast.secretary,
            code=figure["code"],
            name_vi=figure["vi"],
            name_en=figure["en"],
            measure_vi=figure["measure_vi"],
            measure_en=figure["measure_en"],
            rising_is=figure.get("rising_is", 0),
            order=order,
            rule=_rule(figure),
        )
    for form in material["forms"]:
        _form(cast, form)


def _rule(figure: dict[str, Any]) -> dict[str, Any]:
    """Shares name their parts by code; parts stand before the shares that use them."""
    rule = {
        "kind": figure.get("kind", "entered"),
        "across_periods": figure.get("periods", "sum"),
        "set_name": figure.get("set", ""),
        "population": figure.get("types", []),
        "population_level": figure.get("level", ""),
        "formula": figure.get("formula", ""),
        "decimals": figure.get("decimals", 0),
        "basis": figure.get("basis", ""),
    }
    for part in ("numerator", "denominator"):
        if part in figure:
            rule[part] = Indicator.objects.get(code=figure[part])
    return rule


def _form(cast: Cast, material: dict[str, Any]) -> None:
    by_code = {indicator.code: indicator for indicator in Indicator.objects.all()}
    add_form(
        by=cast.secretary,
        code=material["code"],
        title_vi=material["title_vi"],
        title_en=material["title_en"],
        level=material["level"],
        every=material["every"],
        duty=Duty.objects.get(code=material["duty"]),
        lines=[
            {
                "indicator": by_code[line["indicator"]],
                "group_vi": line.get("group_vi", ""),
                "group_en": line.get("group_en", ""),
                "required": line.get("required", True),
                "odd_change_percent": line.get("odd"),
            }
            for line in material["lines"]
        ],
        texts=[
            {
                "code": text["code"],
                "title_vi": text["title_vi"],
                "title_en": text.get("title_en", ""),
                "required": text.get("required", False),
            }
            for text in material["texts"]
        ],
    )


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
