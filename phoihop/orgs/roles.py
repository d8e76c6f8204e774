"""What a role may do: one table. A right is a capability here, at the post's body, on its unit's branch on that day."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason

CAPABILITIES = {
    "units.read": _("xem đơn vị và lịch sử"),
    "units.load": _("nạp đơn vị"),
    "regulation.read": _("xem quy chế"),
    "regulation.write": _("soạn quy chế, nghĩa vụ, kỳ"),
    "report.read": _("xem báo cáo của nhánh mình"),
    "report.write": _("nhập và gửi báo cáo của đơn vị mình"),
    "report.accept": _("nhận hoặc trả lại báo cáo của cấp dưới"),
    "report.lock": _("khoá kỳ, cho mở lại có thời hạn"),
    "figure.read": _("xem số tổng hợp của nhánh mình và nguồn của số"),
    "register.read": _("xem sổ theo dõi của nhánh mình"),
    "register.write": _("ghi sổ theo dõi của đơn vị mình"),
    "register.propose": _("tổng hợp, đề nghị công nhận"),
    "register.recognise": _("quyết định công nhận cho cấp dưới"),
    "matter.write": _("ghi vụ việc của đơn vị mình"),
    "area.decide": _("quyết định địa bàn trọng điểm"),
    "operation.write": _("ghi chuyên án phối hợp (chỉ mã, cơ quan, ngày)"),
    "task.read": _("xem việc được giao của nhánh mình"),
    "task.write": _("báo tiến độ, nộp kết quả việc của đơn vị mình"),
    "task.assign": _("giao việc, lập chương trình, sinh việc từ quy chế"),
    "task.accept": _("nhận, trả lại kết quả, cho gia hạn"),
    "task.check": _("kiểm tra kết quả trước khi nhận"),
    "board.open": _("mở, đóng bảng so sánh các đơn vị trực thuộc"),
    "task.agree": _("nhận hoặc không nhận thay mặt một bên"),
    "campaign.write": _("lập, điều hành, kết thúc đợt cao điểm"),
    "annual.read": _("xem báo cáo năm"),
    "annual.write": _("soạn báo cáo năm"),
    "annual.issue": _("phát hành báo cáo năm"),
    "conference.read": _("xem hội nghị mà đơn vị mình dự"),
    "conference.write": _("chuẩn bị, làm thư ký hội nghị"),
    "conference.chair": _("chủ trì hội nghị"),
    "communique.release": _("cho đưa tin, phát hành thông cáo báo chí"),
    "letter.read": _("xem thư đi, thư đến của cơ quan mình"),
    "letter.write": _("soạn thư, vào sổ thư đến"),
    "letter.send": _("gửi, thu hồi thư thay mặt cơ quan mình"),
    "leader.read": _("xem trang lãnh đạo"),
    "journal.read": _("xem nhật ký"),
    "post.delegate": _("ghi người thay khi chức vụ trong nhánh vắng mặt"),
    "account.manage": _("quản lý tài khoản"),
}

_READ = {
    "units.read",
    "regulation.read",
    "report.read",
    "figure.read",
    "register.read",
    "task.read",
    "annual.read",
    "conference.read",
    "letter.read",
}

ROLES: dict[str, tuple[object, frozenset[str]]] = {
    "clerk": (
        _("cán bộ tổng hợp"),
        frozenset(_READ | {"report.write", "register.write", "matter.write", "task.write", "letter.write"}),
    ),
    "reviewer": (
        _("cán bộ duyệt"),
        frozenset(
            _READ
            | {
                "report.write",
                "report.accept",
                "register.write",
                "register.propose",
                "matter.write",
                "task.write",
                "task.assign",
                "task.accept",
                "task.check",
                "campaign.write",
                "letter.write",
                "letter.send",
                "leader.read",
            }
        ),
    ),
    "recogniser": (
        _("lãnh đạo ủy ban nhân dân"),
        frozenset(_READ | {"register.recognise", "leader.read"}),
    ),
    "secretary": (
        _("thư ký quy chế"),
        frozenset(
            _READ
            | {
                "regulation.write",
                "report.accept",
                "report.lock",
                "register.write",
                "register.propose",
                "operation.write",
                "task.write",
                "task.assign",
                "task.accept",
                "task.check",
                "campaign.write",
                "area.decide",
                "board.open",
                "annual.write",
                "conference.write",
                "letter.write",
                "letter.send",
                "leader.read",
                "journal.read",
                "units.load",
                "post.delegate",
            }
        ),
    ),
    "leader": (
        _("lãnh đạo"),
        frozenset(
            _READ
            | {
                "leader.read",
                "board.open",
                "task.check",
                "task.agree",
                "task.accept",
                "annual.issue",
                "conference.chair",
                "letter.send",
                "communique.release",
                "journal.read",
            }
        ),
    ),
    "inspector": (
        _("cán bộ kiểm tra"),
        frozenset(
            {
                *("units.read", "regulation.read", "figure.read", "annual.read", "conference.read"),
                *("letter.read", "letter.write", "letter.send"),
            }
        ),
    ),
    "press": (_("cán bộ báo chí"), frozenset({"units.read", "annual.read", "conference.read", "communique.release"})),
    "delegate": (_("đại biểu dự hội nghị"), frozenset({"units.read", "regulation.read", "conference.read"})),
    "operator": (_("người vận hành"), frozenset({"account.manage", "units.load", "post.delegate"})),
}
"""role -> (label, capabilities). The operator runs the machine and reads no content."""


def can(role: str, capability: str) -> bool:
    """Whether the role holds the capability; an unknown capability is a programming error and raises KeyError."""
    CAPABILITIES[capability]
    return capability in ROLES[role][1]


def roles_with(capability: str) -> list[str]:
    """Roles that hold the capability."""
    return [role for role in ROLES if can(role, capability)]


def may_stand_in(role: str, other: str) -> bool:
    """Whether the two roles may stand in for one another: who runs the machine reads no content, not even for a day."""
    return can(role, "account.manage") == can(other, "account.manage")


def lacks(capability: str) -> Reason:
    """The one sentence that says which capability the acting post would need."""
    return Reason(gettext("Chức vụ đang dùng không có quyền “%(what)s”.") % {"what": CAPABILITIES[capability]})
