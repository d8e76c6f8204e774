"""The pages of work that a post may open, as the way in from the list."""

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.orgs.models import Post


def rooms(post: Post) -> list[tuple[str, str]]:
    """(label, address), in the order of the year's work."""
    pages = (
        (_("Giao việc"), "tasks:assign", "task.assign"),
        (_("Nạp từ bảng tính"), "tasks:load", "task.assign"),
        (_("Kế hoạch năm"), "tasks:plan", "regulation.write"),
        (_("Chương trình công tác"), "tasks:programmes", "task.read"),
        (_("Văn bản chỉ đạo"), "tasks:directives", "task.read"),
        (_("Đợt cao điểm"), "tasks:campaigns", "task.read"),
        (_("Bảng điểm"), "tasks:score", "task.read"),
        (_("Ma trận"), "tasks:matrix", "task.read"),
        (_("Nhắc việc"), "tasks:reminders", "task.read"),
        (_("Danh sách im lặng"), "tasks:silent", "task.read"),
        (_("Vòng việc"), "tasks:loop", "regulation.read"),
    )
    return [(label, reverse(name)) for label, name, capability in pages if post.can(capability)]
