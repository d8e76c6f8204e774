"""The security-and-order standard: who may do what with a result, in which state, and what is missing."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.base.numbers import format_date, format_percent
from phoihop.duties.models import Period
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree
from phoihop.orgs.roles import lacks
from phoihop.registers import formulas
from phoihop.registers.formulas import Given
from phoihop.registers.models import Answer, Criterion, StandardResult
from phoihop.registers.rules.rights import not_directly_above, not_own
from phoihop.registers.rules.wording import unclean


def why_not_open_results(by: Post | None, period: Period) -> list[Reason]:
    if by is not None and not by.can("register.propose"):
        return [lacks("register.propose")]
    if period.kind != Period.Kind.STANDARD_YEAR:
        return [
            Reason(_("Kỳ “{period}” không phải năm xét tiêu chuẩn an ninh, trật tự.").format(period=period.name_vi))
        ]
    return []


def why_not_answer(by: Post, result: StandardResult) -> list[Reason]:
    """Whether the post may write answers now, whatever they are."""
    return not_own(by, result.unit_id, "register.write") or not_in(result, "assess")


def why_not_answer_so(by: Post, result: StandardResult, given: Mapping[int, Given]) -> list[Reason]:
    """`given`: number of a criterion -> what is said of it."""
    found = why_not_answer(by, result)
    if found:
        return found
    criteria = {c.number: c for c in result.criteria_set.criteria.all()}
    for number, said in given.items():
        field = f"c{number}"
        if number not in criteria:
            found.append(Reason(_("Bộ tiêu chí này không có tiêu chí {number}.").format(number=number), field))
            continue
        found += _wrong_answer(criteria[number], said, field) + unclean(said.note, f"{field}_note")
    return found


def _wrong_answer(criterion: Criterion, said: Given, field: str) -> list[Reason]:
    least, number = criterion.least_percent, criterion.number
    if least is None:
        if said.part is not None or said.whole is not None:
            return [Reason(_("Tiêu chí {n} chỉ trả lời đạt hay chưa.").format(n=number), field)]
        return []
    if said.part is None and said.whole is None:
        if said.met is not None:
            text = _("Tiêu chí {n}: nhập số đạt và tổng số; đạt hay chưa do chương trình tính.")
            return [Reason(text.format(n=number), f"{field}_part")]
        return []
    if said.part is None or said.whole is None:
        where = f"{field}_part" if said.part is None else f"{field}_whole"
        return [
            Reason(_("Tiêu chí {n}: còn thiếu một trong hai số. Nhập cả số đạt và tổng số.").format(n=number), where)
        ]
    if said.whole < 1 or said.part < 0:
        return [Reason(_("Tiêu chí {n}: tổng số phải từ 1, số đạt phải từ 0.").format(n=number), f"{field}_whole")]
    if said.part > said.whole:
        text = _("Tiêu chí {n}: số đạt {part} lớn hơn tổng số {whole}. Kiểm tra lại hai số.")
        return [Reason(text.format(n=number, part=said.part, whole=said.whole), f"{field}_part")]
    if said.met and not formulas.reaches(said.part, said.whole, least):
        return [Reason(short_of(number, said.part, said.whole, least), f"{field}_part")]
    return []


def short_of(number: int, part: int, whole: int, least: int) -> str:
    """ "Tiêu chí 5: 16/25 = 64 %, chưa đến 70 %. Cần ít nhất 18." """
    share = formulas.share(part, whole)
    decimals = 0 if share is not None and share == int(share) else 2
    return _("Tiêu chí {n}: {part}/{whole} = {share}, chưa đến {least}. Cần ít nhất {needed}.").format(
        n=number,
        part=part,
        whole=whole,
        share=format_percent(share, decimals),
        least=format_percent(least, 0),
        needed=formulas.needed(whole, least),
    )


def why_not_assess(by: Post, result: StandardResult) -> list[Reason]:
    """Every criterion must be answered. Reads the criteria and the answers."""
    found = why_not_answer(by, result)
    if found:
        return found
    answered = {a.criterion_id: a for a in result.answers.all()}
    for criterion in result.criteria_set.criteria.all():
        answer = answered.get(criterion.pk)
        if answer is None or answer.met is None:
            field = f"c{criterion.number}" if criterion.least_percent is None else f"c{criterion.number}_part"
            found.append(Reason(_("Tiêu chí {n} chưa có câu trả lời.").format(n=criterion.number), field))
    return found


def why_not_return(by: Post, result: StandardResult) -> list[Reason]:
    """Whether the post may return the result now, whatever the remark; who proposes or recognises may."""
    capability = "register.recognise" if by.can("register.recognise") else "register.propose"
    day = tree(result.period.ends_on)
    return not_directly_above(by, [result.unit_id], capability, day) or not_in(result, "return")


def why_not_return_so(by: Post, result: StandardResult, remark: str) -> list[Reason]:
    found = why_not_return(by, result)
    if not found and not remark.strip():
        found = [Reason(_("Ghi lý do trả lại, để đơn vị biết phải sửa gì."), "remark")]
    return found + unclean(remark, "remark")


def why_not_propose(by: Post, result: StandardResult) -> list[Reason]:
    day = tree(result.period.ends_on)
    return not_directly_above(by, [result.unit_id], "register.propose", day) or not_in(result, "propose")


def why_not_propose_so(
    by: Post, results: Sequence[StandardResult], outcomes: Mapping[int, bool], day: Tree
) -> list[Reason]:
    """`outcomes`: key of a result -> the outcome proposed."""
    if not results:
        return [Reason(_("Chưa chọn đơn vị nào."))]
    found = not_directly_above(by, [r.unit_id for r in results], "register.propose", day)
    found += _not_all_in(results, "propose", day)
    return found or _passes_in_spite(results, outcomes, day)


def why_not_rule(by: Post, result: StandardResult) -> list[Reason]:
    day = tree(result.period.ends_on)
    return not_directly_above(by, [result.unit_id], "register.recognise", day) or not_in(result, "decide")


def why_not_rule_so(
    by: Post,
    results: Sequence[StandardResult],
    *,
    number: str,
    decided_on: datetime.date,
    outcomes: Mapping[int, bool],
    reasons: Mapping[int, str],
    day: Tree,
) -> list[Reason]:
    """`outcomes` and `reasons` by key of a result. Not passed, or in place of an earlier decision: needs a reason."""
    if not results:
        return [Reason(_("Chưa chọn đơn vị nào."))]
    found = not_directly_above(by, [r.unit_id for r in results], "register.recognise", day)
    found += _not_all_in(results, "decide", day)
    if found:
        return found
    if len({r.period_id for r in results}) > 1:
        return [Reason(_("Một quyết định chỉ gồm kết quả của một năm. Chọn lại các đơn vị của cùng một năm."))]
    if not number.strip():
        found.append(Reason(_("Nhập số quyết định, ví dụ 2415/QĐ-UBND."), "number"))
    if decided_on > clock.today():
        text = _("Ngày quyết định {day} sau hôm nay. Nhập ngày ghi trên quyết định.")
        found.append(Reason(text.format(day=format_date(decided_on)), "decided_on"))
    elif decided_on < results[0].period.starts_on:
        text = _("Ngày quyết định {day} trước khi năm xét bắt đầu ({start}).")
        start = format_date(results[0].period.starts_on)
        found.append(Reason(text.format(day=format_date(decided_on), start=start), "decided_on"))
    for result in results:
        place, reason = day.name(result.unit_id), reasons.get(result.pk, "")
        if not reason.strip() and not outcomes[result.pk]:
            found.append(Reason(_("Chưa đạt thì phải ghi lý do."), f"reason_{result.pk}", place))
        elif not reason.strip() and result.ruling_id:
            found.append(Reason(_("Thay quyết định trước thì phải ghi lý do."), f"reason_{result.pk}", place))
    for reason in set(reasons.values()):
        found += unclean(reason, "reason")
    return found + unclean(number, "number") + _passes_in_spite(results, outcomes, day)


def why_not_reopen(by: Post, result: StandardResult) -> list[Reason]:
    day = tree(result.period.ends_on)
    return not_directly_above(by, [result.unit_id], "register.recognise", day) or not_in(result, "reopen")


def why_not_reopen_so(by: Post, result: StandardResult, reason: str) -> list[Reason]:
    found = why_not_reopen(by, result)
    if not found and not reason.strip():
        found = [Reason(_("Ghi lý do xét lại."), "reason")]
    return found + unclean(reason, "reason")


def not_in(result: StandardResult, verb: str) -> list[Reason]:
    """Why the result, in its state, cannot take this step, with what has to come first."""
    if may_move(result, verb):
        return []
    remedies = {
        "draft": _("Đơn vị chưa nộp bản tự đánh giá."),
        "assessed": _("Đơn vị đã nộp bản tự đánh giá. Muốn sửa, đề nghị cấp trên trả lại."),
        "proposed": _("Hồ sơ đã thẩm tra và đang chờ quyết định."),
        "decided": _("Kết quả đã có quyết định. Muốn thay, cấp ra quyết định phải cho xét lại."),
    }
    if result.state == "assessed" and verb == "decide":
        return [Reason(_("Hồ sơ chưa được thẩm tra. Cán bộ duyệt cấp trên trực tiếp thẩm tra và đề nghị trước."))]
    return [Reason(remedies[result.state])]


def _not_all_in(results: Sequence[StandardResult], verb: str, day: Tree) -> list[Reason]:
    return [Reason(why.text, place=day.name(r.unit_id)) for r in results for why in not_in(r, verb)]


def _passes_in_spite(results: Sequence[StandardResult], outcomes: Mapping[int, bool], day: Tree) -> list[Reason]:
    """A result cannot pass while the unit's own answers say that a criterion is not met."""
    against = {r.pk: r for r in results if outcomes[r.pk] and not r.self_passed}
    if not against:
        return []
    found = []
    unmet = Answer.objects.filter(result_id__in=list(against), met=False).select_related("criterion")
    for answer in unmet.order_by("result_id", "criterion__number"):
        least, number = answer.criterion.least_percent, answer.criterion.number
        if least is not None and answer.part is not None and answer.whole is not None:
            text = short_of(number, answer.part, answer.whole, least)
        else:
            text = _("Tiêu chí {n} chưa đạt.").format(n=number)
        text += " " + _("Không thể công nhận đạt. Chọn chưa đạt, hoặc trả lại để đơn vị rà soát.")
        found.append(Reason(text, place=day.name(against[answer.result_id].unit_id)))
    return found
