"""What marks of the roll call and kinds of asking are called on the screens."""

from django.utils.translation import gettext_lazy

MARKS = {
    "room": gettext_lazy("có mặt"),
    "online": gettext_lazy("dự trực tuyến"),
    "excused": gettext_lazy("vắng"),
    "left": gettext_lazy("ra về"),
}
KINDS = {
    "order": gettext_lazy("về cách điều hành"),
    "reply": gettext_lazy("trả lời câu hỏi"),
    "speech": gettext_lazy("tham luận đã đăng ký"),
    "free": gettext_lazy("ý kiến"),
}
