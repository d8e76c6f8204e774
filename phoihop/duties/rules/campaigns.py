"""Campaigns: who sees them, who plans, starts and closes them, and who reports the situation of which unit when."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.base.numbers import format_date, format_moment, format_number
from phoihop.base.text import named, nfc
from phoihop.documents.gate import check_text
from phoihop.duties import kinds
from phoihop.duties.models import Campaign, CampaignUnit, Period, Regulation, Situation, Slot
from phoihop.duties.rules.tasks import not_at, past_term, why_not_units
from phoihop.orgs.models import Post
from phoihop.orgs.queries import branch_through_time, superior, within
from phoihop.orgs.roles import lacks

LONGEST_NOTE = 300
MOST_SLOTS = 200
_KEY_LENGTH = 64


def visible_campaigns(post: Post) -> "QuerySet[Campaign]":
    """Campaigns the post's unit runs, and those in which a unit of its branch (on the first day) takes part."""
    if not post.can("task.read"):
        return Campaign.objects.none()
    spans = branch_through_time(post.body.unit_id)
    seen = CampaignUnit.objects.filter(within(spans, "unit_id", "campaign__starts_on")).values("campaign_id")
    return Campaign.objects.filter(Q(unit_id=post.body.unit_id) | Q(pk__in=seen))


@dataclass(frozen=True, kw_only=True)
class NewCampaign:
    """A campaign as it is to be planned. `units`: keys of those that report. `slots`: aware moments."""

    code: str
    kind: str
    title_vi: str
    period: Period | None
    starts_on: datetime.date
    ends_on: datetime.date
    units: Sequence[int]
    slots: Sequence[datetime.datetime]
    fields: Sequence[kinds.Field]
    title_en: str = ""
    regulation: Regulation | None = None


def why_not_plan_campaigns(by: Post) -> list[Reason]:
    return [] if by.can("campaign.write") else [lacks("campaign.write")]


def why_not_plan_campaign(by: Post, campaign: NewCampaign) -> list[Reason]:
    """A kind of that day, a name, days in order, units of the planner's branch on the first day, slots within."""
    reasons = why_not_plan_campaigns(by)
    if kinds.kind_of(campaign.kind, campaign.starts_on) is None:
        reasons.append(Reason(_("Chọn loại đợt."), "kind"))
    if not campaign.title_vi.strip():
        reasons.append(Reason(_("Tên đợt còn trống. Ví dụ Bảo vệ bầu cử 23/5/2021."), "title_vi"))
    reasons += check_text(campaign.title_vi, "title_vi", _("Tên đợt"))
    if not campaign.code.strip():
        reasons.append(Reason(_("Mã đợt còn trống. Ví dụ BC-2021."), "code"))
    elif Campaign.objects.filter(code=nfc(campaign.code)).exists():
        reasons.append(Reason(_("Đã có đợt mang mã %(code)s. Chọn mã khác.") % {"code": campaign.code}, "code"))
    if campaign.period is None:
        say = _("Chưa có kỳ năm nào chứa ngày %(day)s. Mở kỳ của năm đó trong phần Quy chế trước.")
        reasons.append(Reason(say % {"day": format_date(campaign.starts_on)}, "starts_on"))
    if campaign.ends_on < campaign.starts_on:
        reasons.append(Reason(_("Ngày kết thúc đứng trước ngày bắt đầu."), "ends_on"))
    reasons += past_term(campaign.regulation, campaign.ends_on, "ends_on")
    if not campaign.units:
        reasons.append(Reason(_("Chưa chọn đơn vị nào báo tình hình. Chọn ít nhất một đơn vị."), "units"))
    units = why_not_units(by, campaign.units, campaign.starts_on)
    reasons += [Reason(reason.text, "units") for reason in units]
    return reasons + _wrong_slots(campaign.slots, campaign.starts_on, campaign.ends_on) + _wrong_fields(campaign.fields)


def _wrong_slots(slots: Collection[datetime.datetime], first: datetime.date, last: datetime.date) -> list[Reason]:
    if not slots:
        return [Reason(_("Chưa có khung giờ nào. Ghi ít nhất một giờ báo."), "slots")]
    if len(slots) > MOST_SLOTS:
        say = _("Có %(n)s khung giờ, quá mức %(most)s. Bớt giờ báo mỗi ngày hoặc chia đợt.")
        return [Reason(say % {"n": len(slots), "most": MOST_SLOTS}, "slots")]
    outside = [slot for slot in slots if not first <= timezone.localtime(slot).date() <= last]
    if outside:
        say = _("Khung giờ %(slot)s nằm ngoài đợt (từ %(first)s đến %(last)s).")
        words = {"slot": format_moment(outside[0]), "first": format_date(first), "last": format_date(last)}
        return [Reason(say % words, "slots")]
    return []


def _wrong_fields(fields: Sequence[kinds.Field]) -> list[Reason]:
    if not 1 <= len(fields) <= kinds.MOST_FIELDS:
        say = _("Mỗi khung giờ hỏi từ một đến %(most)s số; đang có %(n)s. Sửa danh sách số cần báo.")
        return [Reason(say % {"most": kinds.MOST_FIELDS, "n": len(fields)}, "fields")]
    reasons: list[Reason] = []
    for field in fields:
        reasons += check_text(f"{field.label_vi} {field.unit_vi}", "fields", _("Số cần báo"))
    if len({field.code for field in fields}) < len(fields):
        reasons.append(Reason(_("Hai số cần báo trùng tên. Đổi tên một số."), "fields"))
    return reasons


def _why_not_run(by: Post, campaign: Campaign) -> list[Reason]:
    say = _("Chỉ đơn vị điều hành đợt này mới làm được.")
    return not_at(by, campaign.unit_id, "campaign.write", say)


def why_not_set_slots(by: Post, campaign: Campaign, slots: Collection[datetime.datetime] | None = None) -> list[Reason]:
    """Until the start; `slots` None asks only whether."""
    reasons = _why_not_run(by, campaign)
    if campaign.state != Campaign.State.PLANNED:
        reasons.append(Reason(_("Đợt đã bắt đầu, khung giờ không đổi được nữa.")))
    if reasons or slots is None:
        return reasons
    return _wrong_slots(slots, campaign.starts_on, campaign.ends_on)


def why_not_start_campaign(by: Post, campaign: Campaign) -> list[Reason]:
    """Once, and not after its last day."""
    reasons = _why_not_run(by, campaign)
    if not may_move(campaign, "start"):
        reasons.append(Reason(_("Đợt này đã bắt đầu trước đó.")))
    elif campaign.ends_on < clock.today():
        say = _("Đợt đã qua (ngày cuối %(day)s). Lập đợt mới với ngày đúng.")
        reasons.append(Reason(say % {"day": format_date(campaign.ends_on)}))
    return reasons


def why_not_close_campaign(by: Post, campaign: Campaign, text: str | None = None) -> list[Reason]:
    """While it runs; `text` None asks only whether."""
    reasons = _why_not_run(by, campaign)
    if not may_move(campaign, "close"):
        is_closed = campaign.state == Campaign.State.CLOSED
        reasons.append(Reason(_("Đợt này đã kết thúc trước đó.") if is_closed else _("Đợt này chưa bắt đầu.")))
    if reasons or text is None:
        return reasons
    if not text.strip():
        reasons.append(Reason(_("Ghi phần lời của báo cáo kết thúc: kết quả, việc còn lại, rút kinh nghiệm."), "text"))
    return reasons + check_text(text, "text", _("Phần lời"))


def why_not_report_for(by: Post, campaign: Campaign, unit_id: int) -> list[Reason]:
    """The unit's own posts, or those of the unit directly above it on the first day (recorded as done for it)."""
    if not by.can("task.write"):
        return [lacks("task.write")]
    above = superior(unit_id, campaign.starts_on)
    if by.body.unit_id not in {unit_id, above.unit_id if above else unit_id}:
        return [Reason(_("Chỉ cán bộ của chính đơn vị, hoặc đơn vị cấp trên trực tiếp báo thay, mới báo được."))]
    if not campaign.participants.filter(unit_id=unit_id).exists():
        return [Reason(_("Đơn vị này không thuộc danh sách báo tình hình của đợt."))]
    if campaign.state == Campaign.State.PLANNED:
        return [Reason(_("Đợt chưa bắt đầu. Chờ đơn vị điều hành bắt đầu đợt."))]
    if campaign.state == Campaign.State.CLOSED:
        return [Reason(_("Đợt đã kết thúc, không nhận báo nữa."))]
    return []


def why_not_report_situation(
    by: Post, slot: Slot, unit_id: int, *, level: str, numbers: Mapping[str, Decimal], note: str, key: str
) -> list[Reason]:
    """Needs `slot.campaign`. A late report is taken and shows as late; one before the slot opens is not."""
    campaign = slot.campaign
    reasons = why_not_report_for(by, campaign, unit_id)
    if not slot.is_open(clock.now()):
        say = _("Khung giờ %(slot)s chưa mở. Báo được từ %(opens)s.")
        words = {"slot": format_moment(slot.at), "opens": format_moment(slot.opens_at)}
        reasons.append(Reason(say % words))
    if level not in Situation.Level.values:
        reasons.append(Reason(_("Chọn mức tình hình: ổn định, cần theo dõi hoặc có sự việc."), "level"))
    if level == Situation.Level.TROUBLE and not note.strip():
        reasons.append(Reason(_("Có sự việc thì ghi ngắn gọn việc gì, ở đâu, không ghi tên người."), "note"))
    if len(nfc(note)) > LONGEST_NOTE:
        say = _("Ghi chú dài %(n)s ký tự, quá mức %(most)s. Rút ngắn lại.")
        reasons.append(Reason(say % {"n": len(nfc(note)), "most": LONGEST_NOTE}, "note"))
    if len(key) > _KEY_LENGTH:
        reasons.append(Reason(_("Dấu của lần gửi không đọc được. Tải lại trang rồi gửi lại.")))
    reasons += check_text(note, "note", _("Ghi chú"))
    asked = {field.code: field for field in campaign.asked}
    for code, value in numbers.items():
        reasons += _wrong_number(asked.get(code), code, value)
    return reasons


def _wrong_number(field: kinds.Field | None, code: str, value: Decimal) -> list[Reason]:
    if field is None:
        return [Reason(_("Đợt này không hỏi số “%(code)s”.") % {"code": code})]
    words = {"what": named(field, "label"), "n": format_number(value)}
    if value < 0:
        return [Reason(_("%(what)s: số không được âm.") % words, code)]
    most = 10**9 if field.highest is None else field.highest
    if value > most:
        say = _("%(what)s: %(n)s vượt quá %(most)s.")
        return [Reason(say % {**words, "most": format_number(most)}, code)]
    if value != round(value, field.decimals):
        if field.decimals == 0:
            return [Reason(_("%(what)s: nhập số nguyên.") % words, code)]
        return [Reason(_("%(what)s: nhiều nhất %(d)s chữ số lẻ.") % {**words, "d": field.decimals}, code)]
    return []


def why_not_answer_trouble(by: Post, situation: Situation) -> list[Reason]:
    """The running unit gives work for what was reported as trouble. Needs `situation.slot.campaign`."""
    reasons = _why_not_run(by, situation.slot.campaign)
    if situation.level != Situation.Level.TROUBLE:
        reasons.append(Reason(_("Chỉ giao việc xử lý cho lần báo có sự việc.")))
    return reasons
