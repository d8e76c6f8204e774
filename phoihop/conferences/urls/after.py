"""Minutes, conclusions, notice, communiqué."""

from django.urls import URLPattern, path

from phoihop.conferences.views import conclusions, giving

paths: list[URLPattern] = [
    path("<int:pk>/ket-luan", conclusions.conclusions, name="conclusions"),
    path("<int:pk>/ket-luan/giao", giving.give, name="give"),
    path("<int:pk>/ket-luan/<int:conclusion>", conclusions.conclusion, name="conclusion"),
]
