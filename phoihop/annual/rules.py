"""Who may see, write and issue an annual report, and what still stands in the way."""

from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.annual.formulas import lint, tokens
from phoihop.annual.models import Block, Direction, Edition, Section
from phoihop.base.errors import Reason
from phoihop.base.flow import may_move
from phoihop.documents import gate
from phoihop.duties.models import Period, Regulation, Task
from phoihop.orgs.models import Post
from phoihop.orgs.queries import may
from phoihop.reporting.models import Indicator, Text

LONGEST_BLOCK = 8000
LONGEST_DIRECTION = 600


def visible_to(post: Post) -> QuerySet[Edition]:
    """The editions a post may see: issued ones; drafts only who writes or issues annual reports."""
    if not post.can("annual.read"):
        return Edition.objects.none()
    drafts = post.can("annual.write") or post.can("annual.issue")
    return Edition.objects.filter(Q(state=Edition.State.ISSUED) | Q(state__in=Edition.State.values if drafts else []))


def why_not_open(post: Post, regulation: Regulation, period: Period, unit_id: int | None) -> list[Reason]:
    """Why no annual report of this regulation can be begun for the period."""
    if unit_id is None:
        return [Reason(_("Quy chế chưa ghi cơ quan ở bên thứ nhất. Bổ sung tại trang quy chế rồi mở báo cáo năm."))]
    if not may(post, "annual.write", unit_id):
        return [Reason(_("Chức vụ đang dùng không soạn báo cáo năm của quy chế này. Việc này do thư ký quy chế làm."))]
    if period.kind != Period.Kind.YEAR:
        return [Reason(_("Báo cáo năm cần một kỳ năm. Chọn kỳ năm, ví dụ 2021."), field="period")]
    if not (regulation.term_from <= period.ends_on and period.starts_on <= regulation.term_to):
        return [Reason(_("Kỳ này nằm ngoài thời hạn của quy chế. Chọn kỳ khác."), field="period")]
    if Edition.objects.filter(regulation=regulation, period=period).exists():
        return [Reason(_("Đã có báo cáo năm của kỳ này. Mở bản đang có."), field="period")]
    return []


def why_not_write(post: Post, edition: Edition, unit_id: int | None) -> list[Reason]:
    """Why the post cannot change the draft."""
    if unit_id is None or not may(post, "annual.write", unit_id):
        return [Reason(_("Chức vụ đang dùng không soạn báo cáo này. Việc này do thư ký quy chế làm."))]
    if edition.state != Edition.State.DRAFT:
        return [
            Reason(_("Báo cáo đã phát hành nên giữ nguyên. Đính chính thì ghi ở nguồn số; trang này sẽ nêu thay đổi."))
        ]
    return []


def why_not_keep(body: str) -> list[Reason]:
    """Why this paragraph cannot be kept as it is typed."""
    if not body.strip():
        return [Reason(_("Đoạn văn còn trống. Nhập nội dung, hoặc bỏ đoạn này."), field="body")]
    if len(body) > LONGEST_BLOCK:
        limit = {"limit": LONGEST_BLOCK}
        return [Reason(_("Đoạn văn dài quá %(limit)s chữ. Tách thành nhiều đoạn.") % limit, field="body")]
    found = gate.check_text(body, "body", _("Đoạn văn"))
    found += [
        Reason(
            _("“%(typed)s” không phải là thẻ số liệu. Viết theo mẫu [[S02]], [[S02/S01]] hoặc [[S02@2020]].")
            % {"typed": typed},
            field="body",
        )
        for typed in tokens.broken(body)
    ]
    return found


def why_not_draw(text: Text, edition: Edition, section: Section) -> list[Reason]:
    """Why a unit's text cannot be taken into a section: it has to stand in an accepted report, and once only."""
    report = text.revision.report
    if report.counted_revision_id != text.revision_id:
        return [Reason(_("Báo cáo có đoạn này chưa được nhận. Nhận báo cáo trước, rồi đưa vào báo cáo năm."))]
    if Block.objects.filter(section=section, source=text).exists():
        return [Reason(_("Đoạn này đã nằm trong mục. Sửa đoạn đã có."))]
    return []


def why_not_waive(block: Block, number: str, reason: str) -> list[Reason]:
    """Why a typed number cannot be answered for by hand."""
    found = []
    if not any(one.number == number for one in lint.loose(block.body)):
        words = _("Đoạn văn không có số gõ tay “%(number)s”. Tải lại trang để xem đoạn văn mới.")
        found.append(Reason(words % {"number": number}, field="number"))
    if not reason.strip():
        found.append(Reason(_("Giữ số gõ tay thì phải ghi lý do; lý do được in ở phụ lục."), field="reason"))
    return found + gate.check_text(reason, "reason", _("Lý do"))


def why_not_issue(
    post: Post,
    edition: Edition,
    unit_id: int | None,
    *,
    loose: Sequence[str],
    empty: Iterable[Section],
    unknown: Iterable[str],
    missing: Sequence[str],
    missing_reason: str,
) -> list[Reason]:
    """Everything that stands between the draft and its issue, each with its remedy.

    `loose`: free-typed numbers nobody answers for; `empty`: required sections without words; `unknown`: tokens that
    name nothing; `missing`: figures some of whose units have no counted value, in words.
    """
    if unit_id is None or not may(post, "annual.issue", unit_id):
        return [
            Reason(_("Chức vụ đang dùng không phát hành báo cáo này. Việc này do lãnh đạo của cơ quan ban hành làm."))
        ]
    if not may_move(edition, "issue"):
        return [Reason(_("Báo cáo này đã phát hành."))]
    found = []
    if loose:
        words = ngettext(
            "Còn %(n)s số gõ tay: %(which)s. Gắn thẻ số liệu, hoặc giữ lại với lý do.",
            "Còn %(n)s số gõ tay: %(which)s. Gắn thẻ số liệu, hoặc giữ lại với lý do.",
            len(loose),
        )
        found.append(Reason(words % {"n": len(loose), "which": ", ".join(loose[:8])}))
    found += [Reason(_("Mục “%(title)s” còn trống. Đưa vào ít nhất một đoạn.") % {"title": one}) for one in empty]
    found += [
        Reason(_("Thẻ [[%(token)s]] không trỏ tới số nào. Sửa mã chỉ tiêu, kỳ hoặc đơn vị.") % {"token": one})
        for one in unknown
    ]
    if missing and not missing_reason.strip():
        found.append(
            Reason(
                _("Còn số thiếu nguồn: %(which)s. Đôn đốc cho đủ, hoặc ghi lý do vẫn phát hành.")
                % {"which": "; ".join(missing[:8])},
                field="missing_reason",
            )
        )
    return found + (gate.check_text(missing_reason, "missing_reason", _("Lý do")) if missing_reason else [])


def gave_work() -> Exists:
    """The condition on a direction that a task which was not withdrawn comes of it."""
    kind = ContentType.objects.get_for_model(Direction)
    return Exists(Task.objects.filter(origin_type=kind, origin_id=OuterRef("pk"), withdrawn_at=None))


def directions(*, of: Edition | None = None, visible: Post | None = None) -> QuerySet[Direction]:
    """Directions with `has_work`: see `gave_work`. Those of an edition, those whose
    edition a post may see, or all."""
    rows = Direction.objects.annotate(has_work=gave_work()).select_related("edition", "period")
    if of is not None:
        rows = rows.filter(edition=of)
    return rows if visible is None else rows.filter(edition__in=visible_to(visible))


def state_of(direction: Direction) -> Direction.State:
    """Where a direction stands, by its waiver and its tasks. One statement unless it was read by `directions`."""
    if direction.waived_at is not None:
        return Direction.State.WAIVED
    has_work = getattr(direction, "has_work", None)
    if has_work is None:
        has_work = Direction.objects.filter(gave_work(), pk=direction.pk).exists()
    return Direction.State.GIVEN if has_work else Direction.State.OPEN


def why_not_direct(post: Post, unit_id: int | None) -> list[Reason]:
    """Why the post has no say in the directions of a report. They may be written before and after it is issued."""
    if unit_id is None or not may(post, "annual.write", unit_id):
        return [Reason(_("Chức vụ đang dùng không ghi phương hướng. Việc này do thư ký quy chế làm."))]
    return []


def why_not_direction(text_vi: str, text_en: str) -> list[Reason]:
    """What is wrong with the words of a direction."""
    found = []
    if not text_vi.strip():
        found.append(Reason(_("Phương hướng còn trống. Ghi việc phải làm trong năm tới."), field="text_vi"))
    for text, field in ((text_vi, "text_vi"), (text_en, "text_en")):
        if len(text) > LONGEST_DIRECTION:
            words = _("Phương hướng dài quá %(limit)s chữ. Tách thành nhiều phương hướng.")
            found.append(Reason(words % {"limit": LONGEST_DIRECTION}, field=field))
        found += gate.check_text(text, field, _("Phương hướng"))
    return found


def why_not_cite(
    figures: Iterable[str], others: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]]
) -> list[Reason]:
    """Which results cannot be cited: `figures` are tokens, `others` and `known` (kind, key) of upper rooms."""
    found, codes, labels = [], None, None
    for typed in figures:
        try:
            token = tokens.read(typed)
        except ValueError:
            words = _("“%(typed)s” không phải là thẻ số liệu. Viết theo mẫu S02, S02/S01 hoặc S02@2020.")
            found.append(Reason(words % {"typed": typed}, field="figures"))
            continue
        codes = codes or set(Indicator.objects.values_list("code", flat=True))
        labels = labels or set(Period.objects.values_list("label", flat=True))
        if not set(token.codes) <= codes or (token.period and token.period not in labels) or token.unit:
            words = _("Thẻ [[%(token)s]] không trỏ tới số nào. Sửa mã chỉ tiêu, kỳ hoặc đơn vị.")
            found.append(Reason(words % {"token": token}, field="figures"))
    if set(others) - set(known):
        found.append(
            Reason(_("Kết quả được dẫn không còn trong danh sách. Tải lại trang rồi chọn lại."), field="others")
        )
    return found


def why_not_change_direction(direction: Direction) -> list[Reason]:
    """Why a direction stays as it is: it was given as work, was answered for, or stands in an issued report."""
    state = state_of(direction)
    if state == Direction.State.GIVEN:
        return [Reason(_("Phương hướng đã thành việc nên giữ nguyên. Rút việc trước, hoặc ghi phương hướng mới."))]
    if state == Direction.State.WAIVED:
        return [Reason(_("Phương hướng này đã ghi là không thành việc. Ghi phương hướng mới."))]
    if direction.edition.state == Edition.State.ISSUED and Block.objects.filter(direction=direction).exists():
        return [Reason(_("Phương hướng đứng trong báo cáo đã phát hành nên giữ nguyên. Ghi phương hướng mới."))]
    return []


def why_not_waive_direction(direction: Direction, reason: str) -> list[Reason]:
    """Why nobody can answer for that a direction becomes no work."""
    found = []
    state = state_of(direction)
    if state == Direction.State.GIVEN:
        found.append(Reason(_("Phương hướng đã thành việc. Rút việc trước rồi mới ghi là không thành việc.")))
    if state == Direction.State.WAIVED:
        found.append(Reason(_("Phương hướng này đã được ghi là không thành việc.")))
    if not reason.strip():
        found.append(Reason(_("Ghi vì sao phương hướng này không thành việc."), field="reason"))
    return found + gate.check_text(reason, "reason", _("Lý do"))


def why_not_give_work(direction: Direction) -> list[Reason]:
    """What stands against giving work out of a direction: it is no one's word yet, or stands on nothing."""
    if direction.waived_at is not None:
        return [Reason(_("Phương hướng này đã ghi là không thành việc nên không giao việc từ đây."))]
    if direction.edition.state != Edition.State.ISSUED:
        return [Reason(_("Báo cáo năm chưa phát hành. Phát hành rồi mới giao việc theo phương hướng."))]
    if not direction.citations.exists():
        return [Reason(_("Phương hướng chưa dẫn kết quả nào. Dẫn ít nhất một kết quả rồi giao việc."))]
    return []


def why_not_draw_direction(direction: Direction, section: Section | None) -> list[Reason]:
    """Why a direction cannot be taken into the report's section of directions: once only, and none that is waived."""
    if section is None:
        return [Reason(_("Đề cương của báo cáo này không có mục phương hướng. Thêm đoạn vào mục khác."))]
    if direction.waived_at is not None:
        return [Reason(_("Phương hướng này đã ghi là không thành việc nên không đưa vào báo cáo."))]
    if Block.objects.filter(direction=direction).exists():
        return [Reason(_("Phương hướng này đã nằm trong báo cáo. Sửa đoạn đã có."))]
    return []
