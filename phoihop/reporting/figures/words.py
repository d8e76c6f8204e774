"""What a rule says, in a sentence of the page's language."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phoihop.base.numbers import MINUS, format_date
from phoihop.orgs.models import BEGINNING, OPEN_END, UnitVersion
from phoihop.reporting.figures.counted import UNITS
from phoihop.reporting.figures.sets import SETS
from phoihop.reporting.models import IndicatorRule

SIGNS = {"-": MINUS, "*": "×", "/": ":"}


def rule_words(rule: IndicatorRule, code: str = "") -> str:
    """How the figure comes about: "Đếm đơn vị được công nhận …", "S02 trên S01, tính phần trăm", "S01 − S02"."""
    if rule.kind == IndicatorRule.Kind.ENTERED:
        places, periods = rule.get_across_places_display(), rule.get_across_periods_display()
        return _("Nhập trong báo cáo; %(places)s; %(periods)s.") % {"places": places, "periods": periods}
    if rule.kind == IndicatorRule.Kind.COUNTED:
        return _("Đếm: %(what)s.") % {"what": _set_name(rule.set_name)}
    if rule.numerator and rule.denominator:
        parts = {"part": rule.numerator.code, "whole": rule.denominator.code}
        return _("%(part)s trên %(whole)s, tính phần trăm.") % parts
    return f"{code or rule.indicator.code} = {formula_words(rule.formula)}"


def formula_words(formula: str) -> str:
    """The formula with the signs of print: "S01 − S02"."""
    return "".join(SIGNS.get(letter, letter) for letter in formula)


def population_words(rule: IndicatorRule) -> str:
    """Who is counted: "mọi đơn vị cấp xã", "xã", "phường, thị trấn"; empty when the rule does not say."""
    if rule.population:
        return ", ".join(type_words(rule.population))
    if rule.population_level:
        return _("mọi đơn vị %(level)s") % {"level": UnitVersion.Level(rule.population_level).label}
    return ""


def type_words(types: Iterable[str]) -> list[str]:
    return [str(UnitVersion.Type(one).label) for one in types]


def validity_words(rule: IndicatorRule) -> str:
    """From when to when: "từ trước đến nay", "từ 10/02/2022", "đến 09/02/2022"."""
    begins, ends = rule.valid_from > BEGINNING, rule.valid_to < OPEN_END
    span = {"from": format_date(rule.valid_from), "to": format_date(rule.valid_to)}
    if begins and ends:
        return _("từ %(from)s đến %(to)s") % span
    if begins:
        return _("từ %(from)s") % span
    return _("đến %(to)s") % span if ends else _("từ trước đến nay")


def _set_name(name: str) -> str:
    if name == UNITS:
        return _("đơn vị hành chính trong danh mục")
    known = SETS.get(name)
    if known is None:
        return name
    words = known.name_en if get_language() == "en" and known.name_en else known.name_vi
    return words[:1].lower() + words[1:]
