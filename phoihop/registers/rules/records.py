"""Models and joint operations: who may record what, and what is missing."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.duties.models import Period
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import tree
from phoihop.orgs.roles import lacks
from phoihop.registers.models import Model, ModelSite, Operation
from phoihop.registers.rules.rights import branch, not_directly_above, not_own
from phoihop.registers.rules.wording import unclean


def why_not_add_model(by: Post, unit_id: int) -> list[Reason]:
    return not_own(by, unit_id, "register.write")


def why_not_add_model_so(
    by: Post, unit_id: int, *, code: str, name_vi: str, field_vi: str, built_on: datetime.date
) -> list[Reason]:
    found = why_not_add_model(by, unit_id)
    if found:
        return found
    if not code.strip():
        found.append(Reason(_("Nhập mã mô hình."), "code"))
    elif Model.objects.filter(code=code.strip()).exists():
        found.append(Reason(_("Mã {code} đã dùng cho mô hình khác. Chọn mã khác.").format(code=code), "code"))
    if not name_vi.strip():
        found.append(Reason(_("Nhập tên mô hình."), "name_vi"))
    if not field_vi.strip():
        found.append(Reason(_("Nhập lĩnh vực."), "field_vi"))
    if built_on > clock.today():
        text = _("Ngày xây dựng {day} sau hôm nay. Ghi mô hình khi đã có.")
        found.append(Reason(text.format(day=format_date(built_on)), "built_on"))
    if tree(built_on).get(unit_id) is None:
        text = _("Đơn vị này chưa có hoặc không còn vào ngày {day}.")
        found.append(Reason(text.format(day=format_date(built_on)), "built_on"))
    return found + unclean(name_vi, "name_vi") + unclean(field_vi, "field_vi")


def why_not_write_model(by: Post, model: Model) -> list[Reason]:
    """Sites, evidence and the end are written by the unit that leads the model, while the model runs."""
    found = not_own(by, model.unit_id, "register.write")
    if not found and model.ended_on:
        found = [Reason(_("Mô hình đã kết thúc ngày {day}.").format(day=format_date(model.ended_on)))]
    return found


def why_not_confirm_model(by: Post, model: Model) -> list[Reason]:
    """The level directly above confirms; at the root, where nothing is above, another post with that right."""
    if model.confirmed_at:
        return [Reason(_("Mô hình đã được xác nhận ngày {day}.").format(day=format_date(model.confirmed_at.date())))]
    day = tree(clock.today())
    if day.get(model.unit_id) is None:
        day = tree(model.built_on)
    if day.superior(model.unit_id) is not None:
        return not_directly_above(by, [model.unit_id], "register.propose", day)
    if not by.can("register.propose"):
        return [lacks("register.propose")]
    if by.body.unit_id != model.unit_id or by.pk == model.recorded_by_id:
        return [Reason(_("Mô hình cấp tỉnh do người khác người ghi xác nhận."))]
    return []


def why_not_end_model_so(by: Post, model: Model, ended_on: datetime.date, reason: str) -> list[Reason]:
    found = why_not_write_model(by, model)
    if found:
        return found
    if not reason.strip():
        found.append(Reason(_("Ghi lý do kết thúc."), "reason"))
    if not model.built_on <= ended_on <= clock.today():
        text = _("Ngày kết thúc phải từ ngày xây dựng {day} đến hôm nay.")
        found.append(Reason(text.format(day=format_date(model.built_on)), "ended_on"))
    return found + unclean(reason, "reason")


def why_not_add_site_so(by: Post, model: Model, unit_id: int, groups: int, since: datetime.date) -> list[Reason]:
    found = why_not_write_model(by, model)
    if found:
        return found
    if tree(since).get(unit_id) is None or unit_id not in branch(by, since):
        found.append(Reason(_("Điểm phải là đơn vị trong nhánh của đơn vị chủ trì, có vào ngày bắt đầu."), "unit"))
    if groups < 1:
        found.append(Reason(_("Số tổ phải từ 1."), "groups"))
    if not model.built_on <= since <= clock.today():
        text = _("Ngày bắt đầu phải từ ngày xây dựng mô hình ({day}) đến hôm nay.")
        found.append(Reason(text.format(day=format_date(model.built_on)), "since"))
    if ModelSite.objects.filter(model=model, unit_id=unit_id, valid_to__gte=since).exists():
        found.append(Reason(_("Đơn vị này đã là một điểm của mô hình."), "unit"))
    return found


def why_not_write_operations(by: Post) -> list[Reason]:
    return [] if by.can("operation.write") else [lacks("operation.write")]


def why_not_add_operation_so(by: Post, *, code: str, opened_on: datetime.date, bodies: Sequence[Body]) -> list[Reason]:
    found = why_not_write_operations(by)
    if found:
        return found
    if not code.strip():
        found.append(Reason(_("Nhập mã chuyên án. Chỉ ghi mã, không ghi nội dung."), "code"))
    elif Operation.objects.filter(code=code.strip()).exists():
        found.append(Reason(_("Mã {code} đã có trong sổ.").format(code=code), "code"))
    if opened_on > clock.today():
        found.append(Reason(_("Ngày xác lập {day} sau hôm nay.").format(day=format_date(opened_on)), "opened_on"))
    if len(bodies) < 2:
        found.append(Reason(_("Chuyên án phối hợp có từ hai cơ quan trở lên. Chọn thêm cơ quan."), "bodies"))
    seen = branch(by, opened_on)
    for body in bodies:
        if body.unit_id not in seen:
            text = _("{body} không thuộc nhánh của chức vụ đang dùng vào ngày xác lập.")
            found.append(Reason(text.format(body=body.name_vi), "bodies"))
    return found + unclean(code, "code")


def why_not_close_operation(by: Post, operation: Operation) -> list[Reason]:
    found = why_not_write_operations(by)
    if not found and operation.closed_on:
        found = [Reason(_("Chuyên án đã kết thúc ngày {day}.").format(day=format_date(operation.closed_on)))]
    return found


def why_not_close_operation_so(by: Post, operation: Operation, closed_on: datetime.date) -> list[Reason]:
    found = why_not_close_operation(by, operation)
    if not found and not operation.opened_on <= closed_on <= clock.today():
        text = _("Ngày kết thúc phải từ ngày xác lập {day} đến hôm nay.")
        found = [Reason(text.format(day=format_date(operation.opened_on)), "closed_on")]
    return found


def why_not_task_operation(by: Post, operation: Operation) -> list[Reason]:
    """Whoever keeps the register and gives work asks both sides, while the operation runs."""
    found = why_not_close_operation(by, operation)
    return found or ([] if by.can("task.assign") else [lacks("task.assign")])


def why_not_task_operation_so(by: Post, operation: Operation, due_on: datetime.date) -> list[Reason]:
    found = why_not_task_operation(by, operation)
    if not found and due_on < clock.today():
        found = [Reason(_("Hạn đã qua. Chọn ngày từ hôm nay."), "due_on")]
    if not found and period_of(due_on) is None:
        text = _("Chưa có kỳ năm nào chứa ngày {day}. Thêm kỳ của năm đó trước.")
        found = [Reason(text.format(day=format_date(due_on)), "due_on")]
    return found


def period_of(day: datetime.date) -> Period | None:
    """The reporting year in which the day lies."""
    rows = Period.objects.filter(kind=Period.Kind.YEAR, starts_on__lte=day, ends_on__gte=day)
    return rows.first()


def why_not_load_criteria(by: Post | None) -> list[Reason]:
    if by is not None and not by.can("regulation.write"):
        return [lacks("regulation.write")]
    return []
