"""Key areas: who decides, who reports, and what stands in the way."""

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.base.numbers import format_date
from phoihop.orgs.models import Post, UnitVersion
from phoihop.orgs.queries import Tree, last_name, tree
from phoihop.orgs.roles import lacks
from phoihop.registers import lists
from phoihop.registers.models import AreaDecision, KeyArea
from phoihop.registers.rules.rights import above, branch, keeps
from phoihop.registers.rules.wording import not_neutral, unclean

Choice = tuple[int, Collection[str]]
"""(unit, codes of the types for which it is put in)"""


def why_not_decide_areas(by: Post) -> list[Reason]:
    return [] if by.can("area.decide") else [lacks("area.decide")]


def why_not_decide_areas_so(
    by: Post, *, number: str, decided_on: datetime.date, year: int, areas: Sequence[Choice]
) -> list[Reason]:
    """One decision for many units: each of the right level, in the branch and there on the day, no type twice."""
    found = why_not_decide_areas(by)
    if found:
        return found
    found = _wrong_paper(number, decided_on, AreaDecision.Kind.PUT_IN)
    if not 2000 <= year <= 2100:
        found.append(Reason(_("Nhập năm của danh sách, ví dụ 2022."), "year"))
    elif decided_on.year not in {year - 1, year}:
        text = _("Quyết định đưa vào danh sách năm {year} phải ký trong năm {before} hoặc {year}.")
        found.append(Reason(text.format(year=year, before=year - 1), "decided_on"))
    if not areas:
        found.append(Reason(_("Chưa chọn đơn vị nào.")))
    found += _wrong_units(by, decided_on, areas) + _wrong_types(decided_on, areas)
    return found + _already_in(year, areas, decided_on)


def _wrong_paper(number: str, decided_on: datetime.date, kind: str) -> list[Reason]:
    found = []
    if not number.strip():
        found.append(Reason(_("Nhập số quyết định, ví dụ 52/QĐ-BCĐ."), "number"))
    elif AreaDecision.objects.filter(number=number.strip(), decided_on=decided_on, kind=kind).exists():
        text = _("Quyết định {number} ngày {day} đã ghi rồi.")
        found.append(Reason(text.format(number=number.strip(), day=format_date(decided_on)), "number"))
    if decided_on > clock.today():
        text = _("Ngày quyết định {day} sau hôm nay. Nhập ngày ghi trên quyết định.")
        found.append(Reason(text.format(day=format_date(decided_on)), "decided_on"))
    return found + unclean(number, "number")


def _wrong_units(by: Post, decided_on: datetime.date, areas: Sequence[Choice]) -> list[Reason]:
    day, mine, level, found = tree(decided_on), branch(by, decided_on), lists.area_level(), []
    twice = [unit_id for at, (unit_id, _types) in enumerate(areas) if unit_id in {u for u, _t in areas[:at]}]
    for unit_id in dict.fromkeys(twice):
        found.append(
            Reason(_("Đơn vị đứng hai lần trong danh sách. Gộp các loại vào một dòng."), place=day.name(unit_id))
        )
    for unit_id, _types in areas:
        place = day.get(unit_id)
        if place is None:
            text = _("Đơn vị chưa có hoặc không còn vào ngày quyết định {day}. Chọn đơn vị có vào ngày đó.")
            found.append(Reason(text.format(day=format_date(decided_on)), place=last_name(unit_id)))
        elif place.level != level:
            text = _("Địa bàn trọng điểm là đơn vị {level}.").format(level=UnitVersion.Level(level).label)
            found.append(Reason(text, place=place.name))
        elif unit_id not in mine:
            found.append(Reason(_("Đơn vị không thuộc nhánh của chức vụ đang dùng."), place=place.name))
    return found


def _wrong_types(decided_on: datetime.date, areas: Sequence[Choice]) -> list[Reason]:
    day, known, found = tree(decided_on), {one.code for one in lists.area_types_on(decided_on)}, []
    for unit_id, types in areas:
        if not types:
            found.append(Reason(_("Chưa chọn loại địa bàn."), f"types_{unit_id}", day.name(unit_id)))
        elif not set(types) <= known:
            text = _("Có loại địa bàn không nằm trong danh mục vào ngày quyết định.")
            found.append(Reason(text, f"types_{unit_id}", day.name(unit_id)))
    return found


def _already_in(year: int, areas: Sequence[Choice], decided_on: datetime.date) -> list[Reason]:
    day, found = tree(decided_on), []
    there = KeyArea.objects.filter(year=year, unit_id__in=[unit_id for unit_id, _types in areas])
    known = {area.unit_id: area for area in there.prefetch_related("types")}
    for unit_id, types in areas:
        area = known.get(unit_id)
        if area is None:
            continue
        if area.state != KeyArea.State.CHOSEN:
            text = _("Đơn vị đã ở trong danh sách năm {year} và nay {state}, không thêm loại được nữa.")
            state = str(area.get_state_display())
            found.append(Reason(text.format(year=year, state=state), place=day.name(unit_id)))
            continue
        for code in [one.type for one in area.types.all() if one.type in types]:
            text = _("Đơn vị đã ở trong danh sách năm {year} với loại “{type}”. Bỏ loại này khỏi dòng.")
            name = lists.area_type_of(code, decided_on).name_vi
            found.append(Reason(text.format(year=year, type=name), f"types_{unit_id}", day.name(unit_id)))
    return found


def why_not_write_area(by: Post, area: KeyArea) -> list[Reason]:
    """Evidence and the report of a conversion come from the unit, or from who examines above it."""
    day = tree()
    if above(by, area.unit_id, day):
        found = [] if by.can("register.propose") else [lacks("register.propose")]
    elif not by.can("register.write"):
        found = [lacks("register.write")]
    elif not keeps(by, area.unit_id, day):
        found = [Reason(_("Chỉ cán bộ của chính đơn vị này hoặc cấp trên của đơn vị được ghi."))]
    else:
        found = []
    return found or _not_in(area, "report")


def why_not_report_conversion(by: Post, area: KeyArea) -> list[Reason]:
    return why_not_write_area(by, area)


def why_not_report_conversion_so(
    by: Post, area: KeyArea, converted_on: datetime.date, result: str, *, proved: bool
) -> list[Reason]:
    """`proved`: a piece of evidence stands, or comes with the report. Needs `put_in` loaded."""
    found = why_not_report_conversion(by, area)
    if found:
        return found
    if not result.strip():
        found.append(Reason(_("Ghi kết quả chuyển hóa."), "result"))
    first = min(area.put_in.decided_on, datetime.date(area.year, 1, 1))
    if not first <= converted_on <= clock.today():
        text = _("Ngày {day} nằm ngoài khoảng từ {first} đến hôm nay.")
        dates = {"day": format_date(converted_on), "first": format_date(first)}
        found.append(Reason(text.format(**dates), "converted_on"))
    if not proved:
        found.append(Reason(_("Chưa có minh chứng nào. Kèm một tệp, ví dụ báo cáo kết quả chuyển hóa."), "file"))
    return found + not_neutral(result, "result", _("Kết quả"))


def why_not_return_conversion(by: Post, area: KeyArea) -> list[Reason]:
    """Who decides sends a report back that does not convince."""
    return why_not_decide_areas(by) or _not_under(by, area) or _not_in(area, "return")


def why_not_return_conversion_so(by: Post, area: KeyArea, remark: str) -> list[Reason]:
    found = why_not_return_conversion(by, area)
    if not found and not remark.strip():
        found = [Reason(_("Ghi lý do trả lại, để đơn vị biết phải bổ sung gì."), "remark")]
    return found + not_neutral(remark, "remark", _("Lý do"))


def why_not_take_out(by: Post, area: KeyArea) -> list[Reason]:
    return why_not_decide_areas(by) or _not_under(by, area) or _not_in(area, "take_out")


def why_not_take_out_so(
    by: Post,
    areas: Sequence[KeyArea],
    *,
    number: str,
    decided_on: datetime.date,
    converted: Mapping[int, bool],
    reasons: Mapping[int, str],
) -> list[Reason]:
    """`converted` and `reasons` by key of an area. Needs `put_in` loaded."""
    found = why_not_decide_areas(by)
    if found:
        return found
    if not areas:
        return [Reason(_("Chưa chọn địa bàn nào."))]
    if len({area.year for area in areas}) > 1:
        return [Reason(_("Một quyết định chỉ gồm địa bàn của một năm. Chọn lại."))]
    found = _wrong_paper(number, decided_on, AreaDecision.Kind.TAKE_OUT)
    if decided_on.year not in {areas[0].year, areas[0].year + 1}:
        text = _("Quyết định đưa ra khỏi danh sách năm {year} phải ký trong năm {year} hoặc {after}.")
        found.append(Reason(text.format(year=areas[0].year, after=areas[0].year + 1), "decided_on"))
    day = tree()
    for area in areas:
        name, reason = day.name(area.unit_id) or last_name(area.unit_id), reasons.get(area.pk, "")
        blocked = _not_under(by, area, day) or _not_in(area, "take_out")
        found += [Reason(why.text, place=name) for why in blocked]
        if blocked:
            continue
        if decided_on < area.put_in.decided_on:
            text = _("Ngày quyết định đưa ra trước ngày đưa vào ({day}).")
            found.append(Reason(text.format(day=format_date(area.put_in.decided_on)), "decided_on", name))
        if converted[area.pk] and area.state != KeyArea.State.REPORTED:
            text = _("Đơn vị chưa báo đã chuyển hóa. Chờ đơn vị báo, hoặc chọn chưa chuyển hóa và ghi lý do.")
            found.append(Reason(text, f"converted_{area.pk}", name))
        if not converted[area.pk] and not reason.strip():
            text = _("Đưa ra khi chưa chuyển hóa thì phải ghi lý do.")
            found.append(Reason(text, f"reason_{area.pk}", name))
        found += not_neutral(reason, f"reason_{area.pk}", _("Lý do"))
    return found


def why_not_check_kept(by: Post, area: KeyArea) -> list[Reason]:
    """From the first day of the year after, whoever decides says whether the result was kept."""
    found = why_not_decide_areas(by) or _not_under(by, area)
    if found:
        return found
    if not area.converted:
        return [Reason(_("Chỉ kiểm tra giữ kết quả ở địa bàn đã được xác nhận chuyển hóa."))]
    if clock.today().year <= area.year:
        return [Reason(_("Kiểm tra giữ kết quả từ ngày 01/01/{year}.").format(year=area.year + 1))]
    return []


def why_not_check_kept_so(by: Post, area: KeyArea, kept: bool, note: str, on: datetime.date) -> list[Reason]:
    found = why_not_check_kept(by, area)
    if found:
        return found
    if not kept and not note.strip():
        found.append(Reason(_("Không giữ được kết quả thì phải ghi vì sao."), "note"))
    if not datetime.date(area.year + 1, 1, 1) <= on <= clock.today():
        text = _("Ngày kiểm tra phải từ 01/01/{year} đến hôm nay.").format(year=area.year + 1)
        found.append(Reason(text, "on"))
    return found + not_neutral(note, "note", _("Ghi chú"))


def _not_under(by: Post, area: KeyArea, on: Tree | None = None) -> list[Reason]:
    day = on or tree()
    if above(by, area.unit_id, day) or keeps(by, area.unit_id, day):
        return []
    return [Reason(_("Địa bàn không thuộc nhánh của chức vụ đang dùng."))]


def _not_in(area: KeyArea, verb: str) -> list[Reason]:
    if may_move(area, verb):
        return []
    remedies = {
        "chosen": _("Đơn vị chưa báo đã chuyển hóa."),
        "reported": _("Đơn vị đã báo chuyển hóa và đang chờ quyết định. Muốn sửa, đề nghị trả lại."),
        "taken_out": _("Địa bàn đã được đưa ra khỏi danh sách của năm."),
    }
    return [Reason(remedies[area.state])]
