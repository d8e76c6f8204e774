"""Matters: who may write what, in which state, and what is missing. The unit writes; those above direct and raise."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.orgs.models import Body, Post
from phoihop.orgs.queries import Tree, tree
from phoihop.orgs.roles import lacks
from phoihop.registers import lists
from phoihop.registers.models import Matter, MatterRaise
from phoihop.registers.rules.rights import above, heirs, keeps
from phoihop.registers.rules.wording import not_neutral

LONGEST_TITLE = 200


def why_not_open_matter(by: Post) -> list[Reason]:
    """A unit records matters of its own place."""
    if not by.can("matter.write"):
        return [lacks("matter.write")]
    if tree().get(by.body.unit_id) is None:
        return [Reason(_("Đơn vị của chức vụ đang dùng không còn. Đơn vị kế tục ghi vụ việc mới."))]
    return []


def why_not_open_matter_so(
    by: Post,
    unit_id: int,
    *,
    title: str,
    kind: str,
    responsible: Body,
    opened_on: datetime.date,
    due_on: datetime.date | None,
) -> list[Reason]:
    found = why_not_open_matter(by)
    if found:
        return found
    if by.body.unit_id != unit_id:
        return [Reason(_("Chỉ cán bộ của chính đơn vị này được ghi vụ việc của đơn vị."))]
    if not title.strip():
        found.append(Reason(_("Nhập nội dung vụ việc, ngắn gọn, không ghi tên người."), "title"))
    elif len(title.strip()) > LONGEST_TITLE:
        found.append(Reason(_("Nội dung vụ việc quá dài. Rút còn {n} chữ.").format(n=LONGEST_TITLE), "title"))
    if opened_on > clock.today():
        text = _("Ngày phát sinh {day} sau hôm nay. Ghi vụ việc khi đã có.")
        found.append(Reason(text.format(day=format_date(opened_on)), "opened_on"))
    elif tree(opened_on).get(unit_id) is None:
        text = _("Đơn vị này chưa có hoặc không còn vào ngày {day}.")
        found.append(Reason(text.format(day=format_date(opened_on)), "opened_on"))
    if kind not in {one.code for one in lists.kinds_on(opened_on)}:
        found.append(Reason(_("Loại vụ việc này không có trong danh mục vào ngày phát sinh. Chọn loại khác."), "kind"))
    if due_on is not None and due_on < opened_on:
        text = _("Hạn giải quyết {due} trước ngày phát sinh {day}. Kiểm tra lại hai ngày.")
        found.append(Reason(text.format(due=format_date(due_on), day=format_date(opened_on)), "due_on"))
    return found + _not_responsible(responsible, unit_id) + not_neutral(title, "title", _("Nội dung vụ việc"))


def _not_responsible(body: Body, unit_id: int) -> list[Reason]:
    """A body at the unit or above it, that is there today."""
    day = tree()
    above_it = {place.unit_id for place in day.path(unit_id)}
    if body.unit_id in above_it and body.kind != Body.Kind.OPERATORS and body.valid_from <= day.on <= body.valid_to:
        return []
    return [Reason(_("Cơ quan chịu trách nhiệm phải thuộc đơn vị này hoặc cấp trên, và còn hoạt động."), "responsible")]


def why_not_write_matter(by: Post, matter: Matter) -> list[Reason]:
    """Whether the post is one of those who settle it, and it is open."""
    if not by.can("matter.write"):
        return [lacks("matter.write")]
    if not keeps(by, matter.unit_id, tree()):
        return [Reason(_("Chỉ cán bộ của chính đơn vị này được ghi. Cấp trên ghi ý kiến chỉ đạo."))]
    return _not_open(matter)


def why_not_direct(by: Post, matter: Matter) -> list[Reason]:
    """Whoever examines for a unit above may say what is to be done."""
    if not by.can("register.propose"):
        return [lacks("register.propose")]
    if not above(by, matter.unit_id, tree()):
        return [Reason(_("Ý kiến chỉ đạo do đơn vị cấp trên của nơi có vụ việc ghi."))]
    return _not_open(matter)


def why_not_add_step(by: Post, matter: Matter) -> list[Reason]:
    """Who settles it writes what was done; who stands above writes what is to be done."""
    if above(by, matter.unit_id, tree()):
        return why_not_direct(by, matter)
    return why_not_write_matter(by, matter)


def why_not_add_step_so(by: Post, matter: Matter, text: str, on: datetime.date) -> list[Reason]:
    found = why_not_add_step(by, matter)
    if found:
        return found
    if not text.strip():
        found.append(Reason(_("Ghi việc đã làm hoặc ý kiến chỉ đạo."), "text"))
    return found + _not_between(on, matter.opened_on, "on") + not_neutral(text, "text", _("Nội dung bước"))


def why_not_attach_to_matter(by: Post, matter: Matter) -> list[Reason]:
    return why_not_write_matter(by, matter)


def why_not_change_due(by: Post, matter: Matter) -> list[Reason]:
    """The unit moves the day while it has not passed; afterwards only who examines above, so that late stays late."""
    if above(by, matter.unit_id, tree()):
        return why_not_direct(by, matter)
    found = why_not_write_matter(by, matter)
    if not found and matter.due_on < clock.today():
        text = _("Hạn {day} đã qua. Đơn vị cấp trên của nơi có vụ việc mới được đổi hạn.")
        found = [Reason(text.format(day=format_date(matter.due_on)))]
    return found


def why_not_change_due_so(by: Post, matter: Matter, due_on: datetime.date, reason: str) -> list[Reason]:
    found = why_not_change_due(by, matter)
    if found:
        return found
    if due_on == matter.due_on:
        found.append(Reason(_("Hạn mới trùng với hạn đang có."), "due_on"))
    elif due_on < clock.today():
        found.append(Reason(_("Hạn mới phải từ hôm nay trở đi."), "due_on"))
    if not reason.strip():
        found.append(Reason(_("Ghi lý do đổi hạn."), "reason"))
    return found + not_neutral(reason, "reason", _("Lý do"))


def why_not_resolve(by: Post, matter: Matter) -> list[Reason]:
    return why_not_write_matter(by, matter)


def why_not_resolve_so(
    by: Post, matter: Matter, resolved_on: datetime.date, result: str, since: datetime.date
) -> list[Reason]:
    """`since`: the day it was opened, or opened again."""
    found = why_not_resolve(by, matter)
    if found:
        return found
    if not result.strip():
        found.append(Reason(_("Ghi kết quả giải quyết."), "result"))
    return found + _not_between(resolved_on, since, "resolved_on") + not_neutral(result, "result", _("Kết quả"))


def why_not_reopen_matter(by: Post, matter: Matter) -> list[Reason]:
    """The unit itself, or who examines above it."""
    if above(by, matter.unit_id, tree()):
        found = [] if by.can("register.propose") else [lacks("register.propose")]
    elif not by.can("matter.write"):
        found = [lacks("matter.write")]
    elif not keeps(by, matter.unit_id, tree()):
        found = [Reason(_("Vụ việc do đơn vị nơi có vụ việc hoặc cấp trên của đơn vị đó mở lại."))]
    else:
        found = []
    if not found and matter.state == Matter.State.OPEN:
        found = [Reason(_("Vụ việc đang được giải quyết, không cần mở lại."))]
    return found


def why_not_reopen_matter_so(by: Post, matter: Matter, reason: str, due_on: datetime.date) -> list[Reason]:
    found = why_not_reopen_matter(by, matter)
    if found:
        return found
    if not reason.strip():
        found.append(Reason(_("Ghi lý do mở lại."), "reason"))
    if due_on < clock.today():
        found.append(Reason(_("Hạn mới phải từ hôm nay trở đi."), "due_on"))
    return found + not_neutral(reason, "reason", _("Lý do"))


def raised_to(by: Post, day: Tree) -> int | None:
    """The unit before which the post would put a matter: the one directly above its own; None where nothing is."""
    superior = day.superior(by.body.unit_id)
    return superior.unit_id if superior else None


def why_not_raise(by: Post, matter: Matter) -> list[Reason]:
    """The unit puts it before the unit directly above; one before which it stands puts it before the next."""
    if not (by.can("matter.write") or by.can("register.propose")):
        return [lacks("matter.write")]
    day = tree()
    standing = set(MatterRaise.objects.filter(matter=matter, ended_at=None).values_list("to_unit_id", flat=True))
    mine = keeps(by, matter.unit_id, day) or by.body.unit_id in standing
    if not mine:
        return [Reason(_("Vụ việc do đơn vị đang giữ chuyển lên cấp trên trực tiếp."))]
    to = raised_to(by, day)
    if to is None:
        return [Reason(_("Không còn cấp trên nào trong chương trình để chuyển."))]
    if to in standing:
        return [Reason(_("Vụ việc đã được chuyển lên {unit}.").format(unit=day.name(to)))]
    return _not_open(matter)


def why_not_raise_so(by: Post, matter: Matter, reason: str) -> list[Reason]:
    found = why_not_raise(by, matter)
    if not found and not reason.strip():
        found = [Reason(_("Ghi lý do chuyển lên cấp trên."), "reason")]
    return found + not_neutral(reason, "reason", _("Lý do"))


def next_above(matter: Matter, last: MatterRaise | None, day: Tree, kept: dict[int, list[int]]) -> int | None:
    """The unit before which a dragging matter goes next; `last` is the latest raise that stands; None at the top."""
    if last is None:
        at = next(iter(kept[matter.unit_id]), None)
    else:
        at = next(iter(heirs([last.to_unit_id], day)[last.to_unit_id]), None)
    superior = day.superior(at) if at is not None else None
    return superior.unit_id if superior else None


def _not_open(matter: Matter) -> list[Reason]:
    if matter.state == Matter.State.OPEN:
        return []
    text = _("Vụ việc đã giải quyết ngày {day}. Muốn ghi thêm, mở lại trước.")
    return [Reason(text.format(day=format_date(matter.resolved_on)))]


def _not_between(on: datetime.date, first: datetime.date, field: str) -> list[Reason]:
    if first <= on <= clock.today():
        return []
    text = _("Ngày {day} nằm ngoài khoảng từ {first} đến hôm nay.")
    return [Reason(text.format(day=format_date(on), first=format_date(first)), field)]
