"""Minutes, conclusions, notice, communiqué."""

from django.urls import URLPattern, path

from phoihop.conferences.views import communique, conclusions, giving, minutes, notice

paths: list[URLPattern] = [
    path("<int:pk>/ket-luan", conclusions.conclusions, name="conclusions"),
    path("<int:pk>/ket-luan/giao", giving.give, name="give"),
    path("<int:pk>/ket-luan/<int:conclusion>", conclusions.conclusion, name="conclusion"),
    path("<int:pk>/bien-ban", minutes.minutes, name="minutes"),
    path("<int:pk>/bien-ban/sua", minutes.edit, name="edit_minutes"),
    path("<int:pk>/bien-ban/so-sanh", minutes.compare, name="minutes_compare"),
    path("<int:pk>/bien-ban.<str:kind>", minutes.file, name="minutes_file"),
    path("<int:pk>/thong-bao-ket-luan", notice.notice, name="notice"),
    path("<int:pk>/thong-cao", communique.communique, name="communique"),
    path("<int:pk>/van-ban/<str:which>.<str:kind>", notice.file, name="issued_file"),
]
