"""What waits for a post in the registers: for the desk."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.text import named
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree
from phoihop.registers import rules
from phoihop.registers.models import KeyArea, Matter, MatterRaise, MatterStep, Model, StandardResult
from phoihop.registers.queries.dragging import dragging_on, with_steps


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something a post has to do in the registers: for the desk."""

    kind: str
    """ "assess", "examine", "decide", "confirm", "settle" (late), "direct" or "convert" """
    text: str
    count: int
    url: str
    due_on: datetime.date | None = None


def waiting_for(post: Post) -> list[Waiting]:
    """What waits for this post in the registers; the statements do not grow with what waits."""
    found: list[Waiting] = []
    open_ones = rules.visible_results(post).select_related("period").exclude(state=StandardResult.State.DECIDED)
    groups: dict[tuple[str, int], list[StandardResult]] = {}
    trees: dict[int, Tree] = {}
    for result in open_ones:
        if result.period_id not in trees:
            trees[result.period_id] = tree(result.period.ends_on)
        step = _step_of(post, result, trees[result.period_id])
        if step:
            groups.setdefault((step, result.period_id), []).append(result)
    for (step, _period), those in groups.items():
        found.append(_waiting(step, those))
    return [*found, *_models(post), *_matters(post), *_areas(post)]


def _models(post: Post) -> list[Waiting]:
    if not post.can("register.propose"):
        return []
    unconfirmed = Model.objects.filter(confirmed_at__isnull=True, ended_on__isnull=True)
    below = [place.unit_id for place in tree().below(post.body.unit_id)]
    keys = list(unconfirmed.filter(unit_id__in=below).values_list("pk", flat=True))
    if not keys:
        return []
    address = reverse("registers:model", args=keys) if len(keys) == 1 else reverse("registers:models")
    return [Waiting("confirm", _("Xác nhận {n} mô hình mới").format(n=len(keys)), len(keys), address)]


def _matters(post: Post) -> list[Waiting]:
    """Those of the post's own unit that drag; and those put before it to which it has not yet answered."""
    found, today = [], clock.today()
    if post.can("matter.write"):
        day = tree(today)
        open_ones = list(with_steps(rules.visible_matters(post, today).filter(state=Matter.State.OPEN)))
        kept = rules.heirs({m.unit_id for m in open_ones}, day)
        own = [m for m in open_ones if post.body.unit_id in kept[m.unit_id]]
        dragging = [m for m in own if dragging_on(m, today)]
        text = _("Xử lý {n} vụ việc quá hạn hoặc kéo dài").format(n=len(dragging))
        found += _to_matters("settle", text, dragging, f"dragging&don-vi={post.body.unit_id}")
    if post.can("register.propose"):
        answers = MatterStep.objects.filter(
            matter=OuterRef("matter"), kind=MatterStep.Kind.DIRECTION, by__body__unit=OuterRef("to_unit"),
            at__gte=OuterRef("at"),
        )  # fmt: skip
        raises = MatterRaise.objects.filter(to_unit=post.body.unit_id, ended_at=None).exclude(Exists(answers))
        raised = [one.matter for one in raises.select_related("matter").order_by("at", "pk")]
        text = _("Cho ý kiến {n} vụ việc chuyển lên").format(n=len(raised))
        found += _to_matters("direct", text, raised, "raised")
    return found


def _to_matters(kind: str, text: str, those: list[Matter], state: str) -> list[Waiting]:
    """One leads to itself, many to the list; the earliest due day is said."""
    if not those:
        return []
    due = min(m.due_on for m in those)
    if len(those) == 1:
        return [Waiting(kind, f"{text}: {those[0]}", 1, reverse("registers:matter", args=[those[0].pk]), due)]
    return [Waiting(kind, text, len(those), f"{reverse('registers:matters')}?tinh-trang={state}", due)]


def _areas(post: Post) -> list[Waiting]:
    """Conversions that units have reported, for who decides; by year."""
    if not post.can("area.decide"):
        return []
    reported = rules.visible_areas(post, clock.today()).filter(state=KeyArea.State.REPORTED)
    years: dict[int, int] = {}
    for year in reported.order_by("year").values_list("year", flat=True):
        years[year] = years.get(year, 0) + 1
    text = _("Xem {n} địa bàn báo đã chuyển hóa: năm {year}")
    address = reverse("registers:areas")
    return [
        Waiting("convert", text.format(n=n, year=year), n, f"{address}?nam={year}&tinh-trang=reported")
        for year, n in years.items()
    ]


def _step_of(post: Post, result: StandardResult, day: Tree) -> str:
    """Which step of this result is the post's to take now, or ""."""
    if result.state == StandardResult.State.DRAFT:
        own = post.can("register.write") and post.body.unit_id == result.unit_id
        return "assess" if own and result.period.opens_on <= clock.today() else ""
    needed = {"assessed": ("register.propose", "examine"), "proposed": ("register.recognise", "decide")}
    capability, step = needed[result.state]
    above = day.superior(result.unit_id)
    return step if post.can(capability) and above is not None and above.unit_id == post.body.unit_id else ""


def _waiting(step: str, those: list[StandardResult]) -> Waiting:
    n, period = len(those), those[0].period
    texts = {
        "assess": _("Tự đánh giá tiêu chuẩn an ninh, trật tự: {period}"),
        "examine": _("Thẩm tra {n} hồ sơ tiêu chuẩn: {period}"),
        "decide": _("Ra quyết định cho {n} hồ sơ tiêu chuẩn: {period}"),
    }
    if n == 1:
        address = reverse("registers:standard", args=[those[0].pk])
    else:
        state = "assessed" if step == "examine" else "proposed"
        address = f"{reverse('registers:standards')}?nam={period.year}&tinh-trang={state}"
    due = period.ends_on if step == "assess" else None
    return Waiting(step, texts[step].format(n=n, period=named(period, "name")), n, address, due)
