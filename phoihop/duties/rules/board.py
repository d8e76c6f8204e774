"""Who may open the comparative board, and whom it shows what."""

from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.duties.models import BoardSwitch
from phoihop.duties.rules.tasks import not_at
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


def open_switch(unit_id: int) -> BoardSwitch | None:
    """The switch by which the units directly below this one see one another today; None while the board is closed."""
    return BoardSwitch.objects.filter(unit_id=unit_id, closed_at=None).first()


def why_not_turn_board(by: Post | None, unit_id: int) -> list[Reason]:
    """Whether the post may open or close the board of the units below this one: its own unit's, with "board.open"."""
    return not_at(by, unit_id, "board.open", _("Bảng so sánh do chính đơn vị cấp trên của các đơn vị này mở và đóng."))


def why_not_open_board(by: Post | None, unit_id: int) -> list[Reason]:
    reasons = why_not_turn_board(by, unit_id)
    if len(tree(clock.today()).below(unit_id)) < 2:
        reasons.append(Reason(_("Đơn vị này chưa có từ hai đơn vị trực thuộc trở lên để so sánh.")))
    switch = open_switch(unit_id)
    if switch is not None:
        say = _("Bảng so sánh đã mở từ ngày %(day)s.") % {"day": format_date(switch.opened_on)}
        reasons.append(Reason(say))
    return reasons


def why_not_close_board(by: Post | None, unit_id: int) -> list[Reason]:
    reasons = why_not_turn_board(by, unit_id)
    if open_switch(unit_id) is None:
        reasons.append(Reason(_("Bảng so sánh đang đóng.")))
    return reasons
